package kernel

import "unsafe"

// Blocking, after Goto and van de Geijn (2008), doi:10.1145/1356052.1356053. A
// strip of b, blockK deep, and blockM rows of a stay in the second-level cache
// while a tile of c lives in registers. blockK is the same on all paths, so AVX2
// and AVX-512 give the same bits. blockM is a whole number of tiles of 6, 8 and 14.
const (
	blockK = 256
	blockM = 168
	// fewRows fit side by side into one set of the first-level cache, if that has
	// at least 8 ways.
	fewRows = 6
	// nearBytes is how large c may be and still be near when it is stored.
	nearBytes = 64 << 10
	blockN    = 4096 // bytes of a row of b: a block of b is half of a cache of 2 MiB, all of one of 1 MiB
)

// vectorMul computes p by strips of c, or by dot products where p is a matrix
// times a vector.
func vectorMul[T Float](p *product[T], pack *[]T) {
	r := armOf[T](p.path)
	switch {
	case p.dots && p.n == 1:
		matrixVector(r, p)
	case p.dots:
		vectorMatrix(r, p)
	case sideways(r, p):
		transposed(r, p, pack)
	default:
		bands(r, p, pack)
	}
}

// sideways reports whether rows of c would leave a fifth of their vectors or more
// unused, where columns would not and both operands can be read along them.
func sideways[T Float](r arm, p *product[T]) bool {
	return p.rowA == 1 && p.colB == 1 && !p.acc && p.bias == nil && !p.relu &&
		p.n >= 32/r.size && p.n < 2*r.lanes && 5*p.n <= 4*roundUp(p.n, r.lanes) && p.m >= r.most*r.lanes && p.m*p.n < stretch
}

// transposed computes p as cᵀ = bᵀ·aᵀ, which is nothing but to swap them, and
// transposes that. Every element is the same sum.
func transposed[T Float](r arm, p *product[T], pack *[]T) {
	if len(*pack) < p.m*p.n {
		*pack = make([]T, p.m*p.n)
	}
	c := (*pack)[:p.m*p.n]
	rest := (*pack)[p.m*p.n:] // which so few rows do not need
	q := product[T]{m: p.n, n: p.m, k: p.k, a: p.b, rowA: 1, colA: p.rowB, b: p.a, rowB: p.colA, colB: 1, c: c, rowC: p.m}
	bands(r, &q, &rest)
	transposeTo(r, p.c, p.rowC, c, p.m, p.n, p.m)
}

// bands computes p in bands of columns.
func bands[T Float](r arm, p *product[T], pack *[]T) {
	for j := 0; j < p.n; j += blockN / r.size {
		part := p.columns(j, min(p.n, j+blockN/r.size))
		blocks(r, &part, pack)
	}
}

func pointer[T Float](s []T) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(s)) }

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// matrixVector computes a column of dot products of rows of a with b, a stretch at
// a time.
func matrixVector[T Float](r arm, p *product[T]) {
	s := strip{k: p.k, rowA: p.rowA * r.size, b: pointer(p.b),
		bias: pointer(p.bias), acc: flag(p.acc), relu: flag(p.relu), full: p.k % r.lanes}
	s.lanes, s.mask = lanesOf(p.k%r.lanes, r.size)
	rows := max(1, stretch/p.k) * 4 // as many as are computed together, at least
	for i := 0; i < p.m; i += rows {
		s.m, s.a, s.c = min(rows, p.m-i), pointer(p.a[i*p.rowA:]), pointer(p.c[i*p.rowC:])
		r.dots(&s)
	}
}

// vectorMatrix computes the few rows of p one by one, dot products of columns of b
// with a row of a. The columns lie together, and there is no bias.
func vectorMatrix[T Float](r arm, p *product[T]) {
	s := strip{m: p.n, k: p.k, a: pointer(p.b), rowA: p.colB * r.size, acc: flag(p.acc), full: p.k % r.lanes}
	s.lanes, s.mask = lanesOf(p.k%r.lanes, r.size)
	for i := range p.m {
		s.b, s.c = pointer(p.a[i*p.rowA:]), pointer(p.c[i*p.rowC:])
		r.dots(&s)
	}
}

// blocks computes p block by block of k, of rows and strip by strip.
func blocks[T Float](r arm, p *product[T], pack *[]T) {
	count := (p.k + blockK - 1) / blockK
	depth := (p.k + count - 1) / count
	toB, toA := reserve(r, p, depth, pack)
	rows := blockM
	if toA == nil && p.colA == 1 && p.rowA*r.size%aliased == 0 {
		rows = fewRows
	}
	width := r.most * r.lanes
	s := strip{rowA: p.rowA * r.size, colA: p.colA * r.size, rowC: p.rowC * r.size,
		fetch: flag(p.m*p.n*r.size > nearBytes)}
	for l := 0; l < p.k; l += depth {
		last := l+depth >= p.k
		s.k, s.acc, s.relu = min(depth, p.k-l), flag(p.acc || l > 0), flag(p.relu && last)
		if toB != nil {
			packB(r, p, toB, l, s.k)
		}
		for i := 0; i < p.m; i += rows {
			s.m, s.a = min(rows, p.m-i), pointer(p.a[i*p.rowA+l*p.colA:])
			if toA != nil {
				packA(r, p, toA, &s)
			}
			for j := 0; j < p.n; j += width {
				n := min(width, p.n-j)
				b := unsafe.Pointer(nil)
				if toB == nil {
					b, s.rowB = pointer(p.b[l*p.rowB+j:]), p.rowB*r.size
				} else {
					b, s.rowB = pointer(toB[j*s.k:]), roundUp(n, r.lanes)*r.size
				}
				for of := j; of < j+n; {
					q, w := r.piece(j + n - of)
					s.b, s.c, s.bias = unsafe.Add(b, (of-j)*r.size), pointer(p.c[i*p.rowC+of:]), nil
					if last && p.bias != nil {
						s.bias = pointer(p.bias[of:])
					}
					q.compute(&s, w)
					of += w
				}
			}
		}
	}
}

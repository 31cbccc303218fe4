package kernel

import "unsafe"

// Blocking, after Goto and van de Geijn (2008), doi:10.1145/1356052.1356053. A
// strip of b, blockK deep, and blockM rows of a stay in the second-level cache
// while a tile of c lives in registers. blockK is the same on all paths, so AVX2
// and AVX-512 give the same bits. blockM is a whole number of tiles of 6, 8 and 14.
const (
	blockK = 256
	blockM = 168
	// packAbove is how many bytes of b are read in place, again and again for each
	// tile: as many as the first-level cache holds.
	packAbove = 32 << 10
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
	default:
		blocks(r, p, pack)
	}
}

func pointer[T Float](s []T) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(s)) }

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// matrixVector computes a column of dot products of rows of a with b.
func matrixVector[T Float](r arm, p *product[T]) {
	s := strip{m: p.m, k: p.k, a: pointer(p.a), rowA: p.rowA * r.size, b: pointer(p.b), c: pointer(p.c),
		bias: pointer(p.bias), acc: flag(p.acc), relu: flag(p.relu), full: p.k % r.lanes}
	s.setLanes(p.k%r.lanes, r.size)
	r.dots(&s)
}

// vectorMatrix computes the few rows of p one by one, dot products of columns of b
// with a row of a. The columns lie together, and there is no bias.
func vectorMatrix[T Float](r arm, p *product[T]) {
	s := strip{m: p.n, k: p.k, a: pointer(p.b), rowA: p.colB * r.size, acc: flag(p.acc), full: p.k % r.lanes}
	s.setLanes(p.k%r.lanes, r.size)
	for i := range p.m {
		s.b, s.c = pointer(p.a[i*p.rowA:]), pointer(p.c[i*p.rowC:])
		r.dots(&s)
	}
}

// blocks computes p block by block of k, of rows and strip by strip.
func blocks[T Float](r arm, p *product[T], pack *[]T) {
	count := (p.k + blockK - 1) / blockK
	depth := (p.k + count - 1) / count
	packed := p.colB != 1 || p.m > 24 && p.k*p.n*r.size > packAbove
	if packed {
		if need := depth * roundUp(p.n, r.lanes); len(*pack) < need {
			*pack = make([]T, need)
		}
	}
	width := r.most * r.lanes
	s := strip{rowA: p.rowA * r.size, colA: p.colA * r.size, rowC: p.rowC * r.size}
	for l := 0; l < p.k; l += depth {
		last := l+depth >= p.k
		s.k, s.acc, s.relu = min(depth, p.k-l), flag(p.acc || l > 0), flag(p.relu && last)
		if packed {
			packB(r, p, *pack, l, s.k)
		}
		for i := 0; i < p.m; i += blockM {
			s.m, s.a = min(blockM, p.m-i), pointer(p.a[i*p.rowA+l*p.colA:])
			for j := 0; j < p.n; j += width {
				n := min(width, p.n-j)
				nv := (n + r.lanes - 1) / r.lanes
				s.stepA = s.rowA * r.tileRows(nv)
				tail := n - (nv-1)*r.lanes
				s.full = flag(tail == r.lanes)
				s.setLanes(tail, r.size)
				s.b, s.rowB = pointer(p.b[l*p.rowB+j*p.colB:]), p.rowB*r.size
				if packed {
					s.b, s.rowB = pointer((*pack)[j*s.k:]), nv*r.lanes*r.size
				}
				s.c, s.bias = pointer(p.c[i*p.rowC+j:]), nil
				if last && p.bias != nil {
					s.bias = pointer(p.bias[j:])
				}
				r.strip(nv, &s)
			}
		}
	}
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// packB copies rows l to l+depth of b to dst, strip after strip, each strip's rows
// one after another and as long as its vectors.
func packB[T Float](r arm, p *product[T], dst []T, l, depth int) {
	width := r.most * r.lanes
	for j := 0; j < p.n; j += width {
		n := min(width, p.n-j)
		row := roundUp(n, r.lanes)
		d := dst[j*depth:][:row*depth]
		if p.colB == 1 {
			for q := range depth {
				copy(d[q*row:][:n], p.b[(l+q)*p.rowB+j:])
			}
			continue
		}
		for i := range n {
			for q, v := range p.b[(j+i)*p.colB+l:][:depth] {
				d[q*row+i] = v
			}
		}
	}
}

package kernel

import "unsafe"

// A packing is what the assembly reads to copy a part of a matrix. Strides are in
// bytes. The order of the fields is known to asm/pack.go.
type packing struct {
	src   unsafe.Pointer
	step  int
	dst   unsafe.Pointer
	to    int
	rows  int
	lanes uint64 // of the last vector, in units of 4 bytes
	mask  [8]uint32
}

const (
	// packAbove is how many bytes of b are read in place, again for each tile of
	// rows: as many as the first-level cache holds.
	packAbove = 32 << 10
	// aliased is the distance of addresses that share a set of that cache. Rows so
	// far apart throw each other out.
	aliased = 4096
)

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }

// reserve returns room for packed blocks of b and of a, depth deep, or nil for
// what is better read in place: b where it fits into the cache or is read but a few
// times, a unless its rows alias.
func reserve[T Float](r arm, p *product[T], depth int, pack *[]T) (toB, toA []T) {
	var forB, forA int
	if p.colB != 1 || p.m > 160 && p.k*p.n*r.size > packAbove {
		forB = depth * roundUp(p.n, r.lanes)
	}
	if max(p.rowA, p.colA)*r.size%aliased == 0 && p.m > 8 && p.n >= 64 {
		forA = max(blockM*(depth+2*64/r.size), depth*(blockM+2*64/r.size))
	}
	if forB+forA > 0 && len(*pack) < forB+forA {
		*pack = make([]T, forB+forA)
	}
	if forB > 0 {
		toB = (*pack)[:forB]
	}
	if forA > 0 {
		toA = (*pack)[forB:]
	}
	return toB, toA
}

// packA copies the block that s reads of a, its rows just not aliased, and makes s
// read the copy.
func packA[T Float](r arm, p *product[T], dst []T, s *strip) {
	k := packing{src: s.a, dst: pointer(dst)}
	if p.colA == 1 {
		s.rowA = roundUp(s.k*r.size, 64) + 64
		k.step, k.to, k.rows = p.rowA*r.size, s.rowA, s.m
		r.copyBlock(k, s.k)
	} else {
		s.colA = roundUp(s.m*r.size, 64) + 64
		k.step, k.to, k.rows = p.colA*r.size, s.colA, s.k
		r.copyBlock(k, s.m)
	}
	s.a = pointer(dst)
}

// packB copies rows l to l+depth of b to dst, strip after strip, each strip's rows
// one after another and as long as its vectors. What is beyond a row is whatever.
func packB[T Float](r arm, p *product[T], dst []T, l, depth int) {
	width := r.most * r.lanes
	for j := 0; j < p.n; j += width {
		n := min(width, p.n-j)
		row := roundUp(n, r.lanes)
		d := dst[j*depth:][:row*depth]
		if p.colB == 1 {
			r.copyRows(packing{src: pointer(p.b[l*p.rowB+j:]), step: p.rowB * r.size, dst: pointer(d), to: row * r.size, rows: depth}, n)
		} else {
			transposeTo(r, d, row, p.b[j*p.colB+l:], p.colB, n, depth)
		}
	}
}

// transposeTo writes n rows of the source, of depth elements each and step apart,
// as columns of dst, whose rows are row apart.
func transposeTo[T Float](r arm, dst []T, row int, src []T, step, n, depth int) {
	block := 32 / r.size
	i := 0
	if n >= block {
		k := packing{step: step * r.size, to: row * r.size, rows: depth}
		_, k.mask = lanesOf(depth%block, r.size)
		for ; i < n; i += block {
			i := min(i, n-block) // the last block may begin inside the one before
			k.src, k.dst = pointer(src[i*step:]), pointer(dst[i:])
			r.transpose(&k)
		}
	}
	for ; i < n; i++ {
		for q, v := range src[i*step:][:depth] {
			dst[q*row+i] = v
		}
	}
}

// copyBlock copies rows of n elements.
func (r arm) copyBlock(k packing, n int) {
	for width := r.most * r.lanes; n > 0; n -= width {
		r.copyRows(k, min(n, width))
		k.src, k.dst = unsafe.Add(k.src, width*r.size), unsafe.Add(k.dst, width*r.size)
	}
}

// copyRows copies rows of n elements, at most a strip, and zeroes the rest of
// their vectors.
func (r arm) copyRows(k packing, n int) {
	nv := (n + r.lanes - 1) / r.lanes
	k.lanes, k.mask = lanesOf((n-(nv-1)*r.lanes)*r.size/4, 4)
	switch b := (*byte)(unsafe.Pointer(&k)); {
	case r.wide && nv == 1:
		copy1AVX512(b)
	case r.wide && nv == 2:
		copy2AVX512(b)
	case r.wide && nv == 3:
		copy3AVX512(b)
	case r.wide:
		copy4AVX512(b)
	case nv == 1:
		copy1AVX2(b)
	default:
		copy2AVX2(b)
	}
}

// transpose writes 8 rows of float32 or 4 of float64 as columns.
func (r arm) transpose(k *packing) {
	if r.size == 4 {
		transposeF32AVX2((*byte)(unsafe.Pointer(k)))
	} else {
		transposeF64AVX2((*byte)(unsafe.Pointer(k)))
	}
}

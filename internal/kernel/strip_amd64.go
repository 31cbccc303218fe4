package kernel

import "unsafe"

// A strip is what the assembly reads: a product whose b and c are so narrow that
// a row of them fits into a few registers. Strides are in bytes. The order of the
// fields is known to asm/gemm.go.
type strip struct {
	m, k              int
	a                 unsafe.Pointer
	rowA, colA, stepA int // stepA: to the next tile of rows
	b                 unsafe.Pointer
	rowB              int
	c                 unsafe.Pointer
	rowC              int
	bias              unsafe.Pointer
	acc, relu, fetch  int
	full              int // strips: whether the last vector is whole; dots: k modulo lanes
	lanes             uint64
	mask              [8]uint32
}

// lanesOf returns the first n lanes as bits and as a vector.
func lanesOf(n, size int) (bits uint64, mask [8]uint32) {
	for i := range min(len(mask), n*size/4) {
		mask[i] = ^uint32(0)
	}
	return 1<<n - 1, mask
}

// An arm is a path and a type of element, as far as the assembly goes.
type arm struct {
	wide  bool // AVX-512, else AVX2
	size  int  // bytes of an element
	lanes int  // elements of a vector
	most  int  // vectors of a strip at most
}

func armOf[T Float](p Path) arm {
	size := int(unsafe.Sizeof(*new(T)))
	if p == AVX512 {
		return arm{wide: true, size: size, lanes: 64 / size, most: 4}
	}
	return arm{size: size, lanes: 32 / size, most: 2}
}

// tileRows is how many rows a tile has that is nv vectors wide, as asm/gemm.go
// has it: as many as there are registers for.
func (r arm) tileRows(nv int) int {
	if r.wide {
		return [...]int{0, 14, 14, 8, 6}[nv]
	}
	return [...]int{0, 12, 6}[nv]
}

// piece returns how many of n columns to compute at once, and with what vectors. A
// product that is a little wider than one vector, or narrower than half of one, is
// computed by vectors of half the length where these cost half as much.
func (r arm) piece(n int) (arm, int) {
	half := r.lanes / 2
	switch rest := n % r.lanes; {
	case !r.wide || n >= 2*r.lanes || rest == 0 || rest > half:
		return r, n
	case n > r.lanes:
		return r, r.lanes
	}
	return arm{size: r.size, lanes: half, most: 2}, n
}

// compute computes s, whose width is n, at most a strip.
func (r arm) compute(s *strip, n int) {
	nv := (n + r.lanes - 1) / r.lanes
	tail := n - (nv-1)*r.lanes
	s.full = flag(tail == r.lanes)
	s.lanes, s.mask = lanesOf(tail, r.size)
	s.stepA = s.rowA * r.tileRows(nv)
	r.strip(s, nv)
}

// strip calls the assembly for a strip of nv vectors.
func (r arm) strip(s *strip, nv int) {
	b := (*byte)(unsafe.Pointer(s))
	switch f32 := r.size == 4; {
	case r.wide && f32 && nv == 1:
		strip1F32AVX512(b)
	case r.wide && f32 && nv == 2:
		strip2F32AVX512(b)
	case r.wide && f32 && nv == 3:
		strip3F32AVX512(b)
	case r.wide && f32:
		strip4F32AVX512(b)
	case r.wide && nv == 1:
		strip1F64AVX512(b)
	case r.wide && nv == 2:
		strip2F64AVX512(b)
	case r.wide && nv == 3:
		strip3F64AVX512(b)
	case r.wide:
		strip4F64AVX512(b)
	case f32 && nv == 1:
		strip1F32AVX2(b)
	case f32:
		strip2F32AVX2(b)
	case nv == 1:
		strip1F64AVX2(b)
	default:
		strip2F64AVX2(b)
	}
}

// dots computes the products of the rows of s.a with the vector s.b.
func (r arm) dots(s *strip) {
	b := (*byte)(unsafe.Pointer(s))
	switch f32 := r.size == 4; {
	case r.wide && f32:
		rowsF32AVX512(b)
	case r.wide:
		rowsF64AVX512(b)
	case f32:
		rowsF32AVX2(b)
	default:
		rowsF64AVX2(b)
	}
}

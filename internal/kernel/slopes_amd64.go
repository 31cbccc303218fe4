package kernel

import "unsafe"

//go:generate go -C asm run . -set slopes -pkg kernel -out ../slopes_amd64.s -stubs ../slopes_stub_amd64.go

// slope runs a routine on d and y, if the path has vectors, and reports whether it did.
func (p *pass[T]) slope(path Path, do slopeRoutine, d, y []T) bool {
	if path == Portable {
		return false
	}
	r := armOf[T](path)
	p.n = len(d)
	p.slices[0], p.slices[1] = unsafe.Pointer(unsafe.SliceData(d)), unsafe.Pointer(unsafe.SliceData(y))
	p.lanes, p.mask = lanesOf(p.n%r.lanes, r.size)
	b := (*byte)(unsafe.Pointer(p))
	switch f32 := r.size == 4; do {
	case byTimes:
		switch {
		case r.wide && f32:
			timesF32AVX512(b)
		case r.wide:
			timesF64AVX512(b)
		case f32:
			timesF32AVX2(b)
		default:
			timesF64AVX2(b)
		}
	case byTanh:
		switch {
		case r.wide && f32:
			tanhSlopeF32AVX512(b)
		case r.wide:
			tanhSlopeF64AVX512(b)
		case f32:
			tanhSlopeF32AVX2(b)
		default:
			tanhSlopeF64AVX2(b)
		}
	case bySigmoid:
		switch {
		case r.wide && f32:
			sigmoidSlopeF32AVX512(b)
		case r.wide:
			sigmoidSlopeF64AVX512(b)
		case f32:
			sigmoidSlopeF32AVX2(b)
		default:
			sigmoidSlopeF64AVX2(b)
		}
	}
	return true
}

package kernel

import "unsafe"

// A pass goes over slices of n elements once, from front to back, in vectors. The
// order of its fields is known to asm/vector.go.
type pass[T Float] struct {
	n      int
	slices [4]unsafe.Pointer
	lanes  uint64    // those of the last, short vector, as bits
	mask   [8]uint32 // the same as a vector
	coef   [10]T
}

// A routine is what a pass does.
type routine uint8

const (
	sgd routine = iota
	momentum
	adam
	axpy
	scale
	relu
	gate
	squares
)

// stretch is how many elements one call of assembly takes at most, so that the
// garbage collector, which has to wait for it, waits less than a millisecond. It is
// a whole number of vectors.
const stretch = 1 << 20

// vectors runs a routine on slices of one length, if the path has vectors, and
// reports whether it did.
func (p *pass[T]) vectors(path Path, do routine, slices ...[]T) bool {
	if path == Portable {
		return false
	}
	for from := 0; from < len(slices[0]); from += stretch {
		p.n = min(stretch, len(slices[0])-from)
		for i, s := range slices {
			p.slices[i] = unsafe.Pointer(unsafe.SliceData(s[from:]))
		}
		p.run(path, do)
	}
	return true
}

package kernel

import "unsafe"

// run calls the assembly of a routine.
func (p *pass[T]) run(path Path, do routine) {
	r := armOf[T](path)
	p.lanes, p.mask = lanesOf(p.n%r.lanes, r.size)
	at := int(do) << 2
	if r.wide {
		at |= 2
	}
	if r.size == 8 {
		at |= 1
	}
	switch b := (*byte)(unsafe.Pointer(p)); at {
	case int(sgd) << 2:
		sgdF32AVX2(b)
	case int(sgd)<<2 | 1:
		sgdF64AVX2(b)
	case int(sgd)<<2 | 2:
		sgdF32AVX512(b)
	case int(sgd)<<2 | 3:
		sgdF64AVX512(b)
	case int(momentum) << 2:
		momentumF32AVX2(b)
	case int(momentum)<<2 | 1:
		momentumF64AVX2(b)
	case int(momentum)<<2 | 2:
		momentumF32AVX512(b)
	case int(momentum)<<2 | 3:
		momentumF64AVX512(b)
	case int(adam) << 2:
		adamF32AVX2(b)
	case int(adam)<<2 | 1:
		adamF64AVX2(b)
	case int(adam)<<2 | 2:
		adamF32AVX512(b)
	case int(adam)<<2 | 3:
		adamF64AVX512(b)
	case int(axpy) << 2:
		axpyF32AVX2(b)
	case int(axpy)<<2 | 1:
		axpyF64AVX2(b)
	case int(axpy)<<2 | 2:
		axpyF32AVX512(b)
	case int(axpy)<<2 | 3:
		axpyF64AVX512(b)
	case int(scale) << 2:
		scaleF32AVX2(b)
	case int(scale)<<2 | 1:
		scaleF64AVX2(b)
	case int(scale)<<2 | 2:
		scaleF32AVX512(b)
	case int(scale)<<2 | 3:
		scaleF64AVX512(b)
	case int(relu) << 2:
		reluF32AVX2(b)
	case int(relu)<<2 | 1:
		reluF64AVX2(b)
	case int(relu)<<2 | 2:
		reluF32AVX512(b)
	case int(relu)<<2 | 3:
		reluF64AVX512(b)
	case int(gate) << 2:
		gateF32AVX2(b)
	case int(gate)<<2 | 1:
		gateF64AVX2(b)
	case int(gate)<<2 | 2:
		gateF32AVX512(b)
	case int(gate)<<2 | 3:
		gateF64AVX512(b)
	case int(squares) << 2:
		squaresF32AVX2(b)
	case int(squares)<<2 | 1:
		squaresF64AVX2(b)
	case int(squares)<<2 | 2:
		squaresF32AVX512(b)
	case int(squares)<<2 | 3:
		squaresF64AVX512(b)
	}
}

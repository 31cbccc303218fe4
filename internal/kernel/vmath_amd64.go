package kernel

//go:generate go run -C asm . -set vmath -out ../vmath_asm_amd64.s -stubs ../vmath_stub_amd64.go -pkg kernel

import "unsafe"

// vectors applies f to n elements, whole vectors of them with AVX2.
func vectors[T Float](p Path, f function, dst, src *T, n int, shift T) {
	if unsafe.Sizeof(shift) == 4 {
		single(p, f, (*float32)(unsafe.Pointer(dst)), (*float32)(unsafe.Pointer(src)), n, float32(shift))
	} else {
		double(p, f, (*float64)(unsafe.Pointer(dst)), (*float64)(unsafe.Pointer(src)), n, float64(shift))
	}
}

func single(p Path, f function, dst, src *float32, n int, shift float32) {
	if p == AVX512 {
		switch f {
		case exp:
			expF32AVX512(dst, src, n, shift)
		case expm1:
			expm1F32AVX512(dst, src, n)
		case log:
			logF32AVX512(dst, src, n)
		case log1p:
			log1pF32AVX512(dst, src, n)
		case tanh:
			tanhF32AVX512(dst, src, n)
		case sigmoid:
			sigmoidF32AVX512(dst, src, n)
		case softplus:
			softplusF32AVX512(dst, src, n)
		}
		return
	}
	switch f {
	case exp:
		expF32AVX2(dst, src, n, shift)
	case expm1:
		expm1F32AVX2(dst, src, n)
	case log:
		logF32AVX2(dst, src, n)
	case log1p:
		log1pF32AVX2(dst, src, n)
	case tanh:
		tanhF32AVX2(dst, src, n)
	case sigmoid:
		sigmoidF32AVX2(dst, src, n)
	case softplus:
		softplusF32AVX2(dst, src, n)
	}
}

func double(p Path, f function, dst, src *float64, n int, shift float64) {
	if p == AVX512 {
		switch f {
		case exp:
			expF64AVX512(dst, src, n, shift)
		case expm1:
			expm1F64AVX512(dst, src, n)
		case log:
			logF64AVX512(dst, src, n)
		case log1p:
			log1pF64AVX512(dst, src, n)
		case tanh:
			tanhF64AVX512(dst, src, n)
		case sigmoid:
			sigmoidF64AVX512(dst, src, n)
		case softplus:
			softplusF64AVX512(dst, src, n)
		}
		return
	}
	switch f {
	case exp:
		expF64AVX2(dst, src, n, shift)
	case expm1:
		expm1F64AVX2(dst, src, n)
	case log:
		logF64AVX2(dst, src, n)
	case log1p:
		log1pF64AVX2(dst, src, n)
	case tanh:
		tanhF64AVX2(dst, src, n)
	case sigmoid:
		sigmoidF64AVX2(dst, src, n)
	case softplus:
		softplusF64AVX2(dst, src, n)
	}
}

package kernel

import (
	"math"
	"unsafe"
)

// The elementwise functions set dst[i] = f(src[i]); dst may be src. On any path
// they are within 2 units in the last place of the exact value (Exp, Expm1, Log)
// or within 3 (Log1p, Tanh, Sigmoid, Softplus), and have the limits of package
// math at ±0, ±Inf and NaN; among subnormal results a unit is the smallest number.
//
// Algorithms: argument reduction and polynomials as in Muller, Elementary
// Functions (3rd ed., 2016), chapters 5 and 11; asm/vmathf.go has the formulas.

// Exp sets dst = exp(src − shift).
func Exp[T Float](p Path, dst, src []T, shift T) { elementwise(p, exp, dst, src, shift) }

// Expm1 sets dst = exp(src) − 1.
func Expm1[T Float](p Path, dst, src []T) { elementwise(p, expm1, dst, src, 0) }

// Log sets dst = log(src).
func Log[T Float](p Path, dst, src []T) { elementwise(p, log, dst, src, 0) }

// Log1p sets dst = log(1 + src).
func Log1p[T Float](p Path, dst, src []T) { elementwise(p, log1p, dst, src, 0) }

// Tanh sets dst = tanh(src).
func Tanh[T Float](p Path, dst, src []T) { elementwise(p, tanh, dst, src, 0) }

// Sigmoid sets dst = 1 / (1 + exp(−src)).
func Sigmoid[T Float](p Path, dst, src []T) { elementwise(p, sigmoid, dst, src, 0) }

// Softplus sets dst = log(1 + exp(src)).
func Softplus[T Float](p Path, dst, src []T) { elementwise(p, softplus, dst, src, 0) }

// Softmax sets each row of the m×n matrix dst to exp(x − lse), where x is that row
// of src and lse[i] = log Σ exp(x). A row whose largest element is infinite has that
// for its sum and shares 1 among the elements that are +Inf; a row with a NaN is NaN.
func Softmax[T Float](p Path, dst, lse, src []T, m, n int) {
	need("Softmax", "dst", dst, m, n)
	need("Softmax", "src", src, m, n)
	same("Softmax", "lse", lse, m)
	for i := range m {
		lse[i] = softmaxRow(p, dst[i*n:][:n], src[i*n:][:n])
	}
}

func softmaxRow[T Float](p Path, dst, x []T) (lse T) {
	top := T(math.Inf(-1))
	for _, v := range x {
		if v > top || v != v {
			top = v
		}
	}
	switch {
	case math.IsInf(float64(top), 1):
		share(dst, x)
		return top
	case math.IsInf(float64(top), -1):
		clear(dst)
		return top
	}
	elementwise(p, exp, dst, x, top)
	var s [4]T
	i := 0
	for ; i+4 <= len(dst); i += 4 {
		s[0] += dst[i]
		s[1] += dst[i+1]
		s[2] += dst[i+2]
		s[3] += dst[i+3]
	}
	for ; i < len(dst); i++ {
		s[0] += dst[i]
	}
	sum := (s[0] + s[1]) + (s[2] + s[3])
	Scale(dst, 1/sum, dst)
	return top + T(math.Log(float64(sum)))
}

// share divides 1 among the elements of x that are +Inf.
func share[T Float](dst, x []T) {
	n := T(0)
	for i, v := range x {
		dst[i] = 0
		if math.IsInf(float64(v), 1) {
			dst[i] = 1
			n++
		}
	}
	Scale(dst, 1/n, dst)
}

// A function is one of the elementwise functions.
type function uint8

const (
	exp function = iota
	expm1
	log
	log1p
	tanh
	sigmoid
	softplus
)

// elementwise applies f. With AVX2 what does not fill a vector goes through one on
// the stack, so that each element has the bits it would have anywhere.
func elementwise[T Float](p Path, f function, dst, src []T, shift T) {
	same("elementwise function", "src", src, len(dst))
	if len(dst) == 0 {
		return
	}
	p = p.resolve()
	if p == Portable {
		for i, x := range src {
			dst[i] = T(f.of(float64(x - shift)))
		}
		return
	}
	n := len(dst)
	if p == AVX2 {
		n &^= int(32/unsafe.Sizeof(shift)) - 1
	}
	if n > 0 {
		vectors(p, f, &dst[0], &src[0], n, shift)
	}
	if n < len(dst) {
		var b [8]T
		rest := copy(b[:], src[n:])
		vectors(p, f, &b[0], &b[0], int(32/unsafe.Sizeof(shift)), shift)
		copy(dst[n:], b[:rest])
	}
}

// of returns f(x) by package math.
func (f function) of(x float64) float64 {
	switch f {
	case exp:
		return math.Exp(x)
	case expm1:
		return math.Expm1(x)
	case log:
		if 0 < x && x < 0x1p-1022 { // where amd64's math.Log takes the exponent for −1022
			return math.Log(x*0x1p54) - 54*math.Ln2
		}
		return math.Log(x)
	case log1p:
		return math.Log1p(x)
	case tanh:
		return math.Tanh(x)
	case sigmoid:
		if e := math.Exp(-math.Abs(x)); x < 0 {
			return e / (1 + e)
		} else {
			return 1 / (1 + e)
		}
	}
	return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

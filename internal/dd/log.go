package dd

import "math"

// ln2 is log 2, rounded to double-double from its decimal expansion.
func ln2() Float { return Float{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56} }

// Log returns the natural logarithm of x to a relative 1e-31: −Inf at 0, NaN
// below.
//
// Method: x = 2ᵉ·m with √½ ≤ m < √2, and log m = 2·artanh((m−1)/(m+1)) by its
// Taylor series. Near x = 1 the difference m − 1 is exact, so the bound is
// relative there too.
func Log(x Float) Float {
	if !(x.Hi > 0) || math.IsInf(x.Hi, 1) {
		return Float{Hi: math.Log(x.Hi)}
	}
	f, e := math.Frexp(x.Hi)
	if f < math.Sqrt2/2 {
		f *= 2
		e--
	}
	m := Float{f, math.Ldexp(x.Lo, -e)}
	l := atanh2(m.AddFloat(-1).Div(m.AddFloat(1)))
	if e == 0 {
		return l
	}
	return ln2().MulFloat(float64(e)).Add(l)
}

// Log1p returns log(1 + x) to a relative 1e-31: −Inf at −1, NaN below.
func Log1p(x Float) Float {
	if x.Hi > -0.29 && x.Hi < 0.41 { // |s| ≤ 0.17, as in Log
		if x.Hi == 0 {
			return x
		}
		return atanh2(x.Div(x.AddFloat(2)))
	}
	return Log(x.AddFloat(1))
}

// atanh2 returns 2·artanh(s) = 2s·Σ s²ᵏ/(2k+1) for |s| ≤ 0.1717.
//
// There s² ≤ 0.0295: the terms left out, from k = 22, are below 1e-34 of the sum,
// and those from k = 12 are below 1e-18 of it, so that float64 gives them to
// 1e-34.
func atanh2(s Float) Float {
	const inDouble, last = 12, 21
	s2 := s.Mul(s)
	var tail float64
	for k := last; k >= inDouble; k-- {
		tail = math.FMA(tail, s2.Hi, 1/float64(2*k+1))
	}
	sum := Of(tail)
	for k := inDouble - 1; k > 0; k-- {
		n := float64(2*k + 1)
		c := 1 / n
		sum = Float{c, math.FMA(-c, n, 1) / n}.Add(sum.Mul(s2))
	}
	// The leading 1 goes last, so that the sum's rounding errors weigh s² ≤ 0.03.
	s = Float{2 * s.Hi, 2 * s.Lo}
	return s.Add(s.Mul(sum.Mul(s2)))
}

package dd

import "math"

// shiftTo is where Stirling's series takes over. With the nine terms of stirling
// its truncation error is at most the tenth, 1.4e-22 at 16.
const shiftTo = 16

// LogGamma returns log Γ(z) for z > 0, with an absolute error of at most
// 2e-18 + 1e-30·|log Γ(z)|: the first is three roundings of the remainder, 0.0052
// at z = 16 and the only part in float64. It is +Inf at 0 and +Inf, NaN below 0.
//
// Method: Stirling's series (DLMF 5.11.1) from z = 16 on, its leading terms in
// double-double; below, Γ(z) = Γ(z+n)/(z·(z+1)···(z+n−1)).
func LogGamma(z Float) Float {
	switch {
	case z.IsNaN() || z.Hi < 0:
		return Of(math.NaN())
	case z.Hi == 0 || math.IsInf(z.Hi, 1):
		return Of(math.Inf(1))
	}
	if z.Hi >= shiftTo {
		return stirlingGamma(z)
	}
	prod := z
	for z = z.AddFloat(1); z.Hi < shiftTo; z = z.AddFloat(1) {
		prod = prod.Mul(z)
	}
	return stirlingGamma(z).Sub(Log(prod))
}

// stirlingGamma returns (z−½)·log z − z + ½·log 2π + stirling(z), for z ≥ 16.
func stirlingGamma(z Float) Float {
	halfLog2Pi := Float{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55}
	main := z.AddFloat(-0.5).Mul(Log(z))
	return main.Sub(z).Add(halfLog2Pi).AddFloat(stirling(z.Hi))
}

// stirling returns Σ B₂ₙ/(2n(2n−1)z²ⁿ⁻¹), the remainder of Stirling's formula
// (DLMF 5.11.1), for z ≥ 16.
func stirling(z float64) float64 {
	v := 1 / z
	p, _ := stirlingPoly(v*v, v*v)
	return v * p
}

// stirlingPoly returns P(v) and the divided difference (P(u)−P(v))/(u−v), where
// P(w) = Σ B₂ₙ₊₂/((2n+2)(2n+1))·wⁿ for n from 0 to 8, so that the remainder of
// Stirling's formula is P(1/z²)/z.
func stirlingPoly(u, v float64) (p, diff float64) {
	c := [...]float64{
		1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 1. / 1188,
		-691. / 360360, 1. / 156, -3617. / 122400, 43867. / 244188,
	}
	for i := len(c) - 1; i >= 0; i-- {
		diff = math.FMA(diff, u, p)
		p = math.FMA(p, v, c[i])
	}
	return p, diff
}

// LogRising returns log Γ(a+k) − log Γ(a), the logarithm of the rising factorial
// a·(a+1)···(a+k−1), for a > 0 and a + k > 0; k need be neither whole nor
// positive. It is exactly 0 for k = 0. The error is at most 4e-18 + 1e-29·|result|;
// for |k| ≤ a/2 it is also at most 1e-15·|k|·(1 + 1/a + |log a|), so that a small k
// does not lose its digits. Outside its domain it returns NaN.
//
// Method: for |k| ≤ a/2 the difference of two Stirling series taken term by term
// (so that nothing of the size of log Γ(a) is subtracted), after a and a+k are
// shifted up together to 16; otherwise the difference of two [LogGamma].
func LogRising(a, k Float) Float {
	z := a.Add(k)
	switch {
	case !(a.Hi > 0) || !(z.Hi > 0):
		return Of(math.NaN())
	case k.Hi == 0:
		return Float{}
	case math.IsInf(a.Hi, 1) || math.IsInf(z.Hi, 1):
		return Of(math.Inf(1))
	case math.Abs(k.Hi) > a.Hi/2:
		return LogGamma(z).Sub(LogGamma(a))
	}
	// Γ(a+k)/Γ(a) = Γ(a+n+k)/Γ(a+n) / Π(1 + k/(a+i)); excess is the product less 1.
	var excess Float
	for ; math.Min(a.Hi, a.Hi+k.Hi) < shiftTo; a = a.AddFloat(1) {
		r := k.Div(a)
		excess = excess.Add(r).Add(excess.Mul(r))
	}
	z = a.Add(k)
	// (z−½)·log z − (a−½)·log a − k, with log z = log a + log1p(k/a).
	main := z.AddFloat(-0.5).Mul(Log1p(k.Div(a))).Sub(k).Add(k.Mul(Log(a)))
	u, v := 1/z.Hi, 1/a.Hi
	p, diff := stirlingPoly(u*u, v*v)
	d := -k.Hi * u * v // u − v
	main = main.AddFloat(d * (p + u*(u+v)*diff))
	return main.Sub(Log1p(excess))
}

// LogBeta returns log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a+b) for a, b > 0,
// with the error of [LogRising] and [LogGamma] added. Where either is 0 it is
// +Inf, outside the domain NaN.
func LogBeta(a, b Float) Float {
	if a.Cmp(b) > 0 {
		a, b = b, a
	}
	switch {
	case a.IsNaN() || b.IsNaN() || a.Hi < 0:
		return Of(math.NaN())
	case a.Hi == 0 && math.IsInf(b.Hi, 1):
		return Of(math.NaN())
	case a.Hi == 0:
		return Of(math.Inf(1))
	case math.IsInf(b.Hi, 1):
		return Of(math.Inf(-1))
	}
	return LogGamma(a).Sub(LogRising(b, a))
}

// LogChoose returns log C(n, k) = log Γ(n+1) − log Γ(k+1) − log Γ(n−k+1) for
// 0 ≤ k ≤ n, whole or not: exactly 0 for k = 0 and k = n, with the error of
// [LogRising] and [LogGamma] added. For k < 0 and k > n it is −Inf, the logarithm
// of the number of ways; for n < 0 or NaN it is NaN.
func LogChoose(n, k Float) Float {
	rest := n.Sub(k)
	switch {
	case n.IsNaN() || k.IsNaN() || n.Hi < 0:
		return Of(math.NaN())
	case k.Hi < 0 || k.Cmp(n) > 0:
		return Of(math.Inf(-1))
	case k.Hi == 0 || k.Cmp(n) == 0:
		return Float{}
	}
	if k.Cmp(rest) > 0 {
		k, rest = rest, k
	}
	return LogRising(rest.AddFloat(1), k).Sub(LogGamma(k.AddFloat(1)))
}

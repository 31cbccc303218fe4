package prob

import "math"

// Digamma returns ψ(x) = d log Γ(x)/dx for x ≥ 0: −Inf at 0 and NaN below.
//
// Method: from 8 on the asymptotic series (DLMF 5.11.2). Below, with x₀ the
// positive zero of ψ, ψ(x) = ψ(x) − ψ(x₀), both shifted up by 8 and subtracted
// term by term; every term has the factor x − x₀, so the relative error is ≤ 8ε
// near the zero too. (gonum v0.17.0, mathext.Digamma, is off by up to 5e-11, at 1.01: its
// series starts at 7 and stops after four terms.)
func Digamma(x float64) float64 {
	const zeroHi, zeroLo = 0x1.762d86356be3fp+0, 0x1.b86a722197829p-54
	const shift = 8
	switch {
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case x >= shift:
		v := 1 / x
		p, _ := digammaPoly(0, v*v)
		return math.Log(x) - v/2 - p
	}
	d := (x - zeroHi) - zeroLo
	var sum float64
	for i := range shift {
		sum += 1 / ((x + float64(i)) * (zeroHi + float64(i)))
	}
	const z0 = zeroHi + shift
	u, v := 1/(x+shift), 1/z0
	_, diff := digammaPoly(u*u, v*v)
	return math.Log1p(d/z0) + d*(sum+u*v*(0.5+(u+v)*diff))
}

// digammaPoly returns P(v) and (P(u)−P(v))/(u−v) for P(w) = Σ B₂ₙ/(2n)·wⁿ, n from
// 1 to 10: log x − 1/2x − P(1/x²) is ψ(x), to 1e-17 for x ≥ 8.
func digammaPoly(u, v float64) (p, diff float64) {
	c := [...]float64{
		0, 1. / 12, -1. / 120, 1. / 252, -1. / 240, 1. / 132,
		-691. / 32760, 1. / 12, -3617. / 8160, 43867. / 14364, -174611. / 6600,
	}
	for i := len(c) - 1; i >= 0; i-- {
		diff = diff*u + p
		p = p*v + c[i]
	}
	return p, diff
}

// Trigamma returns ψ′(x) = d² log Γ(x)/dx² for x ≥ 0: +Inf at 0 and NaN below.
//
// Method: the recurrence ψ′(x) = ψ′(x+1) + 1/x² up to 8, then the asymptotic
// series (DLMF 5.15.8): sums of positive terms. Relative error ≤ 4ε.
func Trigamma(x float64) float64 {
	if x < 0 {
		return math.NaN()
	}
	var sum float64
	for ; x < 8; x++ {
		sum += 1 / (x * x)
	}
	c := [...]float64{ // B₂ₙ
		1. / 6, -1. / 30, 1. / 42, -1. / 30, 5. / 66, -691. / 2730,
		7. / 6, -3617. / 510, 43867. / 798, -174611. / 330, 854513. / 138,
	}
	v := 1 / x
	v2 := v * v
	var p float64
	for i := len(c) - 1; i >= 0; i-- {
		p = p*v2 + c[i]
	}
	return sum + v*(1+v*(0.5+v*p))
}

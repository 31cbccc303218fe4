package prob

import "math"

// stirlingFrom is where Stirling's series takes over. Its terms decrease down to the
// tenth there, which bounds what nine leave out by 1.4e-19.
const stirlingFrom = 10

// stirlerr returns the remainder of Stirling's formula, log Γ(z) − (z−½)·log z +
// z − ½·log 2π, for z ≥ 0, as in Loader (2000), "Fast and accurate computation of
// binomial probabilities".
//
// Method: its asymptotic series (DLMF 5.11.1) from 10 on; from 1 to 10 the
// recurrence δ(z) − δ(z+1) = artanh(s)/s − 1 with s = 1/(2z+1), a sum of positive
// terms, or its values at the whole numbers; below 1 the definition.
// Relative error ≤ 4ε, below 1 absolute.
func stirlerr(z float64) float64 {
	switch {
	case z >= stirlingFrom:
		v := 1 / z
		p, _ := stirlingPoly(0, v*v)
		return v * p
	case !(z >= 1): // NaN too
		return logGamma1p(z) - (z+0.5)*logOf(z) + z - halfLog2Pi
	case z == math.Floor(z):
		return stirlerrWhole(int(z))
	}
	var sum float64
	for ; z < stirlingFrom; z++ {
		s := 1 / (2*z + 1)
		s2 := s * s
		sum += s2 * artanhSeries(s2)
	}
	return sum + stirlerr(z)
}

// stirlerrWhole returns the remainder at 1, …, 9, from its definition at 60 digits.
func stirlerrWhole(n int) float64 {
	return [...]float64{
		1: 0.0810614667953272582196703,
		2: 0.0413406959554092940938221,
		3: 0.0276779256849983391487893,
		4: 0.0207906721037650931115228,
		5: 0.0166446911898211921631949,
		6: 0.0138761288230707479987457,
		7: 0.0118967099458917700950557,
		8: 0.0104112652619720964974786,
		9: 0.0092554621827127329177286,
	}[n]
}

// stirlingPoly returns P(v) and the divided difference (P(u)−P(v))/(u−v), where
// P(w) = Σ B₂ₙ₊₂/((2n+2)(2n+1))·wⁿ for n from 0 to 8: the remainder of Stirling's
// formula (DLMF 5.11.1) is P(1/z²)/z.
func stirlingPoly(u, v float64) (p, diff float64) {
	c := [...]float64{
		1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 1. / 1188,
		-691. / 360360, 1. / 156, -3617. / 122400, 43867. / 244188,
	}
	for i := len(c) - 1; i >= 0; i-- {
		diff = diff*u + p
		p = p*v + c[i]
	}
	return p, diff
}

// artanhSeries returns (artanh(s)/s − 1)/s² = 1/3 + s²/5 + s⁴/7 + … for s² ≤ 1/9,
// to a relative ε.
func artanhSeries(s2 float64) float64 {
	c := [...]float64{
		1. / 3, 1. / 5, 1. / 7, 1. / 9, 1. / 11, 1. / 13, 1. / 15, 1. / 17, 1. / 19,
		1. / 21, 1. / 23, 1. / 25, 1. / 27, 1. / 29, 1. / 31, 1. / 33, 1. / 35,
	}
	n := len(c) // the first term left out is below (1/9)¹⁷ < ε/2
	switch {
	case s2 < 1e-4:
		n = 4
	case s2 < 1e-2:
		n = 8
	}
	var sum float64
	for n--; n >= 0; n-- {
		sum = sum*s2 + c[n]
	}
	return sum
}

// bd0 returns x·log(x/m) + m − x, the deviance of a Poisson mean m at x, for
// x, m ≥ 0, without cancellation: Loader (2000).
func bd0(x, m float64) float64 { return bd0diff(x, m, m-x) }

// bd0diff is [bd0] where d = m − x is known to full accuracy.
//
// Method: with s = (m−x)/(m+x), for |s| ≤ 1/3, x·log(x/m) = −2x·artanh(s) and
// d = s·(m+x), so the deviance is d·s − 2x·s³·(1/3 + s²/5 + …); beyond, nothing
// cancels. Relative error ≤ 8ε.
func bd0diff(x, m, d float64) float64 {
	switch {
	case x == 0:
		return m
	case m == 0 || math.IsInf(x, 1) != math.IsInf(m, 1):
		return math.Inf(1)
	}
	if s := d / (2*x + d); math.Abs(s) <= 1./3 {
		s2 := s * s
		return d*s - 2*x*s*s2*artanhSeries(s2)
	}
	r := x / m
	if r < 0x1p-1022 || math.IsInf(r, 1) { // the quotient under- or overflows
		return x*(logOf(x)-logOf(m)) + d
	}
	return x*math.Log(r) + d
}

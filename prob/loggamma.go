package prob

import "math"

const (
	log2Pi     = 2 * halfLog2Pi
	eulerGamma = 0.57721566490153286061 // Euler's constant γ, OEIS A001620

	// stirlingFrom is where Stirling's series takes over. Its terms decrease down
	// to the tenth there, which bounds what nine leave out by 1.4e-19.
	stirlingFrom = 10
)

// LogGamma returns log Γ(x) for x ≥ 0: +Inf at 0 and NaN below, where Γ changes
// sign.
//
// Method: [math.Lgamma]. Relative error ≤ 4ε, near its zeros 1 and 2 too.
func LogGamma(x float64) float64 {
	if x < 0 {
		return math.NaN()
	}
	l, _ := math.Lgamma(x)
	return l
}

// logGamma1p returns log Γ(1+x) for 0 ≤ x ≤ 1 with a relative error ≤ 4ε, where
// forming 1 + x would lose a small x.
func logGamma1p(x float64) float64 {
	y := 1 + x
	lost := x - (y - 1)
	// ψ, linear between ψ(1) = −γ and ψ(2) = 1−γ, is good enough for a rounding error.
	return LogGamma(y) + lost*(x-eulerGamma)
}

// LogRising returns log Γ(a+k) − log Γ(a), the logarithm of the rising factorial
// a·(a+1)···(a+k−1), for a > 0 and a + k > 0; k need be neither whole nor
// positive. It is exactly 0 for k = 0, and NaN outside its domain.
//
// Method: for |k| ≤ a/2 the difference of two Stirling series, taken term by term
// so that nothing cancels: error ≤ 8ε·|k|·(1 + 1/a + |log a|). Otherwise
// log Γ(a+k) − log Γ(a), which are then of different size: error ≤ 4ε of the larger,
// or absolute where that is below 1.
func LogRising(a, k float64) float64 {
	z := a + k
	switch {
	case !(a > 0) || !(z > 0):
		return math.NaN()
	case k == 0:
		return 0
	case math.IsInf(z, 1):
		return z
	case math.Abs(k) > a/2:
		return LogGamma(z) - LogGamma(a)
	}
	// Γ(a+k)/Γ(a) = Γ(a+n+k)/Γ(a+n) / Π(1 + k/(a+i)); excess is the product less 1.
	var excess float64
	for ; a < stirlingFrom; a++ {
		r := k / a
		excess += r + excess*r
	}
	z = a + k
	u, v := 1/z, 1/a
	p, diff := stirlingPoly(u*u, v*v)
	remainder := -k * u * v * (p + u*(u+v)*diff) // stirlerr(z) − stirlerr(a)
	l := math.Log1p(k * v)
	return k*math.Log(a) + (bd0diff(z, a, -k) - l/2 + remainder - math.Log1p(excess))
}

// LogBeta returns log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a+b) for a, b > 0.
// Where one is 0 it is +Inf, where one is +Inf it is −Inf, and otherwise NaN.
//
// Method: from 10 on, Stirling's series with its leading terms combined, all of
// one sign (DiDonato and Morris 1992, doi:10.1145/131766.131776, §6); below,
// log-gammas and [LogRising]. Relative error ≤ 16ε, except that it is absolute
// where |log B| < 1.
func LogBeta(a, b float64) float64 {
	a, b = math.Min(a, b), math.Max(a, b)
	n := a + b
	switch {
	case math.IsNaN(n) || a < 0 || a == 0 && math.IsInf(b, 1):
		return math.NaN()
	case a == 0:
		return math.Inf(1)
	case math.IsInf(n, 1):
		return math.Inf(-1)
	case a >= stirlingFrom:
		remainder := stirlerr(a) + (stirlerr(b) - stirlerr(n))
		return (a-0.5)*math.Log(a/n) - b*math.Log1p(a/b) + (halfLog2Pi - math.Log(b)/2 + remainder)
	case b >= stirlingFrom:
		return LogGamma(a) - LogRising(b, a)
	}
	return LogGamma(a) + (LogGamma(b) - LogGamma(n))
}

// LogChoose returns log C(n, k) = log Γ(n+1) − log Γ(k+1) − log Γ(n−k+1) for
// 0 ≤ k ≤ n, whole or not: exactly 0 for k = 0 and k = n. For k < 0 and k > n it is
// −Inf, the log of the number of ways; for n < 0 or NaN it is NaN.
//
// Method: [LogRising] for the smaller of k and n−k below 10, otherwise [LogBeta],
// with the error of those.
func LogChoose(n, k float64) float64 {
	switch {
	case math.IsNaN(k) || !(n >= 0):
		return math.NaN()
	case k < 0 || k > n:
		return math.Inf(-1)
	}
	rest := n - k
	k, rest = math.Min(k, rest), math.Max(k, rest)
	switch {
	case k == 0:
		return 0
	case k < stirlingFrom:
		return LogRising(rest+1, k) - LogGamma(k+1)
	}
	return -math.Log1p(n) - LogBeta(rest+1, k+1)
}

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
	case z < 1:
		return logGamma1p(z) - (z+0.5)*math.Log(z) + z - halfLog2Pi
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
	var sum float64
	power := 1.0
	for n := 3.0; power > 0x1p-54; n += 2 {
		sum += power / n
		power *= s2
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
	if !(r > 0) || math.IsInf(r, 1) { // the quotient under- or overflows
		return x*(math.Log(x)-math.Log(m)) + d
	}
	return x*math.Log(r) + d
}

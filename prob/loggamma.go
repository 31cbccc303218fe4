package prob

import "math"

const log2Pi = 2 * halfLog2Pi // log 2π

// LogGamma returns log Γ(x) for x ≥ 0: +Inf at 0 and NaN below, where Γ changes
// sign.
//
// Method: Stirling's formula from 10 on; from 1½ to 2½ the Taylor series about 2; the
// recurrence brings the rest there. Relative error ≤ 4ε, near its zeros 1 and 2 too.
// ([math.Lgamma] is off by 280ε at 1.19.)
func LogGamma(x float64) float64 {
	switch {
	case x >= stirlingFrom:
		return (x-0.5)*(math.Log(x)-1) + (halfLog2Pi - 0.5 + stirlerr(x))
	case x >= 2.5:
		product := 1.0
		for x >= 2.5 {
			x--
			product *= x
		}
		return math.Log(product) + logGamma2p(x-2)
	case x >= 0.5:
		return logGamma1p(x - 1)
	}
	return logGamma1p(x) - logOf(x) // NaN for x < 0 and NaN
}

// logGamma1p returns log Γ(1+x) for −½ ≤ x < 1½ with a relative error ≤ 4ε, where
// forming 1 + x would lose a small x.
func logGamma1p(x float64) float64 {
	if x > 0.5 {
		return logGamma2p(x - 1)
	}
	return logGamma2p(x) - math.Log1p(x)
}

// logGamma2p returns log Γ(2+x) = (1−γ)·x + Σ (−1)ᵏ·(ζ(k)−1)·xᵏ/k, k ≥ 2 (DLMF 5.7.3)
// for |x| ≤ ½. The terms left out, from k = 28, are below 1e-17 of the sum.
func logGamma2p(x float64) float64 {
	c := [...]float64{ // (−1)ᵏ·(ζ(k)−1)/k
		0.32246703342411321824,
		-0.067352301053198095133,
		0.020580808427784547879,
		-0.0073855510286739852663,
		0.0028905103307415232858,
		-0.0011927539117032609771,
		0.00050966952474304242234,
		-0.00022315475845357937976,
		0.000099457512781808533715,
		-0.0000449262367381331417,
		0.000020507212775670691553,
		-9.439488275268395904e-6,
		4.3748667899074878042e-6,
		-2.0392157538013662368e-6,
		9.5514121304074198329e-7,
		-4.4924691987645660433e-7,
		2.1207184805554665869e-7,
		-1.0043224823968099609e-7,
		4.7698101693639805658e-8,
		-2.271109460894316491e-8,
		1.0838659214896954091e-8,
		-5.1834750419700466551e-9,
		2.4836745438024783172e-9,
		-1.1921401405860912074e-9,
		5.7313672416788620133e-10,
		-2.7595228851242331452e-10,
	}
	const slope = 0.42278433509846713939 // 1 − γ, OEIS A153810
	var even, odd float64                // two chains, which the processor can overlap
	x2 := x * x
	for i := len(c) - 2; i >= 0; i -= 2 {
		even = even*x2 + c[i]
		odd = odd*x2 + c[i+1]
	}
	return x * (slope + x*(even+x*odd))
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
	for ; math.Min(a, a+k) < stirlingFrom; a++ {
		r := k / a
		excess += r + excess*r
	}
	return k*math.Log(a) + (risingExcess(a, k) - math.Log1p(excess))
}

// risingExcess returns log(Γ(a+k)/(Γ(a)·aᵏ)) for a ≥ 10, a + k ≥ 10 and |k| ≤ a/2.
func risingExcess(a, k float64) float64 {
	z := a + k
	u, v := 1/z, 1/a
	p, diff := stirlingPoly(u*u, v*v)
	remainder := -k * u * v * (p + u*(u+v)*diff) // stirlerr(z) − stirlerr(a)
	return bd0diff(z, a, -k) - math.Log1p(k*v)/2 + remainder
}

// LogBeta returns log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a+b) for a, b > 0.
// Where one is 0 it is +Inf, where one is +Inf it is −Inf, and otherwise NaN.
//
// Method: from 10 on, Stirling's series with its leading terms combined, all of
// one sign (DiDonato and Morris 1992, doi:10.1145/131766.131776, §6); below,
// log-gammas and [LogRising]. Relative error ≤ 8ε, except that it is absolute where
// |log B| < 1.
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
	case a <= b/2:
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

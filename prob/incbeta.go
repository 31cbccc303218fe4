package prob

import (
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// logBetaInc returns the logs of the regularised incomplete beta function
// I = Iₓ(a, b) and of 1 − I, the two tails of the beta distribution. y is 1 − x: of
// the two the smaller is taken as exact. It is NaN outside a, b > 0 and
// x, y ≥ 0, and for a or b > 1e300, where the arithmetic would overflow.
//
// The smaller probability p has a relative error of at most 64ε + 8ε·|log p|, for all
// a, b and x (the worst of 1900 points took 60% of that), the other so much less: each method gives the smaller tail as a product of positive factors,
// and the larger is its complement. The methods are
//
//   - a, b ≥ 20: the tail from x outwards by [logTail], in the variable logit x, in
//     which the density is log-concave;
//   - the power series in the tail of the smaller parameter, called a, for b·x ≤ 1
//     (DLMF 8.17.7), its leading term xᵃ/(a·B(a, b)) kept as a log, from which 1 − I
//     has its digits where it is the smaller;
//   - otherwise the continued fraction of DiDonato and Morris (1992),
//     doi:10.1145/131766.131776, eq. 9, for the tail that x is in.
func logBetaInc(a, b, x, y float64) (logI, logIc float64) {
	switch {
	case !(a > 0) || !(b > 0) || !(math.Max(a, b) <= largestShape) || !(x >= 0) || !(y >= 0):
		return math.NaN(), math.NaN()
	case x == 0:
		return math.Inf(-1), 0
	case y == 0:
		return 0, math.Inf(-1)
	}
	if math.Min(a, b) < tailFrom {
		// Parameters up to 1 have their singularities at both ends: the nearer matters.
		if a > b && b > 1 || a > b && a > 1 || math.Max(a, b) <= 1 && x > y {
			logIc, logI = smallBetaInc(b, a, y, x)
			return logI, logIc
		}
		return smallBetaInc(a, b, x, y)
	}
	d := meanExcess(a, b, x, y)
	if d <= 0 {
		logI = logBetaKernel(a, b, x, y, d) + betaTail(a, b, x, y, d)
		return logI, Log1mExp(logI)
	}
	logIc = logBetaKernel(b, a, y, x, -d) + betaTail(b, a, y, x, -d)
	return Log1mExp(logIc), logIc
}

// meanExcess returns (a+b)·x − a = b·x − a·y, which decides the tail that x is in and
// is the slope of the log density of logit x, in double-double: near the mean the
// terms cancel.
func meanExcess(a, b, x, y float64) float64 {
	if x > y {
		return -meanExcess(b, a, y, x)
	}
	return dd.Prod(b, x).Add(dd.Prod(a, x)).AddFloat(-a).Float64()
}

// logBetaKernel returns log(xᵃ·yᵇ/B(a, b)), the density of logit x, given
// d = (a+b)·x − a. From 1 on it is two deviances and three Stirling remainders
// (Loader 2000), which do not cancel.
func logBetaKernel(a, b, x, y, d float64) float64 {
	if a > b {
		a, b, x, y, d = b, a, y, x, -d
	}
	n := a + b
	if a < 1 {
		return betaLeading(a, b, x) + b*logComplement(x, y) + logOf(a)
	}
	remainder := stirlerr(a) + (stirlerr(b) - stirlerr(n))
	return math.Log(a/n*b)/2 - halfLog2Pi - remainder - bd0diff(a, n*x, d) - bd0diff(b, n*y, -d)
}

// betaLeading returns log(xᵃ/(a·B(a, b))) for a < 1. For large b, xᵃ and the aᵗʰ power
// of b in B are taken together.
func betaLeading(a, b, x float64) float64 {
	if b >= stirlingFrom {
		return a*logOf(b*x) + risingExcess(b, a) - logGamma1p(a)
	}
	return a*logOf(x) + LogRising(b, a) - logGamma1p(a)
}

// logComplement returns log y for y = 1 − x, from the smaller of the two.
func logComplement(x, y float64) float64 {
	if x < y {
		return math.Log1p(-x)
	}
	return logOf(y)
}

// betaTail returns log I less the log density of logit x there, for d ≤ 0.
//
// With w = logit x, the log density at w − s less that at w is
// −a·s − n·log1p(x·(e⁻ˢ−1)) = b·s − n·log1p(y·(eˢ−1)), n = a + b, and with d taken out
// what is left of either is of second order in s; the one with the smaller of x
// and y does not cancel.
func betaTail(a, b, x, y, d float64) float64 {
	n := a + b
	return logTail(d, n*x*y, func(s float64) float64 {
		p := x
		if x > y {
			p, s = y, -s
		}
		return d*math.Abs(s) + n*(log1pDefect(p*math.Expm1(-s))-p*expm1Excess(-s))
	})
}

// smallBetaInc is [logBetaInc] for a < 20 where a ≤ b, or a, b ≤ 1 and x ≤ ½.
func smallBetaInc(a, b, x, y float64) (logI, logIc float64) {
	d := meanExcess(a, b, x, y)
	kernel := logBetaKernel(a, b, x, y, d)
	switch {
	case math.Max(b, 1)*x <= 1 && x <= 0.6:
		return betaSeries(a, b, x, kernel)
	case d <= 0:
		logI = kernel + math.Log(betaFraction(a, b, x, y, d))
		return logI, Log1mExp(logI)
	}
	logIc = kernel + math.Log(betaFraction(b, a, y, x, -d))
	return Log1mExp(logIc), logIc
}

// betaSeries is [logBetaInc] for a < 20, max(b, 1)·x ≤ 1 and x ≤ 0.6, given the log of
// the kernel.
func betaSeries(a, b, x, kernel float64) (logI, logIc float64) {
	var sum float64 // Σ (1−b)···(n−b)/n!·xⁿ/(a+n), n ≥ 1
	term := 1.0
	for n := 1.0; n < 200 && math.Abs(term) > 0x1p-60; n++ {
		term *= x - b*x/n
		sum += term / (a + n)
	}
	if a >= 1 {
		logI = kernel - b*math.Log1p(-x) - math.Log(a) + math.Log1p(a*sum)
		return logI, Log1mExp(logI)
	}
	// Both parts are of the order of a, which keeps the digits of a small 1 − I.
	logI = betaLeading(a, b, x) + math.Log1p(a*sum)
	return logI, Log1mExp(logI)
}

// betaFraction returns I·B(a, b)/(xᵃ·yᵇ) for d = (a+b)·x − a ≤ 0, by the continued
// fraction of DiDonato and Morris, whose denominators are positive there, and the
// algorithm of Lentz as modified by Thompson and Barnett (1986). From b·x = 1 or
// x = 0.6 on, with a or b below 20, it takes at most 78 steps.
func betaFraction(a, b, x, y, d float64) float64 {
	n := a + b
	denominator := func(k float64) float64 {
		return k*(1+(b-k)*x/(a+2*k-1)) + (a+k)/(a+2*k+1)*(1-d+k*(1+y))
	}
	// At k = 0 the first part vanishes, also where a = 1.
	f := a / (a + 1) * (1 - d)
	c, e := f, 0.0
	for k := 1.0; k < 500; k++ {
		m := a + 2*k - 1
		num := (a + k - 1) / m * k / m * ((n + k - 1) * x) * ((b - k) * x)
		den := denominator(k)
		e = 1 / (den + num*e)
		c = den + num/c
		delta := c * e
		f *= delta
		if math.Abs(delta-1) <= 0x1p-52 {
			break
		}
	}
	return 1 / f
}

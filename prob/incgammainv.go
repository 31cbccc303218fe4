package prob

import "math"

// gammaIncInv returns the x at which log P(a, x), or with upper log Q(a, x), is
// logp ≤ 0: the quantile of the gamma distribution of shape a > 0 and rate 1. It is
// 0 where the quantile underflows, as it does for small a, and NaN outside the
// domain; logp below −1e300 counts as −Inf. The relative error is that of [logGammaInc], divided by the slope of
// log p against log x.
//
// Method: where x < e⁻⁴⁰ the leading term xᵃ/Γ(1+a) alone. Otherwise Halley's
// iteration in log x, in which both log P and log Q are concave, so that it
// converges from any start; a bracket guards it against rounding.
func gammaIncInv(a, logp float64, upper bool) float64 {
	switch {
	case !(a > 0 && a <= largestShape) || !(logp <= 0):
		return math.NaN()
	case logp < -largestShape && upper || logp == 0 && !upper:
		return math.Inf(1)
	case logp < -largestShape || logp == 0:
		return 0
	}
	other := Log1mExp(logp)
	if logp > other { // the smaller tail has the digits
		logp, other, upper = other, logp, !upper
	}
	lower := logp
	if upper {
		lower = other
	}
	// log P = e + log1p(−a·x/(a+1) + …), so that log x ≈ (log P + log Γ(1+a))/a.
	leading := (lower + LogGamma(1+a)) / a
	if a < 1 {
		leading = (lower + logGamma1p(a)) / a
	}
	if leading < -40 {
		return math.Exp(leading)
	}
	x := gammaIncStart(a, logp, leading, upper)
	low, high := 0.0, math.Inf(1)
	for range 100 {
		p, q := logGammaInc(a, x)
		sign := 1.0
		if upper {
			p, sign = q, -1
		}
		if (p < logp) == !upper {
			low = x
		} else {
			high = x
		}
		slope := sign * math.Exp(logGammaKernel(a, x)-p) // d log p/d log x
		h, done := halley((logp-p)/slope, a-x-slope, math.Sqrt(x))
		next := x + x*math.Expm1(h)
		switch {
		case done || next > low && next < high:
		case low > 0 && !math.IsInf(high, 1):
			next = math.Sqrt(low) * math.Sqrt(high)
		case low > 0:
			next = 2 * x
		default:
			next = x / 2
		}
		if done || next == x {
			return next
		}
		x = next
	}
	return x
}

// gammaIncStart returns a first guess at the quantile: the normal approximation
// that is uniform in the tails, ½·η² = λ − 1 − log λ with λ = x/a and η√a normal
// (Temme 1979, doi:10.1137/0510071), for a ≥ 1; for smaller a the leading term, or
// in the upper tail the exponential decay.
func gammaIncStart(a, logp, leading float64, upper bool) float64 {
	if a < 1 {
		x := math.Exp(leading)
		if upper && logp < -2 {
			x = math.Max(x, -logp+(a-1)*math.Log(-logp)-LogGamma(a))
		}
		return x
	}
	eta := normalQuantileLog(logp, upper) / math.Sqrt(a)
	half := eta * eta / 2
	var lambda float64
	switch {
	case eta > 1.5:
		lambda = 1 + half
		for range 5 {
			lambda = 1 + half + math.Log(lambda)
		}
	case eta < -1.5:
		lambda = 0
		for range 5 {
			lambda = math.Exp(lambda - 1 - half)
		}
	default: // the inverse of the series η = (λ−1) − (λ−1)²/3 + …
		lambda = 1 + eta*(1+eta*(1./3+eta*(1./36-eta/270)))
	}
	return a * lambda
}

// halley returns Halley's step for a function whose Newton step is h and whose
// second derivative is curvature times its first; done reports that the step after
// it would not matter: the error is then about h³ in units of the function's
// scale, the inverse of the largest of curvature and rate.
func halley(h, curvature, rate float64) (step float64, done bool) {
	step = h / math.Min(2, math.Max(0.5, 1+h*curvature/2))
	scaled := step * math.Max(1, math.Max(math.Abs(curvature), rate))
	return step, math.Abs(step)*scaled*scaled < 1e-17
}

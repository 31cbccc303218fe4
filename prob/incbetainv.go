package prob

import "math"

// betaIncInv returns the x at which log Iₓ(a, b), or with upper log(1 − Iₓ(a, b)), is
// logp ≤ 0, and y = 1 − x: the quantile of the beta distribution. Both have full
// relative accuracy, and either is 0 where it underflows, as it does for small
// parameters. They are NaN outside the domain; logp below −1e300 counts
// as −Inf. The relative error is that of
// [logBetaInc], divided by the slope of log p against log x.
//
// Method: where x or y, times the other's parameter, is below e⁻⁴⁰, the leading term
// xᵃ/(a·B(a, b)) alone. Otherwise Halley's iteration in logit x, in which both logs
// are concave, so that it converges from any start; a bracket guards it against
// rounding.
func betaIncInv(a, b, logp float64, upper bool) (x, y float64) {
	switch {
	case !(a > 0) || !(b > 0) || !(math.Max(a, b) <= largestShape) || !(logp <= 0):
		return math.NaN(), math.NaN()
	case logp < -largestShape && upper || logp == 0 && !upper:
		return 1, 0
	case logp < -largestShape || logp == 0:
		return 0, 1
	}
	other := Log1mExp(logp)
	if logp > other { // the smaller tail has the digits
		logp, other, upper = other, logp, !upper
	}
	if upper {
		y, x = betaIncInvLower(b, a, logp, other)
		return x, y
	}
	return betaIncInvLower(a, b, logp, other)
}

// betaIncInvLower is [betaIncInv] for the lower tail, given its log and the log of
// its complement.
func betaIncInvLower(a, b, logp, other float64) (x, y float64) {
	logX := (logp + logABeta(a, b)) / a // log I = a·log x − log(a·B(a, b)) + O(b·x)
	if logX+math.Log(math.Max(b, 1)) < -40 {
		return math.Exp(logX), 1
	}
	logY := (other + logABeta(b, a)) / b
	if logY+math.Log(math.Max(a, 1)) < -40 {
		return 1, math.Exp(logY)
	}
	// The leading terms leave logit x in here, where neither x nor y underflows.
	low, high := -45-math.Log(math.Max(b, 1)), 45+math.Log(math.Max(a, 1))
	w := math.Min(high, math.Max(low, betaIncStart(a, b, logp, logX, logY)))
	x, y = Expit(w), Expit(-w)
	for range 100 {
		p, _ := logBetaInc(a, b, x, y)
		w = logOf(x) - logOf(y)
		if p < logp {
			low = w
		} else {
			high = w
		}
		d := meanExcess(a, b, x, y)
		slope := math.Exp(logBetaKernel(a, b, x, y, d) - p) // d log p/d logit x
		h, done := halley((logp-p)/slope, -d-slope, math.Sqrt((a+b)*x*y))
		if !(w+h > low && w+h < high) && !done {
			h = (low+high)/2 - w
		}
		nextX, nextY := Expit(w+h), Expit(-w-h)
		if math.Abs(h) < 1 { // the same, with full relative accuracy in x and in y
			e := math.Exp(h)
			den := x*e + y
			nextX, nextY = x*e/den, y/den
		}
		if done || nextX == x && nextY == y {
			return nextX, nextY
		}
		x, y = nextX, nextY
	}
	return x, y
}

// logABeta returns log(a·B(a, b)), to full relative accuracy for small a.
func logABeta(a, b float64) float64 {
	if a < 1 {
		return logGamma1p(a) - LogRising(b, a)
	}
	return math.Log(a) + LogBeta(a, b)
}

// betaIncStart returns a first guess at logit x: the normal approximation of
// Abramowitz and Stegun 26.5.22 where both parameters are at least 1, otherwise the
// leading term at the end that it suits.
func betaIncStart(a, b, logp, logX, logY float64) float64 {
	switch {
	case a >= 1 && b >= 1:
		z := normalQuantileLog(logp, false)
		ra, rb := 1/(2*a-1), 1/(2*b-1)
		h := 2 / (ra + rb)
		lambda := (z*z - 3) / 6
		return math.Log(a/b) + 2*(z*math.Sqrt(math.Max(0, h+lambda))/h+(rb-ra)*(lambda+5./6-2/(3*h)))
	case logX < -0.7:
		return logX
	case logY < -0.7:
		return -logY
	}
	return 0
}

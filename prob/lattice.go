package prob

import "math"

// A tail is the probability of X ≤ x and of X > x, in logs and both accurate: what
// every distribution function of a discrete family is read from.
type tail struct{ logCDF, logSurvival float64 }

// nothing and everything are the tails below and above the support, and unknown
// that where a parameter is NaN.
func nothing() tail    { return tail{math.Inf(-1), 0} }
func everything() tail { return tail{0, math.Inf(-1)} }
func unknown() tail    { return tail{math.NaN(), math.NaN()} }

func (t tail) cdf() float64      { return probabilityOf(t.logCDF, t.logSurvival) }
func (t tail) survival() float64 { return probabilityOf(t.logSurvival, t.logCDF) }

// probabilityOf returns exp(log) given the log of the complement as well.
func probabilityOf(log, other float64) float64 {
	if other < -math.Ln2 {
		return -math.Expm1(other)
	}
	return math.Exp(log)
}

// leastCount returns the smallest whole x from 0 to hi with P(X ≤ x) ≥ p: 0 at
// p = 0, hi at p = 1 and NaN unless 0 ≤ p ≤ 1. Above ½ it is the smallest x with
// P(X > x) ≤ 1 − p, where 1 − p is exact; it is taken to be equal within the
// rounding of p or 16ε, so that the quantile of CDF(x) is x. guess is where to look
// first; the cost is a number of calls of at that grows as the log of the distance
// from it.
//
// Method: strides that grow fourfold until they straddle the answer, then
// bisection. Beyond 2⁵³, where not every whole number is a float64, the answer is
// the smallest float64.
func leastCount(p, guess, hi float64, at func(float64) tail) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p == 0:
		return 0
	case p == 1:
		return hi
	}
	q := 1 - p
	q += math.Min(0x1p-54, 0x1p-48*q)
	reached := func(x float64) bool {
		if p <= 0.5 {
			return at(x).cdf() >= p
		}
		return at(x).survival() <= q
	}

	var x float64
	if guess > 0 { // and not NaN
		x = math.Floor(math.Min(guess, math.Min(hi, math.MaxFloat64)))
	}
	if math.IsNaN(at(x).logCDF) {
		return math.NaN()
	}
	low, high := -1.0, hi // reached(high) and not reached(low)
	if step := 1.0; reached(x) {
		for high = x; high-step > low; step *= 4 {
			y := math.Floor(high - step)
			if !reached(y) {
				low = y
				break
			}
			high = y
		}
	} else {
		for low = x; low+step < high; step *= 4 {
			y := low + step
			if reached(y) {
				high = y
				break
			}
			low = y
		}
		if math.IsInf(high, 1) {
			if !reached(math.MaxFloat64) {
				return high
			}
			high = math.MaxFloat64
		}
	}
	for high-low > 1 {
		mid := math.Floor(low + (high-low)/2)
		if mid <= low || mid >= high { // neighbouring float64s
			break
		}
		if reached(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// cornishFisher returns an approximation to the p-quantile from the first three
// moments (Cornish and Fisher 1938, Revue de l'Institut International de
// Statistique 5:307–320).
func cornishFisher(p, mean, sd, skew float64) float64 {
	z := -math.Sqrt2 * math.Erfcinv(2*p)
	return mean + sd*(z+(z*z-1)*skew/6)
}

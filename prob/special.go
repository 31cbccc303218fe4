package prob

import "math"

// The error bounds in this package are in units of ε = 2⁻⁵², and were measured
// against 60 digits on the points of testdata/special.csv. Relative means
// relative to the value returned.

// Log1pExp returns log(1 + eˣ), the softplus, without overflow.
//
// Method: max(x, 0) + log1p(e^−|x|). Relative error ≤ 2ε.
func Log1pExp(x float64) float64 {
	return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// Log1mExp returns log(1 − eˣ) for x ≤ 0: the log of the complement of a
// probability given by its log. It is −Inf at 0 and NaN above.
//
// Method: Mächler (2012), "Accurately computing log(1 − exp(−|a|))": log(−expm1)
// above −log 2, log1p(−exp) below. Relative error ≤ 2ε.
func Log1mExp(x float64) float64 {
	if x > -math.Ln2 {
		return logOf(-math.Expm1(x))
	}
	return math.Log1p(-math.Exp(x))
}

// Expit returns 1/(1 + e⁻ˣ), the inverse of [Logit], without overflow.
// Relative error ≤ 2ε.
func Expit(x float64) float64 {
	if x < 0 {
		e := math.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + math.Exp(-x))
}

// LogExpit returns log(1/(1 + e⁻ˣ)) = −Log1pExp(−x). Relative error ≤ 2ε.
func LogExpit(x float64) float64 { return -Log1pExp(-x) }

// Logit returns log(p/(1−p)): −Inf at 0, +Inf at 1 and NaN outside [0, 1].
//
// Method: log1p((2p−1)/(1−p)) in the middle, where both differences are exact to
// the last bit, so the relative error is ≤ 2ε near p = ½ too; logs elsewhere.
func Logit(p float64) float64 {
	if p > 0.25 && p < 0.75 {
		return math.Log1p((2*p - 1) / (1 - p))
	}
	return logOf(p) - math.Log1p(-p)
}

// logOf returns log x. On amd64 [math.Log] is wrong for subnormal x, by up to 35.
func logOf(x float64) float64 {
	if x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}

// LogSumExp returns log Σ eˣ over the elements of x: −Inf, the log of an empty
// sum, if there are none. +Inf dominates and NaN spreads.
//
// Method: the largest element is taken out, and the other terms, at most 1 each,
// enter by log1p. Absolute error ≤ (len(x) + 2)·ε, plus ε of the result.
func LogSumExp(x []float64) float64 {
	at, largest := 0, math.Inf(-1)
	for i, v := range x {
		if v > largest {
			at, largest = i, v
		}
		if math.IsNaN(v) {
			return v
		}
	}
	if math.IsInf(largest, 0) {
		return largest
	}
	var rest float64
	for i, v := range x {
		if i != at {
			rest += math.Exp(v - largest)
		}
	}
	return largest + math.Log1p(rest)
}

// LogAddExp returns log(eᵃ + eᵇ): [LogSumExp] of two.
func LogAddExp(a, b float64) float64 {
	if a == b { // the difference of infinities is NaN
		return a + math.Ln2
	}
	return math.Max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
}

// LogSubExp returns log(eᵃ − eᵇ) for a ≥ b: −Inf where they are equal, and NaN
// where a < b or both are +Inf.
//
// Method: a + Log1mExp(b−a). Absolute error ≤ 2ε, plus ε of a and of the result.
func LogSubExp(a, b float64) float64 {
	if math.IsInf(b, -1) {
		return a
	}
	return a + Log1mExp(b-a)
}

package prob

import (
	"math"
	"math/rand/v2"
)

// nearerTail returns the log of the smaller of p and 1 − p, and whether that is
// the upper tail: the form in which quantiles lose nothing near p = 1, where
// 1 − p is exact. It is NaN unless 0 ≤ p ≤ 1.
func nearerTail(p float64) (logp float64, upper bool) {
	if p <= 0.5 {
		return math.Log(p), false
	}
	return math.Log(1 - p), true
}

// openUniform returns a uniform draw from the open interval (0, 1): the middle
// of one of 2⁵² equal cells, so that u and 1 − u are equally fine and neither is
// ever 0.
func openUniform(rng *rand.Rand) float64 {
	return (float64(rng.Uint64()>>12) + 0.5) * 0x1p-52
}

// log1pSquare returns log(1 + (t/s)²), s > 0, also where the quotient overflows.
func log1pSquare(t, s float64) float64 {
	if w := t / s; math.Abs(w) < 1e9 {
		return math.Log1p(w * w)
	}
	return 2 * (math.Log(math.Abs(t)) - math.Log(s)) // 1 is less than half an ulp of w²
}

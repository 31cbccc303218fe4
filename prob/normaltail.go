package prob

import "math"

// LogNormalCDF returns log Φ(z), the log of the standard normal distribution
// function: −Inf at −Inf and 0 at +Inf. The log of the upper tail is
// LogNormalCDF(−z).
//
// Method: near 0, log1p(−½·erfc(z/√2)); below −1, −z²/2 + log(½·erfcx(−z/√2)), which
// does not underflow; above 1, log1p of the upper tail, whose exponent z²/2 is taken
// with its rounding error. Relative error ≤ 4ε.
func LogNormalCDF(z float64) float64 {
	switch {
	case z < -1:
		return math.Log(erfcx(-z/math.Sqrt2)/2) - z*z/2
	case z < 1:
		return math.Log1p(-math.Erfc(z/math.Sqrt2) / 2)
	}
	h := float64(z * z)
	if math.IsInf(h, 1) {
		return 0
	}
	return math.Log1p(-erfcx(z/math.Sqrt2) / 2 * math.Exp(-h/2) * (1 - math.FMA(z, z, -h)/2))
}

// erfcx returns exp(x²)·erfc(x), the scaled complementary error function, for
// x ≥ 0.
//
// Method: the product itself up to 25, with the rounding error of x² put back; then
// the asymptotic series (DLMF 7.12.1), whose seventh term is below 1e-18. Relative
// error ≤ 4ε.
func erfcx(x float64) float64 {
	if x < 25 {
		h := float64(x * x)
		return math.Exp(h) * (1 + math.FMA(x, x, -h)) * math.Erfc(x)
	}
	// Σ (−1)ⁿ·(2n−1)!!·tⁿ with t = 1/2x²
	t := 0.5 / x / x
	sum := 1 - t*(1-3*t*(1-5*t*(1-7*t*(1-9*t*(1-11*t)))))
	return sum / (x * math.Sqrt(math.Pi))
}

// normalQuantileLog returns the z at which the log of the standard normal
// distribution function, or with upper that of the upper tail, is logp ≤ 0. It is
// NaN for logp > 0.
//
// Method: above −0.1 the other tail; from −2 on math.Erfinv of 2p − 1; below, the
// asymptotic start z² ≈ −2·logp − log 2π − log z² and Halley's iteration on the
// concave log Φ. Relative error ≤ 8ε, plus the effect of rounding logp.
func normalQuantileLog(logp float64, upper bool) float64 {
	switch {
	case upper:
		return -normalQuantileLog(logp, false)
	case logp > -0.1:
		return -normalQuantileLog(Log1mExp(logp), false)
	case logp > -2:
		const ln2Lo = 0x1.abc9e3b39803fp-56 // log 2 less its float64
		return math.Sqrt2 * math.Erfinv(math.Expm1((logp+math.Ln2)+ln2Lo))
	case logp < -1e300: // the leading term is all that is left, and −2·logp overflows
		return -math.Sqrt2 * math.Sqrt(-logp)
	}
	z := -math.Sqrt(-2 * logp)
	for range 3 {
		z = -math.Sqrt(math.Max(1, -2*logp-log2Pi-2*math.Log(-z)))
	}
	for range 20 {
		// log Φ(z) as in LogNormalCDF; its derivative φ(z)/Φ(z) is √(2/π)/erfcx(−z/√2),
		// and the derivative of that is −φ/Φ·(z + φ/Φ).
		e := erfcx(-z / math.Sqrt2)
		slope := math.Sqrt2 / (math.SqrtPi * e)
		h, done := halley((logp-(math.Log(e/2)-z*z/2))/slope, -(z + slope), 1)
		z += h
		if done {
			break
		}
	}
	return z
}

package factor

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// jzs returns the factor of a linear model with p predictors against none, whose
// coefficients have the prior of Zellner and Siow:
//
//	∫₀^∞ (1+cg)^½(m−p) (1+cgu)^−½m IG(g; ½, ½) dg,
//
// where u is the unexplained share of the sum of squares. A t test
// is the case p = 1, c = Nr², m = ν+1, u = 1/(1+t²/ν); regression has c = r²N.
func jzs(c, p, m float64, u share) Value {
	in := jzsIntegral(c, p, m, u)
	return Value{bayes.BayesFactor(in.log), in.err + jzsNoise(m, u) + 4e-16*math.Abs(in.log)}
}

func jzsIntegral(c, p, m float64, u share) integral {
	f := func(v float64) float64 { return logShrunk(c*math.Exp(v), p, m, u) + logHalfIG(v) }
	return integrate(f, math.Inf(-1), math.Inf(1), logGKnots(c, p, m, u.unexplained), jzsNoise(m, u))
}

// jzsNoise bounds the rounding error of the logarithm of the integrand.
func jzsNoise(m float64, u share) float64 { return 4e-16 * (1 - m*math.Log(u.unexplained)) }

// A share is how a sum of squares divides: two numbers that add up to 1, kept
// apart so that neither loses its digits where it is small.
type share struct{ explained, unexplained float64 }

// logShrunk returns ½(m−p) log(1+g) − ½m log(1+gu), arranged not to cancel.
func logShrunk(g, p, m float64, u share) float64 {
	if math.IsInf(g, 1) {
		return math.Inf(-1)
	}
	log1g := math.Log1p(g)
	if u.unexplained > 0.5 { // (1+gu)/(1+g) is near 1
		return -p/2*log1g - m/2*math.Log1p(-u.explained*(g/(1+g)))
	}
	return -p/2*log1g + m/2*(log1g-math.Log1p(g*u.unexplained))
}

// logHalfIG returns the log density of v = log g where g is inverse-gamma(½, ½).
func logHalfIG(v float64) float64 {
	return -0.5*math.Log(2*math.Pi) - v/2 - math.Exp(-v)/2
}

// logGKnots returns where, in log g, the integrand of jzs may have its peak: where
// the prior has, where p/2 log g overtakes the fit, and in between.
func logGKnots(c, p, m, u float64) []float64 {
	// ∂/∂ log(cg) = 0 for large g: (m−p)/2 − (m/2)·cgu/(1+cgu) = ½
	turn := math.Log(math.Max(m/(p+1), 1)) - math.Log(u) - math.Log(c)
	low, high := math.Min(-4, turn-4), math.Max(4, turn+4)
	var pts []float64
	for v, step := low, math.Max(1, (high-low)/64); v <= high; v += step {
		pts = append(pts, v)
	}
	if p > 4 { // narrow peaks
		spread := 1 / math.Sqrt(p)
		pts = append(append(pts, around(turn, spread)...), around(-math.Log(1+p), spread)...)
	}
	return pts
}

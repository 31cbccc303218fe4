package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// reciprocal returns the mean and the variance of 1/B: NaN where B can be 0 or
// below, +Inf where they diverge.
func (b blend) reciprocal() (mean, variance float64) {
	if !b.defined() || b.low() < 0 {
		return math.NaN(), math.NaN()
	}
	means, vars := make([]float64, len(b.laws)), make([]float64, len(b.laws))
	for i, l := range b.laws {
		means[i], vars[i] = l.reciprocal()
		mean += math.Exp(b.logWeights[i]) * means[i]
	}
	if math.IsInf(mean, 1) || math.IsNaN(mean) {
		return mean, math.NaN()
	}
	for i := range b.laws {
		off := means[i] - mean
		variance += math.Exp(b.logWeights[i]) * (vars[i] + off*off)
	}
	return mean, variance
}

// reciprocal returns the mean and the variance of 1/Y for Y ≥ 0.
func (y law) reciprocal() (mean, variance float64) {
	if v, ok := y.point(); ok {
		if v == 0 {
			return math.NaN(), math.NaN()
		}
		return 1 / v, 0
	}
	switch d := y.d.(type) {
	case prob.Beta:
		return reciprocalMoments(d.Alpha, d.Alpha+d.Beta-1, d.Beta)
	case prob.Gamma:
		return reciprocalMoments(d.Shape, d.Rate, d.Rate)
	case prob.LogNormal:
		inverse := prob.LogNormal{Mu: -d.Mu, Sigma: d.Sigma}
		return inverse.Mean(), inverse.Var()
	}
	power := y.power()
	if power <= 1 {
		return math.Inf(1), math.NaN()
	}
	moment := func(f func(x float64) float64) float64 {
		g := func(p place) float64 { return y.logProb(p) + f(p.x()) }
		l, _ := newIntegral(g, y.low, y.high, y.knots).log()
		return math.Exp(l)
	}
	mean = moment(func(x float64) float64 { return -math.Log(x) })
	if power <= 2 {
		return mean, math.Inf(1)
	}
	return mean, moment(func(x float64) float64 { return 2 * math.Log(math.Abs(1/x-mean)) })
}

// reciprocalMoments returns E 1/Y = m/(a−1) and its variance m·v/((a−1)²(a−2)): for
// Beta(a, b) m is a+b−1 and v is b, for a gamma of shape a both are the rate.
func reciprocalMoments(a, m, v float64) (mean, variance float64) {
	switch {
	case a <= 1:
		return math.Inf(1), math.NaN()
	case a <= 2:
		return m / (a - 1), math.Inf(1)
	}
	return m / (a - 1), m / (a - 1) * (v / (a - 1)) / (a - 2)
}

// power returns the exponent of the power of x that P(Y ≤ x) is near 0: +Inf if it
// falls faster than any. Within 1e-6 of a whole number it is taken for that.
func (y law) power() float64 {
	if y.low > 0 {
		return math.Inf(1)
	}
	const x, decades = 1e-300, 10
	lower, upper := y.d.LogCDF(x), y.d.LogCDF(x*1e10)
	if math.IsInf(upper, -1) || math.IsInf(lower, -1) {
		return math.Inf(1)
	}
	k := (upper - lower) / (decades * math.Ln10)
	if r := math.Round(k); math.Abs(k-r) < 1e-6 {
		return r
	}
	return k
}

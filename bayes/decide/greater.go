package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// Greater returns P(A > B) for independent A and B, and a bound on its absolute
// error. It is NaN if one of them is improper. Certain values, points, are
// greater only if they are, so that P(A > B) + P(B > A) = 1 − P(A = B).
func Greater(a, b prob.Univariate) (p, bound float64) {
	l, bound := LogGreater(a, b)
	p = math.Exp(l)
	return p, bound * p
}

// LogGreater returns log P(A > B), right where the probability underflows and
// where it is nearly 1, and a bound on its absolute error, which is the relative
// one of the probability.
func LogGreater(a, b prob.Univariate) (logP, bound float64) {
	la, lb := laws(a), laws(b)
	if !la.defined() || !lb.defined() {
		return math.NaN(), math.NaN()
	}
	if logP, bound = logExceeds(la, lb, false); logP <= -math.Ln2 {
		return logP, bound
	}
	rest, bound := logExceeds(lb, la, true)
	return prob.Log1mExp(math.Min(rest, 0)), bound * math.Exp(rest)
}

// logExceeds returns log P(A > B), or with orTie log P(A ≥ B).
func logExceeds(a, b blend, orTie bool) (logP, bound float64) {
	return a.pairs(b, func(x, y law) (float64, float64) { return x.logGreater(y, orTie) })
}

// pairs returns the log of Σ wᵢ vⱼ exp(f(aᵢ, bⱼ)): what is linear in each of two
// distributions is so in the parts of mixtures.
func (a blend) pairs(b blend, f func(x, y law) (logP, bound float64)) (logP, bound float64) {
	var logs, bounds []float64
	for i, x := range a.laws {
		for j, y := range b.laws {
			l, e := f(x, y)
			logs, bounds = append(logs, a.logWeights[i]+b.logWeights[j]+l), append(bounds, e)
		}
	}
	logP = prob.LogSumExp(logs)
	if math.IsInf(logP, -1) {
		return logP, 0
	}
	for i, l := range logs {
		bound += math.Exp(l-logP) * bounds[i]
	}
	return logP, bound
}

// logGreater returns log P(X > Y).
func (x law) logGreater(y law, orTie bool) (logP, bound float64) {
	u, isPoint := x.point()
	v, arePoints := y.point()
	switch {
	case isPoint && arePoints:
		if u > v || orTie && u == v {
			return 0, 0
		}
		return math.Inf(-1), 0
	case isPoint:
		return y.logCDF(place{u, 0}), ulps
	case arePoints:
		return x.logSurvival(place{v, 0}), ulps
	}
	if logP, ok := closedForm(x.d, y.d); ok {
		return logP, ulps * (1 + math.Abs(logP))
	}
	return x.logGreaterBy(y, 0)
}

// ulps bounds the relative error of the distribution functions of prob.
const ulps = 64 * 0x1p-52

// logGreaterBy returns log P(X > Y + d): the integral of the density of the
// narrower times a tail of the other.
func (x law) logGreaterBy(y law, d float64) (logP, bound float64) {
	if x.spread < y.spread { // over x
		f := func(p place) float64 { return x.logProb(p) + y.logCDF(p.plus(-d)) }
		return newIntegral(f, x.low, x.high, x.knots, moved(y.knots, d)).log()
	}
	f := func(p place) float64 { return y.logProb(p) + x.logSurvival(p.plus(d)) }
	return newIntegral(f, y.low, y.high, y.knots, moved(x.knots, -d)).log()
}

// moved returns knots that lie d further up.
func moved(knots []knot, d float64) []knot {
	all := make([]knot, len(knots))
	for i, k := range knots {
		all[i] = knot{k.at + d, k.within}
	}
	return all
}

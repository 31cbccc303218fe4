package decide

import (
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// Best returns, for each of ds, the probability that it is the greatest of all, and
// a bound on the absolute error of any of them. They add up to 1; of points that
// tie the first counts as the greatest. All are NaN if one of ds is improper.
//
// Method: P(i is best) is the integral of the density of i times the distribution
// functions of all others.
func Best(ds ...prob.Univariate) (p []float64, bound float64) {
	all := make([]blend, len(ds))
	p = make([]float64, len(ds))
	for i, d := range ds {
		if all[i] = laws(d); !all[i].defined() {
			for j := range p {
				p[j] = math.NaN()
			}
			return p, math.NaN()
		}
	}
	for i, b := range all {
		for j, l := range b.laws {
			logP, e := l.logBest(all, i)
			q := math.Exp(b.logWeights[j] + logP)
			p[i] += q
			bound = math.Max(bound, e*q)
		}
	}
	return p, bound
}

// logBest returns the log of the probability that l, which is part of all[at],
// exceeds all others.
func (l law) logBest(all []blend, at int) (logP, bound float64) {
	below := func(p place) (sum float64) {
		for j, b := range all {
			if j != at {
				sum += b.logBelow(p, j > at)
			}
		}
		return sum
	}
	if x, ok := l.point(); ok {
		return below(place{x, 0}), ulps * float64(len(all))
	}
	knots := slices.Clone(l.knots)
	for j, b := range all {
		for _, other := range b.laws {
			if j != at {
				knots = append(knots, other.knots...)
			}
		}
	}
	f := func(p place) float64 { return l.logProb(p) + below(p) }
	return newIntegral(f, l.low, l.high, knots).log()
}

package decide

import (
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A law is a distribution made ready to be integrated: one that has no parts of
// its own, with the points at which its density or its distribution function may
// turn.
type law struct {
	d         prob.Univariate
	low, high float64 // ends of the support
	spread    float64 // between the quartiles
	knots     []knot  // the ends that are finite, the median …
}

// A knot is where an integrand may change suddenly: at once, or within a distance.
type knot struct{ at, within float64 }

// A blend is a weighted sum of laws; most have one.
type blend struct {
	logWeights []float64
	laws       []law
}

// laws takes d apart into what it is a mixture of.
func laws(d prob.Univariate) blend {
	switch d := d.(type) {
	case Mixture:
		var b blend
		for i, part := range d.Parts {
			inner := laws(part)
			for j, l := range inner.laws {
				if lw := math.Log(d.Weights[i]) + inner.logWeights[j]; lw > math.Inf(-1) {
					b.logWeights, b.laws = append(b.logWeights, lw), append(b.laws, l)
				}
			}
		}
		return b
	default:
		return blend{[]float64{0}, []law{newLaw(family(d))}}
	}
}

// family returns the family of prob that d is, or d itself.
func family(d prob.Univariate) prob.Univariate {
	switch d := d.(type) {
	case bayes.Marginal:
		return family(d.Continuous)
	case bayes.Beta:
		return prob.Beta(d)
	case bayes.Gamma:
		return prob.Gamma(d)
	case bayes.Normal:
		return prob.Normal(d)
	}
	return d
}

func newLaw(d prob.Univariate) law {
	l := law{d: d, low: d.Quantile(0), high: d.Quantile(1)}
	lower, upper := d.Quantile(0.25), d.Quantile(0.75)
	l.spread = upper - lower
	levels := []float64{0.5}
	switch d.(type) {
	case prob.Beta, prob.Gamma, prob.Normal, prob.StudentT, prob.LogNormal, LogNormalMean:
	default: // there may be several modes
		levels = []float64{1e-9, 1e-4, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1 - 1e-4, 1 - 1e-9}
	}
	for _, p := range levels {
		k := knot{at: d.Quantile(p)}
		if p == 0.5 {
			k.within = l.spread
		}
		l.knots = append(l.knots, k)
	}
	l.knots = append(l.knots, knot{l.low, 0}, knot{l.high, 0})
	l.knots = slices.DeleteFunc(l.knots, func(k knot) bool { return math.IsInf(k.at, 0) || math.IsNaN(k.at) })
	return l
}

// defined reports whether all of b is a distribution: improper posteriors are not.
func (b blend) defined() bool {
	for _, l := range b.laws {
		if math.IsNaN(l.low) || math.IsNaN(l.high) || math.IsNaN(l.spread) {
			return false
		}
	}
	return len(b.laws) > 0
}

// point returns the only value of l, if it has but one.
func (l law) point() (float64, bool) { return l.low, l.low == l.high }

// mirrored returns, of a beta distribution above ½, that of 1 − X and the place
// there, so that neither end loses digits.
func (l law) mirrored(p place) (d prob.Beta, y float64, ok bool) {
	d, ok = l.d.(prob.Beta)
	if !ok || p.x() <= 0.5 {
		return d, 0, false
	}
	return prob.Beta{Alpha: d.Beta, Beta: d.Alpha}, (1 - p.base) - p.off, true
}

// logProb returns the log density, and −Inf where it is infinite: such a place stands
// for others that no float64 tells from it.
func (l law) logProb(p place) (logP float64) {
	x := [1]float64{p.x()}
	if d, y, ok := l.mirrored(p); ok {
		x[0] = y
		logP = d.LogProb(x[:], nil)
	} else {
		logP = l.d.LogProb(x[:], nil)
	}
	if math.IsInf(logP, 1) {
		return math.Inf(-1)
	}
	return logP
}

func (l law) logCDF(p place) float64 {
	if d, y, ok := l.mirrored(p); ok {
		return d.LogSurvival(y)
	}
	return l.d.LogCDF(p.x())
}

func (l law) logSurvival(p place) float64 {
	if d, y, ok := l.mirrored(p); ok {
		return d.LogCDF(y)
	}
	return l.d.LogSurvival(p.x())
}

// logBelow returns log P(X < p), or with orAt log P(X ≤ p): points tell the two
// apart.
func (b blend) logBelow(p place, orAt bool) float64 {
	if len(b.laws) == 1 && b.laws[0].low < b.laws[0].high {
		return b.laws[0].logCDF(p)
	}
	logs := make([]float64, len(b.laws))
	for i, l := range b.laws {
		if x, ok := l.point(); ok {
			logs[i] = math.Inf(-1)
			if v := p.x(); v > x || orAt && v == x {
				logs[i] = b.logWeights[i]
			}
			continue
		}
		logs[i] = b.logWeights[i] + l.logCDF(p)
	}
	return prob.LogSumExp(logs)
}

package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// Pooled is an estimate of an effect taken to be the same in all strata.
type Pooled struct {
	Value  float64
	StdErr float64 // of Value, or of its logarithm if it is a ratio
	Ratio  bool
}

// Interval returns the confidence interval of a level: Value ± z·StdErr, on the log
// scale if it is a ratio.
func (p Pooled) Interval(level float64) bayes.Interval {
	d := prob.Normal{Mu: 0, Sigma: p.StdErr}.Quantile((1 + level) / 2)
	if p.Ratio {
		return bayes.Interval{Low: p.Value * math.Exp(-d), High: p.Value * math.Exp(d)}
	}
	return bayes.Interval{Low: p.Value - d, High: p.Value + d}
}

// Common are the Mantel–Haenszel estimates of a common effect on each scale.
type Common struct {
	Difference, Ratio Pooled
	OddsRatio         Pooled // of rates: NaN
}

// MantelHaenszel returns the estimates of a common risk difference, risk ratio and
// odds ratio, which weigh strata by what they know. Strata that lack a treatment have
// no say. They are averages over a population that nobody chose: where effects differ
// between strata, [Comparison.Average] says whose average it is.
//
// The variances hold both for few large strata and for many small ones: Sato,
// Greenland and Robins (1989) for the difference, Greenland and Robins (1985,
// doi:10.2307/2530643) for the ratio and for rates, Robins, Breslow and Greenland
// (1986, doi:10.2307/2531052) for the odds ratio.
func (c Comparison) MantelHaenszel() Common {
	var d, rr, or sums
	for _, s := range c.Strata {
		a, n1, b, n0 := s.Treated.Events, s.Treated.Total, s.Control.Events, s.Control.Total
		t := n1 + n0
		if n1 == 0 || n0 == 0 {
			continue
		}
		w := n1 / t * n0
		p1, p0 := a/n1, b/n0
		d.add(w*p1-w*p0, w)
		rr.add(w*p1, w*p0)
		if c.Rate {
			d.variance += w * (p1*n0/t + p0*n1/t)
			rr.variance += w * (a + b) / t
			continue
		}
		// Sato: Σ P enters times the estimate.
		d.times += n1/t*n1/t*b - n0/t*n0/t*a + n1/t*n0/t*(n0-n1)/2
		d.variance += (a/t*(n0-b) + b/t*(n1-a)) / 2
		rr.variance += w*(a+b)/t - a*b/t
		// Robins, Breslow, Greenland: odds are r/s, with shares p and q of agreement.
		r, q := a/t*(n0-b), (b+(n1-a))/t
		u, p := b/t*(n1-a), (a+(n0-b))/t
		or.add(r, u)
		or.pr += p * r
		or.mixed += p*u + q*r
		or.qs += q * u
	}
	common := Common{
		Difference: Pooled{Value: d.above / d.below},
		Ratio:      Pooled{rr.above / rr.below, math.Sqrt(rr.variance / rr.above / rr.below), true},
		OddsRatio:  Pooled{nan, nan, true},
	}
	common.Difference.StdErr = math.Sqrt((d.variance+common.Difference.Value*d.times)/d.below) / math.Sqrt(d.below)
	if !c.Rate {
		common.OddsRatio = Pooled{or.above / or.below,
			math.Sqrt(or.pr/or.above/or.above/2 + or.mixed/or.above/or.below/2 + or.qs/or.below/or.below/2), true}
	}
	return common
}

// sums are of numerators, denominators and the terms of a variance, over strata.
type sums struct {
	above, below, variance, times float64
	pr, mixed, qs                 float64
}

func (s *sums) add(above, below float64) {
	s.above += above
	s.below += below
}

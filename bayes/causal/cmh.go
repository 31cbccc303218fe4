package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A ChiSquared is a test statistic with its degrees of freedom.
type ChiSquared struct {
	Value float64
	DF    int
}

// P returns the p-value: the probability of so great a value, or a greater one, if
// the hypothesis tested is true.
func (x ChiSquared) P() float64 {
	return prob.Gamma{Shape: float64(x.DF) / 2, Rate: 0.5}.Survival(x.Value)
}

// CMH returns the Cochran–Mantel–Haenszel test of no effect in any stratum, without
// and with continuity correction: (|Σ a−E a| − ½)² / Σ Var a, the margins of every
// stratum being given. As in R the correction is left out where |Σ a−E a| < ½. Of
// rates it is the test of Mantel and Haenszel for person-time. Both are NaN where no
// stratum can tell.
func (c Comparison) CMH() (plain, corrected ChiSquared) {
	excess, variance := 0.0, 0.0
	for _, s := range c.Strata {
		a, n1, b, n0 := s.Treated.Events, s.Treated.Total, s.Control.Events, s.Control.Total
		t := n1 + n0
		if n1 == 0 || n0 == 0 {
			continue
		}
		excess += n0/t*a - n1/t*b // a − n1·(a+b)/t
		v := n1 / t * n0 / t * (a + b)
		if !c.Rate {
			v *= (t - a - b) / (t - 1)
		}
		variance += v
	}
	excess = math.Abs(excess)
	chi := func(d float64) ChiSquared { return ChiSquared{d / variance * d, 1} }
	if variance == 0 {
		return ChiSquared{nan, 1}, ChiSquared{nan, 1}
	}
	plain, corrected = chi(excess), chi(excess)
	if excess >= 0.5 {
		corrected = chi(excess - 0.5)
	}
	return plain, corrected
}

// Homogeneity returns the test of Breslow and Day, with the correction of Tarone
// (1985), of equal odds ratios in all strata, against the Mantel–Haenszel estimate.
// Strata that lack a treatment, or in which all or none had the event, say nothing of
// it. It is NaN where fewer than two strata remain, and for rates.
func (c Comparison) Homogeneity() ChiSquared {
	or := c.MantelHaenszel().OddsRatio.Value
	chi, strata := 0.0, 0
	excess, variance := 0.0, 0.0
	for _, s := range c.Strata {
		a, n1, b, n0 := s.Treated.Events, s.Treated.Total, s.Control.Events, s.Control.Total
		m := a + b
		if n1 == 0 || n0 == 0 || m == 0 || m == n1+n0 {
			continue
		}
		fit := expectedUnder(or, n1, n0, m)
		v := 1 / (1/fit + 1/(n1-fit) + 1/(m-fit) + 1/(n0-m+fit))
		chi += (a - fit) * (a - fit) / v
		excess += a - fit
		variance += v
		strata++
	}
	if strata < 2 || c.Rate || !(or > 0) || math.IsInf(or, 1) {
		return ChiSquared{nan, max(strata-1, 0)}
	}
	return ChiSquared{chi - excess*excess/variance, strata - 1}
}

// expectedUnder returns the events x among n1 treated for which the odds ratio
// x·(n0−m+x) / ((n1−x)·(m−x)) is or, n1, n0 and all m events being given.
func expectedUnder(or, n1, n0, m float64) float64 {
	low, high := math.Max(0, m-n0), math.Min(n1, m)
	if or == 1 {
		return n1 / (n1 + n0) * m
	}
	// (1−or)·x² + (n0−m + or·(n1+m))·x − or·n1·m = 0; the root without cancellation.
	a, b, k := 1-or, n0-m+or*(n1+m), -or*n1*m
	root := math.Sqrt(b*b - 4*a*k)
	x := -2 * k / (b + root)
	if b < 0 {
		x = (root - b) / (2 * a)
	}
	return math.Min(math.Max(x, low), high)
}

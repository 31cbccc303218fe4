package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A MeanPosterior is what the data and the prior say about differences of means.
//
// The variances and the shares of the cells are drawn, the shares from their
// Dirichlet posterior; given these the rest is normal and is not drawn. Means are exact.
type MeanPosterior struct {
	Draws int
	Level float64 // of intervals

	Crude    Summary
	Adjusted [3]Summary // by [Target]; those withheld are NaN
	Overlap  Summary    // weighted as [MeanComparison.Overlap] is, weights taken as they are
	Strata   []Summary  // in the order of the comparison's, exact; NaN where a cell is empty
	Bias     Summary    // ATE less crude

	// Verdicts are about differences of means. Chances of Every, and of Reversal as
	// far as the variances and shares go, are exact.
	Verdicts Verdicts

	// Withheld says, by [Target], for whom the data hold no answer: nil where they
	// hold one.
	Withheld [3]*PositivityError
}

// Posterior returns the posterior of a comparison. It fails where a cell is not empty
// and yet does not determine its mean: a single row, or rows that are all equal, under
// the reference prior and variances of their own.
func (c MeanComparison) Posterior(seed prob.Seed, m NormalModel) (MeanPosterior, error) {
	if err := m.Check(); err != nil {
		return MeanPosterior{}, err
	}
	if err := c.Check(); err != nil {
		return MeanPosterior{}, err
	}
	m = m.withDefaults()
	p := MeanPosterior{Draws: m.Draws, Level: m.Level}
	cells, err := c.cells(m)
	if err != nil {
		return p, err
	}
	for t := range p.Withheld {
		if gaps := c.gaps(c.Mix(Target(t))); len(gaps) > 0 {
			p.Withheld[t] = &PositivityError{gaps}
		}
	}
	d := cells.draw(seed.Rand(), m.Draws)
	for t := range p.Adjusted {
		p.Adjusted[t] = nothing(m.Level)
		if p.Withheld[t] == nil {
			p.Adjusted[t] = d.mixes[t].summary(cells.mean(t), m.Level)
		}
	}
	p.Crude = d.mixes[toCrude].summary(cells.mean(toCrude), m.Level)
	p.Overlap = d.mixes[toOverlap].summary(cells.mean(toOverlap), m.Level)
	p.Bias = nothing(m.Level)
	if p.Withheld[Everyone] == nil {
		p.Bias = d.mixes[toBias].summary(p.Adjusted[Everyone].Mean-p.Crude.Mean, m.Level)
	}
	for z, s := range c.Strata {
		summary := nothing(m.Level)
		if s.both() {
			summary = cells.difference(z, m.Level)
		}
		p.Strata = append(p.Strata, summary)
	}
	p.Verdicts = c.verdicts(p, d, cells)
	return p, nil
}

// verdicts returns what of the crude difference is to be doubted.
func (c MeanComparison) verdicts(p MeanPosterior, d meanDraws, cells meanCells) Verdicts {
	never := Chance{math.NaN(), math.NaN()}
	v := Verdicts{Reversal: Verdict{Chance: never}, Every: Verdict{Chance: never}, Outside: Verdict{Chance: never}, Confounded: Verdict{Chance: never}}
	if p.Withheld[Everyone] != nil {
		return v
	}
	crude := c.Crude().Difference()
	adjusted, _ := c.Standardised(Everyone)
	bias := adjusted.Difference() - crude
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range c.Strata {
		low, high = min(low, s.Effect().Difference()), max(high, s.Effect().Difference())
	}
	v.Reversal = Verdict{opposite(crude, adjusted.Difference()), d.mixes[Everyone].sign(-crude)}
	v.Every = Verdict{crude > 0 && high < 0 || crude < 0 && low > 0, Chance{Probability: cells.every(crude)}}
	v.Outside = Verdict{crude < low || crude > high, Chance{d.outside.mean, d.outside.stdErr()}}
	v.Confounded = Verdict{p.Bias.Low > 0 || p.Bias.High < 0, d.mixes[toBias].sign(bias)}
	return v
}

func undetermined() prob.StudentT { return meanOf(bayes.NormalInverseGamma{}) }

func nothing(level float64) Summary { return exactly(undetermined(), level) }

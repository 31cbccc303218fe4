package causal

import (
	"context"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A MeanPosterior is what the data and the prior say about differences of means.
//
// The variances of the cells are drawn, and their shares from a Dirichlet posterior, as
// for a [Posterior]. Given these the means are normal and are not drawn, so that Monte
// Carlo errors are small and probabilities have digits in the tails. Means are exact.
type MeanPosterior struct {
	Draws int
	Level float64 // of intervals

	Crude    Summary
	Adjusted [3]Summary // by [Target]; those withheld are NaN
	Overlap  Summary    // weighted as [MeanComparison.Overlap] is, the weights taken as they are
	Strata   []Summary  // in the order of the comparison's, exact; NaN where a cell is empty
	Bias     Summary    // ATE less crude
	Verdicts Verdicts   // on the difference of means; the chance of Every is exact

	// Withheld says, by [Target], for whom the data hold no answer: nil where they
	// hold one.
	Withheld [3]*PositivityError
}

// Posterior returns the posterior. Same seed, same bits, whatever the number of
// processors. It fails where a cell is not empty and yet does not determine its mean: a
// single row, or rows that are all equal, under the reference prior and variances of
// their own; and with ctx.Err() if ctx is done first.
func (c MeanComparison) Posterior(ctx context.Context, seed prob.Seed, m NormalModel) (MeanPosterior, error) {
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
		if gaps := c.gaps(c.Mix(Target(t))); gaps != nil {
			p.Withheld[t] = &PositivityError{gaps}
		}
	}
	d, err := cells.draw(ctx, seed, m.Draws)
	if err != nil {
		return p, err
	}
	for t := range p.Adjusted {
		p.Adjusted[t] = withheld()
		if p.Withheld[t] == nil {
			p.Adjusted[t] = d.mixes[t].summary(cells.mean(t), m.Level)
		}
	}
	p.Crude = d.mixes[toCrude].summary(cells.mean(toCrude), m.Level)
	p.Overlap = d.mixes[toOverlap].summary(cells.mean(toOverlap), m.Level)
	p.Bias = withheld()
	if p.Withheld[Everyone] == nil {
		p.Bias = d.mixes[toBias].summary(p.Adjusted[Everyone].Mean-p.Crude.Mean, m.Level)
	}
	for z, s := range c.Strata {
		summary := withheld()
		if s.both() {
			summary = cells.difference(z, m.Level)
		}
		p.Strata = append(p.Strata, summary)
	}
	p.Verdicts = c.verdicts(p, d, cells)
	return p, nil
}

// verdicts returns what may be said of the crude difference.
func (c MeanComparison) verdicts(p MeanPosterior, d meanDraws, cells meanCells) Verdicts {
	crude := c.Crude()
	sign := crude.sign()
	v := Verdicts{noVerdict(), noVerdict(), noVerdict(), noVerdict(), d.mixes[toCrude].sign(sign)}
	if p.Withheld[Everyone] != nil {
		return v
	}
	adjusted, _ := c.Average(Everyone)
	low, high := math.Inf(1), math.Inf(-1)
	every := true
	for _, s := range c.Strata {
		low, high = min(low, s.Effect().Difference()), max(high, s.Effect().Difference())
		every = every && sign*s.Effect().sign() < 0
	}
	v.Reversal = Verdict{sign*adjusted.sign() < 0, d.mixes[Everyone].sign(-sign)}
	v.Every = Verdict{every, Chance{Probability: cells.every(sign)}}
	v.Outside = Verdict{crude.Difference() < low || crude.Difference() > high, chance(d.outside, p.Draws)}
	bias := adjusted.Difference() - crude.Difference()
	v.Confounded = Verdict{p.Bias.Low > 0 || p.Bias.High < 0, d.mixes[toBias].sign(signOf(bias, math.Abs(adjusted.Difference())+math.Abs(crude.Difference())))}
	return v
}

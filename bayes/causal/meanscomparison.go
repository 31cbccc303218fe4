package causal

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A MeanStratum is one of the groups that are like with like: the outcomes of those
// who had either treatment.
type MeanStratum struct {
	Levels           []string // of what is stratified by, column by column
	Treated, Control bayes.Moments
	Others           float64 // rows of treatments that are not compared
}

// Name returns the levels, separated by commas; "all" where nothing is stratified by.
func (s MeanStratum) Name() string { return Stratum{Levels: s.Levels}.Name() }

// Total returns the rows of any treatment.
func (s MeanStratum) Total() float64 { return s.Treated.N + s.Control.N + s.Others }

// Effect returns the means within the stratum, NaN in an empty cell.
func (s MeanStratum) Effect() MeanEffect { return MeanEffect{meanIn(s.Treated), meanIn(s.Control)} }

// both reports whether there are rows of both treatments.
func (s MeanStratum) both() bool { return s.Treated.N > 0 && s.Control.N > 0 }

func meanIn(m bayes.Moments) float64 {
	if m.N == 0 {
		return nan
	}
	return m.Mean
}

// A MeanEffect is a pair of means: of the outcome under treatment and under control,
// of the same people or of people taken to be alike.
type MeanEffect struct{ Treated, Control float64 }

// Difference returns treated − control, in the unit of the outcome.
func (e MeanEffect) Difference() float64 { return e.Treated - e.Control }

// sign returns the sign of the difference, 0 where it is no greater than what rounding
// makes of two equal means.
func (e MeanEffect) sign() int {
	return signOf(e.Difference(), math.Abs(e.Treated)+math.Abs(e.Control))
}

// A MeanComparison sets one level of the treatment against another, by the mean of an
// outcome, in each stratum. [MeanTable.Compare] makes one; a literal will do where the
// numbers are at hand.
type MeanComparison struct {
	Outcome          string // for messages
	Treated, Control string // the levels compared

	// Strata are in the order of [Strata.Order]; there is somebody in each.
	Strata []MeanStratum

	// Dropped are strata taken out by [MeanComparison.Trim]: effects are about those
	// who remain.
	Dropped []MeanStratum
}

// Check reports what makes a comparison meaningless: moments that no data have, a
// treatment that nobody had, strata that never hold both treatments.
func (c MeanComparison) Check() error {
	var treated, control float64
	overlap := false
	for _, s := range c.Strata {
		for _, cell := range []bayes.Moments{s.Treated, s.Control} {
			if err := cell.Check(); err != nil {
				return fmt.Errorf("stratum %q: %w", s.Name(), err)
			}
		}
		treated, control = treated+s.Treated.N, control+s.Control.N
		overlap = overlap || s.both()
	}
	switch {
	case treated == 0:
		return fmt.Errorf("nobody had %q: an effect takes people with both treatments", c.Treated)
	case control == 0:
		return fmt.Errorf("nobody had %q: an effect takes people with both treatments", c.Control)
	case !overlap:
		return fmt.Errorf("no stratum holds people of both treatments: the strata tell %q from %q, "+
			"so within them there is nothing to compare; stratify by something else", c.Treated, c.Control)
	}
	return nil
}

// Crude returns the means of all, whatever their stratum.
func (c MeanComparison) Crude() MeanEffect {
	var treated, control bayes.Moments
	for _, s := range c.Strata {
		treated, control = treated.Merge(s.Treated), control.Merge(s.Control)
	}
	return MeanEffect{meanIn(treated), meanIn(control)}
}

// Mix returns how many rows of a population are in each stratum.
func (c MeanComparison) Mix(t Target) []float64 {
	mix := make([]float64, len(c.Strata))
	for z, s := range c.Strata {
		mix[z] = [...]float64{s.Total(), s.Treated.N, s.Control.N}[t]
	}
	return mix
}

// Standardised returns the means had all in a population been treated, and had none:
// Σ mix_z·ȳ_tz / Σ mix_z. Mix is the population's total in each stratum, or its share.
// It fails with a [*PositivityError] where a stratum that is part of the population has
// nobody with one of the treatments. It panics if mix is not one number for each
// stratum.
func (c MeanComparison) Standardised(mix []float64) (MeanEffect, error) {
	if gaps := c.gaps(mix); gaps != nil {
		return MeanEffect{nan, nan}, &PositivityError{gaps}
	}
	var e MeanEffect
	for z, w := range shares(mix) {
		if w > 0 {
			e.Treated += w * c.Strata[z].Treated.Mean
			e.Control += w * c.Strata[z].Control.Mean
		}
	}
	return e, nil
}

// Average returns the effect standardised to the population of a target.
func (c MeanComparison) Average(t Target) (MeanEffect, error) { return c.Standardised(c.Mix(t)) }

// Overlap returns the mean of the strata's differences with weights n₁n₀/(n₁+n₀),
// those of a regression with the stratum as a factor: the most precise if all effects
// are alike, and that of the people who might have had either treatment if not. Strata
// without one of the treatments have no weight. It is the counterpart of
// Mantel–Haenszel.
func (c MeanComparison) Overlap() float64 {
	var e, total float64
	for _, s := range c.Strata {
		if s.both() {
			w := s.Treated.N / (s.Treated.N + s.Control.N) * s.Control.N
			e += w * s.Effect().Difference()
			total += w
		}
	}
	return e / total
}

// Kitagawa splits the crude difference of means as [Comparison.Kitagawa] does one of
// risks. It fails with a [*PositivityError] if a cell is empty.
func (c MeanComparison) Kitagawa() (Decomposition, error) {
	if gaps := c.Gaps(); gaps != nil {
		return Decomposition{nan, nan, nil}, &PositivityError{gaps}
	}
	var d Decomposition
	usual := c.Crude().Control // near all means, so that nothing cancels
	usual += c.Crude().Difference() / 2
	w1, w0 := shares(c.Mix(Treated)), shares(c.Mix(Untreated))
	for z, s := range c.Strata {
		part := Contribution{
			Stratum:     s.Name(),
			Rate:        (w1[z] + w0[z]) / 2 * s.Effect().Difference(),
			Composition: (w1[z] - w0[z]) * ((s.Treated.Mean-usual)/2 + (s.Control.Mean-usual)/2),
		}
		d.Rate += part.Rate
		d.Composition += part.Composition
		d.Strata = append(d.Strata, part)
	}
	return d, nil
}

// Gaps returns the empty cells, stratum by stratum; Share is that among everyone.
func (c MeanComparison) Gaps() []Gap { return c.gaps(c.Mix(Everyone)) }

// gaps returns the empty cells of strata that are part of mix.
func (c MeanComparison) gaps(mix []float64) (gaps []Gap) {
	if len(mix) != len(c.Strata) {
		panic(fmt.Sprintf("causal: MeanComparison: len(mix) = %d, want %d strata", len(mix), len(c.Strata)))
	}
	for z, w := range shares(mix) {
		if !(w > 0) {
			continue
		}
		s := c.Strata[z]
		if s.Treated.N == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Treated, w})
		}
		if s.Control.N == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Control, w})
		}
	}
	return gaps
}

// Trim returns the comparison without the strata that lack one of the treatments,
// which become Dropped. That changes the estimand: all effects, the crude one too, are
// then about those who remain.
func (c MeanComparison) Trim() MeanComparison {
	strata := c.Strata
	c.Strata, c.Dropped = nil, append([]MeanStratum(nil), c.Dropped...)
	for _, s := range strata {
		if s.both() {
			c.Strata = append(c.Strata, s)
		} else {
			c.Dropped = append(c.Dropped, s)
		}
	}
	return c
}

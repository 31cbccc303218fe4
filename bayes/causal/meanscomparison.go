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
		return math.NaN()
	}
	return m.Mean
}

// A MeanEffect is a pair of means: of the outcome under treatment and under control,
// of the same people or of people taken to be alike.
type MeanEffect struct{ Treated, Control float64 }

// Difference returns treated − control, in the unit of the outcome.
func (e MeanEffect) Difference() float64 { return e.Treated - e.Control }

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

// Standardised returns the means that everyone of a population would have under
// treatment and under control if the strata are all that matters. It fails with a
// [PositivityError] where people of the population are in a stratum without one of
// the treatments.
func (c MeanComparison) Standardised(t Target) (MeanEffect, error) { return c.StandardisedTo(c.Mix(t)) }

// StandardisedTo is Standardised for a population of which so many are in each
// stratum. It panics if mix is not one number for each stratum.
func (c MeanComparison) StandardisedTo(mix []float64) (MeanEffect, error) {
	if gaps := c.gaps(mix); len(gaps) > 0 {
		return MeanEffect{math.NaN(), math.NaN()}, &PositivityError{gaps}
	}
	var e MeanEffect
	total := meansTotal(mix)
	for z, n := range mix {
		if n > 0 {
			e.Treated += n / total * c.Strata[z].Treated.Mean
			e.Control += n / total * c.Strata[z].Control.Mean
		}
	}
	return e, nil
}

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

// MeanParts are the two parts of a crude difference of means, which is their sum.
type MeanParts struct{ Rate, Composition float64 }

// Kitagawa returns the parts of the crude difference (Kitagawa 1955,
// doi:10.1080/01621459.1955.10501299): what comes from different means in the same
// stratum, averaged over the mean of the two groups' mixes, and what comes from the
// groups' different mixes of strata, whose means are averaged over the groups. It
// fails with a [PositivityError] where a stratum lacks one of the treatments.
func (c MeanComparison) Kitagawa() (MeanParts, error) {
	var parts MeanParts
	treated, control := c.Mix(Treated), c.Mix(Untreated)
	n1, n0 := meansTotal(treated), meansTotal(control)
	both := make([]float64, len(treated))
	for z := range both {
		both[z] = treated[z]/n1 + control[z]/n0
	}
	if gaps := c.gaps(both); len(gaps) > 0 {
		return MeanParts{math.NaN(), math.NaN()}, &PositivityError{gaps}
	}
	middle := c.Crude().Control // composition does not depend on it; near the means nothing cancels
	for z, s := range c.Strata {
		if both[z] == 0 {
			continue
		}
		parts.Rate += both[z] / 2 * s.Effect().Difference()
		parts.Composition += (treated[z]/n1 - control[z]/n0) * ((s.Treated.Mean-middle)/2 + (s.Control.Mean-middle)/2)
	}
	return parts, nil
}

// Gaps returns the empty cells, stratum by stratum; Share is that among everyone.
func (c MeanComparison) Gaps() []Gap { return c.gaps(c.Mix(Everyone)) }

func (c MeanComparison) gaps(mix []float64) (gaps []Gap) {
	if len(mix) != len(c.Strata) {
		panic(fmt.Sprintf("causal: MeanComparison: a mix of %d strata, want %d", len(mix), len(c.Strata)))
	}
	total := meansTotal(mix)
	for z, s := range c.Strata {
		if mix[z] == 0 {
			continue
		}
		if s.Treated.N == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Treated, mix[z] / total})
		}
		if s.Control.N == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Control, mix[z] / total})
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

func meansTotal(xs []float64) (total float64) {
	for _, x := range xs {
		total += x
	}
	return total
}

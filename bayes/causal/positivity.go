package causal

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

var nan = math.NaN()

// A Gap is a treatment that nobody in a stratum had, so that the data do not say what
// it does there.
type Gap struct {
	Stratum   string  // [Stratum.Name]
	Treatment string  // the level that is absent
	Share     float64 // of the stratum in the population the answer is about, 0 to 1
}

// A PositivityError says that an effect was asked for among people for whom one of
// the treatments never occurred. [Comparison.Trim] leaves them out, which changes
// the question; [Comparison.Bounds] says what is known nevertheless.
type PositivityError struct{ Gaps []Gap }

// Error names the gaps, at most five of them.
func (e *PositivityError) Error() string {
	var b strings.Builder
	b.WriteString("the data hold no answer: ")
	for i, g := range e.Gaps {
		if i == 5 {
			fmt.Fprintf(&b, ", and %d more", len(e.Gaps)-5)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "nobody in stratum %q had %q", g.Stratum, g.Treatment)
	}
	b.WriteString("; trim those strata or ask for bounds")
	return b.String()
}

// Gaps returns the empty cells, stratum by stratum; Share is that among everyone.
func (c Comparison) Gaps() []Gap { return c.gaps(c.Mix(Everyone)) }

// gaps returns the empty cells of strata that are part of mix.
func (c Comparison) gaps(mix []float64) (gaps []Gap) {
	for z, w := range shares(mix) {
		if !(w > 0) {
			continue
		}
		s := c.Strata[z]
		if s.Treated.Total == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Treated, w})
		}
		if s.Control.Total == 0 {
			gaps = append(gaps, Gap{s.Name(), c.Control, w})
		}
	}
	return gaps
}

// Trim returns the comparison without the strata that lack one of the treatments,
// which become Dropped. That changes the estimand: all effects, the crude one too,
// are then about those who remain, as [Comparison.Estimand] says.
func (c Comparison) Trim() Comparison {
	strata := c.Strata
	c.Strata, c.Dropped = nil, append([]Stratum(nil), c.Dropped...)
	for _, s := range strata {
		if s.Treated.Total > 0 && s.Control.Total > 0 {
			c.Strata = append(c.Strata, s)
		} else {
			c.Dropped = append(c.Dropped, s)
		}
	}
	return c
}

// Estimand says in words whose average effect of what is meant: "ATE: drug against
// placebo, averaged over everyone in the table".
func (c Comparison) Estimand(t Target) string {
	s := fmt.Sprintf("%s: %s against %s, averaged over %s", t, c.Treated, c.Control, t.Population())
	if len(c.Dropped) == 0 {
		return s
	}
	kept, out := 0.0, 0.0
	for _, n := range c.Mix(t) {
		kept += n
	}
	for _, n := range (Comparison{Strata: c.Dropped}).Mix(t) {
		out += n
	}
	return fmt.Sprintf("%s in the %d of %d strata that hold both treatments (%.3g%% of them)",
		s, len(c.Strata), len(c.Strata)+len(c.Dropped), 100*kept/(kept+out))
}

// Bounds are what the data say of an effect of which they hold only a part: each risk
// lies between a least and a greatest value.
type Bounds struct{ Treated, Control bayes.Interval }

// Difference returns the range of the risk difference.
func (b Bounds) Difference() bayes.Interval {
	return bayes.Interval{Low: b.Treated.Low - b.Control.High, High: b.Treated.High - b.Control.Low}
}

// Ratio returns the range of the risk ratio.
func (b Bounds) Ratio() bayes.Interval {
	return bayes.Interval{Low: b.Treated.Low / b.Control.High, High: b.Treated.High / b.Control.Low}
}

// Bounds returns the worst cases of the effect standardised to a population (Manski
// 1990): where nobody had a treatment, its risk may be anything from 0 to 1, and a
// rate anything from 0 up. Without gaps both ends are the standardised effect. The
// bounds are those of the observed proportions; sampling error comes on top. It panics
// if mix is not one number for each stratum.
func (c Comparison) Bounds(mix []float64) Bounds {
	c.mustMatch("Bounds", mix)
	worst := 1.0
	if c.Rate {
		worst = math.Inf(1)
	}
	var b Bounds
	widen := func(iv *bayes.Interval, w float64, cell Cell) {
		if cell.Total > 0 {
			iv.Low += w * cell.Risk()
			iv.High += w * cell.Risk()
		} else {
			iv.High += w * worst
		}
	}
	for z, w := range shares(mix) {
		if w > 0 {
			widen(&b.Treated, w, c.Strata[z].Treated)
			widen(&b.Control, w, c.Strata[z].Control)
		}
	}
	return b
}

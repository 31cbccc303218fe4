package causal

import (
	"errors"
	"fmt"
	"math"
)

// compare is Compare but for the context of its errors.
func (t *Table) compare(treated, control, event string) (Comparison, error) {
	c := Comparison{Treated: treated, Control: control, Event: event, Rate: t.rt > 0}
	a, okA := t.Treatment.Lookup(treated)
	b, okB := t.Treatment.Lookup(control)
	switch {
	case c.Rate && t.ny > 0:
		return c, errors.New("the table holds both counts of people and rates of events: keep them in two tables")
	case !okA:
		return c, t.Treatment.missing("treatment", treated)
	case !okB:
		return c, t.Treatment.missing("treatment", control)
	case a == b:
		return c, errors.New("they are the same treatment: nothing to compare")
	}
	y := -1
	if !c.Rate {
		var ok bool
		if y, ok = t.Outcome.Lookup(event); !ok {
			return c, t.Outcome.missing("outcome", event)
		}
	}
	for _, z := range t.Strata.Order() {
		s := Stratum{Levels: t.Strata.Names(z), Treated: t.cell(a, y, z), Control: t.cell(b, y, z)}
		for x := range t.Treatment.Len() {
			if x != a && x != b {
				s.Others += t.cell(x, y, z).Total
			}
		}
		if s.Total() > 0 {
			c.Strata = append(c.Strata, s)
		}
	}
	return c, c.Check()
}

// cell returns the people of a treatment in a stratum, outcome y being the event, or
// none if y is negative; or the events and exposure, if the table is of rates.
func (t *Table) cell(treatment, y, stratum int) (c Cell) {
	if t.rt > 0 {
		e := t.rate(treatment, stratum)
		return Cell{e.Count, e.Exposure}
	}
	for outcome := range t.Outcome.Len() {
		c.Total += t.count(treatment, outcome, stratum)
	}
	if y >= 0 {
		c.Events = t.count(treatment, y, stratum)
	}
	return c
}

// Check reports what makes a comparison meaningless: numbers that are no counts, a
// treatment that nobody had, an outcome that is the same in all, strata that never
// hold both treatments.
func (c Comparison) Check() error {
	var treated, control Cell
	overlap := false
	for _, s := range c.Strata {
		for _, cell := range []Cell{s.Treated, s.Control} {
			if err := c.checkCell(cell); err != nil {
				return fmt.Errorf("stratum %q: %w", s.Name(), err)
			}
		}
		if !(s.Others >= 0) || math.IsInf(s.Others, 1) {
			return fmt.Errorf("stratum %q: %g people under other treatments", s.Name(), s.Others)
		}
		treated, control = treated.plus(s.Treated), control.plus(s.Control)
		overlap = overlap || s.Treated.Total > 0 && s.Control.Total > 0
	}
	all := treated.plus(control)
	switch {
	case treated.Total == 0:
		return fmt.Errorf("nobody had %q: an effect takes people with both treatments", c.Treated)
	case control.Total == 0:
		return fmt.Errorf("nobody had %q: an effect takes people with both treatments", c.Control)
	case !c.Rate && all.Total > maxCount:
		return fmt.Errorf("%g people, want at most 2^53", all.Total)
	case all.Events == 0 && c.Rate:
		return errors.New("there are no events at all, so nothing to explain")
	case all.Events == 0:
		return fmt.Errorf("the outcome is never %q, so nothing to explain", c.Event)
	case !c.Rate && all.Events == all.Total:
		return fmt.Errorf("the outcome is always %q, so nothing to explain", c.Event)
	case !overlap:
		return fmt.Errorf("no stratum holds people of both treatments: the strata tell %q from %q, "+
			"so within them there is nothing to compare; stratify by something else", c.Treated, c.Control)
	}
	return nil
}

func (c Comparison) checkCell(cell Cell) error {
	if c.Rate {
		if !(cell.Events >= 0 && cell.Events <= maxCount) || cell.Events != math.Trunc(cell.Events) {
			return badCount(cell.Events)
		}
		if !(cell.Total >= 0) || math.IsInf(cell.Total, 1) || cell.Total == 0 && cell.Events > 0 {
			return fmt.Errorf("%g events in an exposure of %g", cell.Events, cell.Total)
		}
		return nil
	}
	for _, n := range []float64{cell.Events, cell.Total} {
		if !(n >= 0 && n <= maxCount) || n != math.Trunc(n) {
			return badCount(n)
		}
	}
	if cell.Events > cell.Total {
		return fmt.Errorf("%g events among %g people", cell.Events, cell.Total)
	}
	return nil
}

package causal

import (
	"fmt"
	"strings"
)

// A Cell is what happened to the people of one treatment in one stratum: events
// among a total of people, or over a total exposure.
type Cell struct{ Events, Total float64 }

// Risk returns the proportion, or rate, of events: NaN in an empty cell.
func (c Cell) Risk() float64 { return c.Events / c.Total }

// plus returns the cell of both.
func (c Cell) plus(d Cell) Cell { return Cell{c.Events + d.Events, c.Total + d.Total} }

// A Stratum is one of the groups that are like with like: a two by two table of
// treatment by outcome.
type Stratum struct {
	Levels           []string // of what is stratified by, column by column
	Treated, Control Cell
	Others           float64 // the total under treatments that are not compared
}

// Name returns the levels, separated by commas; "all" where nothing is stratified by.
func (s Stratum) Name() string {
	if len(s.Levels) == 0 {
		return "all"
	}
	return strings.Join(s.Levels, ", ")
}

// Total returns the people, or the exposure, under any treatment.
func (s Stratum) Total() float64 { return s.Treated.Total + s.Control.Total + s.Others }

// Effect returns the risks within the stratum, NaN in an empty cell.
func (s Stratum) Effect() Effect { return Effect{s.Treated.Risk(), s.Control.Risk()} }

// A Comparison sets one level of the treatment against another, by how often one
// level of the outcome occurs, in each stratum. [Table.Compare] makes one; a literal
// will do where the numbers are at hand.
type Comparison struct {
	Treated, Control string // the levels compared
	Event            string // the level of the outcome that is counted; empty for rates
	Rate             bool   // totals are exposures, and risks are rates

	// Strata are in the order of [Strata.Order]; there is somebody in each.
	Strata []Stratum

	// Dropped are strata taken out by [Comparison.Trim]: effects are about those
	// who remain.
	Dropped []Stratum
}

// Effect is a pair of risks, or rates: what happens under treatment and under
// control to the same people, or to people taken to be alike.
type Effect struct{ Treated, Control float64 }

// Difference returns the risk difference, treated − control.
func (e Effect) Difference() float64 { return e.Treated - e.Control }

// Ratio returns the risk ratio, treated / control: NaN if both are 0.
func (e Effect) Ratio() float64 { return e.Treated / e.Control }

// OddsRatio returns the ratio of the odds p/(1−p): NaN if both are 0 or both 1. It
// means nothing for rates. Odds ratios are not collapsible: that of a whole need
// not lie between those of its parts even where nothing is confounded.
func (e Effect) OddsRatio() float64 {
	return e.Treated / e.Control * ((1 - e.Control) / (1 - e.Treated))
}

// Compare sets treatment treated against control by how often event happens. Event
// is empty for a table of rates. It fails if there are no such levels, if treatment
// or outcome is the same in all, or if no stratum holds people of both treatments,
// as where the stratum is the treatment itself.
func (t *Table) Compare(treated, control, event string) (Comparison, error) {
	c, err := t.compare(treated, control, event)
	if err != nil {
		return Comparison{}, fmt.Errorf("comparing %q with %q: %w", treated, control, err)
	}
	return c, nil
}

// Contrasts sets every other level of the treatment that somebody had against control, in
// the order of [Levels.Order]. It fails as [Table.Compare] does.
func (t *Table) Contrasts(control, event string) ([]Comparison, error) {
	names, _ := t.Treatments()
	var all []Comparison
	for _, name := range names {
		if name == control {
			continue
		}
		c, err := t.Compare(name, control, event)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if all == nil {
		return nil, fmt.Errorf("nothing to compare with %q: nobody had another treatment", control)
	}
	return all, nil
}

package causal

import "iter"

// An Entry is a cell of a table as a row of counts has it.
type Entry struct {
	Strata             []string // levels, column by column
	Treatment, Outcome string   // Outcome is empty for rates
	Count              float64  // of people, or of events
	Exposure           float64  // for rates
}

// Entries yields the cells in which there is somebody, by stratum, treatment and
// outcome, each in the order of [Levels.Order]: the same for all tables that hold the
// same data.
func (t *Table) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		treatments, outcomes := t.Treatment.Order(), t.Outcome.Order()
		for _, z := range t.Strata.Order() {
			names := t.Strata.Names(z)
			for _, x := range treatments {
				for _, y := range outcomes {
					if n := t.count(x, y, z); n > 0 && !yield(Entry{names, t.Treatment.Name(x), t.Outcome.Name(y), n, 0}) {
						return
					}
				}
				if e := t.rate(x, z); e.Exposure > 0 && !yield(Entry{names, t.Treatment.Name(x), "", e.Count, e.Exposure}) {
					return
				}
			}
		}
	}
}

// Treatments returns the levels of the treatment that somebody had, in the order of
// [Levels.Order], with their numbers or exposures.
func (t *Table) Treatments() (names []string, totals []float64) {
	for _, x := range t.Treatment.Order() {
		n := 0.0
		for z := range t.Strata.Len() {
			n += t.cell(x, -1, z).Total
		}
		if n > 0 {
			names, totals = append(names, t.Treatment.Name(x)), append(totals, n)
		}
	}
	return names, totals
}

// Outcomes returns the levels of the outcome that somebody had, in the order of
// [Levels.Order], with their numbers; none for a table of rates.
func (t *Table) Outcomes() (names []string, totals []float64) {
	for _, y := range t.Outcome.Order() {
		n := 0.0
		for z := range t.Strata.Len() {
			for x := range t.Treatment.Len() {
				n += t.count(x, y, z)
			}
		}
		if n > 0 {
			names, totals = append(names, t.Outcome.Name(y)), append(totals, n)
		}
	}
	return names, totals
}

package causal

import "github.com/bayeskit/bayeskit/bayes"

// Merge returns the table of all that is in t and u; it shares nothing with them. What
// [Table.Add] says of too many levels does not apply. It panics if their strata are of
// different numbers of columns.
func (t Table) Merge(u Table) Table {
	m := t.clone()
	treatment, outcome := translate(&m.Treatment, &u.Treatment), translate(&m.Outcome, &u.Outcome)
	columns := make([][]int, u.Strata.Columns())
	for i := range columns {
		columns[i] = translate(m.Strata.Column(i), u.Strata.Column(i))
	}
	codes := make([]int, len(columns))
	for z := range u.Strata.Len() {
		for i, code := range u.Strata.tuples[z] {
			codes[i] = columns[i][code]
		}
		to := m.Strata.Combine(codes...)
		for x := range u.Treatment.Len() {
			for y := range u.Outcome.Len() {
				m.addCount(treatment[x], outcome[y], to, u.count(x, y, z))
			}
			m.addRate(treatment[x], to, u.rate(x, z))
		}
	}
	return m
}

// addCount adds people to a cell.
func (t *Table) addCount(treatment, outcome, stratum int, n float64) {
	if n == 0 {
		return
	}
	if treatment >= t.nt || outcome >= t.ny || stratum >= t.nz {
		t.grow(treatment, outcome, stratum)
	}
	t.counts[(stratum*t.nt+treatment)*t.ny+outcome] += n
}

// addRate adds events and exposure to a cell.
func (t *Table) addRate(treatment, stratum int, e bayes.Events) {
	if e == (bayes.Events{}) {
		return
	}
	if treatment >= t.rt || stratum >= t.rz {
		t.growRates(treatment, stratum)
	}
	cell := &t.rates[stratum*t.rt+treatment]
	*cell = cell.Merge(e)
}

// translate adds the levels of from to those of to and returns their codes there.
func translate(to, from *Levels) []int {
	codes := make([]int, from.Len())
	for i := range codes {
		codes[i] = to.Code(from.Name(i))
	}
	return codes
}

// clone returns a copy that shares nothing with t.
func (t *Table) clone() Table {
	c := *t
	c.Treatment, c.Outcome, c.Strata = t.Treatment.clone(), t.Outcome.clone(), t.Strata.clone()
	c.counts = append([]float64(nil), t.counts...)
	c.rates = append([]bayes.Events(nil), t.rates...)
	return c
}

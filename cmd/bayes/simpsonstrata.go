package main

import (
	"github.com/bayeskit/bayeskit/bayes/causal"
)

// simpsonStrata are the columns that are stratified by: their levels, or the bins
// into which measurements are cut.
type simpsonStrata struct{ columns []stratifier }

// A stratifier is one of them.
type stratifier struct {
	column *simpsonColumn
	names  []string  // of levels or bins
	cuts   []float64 // between bins; nil if there are none
}

func newSimpsonStrata(f *simpsonFrame, by []*simpsonRole) (*simpsonStrata, error) {
	s := &simpsonStrata{}
	for _, p := range by {
		c := p.column
		s.columns = append(s.columns, stratifier{column: c, names: c.levels})
	}
	return s, nil
}

// enter makes the levels known to a table, in their order.
func (s *simpsonStrata) enter(t *causal.Strata) {
	for i, c := range s.columns {
		for _, name := range c.names {
			t.Column(i).Code(name)
		}
	}
}

// codes returns, in dst, the level or bin of row i in each column.
func (s *simpsonStrata) codes(i int, dst []int) []int {
	for k, c := range s.columns {
		dst[k] = int(c.column.codes[i])
	}
	return dst
}

// nameOf returns the level or bin that row i of another file's column is in.
func (s stratifier) nameOf(c *simpsonColumn, i int) string {
	return c.levels[c.codes[i]]
}

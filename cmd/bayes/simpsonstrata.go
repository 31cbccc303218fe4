package main

import (
	"fmt"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// simpsonStrata are the columns that are stratified by: their levels, or the bands into
// which measurements are cut.
type simpsonStrata struct {
	columns []stratifier
	banded  bool
}

// A stratifier is one of them.
type stratifier struct {
	column *simpsonColumn
	names  []string // of levels or bands
	rank   map[string]int
	bands  *causal.Bands
	band   []int // of each level, where the column keeps levels
}

// bandsOf is how many bands measurements are cut into.
const bandsOf = 5

// newSimpsonStrata stratifies by levels, and by bands of columns of more than most
// numbers.
func newSimpsonStrata(f *simpsonFrame, by []*simpsonRole, most, bands int) *simpsonStrata {
	s := &simpsonStrata{}
	for _, p := range by {
		c := p.column
		one := stratifier{column: c, names: c.levels}
		if c.x != nil || c.numeric() && len(c.levels) > most {
			s.banded = true
			values := c.x
			if values == nil {
				values = make([]float64, len(f.n))
				for i := range values {
					values[i] = c.numberAt(i)
				}
			}
			b := causal.QuantileBands(values, f.n, bands)
			one.bands, one.names = &b, b.Names()
			for _, v := range c.values {
				one.band = append(one.band, b.Of(v))
			}
		}
		one.rank = make(map[string]int, len(one.names))
		for rank, name := range one.names {
			one.rank[name] = rank
		}
		s.columns = append(s.columns, one)
	}
	return s
}

// enter makes the levels known to a table, in their order.
func (s *simpsonStrata) enter(t *causal.Strata) {
	for i, c := range s.columns {
		for _, name := range c.names {
			t.Column(i).Code(name)
		}
	}
}

// codes returns, in dst, the level or band of row i in each column.
func (s *simpsonStrata) codes(i int, dst []int) []int {
	for k, c := range s.columns {
		switch {
		case c.bands == nil:
			dst[k] = int(c.column.codes[i])
		case c.column.x != nil:
			dst[k] = c.bands.Of(c.column.x[i])
		default:
			dst[k] = c.band[c.column.codes[i]]
		}
	}
	return dst
}

// nameOf returns the level or band that row i of another file's column is in.
func (s stratifier) nameOf(c *simpsonColumn, i int) (string, error) {
	switch {
	case s.bands != nil && !c.numeric():
		return "", fmt.Errorf("%w (it is cut into bands)", c.slip)
	case s.bands != nil:
		return s.names[s.bands.Of(c.numberAt(i))], nil
	case c.x != nil:
		return "", fmt.Errorf("column %q: more than %d different numbers, and the data have groups there", c.name, mostNumbers)
	}
	return c.levels[c.codes[i]], nil
}

// compare orders strata as their columns order levels and bands.
func (s *simpsonStrata) compare(a, b []string) int {
	for i := range s.columns {
		if a[i] != b[i] {
			return s.columns[i].rank[a[i]] - s.columns[i].rank[b[i]]
		}
	}
	return 0
}

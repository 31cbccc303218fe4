package causal

import (
	"fmt"
	"slices"
)

// Strata numbers the combinations of the levels of one or several categorical
// columns from 0 as they come. The zero value has neither columns nor strata. It is
// for one goroutine.
type Strata struct {
	columns []Levels
	pairs   []map[[2]int]int // pairs[i]: (code of columns ..i, code in i+1) → code of ..i+1
	tuples  [][]int          // the codes, column by column, of each stratum
}

// Column returns the levels of column i, counted from 0.
func (s *Strata) Column(i int) *Levels {
	for len(s.columns) <= i {
		s.columns = append(s.columns, Levels{})
	}
	return &s.columns[i]
}

// Columns returns the number of columns.
func (s *Strata) Columns() int { return len(s.columns) }

// Len returns the number of strata.
func (s *Strata) Len() int { return len(s.tuples) }

// Code returns the number of the stratum with these levels, one for each column.
func (s *Strata) Code(names ...string) int {
	var few [8]int
	codes := few[:0]
	for i, name := range names {
		codes = append(codes, s.Column(i).Code(name))
	}
	return s.Combine(codes...)
}

// Combine returns the number of the stratum with these codes, one for each column;
// without columns all is one stratum. It allocates for new strata alone. It panics
// if there are more or fewer codes than in the calls before.
func (s *Strata) Combine(codes ...int) int {
	switch len(codes) {
	case 0:
		if len(s.tuples) == 0 {
			s.tuples = append(s.tuples, nil)
		}
		s.mustHave(0)
		return 0
	case 1:
		for code := len(s.tuples); code <= codes[0]; code++ {
			s.tuples = append(s.tuples, []int{code})
		}
		s.mustHave(1)
		return codes[0]
	}
	if len(s.tuples) == 0 {
		s.pairs = make([]map[[2]int]int, len(codes)-1)
		for i := range s.pairs {
			s.pairs[i] = map[[2]int]int{}
		}
	}
	s.mustHave(len(codes))
	stratum := codes[0]
	for i, m := range s.pairs {
		key := [2]int{stratum, codes[i+1]}
		next, ok := m[key]
		if !ok {
			next = len(m)
			m[key] = next
			if i == len(s.pairs)-1 {
				s.tuples = append(s.tuples, slices.Clone(codes))
			}
		}
		stratum = next
	}
	return stratum
}

func (s *Strata) mustHave(k int) {
	if len(s.tuples) > 0 && len(s.tuples[0]) != k || k > 1 && len(s.pairs) != k-1 {
		panic(fmt.Sprintf("causal: Strata.Combine: %d codes, unlike before", k))
	}
}

// Names returns the levels that make up a stratum, one for each column.
func (s *Strata) Names(stratum int) []string {
	names := make([]string, len(s.tuples[stratum]))
	for i, code := range s.tuples[stratum] {
		names[i] = s.columns[i].Name(code)
	}
	return names
}

// Order returns the strata in the order in which they are reported, whatever the
// order in which they came: by the first column, then the second …, the levels of
// each as [Levels.Order] has them.
func (s *Strata) Order() []int {
	rank := make([][]int, len(s.columns))
	for i := range s.columns {
		rank[i] = make([]int, s.columns[i].Len())
		for at, code := range s.columns[i].Order() {
			rank[i][code] = at
		}
	}
	order := make([]int, len(s.tuples))
	for z := range order {
		order[z] = z
	}
	slices.SortFunc(order, func(a, b int) int {
		for i := range s.tuples[a] {
			if d := rank[i][s.tuples[a][i]] - rank[i][s.tuples[b][i]]; d != 0 {
				return d
			}
		}
		return 0
	})
	return order
}

// clone returns a copy that shares nothing with s.
func (s *Strata) clone() Strata {
	var c Strata
	for i := range s.columns {
		*c.Column(i) = s.columns[i].clone()
	}
	for _, codes := range s.tuples {
		c.Combine(codes...)
	}
	return c
}

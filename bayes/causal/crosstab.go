package causal

import (
	"fmt"
	"math"
	"slices"
)

// A Variable is a categorical variable: its name and its levels, in the order in
// which tables and reports have them.
type Variable struct {
	Name   string
	Levels []string
}

// A Crosstab counts how often each combination of the levels of several categorical
// variables occurs: the data from which a graph's tables are learnt. What is kept
// is one number a combination that occurs, however many rows there were. It is for
// one goroutine while it grows.
type Crosstab struct {
	names  []string
	strata Strata
	counts []float64
}

// NewCrosstab returns an empty table of the named variables. It panics if a name
// comes twice, or there is none.
func NewCrosstab(names ...string) *Crosstab {
	if len(names) == 0 {
		panic("causal: NewCrosstab: no variable")
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			panic(fmt.Sprintf("causal: NewCrosstab: %q twice", name))
		}
	}
	return &Crosstab{names: slices.Clone(names)}
}

// Add adds a row that stands for count observations, one level for each variable in
// the order of [NewCrosstab]. It panics if there are more or fewer levels, or if
// count is negative or not finite. A count of 0 makes the levels known, no more.
func (c *Crosstab) Add(count float64, levels ...string) {
	c.check(count, len(levels))
	c.add(count, c.strata.Code(levels...))
}

// AddBytes is [Crosstab.Add] of levels that live in a buffer, which it does not
// retain. It allocates for new combinations alone.
func (c *Crosstab) AddBytes(count float64, levels ...[]byte) {
	c.check(count, len(levels))
	var few [16]int
	codes := few[:0]
	for i, name := range levels {
		codes = append(codes, c.strata.Column(i).CodeBytes(name))
	}
	c.add(count, c.strata.Combine(codes...))
}

func (c *Crosstab) check(count float64, levels int) {
	if levels != len(c.names) || !(count >= 0) || math.IsInf(count, 1) {
		panic(fmt.Sprintf("causal: Crosstab.Add: %d levels and a count of %v, want %d and a number from 0", levels, count, len(c.names)))
	}
}

func (c *Crosstab) add(count float64, at int) {
	for len(c.counts) <= at {
		c.counts = append(c.counts, 0)
	}
	c.counts[at] += count
}

// Cells returns how many different combinations occur.
func (c *Crosstab) Cells() int { return len(c.counts) }

// Total returns the sum of all counts.
func (c *Crosstab) Total() (n float64) {
	for _, k := range c.counts {
		n += k
	}
	return n
}

// Variables returns the variables with the levels that occur, in order.
func (c *Crosstab) Variables() []Variable {
	vars := make([]Variable, len(c.names))
	for i, name := range c.names {
		vars[i].Name = name
		l := c.strata.Column(i)
		for _, code := range l.Order() {
			vars[i].Levels = append(vars[i].Levels, l.Name(code))
		}
	}
	return vars
}

// column returns the index of a variable, -1 if there is none of that name.
func (c *Crosstab) column(name string) int { return slices.Index(c.names, name) }

// margin returns the counts of the combinations of some columns, as a factor whose
// variables are 0, 1, … in the order of columns.
func (c *Crosstab) margin(columns []int) (factor, error) {
	f := factor{vars: make([]int, len(columns)), size: make([]int, len(columns))}
	rank := make([][]int, len(columns))
	for i, col := range columns {
		l := c.strata.Column(col)
		f.vars[i], f.size[i] = i, l.Len()
		rank[i] = make([]int, l.Len())
		for at, code := range l.Order() {
			rank[i][code] = at
		}
	}
	if err := checkCells(f.size); err != nil {
		return f, err
	}
	f.p = make([]float64, cells(f.size))
	for at, count := range c.counts {
		k := 0
		for i, col := range columns {
			k = k*f.size[i] + rank[i][c.strata.tuples[at][col]]
		}
		f.p[k] += count
	}
	return f, nil
}

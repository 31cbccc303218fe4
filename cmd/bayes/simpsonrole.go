package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/internal/suggest"
)

// A simpsonRole is a column that the command line names, and one of its levels,
// as in gender=male.
type simpsonRole struct {
	flag   string // what names it, for messages
	spec   string
	column *simpsonColumn
	level  string // "" if none is named
}

// find finds the column; one whose own name holds an equals sign comes first.
func (p *simpsonRole) find(r *rows.Reader) (at int, err error) {
	name, level, hasLevel := strings.Cut(p.spec, "=")
	if !hasLevel || slices.Contains(r.Columns(), p.spec) || p.flag != "treatment" && p.flag != "outcome" {
		return r.Column(p.spec)
	}
	if p.level = strings.TrimSpace(level); p.level == "" {
		return 0, usagef("--%s %s: no level after the equals sign", p.flag, p.spec)
	}
	return r.Column(name)
}

// part returns what the column is.
func (p *simpsonRole) part() string {
	if p.flag == "by" {
		return "stratum"
	}
	return p.flag
}

// group returns the code of the level that the role names.
func (p *simpsonRole) group(file, level string) (int32, error) {
	if i := slices.Index(p.column.levels, level); i >= 0 {
		return int32(i), nil
	}
	if p.column.x != nil {
		return 0, &rows.Error{File: file, Column: p.column.name, Msg: fmt.Sprintf("has more than %d different numbers, no levels", mostNumbers),
			Mend: fmt.Sprintf("leave =%s out", level)}
	}
	mend := "there are " + someLevels(p.column.levels)
	if near, ok := suggest.Nearest(level, p.column.levels); ok {
		mend = fmt.Sprintf("did you mean %q?", near)
	}
	return 0, &rows.Error{File: file, Column: p.column.name, Msg: fmt.Sprintf("no value is %q", level), Mend: mend}
}

// someLevels lists the first few.
func someLevels(levels []string) string {
	var b strings.Builder
	for i, l := range levels {
		if i == 7 && len(levels) > 8 {
			fmt.Fprintf(&b, " … (%d in all)", len(levels))
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(rows.Quote(l))
	}
	return b.String()
}

// byDefault returns the level that is taken for the treated or the event where none
// is named: one that says so, else the first in byte order.
func byDefault(levels []string) int32 {
	for _, word := range []string{"1", "true", "yes", "treated", "success"} {
		if i := slices.IndexFunc(levels, func(l string) bool { return strings.EqualFold(l, word) }); i >= 0 {
			return int32(i)
		}
	}
	first := 0
	for i, l := range levels {
		if l < levels[first] {
			first = i
		}
	}
	return int32(first)
}

// sortLevels numbers the levels in their order, numbers by size and else by bytes,
// so that which came first is of no matter.
func (c *simpsonColumn) sortLevels() {
	order := make([]int, len(c.levels))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if c.values != nil && c.values[i] != c.values[j] {
			return cmp.Compare(c.values[i], c.values[j])
		}
		return cmp.Compare(c.levels[i], c.levels[j])
	})
	rank := make([]int32, len(order))
	levels, values := make([]string, len(order)), make([]float64, len(c.values))
	for i, j := range order {
		levels[i], rank[j] = c.levels[j], int32(i)
		if c.values != nil {
			values[i] = c.values[j]
		}
	}
	for i, code := range c.codes {
		c.codes[i] = rank[code]
	}
	c.levels, c.cells, c.meanings = levels, dictionary{}, nil
	if c.values != nil {
		c.values = values
	}
}

// numberAt returns the number in row i of a column of numbers.
func (c *simpsonColumn) numberAt(i int) float64 {
	if c.x != nil {
		return c.x[i]
	}
	return c.values[c.codes[i]]
}

// mostGroups is how many different numbers are taken for groups; more are taken for
// measurements, to be cut into bins.
const mostGroups = 12

// canonical puts the rows into an order that does not depend on that of the file,
// so that a table of counts and the rows that it counts give the same bytes.
func (f *simpsonFrame) canonical() {
	for _, c := range f.columns {
		c.sortLevels()
	}
	order := make([]int, len(f.n))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		for _, c := range f.columns {
			var d int
			if c.x != nil {
				d = cmp.Compare(c.x[i], c.x[j])
			} else {
				d = int(c.codes[i] - c.codes[j])
			}
			if d != 0 {
				return d
			}
		}
		return 0
	})
	n := make([]int64, len(order))
	for to, from := range order {
		n[to] = f.n[from]
	}
	if f.cells != nil {
		cells := make([]foldedCell, len(order))
		for to, from := range order {
			cells[to] = f.cells[from]
		}
		f.cells = cells
	}
	f.n, f.slots = n, nil
	for _, c := range f.columns {
		if c.x != nil {
			x := make([]float64, len(order))
			for to, from := range order {
				x[to] = c.x[from]
			}
			c.x = x
			continue
		}
		codes := make([]int32, len(order))
		for to, from := range order {
			codes[to] = c.codes[from]
		}
		c.codes = codes
	}
}

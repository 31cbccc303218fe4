package main

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// A frame holds in memory the columns of a file that bayes test needs.
type frame struct {
	file      string
	response  *variable // nil if there is none
	terms     []*variable
	id, count *variable // nil if there is none
	lines     []int     // of each row
	gap       int       // the line of the first row left out for a missing value; 0 is none
	skipped   int64
	suspect   *tableCheck // a table of counts read without; nil if it is none
}

// A variable has for each row a number, a label, or both.
type variable struct {
	name      string
	at        int
	x         []float64
	notNumber error // about the first cell that is no number; nil if all are
	numbered  int   // how many cells are numbers
	commas    int   // how many are numbers with a decimal comma
	labels    []int // indices of levels; nil if there are too many
	levels    []string
	index     map[string]int
}

// mostLevels is how many different labels a column is followed to. More make no
// groups.
const mostLevels = 1000

// readFrame reads the file of s.
func (e *env) readFrame(s *testSpec) (*frame, error) {
	r, err := rows.Open(s.file, e.stdin, s.opt)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	d := &frame{file: r.Name()}
	if err := d.find(s, r); err != nil {
		return nil, err
	}
	progress := newProgress(e)
	defer progress.done()
	used := d.columns()
	d.suspect = s.tableCheck(r, used)
	for n := 0; r.Next(); n++ {
		if n&(1<<14-1) == 0 {
			if err := progress.tick(r); err != nil {
				return nil, err
			}
		}
		if d.suspect != nil && d.suspect.cleared() {
			d.suspect = nil
		}
		missing := slices.IndexFunc(used, func(c *variable) bool { return rows.IsNA(bytes.TrimSpace(r.Field(c.at))) })
		if missing >= 0 {
			if !s.opt.SkipNA {
				_, err := r.Float(used[missing].at)
				return nil, err
			}
			r.Skip()
			if d.gap == 0 {
				d.gap = r.Line()
			}
			continue
		}
		for _, c := range used {
			c.take(r)
		}
		d.lines = append(d.lines, r.Line())
	}
	d.skipped = r.Skipped()
	if err := r.Err(); err != nil {
		return nil, err
	}
	if len(d.lines) == 0 {
		return nil, &rows.Error{File: d.file, Msg: "no row is complete in the columns that the formula names", Mend: "check the names and the file"}
	}
	return d, nil
}

// tableCheck suspects a column that is named like a count where none is given.
func (s *testSpec) tableCheck(r *rows.Reader, used []*variable) *tableCheck {
	if s.count != "" || s.everyRowIsOne {
		return nil
	}
	for i, name := range r.Columns() {
		switch strings.ToLower(name) {
		case "n", "count", "freq":
			if !slices.ContainsFunc(used, func(c *variable) bool { return c.at == i }) {
				return &tableCheck{r: r, count: i, name: name, seed: maphash.MakeSeed(), hashes: map[uint64]bool{}}
			}
		}
	}
	return nil
}

// find finds the columns that the formula and the flags name.
func (d *frame) find(s *testSpec, r *rows.Reader) error {
	column := func(name string) (*variable, error) {
		at, err := r.Column(name)
		return &variable{name: name, at: at, index: map[string]int{}}, err
	}
	var err error
	f := s.formula
	if f.response != "" {
		if d.response, err = column(f.response); err != nil {
			return err
		}
	}
	for _, special := range []struct {
		name string
		c    **variable
	}{{s.id, &d.id}, {s.count, &d.count}} {
		if special.name != "" {
			if *special.c, err = column(special.name); err != nil {
				return err
			}
		}
	}
	names := f.terms
	if f.all {
		out := []int{}
		for _, name := range f.left {
			at, err := r.Column(name)
			if err != nil {
				return err
			}
			out = append(out, at)
		}
		for _, c := range d.columns() {
			out = append(out, c.at)
		}
		for at, name := range r.Columns() {
			if !slices.Contains(out, at) && !slices.Contains(names, name) {
				names = append(names[:len(names):len(names)], name)
			}
		}
		if len(names) == 0 {
			return usagef("formula %q: no column is left for the dot", f.text)
		}
	}
	for _, name := range names {
		c, err := column(name)
		if err != nil {
			return err
		}
		d.terms = append(d.terms, c)
	}
	return nil
}

// columns returns every column that is read.
func (d *frame) columns() (all []*variable) {
	for _, c := range append([]*variable{d.response, d.id, d.count}, d.terms...) {
		if c != nil {
			all = append(all, c)
		}
	}
	return all
}

// take adds the current row's cell.
func (c *variable) take(r *rows.Reader) {
	cell := bytes.TrimSpace(r.Field(c.at))
	x, err := rows.ParseFloat(cell)
	if err != nil && rows.DecimalComma(cell) {
		c.commas++
	}
	switch {
	case err == nil:
		c.numbered++
	case c.notNumber == nil:
		_, c.notNumber = r.Float(c.at)
	}
	c.x = append(c.x, x)
	if len(c.levels) > mostLevels {
		return
	}
	i, ok := c.index[string(cell)]
	if !ok {
		i = len(c.levels)
		c.levels = append(c.levels, string(cell))
		c.index[string(cell)] = i
	}
	c.labels = append(c.labels, i)
	if len(c.levels) > mostLevels {
		c.labels = nil
	}
}

// isNumeric reports whether every cell is a number.
func (c *variable) isNumeric() bool { return c.notNumber == nil }

// slip returns the error about the first cell that is no number where at least the
// given share of the others are: a slip in a column of numbers rather than a column
// of labels, which would otherwise decide what is tested. Decimal commas throughout
// are such a slip as well.
func (c *variable) slip(share float64, mend string) error {
	if c.commas > 0 && c.numbered+c.commas == len(c.x) {
		return c.notNumber
	}
	if c.isNumeric() || c.numbered == 0 || float64(c.numbered) < share*float64(len(c.x)) {
		return nil
	}
	return fmt.Errorf("%w (%s)", c.notNumber, mend)
}

// isBinary reports whether every cell is 0 or 1, or true or false.
func (c *variable) isBinary() bool {
	for _, l := range c.levels {
		switch strings.ToLower(l) {
		case "0", "1", "true", "false":
		default:
			return false
		}
	}
	return len(c.levels) <= 2
}

// numbers fails unless every cell is a number; the test says what for.
func (c *variable) numbers(what string) ([]float64, error) {
	if c.notNumber != nil {
		return nil, fmt.Errorf("%w (%s)", c.notNumber, what)
	}
	return c.x, nil
}

// sorted puts the levels in order, numbers by their size, so that which group
// comes first does not depend on which row does. It fails if there are too many to
// be groups.
func (c *variable) sorted(file string) error {
	if len(c.levels) > mostLevels {
		return &rows.Error{File: file, Column: c.name, Msg: fmt.Sprintf("has more than %d different values", mostLevels), Mend: "a column of groups has few"}
	}
	order := make([]int, len(c.levels))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, errX := rows.ParseFloat([]byte(c.levels[a]))
		y, errY := rows.ParseFloat([]byte(c.levels[b]))
		switch {
		case errX == nil && errY == nil && x != y:
			if x < y {
				return -1
			}
			return 1
		case (errX == nil) != (errY == nil): // numbers first
			if errX == nil {
				return -1
			}
			return 1
		}
		return strings.Compare(c.levels[a], c.levels[b])
	})
	levels, rank := make([]string, len(order)), make([]int, len(order))
	for i, j := range order {
		levels[i], rank[j] = c.levels[j], i
	}
	c.levels = levels
	for i, l := range c.labels {
		c.labels[i] = rank[l]
	}
	c.index = nil
	return nil
}

// errorAt returns an error about a cell that has been read.
func (d *frame) errorAt(i int, c *variable, mend, format string, args ...any) error {
	value := fmt.Sprint(c.x[i])
	if c.labels != nil {
		value = c.levels[c.labels[i]]
	}
	return &rows.Error{File: d.file, Line: d.lines[i], Column: c.name, Value: value, Msg: fmt.Sprintf(format, args...), Mend: mend}
}

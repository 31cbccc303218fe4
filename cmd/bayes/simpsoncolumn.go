package main

import (
	"bytes"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// How many different values a column is followed to. Beyond, numbers are kept as
// numbers, and a column of anything else is no column of groups.
const (
	mostNumbers = 1 << 12
	mostLabels  = 1 << 16
)

// absent stands for a cell without a value.
const absent = -1

// A simpsonColumn is one column of a [simpsonFrame]: for each of its rows a level,
// or a number where there are too many different ones to be levels.
type simpsonColumn struct {
	name  string
	at    int  // where it stands in the file
	named bool // by the user; what is not is only a candidate

	seen     int // rows looked at
	cells    dictionary
	meanings []int32 // of each different cell: the level it is, or absent
	levels   []string
	values   []float64 // of the levels, while all are numbers
	slip     error     // about the first cell that is no number; nil while all are

	codes   []int32   // of each row: its level
	x       []float64 // of each row, in place of codes, once the levels are too many
	refusal string    // why a candidate is none
	changed bool      // codes turned to x, or it was refused, since the rows were last put in order
}

func newSimpsonColumn(name string, at int, named bool) *simpsonColumn {
	return &simpsonColumn{name: name, at: at, named: named, cells: newDictionary()}
}

// numeric reports whether every cell is a number.
func (c *simpsonColumn) numeric() bool { return c.x != nil || c.slip == nil }

// look returns what the current row's cell is, as a key: a level, or the bits of a
// number; missing if it has no value. A column that ceases to be a candidate says
// so by its refusal.
func (c *simpsonColumn) look(r *rows.Reader) (key uint64, missing bool, err error) {
	cell := bytes.TrimSpace(r.Field(c.at))
	c.seen++
	if c.x != nil {
		return c.number(r, cell)
	}
	i, isNew := c.cells.find(cell)
	if isNew {
		if err := c.learn(r, cell); err != nil || c.refusal != "" {
			return 0, false, err
		}
		if c.x != nil {
			return c.number(r, cell)
		}
	}
	code := c.meanings[i]
	return uint64(code), code == absent, nil
}

// number is look for a column of numbers.
func (c *simpsonColumn) number(r *rows.Reader, cell []byte) (key uint64, missing bool, err error) {
	x, err := rows.ParseFloat(cell)
	switch {
	case err == nil:
		return math.Float64bits(x), false, nil
	case rows.IsNA(cell):
		return 0, true, nil
	case c.named:
		_, err := r.Float(c.at)
		return 0, false, fmt.Errorf("%w (the column has more than %d different numbers above)", err, mostNumbers)
	}
	c.refuse("numbers and words mixed")
	return 0, false, nil
}

// learn takes in a cell seen for the first time.
func (c *simpsonColumn) learn(r *rows.Reader, cell []byte) error {
	if rows.IsNA(cell) {
		c.meanings = append(c.meanings, absent)
		return nil
	}
	c.meanings = append(c.meanings, int32(len(c.levels)))
	c.levels = append(c.levels, string(cell))
	if c.slip == nil {
		x, err := rows.ParseFloat(cell)
		c.values = append(c.values, x)
		if err != nil {
			_, c.slip = r.Float(c.at)
			c.values = nil
		}
	}
	switch {
	case c.slip == nil && len(c.levels) > mostNumbers:
		c.toNumbers()
	case len(c.levels) > mostLabels && c.named:
		return &rows.Error{File: r.Name(), Line: r.Line(), Column: c.name, Mend: "a column of groups has few",
			Msg: fmt.Sprintf("this is the %dth different value", len(c.levels))}
	case len(c.levels) > mostLabels:
		c.refuse(fmt.Sprintf("more than %d different values", mostLabels))
	}
	return nil
}

// toNumbers keeps the rows' numbers in place of their levels; unless nobody named
// the column and every row so far has its own whole number, as an identifier does.
func (c *simpsonColumn) toNumbers() {
	if !c.named && c.seen == len(c.levels) && allWhole(c.values) {
		c.refuse("a whole number of its own in every row")
		return
	}
	c.x = make([]float64, len(c.codes), 2*len(c.codes))
	for i, code := range c.codes {
		c.x[i] = c.values[code]
	}
	c.cells, c.meanings, c.levels, c.values, c.codes = dictionary{}, nil, nil, nil, nil
	c.changed = true
}

// refuse gives the column up.
func (c *simpsonColumn) refuse(why string) {
	c.refusal, c.changed = why, true
	c.cells, c.meanings, c.levels, c.values, c.codes, c.x = dictionary{}, nil, nil, nil, nil, nil
}

func allWhole(x []float64) bool {
	for _, v := range x {
		if v != math.Trunc(v) {
			return false
		}
	}
	return true
}

// add appends a row.
func (c *simpsonColumn) add(key uint64) {
	switch {
	case c.refusal != "":
	case c.x != nil:
		c.x = append(c.x, math.Float64frombits(key))
	default:
		c.codes = append(c.codes, int32(key))
	}
}

// is reports whether row i has that key.
func (c *simpsonColumn) is(i int, key uint64) bool {
	switch {
	case c.refusal != "":
		return true
	case c.x != nil:
		return math.Float64bits(c.x[i]) == key
	}
	return c.codes[i] == int32(key)
}

// key returns the key of row i.
func (c *simpsonColumn) key(i int) uint64 {
	switch {
	case c.refusal != "":
		return 0
	case c.x != nil:
		return math.Float64bits(c.x[i])
	}
	return uint64(c.codes[i])
}

// move copies row i over row j.
func (c *simpsonColumn) move(j, i int) {
	switch {
	case c.refusal != "":
	case c.x != nil:
		c.x[j] = c.x[i]
	default:
		c.codes[j] = c.codes[i]
	}
}

// cut keeps the first n rows.
func (c *simpsonColumn) cut(n int) {
	switch {
	case c.refusal != "":
	case c.x != nil:
		c.x = c.x[:n]
	default:
		c.codes = c.codes[:n]
	}
}

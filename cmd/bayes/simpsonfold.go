package main

import (
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// foldAt is how many different rows a frame may have before an outcome of numbers is
// folded into moments.
const foldAt = 1 << 18

// A foldedCell is what is kept of an outcome that is a number, of the rows that are alike
// in all else: its moments, and a block of values that wait to become moments at once.
type foldedCell struct {
	moments bayes.Moments
	waiting []float64
}

func (c *foldedCell) take(y float64, times int64) {
	if times > 1 {
		c.moments = c.moments.Merge(bayes.Reals(y).Scale(float64(times)))
		return
	}
	if c.waiting = append(c.waiting, y); len(c.waiting) == 64 {
		c.flush()
	}
}

func (c *foldedCell) flush() bayes.Moments {
	if len(c.waiting) > 0 {
		c.moments = c.moments.Merge(bayes.Reals(c.waiting...))
		c.waiting = c.waiting[:0]
	}
	return c.moments
}

// mayFold reports whether moments of the outcome, by the levels of the other columns, are
// all that is going to be asked for: whether it is compared between treatments, as far as
// can be told by now.
func (f *simpsonFrame) mayFold() bool {
	if f.outcome == nil || f.outcome.level != "" || f.outcome.column.x == nil || f.dose(f.treatment) {
		return false
	}
	return !slices.ContainsFunc(f.columns, func(c *simpsonColumn) bool { return c.x != nil && c != f.outcome.column })
}

// dose reports whether a treatment would be one of numbers.
func (f *simpsonFrame) dose(p *simpsonRole) bool {
	return p.column.numeric() && len(p.column.levels) > 2 && p.level == ""
}

// fold keeps moments in place of the outcome, so that memory no longer grows with the
// rows.
func (f *simpsonFrame) fold() {
	at := slices.Index(f.columns, f.outcome.column)
	y, n := f.outcome.column.x, slices.Clone(f.n)
	f.outcome.column.x = []float64{} // numbers still
	f.columns = slices.Delete(slices.Clone(f.columns), at, at+1)
	f.keys = f.keys[:len(f.columns)]
	size := 64
	for size < 2*len(f.n) {
		size *= 2
	}
	to := f.index(size)
	f.cells = make([]foldedCell, len(f.n))
	for i, row := range to {
		f.cells[row].take(y[i], n[i])
	}
}

// takeFolded counts the current row of a frame that is folded.
func (f *simpsonFrame) takeFolded(r *rows.Reader, times int64, skip bool) error {
	key, missing, err := f.outcome.column.look(r)
	switch {
	case err != nil:
		return err
	case missing && !skip:
		_, err := r.Float(f.outcome.column.at)
		return err
	case missing:
		r.Skip()
		return nil
	}
	row := f.add(times)
	if row == len(f.cells) {
		f.cells = append(f.cells, foldedCell{})
	}
	f.cells[row].take(math.Float64frombits(key), times)
	return nil
}

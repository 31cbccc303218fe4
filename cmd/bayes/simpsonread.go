package main

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// A simpsonQuery is what is to be read of a file.
type simpsonQuery struct {
	file      string
	opt       rows.Options
	named     []*simpsonRole
	also      func(columns []string) ([]*simpsonRole, error) // once those are found, more of them; or nil
	all       bool                                           // every other column is a candidate
	count     string                                         // the column that says for how many a row stands; "" is none
	eachIsOne bool                                           // --count none: the file is no table of counts
}

// readSimpson reads a file, once.
func (e *env) readSimpson(q simpsonQuery) (*simpsonFrame, error) {
	r, err := rows.Open(q.file, e.stdin, q.opt)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f := &simpsonFrame{file: r.Name(), slots: make([]int32, 64)}
	count, err := f.find(q, r)
	if err != nil {
		return nil, err
	}
	if q.all || f.treatment == nil {
		f.treatment, f.outcome = nil, nil // every number may be needed
	}
	progress := newProgress(e)
	defer progress.done()
	tables := f.tableCheck(q, r, count)
	for r.Next() {
		if f.rows++; f.rows&(1<<14-1) == 0 {
			if err := progress.tick(r); err != nil {
				return nil, err
			}
		}
		if tables != nil && tables.cleared() {
			tables = nil
		}
		times, err := f.times(r, count, q.opt.SkipNA)
		if err != nil {
			return nil, err
		}
		if times > 0 {
			err = f.take(r, times, q.opt.SkipNA)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if err := tables.verdict(); err != nil {
		return nil, err
	}
	f.skipped = r.Skipped()
	if f.total == 0 {
		return nil, &rows.Error{File: f.file, Msg: "there are no observations", Mend: "check the file, and --count and --na if they are given"}
	}
	return f, nil
}

// find finds the columns of the query.
func (f *simpsonFrame) find(q simpsonQuery, r *rows.Reader) (count int, err error) {
	count = -1
	if q.count != "" {
		if count, err = r.Column(q.count); err != nil {
			return 0, err
		}
	}
	taken := map[int]bool{count: true}
	for i := 0; i < len(q.named); i++ {
		role := q.named[i]
		at, err := role.find(r)
		if err != nil {
			return 0, err
		}
		name := r.Columns()[at]
		if i := slices.IndexFunc(f.columns, func(c *simpsonColumn) bool { return c.at == at }); i >= 0 {
			return 0, fmt.Errorf("--%s %s: the column is already the %s: want another", role.flag, name, q.named[i].part())
		}
		if at == count {
			return 0, fmt.Errorf("--%s %s: the column is the count: want another", role.flag, name)
		}
		taken[at] = true
		switch role.flag {
		case "treatment":
			f.treatment = role
		case "outcome":
			f.outcome = role
		}
		role.column = newSimpsonColumn(name, at, true)
		f.columns = append(f.columns, role.column)
		if i == len(q.named)-1 && q.also != nil {
			more, err := q.also(r.Columns())
			if err != nil {
				return 0, err
			}
			q.named, q.also = append(q.named, more...), nil
		}
	}
	if q.all {
		for at, name := range r.Columns() {
			if !taken[at] {
				f.columns = append(f.columns, newSimpsonColumn(name, at, false))
			}
		}
	}
	f.keys = make([]uint64, len(f.columns))
	return count, nil
}

// times returns for how many observations the current row stands; none if it is
// left out.
func (f *simpsonFrame) times(r *rows.Reader, count int, skip bool) (int64, error) {
	if count < 0 {
		return 1, nil
	}
	x, err := r.Float(count)
	switch {
	case err != nil && skip && rows.IsNA(r.Field(count)):
		r.Skip()
		return 0, nil
	case err != nil:
		return 0, err
	case !(x >= 0) || x != float64(int64(x)) || x > 1<<53:
		return 0, r.Errorf(count, r.Field(count), "", "is not a count: want 0, 1, 2, …")
	}
	return int64(x), nil
}

// take counts the current row.
func (f *simpsonFrame) take(r *rows.Reader, times int64, skip bool) error {
	changed := false
	for k, c := range f.columns {
		key, missing, err := c.look(r)
		switch {
		case err != nil:
			return err
		case missing && !skip:
			_, err := r.Float(c.at)
			return err
		case missing:
			r.Skip()
			if changed {
				f.settle()
			}
			return nil
		}
		f.keys[k] = key
		changed = changed || c.changed
	}
	switch {
	case changed && f.cells != nil:
		return &rows.Error{File: f.file, Line: r.Line(), Msg: "a column of few values turns into one of many", Mend: "sort the rows by chance, or name levels as in --treatment T=LEVEL"}
	case changed:
		f.settle()
	}
	if f.cells != nil {
		return f.takeFolded(r, times, skip)
	}
	if f.add(times); len(f.n) == foldAt && f.mayFold() {
		f.fold()
	}
	return r.Err()
}

// tableCheck suspects a column that is named like a count where none is given. In a
// search it is a candidate as well.
func (f *simpsonFrame) tableCheck(q simpsonQuery, r *rows.Reader, count int) *tableCheck {
	if q.eachIsOne || count >= 0 || len(r.Columns()) == 1 {
		return nil
	}
	for i, name := range r.Columns() {
		switch strings.ToLower(name) {
		case "n", "count", "freq":
			if !slices.ContainsFunc(f.columns, func(c *simpsonColumn) bool { return c.named && c.at == i }) {
				return &tableCheck{r: r, count: i, name: name, seed: maphash.MakeSeed(), hashes: map[uint64]bool{}}
			}
		}
	}
	return nil
}

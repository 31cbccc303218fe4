package main

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/internal/suggest"
)

// doData is what bayes do has read of a file.
type doData struct {
	file    string
	table   *causal.Crosstab
	skipped int64
}

// mostCombinations is how many different rows are kept: a graph's variables are
// categories, and more means that one of them is not.
const mostCombinations = 1 << 20

// readCrosstab counts the combinations of the levels of the graph's variables.
func (e *env) readCrosstab(s *doSpec) (*doData, error) {
	r, err := rows.Open(s.file, e.stdin, s.opt)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	names, columns, err := s.columns(r)
	if err != nil {
		return nil, err
	}
	count := -1
	if s.count != "" {
		if count, err = r.Column(s.count); err != nil {
			return nil, err
		}
		if at := slices.Index(columns, count); at >= 0 {
			return nil, fmt.Errorf("--count %s: the column is a variable of the graph: want another", names[at])
		}
	}
	d := &doData{file: r.Name(), table: causal.NewCrosstab(names...)}
	progress := newProgress(e)
	defer progress.done()
	suspect := s.tableCheck(r, count, columns)
	cells := make([][]byte, len(columns))
	for n := 1; r.Next(); n++ {
		if n&(1<<14-1) == 0 {
			if err := progress.tick(r); err != nil {
				return nil, err
			}
		}
		if suspect != nil && suspect.cleared() {
			suspect = nil
		}
		times, missing, err := s.row(r, count, columns, cells)
		if err != nil {
			return nil, err
		}
		if missing {
			r.Skip()
			continue
		}
		d.table.AddBytes(times, cells...)
		if d.table.Cells() > mostCombinations {
			return nil, r.Errorf(-1, nil, "merge levels, or leave variables out of the graph", "more than %d different combinations of %s", mostCombinations, strings.Join(names, ", "))
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if err := suspect.verdict(); err != nil {
		return nil, err
	}
	d.skipped = r.Skipped()
	if d.table.Total() == 0 && s.pseudo == 0 {
		return nil, &rows.Error{File: d.file, Msg: "there are no observations", Mend: "check the file, and --count and --na if they are given"}
	}
	return d, nil
}

// columns finds the graph's observed variables in the file.
func (s *doSpec) columns(r *rows.Reader) (names []string, columns []int, err error) {
	for _, name := range s.graph.Variables() {
		if s.graph.Latent(name) {
			continue
		}
		at := slices.Index(r.Columns(), name)
		if at < 0 {
			mend := "mark it [latent] in the graph if nobody observed it"
			if near, ok := suggest.Nearest(name, r.Columns()); ok {
				mend = fmt.Sprintf("did you mean %s? or is it not observed, [latent]?", rows.Quote(near))
			}
			return nil, nil, &rows.Error{File: r.Name(), Msg: fmt.Sprintf("there is no column %s, which the graph has", rows.Quote(name)), Mend: mend}
		}
		names, columns = append(names, name), append(columns, at)
	}
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("--dag: every variable of the graph is [latent]: the data tell nothing of them")
	}
	return names, columns, nil
}

// row reads the cells of the current row; missing reports one to be left out.
func (s *doSpec) row(r *rows.Reader, count int, columns []int, cells [][]byte) (times float64, missing bool, err error) {
	times = 1
	if count >= 0 {
		cell := r.Field(count)
		times, err = r.Float(count)
		switch {
		case err != nil && s.opt.SkipNA && rows.IsNA(bytes.TrimSpace(cell)):
			return 0, true, nil
		case err != nil:
			return 0, false, err
		case !(times >= 0):
			return 0, false, r.Errorf(count, cell, "", "is not a count: want a number from 0")
		}
	}
	for i, at := range columns {
		cells[i] = bytes.TrimSpace(r.Field(at))
		if !rows.IsNA(cells[i]) {
			continue
		}
		if s.opt.SkipNA {
			return 0, true, nil
		}
		_, err := r.Float(at)
		return 0, false, err
	}
	return times, false, r.Err()
}

// tableCheck suspects a column that is named like a count where none is given.
func (s *doSpec) tableCheck(r *rows.Reader, count int, columns []int) *tableCheck {
	if s.each || count >= 0 || len(r.Columns()) == 1 {
		return nil
	}
	for i, name := range r.Columns() {
		switch strings.ToLower(name) {
		case "n", "count", "freq":
			if !slices.Contains(columns, i) {
				return &tableCheck{r: r, count: i, name: name, seed: maphash.MakeSeed(), hashes: map[uint64]bool{}}
			}
		}
	}
	return nil
}

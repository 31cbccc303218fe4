package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// A networkTable is a file's columns as a network learns from them.
type networkTable struct {
	file             string
	inputs, outcomes []tabular.Values
	lines            []int // of each row
	rows             int
	skipped          int64
}

// readNetworkTable reads the file that the command names: outcomes, and from what to
// predict them. Columns of numbers and columns of labels are told apart by their cells; an
// outcome is labels, too, where asLabels says so or where it is 0 and 1.
func (e *env) readNetworkTable(c *cli.Context, asLabels bool) (*networkTable, error) {
	if c.Args().Len() != 1 {
		return nil, usagef("want one file of rows, or - for standard input, not %d", c.Args().Len())
	}
	names := listed(c.StringSlice("outcome"))
	if len(names) == 0 {
		return nil, usagef("--outcome is missing: which column is to be predicted?")
	}
	opt, err := readOptions(c)
	if err != nil {
		return nil, err
	}
	r, err := rows.Open(c.Args().First(), e.stdin, opt)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	outcomes, err := variablesOf(r, names)
	if err != nil {
		return nil, err
	}
	predictors := listed(c.StringSlice("predictors"))
	if len(predictors) == 0 {
		for _, name := range r.Columns() {
			if !slices.Contains(names, name) {
				predictors = append(predictors, name)
			}
		}
	}
	inputs, err := variablesOf(r, predictors)
	if err != nil {
		return nil, err
	}
	for _, v := range inputs {
		if slices.ContainsFunc(outcomes, func(o *variable) bool { return o.at == v.at }) {
			return nil, &rows.Error{File: r.Name(), Column: v.name, Msg: "is the outcome and a predictor", Mend: "leave it out of --predictors"}
		}
	}
	t := &networkTable{file: r.Name()}
	if err := e.fillTable(t, r, slices.Concat(outcomes, inputs), opt.SkipNA); err != nil {
		return nil, err
	}
	if t.outcomes, err = t.values(outcomes, func(v *variable) bool { return asLabels || v.isBinary() && len(v.levels) == 2 }); err != nil {
		return nil, err
	}
	if t.inputs, err = t.values(inputs, func(*variable) bool { return false }); err != nil {
		return nil, err
	}
	return t, nil
}

func variablesOf(r *rows.Reader, names []string) (list []*variable, err error) {
	for _, name := range names {
		at, err := r.Column(name)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(v *variable) bool { return v.at == at }) {
			return nil, usagef("column %s is named twice", name)
		}
		list = append(list, &variable{name: name, at: at, index: map[string]int{}})
	}
	return list, nil
}

// fillTable reads all rows into the variables.
func (e *env) fillTable(t *networkTable, r *rows.Reader, used []*variable, skip bool) error {
	progress := newProgress(e)
	defer progress.done()
	for n := 0; r.Next(); n++ {
		if n&(1<<14-1) == 0 {
			if err := progress.tick(r); err != nil {
				return err
			}
		}
		missing := slices.IndexFunc(used, func(v *variable) bool { return rows.IsNA(bytes.TrimSpace(r.Field(v.at))) })
		if missing >= 0 {
			if !skip {
				_, err := r.Float(used[missing].at)
				return err
			}
			r.Skip()
			continue
		}
		for _, v := range used {
			v.take(r)
		}
		t.lines = append(t.lines, r.Line())
	}
	t.rows, t.skipped = len(t.lines), r.Skipped()
	if err := r.Err(); err != nil {
		return err
	}
	if t.rows == 0 {
		return &rows.Error{File: t.file, Msg: "no row is complete in the columns that are used", Mend: "check the names and the file"}
	}
	return nil
}

// values turns variables into what a network learns from.
func (t *networkTable) values(vs []*variable, asLabels func(*variable) bool) (list []tabular.Values, err error) {
	for _, v := range vs {
		if v.isNumeric() && !asLabels(v) {
			list = append(list, tabular.Values{Name: v.name, Numbers: v.x})
			continue
		}
		if !v.isNumeric() {
			if err := v.slip(0.9, "a column of labels has no numbers; mend the cell, or --na skip if it stands for a missing value"); err != nil {
				return nil, err
			}
		}
		if err := v.sorted(t.file); err != nil {
			return nil, fmt.Errorf("%w; --predictors leaves it out", err)
		}
		list = append(list, tabular.Values{Name: v.name, Labels: v.labels, Levels: v.levels})
	}
	return list, nil
}

// lineError gives an error about a row the line that it stands on.
func (t *networkTable) lineError(err error) error {
	if row := new(tabular.RowError); errors.As(err, &row) {
		return &rows.Error{File: t.file, Line: t.lines[row.Row], Column: row.Column, Msg: row.Msg, Mend: "or choose another --likelihood"}
	}
	return err
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// A networkTable is a file's columns as a network learns from them.
type networkTable struct {
	file             string
	inputs, outcomes []tabular.Values
	weights          []float64 // of each row; nil is 1
	lines            []int     // of each row
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
	weight, err := weightColumn(c, r)
	if err != nil {
		return nil, err
	}
	predictors := listed(c.StringSlice("predictors"))
	if len(predictors) == 0 {
		for _, name := range r.Columns() {
			if !slices.Contains(names, name) && (weight == nil || name != weight.name) {
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
	used := slices.Concat(outcomes, inputs)
	if weight != nil {
		used = append(used, weight)
	}
	if err := e.fillTable(t, r, used, opt.SkipNA); err != nil {
		return nil, err
	}
	if weight != nil {
		if err := t.takeWeights(weight, c.IsSet("count")); err != nil {
			return nil, err
		}
	} else if c.Command.Name == "mlp train" && c.String("count") != noCount {
		if err := t.looksCounted(used); err != nil {
			return nil, err
		}
	}
	if t.outcomes, err = t.values(outcomes, func(v *variable) bool { return asLabels || v.isBinary() && len(v.levels) == 2 }); err != nil {
		return nil, err
	}
	if t.inputs, err = t.values(inputs, func(*variable) bool { return false }); err != nil {
		return nil, err
	}
	return t, nil
}

// weightColumn returns the column of counts or of weights, nil if there is none.
func weightColumn(c *cli.Context, r *rows.Reader) (*variable, error) {
	name := c.String("count")
	if name == noCount {
		name = ""
	}
	if w := c.String("weight"); w != "" {
		if name != "" {
			return nil, usagef("--count and --weight are both given: one is enough")
		}
		name = w
	}
	if name == "" {
		return nil, nil
	}
	list, err := variablesOf(r, []string{name})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// takeWeights checks the column of weights and keeps it.
func (t *networkTable) takeWeights(v *variable, whole bool) error {
	x, err := v.numbers("a count or a weight")
	if err != nil {
		return err
	}
	for i, w := range x {
		if msg, mend := notWeight(w, whole); msg != "" {
			return &rows.Error{File: t.file, Line: t.lines[i], Column: v.name, Value: fmt.Sprint(w), Msg: msg, Mend: mend}
		}
	}
	t.weights = x
	return nil
}

// looksCounted returns an error where the table looks like one of counts that nobody
// said was one: every combination of the other columns is there once, all of them labels
// or few numbers, and a column called n, count or freq is used as if it were data.
func (t *networkTable) looksCounted(used []*variable) error {
	at := slices.IndexFunc(used, func(v *variable) bool {
		return slices.Contains([]string{"n", "count", "freq"}, strings.ToLower(v.name))
	})
	if at <= 0 || t.rows > mostCells || !used[at].isNumeric() || t.rows < 2 { // 0 is the outcome: a count to predict
		return nil
	}
	large := false
	for _, x := range used[at].x {
		if x < 0 || x != math.Trunc(x) {
			return nil
		}
		large = large || x > 1
	}
	seen := map[string]bool{}
	for i := range t.rows {
		key := ""
		for j, v := range used {
			if j != at {
				if v.isNumeric() && !v.isBinary() {
					return nil // measurements are all different by themselves
				}
				key += fmt.Sprintf("%d,", v.labels[i])
			}
		}
		if seen[key] {
			return nil
		}
		seen[key] = true
	}
	if !large {
		return nil
	}
	name := used[at].name
	return &rows.Error{File: t.file, Msg: "each row is a different combination, and column " + rows.Quote(name) + " holds counts",
		Mend: "--count " + name + " was probably meant (--count none if each row is one observation)"}
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
		for _, text := range append([]string{v.name}, v.levels...) {
			if !utf8.ValidString(text) { // which a network's file could not keep
				return nil, &rows.Error{File: t.file, Column: v.name, Value: text, Msg: "is not UTF-8", Mend: "convert the file: iconv -f latin1 -t utf-8"}
			}
		}
		if v.isNumeric() && !asLabels(v) {
			list = append(list, tabular.Values{Name: v.name, Numbers: v.x})
			continue
		}
		if !v.isNumeric() {
			if allNumbers(v.levels) {
				return nil, v.notNumber // such as 1e400, inf: no label either
			}
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

// allNumbers reports whether labels are numbers all, those beyond what a float64 holds
// included.
func allNumbers(labels []string) bool {
	return !slices.ContainsFunc(labels, func(l string) bool {
		_, err := strconv.ParseFloat(l, 64)
		return err != nil && !errors.Is(err, strconv.ErrRange)
	})
}

// lineError gives an error about a row the line that it stands on.
func (t *networkTable) lineError(err error) error {
	if row := new(tabular.RowError); errors.As(err, &row) {
		mend := "mend the cell, or leave the row out"
		if slices.ContainsFunc(t.outcomes, func(v tabular.Values) bool { return v.Name == row.Column }) {
			mend = "mend the cell, leave the row out, or choose another --likelihood"
		}
		return &rows.Error{File: t.file, Line: t.lines[row.Row], Column: row.Column, Msg: row.Msg, Mend: mend}
	}
	return err
}

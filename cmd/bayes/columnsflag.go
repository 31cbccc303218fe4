package main

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/prob"
)

// columnsFlag is the flag of update and evidence that names several columns at
// once; --column given several times says the same.
func columnsFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "columns", Usage: "the columns that hold the data, separated by commas"}
}

// listed returns the names of comma-separated lists.
func listed(lists []string) (names []string) {
	for _, list := range lists {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// suitColumns gives a multivariate normal likelihood the columns that the flags
// name, and the data those of a likelihood that knows them.
func (d *dataSpec) suitColumns(lik bayes.Likelihood) (bayes.Likelihood, error) {
	m, ok := lik.Vector()
	if !ok {
		if d.manyColumns && lik.Outcome() != bayes.Counts {
			return lik, usagef("--columns is for a multivariate-normal or a multinomial likelihood, but this one is %s: name one by --column", lik.Family)
		}
		return lik, nil
	}
	if slices.Equal(d.files, []string{inlineName}) {
		if first, _, _ := strings.Cut(d.inline, ","); m.Columns == nil && m.Cov == nil { // by number
			for i := range strings.Count(first, ":") + 1 {
				m.Columns = append(m.Columns, fmt.Sprint(i+1))
			}
		}
		return m.Likelihood()
	}
	for i, name := range d.columns {
		if slices.Contains(d.columns[:i], name) {
			return lik, usagef("column %s is named twice", name)
		}
	}
	switch {
	case d.columns == nil && m.Columns == nil:
		return lik, usagef("--columns is missing: the columns of multivariate normal data, such as --columns height,weight")
	case m.Columns == nil:
		m.Columns = d.columns
		var err error
		if lik, err = m.Likelihood(); err != nil {
			return lik, usageError(err.Error())
		}
	case d.columns != nil && !sameNames(d.columns, m.Columns):
		return lik, usagef("the columns named are %s, but the likelihood is of %s: name these, or none", strings.Join(d.columns, ", "), strings.Join(m.Columns, ", "))
	}
	d.columns, d.vector = m.Columns, true
	return lik, nil
}

// sameNames reports whether a and b are the same names in any order.
func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// findVector finds the columns of multivariate normal data.
func (p *plan) findVector(d *dataSpec) error {
	for _, name := range d.columns {
		at, err := p.r.Column(name)
		if err != nil {
			return err
		}
		p.x = append(p.x, at)
	}
	return nil
}

// vector reads a number from each column, or "a:b:c" from one.
func (p *plan) vector(rec *record) (err error) {
	if p.x == nil {
		return p.vectorList(rec)
	}
	if len(rec.obs.X) != len(p.x) {
		rec.obs.X = make([]float64, len(p.x))
	}
	for i, c := range p.x {
		v, err := p.r.Float(c)
		if err != nil {
			return err
		}
		if !(math.Abs(v) <= math.MaxFloat64) {
			return p.r.Errorf(c, p.r.Field(c), "mend the file", "is not a finite number")
		}
		rec.obs.X[i] = v
	}
	return nil
}

// vectorList reads "a:b:c", a number for each column.
func (p *plan) vectorList(rec *record) error {
	field, err := p.present(p.value)
	if err != nil {
		return err
	}
	rec.obs.X = rec.obs.X[:0]
	for item := range bytes.SplitSeq(field, []byte(":")) {
		v, err := rows.ParseFloat(bytes.TrimSpace(item))
		if err != nil {
			return p.r.Errorf(p.value, field, "write 1.5:2:-3, a number for each column", "is not numbers separated by colons")
		}
		rec.obs.X = append(rec.obs.X, v)
	}
	return nil
}

// singular explains why there are rows enough and yet no posterior: a column says
// nothing of its own.
func (g *group) singular() error {
	d, ok := g.all.Posterior().(bayes.NormalInverseWishart)
	if !ok || !(d.Count > 0 && d.DF > float64(len(d.Mean)-1)) || g.all.N() == 0 {
		return nil
	}
	var at *prob.NotPositiveDefiniteError
	if !errors.As(d.Singular(), &at) {
		return nil
	}
	where := ""
	if len(g.key) > 0 {
		where = strings.Join(g.key, ", ") + ": "
	}
	m, _ := g.all.Likelihood().Vector()
	names := m.Columns
	for i := len(names); i < len(d.Mean); i++ {
		names = append(names, fmt.Sprint(i+1))
	}
	if at.Diagonal == 0 {
		return fmt.Errorf("%scolumn %q is %v in every row: its variance would be 0: leave it out, or give a prior whose scale is above 0",
			where, names[at.Row], d.Mean[at.Row])
	}
	return fmt.Errorf("%scolumn %q is a combination of %s, to the last digit that the covariances have: leave it out",
		where, names[at.Row], strings.Join(names[:at.Row], ", "))
}

// columns summarises the distribution of each column of the next row.
func (r *report) columns(ms []bayes.Marginal) (all []summary) {
	for _, m := range ms {
		s := summary{name: m.Name, mean: m.Mean(), sd: math.Sqrt(m.Var())}
		s.intervals = []bayes.Interval{bayes.Central(m, r.level)}
		all = append(all, s)
	}
	return all
}

// addColumns adds a row for each column of a group's next row.
func (r *report) addColumns(t *table, g groupReport) {
	if len(t.head) == len(r.by) {
		t.head = append(t.head, "next row", "mean", "sd", r.centralName())
	}
	key := g.key
	for i, cells := range summaryTexts(g.predicted.columns, r.digits) {
		t.add(append(append(append([]string{}, key...), g.predicted.columns[i].name), cells...)...)
		key = make([]string, len(key))
	}
}

func columnsJSON(all []summary) (docs []summaryJSON) {
	for _, s := range all {
		docs = append(docs, s.json())
	}
	return docs
}

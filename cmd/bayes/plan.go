package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A plan says which columns of one file make up a record; −1 is none.
type plan struct {
	r       *rows.Reader
	outcome bayes.Outcome
	value   int
	level   *levelCheck // of the label that is success; nil: the values say themselves
	x       []int       // columns of a regression's predictors; value is its response
	counts  []int       // columns of a multinomial's counts
	order   []int       // the index, among the prior's labels, of each of them
	labels  int         // how many labels the prior has
	by      []int
	started bool     // the first row has been read, but not used
	style   spelling // of 0 and 1 in the column of data

	count, weight, successes, trials, exposure, event, sd int
}

// newPlan finds the columns that d names in the file of r, all but the ones that
// depend on the kind of observation.
func newPlan(d *dataSpec, r *rows.Reader) (*plan, error) {
	p := &plan{r: r, value: -1}
	for _, f := range []struct {
		name string
		at   *int
	}{
		{d.count, &p.count}, {d.weight, &p.weight}, {d.successes, &p.successes},
		{d.trials, &p.trials}, {d.exposure, &p.exposure}, {d.event, &p.event}, {d.sd, &p.sd},
	} {
		*f.at = -1
		if f.name != "" {
			var err error
			if *f.at, err = r.Column(f.name); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range d.by {
		at, err := r.Column(name)
		if e := new(rows.Error); errors.As(err, &e) && strings.Contains(name, ",") {
			e.Mend = "give --by once for each column"
		}
		if err != nil {
			return nil, err
		}
		p.by = append(p.by, at)
	}
	return p, p.findValue(d)
}

// findValue finds the column, or columns, of the data themselves.
func (p *plan) findValue(d *dataSpec) error {
	switch {
	case d.response != "":
		return p.findPredictors(d)
	case d.vector:
		return p.findVector(d)
	case p.successes >= 0:
		return nil
	case len(d.columns) > 1:
		for _, name := range d.columns {
			at, err := p.r.Column(name)
			if err != nil {
				return err
			}
			p.counts = append(p.counts, at)
		}
		return nil
	case len(d.columns) == 1:
		return p.findColumn(d.columns[0])
	case len(p.r.Columns()) == 1:
		p.value = 0
		return nil
	}
	return usagef("%s has columns %s: name the one with the data by --column", p.r.Name(), strings.Join(p.r.Columns(), ", "))
}

// findPredictors finds the columns of a regression.
func (p *plan) findPredictors(d *dataSpec) (err error) {
	for _, name := range d.predictors {
		at, err := p.r.Column(name)
		if err != nil {
			return err
		}
		p.x = append(p.x, at)
	}
	p.value, err = p.r.Column(d.response)
	return err
}

// findColumn finds "column" or "column=LABEL"; a column whose own name holds an
// equals sign comes first.
func (p *plan) findColumn(spec string) (err error) {
	name, level, hasLevel := strings.Cut(spec, "=")
	if hasLevel {
		for i, c := range p.r.Columns() {
			if c == spec {
				p.value = i
				return nil
			}
		}
		p.level = &levelCheck{column: name, label: []byte(level)}
	}
	p.value, err = p.r.Column(name)
	return err
}

// suit settles the kind of observation, and fails if it has no use for a column
// that was named or lacks one.
func (p *plan) suit(lik bayes.Likelihood) error {
	p.outcome = lik.Outcome()
	for _, f := range []struct {
		flag  string
		given bool
		for_  bayes.Outcome
		what  string
	}{
		{"exposure", p.exposure >= 0, bayes.Count, "counts"},
		{"event", p.event >= 0, bayes.Duration, "waiting times"},
		{"successes", p.successes >= 0, bayes.OfTrials, "binomial counts"},
		{"sd", p.sd >= 0, bayes.Real, "normal measurements"},
	} {
		if f.given && f.for_ != p.outcome || f.given && f.flag == "exposure" && lik.Family != "poisson" {
			return usagef("--%s is for %s, but the likelihood is %s", f.flag, f.what, lik.Family)
		}
	}
	switch {
	case p.sd >= 0 && !lik.OwnSD():
		return usagef("--sd gives each row a standard deviation of its own, but the likelihood is %v", lik)
	case p.sd < 0 && lik.OwnSD():
		return usagef("--sd is missing: the column of the measurements' standard deviations")
	case p.level != nil && p.outcome != bayes.Binary:
		return usagef("--column …=%s names a success, but the likelihood is %s: leave =%[1]s out", p.level.label, lik.Family)
	case p.counts != nil && p.outcome != bayes.Counts:
		return usagef("--column is given %d times, but a %s likelihood takes one column", len(p.counts), lik.Family)
	}
	return nil
}

// countLabels settles which column of counts is which label of l's prior.
func (p *plan) countLabels(l *bayes.Learner) error {
	if p.outcome != bayes.Counts {
		return nil
	}
	p.labels = len(l.Prior().Marginals())
	if p.counts == nil {
		return nil
	}
	if len(p.counts) != p.labels {
		return usagef("--column is given %d times, but the prior %v has %d numbers", len(p.counts), l.Prior(), p.labels)
	}
	before := p.order
	p.order = nil
	for _, c := range p.counts {
		i, err := l.Level([]byte(p.r.Columns()[c]))
		if err != nil {
			return err
		}
		p.order = append(p.order, int(i))
	}
	if before != nil && !slices.Equal(before, p.order) {
		return usagef("the priors name their labels in different orders: write them alike")
	}
	return nil
}

// bulk reports whether every row is one plain number of one column.
func (p *plan) bulk() bool {
	switch p.outcome {
	case bayes.Binary, bayes.Count, bayes.Duration, bayes.Positive, bayes.NotNegative, bayes.Angle, bayes.Real:
		return p.level == nil && (p.outcome != bayes.Binary || p.style == asDigits) && len(p.by) == 0 && p.count < 0 && p.weight < 0 && p.exposure < 0 && p.event < 0 && p.sd < 0
	}
	return false
}

// uses reports whether the plan reads column i.
func (p *plan) uses(i int) bool {
	for _, c := range []int{p.value, p.count, p.weight, p.successes, p.trials, p.exposure, p.event, p.sd} {
		if c == i {
			return true
		}
	}
	for _, c := range slices.Concat(p.counts, p.x, p.by) {
		if c == i {
			return true
		}
	}
	return false
}

// at returns err, about the current row, with its place.
func (p *plan) at(err error) error { return p.atLine(p.r.Line(), err) }

// atLine returns err with the place of the value on that line.
func (p *plan) atLine(line int, err error) error {
	e := p.r.Errorf(p.value, nil, p.mend(), "%w", err)
	e.Line = line
	return e
}

// mend says what to do about a value that the likelihood rules out.
func (p *plan) mend() string {
	switch p.outcome {
	case bayes.Binary:
		return "for other numbers choose another prior or --likelihood"
	case bayes.Label:
		return ""
	}
	return "mend the file, or choose another --likelihood"
}

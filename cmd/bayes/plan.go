package main

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A record is a row of data in the terms of the likelihood. What it points to
// is overwritten by the next.
type record struct {
	obs   bayes.Observation
	label []byte // of a categorical observation: Y is its index, which learners give
	times float64
	key   []byte // of the group: the values of the --by columns, joined by NUL
}

// A plan says which columns of one file make up a record; −1 is none.
type plan struct {
	r       *rows.Reader
	outcome bayes.Outcome
	value   int
	level   []byte // a label that is success; nil: the values say themselves
	counts  []int  // columns of a multinomial's counts
	order   []int  // the index, among the prior's labels, of each of them
	labels  int    // how many labels the prior has
	by      []int
	started bool     // the first row has been read, but not used
	style   spelling // of 0 and 1 in the column of data

	count, weight, successes, trials, exposure, event int
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
		{d.trials, &p.trials}, {d.exposure, &p.exposure}, {d.event, &p.event},
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
		p.level = []byte(level)
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
	} {
		if f.given && f.for_ != p.outcome || f.given && f.flag == "exposure" && lik.Family != "poisson" {
			return usagef("--%s is for %s, but the likelihood is %s", f.flag, f.what, lik.Family)
		}
	}
	switch {
	case p.level != nil && p.outcome != bayes.Binary:
		return usagef("--column …=%s names a success, but the likelihood is %s: leave =%[1]s out", p.level, lik.Family)
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
	case bayes.Binary, bayes.Count, bayes.Duration, bayes.Real:
		return p.level == nil && (p.outcome != bayes.Binary || p.style == asDigits) && len(p.by) == 0 && p.count < 0 && p.weight < 0 && p.exposure < 0 && p.event < 0
	}
	return false
}

// uses reports whether the plan reads column i.
func (p *plan) uses(i int) bool {
	for _, c := range []int{p.value, p.count, p.weight, p.successes, p.trials, p.exposure, p.event} {
		if c == i {
			return true
		}
	}
	for _, c := range append(p.counts[:len(p.counts):len(p.counts)], p.by...) {
		if c == i {
			return true
		}
	}
	return false
}

// record reads the current row into rec. It fails with an error that locates
// the cell; one that wraps rows.ErrMissing is about a missing value.
func (p *plan) record(rec *record) (err error) {
	rec.obs = bayes.Observation{Exposure: 1, Counts: rec.obs.Counts}
	rec.label, rec.key, rec.times = nil, rec.key[:0], 1
	for i, c := range p.by {
		field, err := p.present(c)
		if err != nil {
			return err
		}
		if i > 0 {
			rec.key = append(rec.key, 0)
		}
		rec.key = append(rec.key, field...)
	}
	if err := p.observation(rec); err != nil {
		return err
	}
	if p.exposure >= 0 {
		if rec.obs.Exposure, err = p.r.Float(p.exposure); err != nil {
			return err
		}
	}
	if p.event >= 0 {
		happened, err := p.truth(p.event, "1 where the event happened, 0 where it had not yet")
		if err != nil {
			return err
		}
		rec.obs.Censored = happened == 0
	}
	if p.count >= 0 {
		if rec.times, err = p.r.Float(p.count); err != nil {
			return err
		}
		if !(rec.times >= 0) || rec.times != float64(int64(rec.times)) {
			return p.r.Errorf(p.count, p.r.Field(p.count), "for other weights there is --weight", "is not a count: want 0, 1, 2, …")
		}
	}
	if p.weight >= 0 {
		w, err := p.r.Float(p.weight)
		if err != nil {
			return err
		}
		if !(w >= 0) {
			return p.r.Errorf(p.weight, p.r.Field(p.weight), "want a number, 0 or above", "is no weight")
		}
		rec.times *= w
	}
	return nil
}

// observation reads what was observed.
func (p *plan) observation(rec *record) (err error) {
	switch p.outcome {
	case bayes.Binary:
		if p.level == nil {
			rec.obs.Y, err = p.truth(p.value, mendLabels)
			return err
		}
		field, err := p.present(p.value)
		if bytes.Equal(field, p.level) {
			rec.obs.Y = 1
		}
		return err
	case bayes.Label:
		rec.label, err = p.present(p.value)
	case bayes.OfTrials:
		if p.successes < 0 {
			return p.fraction(rec)
		}
		if rec.obs.Y, err = p.r.Float(p.successes); err == nil {
			rec.obs.Trials, err = p.r.Float(p.trials)
		}
	case bayes.Counts:
		if p.counts == nil {
			return p.countList(rec)
		}
		for i, c := range p.counts {
			if rec.obs.Counts[p.order[i]], err = p.r.Float(c); err != nil {
				return err
			}
		}
	default:
		rec.obs.Y, err = p.r.Float(p.value)
	}
	return err
}

// present returns a cell, or an error if its value is missing.
func (p *plan) present(i int) ([]byte, error) {
	field := p.r.Field(i)
	if rows.IsNA(field) {
		_, err := p.r.Float(i)
		return nil, err
	}
	return field, nil
}

// A spelling of 0 and 1. A column keeps to one: half of each is likely a mistake,
// and whether it is one must not depend on the order of the rows.
type spelling int

const (
	asYetUnknown spelling = iota
	asDigits              // 0, 1
	asWords               // false, true
)

// truth reads 0 or 1, true or false.
func (p *plan) truth(i int, mend string) (float64, error) {
	field, err := p.present(i)
	if err != nil {
		return 0, err
	}
	x, style := -1.0, asDigits
	switch word := bytes.TrimSpace(field); {
	case len(word) == 1 && (word[0] == '0' || word[0] == '1'):
		x = float64(word[0] - '0')
	case bytes.EqualFold(word, []byte("true")):
		x, style = 1, asWords
	case bytes.EqualFold(word, []byte("false")):
		x, style = 0, asWords
	default:
		if y, err := rows.ParseFloat(word); err == nil && (y == 0 || y == 1) {
			x = y
		}
	}
	switch {
	case x < 0:
		return 0, p.r.Errorf(i, field, mend, "is not 0 or 1, true or false")
	case i == p.value && p.style != asYetUnknown && p.style != style:
		return 0, p.r.Errorf(i, field, mendMixed, "is not as the column began: 0 and 1 are mixed with true and false")
	case i == p.value:
		p.style = style
	}
	return x, nil
}

const mendLabels = "for a column of labels name the success: --column C=LABEL"

const mendMixed = "write all values alike"

// fraction reads "k/n".
func (p *plan) fraction(rec *record) error {
	field, err := p.present(p.value)
	if err != nil {
		return err
	}
	k, n, found := bytes.Cut(field, []byte("/"))
	if rec.obs.Y, err = rows.ParseFloat(k); err == nil {
		rec.obs.Trials, err = rows.ParseFloat(n)
	}
	if !found || err != nil {
		return p.r.Errorf(p.value, field, "write 17/20, or give --successes and --trials", "is not a number of successes of a number of trials")
	}
	return nil
}

// countList reads "a:b:c", a count for each label.
func (p *plan) countList(rec *record) error {
	field, err := p.present(p.value)
	if err != nil {
		return err
	}
	items := bytes.Split(field, []byte(":"))
	for i := range rec.obs.Counts {
		if len(items) == len(rec.obs.Counts) {
			rec.obs.Counts[i], err = rows.ParseFloat(items[i])
		}
		if err != nil || len(items) != len(rec.obs.Counts) {
			return p.r.Errorf(p.value, field, "write 3:5:2, or give --column once for each label", "is not %d counts", len(rec.obs.Counts))
		}
	}
	return nil
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

// mixed mends the message about a column of 0 and 1 that turns to true and false
// among the rows that are read in bulk.
func (p *plan) mixed(err error) error {
	var e *rows.Error
	if p.outcome == bayes.Binary && errors.As(err, &e) && errors.Is(err, rows.ErrNumber) {
		switch strings.ToLower(strings.TrimSpace(e.Value)) {
		case "true", "false":
			e.Msg, e.Mend = "is not as the column began: 0 and 1 are mixed with true and false", mendMixed
		default:
			e.Msg, e.Mend = "is not 0 or 1, true or false", mendLabels
		}
	}
	return err
}

package main

import (
	"bytes"
	"errors"
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

// record reads the current row into rec. It fails with an error that locates
// the cell; one that wraps rows.ErrMissing is about a missing value.
func (p *plan) record(rec *record) (err error) {
	rec.obs = bayes.Observation{Exposure: 1, Counts: rec.obs.Counts, X: rec.obs.X}
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
	if p.sd >= 0 {
		if rec.obs.SD, err = p.r.Float(p.sd); err != nil {
			return err
		}
		if !(rec.obs.SD > 0) {
			return p.r.Errorf(p.sd, p.r.Field(p.sd), "want a number above 0", "is no standard deviation")
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
		if err == nil && p.level.see(field) {
			rec.obs.Y = 1
		}
		return err
	case bayes.Explained:
		return p.explained(rec)
	case bayes.Numbers:
		return p.vector(rec)
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

// explained reads the predictors of a regression and its response.
func (p *plan) explained(rec *record) (err error) {
	for i, c := range p.x {
		if rec.obs.X[i], err = p.r.Float(c); err != nil {
			var e *rows.Error
			if errors.Is(err, rows.ErrNumber) && errors.As(err, &e) && e.Mend == "" { // "" unless it is a decimal comma
				e.Mend = "a predictor is a number: of labels, make a column of 0 and 1 for each but one"
			}
			return err
		}
	}
	rec.obs.Y, err = p.r.Float(p.value)
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
		if _, err := rows.ParseFloat(field); err == nil && mend == mendLabels {
			mend = mendNumbers
		}
		return 0, p.r.Errorf(i, field, mend, "is not 0 or 1, true or false")
	case i == p.value && p.style != asYetUnknown && p.style != style:
		return 0, p.r.Errorf(i, field, mendMixed, "is not as the column began: 0 and 1 are mixed with true and false")
	case i == p.value:
		p.style = style
	}
	return x, nil
}

const mendNumbers = "for other numbers choose another --likelihood, such as poisson or lognormal"

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

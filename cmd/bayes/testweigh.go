package main

import (
	"errors"
	"fmt"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/factor"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A testReport is the result of bayes test, in whatever format.
type testReport struct {
	kind, why string // why is how the kind was guessed; "" if it was given
	formula   string
	n         float64
	skipped   int64
	value     factor.Value

	null, alternative, side string
	prior, family           string // in words, and its name
	scale                   float64
	scaleName               string
	priorParams             object // beside the scale
	statistic               object
	statisticText           string
	counts                  *table // of a contingency table
	effects                 []namedEffect
	models                  []shownModel
	inclusion               []float64

	robustness []factor.ScaledValue
	curve      []factor.ScaledValue // the same, finer, for the picture
	sequential []testStep
	stopped    *testStep // where --until ended the reading
	rule       string

	level  float64
	digits int
	file   string
}

type namedEffect struct {
	name string
	factor.Effect
}

// A shownModel is a regression on some of the predictors.
type shownModel struct {
	terms []string
	value factor.Value
	r2, p float64
}

// A testStep is the factor after some rows.
type testStep struct {
	row, line int
	value     factor.Value
}

// weigh computes everything that the flags ask for.
func (s *testSpec) weigh(d *frame) (*testReport, error) {
	kind, why, err := s.kindOf(d)
	if err != nil {
		return nil, err
	}
	r := &testReport{kind: kind, why: why, formula: s.formula.text, side: s.alternative, rule: s.rule, level: s.level, digits: s.digits, file: d.file}
	t, err := s.tester(kind, d)
	if err != nil {
		return nil, err
	}
	if s.robustness && t.scale() == 0 {
		return nil, usagef("--robustness: a beta prior has no one scale to vary")
	}
	if err := s.feed(r, t, d); err != nil {
		return nil, err
	}
	r.skipped = d.skipped
	if r.value, err = t.value(t.scale()); err != nil {
		return nil, d.locate(err)
	}
	if err := t.describe(r); err != nil {
		return nil, d.locate(err)
	}
	if s.robustness {
		if r.robustness, err = scan(t, kind, 9); err != nil {
			return nil, err
		}
		if s.plot != "" || s.paged {
			r.curve, err = scan(t, kind, 41)
		}
	}
	return r, err
}

// locate says in which file the data are that an error is about.
func (d *frame) locate(err error) error {
	if e := new(rows.Error); errors.As(err, &e) || !errors.Is(err, factor.ErrUndefined) {
		return err
	}
	return fmt.Errorf("%s: %w", d.file, err)
}

// feed adds the rows, one by one if the path is asked for, until the rule of
// --until is met.
func (s *testSpec) feed(r *testReport, t tester, d *frame) error {
	if !s.sequential {
		for i := range t.rows() {
			if err := t.add(i); err != nil && !errors.Is(err, factor.ErrUndefined) {
				return err
			}
		}
		return nil
	}
	scale := t.scale()
	for step := range factor.Sequence(t.rows(), func(i int) (factor.Value, error) {
		if err := t.add(i - 1); err != nil {
			return factor.Value{}, err
		}
		return t.value(scale)
	}) {
		if step.Err != nil {
			return step.Err
		}
		one := testStep{row: step.I, value: step.Value}
		if step.I > 0 {
			one.line = d.lines[step.I-1]
		}
		r.sequential = append(r.sequential, one)
		if s.until != nil && step.I > 0 && s.until.Crossed(bayes.BayesFactor(step.Value.Log)) {
			r.stopped = &one
			break
		}
	}
	return nil
}

// scan returns the factor at n scales about the one in use, from a quarter of it to
// four times. A table's concentration may not fall to where the margins have none.
func scan(t tester, kind string, n int) (all []factor.ScaledValue, err error) {
	low, high := t.scale()/4, t.scale()*4
	if kind == kindTable {
		low = t.scale()
	}
	for v, err := range factor.Robustness(factor.Scales(low, high, n), t.value) {
		if err != nil {
			return nil, fmt.Errorf("at a scale of %.4g: %w", v.Scale, err)
		}
		all = append(all, v)
	}
	return all, nil
}

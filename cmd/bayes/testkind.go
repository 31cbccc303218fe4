package main

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes/factor"
)

// A tester weighs the rows of a frame so far.
type tester interface {
	// rows returns how many rows there are to add.
	rows() int

	// add takes row i. It fails with [factor.ErrUndefined] if the row changes
	// nothing yet, such as half a pair.
	add(i int) error

	// value returns the factor of the rows added, with the given scale of the prior.
	value(scale float64) (factor.Value, error)

	// scale returns the scale in use, 0 if the prior has none.
	scale() float64

	// describe adds to r what the test of all rows is about.
	describe(r *testReport) error
}

// kindOf returns the kind of test, and why if it was guessed.
func (s *testSpec) kindOf(d *frame) (kind, why string, err error) {
	if s.kind != "" {
		return s.kind, "", nil
	}
	kind, why = s.guess(d)
	y := d.response
	if y == nil || kind == kindProportion {
		return kind, why, nil
	}
	if err := y.slip(0, "other cells of "+y.name+" are: for labels name --kind table"); err != nil {
		return "", "", err
	}
	if kind == kindANOVA {
		err = d.terms[0].slip(0.9, "most of "+d.terms[0].name+" are: for labels name --kind anova")
	}
	return kind, why, err
}

func (s *testSpec) guess(d *frame) (kind, why string) {
	y := d.response
	switch {
	case y == nil && len(d.terms) == 2:
		return kindTable, "the formula has two labels and no response"
	case y == nil:
		return kindTable, ""
	case s.formula.hasLabel:
		return kindProportion, "the formula names a label of " + y.name
	case s.formula.intercept && (s.beta != nil || y.isBinary() && !s.paired):
		return kindProportion, y.name + " holds 0 and 1 only"
	case s.formula.intercept:
		return kindT, "the formula has an intercept alone"
	case s.paired:
		return kindT, "the observations are paired"
	case len(d.terms) > 1:
		return kindRegression, "the formula has several predictors"
	}
	x := d.terms[0]
	switch {
	case len(x.levels) == 2 && y.isNumeric():
		return kindT, x.name + " has two values"
	case y.isNumeric() && x.isNumeric():
		return kindRegression, x.name + " holds numbers"
	case y.isNumeric():
		return kindANOVA, fmt.Sprintf("%s has %d labels", x.name, len(x.levels))
	}
	return kindTable, y.name + " and " + x.name + " hold labels"
}

// tester returns the tester of the kind. What the formula or the flags ask of it
// that it cannot do is an error.
func (s *testSpec) tester(kind string, d *frame) (tester, error) {
	f := s.formula
	for _, flag := range []struct {
		given bool
		name  string
		kinds []string
	}{
		{s.paired, "paired", []string{kindT}},
		{s.id != "", "id", []string{kindT}},
		{!math.IsNaN(s.mu), "mu", []string{kindT, kindProportion}},
		{s.beta != nil, "beta", []string{kindProportion}},
		{s.count != "", "count", []string{kindTable, kindProportion}},
		{s.sampling != "", "sampling", []string{kindTable}},
		{s.interval != nil, "null-interval", []string{kindT, kindCorrelation, kindProportion}},
		{s.alternative != twoSided, "alternative", []string{kindT, kindCorrelation, kindProportion, kindTable}},
		{f.hasLabel, "", []string{kindProportion}},
	} {
		ok := !flag.given
		for _, k := range flag.kinds {
			ok = ok || k == kind
		}
		if ok {
			continue
		}
		if flag.name == "" {
			return nil, usagef("formula %q: a label of the response is for a proportion, not for %s", f.text, kind)
		}
		return nil, usagef("--%s is for %s, not for %s", flag.name, kindList(flag.kinds), kind)
	}
	if s.id != "" && !s.paired {
		return nil, usagef("--id tells pairs: it goes with --paired")
	}
	if kind == kindProportion || kind == kindTable {
		if err := d.suspect.verdict(); err != nil {
			return nil, err
		}
	}
	switch kind {
	case kindT:
		return s.tTester(d)
	case kindCorrelation:
		return s.correlationTester(d)
	case kindProportion:
		return s.proportionTester(d)
	case kindTable:
		return s.tableTester(d)
	case kindRegression:
		return s.regressionTester(d)
	}
	return s.anovaTester(d)
}

func kindList(kinds []string) string {
	if len(kinds) == 1 {
		return kinds[0]
	}
	return orList(kinds)
}

// shape returns a usage error unless the formula has a response and so many terms.
func (s *testSpec) shape(d *frame, want string, response bool, terms int) error {
	if (d.response != nil) != response || len(d.terms) != terms && terms >= 0 || terms < 0 && len(d.terms) == 0 {
		return usagef("formula %q: this test wants %s", s.formula.text, want)
	}
	return nil
}

// claim returns the factor that the alternative and the null interval ask for.
func (s *testSpec) claim(t factor.Test) (factor.Value, error) {
	inf := math.Inf(1)
	switch iv := s.interval; {
	case iv == nil && s.alternative == greater:
		return t.Greater(), nil
	case iv == nil && s.alternative == less:
		return t.Less(), nil
	case iv == nil:
		return t.Factor(), nil
	case s.alternative == twoSided:
		return t.IntervalNull(iv[0], iv[1])
	default:
		low, high := iv[1], inf
		if s.alternative == less {
			low, high = -inf, iv[0]
		}
		side, err := t.Within(low, high)
		if err != nil {
			return side, err
		}
		in, err := t.Within(iv[0], iv[1])
		return side.Over(in), err
	}
}

// hypotheses says what the null and the alternative are of a parameter.
func (s *testSpec) hypotheses(r *testReport, parameter, null, prior string, scale float64, scaleName string) {
	r.null, r.alternative = parameter+" = "+null, parameter+" ≠ "+null
	switch s.alternative {
	case greater:
		r.alternative = parameter + " > " + null
	case less:
		r.alternative = parameter + " < " + null
	}
	if iv := s.interval; iv != nil {
		low, high := brief(iv[0], s.digits), brief(iv[1], s.digits)
		r.null = low + " < " + parameter + " < " + high
		switch s.alternative {
		case twoSided:
			r.alternative = parameter + " outside that"
		case greater:
			r.alternative = parameter + " > " + high
		case less:
			r.alternative = parameter + " < " + low
		}
	}
	r.prior, r.scale, r.scaleName = prior, scale, scaleName
}

// posterior adds the effect of a one-parameter test, under the alternative.
func (s *testSpec) posterior(r *testReport, name string, t factor.Test) {
	e := t.Posterior(s.level)
	if s.interval == nil && s.alternative != twoSided {
		low, high := t.Null(), math.Inf(1)
		if s.alternative == less {
			low, high = math.Inf(-1), t.Null()
		}
		var err error
		if e, err = t.PosteriorWithin(s.level, low, high); err != nil {
			return
		}
	}
	r.effects = append(r.effects, namedEffect{name, e})
}

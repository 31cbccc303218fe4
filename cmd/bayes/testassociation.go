package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/factor"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// correlation is the test of Pearson's ρ.
type correlation struct {
	s     *testSpec
	x, y  []float64
	pairs factor.Pairs
}

func (s *testSpec) correlationTester(d *frame) (tester, error) {
	pair := d.terms
	if d.response != nil {
		pair = append([]*variable{d.response}, pair...)
	}
	if len(pair) != 2 {
		return nil, usagef("formula %q: a correlation wants 'x ~ y', or '~ x + y'", s.formula.text)
	}
	t := &correlation{s: s}
	var err error
	if t.x, err = pair[0].numbers("a correlation wants numbers"); err != nil {
		return nil, err
	}
	t.y, err = pair[1].numbers("a correlation wants numbers")
	return t, err
}

func (t *correlation) rows() int { return len(t.x) }

func (t *correlation) add(i int) error {
	t.pairs.Add(t.x[i], t.y[i])
	return nil
}

func (t *correlation) scale() float64 { return orScale(t.s.scale, 1.0/3) }

func (t *correlation) value(scale float64) (factor.Value, error) {
	test, err := factor.Correlation{Kappa: scale}.Test(t.pairs.R(), t.pairs.N())
	if err != nil {
		return factor.Value{}, err
	}
	return t.s.claim(test)
}

func (t *correlation) describe(r *testReport) error {
	test, err := factor.Correlation{Kappa: t.scale()}.Test(t.pairs.R(), t.pairs.N())
	if err != nil {
		return err
	}
	r.n, r.family = t.pairs.N(), "stretched beta"
	ab := brief(1/t.scale(), t.s.digits)
	t.s.hypotheses(r, "ρ", "0", "½(1+ρ) ~ beta("+ab+", "+ab+")", t.scale(), "kappa")
	r.statistic = append(r.statistic, member{"r", number(t.pairs.R())})
	r.statisticText = fmt.Sprintf("r = %s, n = %s pairs", brief(t.pairs.R(), t.s.digits), brief(r.n, t.s.digits))
	t.s.posterior(r, "ρ", test)
	return nil
}

// regression is the test of predictors together.
type regression struct {
	s      *testSpec
	y      []float64
	terms  []*variable
	x      [][]float64
	n      int // rows added
	file   string
	design *factor.Design
}

// mostSequential is for how many rows a regression is refitted after each.
const mostSequential = 5000

func (s *testSpec) regressionTester(d *frame) (tester, error) {
	if err := s.shape(d, "'y ~ x1 + x2'", true, -1); err != nil {
		return nil, err
	}
	t := &regression{s: s, terms: d.terms, file: d.file}
	var err error
	if t.y, err = d.response.numbers("a regression wants numbers"); err != nil {
		return nil, err
	}
	for _, c := range d.terms {
		x, err := c.numbers("a regression wants numbers: one factor is for --kind anova, several are left out")
		if err != nil {
			return nil, err
		}
		t.x = append(t.x, x)
	}
	if s.sequential && len(t.y) > mostSequential {
		return nil, usagef("--sequential refits a regression after each row: %d rows are too many, want at most %d", len(t.y), mostSequential)
	}
	return t, nil
}

func (t *regression) rows() int { return len(t.y) }

func (t *regression) add(i int) error {
	t.n, t.design = i+1, nil
	return nil
}

func (t *regression) scale() float64 { return orScale(t.s.scale, math.Sqrt2/4) }

func (t *regression) value(scale float64) (factor.Value, error) {
	if t.design == nil {
		x := make([][]float64, len(t.x))
		for j := range x {
			x[j] = t.x[j][:t.n]
		}
		var err error
		if t.design, err = factor.NewDesign(t.y[:t.n], x...); err != nil {
			return factor.Value{}, t.collinear(err)
		}
	}
	return factor.Regression{Scale: scale}.Factor(t.design.Fit())
}

// collinear names the column that an error is about. Of the first rows it may be a
// matter of more data.
func (t *regression) collinear(err error) error {
	var c *factor.CollinearError
	switch {
	case !errors.As(err, &c):
		return err
	case t.n < len(t.y):
		return fmt.Errorf("%w: %w", factor.ErrUndefined, err)
	}
	e := &rows.Error{File: t.file, Column: t.terms[c.Predictor].name, Msg: "does not vary", Mend: "leave it out of the formula", Err: err}
	if !c.Constant {
		e.Msg = "is a linear combination of the columns before it: " + names(t.terms[:c.Predictor])
	}
	return e
}

func names(terms []*variable) string {
	all := make([]string, len(terms))
	for i, c := range terms {
		all[i] = c.name
	}
	return strings.Join(all, ", ")
}

// shownModels is how many of the models on subsets of the predictors are shown.
const shownModels = 6

func (t *regression) describe(r *testReport) error {
	p := factor.Regression{Scale: t.scale()}
	fit := t.design.Fit()
	r.n, r.family = fit.N, "jzs"
	t.s.hypotheses(r, "the coefficients", "0", "β | g ~ N(0, gσ²(XᵀX)⁻¹), g ~ inverse-gamma(½, ½n·"+brief(t.scale(), t.s.digits)+"²)", t.scale(), "scale")
	r.null, r.alternative = "the intercept alone", names(t.terms)
	r.statistic = append(r.statistic, member{"r2", number(fit.R2)}, member{"p", number(fit.P)})
	r.statisticText = fmt.Sprintf("R² = %s with %s predictors, n = %s", brief(fit.R2, t.s.digits), brief(fit.P, t.s.digits), brief(fit.N, t.s.digits))
	effects, err := p.Coefficients(t.design, t.s.level)
	if err != nil {
		return err
	}
	for j, e := range effects {
		r.effects = append(r.effects, namedEffect{t.terms[j].name, e})
	}
	if len(t.terms) < 2 || len(t.terms) > 12 {
		return nil
	}
	models, err := p.Models(t.design)
	if err != nil {
		return err
	}
	r.inclusion = factor.Inclusion(models, len(t.terms))
	for _, m := range models[:min(shownModels, len(models))] {
		one := shownModel{value: m.Value, r2: m.Fit.R2, p: m.P}
		for _, j := range m.Predictors {
			one.terms = append(one.terms, t.terms[j].name)
		}
		r.models = append(r.models, one)
	}
	return nil
}

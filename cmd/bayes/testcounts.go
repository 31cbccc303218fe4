package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/factor"
	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/internal/suggest"
	"github.com/bayeskit/bayeskit/prob"
)

// proportion is the test of a chance.
type proportion struct {
	s       *testSpec
	success []bool
	times   []float64
	what    string
	prior   factor.Proportion
	k, n    float64
}

func (s *testSpec) proportionTester(d *frame) (tester, error) {
	y := d.response
	if y == nil && len(d.terms) == 1 { // '~ y' says as much
		y = d.terms[0]
	} else if y == nil || len(d.terms) > 0 {
		return nil, usagef("formula %q: a proportion wants 'y ~ 1' or 'y=LABEL ~ 1'", s.formula.text)
	}
	t := &proportion{s: s, what: "P(" + y.name + ")"}
	switch t.prior.Null = 0.5; {
	case math.IsNaN(s.mu):
	case !(s.mu > 0 && s.mu < 1):
		return nil, usagef("--mu %v: a null proportion is above 0 and below 1", s.mu)
	default:
		t.prior.Null = s.mu
	}
	if iv := s.interval; iv != nil && (iv[1] <= 0 || iv[0] >= 1) {
		return nil, usagef("--null-interval %v,%v: a proportion is between 0 and 1", iv[0], iv[1])
	}
	if b := s.beta; b != nil {
		t.prior.Beta = &prob.Beta{Alpha: b[0], Beta: b[1]}
		if err := t.prior.Beta.Check(); err != nil {
			return nil, usagef("--beta: %v", err)
		}
		if s.scale > 0 {
			return nil, usagef("--scale is of the prior on the log odds, and --beta another prior: give one of them")
		}
	}
	t.prior.Scale = t.scale()
	label := s.formula.label
	if !s.formula.hasLabel {
		if !y.isBinary() {
			for i, l := range y.labels {
				switch strings.ToLower(y.levels[l]) {
				case "0", "1", "true", "false":
				default:
					return nil, d.errorAt(i, y, "name the success, as in '"+y.name+"=LABEL ~ 1'", "is not 0 or 1, true or false")
				}
			}
			return nil, y.sorted(d.file)
		}
	} else if t.what = "P(" + y.name + " = " + label + ")"; y.index[label] == 0 && (len(y.levels) == 0 || y.levels[0] != label) {
		e := &rows.Error{File: d.file, Column: y.name, Msg: "no value is " + rows.Quote(label), Mend: "there are " + orList(append([]string{}, quotedLevels(y)...))}
		if near, ok := suggest.Nearest(label, y.levels); ok {
			e.Mend = "did you mean " + rows.Quote(near) + "?"
		}
		return nil, e
	}
	for _, l := range y.labels {
		level := y.levels[l]
		t.success = append(t.success, s.formula.hasLabel && level == label || !s.formula.hasLabel && (level == "1" || strings.EqualFold(level, "true")))
	}
	var err error
	t.times, err = d.times()
	return t, err
}

// quotedLevels returns the first few of a column's values.
func quotedLevels(c *variable) []string {
	all := []string{}
	for _, l := range c.levels[:min(len(c.levels), mostOthers)] {
		all = append(all, rows.Quote(l))
	}
	if len(all) == 1 {
		all = append(all, "nothing else")
	}
	return all
}

// times returns for how many observations each row stands.
func (d *frame) times() ([]float64, error) {
	if d.count == nil {
		n := make([]float64, len(d.lines))
		for i := range n {
			n[i] = 1
		}
		return n, nil
	}
	n, err := d.count.numbers("--count wants 0, 1, 2, …")
	if err != nil {
		return nil, err
	}
	for i, x := range n {
		if !(x >= 0) || x != math.Trunc(x) || x > 1<<53 {
			return nil, d.errorAt(i, d.count, "mend the file, or choose another column for --count", "is not a count: want 0, 1, 2, …")
		}
	}
	return n, nil
}

func (t *proportion) rows() int { return len(t.success) }

func (t *proportion) add(i int) error {
	t.n += t.times[i]
	if t.success[i] {
		t.k += t.times[i]
	}
	return nil
}

func (t *proportion) scale() float64 {
	if t.prior.Beta != nil {
		return 0
	}
	return orScale(t.s.scale, 0.5)
}

func (t *proportion) test(scale float64) (factor.Test, error) {
	p := t.prior
	p.Scale = scale
	return p.Test(t.k, t.n)
}

func (t *proportion) value(scale float64) (factor.Value, error) {
	test, err := t.test(scale)
	if err != nil {
		return factor.Value{}, err
	}
	return t.s.claim(test)
}

func (t *proportion) describe(r *testReport) error {
	test, err := t.test(t.scale())
	if err != nil {
		return err
	}
	digits := t.s.digits
	r.n, r.family = t.n, "logistic"
	null := brief(t.prior.Null, digits)
	prior := "log odds ~ logistic(log odds of " + null + ", " + brief(t.scale(), digits) + ")"
	if b := t.prior.Beta; b != nil {
		r.family = "beta"
		prior = fmt.Sprintf("p ~ beta(%s, %s)", brief(b.Alpha, digits), brief(b.Beta, digits))
		r.priorParams = append(r.priorParams, member{"alpha", number(b.Alpha)}, member{"beta", number(b.Beta)})
	}
	t.s.hypotheses(r, "p", null, prior, t.scale(), "scale")
	r.statistic = append(r.statistic, member{"successes", number(t.k)}, member{"trials", number(t.n)})
	r.statisticText = fmt.Sprintf("%s successes of %s", brief(t.k, digits), brief(t.n, digits))
	t.s.posterior(r, t.what, test)
	return nil
}

// contingency is the test that two labels are independent.
type contingency struct {
	s        *testSpec
	rowLabel *variable
	colLabel *variable
	times    []float64
	plan     factor.Sampling
	counts   [][]float64
	total    float64
}

func samplings() []factor.Sampling {
	return []factor.Sampling{factor.Poisson, factor.JointMultinomial, factor.RowsFixed, factor.ColumnsFixed, factor.Hypergeometric}
}

func (s *testSpec) tableTester(d *frame) (tester, error) {
	pair := d.terms
	if d.response != nil {
		pair = append([]*variable{d.response}, pair...)
	}
	if len(pair) != 2 {
		return nil, usagef("formula %q: a table wants '~ a + b'", s.formula.text)
	}
	t := &contingency{s: s, rowLabel: pair[0], colLabel: pair[1], plan: factor.JointMultinomial}
	if s.sampling != "" {
		var known []string
		t.plan = 0
		for _, p := range samplings() {
			known = append(known, p.String())
			if p.String() == s.sampling {
				t.plan = p
			}
		}
		if t.plan == 0 {
			return nil, unknown("sampling ", s.sampling, known, "want "+orList(known))
		}
	}
	for _, c := range pair {
		if err := c.sorted(d.file); err != nil {
			return nil, err
		}
		if len(c.levels) < 2 {
			return nil, &rows.Error{File: d.file, Column: c.name, Msg: "has " + countOf(c), Mend: "a table needs two rows and two columns"}
		}
	}
	if two := len(pair[0].levels) == 2 && len(pair[1].levels) == 2; s.alternative != twoSided && !two {
		return nil, usagef("--alternative %s is for a table of two rows and two columns: this one is %d×%d", s.alternative, len(pair[0].levels), len(pair[1].levels))
	}
	if s.alternative != twoSided && t.plan == factor.Hypergeometric {
		return nil, usagef("--alternative %s: the hypergeometric plan is two-sided only: choose another --sampling", s.alternative)
	}
	if d.count == nil && !s.everyRowIsOne {
		if err := suspectCounts(d, pair); err != nil {
			return nil, err
		}
	}
	for range t.rowLabel.levels {
		t.counts = append(t.counts, make([]float64, len(t.colLabel.levels)))
	}
	var err error
	t.times, err = d.times()
	return t, err
}

// suspectCounts returns an error if each row is another cell of the table, as in a
// file that lists counts.
func suspectCounts(d *frame, pair []*variable) error {
	cells := len(pair[0].levels) * len(pair[1].levels)
	if len(d.lines) != cells {
		return nil
	}
	seen := map[[2]int]bool{}
	for i := range d.lines {
		seen[[2]int{pair[0].labels[i], pair[1].labels[i]}] = true
	}
	if len(seen) < cells {
		return nil
	}
	return &rows.Error{File: d.file, Msg: "each row is another cell of the table", Mend: "name the column of its counts by --count (--count none if each row is one observation)"}
}

func (t *contingency) rows() int { return len(t.times) }

func (t *contingency) add(i int) error {
	t.counts[t.rowLabel.labels[i]][t.colLabel.labels[i]] += t.times[i]
	t.total += t.times[i]
	return nil
}

func (t *contingency) scale() float64 { return orScale(t.s.scale, 1) }

func (t *contingency) value(a float64) (factor.Value, error) {
	p := factor.Table{Sampling: t.plan, Concentration: a}
	if t.s.alternative == twoSided {
		return p.Factor(t.counts)
	}
	up, down, err := p.OneSided(t.counts)
	if t.s.alternative == less {
		up = down
	}
	return up, err
}

func (t *contingency) describe(r *testReport) error {
	digits := t.s.digits
	r.n, r.family = t.total, "gunel-dickey"
	t.s.hypotheses(r, "log odds ratio", "0", "Gunel–Dickey, "+t.plan.String()+" sampling, concentration "+brief(t.scale(), digits), t.scale(), "concentration")
	if t.s.alternative == twoSided {
		r.null, r.alternative = t.rowLabel.name+" and "+t.colLabel.name+" are independent", t.rowLabel.name+" and "+t.colLabel.name+" depend on each other"
	}
	r.priorParams = append(r.priorParams, member{"sampling", t.plan.String()})
	r.statistic = append(r.statistic, member{"rows", t.rowLabel.levels}, member{"columns", t.colLabel.levels}, member{"counts", t.counts})
	r.statisticText = fmt.Sprintf("%d×%d table, n = %s", len(t.counts), len(t.counts[0]), brief(t.total, digits))
	r.counts = &table{caption: "Counts", head: append([]string{t.rowLabel.name + " \\ " + t.colLabel.name}, t.colLabel.levels...)}
	for i, row := range t.counts {
		cells := []string{t.rowLabel.levels[i]}
		for _, n := range row {
			cells = append(cells, brief(n, 17))
		}
		r.counts.add(cells...)
	}
	ratio, err := factor.Table{Sampling: t.plan, Concentration: t.scale()}.OddsRatio(t.counts)
	if err == nil { // else it has none
		r.effects = append(r.effects, namedEffect{"log odds ratio", ratio.Effect(t.s.level)})
	}
	return nil
}

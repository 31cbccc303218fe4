package main

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes/factor"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// oneSample is the t test of a mean: of numbers, or of differences.
type oneSample struct {
	s      *testSpec
	x      []float64 // NaN where there is none: half a pair
	what   string    // of the effect, as in "1 − 2"
	units  string    // "" or " pairs"
	mu     float64
	sample factor.Sample
}

func (t *oneSample) rows() int { return len(t.x) }

func (t *oneSample) add(i int) error {
	if !t.sample.Add(t.x[i]) {
		return factor.ErrUndefined
	}
	return nil
}

func (t *oneSample) scale() float64 { return orScale(t.s.scale, math.Sqrt2/2) }

func (t *oneSample) value(scale float64) (factor.Value, error) {
	return t.s.jzs(scale, t.sample.T(t.mu))
}

func (t *oneSample) describe(r *testReport) error {
	r.n = t.sample.N
	return t.s.describeT(r, t.sample.T(t.mu), t.scale(), t.what, t.units)
}

// twoSamples is the t test of two groups' means.
type twoSamples struct {
	s      *testSpec
	x      []float64
	group  []int
	what   string
	sample [2]factor.Sample
}

func (t *twoSamples) rows() int { return len(t.x) }

func (t *twoSamples) add(i int) error {
	t.sample[t.group[i]].Add(t.x[i])
	return nil
}

func (t *twoSamples) scale() float64 { return orScale(t.s.scale, math.Sqrt2/2) }

func (t *twoSamples) value(scale float64) (factor.Value, error) {
	return t.s.jzs(scale, factor.TwoSampleTOf(t.sample[0], t.sample[1]))
}

func (t *twoSamples) describe(r *testReport) error {
	r.n = t.sample[0].N + t.sample[1].N
	r.statistic = append(r.statistic, member{"n1", number(t.sample[0].N)}, member{"n2", number(t.sample[1].N)})
	return t.s.describeT(r, factor.TwoSampleTOf(t.sample[0], t.sample[1]), t.scale(), t.what, "")
}

// orScale returns the scale, or the default if it is 0.
func orScale(scale, standard float64) float64 {
	if scale == 0 {
		return standard
	}
	return scale
}

// jzs returns the factor of a t test. The two-sided one does without the posterior.
func (s *testSpec) jzs(scale float64, t factor.TStatistic) (factor.Value, error) {
	if s.interval == nil && s.alternative == twoSided {
		return factor.TTest{Scale: scale}.Factor(t)
	}
	test, err := factor.TTest{Scale: scale}.Test(t)
	if err != nil {
		return factor.Value{}, err
	}
	return s.claim(test)
}

func (s *testSpec) describeT(r *testReport, t factor.TStatistic, scale float64, what, units string) error {
	test, err := factor.TTest{Scale: scale}.Test(t)
	if err != nil {
		return err
	}
	s.hypotheses(r, "δ", "0", "δ ~ Cauchy(0, "+brief(scale, s.digits)+")", scale, "scale")
	r.family = "cauchy"
	r.statistic = append(r.statistic, member{"t", number(t.T)}, member{"df", number(t.DF)})
	r.statisticText = fmt.Sprintf("t = %s with %s degrees of freedom, n = %s%s", brief(t.T, s.digits), brief(t.DF, s.digits), brief(r.n, s.digits), units)
	name := "δ"
	if what != "" {
		name += " (" + what + ")"
	}
	s.posterior(r, name, test)
	return nil
}

// tTester returns the t test that the formula asks for.
func (s *testSpec) tTester(d *frame) (tester, error) {
	const want = "'y ~ 1', 'y ~ group' with two groups, or 'y ~ x' with --paired"
	terms := 1
	if s.formula.intercept {
		terms = 0
	}
	if err := s.shape(d, want, true, terms); err != nil {
		return nil, err
	}
	y, err := d.response.numbers("a t test wants numbers")
	if err != nil {
		return nil, err
	}
	mu := 0.0
	if !math.IsNaN(s.mu) {
		mu = s.mu
	}
	if terms == 0 {
		if s.paired {
			return nil, usagef("--paired wants 'y ~ group' or 'y ~ x': %q has one column", s.formula.text)
		}
		return &oneSample{s: s, x: y, mu: mu}, nil
	}
	x := d.terms[0]
	if s.paired && len(x.levels) > 2 && x.isNumeric() && s.id == "" {
		diff := make([]float64, len(y))
		for i := range y {
			diff[i] = y[i] - x.x[i]
		}
		return &oneSample{s: s, x: diff, what: d.response.name + " − " + x.name, units: " pairs", mu: mu}, nil
	}
	if len(x.levels) != 2 {
		return nil, &rows.Error{File: d.file, Column: x.name, Msg: fmt.Sprintf("has %s, and a t test compares two groups", countOf(x)),
			Mend: "--kind anova compares more, and --kind regression numbers"}
	}
	if err := x.sorted(d.file); err != nil {
		return nil, err
	}
	what := x.levels[0] + " − " + x.levels[1]
	if s.paired {
		diff, err := s.pairs(d, y)
		return &oneSample{s: s, x: diff, what: what, units: " pairs", mu: mu}, err
	}
	if mu != 0 {
		return nil, usagef("--mu is of one mean or of differences: without --paired the null is that both groups have one mean")
	}
	return &twoSamples{s: s, x: y, group: x.labels, what: what}, nil
}

// countOf says how many values a column has.
func countOf(c *variable) string {
	switch n := len(c.levels); {
	case n == 1:
		return fmt.Sprintf("one value, %s", rows.Quote(c.levels[0]))
	case n > mostLevels:
		return fmt.Sprintf("more than %d values", mostLevels)
	default:
		return fmt.Sprintf("%d values", n)
	}
}

// pairs returns the differences of the two groups, each where the second half of
// its pair stands, NaN elsewhere.
func (s *testSpec) pairs(d *frame, y []float64) ([]float64, error) {
	group := d.terms[0]
	diff := make([]float64, len(y))
	for i := range diff {
		diff[i] = math.NaN()
	}
	difference := func(i, j int) float64 {
		if group.labels[i] == 0 {
			i, j = j, i
		}
		return y[j] - y[i]
	}
	if d.id == nil {
		if d.gap > 0 {
			return nil, &rows.Error{File: d.file, Line: d.gap, Msg: "has a missing value, and pairs are told by their order", Mend: "name the column that tells pairs by --id, or clean the file"}
		}
		var waiting [2][]int
		for i, g := range group.labels {
			if other := waiting[1-g]; len(other) > 0 {
				diff[i] = difference(i, other[0])
				waiting[1-g] = other[1:]
				continue
			}
			waiting[g] = append(waiting[g], i)
		}
		if n := len(waiting[0]) + len(waiting[1]); n > 0 {
			g := 0
			if len(waiting[1]) > 0 {
				g = 1
			}
			return nil, &rows.Error{File: d.file, Column: group.name, Msg: fmt.Sprintf("group %s has %d rows more than %s, and --paired wants as many", rows.Quote(group.levels[g]), n, rows.Quote(group.levels[1-g])),
				Mend: "leave --paired out, or name the column that tells pairs by --id"}
		}
		return diff, nil
	}
	if d.id.labels == nil {
		return nil, &rows.Error{File: d.file, Column: d.id.name, Msg: fmt.Sprintf("has more than %d different values", mostLevels), Mend: "sort the file so that pairs are in order, and leave --id out"}
	}
	seen := map[[2]int]int{}
	for i, id := range d.id.labels {
		g := group.labels[i]
		if first, twice := seen[[2]int{id, g}]; twice {
			return nil, d.errorAt(i, d.id, "each has one row in each group", "is in group %s on line %d already", rows.Quote(group.levels[g]), d.lines[first])
		}
		seen[[2]int{id, g}] = i
		if j, ok := seen[[2]int{id, 1 - g}]; ok {
			diff[i] = difference(i, j)
		}
	}
	for i, id := range d.id.labels {
		if _, ok := seen[[2]int{id, 1 - group.labels[i]}]; !ok {
			if d.gap == 0 {
				return nil, d.errorAt(i, d.id, "each has one row in each group", "has no row in group %s", rows.Quote(group.levels[1-group.labels[i]]))
			}
			d.skipped++
		}
	}
	return diff, nil
}

// anova compares the means of groups.
type anova struct {
	s      *testSpec
	x      []float64
	group  *variable
	groups factor.Groups
}

func (s *testSpec) anovaTester(d *frame) (tester, error) {
	if err := s.shape(d, "'y ~ group'; several factors at once are left out", true, 1); err != nil {
		return nil, err
	}
	y, err := d.response.numbers("an analysis of variance wants numbers")
	if err != nil {
		return nil, err
	}
	return &anova{s: s, x: y, group: d.terms[0]}, d.terms[0].sorted(d.file)
}

func (t *anova) rows() int { return len(t.x) }

func (t *anova) add(i int) error {
	t.groups.Add(t.group.labels[i], t.x[i])
	return nil
}

func (t *anova) scale() float64 { return orScale(t.s.scale, 0.5) }

func (t *anova) value(scale float64) (factor.Value, error) {
	return factor.ANOVA{Scale: scale}.Factor(t.groups)
}

func (t *anova) describe(r *testReport) error {
	f, between, within, err := t.groups.FStatistic()
	if err != nil {
		return err
	}
	r.n, r.family = t.groups.N(), "jzs"
	t.s.hypotheses(r, "the means", "one", "standardised effects ~ multivariate Cauchy(0, "+brief(t.scale(), t.s.digits)+")", t.scale(), "scale")
	r.null, r.alternative = "all means are one", "the means differ"
	r.statistic = append(r.statistic, member{"f", number(f)}, member{"df1", number(between)}, member{"df2", number(within)})
	r.statisticText = fmt.Sprintf("F = %s with %s and %s degrees of freedom, n = %s", brief(f, t.s.digits), brief(between, t.s.digits), brief(within, t.s.digits), brief(r.n, t.s.digits))
	means, err := factor.ANOVA{Scale: t.scale()}.Means(t.groups, t.s.level)
	if err != nil {
		return err
	}
	for i, e := range means {
		r.effects = append(r.effects, namedEffect{"mean of " + t.group.levels[i], e})
	}
	return nil
}

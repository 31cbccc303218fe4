package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/decide"
)

// A contrast is the result of a comparison.
type contrast struct {
	*report
	stated   bool // the prior was given, and is not the default
	names    []string
	baseline int
	rope     *rope
	best     []float64
	pairs    []abPair
	notes    []string
}

// An abPair compares group a with group b, the baseline.
type abPair struct {
	a, b                    int
	greater, loss, inRope   float64
	difference, ratio, lift summary
}

// newContrast compares the groups of r.
func newContrast(r *report, baseline string, rope *rope) (*contrast, error) {
	c := &contrast{report: r, rope: rope}
	for _, g := range r.groups {
		c.names = append(c.names, strings.Join(g.key, ", "))
	}
	if len(c.names) == 0 {
		return nil, fmt.Errorf("no rows: a comparison needs two groups or more")
	}
	if baseline != "" {
		c.baseline = -1
		for i, name := range c.names {
			if name == baseline {
				c.baseline = i
			}
		}
		if c.baseline < 0 {
			return nil, unknown("baseline ", baseline, c.names, "the groups are "+enumerate(c.names))
		}
	}
	if len(c.names) == 1 {
		return nil, fmt.Errorf("there is one group only, %s: a comparison needs two or more", c.names[0])
	}
	ds, err := c.quantities()
	if err != nil {
		return nil, err
	}
	if c.best, err = best(ds); err != nil {
		return nil, err
	}
	for i := range ds {
		if i != c.baseline {
			c.pairs = append(c.pairs, c.compare(ds, i))
		}
	}
	c.explain(ds)
	return c, nil
}

// quantities returns what the groups are compared by. It fails if a posterior is
// improper.
func (c *contrast) quantities() (ds []decide.Quantity, err error) {
	for i := range c.groups {
		g := &c.groups[i]
		q, err := decide.Of(g.posterior, c.lik)
		if err != nil {
			return nil, err
		}
		if math.IsNaN(q.Quantile(0.5)) {
			return nil, fmt.Errorf("the data of %s are too few for the prior %s, which is improper: state another by --prior", c.names[i], specText(c.prior, c.digits))
		}
		if _, ok := q.Univariate.(decide.LogNormalMean); ok { // which is none of the posterior's own parameters
			g.parameters = append(g.parameters, c.summary("mean of values", q.Mean(), q.Var(), bayes.Central(q, c.level)))
		}
		ds = append(ds, q)
	}
	return ds, nil
}

func (r *report) summary(name string, mean, variance float64, iv bayes.Interval) summary {
	if math.IsInf(mean, 0) { // and is shown as undefined: no number of values would settle it
		mean = math.NaN()
	}
	return summary{name: name, mean: mean, sd: math.Sqrt(variance), intervals: []bayes.Interval{iv}}
}

// accuracy is what a probability must be good to.
const accuracy = 1e-6

func best(ds []decide.Quantity) ([]float64, error) {
	p, bound := decide.Best(univariates(ds)...)
	if !(bound < accuracy) {
		return nil, fmt.Errorf("the probability that each is the best could be found to within %.1g only", bound)
	}
	return p, nil
}

func (c *contrast) compare(ds []decide.Quantity, i int) abPair {
	a, b := ds[i].Univariate, ds[c.baseline].Univariate
	p := abPair{a: i, b: c.baseline, inRope: math.NaN()}
	p.greater, _ = decide.Greater(a, b)
	p.loss, _ = decide.ExpectedLoss(a, b)
	difference := decide.Difference(a, b)
	if c.rope != nil {
		p.inRope = difference.InRope(c.rope.low, c.rope.high)
	}
	show := func(name string, d decide.Contrast) summary {
		return c.summary(name, d.Mean(), d.Var(), d.Interval(c.level))
	}
	an, bn := c.names[i], c.names[c.baseline]
	p.difference = show(an+" − "+bn, difference)
	p.ratio = show(an+" / "+bn, decide.Ratio(a, b))
	p.lift = show(an+" / "+bn+" − 1", decide.Lift(a, b))
	return p
}

// explain notes what the numbers do not say.
func (c *contrast) explain(ds []decide.Quantity) {
	_, isMean := ds[0].Univariate.(decide.LogNormalMean)
	switch ratio := c.pairs[0].ratio; {
	case isMean:
		medians := make([]string, len(ds))
		for i, d := range ds {
			medians[i] = c.names[i] + " " + significant(d.Quantile(0.5), c.digits)
		}
		c.notes = append(c.notes, "the mean of lognormal data has itself no mean, however many the data: with a small probability it is immense.\n"+
			"So there is no expected loss, and quantiles take the place of means: the medians are "+enumerate(medians))
	case math.IsNaN(ratio.mean) && ds[c.baseline].Quantile(0) < 0:
		c.notes = append(c.notes, fmt.Sprintf("ratio and lift have no mean, since %s may be 0: quantiles exist", c.names[c.baseline]))
	case math.IsNaN(ratio.mean):
		c.notes = append(c.notes, fmt.Sprintf("ratio and lift have no mean, since %s may be as good as 0: quantiles exist", c.names[c.baseline]))
	}
}

// sentence says what came out, in words.
func (c *contrast) sentence() string {
	lead := 0
	for i, p := range c.best {
		if p > c.best[lead] {
			lead = i
		}
	}
	base := c.names[c.baseline]
	at := c.pairs[0]
	for _, p := range c.pairs {
		if lead == c.baseline && c.best[p.a] > c.best[at.a] || p.a == lead {
			at = p
		}
	}
	name := c.names[at.a]
	s := ""
	if len(c.names) > 2 {
		s = fmt.Sprintf("%s is the best with probability %s; ", c.names[lead], probability(c.best[lead], c.digits))
	}
	iv := at.difference.intervals[0]
	s += fmt.Sprintf("%s is better than %s with probability %s; the difference is between %s and %s with probability %s",
		name, base, probability(at.greater, c.digits), significant(iv.Low, c.digits), significant(iv.High, c.digits), brief(c.level, 4))
	if !math.IsInf(at.loss, 0) {
		s += fmt.Sprintf("; choosing %s loses %s on average", name, significant(at.loss, c.digits))
	}
	return s
}

// enumerate joins names by commas, not too many of them.
func enumerate(names []string) string {
	if len(names) > 8 {
		return strings.Join(names[:8], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

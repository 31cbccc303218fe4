package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A Contrast is the distribution of what compares two independent numbers A and B:
// their difference, ratio or lift. It is NaN throughout if one is improper.
type Contrast struct {
	a, b           blend
	mean, variance float64
	exact          prob.Univariate // where the contrast is of a known family
	tails          func(c *Contrast, x float64, upper bool) (logCDF, logSurvival float64)
	bracket        func(c *Contrast, p float64) (low, high float64)
	lift           bool // a ratio less 1
}

// Difference returns the distribution of A − B.
func Difference(a, b prob.Univariate) Contrast {
	c := Contrast{a: laws(a), b: laws(b), mean: a.Mean() - b.Mean(), variance: a.Var() + b.Var(),
		tails: (*Contrast).differenceTails, bracket: (*Contrast).differenceBracket}
	if x, y, ok := both[prob.Normal](c); ok {
		c.exact = prob.Normal{Mu: x.Mu - y.Mu, Sigma: math.Hypot(x.Sigma, y.Sigma)}
	}
	return c
}

// Ratio returns the distribution of A/B. Its mean exists only where B stays away
// from 0: for a B that may be negative, or 0, it is NaN, and for one whose density
// near 0 is too great, +Inf. The quantiles exist in any case.
func Ratio(a, b prob.Univariate) Contrast {
	c := Contrast{a: laws(a), b: laws(b), tails: (*Contrast).ratioTails, bracket: (*Contrast).ratioBracket}
	inverse, spread := c.b.reciprocal() // A/B is A times 1/B
	m, v := a.Mean(), a.Var()
	c.mean, c.variance = m*inverse, m*m*spread+inverse*inverse*v+v*spread
	if math.IsNaN(c.mean) || math.IsInf(c.mean, 0) {
		c.variance = math.NaN()
	}
	return c
}

// Lift returns the distribution of A/B − 1, the relative change from B to A.
func Lift(a, b prob.Univariate) Contrast {
	c := Ratio(a, b)
	c.mean, c.lift = c.mean-1, true
	return c
}

// both returns the two distributions of c if they are of the same family F.
func both[F prob.Univariate](c Contrast) (x, y F, ok bool) {
	if len(c.a.laws) != 1 || len(c.b.laws) != 1 {
		return x, y, false
	}
	x, isX := c.a.laws[0].d.(F)
	y, isY := c.b.laws[0].d.(F)
	return x, y, isX && isY
}

// Mean returns the mean: NaN if undefined, ±Inf if divergent.
func (c Contrast) Mean() float64 { return c.mean }

// Var returns the variance: NaN if undefined, +Inf if divergent.
func (c Contrast) Var() float64 { return c.variance }

// CDF returns P(contrast ≤ x).
func (c Contrast) CDF(x float64) float64 {
	logCDF, _ := c.logTails(x)
	return math.Exp(logCDF)
}

// Survival returns P(contrast > x).
func (c Contrast) Survival(x float64) float64 {
	_, logSurvival := c.logTails(x)
	return math.Exp(logSurvival)
}

// LogCDF returns log P(contrast ≤ x), right where the probability underflows.
func (c Contrast) LogCDF(x float64) float64 {
	logCDF, _ := c.logTails(x)
	return logCDF
}

// LogSurvival returns log P(contrast > x), right where the probability underflows.
func (c Contrast) LogSurvival(x float64) float64 {
	_, logSurvival := c.logTails(x)
	return logSurvival
}

func (c *Contrast) logTails(x float64) (logCDF, logSurvival float64) {
	switch {
	case !c.a.defined() || !c.b.defined() || math.IsNaN(x):
		return math.NaN(), math.NaN()
	case math.IsInf(x, 1):
		return 0, math.Inf(-1)
	case math.IsInf(x, -1):
		return math.Inf(-1), 0
	case c.exact != nil:
		return c.exact.LogCDF(x), c.exact.LogSurvival(x)
	}
	return c.tails(c, x, false)
}

// Quantile returns the x with CDF(x) = p, to about 1e-12 of the distribution's
// spread, or the smallest with CDF(x) ≥ p where points make it jump. It is NaN
// unless 0 ≤ p ≤ 1.
func (c Contrast) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) || !c.a.defined() || !c.b.defined() {
		return math.NaN()
	}
	if c.exact != nil {
		return c.exact.Quantile(p)
	}
	low, high := c.bracket(&c, p)
	if p == 0 {
		return low
	}
	if p == 1 {
		return high
	}
	return solve(func(x float64) float64 {
		logCDF, logSurvival := c.tails(&c, x, p > 0.5)
		return logit(logCDF, logSurvival)
	}, prob.Logit(p), low, high)
}

// Interval returns the central interval that holds probability level.
func (c Contrast) Interval(level float64) bayes.Interval {
	tail := (1 - level) / 2
	return bayes.Interval{Low: c.Quantile(tail), High: c.Quantile(1 - tail)}
}

// InRope returns P(low ≤ contrast ≤ high): that it lies in a region of practical
// equivalence.
func (c Contrast) InRope(low, high float64) float64 {
	if !(low <= high) {
		return 0
	}
	below, notBelow := c.logTails(math.Nextafter(low, math.Inf(-1)))
	upTo, above := c.logTails(high)
	if below < notBelow {
		return math.Max(0, math.Exp(upTo)-math.Exp(below))
	}
	return math.Max(0, math.Exp(notBelow)-math.Exp(above))
}

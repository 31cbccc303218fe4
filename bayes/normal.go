package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Normal is the normal distribution of a mean, with standard deviation Sigma
// (not variance), conjugate to [Measurements]. Sigma may be +Inf: the flat
// prior, which is improper.
type Normal prob.Normal

// Update weighs Mu and the data's mean by their precisions and adds those up.
func (d Normal) Update(t Measurements) Normal {
	w := t.precision()
	if w.Hi == 0 {
		return d
	}
	r := w.MulFloat(d.Sigma).MulFloat(d.Sigma) // the data's precision over the prior's
	if math.IsInf(r.Hi, 1) {
		return Normal{t.Mean, 1 / math.Sqrt(w.Hi)}
	}
	after := r.AddFloat(1)
	mean := t.mean().AddFloat(-d.Mu).Mul(r.Div(after)).AddFloat(d.Mu)
	return Normal{mean.Float64(), d.Sigma / math.Sqrt(after.Hi)}
}

// LogEvidence returns, with r = Wσ²,
//
//	−½·log(1+r) − ½·W(m−μ)²/(1+r) − ½·SS + c.
func (d Normal) LogEvidence(t Measurements) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	w, off := t.precision(), t.mean().AddFloat(-d.Mu)
	r := w.MulFloat(d.Sigma).MulFloat(d.Sigma)
	if r.Hi == 0 {
		return t.LogProb([]float64{d.Mu}, nil) // no data, or a prior that knows better
	}
	logR1 := dd.Log1p(r)
	if math.IsInf(r.Hi, 1) {
		logR1 = dd.Log(w).Add(dd.Log(dd.Of(d.Sigma)).MulFloat(2))
	}
	twice := w.Mul(off).Mul(off).Div(r.AddFloat(1)).Add(logR1).Add(t.ss())
	return t.base.Sub(twice.MulFloat(0.5)).Float64()
}

// Check reports a parameter outside its range; Sigma = +Inf is allowed.
func (d Normal) Check() error {
	if math.IsInf(d.Sigma, 1) {
		return checkAll("normal", anyReal{"mean", d.Mu})
	}
	return checkAll("normal", anyReal{"mean", d.Mu}, above0{"sd", d.Sigma})
}

// Proper implements [Prior].
func (d Normal) Proper() error {
	if d.Sigma > 0 && !math.IsInf(d.Sigma, 1) {
		return nil
	}
	return improper(d, "it is flat and integrates to infinity unless sd is finite")
}

// HDI returns the region of highest density that holds probability level: the
// central interval.
func (d Normal) HDI(level float64) []Interval { return []Interval{d.Interval(level)} }

// Interval returns the central interval that holds probability level.
func (d Normal) Interval(level float64) Interval { return Central(d.dist(), level) }

// PredictiveMeasurement returns the distribution of the next measurement, made
// with standard deviation sd.
func (d Normal) PredictiveMeasurement(sd float64) prob.Normal {
	return prob.Normal{Mu: d.Mu, Sigma: math.Hypot(d.Sigma, sd)}
}

// Family, Params and Marginals implement [Belief].

func (d Normal) Family() string        { return "normal" }
func (d Normal) Params() []Param       { return []Param{{"mean", d.Mu}, {"sd", d.Sigma}} }
func (d Normal) Marginals() []Marginal { return []Marginal{{"mean", d}} }

// LogProb implements [prob.LogDensity]. The flat prior has log-density 0.
func (d Normal) LogProb(x, grad []float64) float64 {
	if d.Proper() != nil {
		clear(grad)
		return 0
	}
	return prob.Normal(d).LogProb(x, grad)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d Normal) Rand(rng *rand.Rand, x []float64) { d.dist().Rand(rng, x) }

// String returns "normal(mean=…, sd=…)".
func (d Normal) String() string {
	if math.IsInf(d.Sigma, 1) {
		return fmt.Sprintf("normal(mean=%g, sd=inf)", d.Mu)
	}
	return prob.Normal(d).String()
}

// dist returns the distribution, everything about which is NaN if improper.
func (d Normal) dist() prob.Normal {
	if d.Proper() != nil {
		return prob.Normal{Mu: math.NaN(), Sigma: math.NaN()}
	}
	return prob.Normal(d)
}

// The distribution itself is [prob.Normal]; of an improper one all this is NaN.

func (d Normal) Dim() int                      { return 1 }
func (d Normal) Support() prob.Bijector        { return prob.Normal(d).Support() }
func (d Normal) Mean() float64                 { return d.dist().Mean() }
func (d Normal) Var() float64                  { return d.dist().Var() }
func (d Normal) CDF(x float64) float64         { return d.dist().CDF(x) }
func (d Normal) LogCDF(x float64) float64      { return d.dist().LogCDF(x) }
func (d Normal) Survival(x float64) float64    { return d.dist().Survival(x) }
func (d Normal) LogSurvival(x float64) float64 { return d.dist().LogSurvival(x) }
func (d Normal) Quantile(p float64) float64    { return d.dist().Quantile(p) }

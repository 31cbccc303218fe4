package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// LocalLevel is the distribution of a level that drifts: before each row it takes
// a normal step of standard deviation Drift, and is then measured with normal
// noise of known standard deviation,
//
//	x₀ ~ normal(Mu, Sigma),  xₜ = xₜ₋₁ + normal(0, Drift),  yₜ = xₜ + normal(0, noise).
//
// Mu and Sigma are the mean and standard deviation of the level now: after the
// rows seen, before the next step. Its statistic is [Walk], and Update is the
// Kalman filter (Kalman 1960, doi:10.1115/1.3662552): exact, one row at a time or
// a stretch at once. It is the honest model of what forgetting approximates: old
// rows count for less because the level has moved since, and the evidence,
// Σ log p(yₜ | y₁ … yₜ₋₁), is that of the series and no pseudo-evidence.
//
// It is a [Prior], and p.Update(a).Update(b) = p.Update(a.Merge(b)) holds, as does
// telescoping. The laws of order do not, and are not meant to: the order of rows
// matters, rows cannot be taken out, and the posterior is about another level than
// the prior. Drift = 0 is [Normal] with [Measurements], where order is nothing.
// Sigma may be +Inf, which is improper.
type LocalLevel struct{ Mu, Sigma, Drift float64 }

// Row returns the likelihood of the next row, y, measured with standard deviation
// noise > 0.
func (d LocalLevel) Row(y, noise float64) Walk { return walk(d.Drift, y, noise) }

// Update returns the distribution of the level after the rows of t, which must
// come from the Row of a LocalLevel with the same Drift.
func (d LocalLevel) Update(t Walk) LocalLevel {
	if t.rows == 0 {
		return d
	}
	r := t.precision * d.Sigma * d.Sigma // the data's precision over the prior's
	if math.IsInf(r, 1) {
		return LocalLevel{t.end.Float64(), math.Sqrt(t.spread + t.decay*t.decay/t.precision), d.Drift}
	}
	off := t.start.AddFloat(-d.Mu).Neg()
	return LocalLevel{
		off.MulFloat(t.decay / (1 + r)).Add(t.end).Float64(),
		math.Sqrt(t.spread + t.decay*t.decay*d.Sigma*d.Sigma/(1+r)),
		d.Drift,
	}
}

// LogEvidence returns, with r = Jσ²,
//
//	−½·log(1+r) − ½·J(m−μ)²/(1+r) + c.
func (d LocalLevel) LogEvidence(t Walk) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if t.rows == 0 {
		return 0
	}
	r := t.precision * d.Sigma * d.Sigma
	off := t.start.AddFloat(-d.Mu)
	twice := off.Mul(off).MulFloat(t.precision / (1 + r)).AddFloat(math.Log1p(r))
	return t.base.Sub(twice.MulFloat(0.5)).Float64()
}

// level returns the distribution of the level now.
func (d LocalLevel) level() Normal { return Normal{d.Mu, d.Sigma} }

// Forecast returns the distribution of the measurement that is made steps rows
// from now, 1 for the next, with standard deviation noise.
func (d LocalLevel) Forecast(steps, noise float64) prob.Normal {
	return prob.Normal{Mu: d.Mu, Sigma: math.Hypot(math.Hypot(d.Sigma, math.Sqrt(steps)*d.Drift), noise)}
}

// Check reports a parameter outside its range; Sigma = +Inf is allowed.
func (d LocalLevel) Check() error {
	if err := checkAll(d.Family(), anyReal{"mean", d.Mu}, atLeast0{"drift", d.Drift}); err != nil || math.IsInf(d.Sigma, 1) {
		return err
	}
	return checkAll(d.Family(), above0{"sd", d.Sigma})
}

// Proper implements [Prior].
func (d LocalLevel) Proper() error {
	if d.level().Proper() == nil {
		return nil
	}
	return improper(d, "it is flat and integrates to infinity unless sd is finite")
}

// Family, Params and Marginals implement [Belief].

func (d LocalLevel) Family() string { return "local-level" }
func (d LocalLevel) Params() []Param {
	return []Param{{"mean", d.Mu}, {"sd", d.Sigma}, {"drift", d.Drift}}
}
func (d LocalLevel) Marginals() []Marginal { return []Marginal{{"level", d.level()}} }

// String returns "local-level(mean=…, sd=…, drift=…)".
func (d LocalLevel) String() string {
	sd := fmt.Sprintf("%g", d.Sigma)
	if math.IsInf(d.Sigma, 1) {
		sd = "inf"
	}
	return fmt.Sprintf("%s(mean=%g, sd=%s, drift=%g)", d.Family(), d.Mu, sd, d.Drift)
}

// Dim returns 1.
func (d LocalLevel) Dim() int { return 1 }

// Support implements [prob.Density].
func (d LocalLevel) Support() prob.Bijector { return prob.Identity(1) }

// LogProb returns the log-density of the level now at x[0].
func (d LocalLevel) LogProb(x, grad []float64) float64 { return d.level().LogProb(x, grad) }

// Rand draws the level now; an improper d draws NaN.
func (d LocalLevel) Rand(rng *rand.Rand, x []float64) { d.level().Rand(rng, x) }

func (d LocalLevel) MarshalJSON() ([]byte, error)     { return MarshalBelief(d) }
func (d *LocalLevel) UnmarshalJSON(data []byte) error { return readAs(d, data) }

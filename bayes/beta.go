package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Beta is the beta distribution of a probability, conjugate to [Trials]: Alpha
// successes and Beta failures seen beforehand, in effect. Alpha or Beta may be
// 0, which is improper.
type Beta prob.Beta

// Update adds successes to Alpha and failures to Beta.
func (d Beta) Update(t Trials) Beta {
	return Beta{
		Alpha: t.successes().AddFloat(d.Alpha).Float64(),
		Beta:  t.failures().AddFloat(d.Beta).Float64(),
	}
}

// LogEvidence returns log B(α+s, β+f) − log B(α, β) + c.
func (d Beta) LogEvidence(t Trials) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	after := dd.LogBeta(t.successes().AddFloat(d.Alpha), t.failures().AddFloat(d.Beta))
	return after.Sub(dd.LogBeta(dd.Of(d.Alpha), dd.Of(d.Beta))).Add(t.base).Float64()
}

// Check reports a parameter outside its range; 0 is allowed.
func (d Beta) Check() error {
	return checkAll("beta", atLeast0{"alpha", d.Alpha}, atLeast0{"beta", d.Beta})
}

// Proper implements [Prior].
func (d Beta) Proper() error {
	if d.Alpha > 0 && d.Beta > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless alpha and beta are above 0")
}

// HDI returns the region of highest density that holds probability level. It is
// two intervals where the density is U-shaped (Alpha and Beta below 1) and one
// that touches 0 or 1 where it is J-shaped.
func (d Beta) HDI(level float64) []Interval {
	switch turn := (d.Alpha - 1) / (d.Alpha + d.Beta - 2); {
	case turn > 0 && turn < 1:
		return highest(d.dist(), level, turn)
	default: // monotone, or flat: no turning point inside
		return highest(d.dist(), level)
	}
}

// Interval returns the central interval that holds probability level.
func (d Beta) Interval(level float64) Interval { return Central(d.dist(), level) }

// Predictive returns the distribution of one more Bernoulli observation.
func (d Beta) Predictive() prob.Bernoulli { return prob.Bernoulli{P: d.Mean()} }

// PredictiveBinomial returns the distribution of the successes in n more trials.
func (d Beta) PredictiveBinomial(n float64) prob.BetaBinomial {
	return prob.BetaBinomial{N: n, Alpha: d.Alpha, Beta: d.Beta}
}

// PredictiveNegativeBinomial returns the distribution of the failures before
// the r-th success to come; r = 1 predicts a geometric observation.
func (d Beta) PredictiveNegativeBinomial(r float64) prob.BetaNegativeBinomial {
	return prob.BetaNegativeBinomial{R: r, Alpha: d.Alpha, Beta: d.Beta}
}

// Family, Params and Marginals implement [Belief].

func (d Beta) Family() string        { return "beta" }
func (d Beta) Params() []Param       { return []Param{{"alpha", d.Alpha}, {"beta", d.Beta}} }
func (d Beta) Marginals() []Marginal { return []Marginal{{"p", d}} }

// LogProb implements [prob.LogDensity]. An improper d has the log-density
// (α−1)·log p + (β−1)·log(1−p), without a normaliser.
func (d Beta) LogProb(x, grad []float64) float64 {
	if d.Proper() != nil {
		return Trials{Successes: d.Alpha - 1, Failures: d.Beta - 1}.LogProb(x, grad)
	}
	return prob.Beta(d).LogProb(x, grad)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d Beta) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	prob.Beta(d).Rand(rng, x)
}

// dist returns the distribution, everything about which is NaN if improper.
func (d Beta) dist() prob.Beta {
	if d.Proper() != nil {
		return prob.Beta{Alpha: math.NaN(), Beta: math.NaN()}
	}
	return prob.Beta(d)
}

// The distribution itself is [prob.Beta]; of an improper one all this is NaN.

func (d Beta) Dim() int                      { return 1 }
func (d Beta) Support() prob.Bijector        { return prob.Beta(d).Support() }
func (d Beta) Mean() float64                 { return d.dist().Mean() }
func (d Beta) Var() float64                  { return d.dist().Var() }
func (d Beta) CDF(x float64) float64         { return d.dist().CDF(x) }
func (d Beta) LogCDF(x float64) float64      { return d.dist().LogCDF(x) }
func (d Beta) Survival(x float64) float64    { return d.dist().Survival(x) }
func (d Beta) LogSurvival(x float64) float64 { return d.dist().LogSurvival(x) }
func (d Beta) Quantile(p float64) float64    { return d.dist().Quantile(p) }
func (d Beta) String() string                { return prob.Beta(d).String() }

package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Trials is the likelihood of a probability p:
//
//	log p(data | p) = s·log p + f·log(1−p) + c.
//
// Bernoulli, binomial, geometric and negative binomial observations all are of
// this form and differ only in c, the part that does not depend on p; it is
// kept, so that evidence is normalised over the data. The zero value is no
// data. A literal Trials{Successes: s, Failures: f} is a sequence (c = 0).
type Trials struct {
	Successes, Failures float64

	base dd.Float // c, in twice the precision: at 10⁹ trials it is 7·10⁸ and all but cancels
}

// Bernoulli returns the likelihood of a sequence of s successes and f failures
// in a given order.
func Bernoulli(s, f float64) Trials { return Trials{Successes: s, Failures: f} }

// Binomial returns the likelihood of k successes in n trials in any order: that
// of the sequence times n-choose-k.
func Binomial(k, n float64) Trials {
	return Trials{k, n - k, dd.LogChoose(dd.Of(n), dd.Of(k))}
}

// Geometric returns the likelihood of k failures before the first success.
// For data counted from one, the number of trials, pass k = trials − 1.
func Geometric(k float64) Trials { return Trials{Successes: 1, Failures: k} }

// NegativeBinomial returns the likelihood of k failures before the r-th
// success, r known: (k+r−1)-choose-k p^r (1−p)^k; r need not be whole.
func NegativeBinomial(r, k float64) Trials {
	return Trials{r, k, dd.LogRising(dd.Of(r), dd.Of(k)).Sub(dd.LogGamma(dd.Sum(k, 1)))}
}

// Dim returns 1.
func (t Trials) Dim() int { return 1 }

// LogProb returns log p(data | p) at x[0] = p and its derivative in p.
func (t Trials) LogProb(x, grad []float64) float64 {
	p := x[0]
	if grad != nil {
		grad[0] = ratio(t.Successes, p) - ratio(t.Failures, 1-p)
	}
	return dd.Of(xlogy(t.Successes, p)).AddFloat(xlog1py(t.Failures, -p)).Add(t.base).Float64()
}

// Merge implements [Stat].
func (t Trials) Merge(u Trials) Trials {
	return Trials{t.Successes + u.Successes, t.Failures + u.Failures, t.base.Add(u.base)}
}

// Scale implements [Stat].
func (t Trials) Scale(w float64) Trials {
	return Trials{w * t.Successes, w * t.Failures, t.base.MulFloat(w)}
}

// Check implements [Stat]: neither count is negative.
func (t Trials) Check() error {
	if !(t.Successes >= 0 && t.Failures >= 0) {
		return fmt.Errorf("%g successes and %g failures: neither can be negative", t.Successes, t.Failures)
	}
	return nil
}

// Beta is the beta distribution of a probability, conjugate to [Trials]: Alpha
// successes and Beta failures seen beforehand, in effect. Alpha or Beta may be
// 0, which is improper.
type Beta prob.Beta

// Update adds successes to Alpha and failures to Beta.
func (d Beta) Update(t Trials) Beta {
	return Beta{d.Alpha + t.Successes, d.Beta + t.Failures}
}

// LogEvidence returns log B(α+s, β+f) − log B(α, β) + c.
func (d Beta) LogEvidence(t Trials) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	after := dd.LogBeta(dd.Sum(d.Alpha, t.Successes), dd.Sum(d.Beta, t.Failures))
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
		return highest(prob.Beta(d), level, turn)
	default: // monotone, or flat: no turning point inside
		return highest(prob.Beta(d), level)
	}
}

// Interval returns the central interval that holds probability level.
func (d Beta) Interval(level float64) Interval { return Central(prob.Beta(d), level) }

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

// The distribution itself is [prob.Beta].

func (d Beta) Dim() int                          { return 1 }
func (d Beta) Support() prob.Bijector            { return prob.Beta(d).Support() }
func (d Beta) LogProb(x, grad []float64) float64 { return prob.Beta(d).LogProb(x, grad) }
func (d Beta) Rand(rng *rand.Rand, x []float64)  { prob.Beta(d).Rand(rng, x) }
func (d Beta) Mean() float64                     { return prob.Beta(d).Mean() }
func (d Beta) Var() float64                      { return prob.Beta(d).Var() }
func (d Beta) CDF(x float64) float64             { return prob.Beta(d).CDF(x) }
func (d Beta) LogCDF(x float64) float64          { return prob.Beta(d).LogCDF(x) }
func (d Beta) Survival(x float64) float64        { return prob.Beta(d).Survival(x) }
func (d Beta) LogSurvival(x float64) float64     { return prob.Beta(d).LogSurvival(x) }
func (d Beta) Quantile(p float64) float64        { return prob.Beta(d).Quantile(p) }
func (d Beta) String() string                    { return prob.Beta(d).String() }

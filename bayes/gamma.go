package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Gamma is the gamma distribution of a rate, with shape and rate (not scale),
// conjugate to [Events]: Shape events in an exposure of Rate seen beforehand, in
// effect. Shape or Rate may be 0, which is improper.
type Gamma prob.Gamma

// Update adds the events to Shape and the exposure to Rate.
func (d Gamma) Update(e Events) Gamma {
	return Gamma{
		Shape: e.count().AddFloat(d.Shape).Float64(),
		Rate:  e.exposure().AddFloat(d.Rate).Float64(),
	}
}

// LogEvidence returns, with shape α, rate β and the Γ ratio taken as a whole,
//
//	log Γ(α+a)/Γ(α) − α·log(1 + b/β) − a·log(β+b) + c.
func (d Gamma) LogEvidence(e Events) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(e.base) {
		return math.Inf(-1)
	}
	return scaleEvidence(d.Shape, d.Rate, e.count(), e.exposure()).Add(e.base).Float64()
}

// scaleEvidence returns log Γ(α+a)/Γ(α) − α·log(1 + b/β) − a·log(β+b), the log of
// the integral of λ^a e^(−bλ) over a gamma of shape α and rate β.
func scaleEvidence(shape, rate float64, a, b total) total {
	sum := dd.LogRising(dd.Of(shape), a).Sub(logRatio(dd.Of(rate), b).MulFloat(shape))
	if a.Hi != 0 {
		sum = sum.Sub(dd.Log(b.AddFloat(rate)).Mul(a))
	}
	return sum
}

// logRatio returns log((x+y)/x) for x > 0, y ≥ 0.
func logRatio(x, y total) total {
	if r := y.Div(x); !math.IsInf(r.Hi, 1) {
		return dd.Log1p(r)
	}
	return dd.Log(x.Add(y)).Sub(dd.Log(x))
}

// Check reports a parameter outside its range; 0 is allowed.
func (d Gamma) Check() error {
	return checkAll("gamma", atLeast0{"shape", d.Shape}, atLeast0{"rate", d.Rate})
}

// Proper implements [Prior].
func (d Gamma) Proper() error {
	if d.Shape > 0 && d.Rate > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless shape and rate are above 0")
}

// HDI returns the region of highest density that holds probability level, an
// interval, from 0 on where the density falls throughout (Shape up to 1).
func (d Gamma) HDI(level float64) []Interval {
	if d.Shape > 1 {
		return highest(d.dist(), level, (d.Shape-1)/d.Rate)
	}
	return highest(d.dist(), level)
}

// Interval returns the central interval that holds probability level.
func (d Gamma) Interval(level float64) Interval { return Central(d.dist(), level) }

// Predictive returns the distribution of the next count over an exposure of 1.
func (d Gamma) Predictive() prob.NegativeBinomial { return d.PredictivePoisson(1) }

// PredictivePoisson returns the distribution of the next count over an
// exposure. A sum of counts under the same rate is the count over the sum of
// their exposures. Where the exposure is far below Rate, the negative
// binomial's P, then close to 1, holds it only to 2⁻⁵³ of Rate; [Gamma.LogEvidence]
// of [Poisson] is not so limited.
func (d Gamma) PredictivePoisson(exposure float64) prob.NegativeBinomial {
	return prob.NegativeBinomial{R: d.Shape, P: d.Rate / (d.Rate + exposure)}
}

// PredictiveExponential returns the distribution of the next waiting time.
func (d Gamma) PredictiveExponential() prob.Lomax {
	return prob.Lomax{Shape: d.Shape, Scale: d.Rate}
}

// PredictiveGamma returns the distribution of the next number of a gamma
// distribution of known shape: a beta prime, scaled by Rate.
func (d Gamma) PredictiveGamma(shape float64) prob.Univariate {
	return betaPrime{shape, d.Shape, d.Rate}
}

// PredictiveInverseGamma returns the distribution of the next number of an
// inverse gamma distribution of known shape: a beta prime, scaled by 1/Rate.
func (d Gamma) PredictiveInverseGamma(shape float64) prob.Univariate {
	return betaPrime{d.Shape, shape, 1 / d.Rate}
}

// PredictivePareto returns the distribution of the next number of a Pareto
// distribution of known minimum. Its mean is infinite, whatever the data.
func (d Gamma) PredictivePareto(min float64) prob.Univariate {
	mean, variance := beyond()
	return aboveMin(d.PredictiveExponential(), min, mean, variance)
}

// Family, Params and Marginals implement [Belief].

func (d Gamma) Family() string        { return "gamma" }
func (d Gamma) Params() []Param       { return []Param{{"shape", d.Shape}, {"rate", d.Rate}} }
func (d Gamma) Marginals() []Marginal { return []Marginal{{"rate", d}} }

// LogProb implements [prob.LogDensity]. An improper d has the log-density
// (α−1)·log λ − βλ, without a normaliser.
func (d Gamma) LogProb(x, grad []float64) float64 {
	if d.Proper() != nil {
		return Events{Count: d.Shape - 1, Exposure: d.Rate}.LogProb(x, grad)
	}
	return prob.Gamma(d).LogProb(x, grad)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d Gamma) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	prob.Gamma(d).Rand(rng, x)
}

// dist returns the distribution, everything about which is NaN if improper.
func (d Gamma) dist() prob.Gamma {
	if d.Proper() != nil {
		return prob.Gamma{Shape: math.NaN(), Rate: math.NaN()}
	}
	return prob.Gamma(d)
}

// The distribution itself is [prob.Gamma]; of an improper one all this is NaN.

func (d Gamma) Dim() int                      { return 1 }
func (d Gamma) Support() prob.Bijector        { return prob.Gamma(d).Support() }
func (d Gamma) Mean() float64                 { return d.dist().Mean() }
func (d Gamma) Var() float64                  { return d.dist().Var() }
func (d Gamma) CDF(x float64) float64         { return d.dist().CDF(x) }
func (d Gamma) LogCDF(x float64) float64      { return d.dist().LogCDF(x) }
func (d Gamma) Survival(x float64) float64    { return d.dist().Survival(x) }
func (d Gamma) LogSurvival(x float64) float64 { return d.dist().LogSurvival(x) }
func (d Gamma) Quantile(p float64) float64    { return d.dist().Quantile(p) }
func (d Gamma) String() string                { return prob.Gamma(d).String() }

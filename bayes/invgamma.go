package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// InverseGamma is the inverse gamma distribution of a scale θ, with shape and
// scale, conjugate to [Deviations]: as a distribution of a variance it is worth
// 2·Shape values whose squares sum to 2·Scale. (A scaled inverse χ² of ν degrees
// of freedom and scale s² is InverseGamma{ν/2, ν·s²/2}.) Shape or Scale may be
// 0, which is improper; both 0 is p(θ) ∝ 1/θ.
type InverseGamma prob.InverseGamma

// Update adds the count to Shape and the sum to Scale.
func (d InverseGamma) Update(t Deviations) InverseGamma {
	return InverseGamma{
		Shape: t.count().AddFloat(d.Shape).Float64(),
		Scale: t.sum().AddFloat(d.Scale).Float64(),
	}
}

// LogEvidence returns, with shape α, scale β and the Γ ratio taken as a whole,
//
//	log Γ(α+a)/Γ(α) − α·log(1 + b/β) − a·log(β+b) + c.
func (d InverseGamma) LogEvidence(t Deviations) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	return scaleEvidence(d.Shape, d.Scale, t.count(), t.sum()).Add(t.base).Float64()
}

// Check reports a parameter outside its range; 0 is allowed.
func (d InverseGamma) Check() error {
	return checkAll("inverse-gamma", atLeast0{"shape", d.Shape}, atLeast0{"scale", d.Scale})
}

// Proper implements [Prior].
func (d InverseGamma) Proper() error {
	if d.Shape > 0 && d.Scale > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless shape and scale are above 0")
}

// HDI returns the region of highest density that holds probability level, an
// interval around Scale/(Shape+1).
func (d InverseGamma) HDI(level float64) []Interval {
	return highest(d.dist(), level, d.Scale/(d.Shape+1))
}

// Interval returns the central interval that holds probability level.
func (d InverseGamma) Interval(level float64) Interval { return Central(d.dist(), level) }

// PredictiveNormal returns the distribution of the next number of a normal
// distribution of known mean whose variance d is about.
func (d InverseGamma) PredictiveNormal(mean float64) prob.StudentT {
	p := d.dist()
	return prob.StudentT{DF: 2 * p.Shape, Loc: mean, Scale: math.Sqrt(p.Scale / p.Shape)}
}

// PredictiveWeibull returns the distribution of the next number of a Weibull
// distribution of known shape: the root of a Lomax distribution. Its mean is
// Scale^(1/k)·Γ(1+1/k)·Γ(Shape−1/k)/Γ(Shape), infinite for Shape ≤ 1/k.
func (d InverseGamma) PredictiveWeibull(shape float64) prob.Univariate {
	p := d.dist()
	logPower := func(k float64) float64 { // log of the mean of y^k
		if !(p.Shape > k/shape) {
			return math.Inf(1)
		}
		return k/shape*math.Log(p.Scale) + prob.LogGamma(1+k/shape) + prob.LogRising(p.Shape, -k/shape)
	}
	mean, variance := math.Exp(logPower(1)), math.NaN()
	if !math.IsInf(mean, 1) {
		variance = mean * mean * math.Expm1(logPower(2)-2*logPower(1))
	}
	return rootOf(prob.Lomax{Shape: p.Shape, Scale: p.Scale}, shape, mean, variance)
}

// Family, Params and Marginals implement [Belief].

func (d InverseGamma) Family() string        { return "inverse-gamma" }
func (d InverseGamma) Params() []Param       { return []Param{{"shape", d.Shape}, {"scale", d.Scale}} }
func (d InverseGamma) Marginals() []Marginal { return []Marginal{{"theta", d}} }

// LogProb implements [prob.LogDensity]. An improper d has the log-density
// −(α+1)·log θ − β/θ, without a normaliser.
func (d InverseGamma) LogProb(x, grad []float64) float64 {
	if d.Proper() != nil {
		return Deviations{Count: d.Shape + 1, Sum: d.Scale}.LogProb(x, grad)
	}
	return prob.InverseGamma(d).LogProb(x, grad)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d InverseGamma) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	prob.InverseGamma(d).Rand(rng, x)
}

// dist returns the distribution, everything about which is NaN if improper.
func (d InverseGamma) dist() prob.InverseGamma {
	if d.Proper() != nil {
		return prob.InverseGamma{Shape: math.NaN(), Scale: math.NaN()}
	}
	return prob.InverseGamma(d)
}

// The distribution itself is [prob.InverseGamma]; of an improper one all this is
// NaN.

func (d InverseGamma) Dim() int                      { return 1 }
func (d InverseGamma) Support() prob.Bijector        { return prob.InverseGamma(d).Support() }
func (d InverseGamma) Mean() float64                 { return d.dist().Mean() }
func (d InverseGamma) Var() float64                  { return d.dist().Var() }
func (d InverseGamma) CDF(x float64) float64         { return d.dist().CDF(x) }
func (d InverseGamma) LogCDF(x float64) float64      { return d.dist().LogCDF(x) }
func (d InverseGamma) Survival(x float64) float64    { return d.dist().Survival(x) }
func (d InverseGamma) LogSurvival(x float64) float64 { return d.dist().LogSurvival(x) }
func (d InverseGamma) Quantile(p float64) float64    { return d.dist().Quantile(p) }
func (d InverseGamma) String() string                { return prob.InverseGamma(d).String() }

func (d InverseGamma) MarshalJSON() ([]byte, error)     { return MarshalBelief(d) }
func (d *InverseGamma) UnmarshalJSON(data []byte) error { return readAs(d, data) }

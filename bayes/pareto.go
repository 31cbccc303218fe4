package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Pareto is the Pareto distribution of the upper end θ of uniform data, conjugate
// to [Extent]: Shape values seen beforehand, in effect, the largest of them Min.
//
//	log p(θ) = log a + a·log m − (a+1)·log θ,  θ ≥ m.
//
// Its support begins at the largest value so far and moves with the data. Shape or
// Min may be 0, which is improper.
type Pareto struct{ Min, Shape float64 }

// Update adds the number of values to Shape, and raises Min to the largest.
func (d Pareto) Update(t Extent) Pareto {
	return Pareto{Min: math.Max(d.Min, t.Max), Shape: t.n().AddFloat(d.Shape).Float64()}
}

// LogEvidence returns, with minimum m before and m' after n values,
//
//	−log(1 + n/a) − a·log(m'/m) − n·log m'.
func (d Pareto) LogEvidence(t Extent) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	n := t.n()
	after := math.Max(d.Min, t.Max)
	sum := logRatio(dd.Of(d.Min), dd.Sum(after, -d.Min)).MulFloat(d.Shape)
	sum = sum.Add(dd.Log(dd.Of(after)).Mul(n)).Add(logRatio(dd.Of(d.Shape), n))
	return sum.Neg().Float64()
}

// Check reports a parameter outside its range; 0 is allowed.
func (d Pareto) Check() error {
	return checkAll("pareto", atLeast0{"min", d.Min}, atLeast0{"shape", d.Shape})
}

// Proper implements [Prior].
func (d Pareto) Proper() error {
	if d.Min > 0 && d.Shape > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless min and shape are above 0")
}

// HDI returns the region of highest density that holds probability level: from
// Min on.
func (d Pareto) HDI(level float64) []Interval {
	return []Interval{{d.Quantile(0), d.Quantile(level)}}
}

// Interval returns the central interval that holds probability level.
func (d Pareto) Interval(level float64) Interval { return Central(d.dist(), level) }

// PredictiveUniform returns the distribution of the next value.
func (d Pareto) PredictiveUniform() prob.Univariate {
	if d.Proper() != nil {
		return uniformBelow{math.NaN(), math.NaN()}
	}
	return uniformBelow(d)
}

// Family, Params and Marginals implement [Belief].

func (d Pareto) Family() string        { return "pareto" }
func (d Pareto) Params() []Param       { return []Param{{"min", d.Min}, {"shape", d.Shape}} }
func (d Pareto) Marginals() []Marginal { return []Marginal{{"bound", d}} }

// String returns "pareto(min=…, shape=…)".
func (d Pareto) String() string { return fmt.Sprintf("pareto(min=%g, shape=%g)", d.Min, d.Shape) }

// LogProb implements [prob.LogDensity]. An improper d has the log-density
// −(a+1)·log θ from Min on, without a normaliser.
func (d Pareto) LogProb(x, grad []float64) float64 {
	theta := x[0]
	if !(theta >= d.Min && theta > 0) || math.IsInf(theta, 1) {
		return outside(theta)
	}
	if grad != nil {
		grad[0] = -(d.Shape + 1) / theta
	}
	if d.Proper() != nil {
		return -(d.Shape + 1) * math.Log(theta)
	}
	return math.Log(d.Shape) - d.Shape*logRatio(dd.Of(d.Min), dd.Sum(theta, -d.Min)).Float64() - math.Log(theta)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d Pareto) Rand(rng *rand.Rand, x []float64) { d.dist().Rand(rng, x) }

// dist returns the distribution, everything about which is NaN if improper.
func (d Pareto) dist() warped {
	if d.Proper() != nil {
		return paretoOf(math.NaN(), math.NaN())
	}
	return paretoOf(d.Min, d.Shape)
}

// Dim returns 1.
func (d Pareto) Dim() int { return 1 }

// Support implements [prob.Density]: the numbers above Min.
func (d Pareto) Support() prob.Bijector { return prob.Interval(d.Min, math.Inf(1), 1) }

// Of an improper distribution all this is NaN.

func (d Pareto) Mean() float64                 { return d.dist().Mean() }
func (d Pareto) Var() float64                  { return d.dist().Var() }
func (d Pareto) CDF(x float64) float64         { return d.dist().CDF(x) }
func (d Pareto) LogCDF(x float64) float64      { return d.dist().LogCDF(x) }
func (d Pareto) Survival(x float64) float64    { return d.dist().Survival(x) }
func (d Pareto) LogSurvival(x float64) float64 { return d.dist().LogSurvival(x) }
func (d Pareto) Quantile(p float64) float64    { return d.dist().Quantile(p) }

func (d Pareto) MarshalJSON() ([]byte, error)     { return MarshalBelief(d) }
func (d *Pareto) UnmarshalJSON(data []byte) error { return readAs(d, data) }

// uniformBelow is the distribution of a number that is uniform from 0 to a θ of
// Pareto distribution: flat up to m, where it holds a/(a+1) of the probability,
// and falling as a power of y beyond.
type uniformBelow Pareto

func (d uniformBelow) Dim() int               { return 1 }
func (d uniformBelow) Support() prob.Bijector { return prob.Positive(1) }

func (d uniformBelow) LogProb(x, grad []float64) float64 {
	y := x[0]
	if !(y >= 0) || math.IsInf(y, 1) {
		return outside(y)
	}
	lp, slope := math.Log(d.Shape)-math.Log1p(d.Shape)-math.Log(d.Min), 0.0
	if y > d.Min {
		lp -= (d.Shape + 1) * logRatio(dd.Of(d.Min), dd.Sum(y, -d.Min)).Float64()
		slope = -(d.Shape + 1) / y
	}
	if grad != nil {
		grad[0] = slope
	}
	return lp
}

func (d uniformBelow) Rand(rng *rand.Rand, x []float64) {
	Pareto(d).Rand(rng, x)
	x[0] *= rng.Float64()
}

// Mean is half of that of θ.
func (d uniformBelow) Mean() float64 { return Pareto(d).Mean() / 2 }

// Var is E θ²/3 − (E θ)²/4.
func (d uniformBelow) Var() float64 {
	mean := Pareto(d).Mean()
	return Pareto(d).Var()/3 + mean*mean/12
}

func (d uniformBelow) CDF(y float64) float64 {
	switch {
	case y <= 0:
		return 0
	case !(y > d.Min): // NaN too
		return y / d.Min * (d.Shape / (d.Shape + 1))
	}
	return 1 - d.Survival(y)
}

func (d uniformBelow) Survival(y float64) float64 {
	if y > d.Min {
		return math.Exp(-d.Shape*math.Log(y/d.Min)) / (d.Shape + 1)
	}
	return 1 - d.CDF(y)
}

func (d uniformBelow) LogCDF(y float64) float64 {
	if y > d.Min {
		return math.Log1p(-d.Survival(y))
	}
	return math.Log(d.CDF(y))
}

func (d uniformBelow) LogSurvival(y float64) float64 {
	if y > d.Min {
		return -d.Shape*math.Log(y/d.Min) - math.Log1p(d.Shape)
	}
	return math.Log1p(-d.CDF(y))
}

func (d uniformBelow) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	if below := d.Shape / (d.Shape + 1); p <= below {
		return p / below * d.Min
	}
	return d.Min * math.Exp(-math.Log((1-p)*(d.Shape+1))/d.Shape)
}

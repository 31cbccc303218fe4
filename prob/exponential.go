package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Exponential is the exponential distribution with rate λ > 0, mean 1/λ:
//
//	log p(x) = log λ − λx,  x ≥ 0.
type Exponential struct{ Rate float64 }

var _ Univariate = Exponential{}

// Check reports a parameter outside its range.
func (d Exponential) Check() error { return positive("exponential", "rate", d.Rate) }

func (d Exponential) Dim() int          { return 1 }
func (d Exponential) Support() Bijector { return Positive(1) }
func (d Exponential) Mean() float64     { return 1 / d.Rate }
func (d Exponential) Var() float64      { return 1 / d.Rate / d.Rate }

// LogProb implements [LogDensity]. At 0 it is finite.
func (d Exponential) LogProb(x, grad []float64) float64 {
	if x[0] < 0 {
		return math.Inf(-1)
	}
	if grad != nil {
		grad[0] = -d.Rate
	}
	return math.Log(d.Rate) - d.Rate*x[0]
}

// Score overwrites grad with ∂ log p(x)/∂λ.
func (d Exponential) Score(x, grad []float64) { grad[0] = 1/d.Rate - x[0] }

// Rand implements [Distribution].
func (d Exponential) Rand(rng *rand.Rand, x []float64) { x[0] = rng.ExpFloat64() / d.Rate }

// CDF returns P(X ≤ x).
func (d Exponential) CDF(x float64) float64 { return -math.Expm1(d.LogSurvival(x)) }

// Survival returns P(X > x).
func (d Exponential) Survival(x float64) float64 { return math.Exp(d.LogSurvival(x)) }

// LogCDF returns log P(X ≤ x), −Inf up to 0.
func (d Exponential) LogCDF(x float64) float64 { return Log1mExp(d.LogSurvival(x)) }

// LogSurvival returns log P(X > x), −λx.
func (d Exponential) LogSurvival(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return -d.Rate * x
}

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d Exponential) Quantile(p float64) float64 {
	if p < 0 {
		return math.NaN()
	}
	return -math.Log1p(-p) / d.Rate
}

// String returns "exponential(rate=…)".
func (d Exponential) String() string { return fmt.Sprintf("exponential(rate=%g)", d.Rate) }

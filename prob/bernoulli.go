package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Bernoulli is the distribution of a single trial, 1 with probability P and 0
// otherwise, 0 ≤ P ≤ 1:
//
//	log p(x) = x·log p + (1−x)·log(1−p).
type Bernoulli struct{ P float64 }

// Check reports a parameter outside its range.
func (d Bernoulli) Check() error { return probability("bernoulli", "p", d.P) }

func (d Bernoulli) Dim() int      { return 1 }
func (d Bernoulli) Mean() float64 { return d.P }
func (d Bernoulli) Var() float64  { return d.P * (1 - d.P) }

// LogProb returns log p(x), −Inf unless x is 0 or 1. It panics if grad is not
// nil: a mass function has no gradient in x.
func (d Bernoulli) LogProb(x, grad []float64) float64 {
	noGradient("Bernoulli", grad)
	switch x[0] {
	case 0:
		return math.Log1p(-d.P)
	case 1:
		return math.Log(d.P)
	}
	return notCount(x[0])
}

// Score overwrites grad with ∂ log p(x)/∂p.
func (d Bernoulli) Score(x, grad []float64) {
	grad[0] = over(x[0], d.P) - over(1-x[0], 1-d.P)
}

// Rand implements [Distribution].
func (d Bernoulli) Rand(rng *rand.Rand, x []float64) {
	x[0] = 0
	if rng.Float64() < d.P {
		x[0] = 1
	}
}

func (d Bernoulli) tail(x float64) tail {
	switch {
	case x < 0:
		return nothing()
	case x >= 1:
		return everything()
	case math.IsNaN(x):
		return unknown()
	}
	return tail{math.Log1p(-d.P), math.Log(d.P)}
}

// CDF returns P(X ≤ x).
func (d Bernoulli) CDF(x float64) float64 {
	if x >= 0 && x < 1 {
		return 1 - d.P
	}
	return d.tail(x).cdf()
}

// Survival returns P(X > x).
func (d Bernoulli) Survival(x float64) float64 {
	if x >= 0 && x < 1 {
		return d.P
	}
	return d.tail(x).survival()
}

// LogCDF returns log P(X ≤ x).
func (d Bernoulli) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x).
func (d Bernoulli) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p, and 0 at p = 0.
func (d Bernoulli) Quantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || math.IsNaN(d.P):
		return math.NaN()
	case p <= 0.5 && p <= 1-d.P, p > 0.5 && d.P <= 1-p:
		return 0
	}
	return 1
}

// String returns "bernoulli(p=…)".
func (d Bernoulli) String() string { return fmt.Sprintf("bernoulli(p=%g)", d.P) }

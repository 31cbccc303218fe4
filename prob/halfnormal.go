package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// HalfNormal is the distribution of |X| for X from Normal{0, Sigma}, σ > 0:
//
//	log p(x) = ½ log(2/π) − log σ − ½(x/σ)²,  x ≥ 0.
//
// Sigma is the standard deviation of X, not of |X|, which is σ√(1 − 2/π).
type HalfNormal struct{ Sigma float64 }

var _ Univariate = HalfNormal{}

// Check reports a parameter outside its range.
func (d HalfNormal) Check() error { return positive("half-normal", "sigma", d.Sigma) }

func (d HalfNormal) Dim() int          { return 1 }
func (d HalfNormal) Support() Bijector { return Positive(1) }
func (d HalfNormal) Mean() float64     { return d.Sigma * math.Sqrt(2/math.Pi) }
func (d HalfNormal) Var() float64      { return d.Sigma * d.Sigma * (1 - 2/math.Pi) }

// LogProb implements [LogDensity]. At 0 it is finite.
func (d HalfNormal) LogProb(x, grad []float64) float64 {
	if x[0] < 0 {
		return math.Inf(-1)
	}
	return math.Ln2 + Normal{0, d.Sigma}.LogProb(x, grad)
}

// Score overwrites grad with ∂ log p(x)/∂σ.
func (d HalfNormal) Score(x, grad []float64) {
	z := x[0] / d.Sigma
	grad[0] = (z - 1) * (z + 1) / d.Sigma
}

// Rand implements [Distribution].
func (d HalfNormal) Rand(rng *rand.Rand, x []float64) { x[0] = d.Sigma * math.Abs(rng.NormFloat64()) }

// CDF returns P(X ≤ x).
func (d HalfNormal) CDF(x float64) float64 {
	if x < 0 {
		return 0
	}
	return math.Erf(x / d.Sigma / math.Sqrt2)
}

// Survival returns P(X > x).
func (d HalfNormal) Survival(x float64) float64 {
	if x < 0 {
		return 1
	}
	return math.Erfc(x / d.Sigma / math.Sqrt2)
}

// LogCDF returns log P(X ≤ x), −Inf up to 0.
func (d HalfNormal) LogCDF(x float64) float64 {
	switch {
	case x <= 0:
		return math.Inf(-1)
	case x < d.Sigma:
		return math.Log(d.CDF(x))
	}
	return math.Log1p(-d.Survival(x))
}

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d HalfNormal) LogSurvival(x float64) float64 {
	if x < d.Sigma {
		return math.Log1p(-d.CDF(x))
	}
	return math.Ln2 + LogNormalCDF(-x/d.Sigma)
}

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d HalfNormal) Quantile(p float64) float64 {
	switch {
	case p < 0: // where the error function goes on
		return math.NaN()
	case p <= 0.5:
		return d.Sigma * math.Sqrt2 * math.Erfinv(p)
	}
	return d.Sigma * normalQuantileLog(math.Log((1-p)/2), true)
}

// String returns "half-normal(sd=…)".
func (d HalfNormal) String() string { return fmt.Sprintf("half-normal(sd=%g)", d.Sigma) }

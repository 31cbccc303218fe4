package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Normal is the normal distribution with mean Mu and standard deviation Sigma
// (not variance), Sigma > 0:
//
//	log p(x) = −½((x−μ)/σ)² − log σ − ½ log 2π.
type Normal struct{ Mu, Sigma float64 }

var _ Univariate = Normal{}

const halfLog2Pi = 0.918938533204672741780329736405617639861397 // ½ log 2π, OEIS A075700

// Check reports a parameter outside its range.
func (d Normal) Check() error {
	if err := finite("normal", "mu", d.Mu); err != nil {
		return err
	}
	return positive("normal", "sigma", d.Sigma)
}

func (d Normal) Dim() int          { return 1 }
func (d Normal) Support() Bijector { return identity(1) }
func (d Normal) Mean() float64     { return d.Mu }
func (d Normal) Var() float64      { return d.Sigma * d.Sigma }

// LogProb implements [LogDensity].
func (d Normal) LogProb(x, grad []float64) float64 {
	z := (x[0] - d.Mu) / d.Sigma
	if grad != nil {
		grad[0] = -z / d.Sigma
	}
	return -0.5*z*z - math.Log(d.Sigma) - halfLog2Pi
}

// Score overwrites grad with ∂ log p(x)/∂(μ, σ).
func (d Normal) Score(x, grad []float64) {
	z := (x[0] - d.Mu) / d.Sigma
	grad[0] = z / d.Sigma
	grad[1] = (z*z - 1) / d.Sigma
}

// Rand implements [Distribution].
func (d Normal) Rand(rng *rand.Rand, x []float64) { x[0] = d.Mu + d.Sigma*rng.NormFloat64() }

// CDF returns P(X ≤ x).
func (d Normal) CDF(x float64) float64 {
	return 0.5 * math.Erfc((d.Mu-x)/(d.Sigma*math.Sqrt2))
}

// Survival returns P(X > x).
func (d Normal) Survival(x float64) float64 {
	return 0.5 * math.Erfc((x-d.Mu)/(d.Sigma*math.Sqrt2))
}

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Normal) LogCDF(x float64) float64 { return LogNormalCDF((x - d.Mu) / d.Sigma) }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Normal) LogSurvival(x float64) float64 { return LogNormalCDF((d.Mu - x) / d.Sigma) }

// Quantile returns the x with CDF(x) = p; ∓Inf at p = 0 and 1. ([math.Erfcinv]
// loses half the digits in the lower tail.)
func (d Normal) Quantile(p float64) float64 {
	return d.Mu + d.Sigma*normalQuantileLog(nearerTail(p))
}

// String returns "normal(mean=…, sd=…)".
func (d Normal) String() string { return fmt.Sprintf("normal(mean=%g, sd=%g)", d.Mu, d.Sigma) }

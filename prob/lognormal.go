package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// LogNormal is the distribution of eᶻ for z from Normal{Mu, Sigma}, σ > 0: Mu and
// Sigma are the mean and the standard deviation of log x:
//
//	log p(x) = −½((log x − μ)/σ)² − log σ − ½ log 2π − log x,  x > 0.
type LogNormal struct{ Mu, Sigma float64 }

var _ Univariate = LogNormal{}

// Check reports a parameter outside its range.
func (d LogNormal) Check() error {
	if err := finite("lognormal", "mu", d.Mu); err != nil {
		return err
	}
	return positive("lognormal", "sigma", d.Sigma)
}

func (d LogNormal) Dim() int          { return 1 }
func (d LogNormal) Support() Bijector { return Positive(1) }

// Mean returns exp(μ + ½σ²).
func (d LogNormal) Mean() float64 { return math.Exp(d.Mu + d.Sigma*d.Sigma/2) }

// Var returns (exp σ² − 1)·exp(2μ + σ²).
func (d LogNormal) Var() float64 {
	v := d.Sigma * d.Sigma
	return math.Expm1(v) * math.Exp(2*d.Mu+v)
}

func (d LogNormal) log() Normal { return Normal(d) }

// LogProb implements [LogDensity]. At 0 it is −Inf.
func (d LogNormal) LogProb(x, grad []float64) float64 {
	if x[0] <= 0 {
		return math.Inf(-1)
	}
	l := logOf(x[0])
	z := (l - d.Mu) / d.Sigma
	if grad != nil {
		grad[0] = -(1 + z/d.Sigma) / x[0]
	}
	return -0.5*z*z - l - math.Log(d.Sigma) - halfLog2Pi
}

// Score overwrites grad with ∂ log p(x)/∂(μ, σ).
func (d LogNormal) Score(x, grad []float64) {
	z := (logOf(x[0]) - d.Mu) / d.Sigma
	grad[0] = z / d.Sigma
	grad[1] = (z*z - 1) / d.Sigma
}

// Rand implements [Distribution].
func (d LogNormal) Rand(rng *rand.Rand, x []float64) {
	x[0] = math.Exp(d.Mu + d.Sigma*rng.NormFloat64())
}

// logAbove0 returns log x, −Inf below 0.
func logAbove0(x float64) float64 {
	if x < 0 {
		return math.Inf(-1)
	}
	return logOf(x)
}

// CDF returns P(X ≤ x).
func (d LogNormal) CDF(x float64) float64 { return d.log().CDF(logAbove0(x)) }

// Survival returns P(X > x).
func (d LogNormal) Survival(x float64) float64 { return d.log().Survival(logAbove0(x)) }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d LogNormal) LogCDF(x float64) float64 { return d.log().LogCDF(logAbove0(x)) }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d LogNormal) LogSurvival(x float64) float64 { return d.log().LogSurvival(logAbove0(x)) }

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d LogNormal) Quantile(p float64) float64 { return math.Exp(d.log().Quantile(p)) }

// String returns "lognormal(mu=…, sigma=…)".
func (d LogNormal) String() string { return fmt.Sprintf("lognormal(mu=%g, sigma=%g)", d.Mu, d.Sigma) }

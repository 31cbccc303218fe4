package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Logistic is the logistic distribution with mean Loc and scale s > 0, whose
// distribution function is expit(z), z = (x−loc)/s:
//
//	log p(x) = −z − 2·log(1 + e⁻ᶻ) − log s.
//
// Its standard deviation is πs/√3.
type Logistic struct{ Loc, Scale float64 }

var _ Univariate = Logistic{}

// Check reports a parameter outside its range.
func (d Logistic) Check() error {
	if err := finite("logistic", "loc", d.Loc); err != nil {
		return err
	}
	return positive("logistic", "scale", d.Scale)
}

func (d Logistic) Dim() int          { return 1 }
func (d Logistic) Support() Bijector { return identity(1) }
func (d Logistic) Mean() float64     { return d.Loc }
func (d Logistic) Var() float64      { return d.Scale * d.Scale * (math.Pi * math.Pi / 3) }

// LogProb implements [LogDensity].
func (d Logistic) LogProb(x, grad []float64) float64 {
	z := (x[0] - d.Loc) / d.Scale
	if grad != nil {
		grad[0] = -math.Tanh(z/2) / d.Scale
	}
	a := math.Abs(z) // the density is even
	return -a - 2*math.Log1p(math.Exp(-a)) - math.Log(d.Scale)
}

// Score overwrites grad with ∂ log p(x)/∂(loc, s).
func (d Logistic) Score(x, grad []float64) {
	z := (x[0] - d.Loc) / d.Scale
	t := math.Tanh(z / 2)
	grad[0] = t / d.Scale
	grad[1] = (z*t - 1) / d.Scale
}

// Rand implements [Distribution], by inversion.
func (d Logistic) Rand(rng *rand.Rand, x []float64) { x[0] = d.Quantile(openUniform(rng)) }

// CDF returns P(X ≤ x).
func (d Logistic) CDF(x float64) float64 { return Expit((x - d.Loc) / d.Scale) }

// Survival returns P(X > x).
func (d Logistic) Survival(x float64) float64 { return Expit((d.Loc - x) / d.Scale) }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Logistic) LogCDF(x float64) float64 { return LogExpit((x - d.Loc) / d.Scale) }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Logistic) LogSurvival(x float64) float64 { return LogExpit((d.Loc - x) / d.Scale) }

// Quantile returns the x with CDF(x) = p; ∓Inf at p = 0 and 1.
func (d Logistic) Quantile(p float64) float64 { return d.Loc + d.Scale*Logit(p) }

// String returns "logistic(loc=…, scale=…)".
func (d Logistic) String() string { return fmt.Sprintf("logistic(loc=%g, scale=%g)", d.Loc, d.Scale) }

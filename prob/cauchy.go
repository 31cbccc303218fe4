package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Cauchy is the Cauchy distribution with median Loc and half-width Scale, σ > 0:
//
//	log p(x) = −log π − log σ − log(1 + z²),  z = (x−loc)/σ.
//
// It has no moments: Mean and Var are NaN.
type Cauchy struct{ Loc, Scale float64 }

var _ Univariate = Cauchy{}

const logPi = 1.14472988584940017414342735135305871164729 // OEIS A053510

// Check reports a parameter outside its range.
func (d Cauchy) Check() error {
	if err := finite("cauchy", "loc", d.Loc); err != nil {
		return err
	}
	return positive("cauchy", "scale", d.Scale)
}

func (d Cauchy) Dim() int          { return 1 }
func (d Cauchy) Support() Bijector { return identity(1) }
func (d Cauchy) Mean() float64     { return math.NaN() }
func (d Cauchy) Var() float64      { return math.NaN() }

// LogProb implements [LogDensity].
func (d Cauchy) LogProb(x, grad []float64) float64 {
	z := (x[0] - d.Loc) / d.Scale
	if grad != nil {
		grad[0] = -2 / (d.Scale * (1/z + z))
	}
	return -logPi - math.Log(d.Scale) - log1pSquare(x[0]-d.Loc, d.Scale)
}

// Score overwrites grad with ∂ log p(x)/∂(loc, σ).
func (d Cauchy) Score(x, grad []float64) {
	z := (x[0] - d.Loc) / d.Scale
	grad[0] = 2 / (d.Scale * (1/z + z))
	grad[1] = cauchyScaleScore(z) / d.Scale
}

// cauchyScaleScore returns (z²−1)/(z²+1).
func cauchyScaleScore(z float64) float64 {
	if math.Abs(z) > 1 {
		u := 1 / z
		return (1 - u) * (1 + u) / (1 + u*u)
	}
	return (z - 1) * (z + 1) / (z*z + 1)
}

// Rand implements [Distribution], by inversion.
func (d Cauchy) Rand(rng *rand.Rand, x []float64) { x[0] = d.Quantile(openUniform(rng)) }

// CDF returns P(X ≤ x).
func (d Cauchy) CDF(x float64) float64 { return math.Atan2(d.Scale, d.Loc-x) / math.Pi }

// Survival returns P(X > x).
func (d Cauchy) Survival(x float64) float64 { return math.Atan2(d.Scale, x-d.Loc) / math.Pi }

// LogCDF returns log P(X ≤ x).
func (d Cauchy) LogCDF(x float64) float64 { return logAngle(d.Scale, d.Loc-x) }

// LogSurvival returns log P(X > x).
func (d Cauchy) LogSurvival(x float64) float64 { return logAngle(d.Scale, x-d.Loc) }

// logAngle returns the log of the angle of the point (x, y), y > 0, as a part of π.
// Near π it is known by the angle's complement.
func logAngle(y, x float64) float64 {
	switch {
	case x < -y:
		return math.Log1p(-math.Atan2(y, -x) / math.Pi)
	case y < 1e-100*x: // the angle is y/x, which may underflow
		return math.Log(y) - math.Log(x) - logPi
	}
	return math.Log(math.Atan2(y, x) / math.Pi)
}

// Quantile returns the x with CDF(x) = p; ∓Inf at p = 0 and 1.
func (d Cauchy) Quantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p < 0.25:
		return d.Loc - d.Scale/math.Tan(math.Pi*p)
	case p > 0.75:
		return d.Loc + d.Scale/math.Tan(math.Pi*(1-p))
	}
	return d.Loc + d.Scale*math.Tan(math.Pi*(p-0.5))
}

// String returns "cauchy(loc=…, scale=…)".
func (d Cauchy) String() string { return fmt.Sprintf("cauchy(loc=%g, scale=%g)", d.Loc, d.Scale) }

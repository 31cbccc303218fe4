package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// HalfCauchy is the distribution of |X| for X from Cauchy{0, Scale}, σ > 0:
//
//	log p(x) = log 2 − log π − log σ − log(1 + (x/σ)²),  x ≥ 0,
//
// normalised: the log 2 is part of it. Mean is +Inf, so Var is NaN.
type HalfCauchy struct{ Scale float64 }

var _ Univariate = HalfCauchy{}

// Check reports a parameter outside its range.
func (d HalfCauchy) Check() error { return positive("half-cauchy", "scale", d.Scale) }

func (d HalfCauchy) Dim() int          { return 1 }
func (d HalfCauchy) Support() Bijector { return Positive(1) }
func (d HalfCauchy) Mean() float64     { return math.Inf(1) }
func (d HalfCauchy) Var() float64      { return math.NaN() }

// LogProb implements [LogDensity]. At 0 it is finite.
func (d HalfCauchy) LogProb(x, grad []float64) float64 {
	if x[0] < 0 {
		return math.Inf(-1)
	}
	z := x[0] / d.Scale
	if grad != nil {
		grad[0] = -2 / (d.Scale * (1/z + z))
	}
	return math.Ln2 - logPi - math.Log(d.Scale) - log1pSquare(x[0], d.Scale)
}

// Score overwrites grad with ∂ log p(x)/∂σ.
func (d HalfCauchy) Score(x, grad []float64) {
	grad[0] = cauchyScaleScore(x[0]/d.Scale) / d.Scale
}

// Rand implements [Distribution], by inversion.
func (d HalfCauchy) Rand(rng *rand.Rand, x []float64) { x[0] = d.Quantile(openUniform(rng)) }

// CDF returns P(X ≤ x).
func (d HalfCauchy) CDF(x float64) float64 {
	if x < 0 {
		return 0
	}
	return math.Atan2(x, d.Scale) * (2 / math.Pi)
}

// Survival returns P(X > x).
func (d HalfCauchy) Survival(x float64) float64 {
	if x < 0 {
		return 1
	}
	return math.Atan2(d.Scale, x) * (2 / math.Pi)
}

// LogCDF returns log P(X ≤ x).
func (d HalfCauchy) LogCDF(x float64) float64 {
	switch {
	case x <= 0:
		return math.Inf(-1)
	case x > d.Scale:
		return math.Log1p(-d.Survival(x))
	}
	return math.Ln2 + logAngle(x, d.Scale)
}

// LogSurvival returns log P(X > x).
func (d HalfCauchy) LogSurvival(x float64) float64 {
	if x < d.Scale {
		return math.Log1p(-d.CDF(x))
	}
	return math.Ln2 + logAngle(d.Scale, x)
}

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d HalfCauchy) Quantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p <= 0.5:
		return d.Scale * math.Tan(math.Pi/2*p)
	}
	return d.Scale / math.Tan(math.Pi/2*(1-p))
}

// String returns "half-cauchy(scale=…)".
func (d HalfCauchy) String() string { return fmt.Sprintf("half-cauchy(scale=%g)", d.Scale) }

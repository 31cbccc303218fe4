package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Lomax is the Pareto distribution moved to start at 0 (Pareto II) with shape
// a > 0 and scale s > 0: an exponential with a rate from Gamma{Shape, Scale},
// hence the predictive distribution of that conjugate pair:
//
//	log p(x) = log a − log s − (a+1)·log(1 + x/s),  x ≥ 0.
//
// Mean is +Inf for a ≤ 1. Var is +Inf for 1 < a ≤ 2 and NaN for a ≤ 1.
type Lomax struct{ Shape, Scale float64 }

var _ Univariate = Lomax{}

// Check reports a parameter outside its range.
func (d Lomax) Check() error {
	if err := positive("lomax", "shape", d.Shape); err != nil {
		return err
	}
	return positive("lomax", "scale", d.Scale)
}

func (d Lomax) Dim() int          { return 1 }
func (d Lomax) Support() Bijector { return Positive(1) }

// Mean returns s/(a−1), +Inf for a ≤ 1.
func (d Lomax) Mean() float64 {
	if d.Shape <= 1 {
		return math.Inf(1)
	}
	return d.Scale / (d.Shape - 1)
}

// Var returns s²a/((a−1)²(a−2)).
func (d Lomax) Var() float64 {
	if d.Shape <= 2 {
		return momentBeyond(d.Shape)
	}
	m := d.Mean()
	return m * m * (d.Shape / (d.Shape - 2))
}

// momentBeyond is the variance of a distribution whose tail is of order x^−a, for
// a ≤ 2: +Inf, or undefined where the mean is not finite.
func momentBeyond(a float64) float64 {
	if a > 1 {
		return math.Inf(1)
	}
	return math.NaN()
}

// logGrowth returns log(1 + x/s), also where the quotient overflows.
func (d Lomax) logGrowth(x float64) float64 {
	if r := x / d.Scale; r < 1e300 {
		return math.Log1p(r)
	}
	return math.Log(x) - math.Log(d.Scale)
}

// LogProb implements [LogDensity]. At 0 it is finite.
func (d Lomax) LogProb(x, grad []float64) float64 {
	if x[0] < 0 {
		return math.Inf(-1)
	}
	if grad != nil {
		grad[0] = -(d.Shape + 1) / (d.Scale + x[0])
	}
	return math.Log(d.Shape) - math.Log(d.Scale) - (d.Shape+1)*d.logGrowth(x[0])
}

// Score overwrites grad with ∂ log p(x)/∂(a, s).
func (d Lomax) Score(x, grad []float64) {
	grad[0] = 1/d.Shape - d.logGrowth(x[0])
	grad[1] = (d.Shape*(x[0]/d.Scale) - 1) / (d.Scale + x[0])
}

// Rand implements [Distribution].
func (d Lomax) Rand(rng *rand.Rand, x []float64) { x[0] = d.from(rng.ExpFloat64() / d.Shape) }

// from returns the x whose log(1 + x/s) is l.
func (d Lomax) from(l float64) float64 {
	if l < 700 {
		return d.Scale * math.Expm1(l)
	}
	return math.Exp(l + math.Log(d.Scale))
}

// CDF returns P(X ≤ x).
func (d Lomax) CDF(x float64) float64 { return -math.Expm1(d.LogSurvival(x)) }

// Survival returns P(X > x).
func (d Lomax) Survival(x float64) float64 { return math.Exp(d.LogSurvival(x)) }

// LogCDF returns log P(X ≤ x), −Inf up to 0.
func (d Lomax) LogCDF(x float64) float64 { return Log1mExp(d.LogSurvival(x)) }

// LogSurvival returns log P(X > x), −a·log(1 + x/s).
func (d Lomax) LogSurvival(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return -d.Shape * d.logGrowth(x)
}

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d Lomax) Quantile(p float64) float64 {
	if p < 0 {
		return math.NaN()
	}
	return d.from(-math.Log1p(-p) / d.Shape)
}

// String returns "lomax(shape=…, scale=…)".
func (d Lomax) String() string { return fmt.Sprintf("lomax(shape=%g, scale=%g)", d.Shape, d.Scale) }

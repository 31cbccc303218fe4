package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Pareto is the Pareto distribution (of type I) with minimum m > 0 and shape a > 0,
// so that log(x/m) is exponential with rate a:
//
//	log p(x) = log a − log m − (a+1)·log(x/m),  x ≥ m.
//
// [Lomax] is the same moved to start at 0. Mean is +Inf for a ≤ 1. Var is +Inf for
// 1 < a ≤ 2 and NaN for a ≤ 1.
type Pareto struct{ Min, Shape float64 }

var _ Univariate = Pareto{}

// Check reports a parameter outside its range.
func (d Pareto) Check() error {
	if err := positive("pareto", "min", d.Min); err != nil {
		return err
	}
	return positive("pareto", "shape", d.Shape)
}

func (d Pareto) Dim() int          { return 1 }
func (d Pareto) Support() Bijector { return Interval(d.Min, math.Inf(1), 1) }

// Mean returns am/(a−1), +Inf for a ≤ 1.
func (d Pareto) Mean() float64 {
	if d.Shape <= 1 {
		return math.Inf(1)
	}
	return d.Min * (d.Shape / (d.Shape - 1))
}

// Var returns m²a/((a−1)²(a−2)).
func (d Pareto) Var() float64 {
	if d.Shape <= 2 {
		return momentBeyond(d.Shape)
	}
	r := d.Min / (d.Shape - 1)
	return r * r * (d.Shape / (d.Shape - 2))
}

// LogProb implements [LogDensity]. At the minimum it is log a − log m.
func (d Pareto) LogProb(x, grad []float64) float64 {
	if x[0] < d.Min {
		return math.Inf(-1)
	}
	if grad != nil {
		grad[0] = -(d.Shape + 1) / x[0]
	}
	return math.Log(d.Shape) - math.Log(d.Min) - (d.Shape+1)*logRatio(x[0], d.Min)
}

// Score overwrites grad with ∂ log p(x)/∂(m, a), for an x above the minimum.
func (d Pareto) Score(x, grad []float64) {
	grad[0] = d.Shape / d.Min
	grad[1] = 1/d.Shape - logRatio(x[0], d.Min)
}

// Rand implements [Distribution], by inversion.
func (d Pareto) Rand(rng *rand.Rand, x []float64) { x[0] = d.from(rng.ExpFloat64() / d.Shape) }

// from returns the x with log(x/m) = l.
func (d Pareto) from(l float64) float64 {
	if l < 700 {
		return d.Min + d.Min*math.Expm1(l)
	}
	return math.Exp(l + math.Log(d.Min))
}

// CDF returns P(X ≤ x).
func (d Pareto) CDF(x float64) float64 { return -math.Expm1(d.LogSurvival(x)) }

// Survival returns P(X > x).
func (d Pareto) Survival(x float64) float64 { return math.Exp(d.LogSurvival(x)) }

// LogCDF returns log P(X ≤ x), −Inf up to the minimum.
func (d Pareto) LogCDF(x float64) float64 { return Log1mExp(d.LogSurvival(x)) }

// LogSurvival returns log P(X > x), −a·log(x/m).
func (d Pareto) LogSurvival(x float64) float64 {
	if x <= d.Min {
		return 0
	}
	return -d.Shape * logRatio(x, d.Min)
}

// Quantile returns the x with CDF(x) = p; m and +Inf at p = 0 and 1.
func (d Pareto) Quantile(p float64) float64 {
	if p < 0 {
		return math.NaN()
	}
	return d.from(-math.Log1p(-p) / d.Shape)
}

// String returns "pareto(min=…, shape=…)".
func (d Pareto) String() string { return fmt.Sprintf("pareto(min=%g, shape=%g)", d.Min, d.Shape) }

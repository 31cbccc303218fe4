package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Laplace is the double exponential distribution with median Loc and mean
// absolute deviation Scale, b > 0:
//
//	log p(x) = −|x−loc|/b − log 2b.
//
// Its gradient at the kink x = loc is taken to be 0.
type Laplace struct{ Loc, Scale float64 }

var _ Univariate = Laplace{}

// Check reports a parameter outside its range.
func (d Laplace) Check() error {
	if err := finite("laplace", "loc", d.Loc); err != nil {
		return err
	}
	return positive("laplace", "scale", d.Scale)
}

func (d Laplace) Dim() int          { return 1 }
func (d Laplace) Support() Bijector { return identity(1) }
func (d Laplace) Mean() float64     { return d.Loc }
func (d Laplace) Var() float64      { return 2 * d.Scale * d.Scale }

// LogProb implements [LogDensity].
func (d Laplace) LogProb(x, grad []float64) float64 {
	z := (x[0] - d.Loc) / d.Scale
	if grad != nil {
		grad[0] = -sign(z) / d.Scale
	}
	return -math.Abs(z) - math.Log(d.Scale) - math.Ln2
}

// Score overwrites grad with ∂ log p(x)/∂(loc, b).
func (d Laplace) Score(x, grad []float64) {
	z := (x[0] - d.Loc) / d.Scale
	grad[0] = sign(z) / d.Scale
	grad[1] = (math.Abs(z) - 1) / d.Scale
}

// sign returns −1, 0 or 1, NaN at NaN.
func sign(z float64) float64 {
	if z == 0 || math.IsNaN(z) {
		return z
	}
	return math.Copysign(1, z)
}

// Rand implements [Distribution].
func (d Laplace) Rand(rng *rand.Rand, x []float64) {
	e := d.Scale * rng.ExpFloat64()
	if rng.Uint64()>>63 == 0 {
		e = -e
	}
	x[0] = d.Loc + e
}

// CDF returns P(X ≤ x).
func (d Laplace) CDF(x float64) float64 { return laplaceCDF((x - d.Loc) / d.Scale) }

// Survival returns P(X > x).
func (d Laplace) Survival(x float64) float64 { return laplaceCDF((d.Loc - x) / d.Scale) }

func laplaceCDF(z float64) float64 {
	if z > 0 {
		return 1 - math.Exp(-z)/2
	}
	return math.Exp(z) / 2
}

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Laplace) LogCDF(x float64) float64 { return logLaplaceCDF((x - d.Loc) / d.Scale) }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Laplace) LogSurvival(x float64) float64 { return logLaplaceCDF((d.Loc - x) / d.Scale) }

func logLaplaceCDF(z float64) float64 {
	if z > 0 {
		return math.Log1p(-math.Exp(-z) / 2)
	}
	return z - math.Ln2
}

// Quantile returns the x with CDF(x) = p; ∓Inf at p = 0 and 1.
func (d Laplace) Quantile(p float64) float64 {
	if p <= 0.5 {
		return d.Loc + d.Scale*math.Log(2*p)
	}
	return d.Loc - d.Scale*math.Log(2*(1-p))
}

// String returns "laplace(loc=…, scale=…)".
func (d Laplace) String() string { return fmt.Sprintf("laplace(loc=%g, scale=%g)", d.Loc, d.Scale) }

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Uniform is the uniform distribution from Low to High, Low < High, both ends
// included:
//
//	log p(x) = −log(high − low),  low ≤ x ≤ high.
type Uniform struct{ Low, High float64 }

var _ Univariate = Uniform{}

// Check reports a parameter outside its range.
func (d Uniform) Check() error {
	if err := finite("uniform", "low", d.Low); err != nil {
		return err
	}
	if err := finite("uniform", "high", d.High); err != nil {
		return err
	}
	if w := d.width(); !(w > 0) || math.IsInf(w, 1) {
		return fmt.Errorf("uniform: low = %g, high = %g, want low below high and a finite difference", d.Low, d.High)
	}
	return nil
}

func (d Uniform) width() float64 { return d.High - d.Low }

func (d Uniform) Dim() int          { return 1 }
func (d Uniform) Support() Bijector { return interval{d.Low, d.High, 1} }
func (d Uniform) Mean() float64     { return d.Low + d.width()/2 }
func (d Uniform) Var() float64      { return d.width() * d.width() / 12 }

// LogProb implements [LogDensity].
func (d Uniform) LogProb(x, grad []float64) float64 {
	if x[0] < d.Low || x[0] > d.High {
		return math.Inf(-1)
	}
	if grad != nil {
		grad[0] = 0
	}
	return -math.Log(d.width()) + 0*x[0] // NaN in, NaN out
}

// Score overwrites grad with ∂ log p(x)/∂(low, high) for an x inside.
func (d Uniform) Score(x, grad []float64) { grad[0], grad[1] = 1/d.width(), -1/d.width() }

// Rand implements [Distribution].
func (d Uniform) Rand(rng *rand.Rand, x []float64) { x[0] = d.Quantile(openUniform(rng)) }

// CDF returns P(X ≤ x).
func (d Uniform) CDF(x float64) float64 { return share(x-d.Low, d.width()) }

// Survival returns P(X > x).
func (d Uniform) Survival(x float64) float64 { return share(d.High-x, d.width()) }

// share returns part/whole, held within [0, 1].
func share(part, whole float64) float64 { return min(max(part/whole, 0), 1) }

// LogCDF returns log P(X ≤ x).
func (d Uniform) LogCDF(x float64) float64 { return logShare(d.CDF(x), d.Survival(x)) }

// LogSurvival returns log P(X > x).
func (d Uniform) LogSurvival(x float64) float64 { return logShare(d.Survival(x), d.CDF(x)) }

// logShare returns log p, from 1 − p where p is the larger.
func logShare(p, rest float64) float64 {
	if p > 0.5 {
		return math.Log1p(-rest)
	}
	return math.Log(p)
}

// Quantile returns the x with CDF(x) = p, measured from the nearer end.
func (d Uniform) Quantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p <= 0.5:
		return d.Low + p*d.width()
	}
	return d.High - (1-p)*d.width()
}

// String returns "uniform(low=…, high=…)".
func (d Uniform) String() string { return fmt.Sprintf("uniform(low=%g, high=%g)", d.Low, d.High) }

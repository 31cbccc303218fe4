package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// uniformUnder is the distribution of a number that is uniform from 0 to a θ known
// by a grid. Its density at y is the mean of 1/θ over θ ≥ y.
type uniformUnder struct{ theta gridCurve }

func (d uniformUnder) Dim() int               { return 1 }
func (d uniformUnder) Support() prob.Bijector { return prob.Positive(1) }

// density returns that at y ≥ 0.
func (d uniformUnder) density(y float64) float64 {
	return d.theta.p.beyond(d.theta.under(y), func(t float64) float64 { return 1 / d.theta.a.to(t) })
}

// LogProb implements [prob.LogDensity]. The density falls by p(θ)/θ at θ = y.
func (d uniformUnder) LogProb(x, grad []float64) float64 {
	y := x[0]
	if !(y >= 0) || math.IsInf(y, 1) {
		return outside(y)
	}
	p := d.density(y)
	if grad != nil {
		grad[0] = -math.Exp(d.theta.LogProb(x, nil)) / (y * p)
	}
	return math.Log(p)
}

func (d uniformUnder) Rand(rng *rand.Rand, x []float64) {
	d.theta.Rand(rng, x)
	x[0] *= rng.Float64()
}

// Mean is half of that of θ.
func (d uniformUnder) Mean() float64 { return d.theta.Mean() / 2 }

// Var is E θ²/3 − (E θ)²/4.
func (d uniformUnder) Var() float64 {
	mean := d.theta.Mean()
	return d.theta.Var()/3 + mean*mean/12
}

// CDF is P(θ < y) and y times the density, of the θ above.
func (d uniformUnder) CDF(y float64) float64 {
	if y <= 0 {
		return 0
	}
	return d.theta.CDF(y) + y*d.density(y)
}

func (d uniformUnder) Survival(y float64) float64    { return 1 - d.CDF(y) }
func (d uniformUnder) LogCDF(y float64) float64      { return math.Log(d.CDF(y)) }
func (d uniformUnder) LogSurvival(y float64) float64 { return math.Log1p(-d.CDF(y)) }

func (d uniformUnder) Quantile(p float64) float64 {
	switch high := d.theta.Quantile(1); {
	case !(p > 0 && p < 1):
		if p == 0 || p == 1 {
			return map[bool]float64{false: 0, true: high}[p == 1]
		}
		return math.NaN()
	default:
		return crossing(func(y float64) float64 { return -d.CDF(y) }, -p, 0, high)
	}
}

package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// betaPrime is the distribution of s·g/h for a gamma g of shape a and a gamma h
// of shape b, both of rate 1: what a gamma prior predicts of gamma data. x/(s+x)
// is beta(a, b):
//
//	log p(x) = (a−1)·log(x/s) − (a+b)·log(1+x/s) − log s − log B(a, b),  x > 0.
type betaPrime struct{ a, b, s float64 }

func (d betaPrime) Dim() int               { return 1 }
func (d betaPrime) Support() prob.Bijector { return prob.Positive(1) }

func (d betaPrime) LogProb(x, grad []float64) float64 {
	y := x[0]
	if !(y > 0) || math.IsInf(y, 1) {
		return outside(y)
	}
	if grad != nil {
		grad[0] = (d.a-1)/y - (d.a+d.b)/(d.s+y)
	}
	r := y / d.s
	return (d.a-1)*math.Log(r) - (d.a+d.b)*math.Log1p(r) - math.Log(d.s) - prob.LogBeta(d.a, d.b)
}

func (d betaPrime) Rand(rng *rand.Rand, x []float64) {
	prob.Gamma{Shape: d.b, Rate: 1}.Rand(rng, x)
	h := x[0]
	prob.Gamma{Shape: d.a, Rate: 1}.Rand(rng, x)
	x[0] *= d.s / h
}

// Mean returns s·a/(b−1), which diverges for b ≤ 1.
func (d betaPrime) Mean() float64 {
	if d.b <= 1 {
		return math.Inf(1)
	}
	return d.s * d.a / (d.b - 1)
}

// Var returns s²·a(a+b−1)/((b−2)(b−1)²), which diverges for b ≤ 2 and is
// undefined where the mean diverges.
func (d betaPrime) Var() float64 {
	switch {
	case d.b <= 1:
		return math.NaN()
	case d.b <= 2:
		return math.Inf(1)
	}
	return d.s * d.Mean() / (d.b - 1) * (d.a + d.b - 1) / (d.b - 2)
}

// share and rest are the beta distributions of x/(s+x) and of s/(s+x), of which
// the one at hand is below one half and keeps its digits.
func (d betaPrime) share() prob.Beta { return prob.Beta{Alpha: d.a, Beta: d.b} }
func (d betaPrime) rest() prob.Beta  { return prob.Beta{Alpha: d.b, Beta: d.a} }

func (d betaPrime) CDF(x float64) float64 {
	if x > d.s {
		return d.rest().Survival(d.s / (d.s + x))
	}
	return d.share().CDF(d.inside(x))
}

func (d betaPrime) LogCDF(x float64) float64 {
	if x > d.s {
		return d.rest().LogSurvival(d.s / (d.s + x))
	}
	return d.share().LogCDF(d.inside(x))
}

func (d betaPrime) Survival(x float64) float64 {
	if x > d.s {
		return d.rest().CDF(d.s / (d.s + x))
	}
	return d.share().Survival(d.inside(x))
}

func (d betaPrime) LogSurvival(x float64) float64 {
	if x > d.s {
		return d.rest().LogCDF(d.s / (d.s + x))
	}
	return d.share().LogSurvival(d.inside(x))
}

// inside returns x/(s+x) for x up to s, 0 below the support.
func (d betaPrime) inside(x float64) float64 {
	if x < 0 {
		return 0
	}
	return x / (d.s + x)
}

func (d betaPrime) Quantile(p float64) float64 {
	if q := d.share().Quantile(p); !(q > 0.5) || p < 0.5 && q < 0.999 {
		return d.s * q / (1 - q)
	}
	q := d.rest().Quantile(1 - p)
	return d.s * (1 - q) / q
}

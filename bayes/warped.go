package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// warped is the distribution of an increasing function of a number x: of e^x,
// of a root of x, of min·e^x. log dx/dy = log slope + power·log y.
type warped struct {
	base           prob.Univariate
	to, from       func(float64) float64 // y = to(x), x = from(y)
	slope, power   float64
	least          float64 // the lower end of the support
	mean, variance float64
}

// exponentialOf returns the distribution of e^x, whose moments are given.
func exponentialOf(x prob.Univariate, mean, variance float64) warped {
	return warped{x, math.Exp, math.Log, 1, -1, 0, mean, variance}
}

// aboveMin returns the distribution of min·e^x for an x ≥ 0.
func aboveMin(x prob.Univariate, min, mean, variance float64) warped {
	return warped{x,
		func(x float64) float64 { return min * math.Exp(x) },
		func(y float64) float64 { return math.Log1p((y - min) / min) },
		1, -1, min, mean, variance}
}

// rootOf returns the distribution of x^(1/k) for an x ≥ 0.
func rootOf(x prob.Univariate, k, mean, variance float64) warped {
	return warped{x,
		func(x float64) float64 { return math.Pow(x, 1/k) },
		func(y float64) float64 { return math.Pow(y, k) },
		k, k - 1, 0, mean, variance}
}

func (d warped) Dim() int               { return 1 }
func (d warped) Support() prob.Bijector { return prob.Interval(d.least, math.Inf(1), 1) }

func (d warped) LogProb(x, grad []float64) float64 {
	y := x[0]
	if !(y > 0 && y >= d.least) || math.IsInf(y, 1) {
		return outside(y)
	}
	lp := d.base.LogProb([]float64{d.from(y)}, grad)
	if grad != nil { // the chain rule, and the derivative of the Jacobian
		grad[0] = grad[0]*d.slope*math.Pow(y, d.power) + d.power/y
	}
	return lp + math.Log(d.slope) + d.power*math.Log(y)
}

func (d warped) Rand(rng *rand.Rand, x []float64) {
	d.base.Rand(rng, x)
	x[0] = d.to(x[0])
}

// under returns from(y), and what stands for it below the support.
func (d warped) under(y float64) float64 {
	if y <= d.least {
		return d.base.Quantile(0)
	}
	return d.from(y)
}

func (d warped) Mean() float64                 { return d.mean }
func (d warped) Var() float64                  { return d.variance }
func (d warped) CDF(y float64) float64         { return d.base.CDF(d.under(y)) }
func (d warped) LogCDF(y float64) float64      { return d.base.LogCDF(d.under(y)) }
func (d warped) Survival(y float64) float64    { return d.base.Survival(d.under(y)) }
func (d warped) LogSurvival(y float64) float64 { return d.base.LogSurvival(d.under(y)) }
func (d warped) Quantile(p float64) float64    { return d.to(d.base.Quantile(p)) }

// beyond returns the moments of what has none: an infinite mean, and a variance
// that is then undefined.
func beyond() (mean, variance float64) { return math.Inf(1), math.NaN() }

// paretoOf returns the Pareto distribution of a known minimum and shape.
func paretoOf(min, shape float64) warped {
	mean, variance := beyond()
	if shape > 1 {
		mean, variance = min*shape/(shape-1), math.Inf(1)
	}
	if shape > 2 {
		variance = mean / (shape - 1) * min / (shape - 2)
	}
	return aboveMin(prob.Exponential{Rate: shape}, min, mean, variance)
}

// weibullOf returns the Weibull distribution of shape k and scale θ^(1/k).
func weibullOf(k, theta float64) warped {
	scale := math.Pow(theta, 1/k)
	mean := scale * math.Exp(prob.LogGamma(1+1/k))
	excess := math.Expm1(prob.LogGamma(1+2/k) - 2*prob.LogGamma(1+1/k))
	return rootOf(prob.Exponential{Rate: 1 / theta}, k, mean, mean*mean*excess)
}

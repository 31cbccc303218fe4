package decide

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// A Mixture is the distribution Σ wᵢ pᵢ of one number, given by its parts, which
// makes the integrals here exact part by part. Weights are 0 or above and add up
// to 1. The zero value is no distribution. Atom is a part that is certain.
type Mixture struct {
	Weights []float64
	Parts   []prob.Univariate
}

var _ prob.Univariate = Mixture{}

// Dim returns 1.
func (m Mixture) Dim() int { return 1 }

// Rand implements [prob.Distribution].
func (m Mixture) Rand(rng *rand.Rand, x []float64) {
	u, at := rng.Float64(), 0
	for i, w := range m.Weights {
		if w > 0 {
			if at = i; u < w {
				break
			}
			u -= w
		}
	}
	m.Parts[at].Rand(rng, x)
}

// sum returns Σ wᵢ f(pᵢ) over the parts that have weight, logSum its logarithm
// where f is one.
func (m Mixture) sum(f func(prob.Univariate) float64) (s float64) {
	for i, w := range m.Weights {
		if w > 0 {
			s += w * f(m.Parts[i])
		}
	}
	return s
}

func (m Mixture) logSum(f func(prob.Univariate) float64) float64 {
	logs := make([]float64, 0, 8)
	for i, w := range m.Weights {
		if w > 0 {
			logs = append(logs, math.Log(w)+f(m.Parts[i]))
		}
	}
	return prob.LogSumExp(logs)
}

// LogProb implements [prob.LogDensity].
func (m Mixture) LogProb(x, grad []float64) float64 {
	total := m.logSum(func(d prob.Univariate) float64 { return d.LogProb(x, nil) })
	if grad != nil {
		sum, g := 0.0, [1]float64{}
		for i, w := range m.Weights {
			if w > 0 {
				sum += w * math.Exp(m.Parts[i].LogProb(x, g[:])-total) * g[0]
			}
		}
		grad[0] = sum
	}
	return total
}

// Mean implements [prob.Univariate].
func (m Mixture) Mean() float64 { return m.sum(prob.Univariate.Mean) }

// Var returns the mean of the variances plus the variance of the means.
func (m Mixture) Var() float64 {
	mean := m.Mean()
	return m.sum(func(d prob.Univariate) float64 {
		off := d.Mean() - mean
		return d.Var() + off*off
	})
}

// CDF implements [prob.Univariate], as do the three that follow.
func (m Mixture) CDF(x float64) float64 {
	return m.sum(func(d prob.Univariate) float64 { return d.CDF(x) })
}

func (m Mixture) Survival(x float64) float64 {
	return m.sum(func(d prob.Univariate) float64 { return d.Survival(x) })
}

func (m Mixture) LogCDF(x float64) float64 {
	return m.logSum(func(d prob.Univariate) float64 { return d.LogCDF(x) })
}

func (m Mixture) LogSurvival(x float64) float64 {
	return m.logSum(func(d prob.Univariate) float64 { return d.LogSurvival(x) })
}

// Quantile returns the smallest x with CDF(x) ≥ p, between the least and the
// greatest of the parts' quantiles.
func (m Mixture) Quantile(p float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for i, w := range m.Weights {
		if w > 0 {
			q := m.Parts[i].Quantile(p)
			low, high = math.Min(low, q), math.Max(high, q)
		}
	}
	if p == 0 || p == 1 || !(low < high) {
		if p == 1 {
			return high
		}
		return low
	}
	return solve(func(x float64) float64 { return logit(m.LogCDF(x), m.LogSurvival(x)) }, prob.Logit(p), low, high)
}

// An Atom is the distribution of a number that is certain, as a part of a Mixture.
type Atom float64

// Dim returns 1; the other methods are those of [prob.Univariate].
func (a Atom) Dim() int                       { return 1 }
func (a Atom) Mean() float64                  { return float64(a) }
func (a Atom) Var() float64                   { return 0 }
func (a Atom) Rand(_ *rand.Rand, x []float64) { x[0] = float64(a) }

// LogProb returns 0 at the point and −Inf elsewhere. It panics if grad is non-nil:
// a mass has no gradient.
func (a Atom) LogProb(x, grad []float64) float64 {
	if grad != nil {
		panic("decide: Atom.LogProb: a mass has no gradient")
	}
	if x[0] == float64(a) {
		return 0
	}
	return math.Inf(-1)
}

func (a Atom) CDF(x float64) float64 {
	if x >= float64(a) {
		return 1
	}
	return 0
}

func (a Atom) Survival(x float64) float64    { return 1 - a.CDF(x) }
func (a Atom) LogCDF(x float64) float64      { return math.Log(a.CDF(x)) }
func (a Atom) LogSurvival(x float64) float64 { return math.Log(a.Survival(x)) }

func (a Atom) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return float64(a)
}

package tabular

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// normals is a finite mixture of normal distributions. Weights add up to 1.
type normals struct {
	weights []float64
	parts   []prob.Normal
}

var _ prob.Univariate = normals{}

func (m normals) Dim() int { return 1 }

// LogProb implements [prob.LogDensity].
func (m normals) LogProb(x, grad []float64) float64 {
	terms := make([]float64, len(m.parts))
	for i, p := range m.parts {
		terms[i] = math.Log(m.weights[i]) + p.LogProb(x, nil)
	}
	all := prob.LogSumExp(terms)
	if grad != nil {
		grad[0] = 0
		for i, p := range m.parts {
			grad[0] += math.Exp(terms[i]-all) * (p.Mu - x[0]) / (p.Sigma * p.Sigma)
		}
	}
	return all
}

// Rand implements [prob.Distribution].
func (m normals) Rand(rng *rand.Rand, x []float64) {
	u := rng.Float64()
	for i, w := range m.weights {
		if u -= w; u < 0 || i == len(m.weights)-1 {
			m.parts[i].Rand(rng, x)
			return
		}
	}
}

// sum returns Σ weight·f(part).
func (m normals) sum(f func(prob.Normal) float64) (total float64) {
	for i, p := range m.parts {
		total += m.weights[i] * f(p)
	}
	return total
}

func (m normals) Mean() float64 { return m.sum(prob.Normal.Mean) }

func (m normals) Var() float64 {
	mean := m.Mean()
	return m.sum(func(p prob.Normal) float64 { return p.Var() + (p.Mu-mean)*(p.Mu-mean) })
}

func (m normals) CDF(x float64) float64 {
	return m.sum(func(p prob.Normal) float64 { return p.CDF(x) })
}

func (m normals) Survival(x float64) float64 {
	return m.sum(func(p prob.Normal) float64 { return p.Survival(x) })
}

func (m normals) logSum(f func(prob.Normal) float64) float64 {
	terms := make([]float64, len(m.parts))
	for i, p := range m.parts {
		terms[i] = math.Log(m.weights[i]) + f(p)
	}
	return prob.LogSumExp(terms)
}

func (m normals) LogCDF(x float64) float64 {
	return m.logSum(func(p prob.Normal) float64 { return p.LogCDF(x) })
}

func (m normals) LogSurvival(x float64) float64 {
	return m.logSum(func(p prob.Normal) float64 { return p.LogSurvival(x) })
}

// Quantile bisects between the least and the greatest of the parts' quantiles, on
// whichever tail is the shorter, to the last bit.
func (m normals) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	low, high := math.Inf(1), math.Inf(-1)
	for i, part := range m.parts {
		if m.weights[i] > 0 {
			q := part.Quantile(p)
			low, high = math.Min(low, q), math.Max(high, q)
		}
	}
	for range 200 {
		mid := low + (high-low)/2
		if !(low < mid && mid < high) {
			break
		}
		below := m.CDF(mid) < p
		if p > 0.5 {
			below = m.Survival(mid) > 1-p
		}
		if below {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

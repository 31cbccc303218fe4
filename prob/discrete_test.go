package prob_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// discreteFamily builds a univariate discrete distribution by name.
func discreteFamily(name string, p []float64) prob.LogDensity {
	switch name {
	case "bernoulli":
		return prob.Bernoulli{P: p[0]}
	case "binomial":
		return prob.Binomial{N: p[0], P: p[1]}
	case "geometric":
		return prob.Geometric{P: p[0]}
	case "negative-binomial":
		return prob.NegativeBinomial{R: p[0], P: p[1]}
	case "poisson":
		return prob.Poisson{Rate: p[0]}
	case "beta-binomial":
		return prob.BetaBinomial{N: p[0], Alpha: p[1], Beta: p[2]}
	case "beta-negative-binomial":
		return prob.BetaNegativeBinomial{R: p[0], Alpha: p[1], Beta: p[2]}
	}
	return nil
}

func TestDiscreteLaws(t *testing.T) {
	for _, d := range []prob.Univariate{
		prob.Bernoulli{P: 0.3},
		prob.Bernoulli{P: 1e-12},
		prob.Bernoulli{P: 0},
		prob.Bernoulli{P: 1},
		prob.Binomial{N: 0, P: 0.5},
		prob.Binomial{N: 10, P: 0},
		prob.Binomial{N: 10, P: 1},
		prob.Binomial{N: 1, P: 0.7},
		prob.Binomial{N: 20, P: 0.3},
		prob.Binomial{N: 1000, P: 0.9},
		prob.Binomial{N: 1e9, P: 1e-9},
		prob.Binomial{N: 1e9, P: 0.25},
		prob.Binomial{N: 1e15, P: 0.5},
		prob.Geometric{P: 0.2},
		prob.Geometric{P: 1},
		prob.Geometric{P: 1e-9},
		prob.NegativeBinomial{R: 3.5, P: 0.4},
		prob.NegativeBinomial{R: 1e-3, P: 0.01},
		prob.NegativeBinomial{R: 2, P: 1},
		prob.NegativeBinomial{R: 0.5, P: 1e-8},
		prob.NegativeBinomial{R: 1e12, P: 1 / (1 + 7e-12)},
		prob.NegativeBinomial{R: 1e6, P: 1e-3},
		prob.Poisson{Rate: 0},
		prob.Poisson{Rate: 1e-6},
		prob.Poisson{Rate: 4},
		prob.Poisson{Rate: 10},
		prob.Poisson{Rate: 300},
		prob.Poisson{Rate: 1e9},
		prob.Poisson{Rate: 1e12},
		prob.BetaBinomial{N: 0, Alpha: 1, Beta: 1},
		prob.BetaBinomial{N: 10, Alpha: 1, Beta: 1},
		prob.BetaBinomial{N: 50, Alpha: 0.3, Beta: 0.4},
		prob.BetaBinomial{N: 50, Alpha: 1e-6, Beta: 2},
		prob.BetaBinomial{N: 200, Alpha: 1e12, Beta: 3e12},
		prob.BetaNegativeBinomial{R: 1, Alpha: 20, Beta: 3},
		prob.BetaNegativeBinomial{R: 5.5, Alpha: 30, Beta: 0.5},
		prob.BetaNegativeBinomial{R: 1e12, Alpha: 3e12, Beta: 5},
	} {
		t.Run(d.(interface{ String() string }).String(), func(t *testing.T) { probtest.Univariate(t, d) })
	}
}

func TestDiscreteScore(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      []float64 // not differentiated
		params []float64
		x      []float64
	}{
		{"bernoulli", nil, []float64{0.3}, []float64{0, 1}},
		{"binomial", []float64{20}, []float64{0.3}, []float64{0, 1, 6, 20}},
		{"binomial", []float64{1e9}, []float64{0.3}, []float64{3e8, 3.001e8}},
		{"geometric", nil, []float64{0.2}, []float64{0, 1, 30}},
		{"poisson", nil, []float64{3}, []float64{0, 1, 30}},
		{"poisson", nil, []float64{1e9}, []float64{1e9 + 1e5}},
		{"negative-binomial", nil, []float64{2.5, 0.3}, []float64{0, 1, 30}},
		{"negative-binomial", nil, []float64{0.05, 0.3}, []float64{0, 1, 30}},
		{"negative-binomial", nil, []float64{1e4, 0.01}, []float64{0, 1e6, 1e7}},
		{"beta-binomial", []float64{20}, []float64{2.5, 0.3}, []float64{0, 1, 20}},
		{"beta-binomial", []float64{1e6}, []float64{1e-3, 200}, []float64{0, 10, 1e6}},
		{"beta-binomial", []float64{10}, []float64{30, 1000}, []float64{0, 5, 10}},
		{"beta-negative-binomial", nil, []float64{2.5, 3, 0.3}, []float64{0, 1, 20, 1e6}},
		{"beta-negative-binomial", nil, []float64{30, 0.1, 2}, []float64{0, 1, 20, 1e6}},
	} {
		build := func(p []float64) probtest.Scored {
			return discreteFamily(c.name, append(append([]float64(nil), c.n...), p...)).(probtest.Scored)
		}
		for _, x := range c.x {
			probtest.Score(t, build, c.params, []float64{x})
		}
	}
}

var _ = math.Pi

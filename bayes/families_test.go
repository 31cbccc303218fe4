package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

func TestDirichletLaws(t *testing.T) {
	count := func(r *rand.Rand) float64 { return float64(r.IntN(5)) }
	stats := map[string]func(*rand.Rand) Tally{
		"categorical": func(r *rand.Rand) Tally { return Categorical(r.IntN(3), 3) },
		"counts":      func(r *rand.Rand) Tally { return CategoricalCounts(count(r), count(r), count(r)) },
		"multinomial": func(r *rand.Rand) Tally { return Multinomial(count(r), count(r), count(r)) },
	}
	for name, draw := range stats {
		for _, alpha := range [][]float64{{1, 1, 1}, {0.5, 2, 7}, {1e-2, 1, 3}, {1e6, 2e6, 3e5}} {
			prior := Dirichlet{Alpha: alpha}
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
	}
}

func TestGammaLaws(t *testing.T) {
	stats := map[string]func(*rand.Rand) Events{
		"poisson":     func(r *rand.Rand) Events { return Poisson(float64(r.IntN(9)), 0.1+3*r.Float64()) },
		"exponential": func(r *rand.Rand) Events { return Exponential(r.ExpFloat64()) },
		"censored":    func(r *rand.Rand) Events { return Exponential(r.ExpFloat64()).Merge(Censored(3 * r.Float64())) },
	}
	for name, draw := range stats {
		for _, prior := range []Gamma{{1, 1}, {2, 0.5}, {0.5, 3}, {1e-2, 1e-2}, {1e6, 2e6}} {
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
	}
}

func TestNormalLaws(t *testing.T) {
	for _, prior := range []Normal{{0, 1}, {10, 2}, {-3, 1e4}, {1e3, 0.1}} {
		for _, offset := range []float64{0, 100} {
			t.Run(fmt.Sprint(prior, offset), func(t *testing.T) {
				laws(t, prior, func(r *rand.Rand) Measurements {
					m := Measurement(prior.Mu+offset+r.NormFloat64(), 0.5+2*r.Float64())
					for range r.IntN(3) {
						m = m.Merge(Measurement(prior.Mu+offset+3*r.NormFloat64(), 0.5+2*r.Float64()))
					}
					return m
				})
			})
		}
	}
}

func TestNormalInverseGammaLaws(t *testing.T) {
	stats := map[string]func(*rand.Rand) Moments{
		"reals": func(r *rand.Rand) Moments { return Reals(r.NormFloat64(), 3+2*r.NormFloat64(), r.ExpFloat64()) },
		"one":   func(r *rand.Rand) Moments { return Reals(100 + r.NormFloat64()) },
		"lognormal": func(r *rand.Rand) Moments {
			return Lognormal(math.Exp(r.NormFloat64())).Merge(Lognormal(1 + r.ExpFloat64()))
		},
	}
	for name, draw := range stats {
		for _, prior := range []NormalInverseGamma{{0, 1, 1, 1}, {10, 2, 3, 4}, {0, 1e-2, 0.5, 1e-2}, {-1, 1e4, 1e5, 3e5}} {
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
	}
}

// TestGradientsOfPriors checks the gradients that are written here and not
// forwarded to package prob: the normal-inverse-gamma's, and those of improper
// priors, which are unnormalised.
func TestGradientsOfPriors(t *testing.T) {
	probtest.Gradient(t, NormalInverseGamma{0, 1, 1, 1}, []float64{0.3, 2}, []float64{-2, 0.4})
	probtest.Gradient(t, NormalInverseGamma{10, 3, 20, 7}, []float64{11, 0.5}, []float64{9.8, 0.2})
	probtest.Gradient(t, NormalInverseGamma{0, 0, -0.5, 0}, []float64{0.3, 2}, []float64{-2, 0.4})
	probtest.Gradient(t, NormalInverseGamma{1, 2, 0, 0}, []float64{0.3, 2}, []float64{-2, 0.4})
	probtest.Gradient(t, Normal{3, math.Inf(1)}, []float64{-7})
	probtest.Gradient(t, Gamma{0, 0}, []float64{0.3}, []float64{7})
	probtest.Gradient(t, Gamma{3, 0}, []float64{0.3})
	probtest.Gradient(t, Beta{0, 0}, []float64{0.3}, []float64{0.9})
	probtest.Gradient(t, Dirichlet{Alpha: []float64{0, 2, 0.5}}, []float64{0.2, 0.3, 0.5})
	probtest.Gradient(t, rootInverseGamma{2, 3}, []float64{0.3}, []float64{1.1}, []float64{4})
}

// TestMarginals holds each marginal of a posterior to the laws of a univariate
// distribution, and the three of the normal-inverse-gamma against its density.
func TestMarginals(t *testing.T) {
	for _, b := range []Belief{
		Beta{2, 8}, Gamma{3, 2}, Normal{1, 2}, Dirichlet{Alpha: []float64{1, 2, 3}},
		NormalInverseGamma{1, 2, 3, 4}, NormalInverseGamma{-3, 0.5, 0.8, 0.1},
	} {
		for _, m := range b.Marginals() {
			t.Run(fmt.Sprint(b, m.Name), func(t *testing.T) { probtest.Univariate(t, prob.Univariate(m.Continuous)) })
		}
	}
}

// TestStandardDeviationOracle: 16 roundings of the inputs is what the inverse
// gamma it forwards to needs, and one more for the square.
func TestStandardDeviationOracle(t *testing.T) {
	probtest.Golden(t, "testdata/sd.csv", 32*0x1p-52, func(name string, p []float64) prob.LogDensity {
		return rootInverseGamma{p[0], p[1]}
	})
}

package bayes

import (
	"math/rand/v2"
	"testing"
)

func TestBetaLaws(t *testing.T) {
	stats := map[string]func(*rand.Rand) Trials{
		"bernoulli":         func(r *rand.Rand) Trials { return Bernoulli(float64(r.IntN(3)), float64(r.IntN(3))) },
		"binomial":          func(r *rand.Rand) Trials { n := r.IntN(20); return Binomial(float64(r.IntN(n+1)), float64(n)) },
		"geometric":         func(r *rand.Rand) Trials { return Geometric(float64(r.IntN(9))) },
		"negative binomial": func(r *rand.Rand) Trials { return NegativeBinomial(0.5+4*r.Float64(), float64(r.IntN(9))) },
	}
	for name, draw := range stats {
		for _, prior := range []Beta{{1, 1}, {2, 8}, {0.5, 0.5}, {1e-2, 3}, {1e6, 2e6}} {
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
	}
}

package causal

import (
	"math"
	"math/rand/v2"
)

// gammaDraws draws from the gamma distribution of a shape and rate 1, many times:
// what depends on the shape alone is worked out once. Shape 0 always draws 0.
type gammaDraws struct {
	d, c  float64
	boost float64 // 1/shape where shape < 1, else 0
}

func newGammaDraws(shape float64) (g gammaDraws) {
	if shape == 0 {
		return g
	}
	if shape < 1 {
		g.boost = 1 / shape
		shape++
	}
	g.d = shape - 1./3
	g.c = 1 / (3 * math.Sqrt(g.d))
	return g
}

// rand returns a draw, by the method of Marsaglia and Tsang (2000,
// doi:10.1145/358407.358414). Beyond shape 10¹⁰ all proposals are taken: they are
// off by less than a factor 1 + z⁴/108d.
func (g gammaDraws) rand(rng *rand.Rand) float64 {
	if g.d == 0 {
		return 0
	}
	for {
		z := rng.NormFloat64()
		v := 1 + g.c*z
		if v <= 0 {
			continue
		}
		v = v * v * v
		if g.d < 1e10 {
			u := 1 - rng.Float64() // in (0, 1]
			if u >= 1-0.0331*z*z*z*z && math.Log(u) >= z*z/2+g.d*(1-v+math.Log(v)) {
				continue
			}
		}
		if g.boost > 0 { // Γ(a) = Γ(a+1)·U^(1/a)
			return g.d * v * math.Exp(-rng.ExpFloat64()*g.boost)
		}
		return g.d * v
	}
}

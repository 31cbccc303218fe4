package bayes

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Family implements [Belief].
func (d NormalInverseWishart) Family() string { return "normal-inverse-wishart" }

// Params implements [Belief].
func (d NormalInverseWishart) Params() []Param {
	return []Param{{"mean", slices.Clone(d.Mean)}, {"count", d.Count}, {"df", d.DF}, {"scale", matrixRows(d.Scale)}}
}

// String returns "normal-inverse-wishart(mean=[…], count=…, df=…, scale=[[…], …])".
func (d NormalInverseWishart) String() string { return vectorSpec(d.Family(), d.Params()) }

// Dim returns d + d(d+1)/2.
func (d NormalInverseWishart) Dim() int { return len(d.Mean) + len(d.Scale) }

// Support implements [prob.Density].
func (d NormalInverseWishart) Support() prob.Bijector {
	return prob.Join(prob.Identity(len(d.Mean)), prob.PositiveDefinite(len(d.Mean)))
}

// LogProb returns log p(μ, Σ) at x = (μ, Σ), Σ as its lower triangle, and its
// derivatives in the elements of both. An improper d has the log-density
// −½(ν+d+2)·log |Σ| − ½·tr(Σ⁻¹(Ψ + κ(μ−m)(μ−m)ᵀ)), without a normaliser.
func (d NormalInverseWishart) LogProb(x, grad []float64) float64 {
	k := float64(len(d.Mean))
	lp, ok := gaussian(x, grad, dd.Sum(d.DF, k).AddFloat(2), dd.Of(d.Count), packedOf(d.Mean), packedOf(d.Scale))
	if !ok {
		return outsideCone(x)
	}
	if d.Proper() != nil {
		return lp.Float64()
	}
	f, _ := packedOf(d.Scale).factor()
	log2 := dd.Log(dd.Of(2))
	lp = lp.Add(f.logDet().MulFloat(d.DF / 2)).Add(dd.Log(dd.Of(d.Count)).MulFloat(k / 2))
	lp = lp.Sub(log2.MulFloat(d.DF * k / 2)).Sub(halfLog2Pi().MulFloat(k)).Sub(logMultiGamma(d.DF/2, len(d.Mean)))
	return lp.Float64()
}

// logMultiGamma returns log Γ_d(a) = ¼·d(d−1)·log π + Σ log Γ(a − ½i), i from 0 to d−1.
func logMultiGamma(a float64, d int) total {
	sum := halfLog2Pi().MulFloat(2).Sub(dd.Log(dd.Of(2))).MulFloat(float64(d*(d-1)) / 4)
	for i := range d {
		sum = sum.Add(dd.LogGamma(dd.Sum(a, -float64(i)/2)))
	}
	return sum
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d NormalInverseWishart) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	k := len(d.Mean)
	d.Covariance().Rand(rng, x[k:])
	f, bad := packedOf(x[k:]).factor()
	if bad >= 0 { // singular to rounding, for a ν within a hundredth of d−1
		undefined(x[:k])
		return
	}
	given := prob.MultivariateNormal{Mu: make([]float64, k), Chol: f.cholesky()}
	given.Rand(rng, x[:k])
	for i, m := range d.Mean {
		x[i] = m + x[i]/math.Sqrt(d.Count)
	}
}

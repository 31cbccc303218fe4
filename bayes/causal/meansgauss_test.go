package causal

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// The updates of package bayes are another way to the same posteriors: of a mean by its
// conjugate prior, of a slope by a linear regression with a flat intercept, and of two
// means with one variance by a regression on two indicators.
func TestGaussUpdates(t *testing.T) {
	rng := prob.NewSeed(41).Rand()
	var x, y []float64
	var line bayes.LeastSquares
	for range 9 {
		x, y = append(x, rng.NormFloat64()), append(y, 3+rng.NormFloat64())
		line = line.Merge(bayes.Response(y[len(y)-1], 1, x[len(x)-1]))
	}
	a, b := bayes.Reals(y[:4]...), bayes.Reals(y[4:]...)
	var indicators bayes.LeastSquares
	for i, v := range y {
		one := 0.0
		if i < 4 {
			one = 1
		}
		indicators = indicators.Merge(bayes.Response(v, one, 1-one))
	}
	for _, prior := range []bayes.NormalInverseGamma{{Shape: -0.5}, {Mu: 1, Count: 2, Shape: 3, Scale: 0.7}, {Mu: -2, Count: 0.1, Shape: 0.5, Scale: 4}} {
		got, want := gauss{a.Mean, a.N, a.N - 1, a.SS}.update(prior), prior.Update(a)
		sameNIG(t, "mean", got, want)

		// In units of σ: an intercept that may be anything, a slope of sd 1/√Count. A flat
		// prior of a coefficient goes with a shape that is less by ½.
		shape := prior.Shape - 0.5
		reg := bayes.IndependentCoefficients([]float64{0, prior.Mu}, []float64{math.Inf(1), 1 / math.Sqrt(prior.Count)}, shape, prior.Scale).Update(line)
		slope := slopeOf(line).Update(prior)
		sameNIG(t, "slope", slope, bayes.NormalInverseGamma{Mu: reg.Mean[1], Count: reg.Root[2] * reg.Root[2], Shape: reg.Shape, Scale: reg.Scale})

		n := NormalModel{Prior: &prior, OneVariance: true}.normalsOf([]gauss{{a.Mean, a.N, a.N - 1, a.SS}, {b.Mean, b.N, b.N - 1, b.SS}})
		sd := 1 / math.Sqrt(prior.Count)
		shape = prior.Shape
		if prior.Count == 0 {
			shape = -1 // p(μ₁, μ₂, σ²) ∝ 1/σ²
		}
		reg = bayes.IndependentCoefficients([]float64{prior.Mu, prior.Mu}, []float64{sd, sd}, shape, prior.Scale).Update(indicators)
		for i := range 2 {
			e := []float64{0, 0}
			e[i] = 1
			want, got := reg.Fitted(e...), n.t(i)
			wantNear(t, "one variance: df", got.DF, want.DF, 1e-13)
			wantNear(t, "one variance: place", got.Loc, want.Loc, 1e-13)
			wantNear(t, "one variance: scale", got.Scale, want.Scale, 1e-13)
		}
	}
}

func sameNIG(t *testing.T, name string, got, want bayes.NormalInverseGamma) {
	t.Helper()
	wantNear(t, name+": mean", got.Mu, want.Mu, 1e-13)
	wantNear(t, name+": count", got.Count, want.Count, 1e-12)
	wantNear(t, name+": shape", got.Shape, want.Shape, 1e-14)
	wantNear(t, name+": scale", got.Scale, want.Scale, 1e-13*(1+want.Scale))
}

package mlp_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// TestLinearNetworkIsConjugateRegression: where the two halves of the toolkit meet. For
// the linear network with known noise and a normal prior, log-likelihood + log prior −
// log posterior is the log evidence, at any weights; the posterior and the evidence come
// from package bayes, exactly. The mode that a fit finds is the posterior's mean.
func TestLinearNetworkIsConjugateRegression(t *testing.T) {
	const n, sigma, alpha, beta = 40, 0.6, 2.0, 0.5
	rng := prob.NewSeed(12).Rand()
	var d mlp.Data[float64, float64]
	var stat bayes.KnownNoise
	for range n {
		a, b := rng.NormFloat64(), rng.NormFloat64()
		y := 1 + 2*a - b + sigma*rng.NormFloat64()
		d.X, d.Y = append(d.X, a, b), append(d.Y, y)
		stat = stat.Merge(bayes.NoisyResponse(y, sigma, a, b, 1)) // weights first, then the bias
	}
	m := mlp.Model[float64]{Net: mlp.Dense(mlp.Identity, 2, 1), Head: mlp.Gaussian(1, sigma)}
	p := mlp.Prior{Weights: alpha, Biases: beta}
	sd := []float64{1 / math.Sqrt(alpha), 1 / math.Sqrt(alpha), 1 / math.Sqrt(beta)}
	exact := bayes.IndependentNormals(make([]float64, 3), sd)
	posterior, evidence := exact.Update(stat), exact.LogEvidence(stat)

	lik, err := mlp.LogLik(m, d)
	if err != nil {
		t.Fatal(err)
	}
	prior := p.Density(m.Layout())
	for range 10 {
		w := []float64{3 * rng.NormFloat64(), 3 * rng.NormFloat64(), 3 * rng.NormFloat64()}
		l := prob.LogProb(lik, w...)
		got := l + prob.LogProb(prior, w...) - prob.LogProb(posterior, w...)
		// Terms of the size of the log-likelihood, each a sum of n, cancel.
		if tol := n * 8 * 0x1p-52 * math.Abs(l); math.Abs(got-evidence) > tol {
			t.Errorf("at %v: log evidence %v, want %v (tolerance %.2g)", w, got, evidence, tol)
		}
	}

	s, err := mlp.Training[float64, float64]{Model: m, Prior: p, Optimiser: mlp.LBFGS{}}.Fit(t.Context(), prob.NewSeed(1), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, mean := range posterior.Mean {
		if math.Abs(s.Params[i]-mean) > 1e-7 { // of a gradient of 1e-8 and a curvature of about 1/σ²
			t.Errorf("mode %v, want the posterior mean %v", s.Params, posterior.Mean)
		}
	}
}

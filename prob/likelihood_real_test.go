package prob_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

func TestRealLikelihoods(t *testing.T) {
	y := []float64{0.3, -2, 5, 1e3, 0}
	eta := []float64{0.1, 4, 5.5, -1, -2} // away from the kinks at y
	pairs := []float64{0.1, -1, 4, 0.5, 5.5, 3, -1, 6, 1e-3, -2}
	for _, c := range []struct {
		lik    prob.Likelihood[float64]
		eta    []float64
		family func(eta []float64) prob.LogDensity // the same formula, as a distribution of y
	}{
		{prob.Gaussian{Sigma: 0.7}, eta, func(e []float64) prob.LogDensity { return prob.Normal{Mu: e[0], Sigma: 0.7} }},
		{prob.SquaredError(), eta, func(e []float64) prob.LogDensity { return prob.Normal{Mu: e[0], Sigma: math.Sqrt(0.5)} }},
		{prob.GaussianScale{}, pairs, func(e []float64) prob.LogDensity { return prob.Normal{Mu: e[0], Sigma: math.Exp(e[1])} }},
		{prob.StudentTLocation{DF: 4, Scale: 0.5}, eta, func(e []float64) prob.LogDensity { return prob.StudentT{DF: 4, Loc: e[0], Scale: 0.5} }},
		{prob.StudentTLocation{DF: 1e10, Scale: 200}, eta, func(e []float64) prob.LogDensity { return prob.StudentT{DF: 1e10, Loc: e[0], Scale: 200} }},
		{prob.LaplaceLocation{Scale: 3}, eta, func(e []float64) prob.LogDensity { return prob.Laplace{Loc: e[0], Scale: 3} }},
		{prob.AbsoluteError(), eta, func(e []float64) prob.LogDensity { return prob.Laplace{Loc: e[0], Scale: 1} }},
	} {
		probtest.Likelihood(t, c.lik, y, c.eta)
		k := c.lik.Dim()
		for i := range y {
			e := c.eta[i*k : (i+1)*k]
			got, want := c.lik.LogProb(y[i:i+1], e, nil, nil), prob.LogProb(c.family(e), y[i])
			// e^−η for 1/e^η: z is off by an ulp or two, z² by twice that.
			if !(math.Abs(got-want) <= 8*eps*(1+math.Abs(want))) {
				t.Errorf("%T: LogProb(%v | %v) = %v, want %v as %v", c.lik, y[i], e, got, want, c.family(e))
			}
		}
	}
}

const eps = 0x1p-52

// Losses are likelihoods: the constants that the doc comments promise.
func TestErrorsAreLikelihoods(t *testing.T) {
	y, eta := []float64{3}, []float64{5}
	if got, want := -prob.SquaredError().LogProb(y, eta, nil, nil), 4+math.Log(math.Pi)/2; math.Abs(got-want) > 4*eps*want {
		t.Errorf("squared error: −log p = %v, want %v", got, want)
	}
	if got, want := -prob.AbsoluteError().LogProb(y, eta, nil, nil), 2+math.Ln2; math.Abs(got-want) > 4*eps*want {
		t.Errorf("absolute error: −log p = %v, want %v", got, want)
	}
}

func TestGaussianScaleAtAPerfectFit(t *testing.T) {
	grad := make([]float64, 2)
	got := prob.GaussianScale{}.LogProb([]float64{1}, []float64{1, -800}, nil, grad)
	if want := 800 - math.Log(2*math.Pi)/2; math.Abs(got-want) > eps*want || grad[0] != 0 || grad[1] != -1 {
		t.Errorf("LogProb = %v, gradient %v, want %v, [0 -1]", got, grad, want)
	}
}

func TestLikelihoodLengths(t *testing.T) {
	defer func() {
		if got, want := recover(), "prob: Gaussian.LogProb: len(eta) = 3, want 1"; got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	prob.Gaussian{Sigma: 1}.LogProb([]float64{1}, make([]float64, 3), nil, nil)
}

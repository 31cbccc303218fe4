package prob_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

func TestCountLikelihoods(t *testing.T) {
	probtest.Likelihood(t, prob.BernoulliLogit{}, []bool{true, false, true, false, true}, []float64{0.3, -2, 0, 5, -11})
	probtest.Likelihood(t, prob.BinomialLogit{},
		[]prob.Tally{{Successes: 3, Trials: 7}, {Successes: 0, Trials: 5}, {Successes: 40, Trials: 40}, {Successes: 20, Trials: 1e3}},
		[]float64{0.3, -2, 5, -4})
	probtest.Likelihood(t, prob.PoissonLog{}, []float64{0, 3, 1, 1e6}, []float64{0.3, -2, 4, 13.8})
	probtest.Likelihood(t, prob.PoissonLogRate{},
		[]prob.Exposed{{Count: 0, Exposure: 0.1}, {Count: 3, Exposure: 1}, {Count: 80, Exposure: 20}}, []float64{0.3, -2, 1})
	for _, r := range []float64{0.1, 3, 1e4} {
		probtest.Likelihood(t, prob.NegativeBinomialLog{R: r}, []float64{0, 3, 1, 1000}, []float64{0.3, -2, 4, 6})
	}
	probtest.Likelihood(t, prob.CategoricalLogit{K: 3}, []int{0, 2, 1}, []float64{0.1, 0.7, -3, 2, 2, 2, -0.5, 1, 1.5})
	probtest.Likelihood(t, prob.CategoricalLogit{K: 1}, []int{0}, []float64{4})
}

// TestLikelihoodsAreFamilies checks that at η = link(θ) the likelihood is the log
// mass of the family with θ, which other tests hold against an outside oracle.
func TestLikelihoodsAreFamilies(t *testing.T) {
	near := func(what string, eta, got, want, slope float64) {
		t.Helper()
		// θ is off by a rounding of η and of its own, which moves log p by slope·that.
		tol := 32 * 0x1p-52 * (1 + math.Abs(want) + math.Abs(slope)*(1+math.Abs(eta)))
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%s at η = %v: %v, want %v (tolerance %.2g)", what, eta, got, want, tol)
		}
	}
	g := []float64{0}
	for _, eta := range []float64{-30, -8, -1, 0, 0.5, 3, 20} {
		e := []float64{eta}
		p := prob.Expit(eta)
		for _, y := range []float64{0, 1, 7, 1e6} {
			lik := prob.PoissonLog{}.LogProb([]float64{y}, e, nil, g)
			near("Poisson", eta, lik, prob.LogProb(prob.Poisson{Rate: math.Exp(eta)}, y), g[0])
			lik = prob.PoissonLogRate{}.LogProb([]prob.Exposed{{Count: y, Exposure: 3}}, e, nil, g)
			near("Poisson rate", eta, lik, prob.LogProb(prob.Poisson{Rate: 3 * math.Exp(eta)}, y), g[0])
			const r = 2.5
			d := prob.NegativeBinomial{R: r, P: prob.Expit(math.Log(r) - eta)}
			lik = prob.NegativeBinomialLog{R: r}.LogProb([]float64{y}, e, nil, g)
			if eta > -20 { // 1 − P has not lost all its digits: y·log(1−P) is off by y·ε/(1−P)
				near("negative binomial", eta, lik, prob.LogProb(d, y), math.Abs(g[0])+y/(1-d.P))
			}
			n := y + 3
			if eta < 5 { // P = 1 − 1e-9 has lost digits
				lik = prob.BinomialLogit{}.LogProb([]prob.Tally{{Successes: y, Trials: n}}, e, nil, g)
				near("binomial", eta, lik, prob.LogProb(prob.Binomial{N: n, P: p}, y), math.Abs(g[0])+n*p)
			}
		}
		near("Bernoulli", eta, prob.BernoulliLogit{}.LogProb([]bool{true}, e, nil, nil), prob.LogProb(prob.Bernoulli{P: p}, 1), 1)
	}
	eta := []float64{0.3, -2, 1}
	lse := prob.LogSumExp(eta)
	p := []float64{math.Exp(eta[0] - lse), math.Exp(eta[1] - lse), math.Exp(eta[2] - lse)}
	for y := range p {
		near("categorical", 1, prob.CategoricalLogit{K: 3}.LogProb([]int{y}, eta, nil, nil), prob.LogProb(prob.Categorical{P: p}, float64(y)), 1)
	}
}

// one returns log p and the first slope of one observation.
func one[Y any](lik prob.Likelihood[Y], y Y, eta ...float64) [2]float64 {
	grad := make([]float64, len(eta))
	return [2]float64{lik.LogProb([]Y{y}, eta, nil, grad), grad[0]}
}

// TestLikelihoodsFar holds the likelihoods where probabilities under- or overflow
// against their limits.
func TestLikelihoodsFar(t *testing.T) {
	inf := math.Inf(1)
	for _, eta := range []float64{800, 1e3, 1e6, 1e300} {
		for _, c := range []struct {
			name       string
			got        [2]float64
			want, grad float64
		}{
			{"Bernoulli", one(prob.BernoulliLogit{}, true, -eta), -eta, 1},
			{"Bernoulli", one(prob.BernoulliLogit{}, true, eta), 0, 0},
			{"Bernoulli", one(prob.BernoulliLogit{}, false, eta), -eta, -1},
			{"binomial", one(prob.BinomialLogit{}, prob.Tally{Successes: 2, Trials: 3}, -eta), math.Log(3) - 2*eta, 2},
			{"binomial", one(prob.BinomialLogit{}, prob.Tally{Successes: 2, Trials: 3}, eta), math.Log(3) - eta, -1},
			{"binomial", one(prob.BinomialLogit{}, prob.Tally{Successes: 3, Trials: 3}, eta), 0, 0},
			{"Poisson", one(prob.PoissonLog{}, 2.0, -eta), -2*eta - math.Ln2, 2},
			{"Poisson", one(prob.PoissonLog{}, 0.0, -eta), 0, 0},
			{"Poisson", one(prob.PoissonLog{}, 2.0, eta), -inf, -inf},
			{"negative binomial", one(prob.NegativeBinomialLog{R: 1}, 2.0, -eta), -2 * eta, 2},
			{"negative binomial", one(prob.NegativeBinomialLog{R: 1}, 2.0, eta), -eta, -1},
			{"categorical", one(prob.CategoricalLogit{K: 2}, 0, -eta, 0), -eta, 1},
			{"categorical", one(prob.CategoricalLogit{K: 2}, 1, -eta, 0), 0, 0},
		} {
			if !(c.got[0] == c.want || math.Abs(c.got[0]-c.want) <= 1e-15*math.Abs(c.want)) || c.got[1] != c.grad {
				t.Errorf("%s at |η| = %v: log p and slope %v, want %v and %v", c.name, eta, c.got, c.want, c.grad)
			}
		}
	}
	// A certain outcome keeps the digits of its doubt: log p = −e⁻⁴⁰, slope e⁻⁴⁰.
	doubt := math.Exp(-40)
	for _, c := range []struct {
		name string
		got  [2]float64
	}{
		{"Bernoulli", one(prob.BernoulliLogit{}, true, 40)},
		{"categorical", one(prob.CategoricalLogit{K: 2}, 0, 40, 0)},
	} {
		if !(math.Abs(c.got[0]+doubt) <= 1e-15*doubt && math.Abs(c.got[1]-doubt) <= 1e-15*doubt) {
			t.Errorf("%s: log p and slope %v, want ∓%v", c.name, c.got, doubt)
		}
	}
}

func TestLikelihoodsOutside(t *testing.T) {
	zero := []float64{0}
	for _, c := range []struct {
		name string
		got  float64
	}{
		{"Poisson of 1.5", prob.PoissonLog{}.LogProb([]float64{1.5}, zero, nil, nil)},
		{"Poisson of −1", prob.PoissonLog{}.LogProb([]float64{-1}, zero, nil, nil)},
		{"Poisson of 1 over nothing", prob.PoissonLogRate{}.LogProb([]prob.Exposed{{Count: 1}}, zero, nil, nil)},
		{"Poisson of 0.5 over nothing", prob.PoissonLogRate{}.LogProb([]prob.Exposed{{Count: 0.5}}, zero, nil, nil)},
		{"negative binomial of 0.5", prob.NegativeBinomialLog{R: 1}.LogProb([]float64{0.5}, zero, nil, nil)},
		{"4 successes in 3", prob.BinomialLogit{}.LogProb([]prob.Tally{{Successes: 4, Trials: 3}}, zero, nil, nil)},
		{"category 2 of 2", prob.CategoricalLogit{K: 2}.LogProb([]int{2}, []float64{0, 0}, nil, make([]float64, 2))},
		{"category −1", prob.CategoricalLogit{K: 2}.LogProb([]int{-1}, []float64{0, 0}, nil, nil)},
	} {
		if !math.IsInf(c.got, -1) {
			t.Errorf("%s: log p = %v, want -Inf", c.name, c.got)
		}
	}
	if got := (prob.PoissonLogRate{}).LogProb([]prob.Exposed{{Count: 0}}, zero, nil, nil); got != 0 {
		t.Errorf("Poisson of 0 over nothing: log p = %v, want 0", got)
	}
	if got := (prob.PoissonLogRate{}).LogProb([]prob.Exposed{{Count: 0, Exposure: -1}}, zero, nil, nil); !math.IsNaN(got) {
		t.Errorf("negative exposure: log p = %v, want NaN", got)
	}
	defer func() {
		const want = "prob: BernoulliLogit.LogProb: len(eta) = 1, want 2"
		if r := recover(); r != want {
			t.Errorf("panic %v, want %s", r, want)
		}
	}()
	prob.BernoulliLogit{}.LogProb([]bool{true, false}, zero, nil, nil)
}

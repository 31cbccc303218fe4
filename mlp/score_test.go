package mlp

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestScores draws observations from the model itself, at fixed parameters: the score s
// has mean 0, and E[s²] = −E[∂s/∂w], Fisher's information both ways. Each mean of 3,000
// draws is within 5 of its standard errors, which a right model fails once in 10⁶ times.
func TestScores(t *testing.T) {
	scoreOf(t, "gaussian-learnt", GaussianLearnt(1), func(rng *rand.Rand, e []float64) float64 {
		return prob.Draw(rng, prob.Normal{Mu: e[0], Sigma: math.Exp(e[1])})[0]
	})
	scoreOf(t, "student-t", StudentT(1, 5), func(rng *rand.Rand, e []float64) float64 {
		return prob.Draw(rng, prob.StudentT{DF: 5, Loc: e[0], Scale: math.Exp(e[1])})[0]
	})
	scoreOf(t, "poisson", Poisson(1), func(rng *rand.Rand, e []float64) float64 {
		return prob.Draw(rng, prob.Poisson{Rate: math.Exp(e[0])})[0]
	})
	scoreOf(t, "negative-binomial", NegativeBinomial(1), func(rng *rand.Rand, e []float64) float64 {
		r := math.Exp(e[1])
		return prob.Draw(rng, prob.NegativeBinomial{R: r, P: r / (r + math.Exp(e[0]))})[0]
	})
	scoreOf(t, "mixture-density", MixtureDensity(1, 2), func(rng *rand.Rand, e []float64) float64 {
		k := 1
		if rng.Float64() < prob.Expit(e[0]-e[1]) {
			k = 0
		}
		return e[2+k] + math.Exp(e[4+k])*rng.NormFloat64()
	})
	scoreOf(t, "bernoulli", Bernoulli(1), func(rng *rand.Rand, e []float64) bool { return rng.Float64() < prob.Expit(e[0]) })
	scoreOf(t, "categorical", Categorical(3), func(rng *rand.Rand, e []float64) int {
		u := rng.Float64() * (math.Exp(e[0]) + math.Exp(e[1]) + math.Exp(e[2]))
		switch {
		case u < math.Exp(e[0]):
			return 0
		case u < math.Exp(e[0])+math.Exp(e[1]):
			return 1
		}
		return 2
	})
}

func scoreOf[Y any](t *testing.T, name string, h Head[Y], draw func(rng *rand.Rand, eta []float64) Y) {
	m := Model[Y]{Dense(Tanh, 1, 2, h.Outputs()), h}
	w := perturbed(prob.NewSeed(2), m.Net)
	for i := range h.LearntDim() {
		w = append(w, 0.3+0.1*float64(i))
	}
	x := []float64{0.7}
	eta := Predict(m, w, x)
	rng := prob.NewSeed(11).Rand()
	e := newEngine[float64](m, 1, 1)
	score := make([]float64, len(w))
	up, down := make([]float64, len(w)), make([]float64, len(w))
	first, second := make([]moments, len(w)), make([]moments, len(w))
	const n, step = 3000, 0x1p-14
	for range n {
		b := batch[float64, Y]{x: x, y: []Y{draw(rng, eta)}, n: 1}
		e.run(w, b, nil, 1, score, false)
		for i := range w {
			kept := w[i]
			w[i] = kept + step
			e.run(w, b, nil, 1, up, false)
			w[i] = kept - step
			e.run(w, b, nil, 1, down, false)
			w[i] = kept
			first[i].add(score[i])
			second[i].add(score[i]*score[i] + (up[i]-down[i])/(2*step))
		}
	}
	for i := range w {
		if mean, se := first[i].mean(); !(math.Abs(mean) <= 5*se) {
			t.Errorf("%s: mean score %d is %v ± %.2g, want 0", name, i, mean, se)
		}
		if mean, se := second[i].mean(); !(math.Abs(mean) <= 5*se+1e-7) {
			t.Errorf("%s: E[s²] + E[∂s/∂w] of %d is %v ± %.2g, want 0", name, i, mean, se)
		}
	}
}

// moments are sums of numbers and of their squares.
type moments struct{ n, sum, squares float64 }

func (m *moments) add(x float64) {
	m.n++
	m.sum += x
	m.squares += x * x
}

// mean returns the mean and its standard error.
func (m *moments) mean() (mean, se float64) {
	mean = m.sum / m.n
	return mean, math.Sqrt(math.Max(m.squares/m.n-mean*mean, 0) / m.n)
}

func TestScaling(t *testing.T) {
	x := []float64{1, 5, 3, 5, 5, 5}
	s := Standardise(x, 2)
	want := math.Sqrt(8.0 / 3) // of 1, 3, 5 with 1/n
	if s.Mean[0] != 3 || math.Abs(s.Scale[0]-want) > 1e-15 || s.Mean[1] != 5 || s.Scale[1] != 1 {
		t.Errorf("scaling %+v, want means 3, 5 and scales %v, 1", s, want)
	}
	z := make([]float64, len(x))
	s.Apply(z, x)
	if math.Abs(z[0]+2/want) > 1e-15 || z[2] != 0 || z[1] != 0 {
		t.Errorf("standardised %v", z)
	}
	s.Invert(z, z)
	for i, v := range z {
		if math.Abs(v-x[i]) > 1e-15 {
			t.Errorf("back again: %v, want %v", z, x)
			break
		}
	}
}

func TestNamedLosses(t *testing.T) {
	g := make([]float64, 4)
	if got := MSE([]float64{1, 2, 3, 4}, []float64{1, 0, 3, 7}, 2, g); got != 6.5 || g[1] != -2 || g[3] != 3 || g[0] != 0 {
		t.Errorf("MSE of two rows of two: %v, gradient %v, want 6.5, [0 -2 0 3]", got, g)
	}
	if got := MAE([]float64{1, 2, 3, 4}, []float64{1, 0, 3, 7}, 2, g); got != 2.5 || g[1] != -0.5 || g[3] != 0.5 || g[0] != 0 {
		t.Errorf("MAE of two rows of two: %v, gradient %v, want 2.5, [0 -0.5 0 0.5]", got, g)
	}
	// ŷ = (1/4, 3/4), both rows: −(log ¾ + ½ log ¼ + ½ log ¾)/2.
	f := []float64{0, math.Log(3), 1000, 1000 + math.Log(3)}
	want := -(1.5*math.Log(0.75) + 0.5*math.Log(0.25)) / 2
	if got := CrossEntropy([]float64{0, 1, 0.5, 0.5}, f, 2, g); math.Abs(got-want) > 1e-12 || math.Abs(g[0]-0.125) > 1e-12 || math.Abs(g[2]+0.125) > 1e-12 {
		t.Errorf("cross-entropy %v, gradient %v, want %v, [0.125 -0.125 -0.125 0.125]", got, g, want)
	}
	defer func() {
		if got := recover(); got != "mlp: MSE: len(y) = 3, len(f) = 3, want rows of 2" {
			t.Errorf("panic %v", got)
		}
	}()
	MSE([]float64{1, 2, 3}, []float64{1, 2, 3}, 2, nil)
}

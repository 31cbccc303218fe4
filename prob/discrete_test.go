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

func multivariateFamily(name string, p []float64) prob.LogDensity {
	switch name {
	case "multinomial":
		return prob.Multinomial{N: p[0], P: p[1:]}
	case "dirichlet":
		return prob.Dirichlet{Alpha: p}
	case "dirichlet-multinomial":
		return prob.DirichletMultinomial{N: p[0], Alpha: p[1:]}
	}
	return discreteFamily(name, p)
}

// TestDiscreteGolden holds masses, tails and quantiles against 60-digit sums; the
// file says what each value may be off by.
func TestDiscreteGolden(t *testing.T) {
	probtest.Golden(t, "testdata/discrete.csv", 16*0x1p-52, multivariateFamily)
}

// TestBetaMixtureIntegral holds the distribution function where it is an integral
// against the sum of masses, at both ends of the switch from one to the other, and
// the quantile against it.
func TestBetaMixtureIntegral(t *testing.T) {
	for _, d := range []prob.Univariate{
		prob.BetaBinomial{N: 5000, Alpha: 0.7, Beta: 2},
		prob.BetaBinomial{N: 5000, Alpha: 50, Beta: 2000},
		prob.BetaBinomial{N: 5000, Alpha: 1e-4, Beta: 1e-4},
		prob.BetaBinomial{N: 5000, Alpha: 1e9, Beta: 1e9},
		prob.BetaNegativeBinomial{R: 30, Alpha: 2, Beta: 200},
		prob.BetaNegativeBinomial{R: 1e6, Alpha: 1e6, Beta: 5000},
	} {
		var sum float64
		for k := 0.0; k <= 5000; k++ {
			p := math.Exp(prob.LogProb(d, k))
			sum += p
			if k != 10 && k != 100 && k != 1000 && k != 2500 && k != 4900 && k != 5000 {
				continue
			}
			// Five thousand rounded terms, each good to 1e-13, and the 1e-11 of CDF.
			if got := d.CDF(k); !(math.Abs(got-sum) <= 2e-11*sum) {
				t.Errorf("%v: CDF(%v) = %v, want the sum %v", d, k, got, sum)
			}
			// Not a rise but of a few parts in 1e16 near 1 can come from rounding.
			if a, b := d.CDF(k-1), d.CDF(k); !(b >= a) {
				t.Errorf("%v: CDF falls from %v to %v at %v", d, a, b, k)
			}
		}
	}
	for _, d := range []prob.Univariate{
		prob.BetaBinomial{N: 1e9, Alpha: 2.5, Beta: 0.3},
		prob.BetaBinomial{N: 1e9, Alpha: 1e-3, Beta: 1e-3},
		prob.BetaBinomial{N: 1e9, Alpha: 1e12, Beta: 1e11},
		prob.BetaNegativeBinomial{R: 1e6, Alpha: 0.5, Beta: 1e3},
	} {
		for _, p := range []float64{1e-9, 0.01, 0.4, 0.9} {
			x := d.Quantile(p)
			if !(d.CDF(x) >= p && d.CDF(x-1) < p) {
				t.Errorf("%v: Quantile(%v) = %v, where CDF is %v after %v", d, p, x, d.CDF(x), d.CDF(x-1))
			}
		}
	}
}

// TestQuantileOfCDF checks that a quantile undoes the rounding of the CDF.
func TestQuantileOfCDF(t *testing.T) {
	for _, d := range []prob.Univariate{
		prob.Poisson{Rate: 1e9}, prob.Binomial{N: 1e9, P: 0.3}, prob.Geometric{P: 0.01},
		prob.NegativeBinomial{R: 40, P: 1e-4}, prob.BetaBinomial{N: 900, Alpha: 3, Beta: 4},
		prob.BetaNegativeBinomial{R: 3, Alpha: 4, Beta: 50},
	} {
		mid := d.Quantile(0.5)
		for x := mid; x < mid+100; x += 7 {
			if p := d.CDF(x); p < 0.98 && d.Quantile(p) != x {
				t.Errorf("%v: Quantile(CDF(%v)) = %v", d, x, d.Quantile(p))
			}
		}
	}
}

// TestDiscreteEdges are the values that other libraries get wrong.
func TestDiscreteEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		d    prob.LogDensity
		x    float64
		want float64
	}{
		{prob.Binomial{N: 5, P: 0}, 0, 0},
		{prob.Binomial{N: 5, P: 0}, 1, -inf},
		{prob.Binomial{N: 5, P: 1}, 5, 0},
		{prob.Binomial{N: 5, P: 1}, 4, -inf},
		{prob.Binomial{N: 0, P: 1}, 0, 0},
		{prob.Binomial{N: 0, P: 0}, 0, 0},
		{prob.Poisson{Rate: 0}, 0, 0},
		{prob.Poisson{Rate: 0}, 1, -inf},
		{prob.Poisson{Rate: inf}, 3, -inf},
		{prob.Bernoulli{P: 0}, 0, 0},
		{prob.Bernoulli{P: 0}, 1, -inf},
		{prob.Bernoulli{P: 1}, 1, 0},
		{prob.Geometric{P: 1}, 0, 0},
		{prob.Geometric{P: 1}, 1, -inf},
		{prob.NegativeBinomial{R: 2, P: 1}, 0, 0},
		{prob.NegativeBinomial{R: 2, P: 1}, 1, -inf},
		{prob.BetaBinomial{N: 0, Alpha: 1, Beta: 1}, 0, 0},
		{prob.Categorical{P: []float64{0, 1}}, 0, -inf},
		{prob.Categorical{P: []float64{0, 1}}, 1, 0},
		{prob.Categorical{P: []float64{0, 1}}, 2, -inf},
		{prob.Categorical{P: []float64{0, 1}}, 0.5, -inf},
	} {
		if got := prob.LogProb(c.d, c.x); got != c.want {
			t.Errorf("%v: LogProb(%v) = %v, want %v", c.d, c.x, got, c.want)
		}
	}

	// The score stays finite where the data are certain.
	grad := make([]float64, 1)
	for _, c := range []struct {
		d       probtest.Scored
		x, want float64
	}{
		{prob.Binomial{N: 5, P: 0}, 0, -5},
		{prob.Binomial{N: 5, P: 1}, 5, 5},
		{prob.Poisson{Rate: 0}, 0, -1},
		{prob.Bernoulli{P: 0}, 0, -1},
		{prob.Geometric{P: 1}, 0, 1},
	} {
		if c.d.Score([]float64{c.x}, grad); grad[0] != c.want {
			t.Errorf("%v: Score(%v) = %v, want %v", c.d, c.x, grad[0], c.want)
		}
	}

	for _, c := range []struct{ i, got, want float64 }{
		{0, prob.BetaNegativeBinomial{R: 2, Alpha: 1, Beta: 3}.Mean(), inf},
		{1, prob.BetaNegativeBinomial{R: 2, Alpha: 2, Beta: 3}.Var(), inf},
		{2, prob.BetaNegativeBinomial{R: 2, Alpha: 2, Beta: 3}.Mean(), 6},
		{3, prob.Poisson{Rate: math.NaN()}.Quantile(0.5), math.NaN()},
		{4, prob.BetaNegativeBinomial{R: 2, Alpha: 1, Beta: 3}.Var(), math.NaN()},
	} {
		if c.got != c.want && !(math.IsNaN(c.got) && math.IsNaN(c.want)) {
			t.Errorf("moment %v = %v, want %v", c.i, c.got, c.want)
		}
	}
}

// TestRejectionDraws is a χ² test of half a million draws by the rejection methods,
// near where they take over and beyond: their acceptance regions rest on constants
// that a thousand draws do not tell from others. χ² as in checkShares.
func TestRejectionDraws(t *testing.T) {
	const draws = 500000
	rng, x := prob.NewSeed(5).Rand(), []float64{0}
	for _, d := range []prob.Univariate{
		prob.Poisson{Rate: 10}, prob.Poisson{Rate: 100}, prob.Binomial{N: 25, P: 0.4}, prob.Binomial{N: 1000, P: 0.9},
	} {
		seen := make([]float64, 2000)
		for range draws {
			d.Rand(rng, x)
			seen[int(x[0])]++
		}
		var chi, cells, rare, rareSeen float64
		for k, n := range seen {
			if want := draws * math.Exp(prob.LogProb(d, float64(k))); want >= 10 {
				chi += (n - want) * (n - want) / want
				cells++
			} else {
				rare += want
				rareSeen += n
			}
		}
		f := cells
		chi += (rareSeen - rare) * (rareSeen - rare) / rare
		if !(chi <= f+2*math.Sqrt(f*15)+30) {
			t.Errorf("%v: χ² of the draws = %v with %v degrees of freedom", d, chi, f)
		}
	}
}

// TestDrawsEnd checks that NaN parameters do not make a draw loop for ever.
func TestDrawsEnd(t *testing.T) {
	rng, nan := prob.NewSeed(1).Rand(), math.NaN()
	for _, d := range []prob.Distribution{
		prob.Poisson{Rate: nan}, prob.Binomial{N: nan, P: 0.5}, prob.Binomial{N: 9, P: nan}, prob.Geometric{P: nan},
		prob.NegativeBinomial{R: nan, P: 0.5}, prob.NegativeBinomial{R: 2, P: nan},
		prob.BetaBinomial{N: 20, Alpha: nan, Beta: 1}, prob.BetaBinomial{N: nan, Alpha: 1, Beta: 1},
		prob.BetaNegativeBinomial{R: 20, Alpha: nan, Beta: 1},
		prob.Dirichlet{Alpha: []float64{1, nan}},
	} {
		if x := prob.Draw(rng, d); !math.IsNaN(x[0]) {
			t.Errorf("%v: drew %v, want NaN", d, x)
		}
	}
}

func TestDiscreteCheck(t *testing.T) {
	type checked interface{ Check() error }
	for _, c := range []struct {
		d    checked
		want string
	}{
		{prob.Bernoulli{P: 1.5}, "bernoulli: p = 1.5, want a number from 0 to 1"},
		{prob.Binomial{N: 2.5, P: 0.5}, "binomial: n = 2.5, want a whole number from 0 on"},
		{prob.Binomial{N: 2, P: math.NaN()}, "binomial: p = NaN, want a number from 0 to 1"},
		{prob.Geometric{P: 0}, "geometric: p = 0, want a number above 0, up to 1"},
		{prob.NegativeBinomial{R: 0, P: 0.5}, "negative-binomial: r = 0, want a finite number above 0"},
		{prob.NegativeBinomial{R: 1, P: 0}, "negative-binomial: p = 0, want a number above 0, up to 1"},
		{prob.Poisson{Rate: -1}, "poisson: rate = -1, want a finite number from 0 on"},
		{prob.BetaBinomial{N: -1, Alpha: 1, Beta: 1}, "beta-binomial: n = -1, want a whole number from 0 on"},
		{prob.BetaBinomial{N: 1, Alpha: 0, Beta: 1}, "beta-binomial: alpha = 0, want a finite number above 0"},
		{prob.BetaNegativeBinomial{R: 1, Alpha: 1, Beta: 0}, "beta-negative-binomial: beta = 0, want a finite number above 0"},
		{prob.Categorical{}, "categorical: p is empty, want at least one probability"},
		{prob.Categorical{P: []float64{0.5, 0.6}}, "categorical: p sums to 1.1, want 1"},
		{prob.Multinomial{N: 1, P: []float64{0.5, -0.6}}, "multinomial: p[1] = -0.6, want a number from 0 to 1"},
		{prob.Dirichlet{Alpha: []float64{1, 0}}, "dirichlet: alpha[1] = 0, want a finite number above 0"},
		{prob.DirichletMultinomial{N: 0.5, Alpha: []float64{1}}, "dirichlet-multinomial: n = 0.5, want a whole number from 0 on"},
		{prob.NegativeBinomialLog{}, "negative-binomial: r = 0, want a finite number above 0"},
		{prob.CategoricalLogit{}, "categorical: k = 0, want at least one category"},
	} {
		if err := c.d.Check(); err == nil || err.Error() != c.want {
			t.Errorf("%T.Check() = %v, want %s", c.d, err, c.want)
		}
	}
	for _, d := range []checked{
		prob.Bernoulli{P: 1}, prob.Binomial{}, prob.Poisson{}, prob.Geometric{P: 1}, prob.NegativeBinomial{R: 1, P: 1},
		prob.BetaBinomial{N: 0, Alpha: 1, Beta: 1}, prob.BetaNegativeBinomial{R: 1, Alpha: 1, Beta: 1},
		prob.Categorical{P: []float64{1. / 3, 1. / 3, 1. / 3}}, prob.Multinomial{N: 0, P: []float64{1}},
		prob.Dirichlet{Alpha: []float64{1}}, prob.DirichletMultinomial{N: 3, Alpha: []float64{1}},
	} {
		if err := d.Check(); err != nil {
			t.Errorf("%v: %v", d, err)
		}
	}
}

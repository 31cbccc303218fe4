package prob_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// A continuous family: how to build it, and parameters from ordinary to extreme.
type continuousFamily struct {
	name   string
	build  func(p []float64) prob.Univariate
	params [][]float64
}

// continuous lists the families: to add one, add a line here, and its oracle to
// testdata/continuous.py.
var continuous = []continuousFamily{
	{"normal", func(p []float64) prob.Univariate { return prob.Normal{Mu: p[0], Sigma: p[1]} },
		[][]float64{{0, 1}, {1, 2}, {-3e5, 1e-1}, {0, 1e-6}, {5, 1e12}}},
	{"student-t", func(p []float64) prob.Univariate { return prob.StudentT{DF: p[0], Loc: p[1], Scale: p[2]} },
		[][]float64{{1, 0, 1}, {0.01, 0, 1}, {1e-3, 0, 1}, {0.7, 1, 2}, {2.5, -3, 0.1}, {4, 0, 1}, {30, 0, 1e-6}, {1000, 10, 1e12}, {1e6, 0, 1}, {1e12, 0, 1}, {1e16, 0, 1}, {1e25, 0, 1}}},
	{"cauchy", func(p []float64) prob.Univariate { return prob.Cauchy{Loc: p[0], Scale: p[1]} },
		[][]float64{{0, 1}, {3, 0.5}, {0, 1e-6}, {-1, 1e12}}},
	{"half-cauchy", func(p []float64) prob.Univariate { return prob.HalfCauchy{Scale: p[0]} },
		[][]float64{{1}, {5}, {1e-6}, {1e12}}},
	{"half-normal", func(p []float64) prob.Univariate { return prob.HalfNormal{Sigma: p[0]} },
		[][]float64{{1}, {2.5}, {1e-6}, {1e12}}},
	{"lognormal", func(p []float64) prob.Univariate { return prob.LogNormal{Mu: p[0], Sigma: p[1]} },
		[][]float64{{0, 1}, {-2, 0.25}, {1, 3}, {5, 1e-6}, {0, 12}}},
	{"laplace", func(p []float64) prob.Univariate { return prob.Laplace{Loc: p[0], Scale: p[1]} },
		[][]float64{{0, 1}, {-4, 0.3}, {0, 1e-6}, {7, 1e12}}},
	{"logistic", func(p []float64) prob.Univariate { return prob.Logistic{Loc: p[0], Scale: p[1]} },
		[][]float64{{0, 1}, {2, 0.25}, {0, 1e-6}, {-6, 1e12}}},
	{"exponential", func(p []float64) prob.Univariate { return prob.Exponential{Rate: p[0]} },
		[][]float64{{1}, {0.2}, {1e-6}, {1e12}}},
	{"gamma", func(p []float64) prob.Univariate { return prob.Gamma{Shape: p[0], Rate: p[1]} },
		[][]float64{{1, 1}, {2.5, 3}, {0.3, 0.01}, {1e-3, 1}, {1e-6, 1e-6}, {1, 1e12}, {1 + 1e-12, 2}, {15, 1e-6}, {25, 1}, {300, 7}, {1e6, 1}, {1e10, 1e10}, {1e12, 1e-6}}},
	{"inverse-gamma", func(p []float64) prob.Univariate { return prob.InverseGamma{Shape: p[0], Scale: p[1]} },
		[][]float64{{1, 1}, {2.5, 3}, {0.3, 0.01}, {1e-3, 1}, {1e-6, 1e-6}, {1, 1e12}, {15, 1e-6}, {25, 1}, {300, 7}, {1e6, 1}, {1e10, 1e10}, {1e12, 1e-6}}},
	{"beta", func(p []float64) prob.Univariate { return prob.Beta{Alpha: p[0], Beta: p[1]} },
		[][]float64{{1, 1}, {2, 8}, {0.5, 0.5}, {1, 3}, {0.2, 5}, {1e-3, 1e-3}, {1e-6, 1}, {1e-3, 1e6}, {30, 50}, {500, 2}, {1e6, 1e6}, {3, 1e12}, {1e9, 1e9}, {1e12, 1e9}}},
	{"uniform", func(p []float64) prob.Univariate { return prob.Uniform{Low: p[0], High: p[1]} },
		[][]float64{{0, 1}, {-3, 7}, {1, 1 + 1e-6}, {-1e12, 1e12}}},
	{"lomax", func(p []float64) prob.Univariate { return prob.Lomax{Shape: p[0], Scale: p[1]} },
		[][]float64{{1, 1}, {2.5, 3}, {0.4, 2}, {4, 1e-6}, {1e-2, 1}, {50, 1e12}, {1e12, 1e12}}},
}

func TestContinuousLaws(t *testing.T) {
	for _, f := range continuous {
		for _, p := range f.params {
			d := f.build(p)
			t.Run(fmt.Sprint(d), func(t *testing.T) {
				if err := d.(interface{ Check() error }).Check(); err != nil {
					t.Error(err)
				}
				probtest.Univariate(t, d)
			})
		}
	}
}

// Gradients in x and in the parameters, at quantiles from the far tail to the middle,
// but for where x is so coarse, beside the width of the density, that its neighbours
// differ by more than 1e-8 in log density: differences cannot be taken there.
func TestContinuousGradients(t *testing.T) {
	for _, f := range continuous {
		for _, p := range f.params {
			d := f.build(p)
			score := func(p []float64) probtest.Scored { return f.build(p).(probtest.Scored) }
			for _, q := range []float64{1e-12, 0.03, 0.3, 0.6, 0.97, 1 - 0x1p-40} {
				x := d.Quantile(q)
				if grad := []float64{0}; !(d.LogProb([]float64{x}, grad) < math.Inf(1)) || !(math.Abs(grad[0]*x) < 5e7) || x == d.Quantile(0) || x == d.Quantile(1) {
					continue
				}
				if f.name == "uniform" && math.Abs(q-0.5) > 0.4 { // too near the steps to vary their ends
					continue
				}
				probtest.Gradient(t, d, []float64{x})
				probtest.Score(t, score, p, []float64{x})
			}
		}
	}
}

// Scores at parameters so large that differences say nothing about them, against the
// leading terms of their asymptotic expansions; what is left out is smaller by the
// size of the parameter.
func TestScoresOfLargeParameters(t *testing.T) {
	for _, c := range []struct {
		d    probtest.Scored
		x    float64
		want float64 // the first element of the score
	}{
		// log Γ by Stirling and log(1+w) to third order: −(z⁴ − 2z² − 1)/4ν².
		{prob.StudentT{DF: 1e12, Loc: 0, Scale: 1}, 3, -62. / 4e24},
		{prob.StudentT{DF: 1e15, Loc: 0, Scale: 1}, 0, 1. / 4e30},
		// log a − ψ(a) = 1/2a + ….
		{prob.Gamma{Shape: 1e12, Rate: 1}, 1e12, 0.5e-12},
		{prob.Gamma{Shape: 1e12, Rate: 1}, 1e12 + 1e6, math.Log1p(1e-6) + 0.5e-12},
		{prob.InverseGamma{Shape: 0x1p40, Scale: 1}, 0x1p-40, 0x1p-41},
		// ψ(2a) − ψ(a) − log 2 = 1/4a + ….
		{prob.Beta{Alpha: 1e10, Beta: 1e10}, 0.5, 0.25e-10},
	} {
		grad := make([]float64, 3)
		c.d.Score([]float64{c.x}, grad)
		if !(math.Abs(grad[0]-c.want) <= 1e-9*math.Abs(c.want)) {
			t.Errorf("%v: Score(%v)[0] = %v, want %v", c.d, c.x, grad[0], c.want)
		}
	}
}

// Densities at the ends of their supports.
func TestContinuousBoundaries(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		d    prob.LogDensity
		x    float64
		want float64
	}{
		{prob.Beta{Alpha: 0.5, Beta: 2}, 0, inf},
		{prob.Beta{Alpha: 1, Beta: 2}, 0, math.Log(2)},
		{prob.Beta{Alpha: 2, Beta: 2}, 0, -inf},
		{prob.Beta{Alpha: 2, Beta: 0.5}, 1, inf},
		{prob.Beta{Alpha: 3, Beta: 1}, 1, math.Log(3)},
		{prob.Beta{Alpha: 2, Beta: 2}, 1, -inf},
		{prob.Beta{Alpha: 1e6, Beta: 1e6}, 1, -inf},
		{prob.Gamma{Shape: 0.5, Rate: 2}, 0, inf},
		{prob.Gamma{Shape: 1, Rate: 2}, 0, math.Log(2)},
		{prob.Gamma{Shape: 2, Rate: 2}, 0, -inf},
		// Where rate·x or scale/x underflows, or x/scale overflows.
		{prob.Gamma{Shape: 2, Rate: 1e-300}, 1e-20, math.Log(1e-300)*2 + math.Log(1e-20)},
		{prob.Gamma{Shape: 0.5, Rate: 1e-300}, 1e-20, (math.Log(1e-300) - math.Log(1e-20) - math.Log(math.Pi)) / 2},
		{prob.InverseGamma{Shape: 2, Scale: 1e-300}, 1e20, math.Log(1e-300)*2 - math.Log(1e20)*3},
		{prob.Lomax{Shape: 2, Scale: 1e-300}, 1e20, math.Log(2) + 2*math.Log(1e-300) - 3*math.Log(1e20)},
		{prob.InverseGamma{Shape: 2, Scale: 2}, 0, -inf},
		{prob.LogNormal{Mu: 0, Sigma: 1}, 0, -inf},
		{prob.HalfNormal{Sigma: 2}, 0, math.Log(2/math.Pi)/2 - math.Log(2)},
		{prob.HalfCauchy{Scale: 2}, 0, -math.Log(math.Pi)},
		{prob.Exponential{Rate: 2}, 0, math.Log(2)},
		{prob.Lomax{Shape: 3, Scale: 2}, 0, math.Log(1.5)},
		{prob.Uniform{Low: -1, High: 3}, -1, -math.Log(4)},
		{prob.Uniform{Low: -1, High: 3}, 3, -math.Log(4)},
	} {
		if got := prob.LogProb(c.d, c.x); got != c.want && !(math.Abs(got-c.want) <= 4*eps*(1+math.Abs(c.want))) {
			t.Errorf("%v: LogProb(%v) = %v, want %v", c.d, c.x, got, c.want)
		}
	}
}

// Parameters outside their range are errors that name the family, the parameter, its
// value and what is wanted.
func TestContinuousCheck(t *testing.T) {
	for _, c := range []struct {
		d    interface{ Check() error }
		want string
	}{
		{prob.Normal{Mu: math.NaN(), Sigma: 1}, "normal: mu = NaN, want a finite number"},
		{prob.Normal{Mu: 0, Sigma: -1}, "normal: sigma = -1, want a finite number above 0"},
		{prob.StudentT{DF: 0, Loc: 0, Scale: 1}, "student-t: df = 0, want a finite number above 0"},
		{prob.StudentT{DF: 1, Loc: math.Inf(1), Scale: 1}, "student-t: loc = +Inf, want a finite number"},
		{prob.StudentT{DF: 1, Loc: 0, Scale: 0}, "student-t: scale = 0, want a finite number above 0"},
		{prob.Cauchy{Loc: math.NaN(), Scale: 1}, "cauchy: loc = NaN, want a finite number"},
		{prob.Cauchy{Loc: 0, Scale: 0}, "cauchy: scale = 0, want a finite number above 0"},
		{prob.HalfCauchy{Scale: math.Inf(1)}, "half-cauchy: scale = +Inf, want a finite number above 0"},
		{prob.HalfNormal{Sigma: 0}, "half-normal: sigma = 0, want a finite number above 0"},
		{prob.LogNormal{Mu: math.Inf(-1), Sigma: 1}, "lognormal: mu = -Inf, want a finite number"},
		{prob.LogNormal{Mu: 0, Sigma: 0}, "lognormal: sigma = 0, want a finite number above 0"},
		{prob.Laplace{Loc: math.NaN(), Scale: 1}, "laplace: loc = NaN, want a finite number"},
		{prob.Laplace{Loc: 0, Scale: -2}, "laplace: scale = -2, want a finite number above 0"},
		{prob.Logistic{Loc: math.NaN(), Scale: 1}, "logistic: loc = NaN, want a finite number"},
		{prob.Logistic{Loc: 0, Scale: -2}, "logistic: scale = -2, want a finite number above 0"},
		{prob.Exponential{Rate: 0}, "exponential: rate = 0, want a finite number above 0"},
		{prob.Gamma{Shape: 0, Rate: 1}, "gamma: shape = 0, want a finite number above 0"},
		{prob.Gamma{Shape: 1, Rate: 0}, "gamma: rate = 0, want a finite number above 0"},
		{prob.InverseGamma{Shape: 0, Scale: 1}, "inverse-gamma: shape = 0, want a finite number above 0"},
		{prob.InverseGamma{Shape: 1, Scale: 0}, "inverse-gamma: scale = 0, want a finite number above 0"},
		{prob.Beta{Alpha: 0, Beta: 1}, "beta: alpha = 0, want a finite number above 0"},
		{prob.Beta{Alpha: 1, Beta: math.NaN()}, "beta: beta = NaN, want a finite number above 0"},
		{prob.Uniform{Low: 1, High: 1}, "uniform: low = 1, high = 1, want low below high and a finite difference"},
		{prob.Uniform{Low: math.NaN(), High: 1}, "uniform: low = NaN, want a finite number"},
		{prob.Uniform{Low: -1e308, High: 1e308}, "uniform: low = -1e+308, high = 1e+308, want low below high and a finite difference"},
		{prob.Lomax{Shape: 0, Scale: 1}, "lomax: shape = 0, want a finite number above 0"},
		{prob.Lomax{Shape: 1, Scale: 0}, "lomax: scale = 0, want a finite number above 0"},
	} {
		if err := c.d.Check(); err == nil || err.Error() != c.want {
			t.Errorf("%v: Check() = %v, want %s", c.d, err, c.want)
		}
	}
}

func TestContinuousString(t *testing.T) {
	want := map[string]string{
		"normal": "normal(mean=1, sd=2)", "student-t": "student-t(df=1, loc=2, scale=3)", "cauchy": "cauchy(loc=1, scale=2)",
		"half-cauchy": "half-cauchy(scale=1)", "half-normal": "half-normal(sd=1)", "lognormal": "lognormal(mu=1, sigma=2)",
		"laplace": "laplace(loc=1, scale=2)", "logistic": "logistic(loc=1, scale=2)", "exponential": "exponential(rate=1)",
		"gamma": "gamma(shape=1, rate=2)", "inverse-gamma": "inverse-gamma(shape=1, scale=2)", "beta": "beta(alpha=1, beta=2)",
		"uniform": "uniform(low=1, high=2)", "lomax": "lomax(shape=1, scale=2)",
	}
	for _, f := range continuous {
		if got := fmt.Sprint(f.build([]float64{1, 2, 3})); got != want[f.name] {
			t.Errorf("%s: String() = %q, want %q", f.name, got, want[f.name])
		}
	}
}

// A draw of small shape is not 0 or 1 unless the true draw rounds to it. For Beta{a, a}
// the mass below the smallest float is ½·(5e-324)ᵃ: 24% at a = 1e-3, where draws as
// ratios of gamma draws were 0 or 1 in 85% of cases.
func TestDrawsKeepTheirDigits(t *testing.T) {
	rng := prob.NewSeed(3).Rand()
	const n = 20000
	zeros, ones := 0, 0
	for range n {
		switch prob.Draw(rng, prob.Beta{Alpha: 1e-3, Beta: 1e-3})[0] {
		case 0:
			zeros++
		case 1:
			ones++
		}
	}
	// 1 − x is as fine as 2⁻⁵³ only: ½·(2⁻⁵⁴)^0.001 = 48% round to 1. Four standard
	// errors of a share of 20000 draws are at most 0.0142.
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"0", float64(zeros) / n, 0.5 * math.Exp(-0.001*1075*math.Ln2)}, {"1", float64(ones) / n, 0.5 * math.Exp(-0.001*54*math.Ln2)}} {
		if math.Abs(c.got-c.want) > 0.0142 {
			t.Errorf("share of draws that are %s: %.4f, want %.4f", c.name, c.got, c.want)
		}
	}
}

// Values are as good as sixteen roundings of the parameters and x would leave them: a
// method has about that many steps.
func TestContinuousGolden(t *testing.T) {
	probtest.Golden(t, "testdata/continuous.csv", 16*eps, func(name string, p []float64) prob.LogDensity {
		for _, f := range continuous {
			if f.name == name {
				return f.build(p)
			}
		}
		return nil
	})
}

package prob_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// A lifetime is one of the families whose oracle is testdata/univariate.py, with
// parameters from ordinary to extreme.
type lifetime struct {
	name   string
	build  func(p []float64) prob.Univariate
	params [][]float64
}

func lifetimes() []lifetime {
	return []lifetime{
		{"weibull", func(p []float64) prob.Univariate { return prob.Weibull{Shape: p[0], Scale: p[1]} },
			[][]float64{{1, 1}, {2.5, 3}, {0.3, 1e-6}, {0.02, 1}, {40, 1e12}, {1e6, 2}}},
		{"pareto", func(p []float64) prob.Univariate { return prob.Pareto{Min: p[0], Shape: p[1]} },
			[][]float64{{1, 1}, {3, 2.5}, {1e-6, 0.4}, {2, 0.01}, {1e12, 50}, {1, 1e6}}},
		{"von-mises", func(p []float64) prob.Univariate { return prob.VonMises{Mu: p[0], Kappa: p[1]} },
			[][]float64{{0, 1}, {0.5, 0}, {3, 0.5}, {-2, 12}, {1, 20}, {3.1, 300}, {-0.25, 1e8}}},
	}
}

func TestLifetimeLaws(t *testing.T) {
	for _, f := range lifetimes() {
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

// As for the other continuous families: not where x is too coarse for differences.
func TestLifetimeGradients(t *testing.T) {
	for _, f := range lifetimes() {
		for _, p := range f.params {
			d := f.build(p)
			score := func(p []float64) probtest.Scored { return f.build(p).(probtest.Scored) }
			for _, q := range []float64{1e-12, 0.03, 0.3, 0.6, 0.97, 1 - 0x1p-40} {
				x := d.Quantile(q)
				if grad := []float64{0}; !(d.LogProb([]float64{x}, grad) < inf) || !(math.Abs(grad[0]*x) < 5e7) || x == d.Quantile(0) || x == d.Quantile(1) {
					continue
				}
				if low := d.Quantile(0); math.Abs(x-low) < 1e-3*math.Abs(x) && f.name == "pareto" { // the minimum cannot be varied
					continue
				}
				probtest.Gradient(t, d, []float64{x})
				if f.name == "von-mises" && p[1] < 1e-3 { // κ can only grow from 0, and a step in μ that shows goes around the circle
					continue
				}
				probtest.Score(t, score, p, []float64{x})
			}
		}
	}
}

func TestLifetimeGolden(t *testing.T) {
	probtest.Golden(t, "testdata/univariate.csv", 64*eps, func(name string, p []float64) prob.LogDensity {
		for _, f := range lifetimes() {
			if f.name == name {
				return f.build(p)
			}
		}
		return nil
	})
}

func TestLifetimeBoundaries(t *testing.T) {
	for _, c := range []struct {
		d    prob.LogDensity
		x    float64
		want float64
	}{
		{prob.Weibull{Shape: 0.5, Scale: 2}, 0, inf},
		{prob.Weibull{Shape: 1, Scale: 2}, 0, -math.Ln2},
		{prob.Weibull{Shape: 1.5, Scale: 2}, 0, -inf},
		{prob.Weibull{Shape: 1.5, Scale: 2}, inf, -inf},
		{prob.Pareto{Min: 2, Shape: 3}, 2, math.Log(1.5)},
		{prob.Pareto{Min: 2, Shape: 3}, 1.999, -inf},
		{prob.VonMises{Mu: 1, Kappa: 0}, math.Pi, -math.Log(2 * math.Pi)},
		{prob.VonMises{Mu: 1, Kappa: 0}, -math.Pi, -math.Log(2 * math.Pi)},
		{prob.VonMises{Mu: 1, Kappa: 0}, math.Nextafter(math.Pi, 4), -inf},
		{prob.VonMises{Mu: 1 + 4*math.Pi, Kappa: 2}, 0.5, prob.LogProb(prob.VonMises{Mu: 1, Kappa: 2}, 0.5)},
	} {
		if got := prob.LogProb(c.d, c.x); got != c.want && !(math.Abs(got-c.want) <= 8*eps*(1+math.Abs(c.want))) {
			t.Errorf("%v: LogProb(%v) = %v, want %v", c.d, c.x, got, c.want)
		}
	}
	grad := []float64{0}
	prob.Weibull{Shape: 1, Scale: 4}.LogProb([]float64{0}, grad)
	if grad[0] != -0.25 {
		t.Errorf("weibull(shape=1, scale=4): slope at 0 = %v, want -0.25", grad[0])
	}
}

func TestLifetimeCheckAndString(t *testing.T) {
	for _, c := range []struct {
		d    interface{ Check() error }
		want string
	}{
		{prob.Weibull{Shape: 0, Scale: 1}, "weibull: shape = 0, want a finite number above 0"},
		{prob.Weibull{Shape: 1, Scale: -1}, "weibull: scale = -1, want a finite number above 0"},
		{prob.Pareto{Min: 0, Shape: 1}, "pareto: min = 0, want a finite number above 0"},
		{prob.Pareto{Min: 1, Shape: inf}, "pareto: shape = +Inf, want a finite number above 0"},
		{prob.VonMises{Mu: math.NaN(), Kappa: 1}, "von-mises: mu = NaN, want a finite number"},
		{prob.VonMises{Mu: 0, Kappa: -1}, "von-mises: kappa = -1, want a finite number from 0"},
		{prob.VonMises{Mu: 0, Kappa: inf}, "von-mises: kappa = +Inf, want a finite number from 0"},
	} {
		if err := c.d.Check(); err == nil || err.Error() != c.want {
			t.Errorf("%v: Check() = %v, want %s", c.d, err, c.want)
		}
	}
	want := map[string]string{
		"weibull": "weibull(shape=1, scale=2)", "pareto": "pareto(min=1, shape=2)", "von-mises": "von-mises(mu=1, kappa=2)",
	}
	for _, f := range lifetimes() {
		if got := fmt.Sprint(f.build([]float64{1, 2})); got != want[f.name] {
			t.Errorf("%s: String() = %q, want %q", f.name, got, want[f.name])
		}
	}
}

// Where a probability underflows its logarithm does not.
func TestWeibullFarTail(t *testing.T) {
	d := prob.Weibull{Shape: 10, Scale: 1}
	if got, want := d.LogCDF(1e-300), -3000*math.Ln10; !(math.Abs(got-want) <= 4*eps*math.Abs(want)) {
		t.Errorf("%v: LogCDF(1e-300) = %v, want %v", d, got, want)
	}
}

// counter counts the numbers taken from a source.
type counter struct {
	rand.Source
	n int
}

func (c *counter) Uint64() uint64 { c.n++; return c.Source.Uint64() }

// Rejection keeps as many proposals as it can: a bound that is too high gives right draws,
// slowly. An attempt takes one number for the angle and, on average, 1.034 for the
// exponential; the fewest are 1 a draw for κ = 0 and √(2π/e) = 1.5203 for large κ. What
// is allowed beyond is 1.7% for the former and four standard errors of 20000 draws, 1.6%.
func TestVonMisesRejection(t *testing.T) {
	for _, kappa := range []float64{0, 0.5, 10, 1e4, 1e8} {
		c := &counter{Source: rand.NewPCG(1, 2)}
		rng, x := rand.New(c), []float64{0}
		const n = 20000
		for range n {
			prob.VonMises{Mu: 1, Kappa: kappa}.Rand(rng, x)
		}
		want := 1.5203
		if kappa == 0 {
			want = 1
		}
		if got := float64(c.n) / 2 / n; !(got <= want*1.033) {
			t.Errorf("von-mises(kappa=%v): %.4f attempts a draw, want at most %.3f", kappa, got, want)
		}
	}
}

// The resultant against Σ cos(2πj/n) weighted by the density: the trapezoidal rule on a
// period is exact to rounding once n is many times √κ.
func TestVonMisesResultant(t *testing.T) {
	for _, kappa := range []float64{0, 1e-9, 0.3, 5, 19.99, 20.01, 200, 1e4} {
		const n = 2000
		var sum, c, gap float64
		for j := range n {
			h := math.Sin(math.Pi * float64(j) / n)
			w := math.Exp(-2 * kappa * h * h)
			sum += w
			c += w * (1 - 2*h*h)
			gap += w * 2 * h * h
		}
		got := prob.VonMises{Mu: 1, Kappa: kappa}.Resultant()
		// 1e-13: 2000 terms of a few roundings, which for small κ cancel.
		if want := c / sum; !(math.Abs(got-want) <= 1e-13) {
			t.Errorf("von-mises(kappa=%v): Resultant = %v, want %v", kappa, got, want)
		}
		// E[1 − cos] by the score at the mode, where the rest of it is 0.
		grad := make([]float64, 2)
		prob.VonMises{Mu: 0, Kappa: kappa}.Score([]float64{0}, grad)
		if want := gap / sum; !(math.Abs(grad[1]-want) <= 1e-13*want) {
			t.Errorf("von-mises(kappa=%v): 1 - A = %v, want %v", kappa, grad[1], want)
		}
	}
}

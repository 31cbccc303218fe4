package probtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// recorder is a testing.TB that remembers what it was told.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

// complains reports whether check reports an error that contains want.
func complains(t *testing.T, name, want string, check func(testing.TB)) {
	t.Helper()
	r := &recorder{}
	check(r)
	if len(r.errors) == 0 {
		t.Errorf("%s: not noticed", name)
		return
	}
	if all := strings.Join(r.errors, "\n"); !strings.Contains(all, want) {
		t.Errorf("%s: errors do not mention %q:\n%s", name, want, all)
	}
}

// wrong is a distribution with some methods replaced.
type wrong struct {
	prob.Normal
	logProb                  func(x, grad []float64) float64
	cdf, survival, logcdf, q func(float64) float64
	draw                     func(*rand.Rand) float64
	mean, variance           float64
}

func (d wrong) LogProb(x, grad []float64) float64 {
	if d.logProb != nil {
		return d.logProb(x, grad)
	}
	return d.Normal.LogProb(x, grad)
}

func or(f, otherwise func(float64) float64, x float64) float64 {
	if f != nil {
		return f(x)
	}
	return otherwise(x)
}

func (d wrong) CDF(x float64) float64      { return or(d.cdf, d.Normal.CDF, x) }
func (d wrong) Survival(x float64) float64 { return or(d.survival, d.Normal.Survival, x) }
func (d wrong) LogCDF(x float64) float64   { return or(d.logcdf, d.Normal.LogCDF, x) }
func (d wrong) Quantile(p float64) float64 { return or(d.q, d.Normal.Quantile, p) }
func (d wrong) Mean() float64              { return d.Normal.Mean() + d.mean }
func (d wrong) Var() float64               { return d.Normal.Var() + d.variance }

func (d wrong) Rand(rng *rand.Rand, x []float64) {
	d.Normal.Rand(rng, x)
	if d.draw != nil {
		x[0] = d.draw(rng)
	}
}

func TestUnivariateNoticesErrors(t *testing.T) {
	n := prob.Normal{Mu: 1, Sigma: 2}
	t.Run("none", func(t *testing.T) { Univariate(t, wrong{Normal: n}) })
	for _, c := range []struct {
		name, want string
		d          wrong
	}{
		{"density 1% too high", "integrates", wrong{logProb: func(x, g []float64) float64 { return n.LogProb(x, g) + 0.01 }}},
		{"density off in the far tail", "integrates", wrong{logProb: func(x, g []float64) float64 {
			if x[0] > 50 {
				return n.LogProb(x, g) + 1e-6
			}
			return n.LogProb(x, g)
		}}},
		{"CDF cancels", "+ Survival", wrong{cdf: func(x float64) float64 { return n.CDF(x) - 1e-14 }}},
		{"LogCDF underflows", "LogCDF", wrong{logcdf: func(x float64) float64 { return math.Log(n.CDF(x)) }}},
		{"Survival by 1 − CDF", "Survival", wrong{survival: func(x float64) float64 { return 1 - n.CDF(x) }}},
		{"quantile of another sd", "Quantile(0.9)", wrong{q: prob.Normal{Mu: 1, Sigma: 2 + 1e-12}.Quantile}},
		{"quantile of anything", "want NaN", wrong{q: func(p float64) float64 { return n.Quantile(min(max(p, 0), 1)) }}},
		{"mean", "Mean", wrong{mean: 1e-6}},
		{"mean undefined", "Mean", wrong{mean: math.NaN()}},
		{"variance", "Var", wrong{variance: 1e-5}},
		{"variance infinite", "Var", wrong{variance: math.Inf(1)}},
		{"draws of another scale", "share", wrong{draw: func(rng *rand.Rand) float64 { return 1 + 2.2*rng.NormFloat64() }}},
		{"draws not from rng", "same seed", wrong{draw: func(*rand.Rand) float64 { return rand.NormFloat64() }}},
		{"NaN hidden", "NaN", wrong{logProb: func(x, g []float64) float64 {
			if math.IsNaN(x[0]) {
				return math.Inf(-1)
			}
			return n.LogProb(x, g)
		}}},
	} {
		c.d.Normal = n
		complains(t, c.name, c.want, func(t testing.TB) { Univariate(t, c.d) })
	}
}

// leaky is a density on the half-line that is not zero elsewhere.
type leaky struct{ prob.Normal }

func (leaky) Support() prob.Bijector { return prob.Positive(1) }

// coin is 0 or 1, with mistakes.
type coin struct {
	p, shift float64
	grad     bool
}

func (d coin) Dim() int { return 1 }
func (d coin) LogProb(x, grad []float64) float64 {
	if grad != nil && !d.grad {
		panic("coin: no derivative")
	}
	switch x[0] {
	case 0:
		return math.Log1p(-d.p)
	case 1:
		return math.Log(d.p)
	}
	return math.Inf(-1) + math.Float64frombits(math.Float64bits(x[0]))*0
}
func (d coin) Rand(rng *rand.Rand, x []float64) {
	x[0] = 0
	if rng.Float64() < d.p {
		x[0] = 1
	}
}
func (d coin) Mean() float64 { return d.p }
func (d coin) Var() float64  { return d.p * (1 - d.p) }
func (d coin) CDF(x float64) float64 {
	switch x += d.shift; {
	case x < 0:
		return 0
	case x < 1:
		return 1 - d.p
	case x >= 1:
		return 1
	}
	return x
}
func (d coin) Survival(x float64) float64 {
	switch x += d.shift; {
	case x < 0:
		return 1
	case x < 1:
		return d.p
	case x >= 1:
		return 0
	}
	return x
}
func (d coin) LogCDF(x float64) float64      { return math.Log(d.CDF(x)) }
func (d coin) LogSurvival(x float64) float64 { return math.Log(d.Survival(x)) }
func (d coin) Quantile(p float64) float64 {
	switch {
	case p >= 0 && p <= 1-d.p:
		return 0
	case p <= 1 && p >= 0:
		return 1
	}
	return math.NaN()
}

func TestUnivariateNoticesSupportsAndIntegers(t *testing.T) {
	complains(t, "density outside the support", "outside", func(t testing.TB) { Univariate(t, leaky{prob.Normal{Mu: 0, Sigma: 1}}) })
	complains(t, "gradient of a mass function", "did not panic", func(t testing.TB) { Univariate(t, coin{p: 0.25, grad: true}) })
	complains(t, "CDF one half late", "staircase", func(t testing.TB) { Univariate(t, coin{p: 0.25, shift: -0.5}) })
	complains(t, "CDF one early", "", func(t testing.TB) { Univariate(t, coin{p: 0.25, shift: 1}) })
}

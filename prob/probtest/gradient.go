package probtest

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Gradient checks d.LogProb at each of points, which lie inside the support
// and off its kinks: the value does not depend on whether the gradient is
// asked for, x is not modified, grad is overwritten and agrees with finite
// differences to ten times their own error bound.
func Gradient(t testing.TB, d prob.LogDensity, points ...[]float64) {
	t.Helper()
	for _, x := range points {
		kept := append([]float64(nil), x...)
		grad := garbage(d.Dim())
		with, without := d.LogProb(x, grad), d.LogProb(x, nil)
		// "Same" to rounding: the two ways may sum in a different order.
		if math.IsNaN(with) || math.Abs(with-without) > 8*eps*(math.Abs(with)+1) {
			t.Errorf("%v: LogProb(%v) = %v with a gradient, %v without", d, kept, with, without)
		}
		if !same(x, kept) {
			t.Errorf("%v: LogProb changed x from %v to %v", d, kept, x)
		}
		compareGradient(t, d, "∂/∂x", func(x []float64) float64 { return d.LogProb(x, nil) }, kept, grad)
	}
}

// Scored is a density that knows its derivatives with respect to its own
// parameters.
type Scored interface {
	prob.LogDensity
	Score(x, grad []float64)
}

// Score checks the score of build(params), its derivatives with respect to
// params, against finite differences of LogProb at each of points.
func Score(t testing.TB, build func(params []float64) Scored, params []float64, points ...[]float64) {
	t.Helper()
	d := build(params)
	for _, x := range points {
		grad := garbage(len(params))
		d.Score(x, grad)
		compareGradient(t, d, "score", func(p []float64) float64 { return build(p).LogProb(x, nil) }, params, grad)
	}
}

// compareGradient holds grad against differences of f at x. A slope that
// differences cannot resolve to a ten-thousandth of the slope that f has
// within one of its widths would make the test empty, and is reported.
func compareGradient(t testing.TB, of any, what string, f func([]float64) float64, x, grad []float64) {
	t.Helper()
	for i, got := range grad {
		want, bound, unit := partial(f, x, i)
		tol := 10 * bound
		if !(tol <= 1e-4*math.Max(unit, math.Abs(want))) {
			t.Errorf("%v: %s[%d] at %v: finite differences give %v ± %v, too coarse to judge by", of, what, i, x, want, bound)
			continue
		}
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%v: %s[%d] at %v = %v, want %v (tolerance %.2g)", of, what, i, x, got, want, tol)
		}
	}
}

// garbage is a slice whose every element must be overwritten.
func garbage(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = math.NaN()
	}
	return x
}

func same(a, b []float64) bool {
	for i := range a {
		if math.Float64bits(a[i]) != math.Float64bits(b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

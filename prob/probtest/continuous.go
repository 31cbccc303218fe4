package probtest

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// checkOutside checks that nothing lies beyond the ends of the support, which
// are where its bijector takes ∓∞.
func checkOutside(t testing.TB, d prob.Univariate, support prob.Bijector) {
	t.Helper()
	low, high := ends(support)
	outside := []float64{math.Inf(-1), math.Inf(1)}
	if !math.IsInf(low, -1) {
		outside = append(outside, step(low, -1), low-1, -math.MaxFloat64)
	}
	if !math.IsInf(high, 1) {
		outside = append(outside, step(high, 1), high+1, math.MaxFloat64)
	}
	for _, x := range outside {
		if lp := d.LogProb([]float64{x}, nil); !math.IsInf(lp, -1) {
			t.Errorf("%v: LogProb(%v) = %v, want -Inf outside the support", d, x, lp)
		}
		if c := d.CDF(x); c != 0 && x <= low || c != 1 && x >= high {
			t.Errorf("%v: CDF(%v) = %v outside the support", d, x, c)
		}
	}
}

// ends returns the bounds of a support of dimension 1: its bijector stays one float
// inside.
func ends(support prob.Bijector) (low, high float64) {
	y := []float64{0}
	at := func(x float64) float64 { support.Forward(y, []float64{x}); return y[0] }
	a, b := at(-1000), at(1000)
	if a == -1000 && b == 1000 { // the identity has none
		return math.Inf(-1), math.Inf(1)
	}
	return step(min(a, b), -1), step(max(a, b), 1)
}

// A coordinate is a variable in which to integrate, with x and log dx/dv as
// functions of it.
type coordinate struct {
	to   func(x float64) (v float64)
	from func(v float64) (x, logJac float64)
}

// coordinates are those of the support: on a half-line log x, on an interval a
// logit, in which spikes and J shapes at an end are plain exponentials. The
// whole line is x = centre + scale·sinh(v), in which heavy tails are.
func coordinates(d prob.Univariate, support prob.Bijector, xs []float64) coordinate {
	if low, high := ends(support); !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		u, y := []float64{0}, []float64{0}
		return coordinate{
			to:   func(x float64) float64 { y[0] = x; support.Inverse(u, y); return u[0] },
			from: func(v float64) (float64, float64) { u[0] = v; lj := support.Forward(y, u); return y[0], lj },
		}
	}
	centre := xs[len(xs)/2]
	scale := math.Max(centre-xs[0], xs[len(xs)-1]-centre)
	for i := range xs[1:] { // the narrowest cell is about a tenth of the width
		if w := xs[i+1] - xs[i]; w > 0 {
			scale = math.Min(scale, w)
		}
	}
	return coordinate{
		to: func(x float64) float64 { return math.Asinh((x - centre) / scale) },
		from: func(v float64) (float64, float64) {
			logCosh := math.Abs(v) + math.Log1p(math.Exp(-2*math.Abs(v))) - math.Ln2
			return centre + scale*math.Sinh(v), math.Log(scale) + logCosh
		},
	}
}

// checkIntegrals integrates the density over each cell of the grid.
func checkIntegrals(t testing.TB, d prob.Univariate, density prob.Density) {
	t.Helper()
	// noise is the relative error of the density when x is rounded.
	noise := func(x float64) float64 {
		grad := []float64{0}
		d.LogProb([]float64{x}, grad)
		return math.Abs(grad[0]) * math.Abs(step(x, 1)-x)
	}
	low, high := ends(density.Support())
	var xs []float64
	for _, x := range grid(d, false) {
		if noise(x) < 1e-7 && low < x && x < high {
			xs = append(xs, x)
		}
	}
	if len(xs) < 3 {
		t.Errorf("%v: float64 is too coarse to integrate it", d)
		return
	}
	rule, c := newGauss(16), coordinates(d, density.Support(), xs)
	end := func(x float64) (below, above float64) { return d.LogCDF(x), d.LogSurvival(x) }

	first, last := xs[0], xs[len(xs)-1]
	below, _ := end(first)
	_, above := end(last)
	total := math.Exp(below) + math.Exp(above) // everything: the cells and what lies beyond them
	mean, variance := d.Mean(), d.Var()
	centre := xs[len(xs)/2]
	about := mean
	if math.IsNaN(about) || math.IsInf(about, 0) {
		about = centre
	}
	var m1, spread, m2 float64
	for i := range xs[1:] {
		a, b := xs[i], xs[i+1]
		va, vb := c.to(a), c.to(b)
		if va > vb { // (−∞, high) is measured from its end
			va, vb = vb, va
		}
		// Masses e⁻⁷⁰⁰ are weighed relative to the highest density in the cell.
		peak := math.Inf(-1)
		logDensity := func(v float64) (x, lp float64) {
			x, lj := c.from(v)
			x = min(max(x, a), b)
			return x, d.LogProb([]float64{x}, nil) + lj
		}
		for j := range 33 {
			_, lp := logDensity(va + (vb-va)*float64(j)/32)
			peak = math.Max(peak, lp)
		}
		weigh := func(f func(x float64) float64) float64 {
			return rule.integrate(func(v float64) float64 {
				x, lp := logDensity(v)
				return f(x) * math.Exp(lp-peak)
			}, va, vb, 1e-11)
		}
		mass := weigh(func(float64) float64 { return 1 })
		got := math.Log(mass) + peak

		// The CDF's difference, on the side where it cancels less.
		ca, sa := end(a)
		cb, sb := end(b)
		want := logDiff(cb, ca)
		if sa < cb {
			want = logDiff(sa, sb)
		}
		// 1e-9 covers the quadrature and the rounding of log-densities of
		// size 1e3; then come the rounding of x, by way of its coordinate, in the
		// density and in the length of the cell.
		grain := 4 * (1 + math.Abs(va) + math.Abs(vb))
		tol := 1e-9 + grain*(noise(a)+noise(b)+(step(b, 1)-b)/(b-a)) + 16*eps*math.Abs(want)
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%v: the density integrates over [%v, %v] to exp(%v), CDF has exp(%v) (tolerance %.2g)", d, a, b, got, want, tol)
		}
		w := math.Exp(peak)
		total += mass * w
		m1 += w * weigh(func(x float64) float64 { return x - centre })
		spread += w * weigh(func(x float64) float64 { return math.Abs(x - centre) })
		m2 += w * weigh(func(x float64) float64 { return (x - about) * (x - about) })
	}
	if !(math.Abs(total-1) <= 1e-8) {
		t.Errorf("%v: the density integrates to %v, want 1", d, total)
	}

	// What lies beyond the cells adds to the k-th moment about |end − centre|ᵏ
	// times its mass, more if the tail is heavy. Up to 1e-10 of the moment it
	// can be neglected; a moment that is said not to exist must have more.
	beyond := func(k float64) float64 {
		return math.Exp(below+k*math.Log(math.Abs(first-centre))) + math.Exp(above+k*math.Log(math.Abs(last-centre)))
	}
	switch rest := share(beyond(1), spread); {
	case math.IsNaN(mean) || math.IsInf(mean, 0):
		if rest < 1e-10 {
			t.Errorf("%v: Mean = %v, but the tails are light enough for one", d, mean)
		}
	case rest < 1e-10:
		if want := centre + m1; !(math.Abs(mean-want) <= 1e-8*spread+4*eps*math.Abs(mean)) {
			t.Errorf("%v: Mean = %v, want %v", d, mean, want)
		}
	}
	switch rest := share(beyond(2), m2); {
	case math.IsNaN(variance) || math.IsInf(variance, 0):
		if rest < 1e-10 {
			t.Errorf("%v: Var = %v, but the tails are light enough for one", d, variance)
		}
	case rest < 1e-10:
		if !(math.Abs(variance-m2) <= 1e-7*m2) {
			t.Errorf("%v: Var = %v, want %v", d, variance, m2)
		}
	}
}

// logDiff returns log(eᵃ − eᵇ), a ≥ b.
func logDiff(a, b float64) float64 { return a + math.Log(-math.Expm1(b-a)) }

// share returns rest/moment, 1 where the moment has overflowed.
func share(rest, moment float64) float64 {
	if math.IsInf(moment, 0) || math.IsNaN(moment) {
		return 1
	}
	return rest / moment
}

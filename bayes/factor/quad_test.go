package factor

import (
	"math"
	"testing"
)

// TestRule: the Kronrod rule is exact for even powers up to 22 and not beyond, the
// Gauss rule for those up to 12.
func TestRule(t *testing.T) {
	for d := 0; d <= 24; d += 2 {
		kronrod, gauss := 0.0, 0.0
		for i, q := range rule() {
			y := 2 * math.Pow(q.node, float64(d))
			if i == 7 {
				y /= 2
			}
			kronrod += q.kronrod * y
			gauss += q.gauss * y
		}
		want := 2 / float64(d+1)
		if exact := math.Abs(kronrod-want) < 1e-15; exact != (d <= 22) {
			t.Errorf("Kronrod of x^%d = %.17g, want %.17g", d, kronrod, want)
		}
		if exact := math.Abs(gauss-want) < 1e-15; exact != (d <= 12) {
			t.Errorf("Gauss of x^%d = %.17g, want %.17g", d, gauss, want)
		}
	}
}

// TestIntegrate compares with integrals in closed form. The tolerance is the
// integral's own error bound and the rounding of the terms of f.
func TestIntegrate(t *testing.T) {
	inf := math.Inf(1)
	normal := func(mu, sd float64) func(float64) float64 {
		return func(u float64) float64 { z := (u - mu) / sd; return -z * z / 2 }
	}
	for _, c := range []struct {
		name      string
		f         func(float64) float64
		low, high float64
		knots     []float64
		want      float64
	}{
		{"a normal", normal(3, 2), -inf, inf, []float64{0}, math.Log(2 * math.Sqrt(2*math.Pi))},
		{"a spike a knot points at", normal(1e-7, 1e-9), -inf, inf, around(1e-7, 1e-9), math.Log(1e-9 * math.Sqrt(2*math.Pi))},
		{"far down", func(u float64) float64 { return -1e6 - u*u/2 }, -inf, inf, []float64{5}, math.Log(math.Sqrt(2*math.Pi)) - 1e6},
		{"half a line", func(u float64) float64 { return -u }, 0, inf, []float64{-4}, 0},
		{"the tail of a steep slope", func(u float64) float64 { return 1e6 * u }, -inf, 0, []float64{7}, -math.Log(1e6)},
		{"an interval", func(u float64) float64 { return math.Log(u) }, 0, 1, nil, math.Log(0.5)},
		{"two peaks", func(u float64) float64 { return math.Log(math.Exp(-(u-9)*(u-9)/2) + math.Exp(-(u+9)*(u+9)/2)) }, -inf, inf, []float64{-9, 9}, math.Log(2 * math.Sqrt(2*math.Pi))},
		{"an exponential tail", func(u float64) float64 { return -math.Exp(-u) - 0.5*u }, -inf, inf, []float64{0}, math.Log(math.Sqrt(math.Pi))},
		{"nothing", func(u float64) float64 { return math.Inf(-1) }, -inf, inf, []float64{0}, math.Inf(-1)},
	} {
		in := integrate(c.f, c.low, c.high, c.knots, 0)
		tol := in.err + 1e-15*(1+math.Abs(c.want)) + 4e-15
		if in.log != c.want && !(math.Abs(in.log-c.want) <= tol) {
			t.Errorf("%s: log integral = %.16g, want %.16g within %.1g", c.name, in.log, c.want, tol)
		}
		if !(in.err <= 1.1*wanted) {
			t.Errorf("%s: error bound %.2g, want %.2g", c.name, in.err, wanted)
		}
	}
	in := integrate(normal(3, 2), -inf, inf, []float64{0}, 0)
	for _, c := range []struct{ p, want float64 }{{0.5, 3}, {0.975, 3 + 2*1.959963984540054}, {1e-6, 3 - 2*4.753424308822899}} {
		if got := in.quantile(c.p); !(math.Abs(got-c.want) < 1e-9) {
			t.Errorf("quantile %v = %.12g, want %.12g within 1e-9", c.p, got, c.want)
		}
	}
	mean, sum := 0.0, 0.0
	in.weighted(func(u, w float64) { mean += w * u; sum += w })
	if math.Abs(mean-3) > 1e-12 || math.Abs(sum-1) > 1e-13 {
		t.Errorf("weights add up to %.15g with mean %.15g, want 1 and 3", sum, mean)
	}
}

package prob

import (
	"math"
	"math/rand/v2"
	"testing"
)

// roundTrip checks that the log tail probability at a quantile is logp. The quantile
// is right to a few ε of itself, and the slope of log p against log x carries that
// over to log p; so does the error of the log probability itself.
func roundTrip(t *testing.T, what string, params []float64, logp, got, slope float64) {
	t.Helper()
	bound := 4e-14 + 16*eps*math.Abs(logp) + 8*eps*math.Abs(slope)
	if d := math.Abs(got - logp); !(d <= bound) {
		t.Errorf("%s%v at logp = %.17g: log p = %.17g there, off by %.3g, want ≤ %.3g (slope %.3g)", what, params, logp, got, d, bound, slope)
	}
}

func checkGammaInv(t *testing.T, a, logp float64, upper bool) {
	t.Helper()
	x := gammaIncInv(a, logp, upper)
	if x < 0x1p-1022 || math.IsInf(x, 1) { // underflow: the truth is no larger
		p, q := logGammaInc(a, 0x1p-1021)
		if upper {
			p = Log1mExp(q)
		}
		want := logp
		if upper {
			want = Log1mExp(logp)
		}
		if x != 0 && math.IsInf(x, 1) || p < want {
			t.Errorf("gammaIncInv(%g, %g, %v) = %g", a, logp, upper, x)
		}
		return
	}
	p, q := logGammaInc(a, x)
	k := logGammaKernel(a, x)
	if upper {
		roundTrip(t, "gamma upper", []float64{a, x}, logp, q, math.Exp(k-q))
	} else {
		roundTrip(t, "gamma lower", []float64{a, x}, logp, p, math.Exp(k-p))
	}
}

func checkBetaInv(t *testing.T, a, b, logp float64, upper bool) {
	t.Helper()
	x, y := betaIncInv(a, b, logp, upper)
	if !(x >= 0) || !(y >= 0) || math.Abs(x+y-1) > eps {
		t.Errorf("betaIncInv(%g, %g, %g, %v) = %g, %g", a, b, logp, upper, x, y)
	}
	if math.Min(x, y) < 0x1p-1022 {
		return // TestBetaIncInvUnderflow
	}
	p, q := logBetaInc(a, b, x, y)
	k := logBetaKernel(a, b, x, y, meanExcess(a, b, x, y))
	if upper {
		roundTrip(t, "beta upper", []float64{a, b, x, y}, logp, q, math.Exp(k-q))
	} else {
		roundTrip(t, "beta lower", []float64{a, b, x, y}, logp, p, math.Exp(k-p))
	}
}

func logps() []float64 {
	return []float64{-1e5, -700, -50, -5, -1, -math.Ln2, -0.69, -0.3, -0.01, -1e-5, -1e-12, -1e-50, -1e-300}
}

func TestGammaIncInv(t *testing.T) {
	for _, a := range []float64{1e-6, 1e-3, 0.1, 0.5, 0.999, 1, 1.5, 3, 10, 19.99, 20, 100, 1e4, 1e8, 1e12} {
		for _, logp := range logps() {
			checkGammaInv(t, a, logp, false)
			checkGammaInv(t, a, logp, true)
		}
	}
}

func TestBetaIncInv(t *testing.T) {
	sizes := []float64{1e-6, 1e-3, 0.1, 0.9, 1, 1.1, 3, 15, 20, 60, 1e4, 1e8, 1e12}
	for _, a := range sizes {
		for _, b := range sizes {
			for _, logp := range logps() {
				checkBetaInv(t, a, b, logp, false)
				checkBetaInv(t, a, b, logp, true)
			}
		}
	}
}

// TestInverseClosedForm: the inverses against closed forms, where those are right.
// Beta(a, 1) has Iₓ = xᵃ; Gamma(1) has Q = e⁻ˣ; for small a and p the leading term of
// P, xᵃ/Γ(1+a), is all there is.
func TestInverseClosedForm(t *testing.T) {
	near := func(what string, got, want, rel float64) {
		t.Helper()
		if !(math.Abs(got-want) <= rel*math.Abs(want)) {
			t.Errorf("%s = %.17g, want %.17g", what, got, want)
		}
	}
	for _, logp := range []float64{-1e5, -300, -2, -0.5, -1e-5, -1e-15} {
		near("gammaIncInv(1, …, upper)", gammaIncInv(1, logp, true), -logp, 16*eps)
		near("gammaIncInv(1, …, lower)", gammaIncInv(1, logp, false), -Log1mExp(logp), 8*eps)
		for _, a := range []float64{0.01, 0.5, 1, 7, 25, 1e6} {
			x, y := betaIncInv(a, 1, logp, false)
			// log x = logp/a is rounded, and its exponential carries that over.
			near("betaIncInv x", x, math.Exp(logp/a), (32+4*math.Abs(logp/a))*eps)
			near("betaIncInv y", y, -math.Expm1(logp/a), (32+4*math.Abs(logp/a))*eps)
		}
	}
	// 0.999·Γ(1.001)^1000·… : P = xᵃ/Γ(1+a) with a = 1e-3 at log p = −0.6.
	lg, _ := math.Lgamma(1.001)
	near("gammaIncInv(1e-3)", gammaIncInv(1e-3, -0.6, false), math.Exp((-0.6+lg)*1000), 1e-9)
	near("gammaIncInv(1e-3) underflows", gammaIncInv(1e-3, -1, false), 0, 0)
	near("gammaIncInv(1e12) median", gammaIncInv(1e12, -math.Ln2, false), 1e12-1./3, 2*eps) // median ≈ a − ⅓
	// With a = b = 1e-3 nearly half of the mass is at either end.
	x, y := betaIncInv(1e-3, 1e-3, math.Log(0.4), false)
	near("betaIncInv(1e-3, 1e-3)", math.Log(x), (math.Log(0.4)+logABeta(1e-3, 1e-3))*1e3, 1e-9)
	near("betaIncInv(1e-3, 1e-3)", y, 1, 0)
	x, y = betaIncInv(1e-3, 1e-3, -math.Ln2, false)
	near("the median of Beta(1e-3, 1e-3)", x, 0.5, 1e-11) // log p has slope 2.5e-4 there
	near("the median of Beta(1e-3, 1e-3)", y, 0.5, 1e-11)
}

// TestBetaIncInvUnderflow: where x or y is 0, the tail beyond the smallest normal
// number holds all of the probability asked for.
func TestBetaIncInvUnderflow(t *testing.T) {
	const tiny = 0x1p-1020
	for _, c := range [][3]float64{{1e-3, 2, -1}, {1e-6, 1e-6, -1}, {1e-3, 1e12, -2}, {0.01, 0.3, -1e5}} {
		a, b, logp := c[0], c[1], c[2]
		if x, y := betaIncInv(a, b, logp, false); x != 0 || y != 1 {
			t.Errorf("betaIncInv%v = %g, %g, want 0, 1", c, x, y)
		}
		if x, y := betaIncInv(b, a, logp, true); x != 1 || y != 0 {
			t.Errorf("betaIncInv(%g, %g, %g, upper) = %g, %g, want 1, 0", b, a, logp, x, y)
		}
		if p, _ := logBetaInc(a, b, tiny, 1); p < logp {
			t.Errorf("logBetaInc(%g, %g, %g) = %g, want ≥ %g", a, b, tiny, p, logp)
		}
	}
}

// TestTailsAtRandom: the two tails sum to 1, are monotone in x, and are mirrored by
// swapping the parameters.
func TestTailsAtRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		a, b := math.Pow(10, rng.Float64()*18-6), math.Pow(10, rng.Float64()*18-6)
		w := math.Log(a/b) + 4*rng.NormFloat64()*math.Sqrt(1/a+1/b)
		x, y := Expit(w), Expit(-w)
		if x == 0 || y == 0 {
			continue
		}
		p, q := logBetaInc(a, b, x, y)
		if sum := LogAddExp(p, q); math.Abs(sum) > 4*eps {
			t.Errorf("logBetaInc(%g, %g, %g): the tails sum to exp(%g)", a, b, x, sum)
		}
		if q2, p2 := logBetaInc(b, a, y, x); p2 != p || q2 != q {
			t.Errorf("logBetaInc(%g, %g, %g, %g) = %v, %v but mirrored %v, %v", a, b, x, y, p, q, p2, q2)
		}
		g := a * math.Exp(4*rng.NormFloat64()/math.Sqrt(a+0.1))
		gp, gq := logGammaInc(a, g)
		if sum := LogAddExp(gp, gq); math.Abs(sum) > 4*eps {
			t.Errorf("logGammaInc(%g, %g): the tails sum to exp(%g)", a, g, sum)
		}
		// A step of 1e-6 of a standard deviation or of x must be seen, and be upward.
		up := g * (1 + 1e-6/math.Sqrt(a+1))
		if p2, q2 := logGammaInc(a, up); up > g && (p2 < gp || q2 > gq) {
			t.Errorf("logGammaInc(%g, ·) is not monotone between %g and %g: %v, %v then %v, %v", a, g, up, gp, gq, p2, q2)
		}
	}
}

// FuzzGammaInc: nothing panics, hangs or gives NaN inside the domain, and the inverse
// undoes. The arguments are 2^la, −2^lp and 2^lx, so that all sizes are met.
func FuzzGammaInc(f *testing.F) {
	f.Add(-10.0, 0.0, -1.0, true)
	f.Add(40.0, 17.0, 40.0, false)
	f.Add(4.3, -0.5, 4.3, false)
	f.Add(-1074.0, -1074.0, -1074.0, true)
	f.Fuzz(func(t *testing.T, la, lp, lx float64, upper bool) {
		a, logp, x := math.Exp2(la), -math.Exp2(lp), math.Exp2(lx)
		p, q := logGammaInc(a, x)
		inside := a >= 0 && x >= 0 && a <= largestShape
		if inside == math.IsNaN(p) || inside == math.IsNaN(q) || p > 0 || q > 0 {
			t.Errorf("logGammaInc(%g, %g) = %g, %g", a, x, p, q)
		}
		z := gammaIncInv(a, logp, upper)
		if (a > 0 && a <= largestShape && logp <= 0) == math.IsNaN(z) || z < 0 {
			t.Errorf("gammaIncInv(%g, %g, %v) = %g", a, logp, upper, z)
		}
		if a >= 1e-6 && a <= 1e12 && logp < -1e-300 && logp > -1e6 {
			checkGammaInv(t, a, logp, upper)
		}
	})
}

// FuzzBetaInc is FuzzGammaInc for the beta, with logit x in the place of lx.
func FuzzBetaInc(f *testing.F) {
	f.Add(-10.0, 1.0, 0.0, 0.0, true)
	f.Add(40.0, 40.0, 17.0, 0.0, false)
	f.Add(40.0, -20.0, -3.0, 28.0, true)
	f.Add(4.3, 4.4, -0.5, 0.0, false)
	f.Add(-1074.0, -1074.0, -1074.0, -744.0, true)
	f.Add(40.0, 8.0, 24.0, 0.0, false)
	f.Add(990.0, 990.0, 990.0, 0.0, false)
	f.Fuzz(func(t *testing.T, la, lb, lp, w float64, upper bool) {
		a, b, logp, x, y := math.Exp2(la), math.Exp2(lb), -math.Exp2(lp), Expit(w), Expit(-w)
		p, q := logBetaInc(a, b, x, y)
		inside := a > 0 && b > 0 && a <= largestShape && b <= largestShape
		if (inside && x >= 0) == (math.IsNaN(p) || math.IsNaN(q)) || p > 0 || q > 0 {
			t.Errorf("logBetaInc(%g, %g, %g, %g) = %g, %g", a, b, x, y, p, q)
		}
		u, v := betaIncInv(a, b, logp, upper)
		if (inside && logp <= 0) == math.IsNaN(u+v) || u < 0 || v < 0 || u > 1 || v > 1 {
			t.Errorf("betaIncInv(%g, %g, %g, %v) = %g, %g", a, b, logp, upper, u, v)
		}
		ok := func(s float64) bool { return s >= 1e-6 && s <= 1e12 }
		if ok(a) && ok(b) && logp < -1e-300 && logp > -1e6 {
			checkBetaInv(t, a, b, logp, upper)
		}
	})
}

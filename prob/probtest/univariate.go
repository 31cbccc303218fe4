package probtest

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Univariate checks the laws that bind the methods of d to each other. A d
// that is also a [prob.Density] is taken to be continuous, any other discrete
// on the integers from 0.
//
//   - CDF + Survival = 1, the log versions agree with them, CDF rises, and
//     both are right at ±Inf.
//   - Quantile inverts CDF and, above ½, Survival; for a discrete d it is the
//     smallest x with CDF(x) ≥ p. It is NaN outside [0, 1].
//   - LogProb integrates (or sums) between neighbours of some twenty points, from
//     a tail of mass e⁻⁷⁰⁰ to the other, to the difference of CDF, and over
//     everything to 1. It is −Inf outside the support.
//   - Mean and Var are the integrals of x and (x − Mean)²; where they are NaN
//     or +Inf, the tails are indeed too heavy for the integral.
//   - 20000 draws by Rand pass a Kolmogorov–Smirnov test against CDF.
//   - NaN in, NaN out.
//
// Points where x, as a float64, is too coarse to tell the density (1 − x for
// x near 1) are left out of the integrals.
func Univariate(t testing.TB, d prob.Univariate) {
	t.Helper()
	density, continuous := d.(prob.Density)
	checkCDF(t, d, continuous)
	checkQuantile(t, d, continuous)
	checkRand(t, d)
	if continuous {
		checkOutside(t, d, density.Support())
		checkIntegrals(t, d, density)
	} else {
		checkIntegers(t, d)
		checkSums(t, d)
	}
}

// logMasses are the tail masses, as logs, at which laws are checked.
var logMasses = [...]float64{-700, -300, -100, -30, -15, -8, -5, -3, -2, -1.2, -0.7}

// grid returns points in increasing order with the masses of logMasses below
// and above them, fewer where float64 cannot tell them apart.
func grid(d prob.Univariate, integers bool) []float64 {
	var xs []float64
	add := func(x float64) {
		if integers {
			x = math.Floor(x)
		}
		if math.Abs(x) < math.MaxFloat64/4 && (len(xs) == 0 || x > xs[len(xs)-1]) && d.LogProb([]float64{x}, nil) > math.Inf(-1) {
			xs = append(xs, x)
		}
	}
	for _, l := range logMasses {
		add(first(func(x float64) bool { return d.LogCDF(x) >= l }))
	}
	for i := range logMasses {
		l := logMasses[len(logMasses)-1-i]
		add(first(func(x float64) bool { return !(d.LogSurvival(x) > l) }))
	}
	return xs
}

// first returns the smallest float64 at which a monotone predicate holds, +Inf
// if none, by bisection over the order of the floats themselves: 64 steps
// whatever the scale.
func first(holds func(float64) bool) float64 {
	lo, hi := order(-math.MaxFloat64)-1, order(math.Inf(1))
	for lo+1 < hi { // hi − lo would overflow
		if mid := lo/2 + hi/2 + (lo%2+hi%2)/2; holds(float(mid)) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return float(hi)
}

// order numbers the floats so that x < y exactly if order(x) < order(y); float
// undoes it.
func order(x float64) int64 {
	if b := int64(math.Float64bits(x)); b >= 0 {
		return b
	}
	return -int64(math.Float64bits(-x))
}

func float(n int64) float64 {
	if n >= 0 {
		return math.Float64frombits(uint64(n))
	}
	return -math.Float64frombits(uint64(-n))
}

// step returns the float n places after x, at most an infinity.
func step(x float64, n int64) float64 {
	if math.IsNaN(x) {
		return x
	}
	end := order(math.Inf(1))
	return float(min(max(order(x)+n, -end), end))
}

func checkCDF(t testing.TB, d prob.Univariate, continuous bool) {
	t.Helper()
	for _, end := range []struct{ x, cdf float64 }{{math.Inf(-1), 0}, {math.Inf(1), 1}, {math.NaN(), math.NaN()}} {
		c, s, lc, ls := d.CDF(end.x), d.Survival(end.x), d.LogCDF(end.x), d.LogSurvival(end.x)
		if !identical(c, end.cdf) || !identical(s, 1-end.cdf) || !identical(lc, math.Log(end.cdf)) || !identical(ls, math.Log(1-end.cdf)) {
			t.Errorf("%v: at %v: CDF %v, Survival %v, LogCDF %v, LogSurvival %v", d, end.x, c, s, lc, ls)
		}
	}
	if lp := d.LogProb([]float64{math.NaN()}, nil); !math.IsNaN(lp) {
		t.Errorf("%v: LogProb(NaN) = %v, want NaN", d, lp)
	}
	xs := grid(d, !continuous)
	if len(xs) == 0 {
		t.Errorf("%v: no point has a density above 0", d)
	}
	for i, x := range xs {
		c, s, lc, ls := d.CDF(x), d.Survival(x), d.LogCDF(x), d.LogSurvival(x)
		// Each is good to a few roundings of itself, and 1 − c is the larger.
		if !(math.Abs(c+s-1) <= 16*eps) {
			t.Errorf("%v: CDF(%v) + Survival = %v + %v, want 1", d, x, c, s)
		}
		// exp multiplies the relative rounding of its argument by it.
		for _, p := range []struct {
			name     string
			p, log   float64
			opposite float64
		}{{"CDF", c, lc, s}, {"Survival", s, ls, c}} {
			if p.p < 0x1p-1000 { // about to lose digits to underflow
				continue
			}
			if e := math.Exp(p.log); !(math.Abs(e-p.p) <= 16*eps*(1+math.Abs(p.log))*p.p) {
				t.Errorf("%v: exp(Log%s(%v)) = %v, want %v", d, p.name, x, e, p.p)
			}
			// Near 1 the log still has digits that p has lost.
			if p.p > 0.5 && p.opposite > 0x1p-1000 && !(math.Abs(p.log-math.Log1p(-p.opposite)) <= 32*eps*math.Abs(p.log)*(1+math.Abs(math.Log(p.opposite)))) {
				t.Errorf("%v: Log%s(%v) = %v, want log(1 − %v)", d, p.name, x, p.log, p.opposite)
			}
		}
		if i > 0 && !(c >= d.CDF(xs[i-1]) && s <= d.Survival(xs[i-1]) && (c > d.CDF(xs[i-1]) || s < d.Survival(xs[i-1]))) {
			t.Errorf("%v: CDF does not rise from %v to %v", d, xs[i-1], x)
		}
	}
}

func checkQuantile(t testing.TB, d prob.Univariate, continuous bool) {
	t.Helper()
	for _, p := range []float64{math.NaN(), -0.1, 1.1} {
		if q := d.Quantile(p); !math.IsNaN(q) {
			t.Errorf("%v: Quantile(%v) = %v, want NaN", d, p, q)
		}
	}
	for _, p := range []float64{0, 1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1 - 0x1p-20, 1 - 0x1p-40, 1 - 0x1p-53, 1} {
		q := d.Quantile(p)
		if math.IsNaN(q) {
			t.Errorf("%v: Quantile(%v) = NaN", d, p)
			continue
		}
		// x is right if the exact quantile lies within a few floats of it:
		// whatever the slope of CDF, p is between the values there, to within
		// the rounding of log p. For a discrete d, CDF(x − 1) < p ≤ CDF(x).
		below, above := step(q, -8), step(q, 8)
		if !continuous {
			below, above = q-1, q
		}
		if p <= 0.5 {
			slack := 32 * eps * (1 + math.Abs(math.Log(p)))
			if l := math.Log(p); p > 0 && !(d.LogCDF(below) <= l+slack && l-slack <= d.LogCDF(above)) {
				t.Errorf("%v: Quantile(%v) = %v, but CDF there is %v", d, p, q, d.CDF(q))
			}
		} else {
			slack := 32 * eps * (1 + math.Abs(math.Log(1-p)))
			if l := math.Log(1 - p); p < 1 && !(d.LogSurvival(below) >= l-slack && l+slack >= d.LogSurvival(above)) {
				t.Errorf("%v: Quantile(%v) = %v, but Survival there is %v, want %v", d, p, q, d.Survival(q), 1-p)
			}
		}
		// The ends of the support: everything is above one and below the other.
		if p == 0 && d.CDF(step(q, -1)) != 0 || p == 1 && d.Survival(q) != 0 {
			t.Errorf("%v: Quantile(%v) = %v is inside the support", d, p, q)
		}
	}
}

func identical(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

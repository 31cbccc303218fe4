package probtest

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// checkIntegers checks that only the integers of the support have mass.
func checkIntegers(t testing.TB, d prob.Univariate) {
	t.Helper()
	outside := []float64{math.Inf(-1), -1, -0.5, 0.5, math.Inf(1)}
	if top := d.Quantile(1); !math.IsInf(top, 1) {
		outside = append(outside, top+1, top+0.5)
	}
	for _, x := range outside {
		if lp := d.LogProb([]float64{x}, nil); !math.IsInf(lp, -1) {
			t.Errorf("%v: LogProb(%v) = %v, want -Inf outside the support", d, x, lp)
		}
	}
	for _, x := range grid(d, true) { // CDF is a staircase
		if a, b := d.CDF(x), d.CDF(x+0.5); a != b {
			t.Errorf("%v: CDF(%v) = %v, CDF(%v) = %v, want a staircase", d, x, a, x+0.5, b)
		}
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Errorf("%v: LogProb with a gradient did not panic: a mass function has none", d)
			}
		}()
		d.LogProb([]float64{d.Quantile(0.5)}, []float64{0})
	}()
}

// checkSums holds the mass function against the CDF term by term around each
// point of the grid, and sums it whole where that takes fewer than 2¹⁸ terms.
func checkSums(t testing.TB, d prob.Univariate) {
	t.Helper()
	xs := grid(d, true)
	if len(xs) == 0 {
		return
	}
	const window = 100
	for _, x := range xs {
		if x+window >= 1<<53 {
			break // the integers are no longer all floats
		}
		var sum float64
		lo, hi := math.Max(0, x-window), x+window
		peak := d.LogProb([]float64{x}, nil)
		for k := lo; k <= hi; k++ {
			lp := d.LogProb([]float64{k}, nil)
			sum += math.Exp(lp - peak)
		}
		ca, sa := d.LogCDF(lo-1), d.LogSurvival(lo-1)
		cb, sb := d.LogCDF(hi), d.LogSurvival(hi)
		// The difference of two tails loses what they have in common: take
		// the smaller pair, and allow for the rest.
		a, b := cb, ca
		if sa < cb {
			a, b = sa, sb
		}
		want := logDiff(a, b)
		got := math.Log(sum) + peak
		tol := 64*eps*(1+math.Abs(a)+math.Abs(peak))*math.Exp(math.Min(a-want, 700)) + 1e-12
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%v: the masses of %v … %v sum to exp(%v), CDF has exp(%v) (tolerance %.2g)", d, lo, hi, got, want, tol)
		}
	}

	end := xs[len(xs)-1]
	if top := d.Quantile(1); !math.IsInf(top, 1) {
		end = top
	}
	if end > 1<<18 {
		return
	}
	var total, m1, m2 float64
	mean, variance := d.Mean(), d.Var()
	for k := 0.0; k <= end; k++ {
		p := math.Exp(d.LogProb([]float64{k}, nil))
		total += p
		m1 += k * p
		m2 += (k - mean) * (k - mean) * p
	}
	rest := d.Survival(end)
	// Rounding: log-masses of size ~1e3 carry errors of 1e-13 each.
	if !(math.Abs(total+rest-1) <= 1e-10) {
		t.Errorf("%v: the masses sum to %v, want 1", d, total+rest)
	}
	if end*rest <= 1e-10*m1 && !(math.Abs(mean-m1) <= 1e-9*m1) {
		t.Errorf("%v: Mean = %v, want %v", d, mean, m1)
	}
	if end*end*rest <= 1e-10*m2 && !(math.Abs(variance-m2) <= 1e-9*m2) {
		t.Errorf("%v: Var = %v, want %v", d, variance, m2)
	}
}

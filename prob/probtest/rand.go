package probtest

import (
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// checkRand is a Kolmogorov–Smirnov test that also holds where the
// distribution has atoms, be they integers or the floats at the end of a range
// on which mass piles up: the empirical share of draws ≤ x is compared with
// CDF(x) at every distinct x and just below it. By the inequality of
// Dvoretzky, Kiefer, Wolfowitz and Massart (1990, Ann. Probab. 18:1269) the
// largest of n draws' distances exceeds √(log(2/α)/2n) with probability below
// α, whatever the distribution.
func checkRand(t testing.TB, d prob.Univariate) {
	t.Helper()
	const n, alpha = 20000, 1e-6
	limit := math.Sqrt(math.Log(2/alpha) / (2 * n))
	draws := make([]float64, n)
	rng, again := prob.NewSeed(1).Rand(), prob.NewSeed(1).Rand()
	for i := range draws {
		x, y := []float64{math.NaN()}, []float64{math.NaN()}
		d.Rand(rng, x)
		d.Rand(again, y)
		if !same(x, y) {
			t.Errorf("%v: draw %d is %v and, from the same seed, %v", d, i, x[0], y[0])
			return
		}
		if lp := d.LogProb(x, nil); math.IsNaN(x[0]) || math.IsNaN(lp) {
			t.Errorf("%v: draw %d is %v, of log-density %v", d, i, x[0], lp)
			return
		}
		draws[i] = x[0]
	}
	slices.Sort(draws)
	var worst, at float64
	for i := 0; i < n; {
		x, j := draws[i], i
		for j < n && draws[j] == x {
			j++
		}
		low, high := math.Abs(d.CDF(step(x, -1))-float64(i)/n), math.Abs(d.CDF(x)-float64(j)/n)
		if m := math.Max(low, high); !(m <= worst) {
			worst, at = m, x
		}
		i = j
	}
	if !(worst <= limit) {
		t.Errorf("%v: %d draws: the share up to %v is off by %.4f, want at most %.4f", d, n, at, worst, limit)
	}
}

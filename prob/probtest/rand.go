package probtest

import (
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// checkRand is a Kolmogorov–Smirnov test that also holds where the
// distribution has atoms, be they integers or floats that a sizeable mass rounds
// to (0, if much lies below the smallest float): a draw of x may have been
// anything between the floats next to it, so the share of draws up to x is held
// against CDF at x and at the float above, that of draws below x against CDF at
// x and at the float below. By the inequality of
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
		below, upto := float64(i)/n, float64(j)/n
		m := max(d.CDF(step(x, -1))-below, below-d.CDF(x), d.CDF(x)-upto, upto-d.CDF(step(x, 1)))
		if !(m <= worst) {
			worst, at = m, x
		}
		i = j
	}
	if !(worst <= limit) {
		t.Errorf("%v: %d draws: the share up to %v is off by %.4f, want at most %.4f", d, n, at, worst, limit)
	}
}

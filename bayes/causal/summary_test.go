package causal

import (
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Selecting ranks gives what sorting gives, ties and all.
func TestOrderStatistics(t *testing.T) {
	rng := prob.NewSeed(8).Rand()
	for range 500 {
		x := make([]float64, 1+rng.IntN(200))
		for i := range x {
			if x[i] = rng.NormFloat64(); rng.IntN(2) == 0 {
				x[i] = math.Round(x[i])
			}
		}
		sorted := slices.Clone(x)
		slices.Sort(sorted)
		ranks := make([]int, 1+rng.IntN(8))
		for i := range ranks {
			ranks[i] = rng.IntN(len(x))
		}
		for i, got := range orderStatistics(x, ranks) {
			if got != sorted[ranks[i]] {
				t.Fatalf("rank %d of %d: %g, want %g", ranks[i], len(x), got, sorted[ranks[i]])
			}
		}
	}
}

// The standard errors are those of repetition: over 400 samples of 2,000 from an
// exponential distribution, the spread of each number is what it says on average, to 15%
// (a standard deviation of 400 is known to 3.5%; the order statistics' is biased too).
func TestSummaryErrors(t *testing.T) {
	rng := prob.NewSeed(9).Rand()
	var got, stated [3][]float64
	x := make([]float64, 2000)
	for range 400 {
		for i := range x {
			x[i] = rng.ExpFloat64()
		}
		s := summarise(x, 0.9, false)
		for i, v := range [3][2]float64{{s.Mean, s.StdErr}, {s.Low, s.LowErr}, {s.High, s.HighErr}} {
			got[i], stated[i] = append(got[i], v[0]), append(stated[i], v[1])
		}
	}
	mean := func(x []float64) (m float64) {
		for _, v := range x {
			m += v / float64(len(x))
		}
		return m
	}
	for i, want := range []float64{1, -math.Log(0.95), -math.Log(0.05)} {
		m, v := mean(got[i]), 0.0
		for _, g := range got[i] {
			v += (g - m) * (g - m) / float64(len(got[i])-1)
		}
		if math.Abs(m-want) > 5*math.Sqrt(v/400)+0.001*want { // order statistics are biased by about 1/n
			t.Errorf("number %d is %g, want %g", i, m, want)
		}
		if r := mean(stated[i]) / math.Sqrt(v); math.Abs(r-1) > 0.15 {
			t.Errorf("number %d: stated error is %g of the spread", i, r)
		}
	}
}

func TestSummaryOfRatio(t *testing.T) {
	s := summarise([]float64{1, 2, 4, 8, 16}, 0.5, true)
	if math.Abs(s.Mean-4) > 1e-14 || s.Median != 4 {
		t.Errorf("mean %g, median %g, want 4, the geometric mean", s.Mean, s.Median)
	}
	if want := 4 * math.Ln2 * math.Sqrt(2./5); math.Abs(s.StdErr-want) > 1e-14 { // that of the logarithm times the mean
		t.Errorf("standard error %g, want %g", s.StdErr, want)
	}
}

// Draws against the distribution function of prob: Kolmogorov and Smirnov's statistic of
// 20,000 draws exceeds 2.2/√n once in 10⁴ times; and shape 0 draws 0.
func TestGammaDraws(t *testing.T) {
	for i, shape := range []float64{0.25, 0.5, 1, 1.5, 40, 1e4, 1e12} {
		rng := prob.NewSeed(uint64(100 + i)).Rand()
		g := newGammaDraws(shape)
		x := make([]float64, 20_000)
		for i := range x {
			x[i] = g.rand(rng)
		}
		slices.Sort(x)
		worst, n := 0.0, float64(len(x))
		for i, v := range x {
			p := prob.Gamma{Shape: shape, Rate: 1}.CDF(v)
			worst = math.Max(worst, math.Max(p-float64(i)/n, float64(i+1)/n-p))
		}
		if worst > 2.2/math.Sqrt(n) {
			t.Errorf("shape %g: distribution off by %g", shape, worst)
		}
	}
	if x := newGammaDraws(0).rand(nil); x != 0 {
		t.Errorf("shape 0: %g", x)
	}
}

func TestWords(t *testing.T) {
	for _, x := range []struct {
		p    float64
		want string
	}{
		{1, "virtually certain"}, {0.99, "virtually certain"}, {0.987, "extremely likely"}, {0.942, "very likely"}, {0.824, "likely"}, {0.78, "likely"},
		{0.548, "about as likely as not"}, {0.34, "about as likely as not"}, {0.33, "unlikely"}, {0.1, "very unlikely"}, {0.05, "extremely unlikely"},
		{0.003, "exceptionally unlikely"}, {0, "exceptionally unlikely"}, {nan, "withheld"},
		{0.989, "extremely likely"}, {0.95, "extremely likely"}, {0.949, "very likely"}, {0.9, "very likely"}, {0.899, "likely"},
		{0.66, "likely"}, {0.659, "about as likely as not"}, {0.331, "about as likely as not"}, {0.101, "unlikely"}, {0.051, "very unlikely"}, {0.011, "extremely unlikely"},
	} {
		if got := Words(x.p); got != x.want {
			t.Errorf("Words(%g) = %s, want %s", x.p, got, x.want)
		}
	}
	if c := chance(0, 100); c.Probability != 0 || !(c.StdErr > 0.005 && c.StdErr < 0.01) {
		t.Errorf("0 of 100: %v", c)
	}
}

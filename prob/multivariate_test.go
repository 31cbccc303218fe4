package prob_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// compositions calls f with every vector of k counts that sum to n.
func compositions(n, k int, f func([]float64)) {
	x := make([]float64, k)
	var fill func(i, left int)
	fill = func(i, left int) {
		if i == k-1 {
			x[i] = float64(left)
			f(x)
			return
		}
		for v := 0; v <= left; v++ {
			x[i] = float64(v)
			fill(i+1, left-v)
		}
	}
	fill(0, n)
}

// A vectorFamily is a multivariate family with moments.
type vectorFamily interface {
	prob.Distribution
	Mean() []float64
	Var() []float64
	Cov(i, j int) float64
}

// checkMoments compares moments summed by the caller, E xᵢ and E xᵢxⱼ, with the
// methods, to a hundred roundings of the second moment.
func checkMoments(t *testing.T, d vectorFamily, m1 []float64, m2 [][]float64) {
	t.Helper()
	mean, variance := d.Mean(), d.Var()
	for i := range m1 {
		if !(math.Abs(mean[i]-m1[i]) <= 1e-13*(1+m1[i])) {
			t.Errorf("%v: Mean[%d] = %v, want %v", d, i, mean[i], m1[i])
		}
		for j := range m1 {
			want := m2[i][j] - m1[i]*m1[j]
			if got := d.Cov(i, j); !(math.Abs(got-want) <= 1e-12*(1+math.Abs(m2[i][j]))) {
				t.Errorf("%v: Cov(%d, %d) = %v, want %v", d, i, j, got, want)
			}
		}
		if variance[i] != d.Cov(i, i) {
			t.Errorf("%v: Var[%d] = %v, Cov = %v", d, i, variance[i], d.Cov(i, i))
		}
	}
}

func square(k int) [][]float64 {
	m := make([][]float64, k)
	for i := range m {
		m[i] = make([]float64, k)
	}
	return m
}

// TestCountVectors sums the masses over every outcome: to 1, to the moments, and,
// by a χ² test, to the shares of draws.
func TestCountVectors(t *testing.T) {
	for _, c := range []struct {
		n int
		d vectorFamily
	}{
		{6, prob.Multinomial{N: 6, P: []float64{0.2, 0.3, 0.5}}},
		{3, prob.Multinomial{N: 3, P: []float64{0.1, 0, 0.6, 0.3}}},
		{0, prob.Multinomial{N: 0, P: []float64{0.1, 0.9}}},
		{60, prob.Multinomial{N: 60, P: []float64{0.25, 0.75}}},
		{6, prob.DirichletMultinomial{N: 6, Alpha: []float64{0.5, 2, 7}}},
		{5, prob.DirichletMultinomial{N: 5, Alpha: []float64{1e-3, 1e-3, 1e-3, 2e-3}}},
		{6, prob.DirichletMultinomial{N: 6, Alpha: []float64{1e12, 2e12, 1e12}}},
		{0, prob.DirichletMultinomial{N: 0, Alpha: []float64{1, 2}}},
	} {
		k := c.d.Dim()
		var total float64
		m1, m2 := make([]float64, k), square(k)
		masses := map[[4]float64]float64{}
		compositions(c.n, k, func(x []float64) {
			p := math.Exp(c.d.LogProb(x, nil))
			masses[key(x)] = p
			total += p
			for i := range x {
				m1[i] += p * x[i]
				for j := range x {
					m2[i][j] += p * x[i] * x[j]
				}
			}
			x[0] += 0.5
			if lp := c.d.LogProb(x, nil); !math.IsInf(lp, -1) {
				t.Errorf("%v: LogProb(%v) = %v, want -Inf", c.d, x, lp)
			}
			x[0] += 0.5
			if lp := c.d.LogProb(x, nil); !math.IsInf(lp, -1) {
				t.Errorf("%v: LogProb(%v) = %v, want -Inf off the sum", c.d, x, lp)
			}
			x[0]--
		})
		if !(math.Abs(total-1) <= 1e-13) { // a hundred masses, a few ε·log n each
			t.Errorf("%v: the masses sum to %v", c.d, total)
		}
		checkMoments(t, c.d, m1, m2)
		checkShares(t, c.d, masses)
	}
}

func key(x []float64) (k [4]float64) {
	copy(k[:], x)
	return k
}

// checkShares is a χ² test of 20000 draws, outcomes expected fewer than 10 times
// pooled. By Laurent and Massart (2000, Ann. Statist. 28:1302) a χ² variable of f
// degrees of freedom exceeds f + 2√(f·x) + 2x with probability below e⁻ˣ: x = 15.
func checkShares(t *testing.T, d prob.Distribution, masses map[[4]float64]float64) {
	t.Helper()
	const draws = 20000
	rng := prob.NewSeed(7).Rand()
	seen := map[[4]float64]float64{}
	x := make([]float64, d.Dim())
	for range draws {
		d.Rand(rng, x)
		seen[key(x)]++
	}
	var chi, cells, rare, rareSeen, known float64
	for k, p := range masses {
		known += seen[k]
		if want := p * draws; want >= 10 {
			chi += (seen[k] - want) * (seen[k] - want) / want
			cells++
		} else {
			rare += want
			rareSeen += seen[k]
		}
	}
	if known != draws {
		t.Errorf("%v: %v of %v draws are outside the support", d, draws-known, draws)
	}
	if rare >= 10 {
		chi += (rareSeen - rare) * (rareSeen - rare) / rare
		cells++
	} else if rareSeen > 10+8*math.Sqrt(10) { // a Poisson tail beyond 1e-9
		t.Errorf("%v: %v draws of outcomes expected %v times", d, rareSeen, rare)
	}
	if f := max(cells-1, 0); !(chi <= f+2*math.Sqrt(f*15)+30) {
		t.Errorf("%v: χ² of the draws = %v with %v degrees of freedom", d, chi, f)
	}
}

func TestCategorical(t *testing.T) {
	d := prob.Categorical{P: []float64{0.2, 0, 0.5, 0.3}}
	masses := map[[4]float64]float64{}
	for i := range d.P {
		masses[key([]float64{float64(i)})] = math.Exp(prob.LogProb(d, float64(i)))
	}
	checkShares(t, d, masses)
	build := func(p []float64) probtest.Scored { return prob.Categorical{P: append([]float64(nil), p...)} }
	probtest.Score(t, build, []float64{0.2, 0.3, 0.5}, []float64{0}, []float64{2})
}

func TestVectorScores(t *testing.T) {
	dirichlet := func(p []float64) probtest.Scored { return prob.Dirichlet{Alpha: append([]float64(nil), p...)} }
	probtest.Score(t, dirichlet, []float64{0.5, 2, 7}, []float64{0.1, 0.3, 0.6}, []float64{0.01, 0.01, 0.98})
	probtest.Score(t, dirichlet, []float64{20, 300}, []float64{0.1, 0.9}, []float64{0.06, 0.94})
	multinomial := func(p []float64) probtest.Scored {
		return prob.Multinomial{N: 10, P: append([]float64(nil), p...)}
	}
	probtest.Score(t, multinomial, []float64{0.2, 0.3, 0.5}, []float64{1, 4, 5}, []float64{0, 0, 10})
	polya := func(p []float64) probtest.Scored {
		return prob.DirichletMultinomial{N: 10, Alpha: append([]float64(nil), p...)}
	}
	probtest.Score(t, polya, []float64{0.5, 2, 7}, []float64{1, 4, 5}, []float64{0, 0, 10})
	probtest.Score(t, polya, []float64{30, 40, 5}, []float64{1, 4, 5}, []float64{10, 0, 0})
}

func TestDirichletGradient(t *testing.T) {
	for _, alpha := range [][]float64{{1, 1}, {0.5, 2, 7}, {40, 20, 0.1, 3}, {1000, 1, 1000}} {
		d := prob.Dirichlet{Alpha: alpha}
		at := d.Mean()
		other := make([]float64, len(at))
		for i := range at {
			other[i] = (at[i] + 1) / float64(len(at)+1)
		}
		probtest.Gradient(t, d, at, other)
		u := make([]float64, len(at)-1)
		d.Support().Inverse(u, other)
		probtest.Gradient(t, prob.Free(d), make([]float64, len(u)), u)
	}
}

// TestDirichletIntegral integrates over the free line or plane, where the density is
// smooth and decays exponentially: the trapezoidal rule converges exponentially.
func TestDirichletIntegral(t *testing.T) {
	const h = 0.25
	for _, alpha := range [][]float64{{0.5, 2}, {1, 1}, {30, 4}, {1, 1, 1}, {0.7, 2, 7}, {6, 1, 9}} {
		d := prob.Dirichlet{Alpha: alpha}
		free, k := prob.Free(d), len(alpha)
		var total float64
		m1, m2 := make([]float64, k), square(k)
		x, u := make([]float64, k), make([]float64, k-1)
		add := func() {
			p := math.Exp(free.LogProb(u, nil)) * math.Pow(h, float64(k-1))
			if p < 1e-30 {
				return
			}
			d.Support().Forward(x, u)
			total += p
			for i := range x {
				m1[i] += p * x[i]
				for j := range x {
					m2[i][j] += p * x[i] * x[j]
				}
			}
		}
		for u[0] = -75; u[0] < 75; u[0] += h {
			if k == 2 {
				add()
				continue
			}
			for u[1] = -60; u[1] < 60; u[1] += h {
				add()
			}
		}
		if !(math.Abs(total-1) <= 1e-13*float64(k)) {
			t.Errorf("%v: integral = %v, want 1", d, total)
		}
		checkMoments(t, d, m1, m2)
	}
}

// TestDirichletMarginal integrates the density along the others.
func TestDirichletMarginal(t *testing.T) {
	d := prob.Dirichlet{Alpha: []float64{2, 3, 4}}
	for i := range 3 {
		m := d.Marginal(i)
		for _, x := range []float64{0.1, 0.5, 0.8} {
			got := quad.Fixed(func(y float64) float64 { // a polynomial: Gauss is exact
				var p [3]float64
				p[i], p[(i+1)%3], p[(i+2)%3] = x, y, 1-x-y
				return math.Exp(d.LogProb(p[:], nil))
			}, 0, 1-x, 16, quad.Legendre{}, 0)
			if want := math.Exp(prob.LogProb(m, x)); !(math.Abs(got-want) <= 1e-13*want) {
				t.Errorf("%v: marginal density %d at %v = %v, want %v", d, i, x, want, got)
			}
		}
	}
}

// TestDirichletDraws holds the marginals of draws against the beta distribution, and
// checks that tiny concentrations keep draws inside the open simplex.
func TestDirichletDraws(t *testing.T) {
	const n = 10000
	limit := math.Sqrt(math.Log(2/1e-6) / (2 * n)) // Massart 1990, at level 1e-6
	for _, alpha := range [][]float64{{0.5, 2, 7}, {1e-3, 1e-3, 2e-3}, {1e12, 3e12}, {1e-300, 1e-300}} {
		d := prob.Dirichlet{Alpha: alpha}
		rng, again := prob.NewSeed(3).Rand(), prob.NewSeed(3).Rand()
		x, logX := make([]float64, len(alpha)), make([]float64, len(alpha))
		counts := make([]float64, len(alpha)) // draws with xᵢ ≤ the median
		median := make([]float64, len(alpha))
		for i := range alpha {
			median[i] = d.Marginal(i).Quantile(0.75)
		}
		for range n {
			d.Rand(rng, x)
			d.RandLog(again, logX)
			if lp := d.LogProb(x, nil); math.IsNaN(lp) || math.IsInf(lp, 0) {
				t.Fatalf("%v: log density of draw %v is %v", d, x, lp)
			}
			for i := range x {
				if math.IsInf(logX[i], 0) && alpha[i] > 1e-200 || math.IsNaN(logX[i]) {
					t.Fatalf("%v: log draw %v", d, logX)
				}
				if x[i] <= median[i] {
					counts[i]++
				}
			}
		}
		for i := range alpha {
			if want := d.Marginal(i).CDF(median[i]); alpha[i] > 1e-200 && !(math.Abs(counts[i]/n-want) <= limit) {
				t.Errorf("%v: the share of x[%d] up to %v is %v, want %v ± %.2g", d, i, median[i], counts[i]/n, want, limit)
			}
		}
	}
}

func TestDirichletEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		alpha, x []float64
		want     float64
	}{
		{[]float64{2, 1}, []float64{0, 1}, -inf},
		{[]float64{0.5, 1}, []float64{0, 1}, inf},
		{[]float64{1, 1}, []float64{0, 1}, 0},
		{[]float64{30, 1}, []float64{0, 1}, -inf},
		{[]float64{1, 1}, []float64{-0.1, 1.1}, -inf},
		{[]float64{1, 1}, []float64{0.4, 0.4}, -inf},
		{[]float64{3}, []float64{1}, 0},
	} {
		// To a few roundings: log Γ(a) by two ways.
		if got := (prob.Dirichlet{Alpha: c.alpha}).LogProb(c.x, nil); got != c.want && !(math.Abs(got-c.want) < 2e-15) {
			t.Errorf("dirichlet(%v): LogProb(%v) = %v, want %v", c.alpha, c.x, got, c.want)
		}
	}
}

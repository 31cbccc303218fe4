package prob_test

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/bayeskit/bayeskit/prob"
)

// checkDistance is a Kolmogorov–Smirnov test at level 1e-6 (Massart 1990, Ann. Probab.
// 18:1269).
func checkDistance(t *testing.T, what string, values []float64, d prob.Univariate) {
	t.Helper()
	n := float64(len(values))
	limit := math.Sqrt(math.Log(2/1e-6) / (2 * n))
	slices.Sort(values)
	var worst float64
	for i, x := range values {
		c := d.CDF(x)
		worst = max(worst, c-float64(i)/n, float64(i+1)/n-c)
	}
	if !(worst <= limit) {
		t.Errorf("%s against %v: the largest distance is %.4f, want at most %.4f", what, d, worst, limit)
	}
}

func column(xs [][]float64, f func(x []float64) float64) []float64 {
	v := make([]float64, len(xs))
	for i, x := range xs {
		v[i] = f(x)
	}
	return v
}

// Draws have the exact marginals that theory gives, and so has the one number each that
// all coordinates enter: a quadratic form or a trace.
func TestMatrixMarginals(t *testing.T) {
	const n = 5000
	for _, c := range matrixCases() {
		d := c.build(c.p)
		xs := draws(d, n)
		k := float64(c.k)
		form := func(mu, chol []float64) func(x []float64) float64 {
			s := covariance(chol)
			var inv mat.SymDense
			var f mat.Cholesky
			f.Factorize(s)
			if err := f.InverseTo(&inv); err != nil {
				t.Fatal(err)
			}
			return func(x []float64) float64 {
				z := mat.NewVecDense(len(x), nil)
				for i := range x {
					z.SetVec(i, x[i]-mu[i])
				}
				return mat.Inner(z, &inv, z)
			}
		}
		switch d := d.(type) {
		case prob.MultivariateNormal:
			for i := range c.k {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return x[i] }), d.Marginal(i))
			}
			checkDistance(t, c.name+" form", column(xs, form(d.Mu, d.Chol)), prob.Gamma{Shape: k / 2, Rate: 0.5})
		case prob.MultivariateT:
			for i := range c.k {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return x[i] }), d.Marginal(i))
			}
			q := form(d.Mu, d.Chol)
			checkDistance(t, c.name+" form", column(xs, func(x []float64) float64 { return q(x) / (d.DF + q(x)) }), prob.Beta{Alpha: k / 2, Beta: d.DF / 2})
		case prob.Wishart:
			for i := range c.k {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return x[i*(i+3)/2] }), d.Marginal(i))
			}
			checkDistance(t, c.name+" trace", column(xs, traceOf(covariance(d.Chol), false)), prob.Gamma{Shape: d.DF * k / 2, Rate: 0.5})
		case prob.InverseWishart:
			for i := range c.k {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return x[i*(i+3)/2] }), d.Marginal(i))
			}
			checkDistance(t, c.name+" trace", column(xs, traceOf(covariance(d.Chol), true)), prob.Gamma{Shape: d.DF * k / 2, Rate: 0.5})
		case prob.LKJ:
			b := d.Eta - 1 + k/2
			for i := range d.Dim() {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return (x[i] + 1) / 2 }), prob.Beta{Alpha: b, Beta: b})
			}
			// The precision of R⁻¹ that belongs to the last variable is Beta{η, ½(k−1)}.
			checkDistance(t, c.name+" rest", column(xs, func(x []float64) float64 {
				var f mat.Cholesky
				f.Factorize(prob.UnpackCorrelation(x))
				var inv mat.SymDense
				if err := f.InverseTo(&inv); err != nil {
					return math.NaN()
				}
				return 1 / inv.At(0, 0)
			}), prob.Beta{Alpha: d.Eta, Beta: (k - 1) / 2})
		case prob.LKJCholesky:
			for i := 1; i < c.k; i++ {
				checkDistance(t, c.name, column(xs, func(x []float64) float64 { return x[i*(i+3)/2] * x[i*(i+3)/2] }),
					prob.Beta{Alpha: d.Eta + (k-1-float64(i))/2, Beta: float64(i) / 2})
			}
		}
	}
}

// covariance returns LLᵀ by gonum.
func covariance(chol []float64) *mat.SymDense {
	lower := prob.Unpack(chol)
	k := lower.SymmetricDim()
	l := mat.NewTriDense(k, mat.Lower, nil)
	for i := range k {
		for j := range i + 1 {
			l.SetTri(i, j, lower.At(i, j))
		}
	}
	var s mat.SymDense
	s.SymOuterK(1, l)
	return &s
}

// traceOf returns X ↦ tr(S⁻¹X), or tr(SX⁻¹).
func traceOf(s *mat.SymDense, inverse bool) func(x []float64) float64 {
	return func(x []float64) float64 {
		a, b := mat.Matrix(s), mat.Matrix(prob.Unpack(x))
		if inverse {
			a, b = b, a
		}
		var m mat.Dense
		if err := m.Solve(a, b); err != nil {
			return math.NaN()
		}
		return mat.Trace(&m)
	}
}

// Means and covariances of draws agree with Mean and Cov, and the score, whose mean is 0,
// ties Rand to LogProb: all within 6 standard errors, as estimated from the draws. There
// are some 300 comparisons, of skewed variables: at 6, below 1e-6 in all.
func TestMatrixMoments(t *testing.T) {
	const n = 5000
	for _, c := range matrixCases() {
		d := c.build(c.p)
		xs := draws(d, n)
		compare := func(what string, want float64, f func(x []float64) float64) {
			t.Helper()
			mean, sd := stat.MeanStdDev(column(xs, f), nil)
			if !(math.Abs(mean-want) <= 6*sd/math.Sqrt(n)+1e-12) {
				t.Errorf("%v: %s of %d draws = %v ± %.2g, want %v", d, what, n, mean, sd/math.Sqrt(n), want)
			}
		}
		v := d.(vectorFamily)
		mean, variance := v.Mean(), v.Var()
		for i := range mean {
			compare("mean", mean[i], func(x []float64) float64 { return x[i] })
			if variance[i] != v.Cov(i, i) {
				t.Errorf("%v: Var[%d] = %v, Cov = %v", d, i, variance[i], v.Cov(i, i))
			}
			for j := range i + 1 {
				compare("covariance", v.Cov(i, j), func(x []float64) float64 { return (x[i] - mean[i]) * (x[j] - mean[j]) })
			}
		}
		score := make([]float64, len(c.p))
		for i := range score {
			compare("score", 0, func(x []float64) float64 { d.(interface{ Score(x, grad []float64) }).Score(x, score); return score[i] })
		}
	}
}

// Moments that do not exist.
func TestMatrixMomentsThatDiverge(t *testing.T) {
	nan := math.NaN()
	l := []float64{1, 0, 1}
	for _, c := range []struct {
		d         vectorFamily
		mean, off float64 // of the first element, and of one that is off the diagonal
		variance  float64
		cov       float64
	}{
		{prob.MultivariateT{DF: 1, Mu: []float64{1, 2}, Chol: l}, nan, nan, nan, nan},
		{prob.MultivariateT{DF: 1.5, Mu: []float64{1, 2}, Chol: l}, 1, 2, inf, nan},
		{prob.MultivariateT{DF: 4, Mu: []float64{1, 2}, Chol: l}, 1, 2, 2, 0},
		{prob.InverseWishart{DF: 3, Chol: l}, inf, nan, nan, nan},
		{prob.InverseWishart{DF: 4, Chol: l}, 1, 0, inf, nan},
		{prob.InverseWishart{DF: 5, Chol: l}, 0.5, 0, inf, nan},
		{prob.InverseWishart{DF: 6, Chol: l}, 1. / 3, 0, 2. / 9, 0},
	} {
		mean := c.d.Mean()
		for _, got := range []struct {
			name      string
			got, want float64
		}{{"Mean[0]", mean[0], c.mean}, {"Mean[1]", mean[1], c.off}, {"Var[0]", c.d.Var()[0], c.variance}, {"Cov(0, 1)", c.d.Cov(0, 1), c.cov}} {
			if !(got.got == got.want || math.IsNaN(got.got) && math.IsNaN(got.want) || math.Abs(got.got-got.want) <= 4*eps) {
				t.Errorf("%v: %s = %v, want %v", c.d, got.name, got.got, got.want)
			}
		}
	}
}

// The same seed gives the same draws.
func TestMatrixDrawsRepeat(t *testing.T) {
	for _, c := range matrixCases() {
		d := c.build(c.p)
		a, b := prob.Draw(prob.NewSeed(5).Rand(), d), prob.Draw(prob.NewSeed(5).Rand(), d)
		if !slices.Equal(a, b) {
			t.Errorf("%v: %v and, from the same seed, %v", d, a, b)
		}
	}
}

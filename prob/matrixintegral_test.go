package prob_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// An axis is a range of a free coordinate, in steps of h. Where stretch is set the
// coordinate is sinh of it, in which the tails of a power fall exponentially.
type axis struct {
	low, high, h float64
	stretch      bool
}

// freeIntegral returns ∫ f(x)·p(x) dx for each of fs, by the trapezoidal rule over free
// space: for analytic integrands that vanish at both ends it converges exponentially in
// 1/h (Trefethen and Weideman 2014, doi:10.1137/130932132).
func freeIntegral(d prob.Density, axes []axis, fs ...func(x []float64) float64) []float64 {
	free, support := prob.Free(d), d.Support()
	u, x := make([]float64, free.Dim()), make([]float64, d.Dim())
	sums := make([]float64, len(fs))
	var visit func(i int, weight float64)
	visit = func(i int, weight float64) {
		if i == len(axes) {
			if p := math.Exp(free.LogProb(u, nil)) * weight; p > 1e-18 {
				support.Forward(x, u)
				for j, f := range fs {
					sums[j] += p * f(x)
				}
			}
			return
		}
		a := axes[i]
		for v := a.low; v <= a.high; v += a.h {
			if u[i] = v; a.stretch {
				u[i] = math.Sinh(v)
				visit(i+1, weight*a.h*math.Cosh(v))
				continue
			}
			visit(i+1, weight*a.h)
		}
	}
	visit(0, 1)
	return sums
}

// Every family integrates to 1 and to its moments, in up to three dimensions. The ranges
// leave out less than 1e-9 of each integral and the steps are so fine that halving them
// changes nothing beyond.
func TestMatrixIntegrals(t *testing.T) {
	chol := []float64{1, 0.5, 0.8}
	line := func(low, high, h float64) axis { return axis{low, high, h, false} }
	fat := func(r, h float64) axis { return axis{-r, r, h, true} }
	for _, c := range []struct {
		d    prob.Density
		axes []axis
	}{
		{prob.MultivariateNormal{Mu: []float64{0.3, -1}, Chol: chol}, []axis{line(-8, 8, 0.2), line(-9, 9, 0.2)}},
		{prob.MultivariateT{DF: 9, Mu: []float64{0.3, -1}, Chol: chol}, []axis{fat(6, 0.1), fat(6, 0.1)}},
		{prob.Wishart{DF: 5.5, Chol: chol}, []axis{line(-6, 3, 0.15), line(-8, 10, 0.3), line(-8, 3, 0.15)}},
		{prob.InverseWishart{DF: 14, Chol: chol}, []axis{line(-2.2, 1.8, 0.1), fat(1.8, 0.025), line(-2.4, 2, 0.1)}},
		{prob.LKJ{Size: 3, Eta: 2}, []axis{line(-7, 7, 0.28), line(-7, 7, 0.28), line(-7, 7, 0.28)}},
		{prob.LKJ{Size: 2, Eta: 0.7}, []axis{line(-20, 20, 0.3)}},
		{prob.LKJCholesky{Size: 3, Eta: 2}, []axis{line(-7, 7, 0.28), line(-7, 7, 0.28), line(-7, 7, 0.28)}},
	} {
		v := c.d.(vectorFamily)
		mean := v.Mean()
		last := len(mean) - 1
		fs := []func(x []float64) float64{func([]float64) float64 { return 1 }}
		want := []float64{1}
		for i := range mean {
			fs = append(fs, func(x []float64) float64 { return x[i] }, func(x []float64) float64 { return (x[i] - mean[i]) * (x[last] - mean[last]) })
			want = append(want, mean[i], v.Cov(i, last))
		}
		for i, got := range freeIntegral(c.d, c.axes, fs...) {
			if !(math.Abs(got-want[i]) <= 1e-7*(1+math.Abs(want[i]))) {
				t.Errorf("%v: integral %d = %.12g, want %.12g", c.d, i, got, want[i])
			}
		}
	}
}

// The density of one coordinate, by the trapezoidal rule over the others, is that of
// Marginal.
func TestMatrixMarginalDensities(t *testing.T) {
	chol := []float64{1, 0.5, 0.8}
	normal := prob.MultivariateNormal{Mu: []float64{0.3, -1}, Chol: chol}
	student := prob.MultivariateT{DF: 4, Mu: []float64{0.3, -1}, Chol: chol}
	for i := range 2 {
		for _, x := range []float64{-2, 0, 1.5} {
			for _, c := range []struct {
				joint    prob.LogDensity
				marginal prob.Univariate
			}{{normal, normal.Marginal(i)}, {student, student.Marginal(i)}} {
				var got float64
				const h = 0.05
				for v := -9.0; v <= 9; v += h {
					p := []float64{x, math.Sinh(v)}
					if i == 1 {
						p[0], p[1] = p[1], p[0]
					}
					got += h * math.Cosh(v) * math.Exp(c.joint.LogProb(p, nil))
				}
				if want := math.Exp(prob.LogProb(c.marginal, x)); !(math.Abs(got-want) <= 1e-10) {
					t.Errorf("%v: marginal density %d at %v = %v, want %v", c.joint, i, x, got, want)
				}
			}
		}
	}
}

// In one dimension the families are ones that are tested on their own.
func TestMatrixOfOne(t *testing.T) {
	for _, x := range []float64{0.1, 1, 7} {
		for _, c := range []struct {
			d    prob.LogDensity
			want prob.Univariate
		}{
			{prob.MultivariateNormal{Mu: []float64{2}, Chol: []float64{0.5}}, prob.Normal{Mu: 2, Sigma: 0.5}},
			{prob.MultivariateT{DF: 3, Mu: []float64{2}, Chol: []float64{0.5}}, prob.StudentT{DF: 3, Loc: 2, Scale: 0.5}},
			{prob.Wishart{DF: 3, Chol: []float64{2}}, prob.Gamma{Shape: 1.5, Rate: 1. / 8}},
			{prob.InverseWishart{DF: 3, Chol: []float64{2}}, prob.InverseGamma{Shape: 1.5, Scale: 2}},
		} {
			if got, want := prob.LogProb(c.d, x), prob.LogProb(c.want, x); !(math.Abs(got-want) <= 16*eps*(1+math.Abs(want))) {
				t.Errorf("%v: LogProb(%v) = %v, want that of %v, %v", c.d, x, got, c.want, want)
			}
		}
	}
	// A single correlation is 2B − 1: its density is half that of B.
	for _, r := range []float64{-0.9, 0, 0.5} {
		got := prob.LogProb(prob.LKJ{Size: 2, Eta: 3}, r)
		if want := prob.LogProb(prob.Beta{Alpha: 3, Beta: 3}, (r+1)/2) - math.Ln2; !(math.Abs(got-want) <= 16*eps*(1+math.Abs(want))) {
			t.Errorf("lkj(size=2, eta=3): LogProb(%v) = %v, want %v", r, got, want)
		}
	}
}

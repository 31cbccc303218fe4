package prob_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// A matrixFamily builds a distribution of vectors or matrices of size k from its
// parameters in field order, as Score takes them.
type matrixFamily struct {
	name  string
	build func(k int, p []float64) prob.Distribution
}

func matrixFamilies() []matrixFamily {
	return []matrixFamily{
		{"multivariate-normal", func(k int, p []float64) prob.Distribution {
			return prob.MultivariateNormal{Mu: p[:k], Chol: p[k:]}
		}},
		{"multivariate-t", func(k int, p []float64) prob.Distribution {
			return prob.MultivariateT{DF: p[0], Mu: p[1 : 1+k], Chol: p[1+k:]}
		}},
		{"wishart", func(k int, p []float64) prob.Distribution { return prob.Wishart{DF: p[0], Chol: p[1:]} }},
		{"inverse-wishart", func(k int, p []float64) prob.Distribution { return prob.InverseWishart{DF: p[0], Chol: p[1:]} }},
		{"lkj", func(k int, p []float64) prob.Distribution { return prob.LKJ{Size: k, Eta: p[0]} }},
		{"lkj-cholesky", func(k int, p []float64) prob.Distribution { return prob.LKJCholesky{Size: k, Eta: p[0]} }},
	}
}

// matrixCase is a family with parameters, for tests of laws.
type matrixCase struct {
	name string
	k    int
	p    []float64
}

func matrixCases() []matrixCase {
	chol3 := []float64{2, -1, 0.5, 0.3, 0.7, 1.5}
	with := func(head ...float64) []float64 { return append(head, chol3...) }
	return []matrixCase{
		{"multivariate-normal", 1, []float64{3, 0.5}},
		{"multivariate-normal", 3, with(1, -2, 0)},
		{"multivariate-t", 1, []float64{2.5, 1, 2}},
		{"multivariate-t", 3, with(5, 1, -2, 0)},
		{"multivariate-t", 3, with(300, 1, -2, 0)},
		{"wishart", 1, []float64{3, 0.5}},
		{"wishart", 3, with(5.5)},
		{"wishart", 3, with(40)},
		{"inverse-wishart", 1, []float64{7, 0.5}},
		{"inverse-wishart", 3, with(14.5)},
		{"inverse-wishart", 3, with(50)},
		{"lkj", 2, []float64{0.5}},
		{"lkj", 4, []float64{1}},
		{"lkj", 4, []float64{30}},
		{"lkj-cholesky", 2, []float64{0.5}},
		{"lkj-cholesky", 4, []float64{1}},
		{"lkj-cholesky", 4, []float64{30}},
	}
}

func (c matrixCase) build(p []float64) prob.Distribution {
	for _, f := range matrixFamilies() {
		if f.name == c.name {
			return f.build(c.k, append([]float64(nil), p...))
		}
	}
	return nil
}

// draws returns n draws of d, as one row each.
func draws(d prob.Distribution, n int) [][]float64 {
	rng := prob.NewSeed(11).Rand()
	xs := make([][]float64, n)
	for i := range xs {
		xs[i] = prob.Draw(rng, d)
	}
	return xs
}

// Gradients in x, on the natural scale and in free space, and in the parameters, at
// draws.
func TestMatrixGradients(t *testing.T) {
	for _, c := range matrixCases() {
		d := c.build(c.p)
		density := d.(prob.Density)
		n, _ := density.Support().Dims()
		u := make([]float64, n)
		for _, x := range draws(d, 4) {
			probtest.Gradient(t, d, x)
			probtest.Score(t, func(p []float64) probtest.Scored { return c.build(p).(probtest.Scored) }, c.p, x)
			density.Support().Inverse(u, x)
			probtest.Gradient(t, prob.Free(density), u)
		}
	}
}

func TestMatrixBijectors(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	for _, c := range []struct {
		name string
		b    prob.Bijector
	}{
		{"Cholesky factor of 1", prob.CholeskyFactor(1)},
		{"Cholesky factor of 3", prob.CholeskyFactor(3)},
		{"positive definite of 1", prob.PositiveDefinite(1)},
		{"positive definite of 2", prob.PositiveDefinite(2)},
		{"positive definite of 4", prob.PositiveDefinite(4)},
		{"Cholesky correlation of 2", prob.CholeskyCorrelation(2)},
		{"Cholesky correlation of 3", prob.CholeskyCorrelation(3)},
		{"Cholesky correlation of 5", prob.CholeskyCorrelation(5)},
		{"correlation of 2", prob.Correlation(2)},
		{"correlation of 3", prob.Correlation(3)},
		{"correlation of 5", prob.Correlation(5)},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, _ := c.b.Dims()
			xs := [][]float64{make([]float64, n)}
			for range 5 {
				x := make([]float64, n)
				for i := range x {
					x[i] = 0.8 * rng.NormFloat64()
				}
				xs = append(xs, x)
			}
			probtest.Bijector(t, c.b, xs...)
		})
	}
}

// Far out, where a correlation is 1 as a float64, Cholesky factors and log-determinants
// keep their digits and pullbacks are finite.
func TestCholeskyCorrelationFarOut(t *testing.T) {
	b := prob.CholeskyCorrelation(3)
	x, y, back, gx := []float64{300, -40, 0.5}, make([]float64, 6), make([]float64, 3), make([]float64, 3)
	logJac := b.Forward(y, x)
	// 2·log sech of each, and log ρ before the last: −40 + log 2 each way.
	want := -2*(300-math.Ln2) - 2*(40-math.Ln2) - 2*math.Log(math.Cosh(0.5)) - (40 - math.Ln2)
	if !(math.Abs(logJac-want) <= 8*eps*math.Abs(want)) {
		t.Errorf("log-determinant at %v = %v, want %v", x, logJac, want)
	}
	b.Inverse(back, y)
	for i := range x {
		if !(math.Abs(back[i]-x[i]) <= 16*eps*math.Abs(x[i])) {
			t.Errorf("Inverse(Forward(%v)) = %v", x, back)
		}
	}
	prob.Correlation(3).Pullback(gx, []float64{800, -800, 1}, make([]float64, 3), []float64{1, 1, 1})
	for i, g := range gx {
		if math.IsNaN(g) || math.IsInf(g, 0) {
			t.Errorf("Correlation: Pullback[%d] far out = %v", i, g)
		}
	}
}

func TestPack(t *testing.T) {
	a := mat.NewSymDense(3, []float64{1, 2, 3, 2, 5, 6, 3, 6, 9})
	x := prob.Pack(a)
	if got, want := fmt.Sprint(x), "[1 2 5 3 6 9]"; got != want {
		t.Errorf("Pack = %v, want %v", got, want)
	}
	if !mat.Equal(prob.Unpack(x), a) {
		t.Errorf("Unpack(Pack(a)) = %v, want %v", mat.Formatted(prob.Unpack(x)), mat.Formatted(a))
	}
	r := prob.UnpackCorrelation([]float64{0.1, 0.2, 0.3})
	if want := mat.NewSymDense(3, []float64{1, 0.1, 0.2, 0.1, 1, 0.3, 0.2, 0.3, 1}); !mat.Equal(r, want) {
		t.Errorf("UnpackCorrelation = %v, want %v", mat.Formatted(r), mat.Formatted(want))
	}
	for name, f := range map[string]func(){
		"Unpack of 4":            func() { prob.Unpack(make([]float64, 4)) },
		"Unpack of 0":            func() { prob.Unpack(nil) },
		"UnpackCorrelation of 2": func() { prob.UnpackCorrelation(make([]float64, 2)) },
		"UnpackCorrelation of 0": func() { prob.UnpackCorrelation(nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			f()
		}()
	}
}

// A matrix that is not positive definite, be it by rounding only, is an error that says
// at which variable, never mended.
func TestNotPositiveDefinite(t *testing.T) {
	for _, c := range []struct {
		name string
		cov  []float64 // 3×3
		row  int
	}{
		{"indefinite", []float64{1, 2, 0, 2, 1, 0, 0, 0, 1}, 1},
		{"negative", []float64{-1, 0, 0, 0, 1, 0, 0, 0, 1}, 0},
		{"singular", []float64{1, 0, 1, 0, 1, 1, 1, 1, 2}, 2},
		// The third is the sum of the first two, of variance ½ and two roundings:
		// a pivot above 0, but not by more than it is uncertain.
		{"singular but for rounding", []float64{0.01, 0, 0.01, 0, 0.49, 0.49, 0.01, 0.49, 0.5 + 0x1p-52}, 2},
		{"zero", make([]float64, 9), 0},
	} {
		cov := mat.NewSymDense(3, c.cov)
		_, err := prob.NewMultivariateNormal(make([]float64, 3), cov)
		var bad *prob.NotPositiveDefiniteError
		if !errors.As(err, &bad) || bad.Row != c.row || bad.Diagonal != cov.At(c.row, c.row) {
			t.Errorf("%s: error %v, want one at row %d", c.name, err, c.row)
		}
	}
	_, err := prob.NewWishart(4, mat.NewSymDense(2, []float64{1, 2, 2, 1}))
	want := "wishart: scale: not positive definite: those before leave row 1 (from 0) -3 of its diagonal element 1: leave that variable out or correct the matrix"
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	// Scales far apart are not a defect, nor is a strong correlation.
	for _, cov := range [][]float64{{1e-200, 0, 0, 1e200}, {1, 1 - 1e-14, 1 - 1e-14, 1}} {
		if _, err := prob.NewMultivariateNormal([]float64{0, 0}, mat.NewSymDense(2, cov)); err != nil {
			t.Errorf("covariance %v: %v", cov, err)
		}
	}
}

package prob_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

func TestMatrixCheck(t *testing.T) {
	nan, two := math.NaN(), mat.NewSymDense(2, []float64{4, 2, 2, 2})
	_, shape := prob.NewMultivariateNormal([]float64{1}, two)
	_, mean := prob.NewMultivariateNormal([]float64{1, nan}, two)
	_, shapeT := prob.NewMultivariateT(3, []float64{1}, two)
	_, df := prob.NewMultivariateT(0, []float64{1, 2}, two)
	_, element := prob.NewInverseWishart(3, mat.NewSymDense(2, []float64{4, nan, nan, 2}))
	_, few := prob.NewInverseWishart(1, two)
	for _, c := range []struct {
		err  error
		want string
	}{
		{shape, "multivariate-normal: cov has 2 rows, want len(mu) = 1"},
		{mean, "multivariate-normal: mu[1] = NaN, want a finite number"},
		{shapeT, "multivariate-t: scale has 2 rows, want len(mu) = 1"},
		{df, "multivariate-t: df = 0, want a finite number above 0"},
		{element, "inverse-wishart: scale[1,0] = NaN, want a finite number"},
		{few, "inverse-wishart: df = 1, want a finite number above k-1 = 1"},
		{prob.MultivariateNormal{}.Check(), "multivariate-normal: chol is empty, want the lower triangle of a factor"},
		{prob.MultivariateNormal{Mu: []float64{1, 2}, Chol: []float64{1, 2}}.Check(), "multivariate-normal: len(chol) = 2, want 3, the lower triangle of a factor with 2 rows"},
		{prob.MultivariateT{DF: 1, Mu: []float64{1, 2}, Chol: []float64{1, 2, -1}}.Check(), "multivariate-t: chol[1,1] = -1, want a finite number above 0"},
		{prob.MultivariateT{DF: 1, Mu: []float64{inf}, Chol: []float64{1}}.Check(), "multivariate-t: mu[0] = +Inf, want a finite number"},
		{prob.Wishart{DF: 3, Chol: []float64{1, inf, 1}}.Check(), "wishart: chol[1,0] = +Inf, want a finite number"},
		{prob.Wishart{DF: 3, Chol: []float64{1, 1}}.Check(), "wishart: len(chol) = 2, want 1, the lower triangle of a factor with 1 rows"},
		{prob.Wishart{DF: nan, Chol: []float64{1}}.Check(), "wishart: df = NaN, want a finite number above k-1 = 0"},
		{prob.LKJ{Size: 1, Eta: 1}.Check(), "lkj: size = 1, want 2 or more variables"},
		{prob.LKJ{Size: 3, Eta: 0}.Check(), "lkj: eta = 0, want a finite number above 0"},
		{prob.LKJCholesky{Size: 3, Eta: nan}.Check(), "lkj-cholesky: eta = NaN, want a finite number above 0"},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("error %v, want %s", c.err, c.want)
		}
	}
	for _, c := range matrixCases() {
		if err := c.build(c.p).(interface{ Check() error }).Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestMatrixString(t *testing.T) {
	two := mat.NewSymDense(2, []float64{4, 2, 2, 3})
	normal, _ := prob.NewMultivariateNormal([]float64{1, -2}, two)
	student, _ := prob.NewMultivariateT(5, []float64{1, -2}, two)
	wishart, _ := prob.NewWishart(5, two)
	inverse, _ := prob.NewInverseWishart(5, two)
	for _, c := range []struct {
		d    prob.Distribution
		want string
	}{
		{normal, "multivariate-normal(mu=[1, -2], cov=[[4, 2], [2, 3]])"},
		{student, "multivariate-t(df=5, mu=[1, -2], scale=[[4, 2], [2, 3]])"},
		{wishart, "wishart(df=5, scale=[[4, 2], [2, 3]])"},
		{inverse, "inverse-wishart(df=5, scale=[[4, 2], [2, 3]])"},
		{prob.LKJ{Size: 3, Eta: 2}, "lkj(size=3, eta=2)"},
		{prob.LKJCholesky{Size: 3, Eta: 2}, "lkj-cholesky(size=3, eta=2)"},
	} {
		if got := fmt.Sprint(c.d); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

// Outside the support and at infinity the density is 0, NaN gives NaN, and an inverse
// outside of the support is NaN.
func TestMatrixEdges(t *testing.T) {
	nan := math.NaN()
	normal := prob.MultivariateNormal{Mu: []float64{0, 0}, Chol: []float64{1, 0.5, 1}}
	student := prob.MultivariateT{DF: 3, Mu: []float64{0, 0}, Chol: []float64{1, 0.5, 1}}
	wishart := prob.Wishart{DF: 3, Chol: []float64{1, 0.5, 1}}
	inverse := prob.InverseWishart{DF: 3, Chol: []float64{1, 0.5, 1}}
	lkj, factor := prob.LKJ{Size: 3, Eta: 2}, prob.LKJCholesky{Size: 2, Eta: 2}
	for _, c := range []struct {
		d    prob.LogDensity
		x    []float64
		want float64
	}{
		{normal, []float64{inf, 0}, -inf},
		{normal, []float64{inf, inf}, -inf},
		{normal, []float64{inf, nan}, nan},
		{normal, []float64{1e200, 1}, -inf},
		{student, []float64{-inf, inf}, -inf},
		{student, []float64{0, nan}, nan},
		{wishart, []float64{1, 2, 1}, -inf},
		{wishart, []float64{-1, 0, 1}, -inf},
		{wishart, []float64{0, 0, 0}, -inf},
		{wishart, []float64{1, nan, 1}, nan},
		{inverse, []float64{1, 1, 1}, -inf},
		{inverse, []float64{1, 0, nan}, nan},
		{lkj, []float64{0.9, 0.9, -0.9}, -inf},
		{lkj, []float64{1, 0, 0}, -inf},
		{lkj, []float64{0, 2, 0}, -inf},
		{lkj, []float64{0, nan, 0}, nan},
		{factor, []float64{1, 0.6, -0.8}, -inf},
		{factor, []float64{1, 0.6, 0.7}, -inf},
		{factor, []float64{0.9, 0.6, 0.8}, -inf},
		{factor, []float64{1, 1, 0}, -inf},
		{factor, []float64{1, nan, 1}, nan},
		{factor, []float64{nan, 0.6, 0.8}, nan},
	} {
		if got := c.d.LogProb(c.x, nil); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%v: LogProb(%v) = %v, want %v", c.d, c.x, got, c.want)
		}
	}
	// Beyond the square root of the largest float64 the t density still has its tail:
	// −(ν+k)·log r and constants.
	far := prob.MultivariateT{DF: 3, Mu: []float64{0, 0}, Chol: []float64{1, 0, 1}}
	grad := make([]float64, 2)
	got := far.LogProb([]float64{3e200, 4e200}, grad) - far.LogProb([]float64{3e100, 4e100}, nil)
	if want := -5 * 100 * math.Ln10; !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
		t.Errorf("%v: far out LogProb falls by %v, want %v", far, got, want)
	}
	if want := -5 * 0.6 / 5e200; !(math.Abs(grad[0]-want) <= 8*eps*math.Abs(want)) {
		t.Errorf("%v: gradient far out = %v, want %v", far, grad[0], want)
	}
	x := make([]float64, 3)
	prob.PositiveDefinite(2).Inverse(x, []float64{1, 2, 1})
	prob.Correlation(3).Inverse(x, []float64{0.9, 0.9, -0.9})
	for _, v := range x {
		if !math.IsNaN(v) {
			t.Errorf("inverse outside the support = %v, want NaN", x)
			break
		}
	}
}

// Neither LogProb nor its gradient, in natural or free space, allocates at ordinary
// sizes, nor do draws and scores.
func TestMatrixAllocations(t *testing.T) {
	for _, c := range matrixCases() {
		d := c.build(c.p)
		x := prob.Draw(prob.NewSeed(1).Rand(), d)
		grad, score, rng := make([]float64, len(x)), make([]float64, len(c.p)), prob.NewSeed(1).Rand()
		scored := d.(interface{ Score(x, grad []float64) })
		free := prob.Free(d.(prob.Density))
		u := make([]float64, free.Dim())
		d.(prob.Density).Support().Inverse(u, x)
		if n := testing.AllocsPerRun(20, func() {
			d.LogProb(x, nil)
			d.LogProb(x, grad)
			scored.Score(x, score)
			d.Rand(rng, x)
			free.LogProb(u, grad[:len(u)])
		}); n > 0 && !raceOn {
			t.Errorf("%v: %v allocations", d, n)
		}
	}
}

package prob_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

var inf = math.Inf(1)

func TestBijectors(t *testing.T) {
	points := func(n int, width float64) (xs [][]float64) {
		rng := prob.NewSeed(1).Rand()
		for range 5 {
			x := make([]float64, n)
			for i := range x {
				x[i] = width * rng.NormFloat64()
			}
			xs = append(xs, x)
		}
		return append(xs, make([]float64, n))
	}
	for _, c := range []struct {
		name  string
		b     prob.Bijector
		n     int
		width float64
	}{
		{"identity", prob.Identity(3), 3, 2},
		{"positive", prob.Positive(2), 2, 2},
		{"unit interval", prob.UnitInterval(2), 2, 2},
		{"interval", prob.Interval(-3, 5, 2), 2, 2},
		{"interval from", prob.Interval(2, inf, 2), 2, 3},
		{"interval to", prob.Interval(-inf, -1, 1), 1, 3},
		{"interval without bounds", prob.Interval(-inf, inf, 2), 2, 2},
		{"simplex of 2", prob.Simplex(2), 1, 2},
		{"simplex of 5", prob.Simplex(5), 4, 2},
		{"join", prob.Join(prob.Identity(1), prob.Positive(2), prob.Simplex(3), prob.Interval(0, 4, 1), prob.Simplex(2)), 7, 2},
	} {
		t.Run(c.name, func(t *testing.T) { probtest.Bijector(t, c.b, points(c.n, c.width)...) })
	}
}

func TestSimplexCentreAndSum(t *testing.T) {
	y := make([]float64, 5)
	prob.Simplex(5).Forward(y, make([]float64, 4))
	for i, v := range y {
		if math.Abs(v-0.2) > 4*eps {
			t.Errorf("Simplex(5) takes 0 to y[%d] = %v, want 0.2", i, v)
		}
	}
	prob.Simplex(5).Forward(y, []float64{30, -20, 3, -800})
	sum := 0.0
	for _, v := range y {
		sum += v
		if v < 0 {
			t.Errorf("Simplex(5) gives %v", y)
		}
	}
	if math.Abs(sum-1) > 8*eps {
		t.Errorf("Simplex(5): proportions sum to %v, want 1", sum)
	}
}

// Far out the natural value saturates, but it stays inside, where no density is
// infinite, and the log-determinant still knows where it is.
func TestBijectorsFarOut(t *testing.T) {
	for _, x := range []float64{-1000, -40, 40, 1000} {
		y := []float64{0}
		logJac := prob.Interval(-1, 3, 1).Forward(y, []float64{x})
		if !(y[0] > -1 && y[0] < 3) {
			t.Errorf("Interval(-1, 3) takes %v to %v, want a point inside", x, y[0])
		}
		if want := math.Log(4) - math.Abs(x); !(math.Abs(logJac-want) <= 4*eps*math.Abs(want)) {
			t.Errorf("Interval(-1, 3): log-determinant at %v = %v, want %v", x, logJac, want)
		}
	}
	for _, u := range []float64{-1000, 1000} {
		for _, d := range []prob.Density{
			prob.Beta{Alpha: 0.5, Beta: 0.5}, prob.Gamma{Shape: 0.1, Rate: 1}, prob.InverseGamma{Shape: 0.1, Scale: 1}, prob.HalfCauchy{Scale: 1},
		} {
			if lp := prob.Free(d).LogProb([]float64{u}, nil); !(lp < 0) {
				t.Errorf("Free(%v): LogProb(%v) = %v, want it below 0", d, u, lp)
			}
		}
		below, y := prob.Interval(-inf, 2, 1), []float64{0}
		if below.Forward(y, []float64{u}); !(y[0] < 2) {
			t.Errorf("Interval(-Inf, 2) takes %v to %v, want a point inside", u, y[0])
		}
	}
	y := make([]float64, 3)
	prob.Simplex(3).Forward(y, []float64{1000, -1000})
	for _, v := range y {
		if !(v > 0) {
			t.Errorf("Simplex(3) gives %v, want points inside", y)
		}
	}
	x := []float64{0}
	prob.Positive(1).Inverse(x, []float64{5e-324}) // math.Log of it is wrong on amd64
	if want := -1074 * math.Ln2; math.Abs(x[0]-want) > 1e-12 {
		t.Errorf("Positive: Inverse(5e-324) = %v, want %v", x[0], want)
	}
}

// Free is a density over ℝ that integrates to 1 if the one it comes from does, and
// has its gradient.
func TestFree(t *testing.T) {
	for _, d := range []prob.Density{
		prob.Normal{Mu: 1, Sigma: 2},
		prob.Gamma{Shape: 2.5, Rate: 3},
		prob.Beta{Alpha: 0.5, Beta: 3},
		prob.Uniform{Low: -2, High: 5},
		prob.HalfCauchy{Scale: 2},
		prob.InverseGamma{Shape: 2, Scale: 1},
	} {
		f := prob.Free(d)
		probtest.Gradient(t, f, []float64{-2}, []float64{0}, []float64{0.5}, []float64{3})
		// The slowest tail is e^{−½|u|}: beyond 80 lies e⁻⁴⁰. The trapezoidal rule, here
		// Legendre's in many pieces, is good to 1e-9 on functions as smooth as these.
		got := 0.0
		for a := -80.0; a < 80; a += 2 {
			got += quad.Fixed(func(u float64) float64 { return math.Exp(f.LogProb([]float64{u}, nil)) }, a, a+2, 12, nil, 0)
		}
		if math.Abs(got-1) > 1e-9 {
			t.Errorf("Free(%v) integrates to %v, want 1", d, got)
		}
	}
}

// joint is a density on ℝ × (0, ∞), to test Free where dimensions differ in kind.
type joint struct{}

func (joint) Dim() int               { return 2 }
func (joint) Support() prob.Bijector { return prob.Join(prob.Identity(1), prob.Positive(1)) }
func (joint) LogProb(x, grad []float64) float64 {
	n := prob.Normal{Mu: 0, Sigma: x[1]}
	if grad != nil {
		var score [2]float64
		n.Score(x[:1], score[:])
		grad[0], grad[1] = -score[0], score[1]-1
	}
	return n.LogProb(x[:1], nil) - x[1]
}

func TestFreeJoint(t *testing.T) {
	if got := prob.Free(joint{}).Dim(); got != 2 {
		t.Errorf("Dim = %d, want 2", got)
	}
	probtest.Gradient(t, prob.Free(joint{}), []float64{0.5, -1}, []float64{-3, 2})
	y := []float64{0.5, math.Exp(-1)}
	got := prob.Free(joint{}).LogProb([]float64{0.5, -1}, nil)
	if want := (joint{}).LogProb(y, nil) - 1; math.Abs(got-want) > 8*eps {
		t.Errorf("Free: LogProb = %v, want %v", got, want)
	}
}

func TestDraw(t *testing.T) {
	a := prob.Draw(rand.New(rand.NewPCG(1, 2)), prob.Normal{Mu: 0, Sigma: 1})
	b := []float64{math.NaN()}
	prob.Normal{Mu: 0, Sigma: 1}.Rand(rand.New(rand.NewPCG(1, 2)), b)
	if len(a) != 1 || a[0] != b[0] {
		t.Errorf("Draw = %v, want %v", a, b)
	}
}

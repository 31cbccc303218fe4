package mlp_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// TestLBFGSReturnsItsMinimum: of a quadratic in two directions the method finds the
// minimum at once, in the iteration that ends it; that is the one to return.
func TestLBFGSReturnsItsMinimum(t *testing.T) {
	for _, size := range []float64{1, 1e3} {
		d := mlp.Data[float64, float64]{X: []float64{-1, 0, 1, 2}, Y: []float64{1 * size, 2 * size, 2 * size, 5 * size}}
		m := mlp.Model[float64]{Net: mlp.Dense(mlp.Identity, 1, 1), Head: mlp.SquaredError(1)}
		s, err := mlp.Training[float64, float64]{Model: m, Optimiser: mlp.LBFGS{}}.Fit(t.Context(), prob.NewSeed(1), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Least squares by hand: Σ(x−x̄)(y−ȳ) = 6, Σ(x−x̄)² = 5, means 0.5 and 2.5. The gradient
		// is at most 1e-8 and the least curvature about 1.
		for i, want := range []float64{1.2 * size, 1.9 * size} {
			if !(math.Abs(s.Params[i]-want) < 1e-7) {
				t.Errorf("size %v: parameter %d is %v, want %v (%s after %d iterations)", size, i, s.Params[i], want, s.Stopped, len(s.History))
			}
		}
	}
}

// TestLBFGSWithoutAMinimum: without a floor the likelihood of a perfect fit has no
// maximum, and nothing is said to have converged; with one, σ ends on it.
func TestLBFGSWithoutAMinimum(t *testing.T) {
	d := mlp.Data[float64, float64]{X: []float64{0, 0, 0}, Y: []float64{0, 0, 0}}
	h := mlp.GaussianLearnt(1)
	for _, floor := range []float64{-1, 0.01} {
		h.Floor = floor
		m := mlp.Model[float64]{Net: mlp.Dense(mlp.Identity, 1, 1), Head: h}
		s, err := mlp.Training[float64, float64]{Model: m, Optimiser: mlp.LBFGS{}}.Fit(t.Context(), prob.NewSeed(1), d, nil)
		switch {
		case err != nil:
			t.Errorf("floor %v: %v", floor, err)
		case floor < 0 && s.Stopped == "converged":
			t.Errorf("no floor: converged at %v", s.Params)
		case floor > 0 && (s.Stopped != "converged" || s.Params[2] != math.Log(floor) || s.Last().Floored != 3):
			t.Errorf("floor %v: %s at %v, held %d times", floor, s.Stopped, s.Params, s.Last().Floored)
		}
	}
}

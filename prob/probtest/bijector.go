package probtest

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

// Bijector checks b at each free vector of xs: Inverse undoes Forward, the
// log-determinant is that of a numerical Jacobian, Pullback is the gradient of
// g(f(x)) + log |det J| for a quadratic g, and no input is modified. Keep xs
// to where the natural value still tells x: 1 − 1e-16 does not know its logit.
func Bijector(t testing.TB, b prob.Bijector, xs ...[]float64) {
	t.Helper()
	n, m := b.Dims()
	forward := func(x []float64) ([]float64, float64) {
		y := garbage(m)
		logJac := b.Forward(y, x)
		return y, logJac
	}
	for _, x := range xs {
		if len(x) != n {
			t.Errorf("%T: len(x) = %d, want %d", b, len(x), n)
			continue
		}
		kept := append([]float64(nil), x...)
		y, logJac := forward(x)

		J, worst, chosen := jacobian(forward, x, m)
		if len(chosen) != n {
			t.Errorf("%T: the Jacobian at %v has rank %d, want %d", b, kept, len(chosen), n)
			continue
		}

		// Inverse(y) differs from x by at most the few ulp that y was rounded
		// by, carried back through J⁻¹.
		back := garbage(n)
		b.Inverse(back, y)
		var inv mat.Dense
		if err := inv.Inverse(J); err != nil {
			t.Errorf("%T: the Jacobian at %v is singular to working precision: %v", b, kept, err)
			continue
		}
		for i := range n {
			tol := 16 * eps * (math.Abs(x[i]) + 1)
			for j, row := range chosen {
				tol += 16 * eps * math.Abs(inv.At(i, j)) * math.Abs(y[row])
			}
			if !(math.Abs(back[i]-x[i]) <= tol) {
				t.Errorf("%T: Inverse(Forward(%v))[%d] = %v, want %v (tolerance %.2g)", b, kept, i, back[i], x[i], tol)
			}
		}

		// log |det| moves by tr(J⁻¹ δJ): n terms of size ‖J⁻¹‖·worst.
		want, _ := mat.LogDet(J)
		tol := float64(n)*mat.Norm(&inv, math.Inf(1))*worst + 64*eps*(math.Abs(want)+1)
		if !(math.Abs(logJac-want) <= tol) {
			t.Errorf("%T: log |det J| at %v = %v, want %v (tolerance %.2g)", b, kept, logJac, want, tol)
		}

		// g(y) = Σ cᵢ(yᵢ + yᵢ²/2), with weights that tell coordinates apart.
		c := func(i int) float64 { return float64(i+1) / float64(m) }
		gy, gx := make([]float64, m), garbage(n)
		for i := range gy {
			gy[i] = c(i) * (1 + y[i])
		}
		b.Pullback(gx, x, y, gy)
		compareGradient(t, b, "Pullback", func(x []float64) float64 {
			y, sum := forward(x)
			for i, v := range y {
				sum += c(i) * (v + v*v/2)
			}
			return sum
		}, x, gx)

		if !same(x, kept) {
			t.Errorf("%T: x changed from %v to %v", b, kept, x)
		}
	}
}

// jacobian returns the numerical Jacobian of the natural coordinates that densities
// are written in, a bound on the error of its elements, and which coordinates those
// are: the first n that do not follow from the ones before them, so for a simplex
// all but its last.
func jacobian(forward func(x []float64) ([]float64, float64), x []float64, m int) (J *mat.Dense, worst float64, chosen []int) {
	n := len(x)
	J = mat.NewDense(n, n, nil)
	var basis [][]float64 // orthonormal, of the rows so far
	for i := 0; i < m && len(chosen) < n; i++ {
		row, rest := make([]float64, n), make([]float64, n)
		for j := range row {
			slope, bound, _ := partial(func(x []float64) float64 { y, _ := forward(x); return y[i] }, x, j)
			row[j], rest[j] = slope, slope
			worst = math.Max(worst, bound)
		}
		for _, b := range basis {
			floats.AddScaled(rest, -floats.Dot(b, rest), b)
		}
		if norm := floats.Norm(rest, 2); norm > 1e-6*floats.Norm(row, 2) {
			floats.Scale(1/norm, rest)
			basis = append(basis, rest)
			J.SetRow(len(chosen), row)
			chosen = append(chosen, i)
		}
	}
	return J, worst, chosen
}

package probtest

import (
	"math"
	"testing"

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

		// J of the first n natural coordinates, and its error.
		J := mat.NewDense(n, n, nil)
		var worst, scale float64
		for i := range n {
			for j := range n {
				slope, bound, _ := partial(func(x []float64) float64 { y, _ := forward(x); return y[i] }, x, j)
				J.Set(i, j, slope)
				worst, scale = math.Max(worst, bound), math.Max(scale, math.Abs(slope))
			}
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
			for j := range n {
				tol += 16 * eps * math.Abs(inv.At(i, j)) * math.Abs(y[j])
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

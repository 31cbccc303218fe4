package probtest

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// gauss is a Gauss–Legendre rule on [−1, 1].
type gauss struct{ x, w []float64 }

func newGauss(n int) gauss {
	g := gauss{make([]float64, n), make([]float64, n)}
	quad.Legendre{}.FixedLocations(g.x, g.w, -1, 1)
	return g
}

func (g gauss) over(f func(float64) float64, a, b float64) (sum float64) {
	mid, half := (a+b)/2, (b-a)/2
	for i, x := range g.x {
		sum += g.w[i] * f(mid+half*x)
	}
	return sum * half
}

// integrate returns ∫f over [a, b] by bisection until halving an interval moves
// its share by less than tol of the whole, or 1000 intervals have been halved:
// a step is then worth about 2⁻²⁴ of [a, b], and noise has been averaged.
func (g gauss) integrate(f func(float64) float64, a, b, tol float64) float64 {
	var size float64 // a first look at ∫|f|, on pieces fine enough to meet a peak
	abs := func(x float64) float64 { return math.Abs(f(x)) }
	const pieces = 8
	edge := func(i int) float64 { return a + (b-a)*float64(i)/pieces }
	for i := range pieces {
		size += g.over(abs, edge(i), edge(i+1))
	}
	budget := 1000
	var refine func(a, b, whole float64, depth int) float64
	refine = func(a, b, whole float64, depth int) float64 {
		m := (a + b) / 2
		left, right := g.over(f, a, m), g.over(f, m, b)
		if budget--; depth == 0 || budget < 0 || !(math.Abs(left+right-whole) > tol*size) {
			return left + right
		}
		return refine(a, m, left, depth-1) + refine(m, b, right, depth-1)
	}
	var total float64
	for i := range pieces {
		total += refine(edge(i), edge(i+1), g.over(f, edge(i), edge(i+1)), 24)
	}
	return total
}

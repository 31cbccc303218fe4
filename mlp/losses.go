package mlp

import (
	"fmt"
	"math"
)

// The losses that have names of their own, written out as the textbooks have them and
// without any likelihood: for reports, and for [Equivalences] to hold the likelihoods
// against. All are means over rows of sums over a row's d elements. If grad is not nil it
// is overwritten with the gradient in f.

// MSE returns the squared error 1/N Σᵢ Σ_d (y−f)², for N rows of d. It is not divided by d.
func MSE(y, f []float64, d int, grad []float64) float64 {
	n := rowsOf("MSE", len(y), len(f), d)
	var sum float64
	for i, v := range y {
		r := v - f[i]
		sum += r * r
		if grad != nil {
			grad[i] = -2 * r / n
		}
	}
	return sum / n
}

// MAE returns the absolute error 1/N Σᵢ Σ_d |y−f|, for N rows of d.
func MAE(y, f []float64, d int, grad []float64) float64 {
	n := rowsOf("MAE", len(y), len(f), d)
	var sum float64
	for i, v := range y {
		r := v - f[i]
		sum += math.Abs(r)
		if grad != nil {
			grad[i] = 0
			if r != 0 {
				grad[i] = -math.Copysign(1/n, r)
			}
		}
	}
	return sum / n
}

// CrossEntropy returns −1/N Σᵢ Σ_k y·log ŷ, for N rows of k probabilities y, such as a 1
// and zeros, and ŷ = softmax(f).
func CrossEntropy(y, f []float64, k int, grad []float64) float64 {
	n := rowsOf("CrossEntropy", len(y), len(f), k)
	var sum float64
	for at := 0; at < len(y); at += k {
		y, f := y[at:at+k], f[at:at+k]
		top := math.Inf(-1)
		for _, v := range f {
			top = math.Max(top, v)
		}
		var total, mass float64
		for j, v := range f {
			total += math.Exp(v - top)
			mass += y[j]
		}
		for j, v := range f {
			if y[j] != 0 {
				sum -= y[j] * (v - top - math.Log(total))
			}
			if grad != nil {
				grad[at+j] = (mass*math.Exp(v-top)/total - y[j]) / n
			}
		}
	}
	return sum / n
}

// rowsOf returns the number of rows of d, and panics if there are not whole ones.
func rowsOf(name string, ny, nf, d int) float64 {
	if d < 1 || ny != nf || ny%d != 0 {
		panic(fmt.Sprintf("mlp: %s: len(y) = %d, len(f) = %d, want rows of %d", name, ny, nf, d))
	}
	return float64(ny / d)
}

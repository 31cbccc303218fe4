package prob

import "math"

// Simplex returns the stick-breaking bijector from ℝᵏ⁻¹ onto the open simplex
// of k proportions: y₁ = z₁, y₂ = (1−z₁)z₂, …, with zᵢ = expit(xᵢ − log(k−i)),
// so that x = 0 is the centre. Its log-determinant is that of (y₁ … y₍k−1₎):
// Σ log zᵢ + log(1−zᵢ) + log(stick left before i). A proportion that would underflow
// is the smallest float64 above 0.
func Simplex(k int) Bijector { return simplex(k) }

type simplex int

func (b simplex) Dims() (free, natural int) { return int(b) - 1, int(b) }

// offset centres the i-th break (from 0) of k.
func (b simplex) offset(i int) float64 { return math.Log(float64(int(b) - 1 - i)) }

func (b simplex) Forward(y, x []float64) (logJac float64) {
	logLeft := 0.0 // log of the stick that remains
	for i := range int(b) - 1 {
		u := x[i] - b.offset(i)
		logZ, logRest := LogExpit(u), LogExpit(-u)
		y[i] = math.Max(math.Exp(logLeft+logZ), math.SmallestNonzeroFloat64)
		logJac += logZ + logRest + logLeft
		logLeft += logRest
	}
	y[b-1] = math.Max(math.Exp(logLeft), math.SmallestNonzeroFloat64)
	return logJac
}

func (b simplex) Inverse(x, y []float64) {
	left := y[b-1] // summed from the far end: no 1 − Σ cancels
	for i := int(b) - 2; i >= 0; i-- {
		x[i] = math.Log(y[i]/left) + b.offset(i)
		left += y[i]
	}
}

// Pullback runs the breaks backwards. With Lᵢ the log of the stick before
// break i, Lᵢ₊₁ = Lᵢ + log(1−zᵢ), the target is
// g(y) + Σ log zᵢ + log(1−zᵢ) + Lᵢ; gLeft carries ∂/∂Lᵢ₊₁.
func (b simplex) Pullback(gx, x, y, gy []float64) {
	gLeft := gy[b-1] * y[b-1]
	for i := int(b) - 2; i >= 0; i-- {
		u := x[i] - b.offset(i)
		z, rest := Expit(u), Expit(-u)
		gy := gy[i] * y[i]                // ∂/∂ log yᵢ, log yᵢ = Lᵢ + log zᵢ
		gx[i] = (gy+1)*rest - (gLeft+1)*z // d log z/du = 1−z, d log(1−z)/du = −z
		gLeft += gy + 1
	}
}

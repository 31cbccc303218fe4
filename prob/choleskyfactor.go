package prob

import "math"

// CholeskyFactor returns the bijector from ℝⁿ, n = k(k+1)/2, onto lower-triangular k×k
// matrices with a positive diagonal, the Cholesky factors of positive definite matrices,
// both packed row by row, y₀₀ y₁₀ y₁₁ y₂₀ …: yᵢᵢ = exp(xᵢᵢ) and yᵢⱼ = xᵢⱼ below, so that
// log |det| = Σ xᵢᵢ. What would under- or overflow is the first or last float64 above 0.
func CholeskyFactor(k int) Bijector { return choleskyFactor(k) }

type choleskyFactor int

func (b choleskyFactor) Dims() (free, natural int) { n := packedLen(int(b)); return n, n }

func (b choleskyFactor) Forward(y, x []float64) (logJac float64) {
	copy(y, x)
	for i := range int(b) {
		at := packedLen(i) + i
		y[at] = boundedExp(x[at])
		logJac += x[at]
	}
	return logJac
}

// boundedExp returns eˣ, kept between the smallest and the largest float64 above 0.
func boundedExp(x float64) float64 {
	return math.Min(math.Max(math.Exp(x), math.SmallestNonzeroFloat64), math.MaxFloat64)
}

func (b choleskyFactor) Inverse(x, y []float64) {
	copy(x, y)
	for i := range int(b) {
		at := packedLen(i) + i
		x[at] = logOf(y[at])
	}
}

func (b choleskyFactor) Pullback(gx, x, y, gy []float64) {
	copy(gx, gy)
	for i := range int(b) {
		at := packedLen(i) + i
		gx[at] = gy[at]*math.Exp(x[at]) + 1
	}
}

// PositiveDefinite returns the bijector from ℝⁿ, n = k(k+1)/2, onto symmetric positive
// definite k×k matrices, as their lower triangles row by row, y₀₀ y₁₀ y₁₁ y₂₀ …: LLᵀ with
// L that of [CholeskyFactor], and log |det| = k·log 2 + Σ (k+1−i)·xᵢᵢ, i from 0.
//
// Where L is so ill conditioned that LLᵀ, as rounded, is not positive definite (a
// condition number of about 1e8), densities are −Inf at y and Inverse gives NaN.
func PositiveDefinite(k int) Bijector { return positiveDefinite(k) }

type positiveDefinite int

func (b positiveDefinite) Dims() (free, natural int) { n := packedLen(int(b)); return n, n }

func (b positiveDefinite) Forward(y, x []float64) (logJac float64) {
	k := int(b)
	choleskyFactor(b).Forward(y, x)
	for i := range k {
		logJac += float64(k+1-i)*x[packedLen(i)+i] + math.Ln2
	}
	gram(y, k)
	return logJac
}

func (b positiveDefinite) Inverse(x, y []float64) {
	k := int(b)
	if row, _ := cholesky(x, y, k); row >= 0 {
		for i := range x[:packedLen(k)] {
			x[i] = math.NaN()
		}
		return
	}
	choleskyFactor(b).Inverse(x, x)
}

// Pullback: with H the matrix of gy, its diagonal doubled, the gradient in L is HL.
func (b positiveDefinite) Pullback(gx, x, y, gy []float64) {
	k := int(b)
	for m := range k {
		root := math.Exp(x[packedLen(m)+m])
		for i := m; i < k; i++ {
			g := symmetricAt(gy, i, m) * root
			for j := m + 1; j < k; j++ {
				g += symmetricAt(gy, i, j) * x[packedLen(j)+m]
			}
			if i == m {
				g += gy[packedLen(i)+i] * root
				g = g*root + float64(k+1-i)
			} else {
				g += gy[packedLen(i)+i] * x[packedLen(i)+m]
			}
			gx[packedLen(i)+m] = g
		}
	}
}

// symmetricAt returns the element i, j of a packed symmetric matrix.
func symmetricAt(a []float64, i, j int) float64 {
	if i < j {
		i, j = j, i
	}
	return a[packedLen(i)+j]
}

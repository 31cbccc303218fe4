package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// LKJCholesky is the distribution of the Cholesky factor L of a correlation matrix
// R = LLᵀ from [LKJ]: with k = Size ≥ 2 and βᵢ as there,
//
//	log p(L) = Σ 2(βᵢ−1)·log lᵢᵢ + log Γ(βᵢ+½i) − log Γ(βᵢ) − ½i·log π
//
// over i from 1 to k−1, with respect to Lebesgue measure on the elements below the
// diagonal. x is the lower triangle with the diagonal, which they determine, row by row,
// l₀₀ l₁₀ l₁₁ l₂₀ …: l₀₀ = 1 and every row has norm 1. Rows are independent.
type LKJCholesky struct {
	Size int
	Eta  float64
}

var _ Density = LKJCholesky{}

// Check reports a parameter outside its range.
func (d LKJCholesky) Check() error { return checkLKJ("lkj-cholesky", d.Size, d.Eta) }

// Dim returns k(k+1)/2.
func (d LKJCholesky) Dim() int { return packedLen(d.Size) }

// Support returns the map onto Cholesky factors of correlation matrices.
func (d LKJCholesky) Support() Bijector { return CholeskyCorrelation(d.Size) }

// Mean returns 0 below the diagonal and on it Γ(βᵢ+½)Γ(βᵢ+½i)/(Γ(βᵢ)Γ(βᵢ+½(i+1))).
func (d LKJCholesky) Mean() []float64 {
	return newVector(d.Dim(), func(a int) float64 {
		i, j := packedAt(a)
		if i != j {
			return 0
		}
		b := LKJ(d).beta(i)
		return math.Exp(LogRising(b, 0.5) - LogRising(b+float64(i)/2, 0.5))
	})
}

// Var returns the variances: 1/(2η + k − 1) below the diagonal.
func (d LKJCholesky) Var() []float64 {
	return newVector(d.Dim(), func(a int) float64 { return d.Cov(a, a) })
}

// Cov returns the covariance of two elements of x, 0 unless a = b: rows are independent,
// and their directions uniform.
func (d LKJCholesky) Cov(a, b int) float64 {
	i, j := packedAt(a)
	if a != b || a == 0 {
		return 0
	}
	beta, h := LKJ(d).beta(i), float64(i)/2
	if i != j {
		return 0.5 / (beta + h)
	}
	// The mean square m = β/(β+h) times 1 − mean²/m; studentNorm(2b) is the logarithm of
	// Γ(b+½)/(Γ(b)·√b).
	return beta / (beta + h) * -math.Expm1(2*(studentNorm(2*beta)-studentNorm(2*(beta+h))))
}

// LogProb returns log p(L), −Inf where a diagonal element is negative or the square of
// the norm of a row is off 1 by more than 1e-6. What rounding leaves of a row does not
// count: log lᵢᵢ is taken from the elements below the diagonal while they are the
// smaller part, from lᵢᵢ otherwise, and the gradient belongs to that form.
func (d LKJCholesky) LogProb(x, grad []float64) float64 {
	logP := LKJ(d).norm()
	for i := range d.Size {
		row := x[packedLen(i) : packedLen(i)+i+1]
		log2, bad := rowLog(row)
		if bad {
			return math.Inf(-1)
		}
		w := LKJ(d).beta(i) - 1
		logP += times(w, log2)
		if i == 0 {
			logP += 0 * row[0] // its weight is on nothing
			w = 0
		}
		if grad != nil {
			rowGradient(grad[packedLen(i):packedLen(i)+i+1], row, w)
		}
	}
	return logP
}

// rowLog returns the log of the square of the last element of a row of norm 1, and
// whether it is not one.
func rowLog(row []float64) (log2 float64, bad bool) {
	last := row[len(row)-1]
	sum := sumSquares(row[:len(row)-1])
	if last < 0 || math.Abs(sum+last*last-1) > offSimplex {
		return 0, true
	}
	if sum >= 0.5 {
		return 2 * logOf(last), false
	}
	return math.Log1p(-sum), false
}

func sumSquares(v []float64) (sum float64) {
	for _, x := range v {
		sum += x * x
	}
	return sum
}

// rowGradient overwrites grad with the gradient of w·rowLog.
func rowGradient(grad, row []float64, w float64) {
	last := len(row) - 1
	sum := sumSquares(row[:last])
	for j, v := range row[:last] {
		grad[j] = 0
		if sum < 0.5 {
			grad[j] = -2 * w * v / (1 - sum)
		}
	}
	grad[last] = 0
	if sum >= 0.5 {
		grad[last] = 2 * w / row[last]
	}
}

// Score overwrites grad with ∂ log p(L)/∂η, Σ 2·log lᵢᵢ + ψ(βᵢ+½i) − ψ(βᵢ).
func (d LKJCholesky) Score(x, grad []float64) {
	grad[0] = LKJ(d).normSlope()
	for i := 1; i < d.Size; i++ {
		log2, _ := rowLog(x[packedLen(i) : packedLen(i)+i+1])
		grad[0] += log2
	}
}

// Rand implements [Distribution]: the square of lᵢᵢ is Beta{βᵢ, ½i}, and what is left of
// the row has a uniform direction.
func (d LKJCholesky) Rand(rng *rand.Rand, x []float64) {
	x[0] = 1
	for i := 1; i < d.Size; i++ {
		row := x[packedLen(i) : packedLen(i)+i+1]
		for j := range i {
			row[j] = rng.NormFloat64()
		}
		rest, square := betaRand(rng, float64(i)/2, LKJ(d).beta(i))
		shrink := math.Sqrt(rest / sumSquares(row[:i]))
		for j := range i {
			row[j] *= shrink
		}
		row[i] = math.Sqrt(square)
	}
}

// String returns "lkj-cholesky(size=…, eta=…)".
func (d LKJCholesky) String() string {
	return fmt.Sprintf("lkj-cholesky(size=%d, eta=%g)", d.Size, d.Eta)
}

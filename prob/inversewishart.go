package prob

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// InverseWishart is the distribution of a k×k symmetric positive definite matrix X whose
// inverse is Wishart with DF degrees of freedom, ν > k−1, and scale matrix Ψ⁻¹. Ψ = LLᵀ
// is its own scale matrix, of the size of X: the mean is Ψ/(ν−k−1).
//
//	log p(X) = ½ν·log |Ψ| − ½(ν+k+1)·log |X| − ½ tr(ΨX⁻¹) − ½νk·log 2 − log Γₖ(½ν)
//
// with respect to Lebesgue measure on the k(k+1)/2 elements of the lower triangle, which
// is what x is: row by row, x₀₀ x₁₀ x₁₁ x₂₀ … ([Pack], [Unpack]). Chol is L in the same
// order, with a positive diagonal. For k = 1 it is InverseGamma{½ν, ½ψ}. The
// distribution keeps the slice.
type InverseWishart struct {
	DF   float64
	Chol []float64
}

var _ Density = InverseWishart{}

// NewInverseWishart returns the inverse Wishart distribution with the given scale matrix
// Ψ, which it does not keep. As for [NewMultivariateNormal] it is an error for scale not
// to be positive definite.
func NewInverseWishart(df float64, scale mat.Symmetric) (InverseWishart, error) {
	l, err := factor("inverse-wishart", "scale", scale)
	if err != nil {
		return InverseWishart{}, err
	}
	d := InverseWishart{df, l}
	return d, d.Check()
}

// Check reports a parameter outside its range.
func (d InverseWishart) Check() error { return checkWishart("inverse-wishart", d.DF, d.Chol) }

func (d InverseWishart) rows() int { return packedDim(len(d.Chol)) }

// Dim returns k(k+1)/2.
func (d InverseWishart) Dim() int { return len(d.Chol) }

// Support returns the map onto positive definite matrices.
func (d InverseWishart) Support() Bijector { return PositiveDefinite(d.rows()) }

// scale returns the element i, j of Ψ.
func (d InverseWishart) scale(i, j int) float64 { return rowsDot(d.Chol, i, j) }

// Mean returns Ψ/(ν−k−1), packed as x is. For ν ≤ k+1 the diagonal is +Inf and the rest,
// which has no mean, NaN.
func (d InverseWishart) Mean() []float64 {
	m := d.DF - float64(d.rows()+1)
	return newVector(len(d.Chol), func(a int) float64 {
		switch i, j := packedAt(a); {
		case m > 0:
			return d.scale(i, j) / m
		case i == j:
			return math.Inf(1)
		}
		return math.NaN()
	})
}

// Var returns the variances of the elements of x: +Inf for k+1 < ν ≤ k+3, NaN below.
func (d InverseWishart) Var() []float64 {
	return newVector(len(d.Chol), func(a int) float64 { return d.Cov(a, a) })
}

// Cov returns the covariance of the a-th and the b-th element of x: that of xᵢⱼ and xₗₘ
// is, with n = ν−k−1,
//
//	[2·ψᵢⱼψₗₘ + n·(ψᵢₗψⱼₘ + ψᵢₘψⱼₗ)] / [(n+1)·n²·(n−2)].
//
// Up to ν = k+3 that of two different elements has no value and is NaN.
func (d InverseWishart) Cov(a, b int) float64 {
	n := d.DF - float64(d.rows()+1)
	if n <= 2 {
		if a != b {
			return math.NaN()
		}
		return momentBeyond(n/2 + 1) // the tail is that of InverseGamma{½n + 1, …}
	}
	i, j := packedAt(a)
	l, m := packedAt(b)
	num := 2*d.scale(i, j)*d.scale(l, m) + n*(d.scale(i, l)*d.scale(j, m)+d.scale(i, m)*d.scale(j, l))
	return num / n / n / (n + 1) / (n - 2)
}

// Marginal returns the distribution of the i-th diagonal element.
func (d InverseWishart) Marginal(i int) InverseGamma {
	return InverseGamma{(d.DF - float64(d.rows()-1)) / 2, d.scale(i, i) / 2}
}

// LogProb returns log p(X), −Inf where X is not positive definite. It does not allocate
// up to 15 rows.
//
// Method: as for [Wishart]. With X = CCᵀ and B = C⁻¹L, BᵀB is Wishart with scale I, so the
// bᵢᵢ² are χ² with ν−k+1+i degrees of freedom, i from 0, and the bᵢⱼ below them standard
// normal, and |∂B/∂X| = Π ½·bᵢᵢ^(k−i)·cᵢᵢ^−(k+1).
func (d InverseWishart) LogProb(x, grad []float64) float64 {
	k := d.rows()
	var buf [stackTriangles]float64
	c, b, ok := d.whiten(buf[:], x)
	if !ok {
		return outsideCone(x)
	}
	var logP float64
	for i := range k {
		row := b[packedLen(i) : packedLen(i)+i+1]
		logC := math.Log(c[packedLen(i)+i])
		logB := math.Log(d.Chol[packedLen(i)+i]) - logC
		logP += chiSquare(d.DF-float64(k-1-i), row[i]*row[i]) + float64(k-i+1)*logB - float64(k+1)*logC
		for _, v := range row[:i] {
			logP -= v*v/2 + halfLog2Pi
		}
	}
	if grad != nil {
		// ½[X⁻¹ΨX⁻¹ − (ν+k+1)·X⁻¹] = ½·C⁻ᵀ[BBᵀ − (ν+k+1)·I]C⁻¹
		copy(grad, b)
		gram(grad, k)
		for i := range k {
			grad[packedLen(i)+i] -= d.DF + float64(k+1)
		}
		matrixGradient(c, grad, k)
	}
	return logP
}

// whiten returns C and B = C⁻¹L.
func (d InverseWishart) whiten(buf, x []float64) (c, b []float64, ok bool) {
	k, n := d.rows(), len(d.Chol)
	buf = room(buf, 2*n)
	c, b = buf[:n], buf[n:2*n]
	if row, _ := cholesky(c, x, k); row >= 0 {
		return c, b, false
	}
	copy(b, d.Chol)
	solveLeft(c, b, k)
	return c, b, true
}

// Score overwrites grad with ∂ log p(X)/∂(DF, Chol): ½Σ[log ½bᵢᵢ² − ψ(½(ν−k+1+i))] and
// the lower triangle of L⁻ᵀ(νI − BᵀB), with B as in LogProb.
func (d InverseWishart) Score(x, grad []float64) {
	k := d.rows()
	var buf [stackTriangles]float64
	_, b, _ := d.whiten(buf[:], x)
	grad[0] = 0
	g := grad[1:]
	for i := range k {
		grad[0] += chiSquareScore(d.DF-float64(k-1-i), b[packedLen(i)+i])
		for j := range i + 1 {
			g[packedLen(i)+j] = -columnsDot(b, i, j, k)
		}
		g[packedLen(i)+i] += d.DF
	}
	solveLeftT(d.Chol, g, k)
}

// Rand implements [Distribution]: X = CCᵀ with C = LB⁻¹ and B as in LogProb. For ν within
// a hundredth or so of k−1 a draw may overflow, or be singular to working precision.
func (d InverseWishart) Rand(rng *rand.Rand, x []float64) {
	k := d.rows()
	x = x[:len(d.Chol)]
	for i := range k {
		bartlettRow(rng, x[packedLen(i):packedLen(i)+i+1], d.DF-float64(k-1-i))
	}
	divide(d.Chol, x, k)
	gram(x, k)
}

// String returns "inverse-wishart(df=…, scale=[[…], …])", the scale matrix to six digits.
func (d InverseWishart) String() string {
	return fmt.Sprintf("inverse-wishart(df=%g, scale=%s)", d.DF, matrix(d.rows(), d.scale))
}

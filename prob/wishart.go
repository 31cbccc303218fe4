package prob

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Wishart is the Wishart distribution of a k×k symmetric positive definite matrix X with
// DF degrees of freedom, ν > k−1 and not necessarily whole, and scale matrix S = LLᵀ,
// so with mean νS: the distribution of Σ zzᵀ over ν normal vectors z with mean 0 and
// covariance S.
//
//	log p(X) = ½(ν−k−1)·log |X| − ½ tr(S⁻¹X) − ½νk·log 2 − ½ν·log |S| − log Γₖ(½ν)
//
// with respect to Lebesgue measure on the k(k+1)/2 elements of the lower triangle, which
// is what x is: row by row, x₀₀ x₁₀ x₁₁ x₂₀ … ([Pack], [Unpack]). Chol is L in the same
// order, with a positive diagonal. The distribution keeps the slice.
type Wishart struct {
	DF   float64
	Chol []float64
}

var _ Density = Wishart{}

// NewWishart returns the Wishart distribution with the given scale matrix (not its
// inverse), which it does not keep. As for [NewMultivariateNormal] it is an error for
// scale not to be positive definite.
func NewWishart(df float64, scale mat.Symmetric) (Wishart, error) {
	l, err := factor("wishart", "scale", scale)
	if err != nil {
		return Wishart{}, err
	}
	d := Wishart{df, l}
	return d, d.Check()
}

// Check reports a parameter outside its range.
func (d Wishart) Check() error { return checkWishart("wishart", d.DF, d.Chol) }

func checkWishart(family string, df float64, chol []float64) error {
	k := packedDim(len(chol))
	if err := checkFactor(family, chol, k); err != nil {
		return err
	}
	if !(df > float64(k-1)) || math.IsInf(df, 1) {
		return fmt.Errorf("%s: df = %g, want a finite number above k-1 = %d", family, df, k-1)
	}
	return nil
}

func (d Wishart) rows() int { return packedDim(len(d.Chol)) }

// Dim returns k(k+1)/2.
func (d Wishart) Dim() int { return len(d.Chol) }

// Support returns the map onto positive definite matrices.
func (d Wishart) Support() Bijector { return PositiveDefinite(d.rows()) }

// scale returns the element i, j of S.
func (d Wishart) scale(i, j int) float64 { return rowsDot(d.Chol, i, j) }

// Mean returns νS, packed as x is.
func (d Wishart) Mean() []float64 {
	return newVector(len(d.Chol), func(a int) float64 { i, j := packedAt(a); return d.DF * d.scale(i, j) })
}

// packedAt returns the row and column of the a-th element.
func packedAt(a int) (i, j int) {
	i = packedDim(a)
	return i, a - packedLen(i)
}

// Var returns the variances of the elements of x.
func (d Wishart) Var() []float64 {
	return newVector(len(d.Chol), func(a int) float64 { return d.Cov(a, a) })
}

// Cov returns the covariance of the a-th and the b-th element of x: that of xᵢⱼ and xₗₘ
// is ν·(sᵢₗsⱼₘ + sᵢₘsⱼₗ).
func (d Wishart) Cov(a, b int) float64 {
	i, j := packedAt(a)
	l, m := packedAt(b)
	return d.DF * (d.scale(i, l)*d.scale(j, m) + d.scale(i, m)*d.scale(j, l))
}

// Marginal returns the distribution of the i-th diagonal element, sᵢᵢ times a χ² with
// ν degrees of freedom.
func (d Wishart) Marginal(i int) Gamma { return Gamma{d.DF / 2, 0.5 / d.scale(i, i)} }

// stackTriangles is enough for two triangles of 15 rows.
const stackTriangles = 2 * 120

// LogProb returns log p(X), −Inf where X is not positive definite. It does not allocate
// up to 15 rows.
//
// Method: Bartlett's decomposition (1933) read backwards. With X = CCᵀ and A = L⁻¹C the
// aᵢᵢ² are χ² with ν−i degrees of freedom, i from 0, and the aᵢⱼ below them standard
// normal, all independent, and |∂A/∂X| = Π ½·lᵢᵢ^−(i+1)·cᵢᵢ^−(k−i). So the normaliser's
// log-gammas go with the terms of their own size, and nothing of the size of ν·log ν
// cancels.
func (d Wishart) LogProb(x, grad []float64) float64 {
	k := d.rows()
	var buf [stackTriangles]float64
	c, a, ok := d.whiten(buf[:], x)
	if !ok {
		return outsideCone(x)
	}
	var logP float64
	for i := range k {
		row := a[packedLen(i) : packedLen(i)+i+1]
		logP += chiSquare(d.DF-float64(i), row[i]*row[i]) - float64(i+2)*math.Log(d.Chol[packedLen(i)+i]) -
			float64(k-i-1)*math.Log(c[packedLen(i)+i])
		for _, v := range row[:i] {
			logP -= v*v/2 + halfLog2Pi
		}
	}
	if grad != nil {
		// ½[(ν−k−1)·X⁻¹ − S⁻¹] = ½·C⁻ᵀ[(ν−k−1)·I − AᵀA]C⁻¹
		for i := range k {
			for j := range i + 1 {
				grad[packedLen(i)+j] = -columnsDot(a, i, j, k)
			}
			grad[packedLen(i)+i] += d.DF - float64(k+1)
		}
		matrixGradient(c, grad, k)
	}
	return logP
}

// whiten returns C and A = L⁻¹C.
func (d Wishart) whiten(buf, x []float64) (c, a []float64, ok bool) {
	k, n := d.rows(), len(d.Chol)
	buf = room(buf, 2*n)
	c, a = buf[:n], buf[n:2*n]
	if row, _ := cholesky(c, x, k); row >= 0 {
		return c, a, false
	}
	copy(a, c)
	solveLeft(d.Chol, a, k)
	return c, a, true
}

// outsideCone is the log density where the matrix x is not positive definite: NaN if
// an element is.
func outsideCone(x []float64) float64 {
	for _, v := range x {
		if math.IsNaN(v) {
			return v
		}
	}
	return math.Inf(-1)
}

// chiSquare returns the log density at x of the χ² distribution with n degrees of
// freedom.
func chiSquare(n, x float64) float64 { return Gamma{n / 2, 0.5}.LogProb([]float64{x}, nil) }

// matrixGradient overwrites g, a triangle of M, with the derivatives of a function of X
// with respect to its free elements, if that with respect to X as a whole is
// ½·C⁻ᵀMC⁻¹: elements off the diagonal occur twice.
func matrixGradient(c, g []float64, k int) {
	sandwich(c, g, k)
	for i := range k {
		g[packedLen(i)+i] /= 2
	}
}

// Score overwrites grad with ∂ log p(X)/∂(DF, Chol): ½Σ[log ½aᵢᵢ² − ψ(½(ν−i))] and the
// lower triangle of L⁻ᵀ(AAᵀ − νI), with A as in LogProb.
func (d Wishart) Score(x, grad []float64) {
	k := d.rows()
	var buf [stackTriangles]float64
	_, a, _ := d.whiten(buf[:], x)
	grad[0] = 0
	for i := range k {
		grad[0] += chiSquareScore(d.DF-float64(i), a[packedLen(i)+i])
	}
	g := grad[1:]
	copy(g, a)
	gram(g, k)
	for i := range k {
		g[packedLen(i)+i] -= d.DF
	}
	solveLeftT(d.Chol, g, k)
}

// chiSquareScore returns the derivative of [chiSquare] in n at x = a².
func chiSquareScore(n, a float64) float64 {
	y := a * a / 2
	return gammaShapeScore(n/2, 2*math.Log(a)-math.Ln2, y-n/2) / 2
}

// Rand implements [Distribution], by Bartlett's decomposition. For ν within a hundredth
// or so of k−1 a draw may be singular to working precision, and LogProb of it −Inf.
func (d Wishart) Rand(rng *rand.Rand, x []float64) {
	k := d.rows()
	x = x[:len(d.Chol)]
	for i := range k {
		bartlettRow(rng, x[packedLen(i):packedLen(i)+i+1], d.DF-float64(i))
	}
	multiply(d.Chol, x, k)
	gram(x, k)
}

// bartlettRow overwrites row with standard normal draws, but its last element with the
// root of a χ² draw with n degrees of freedom.
func bartlettRow(rng *rand.Rand, row []float64, n float64) {
	last := len(row) - 1
	for j := range last {
		row[j] = rng.NormFloat64()
	}
	row[last] = math.Exp((math.Ln2 + logGammaRand(rng, n/2)) / 2)
}

// String returns "wishart(df=…, scale=[[…], …])", the scale matrix to six digits.
func (d Wishart) String() string {
	return fmt.Sprintf("wishart(df=%g, scale=%s)", d.DF, matrix(d.rows(), d.scale))
}

package prob

import "math"

// CholeskyCorrelation returns the bijector from ℝⁿ, n = k(k−1)/2, onto the Cholesky
// factors of k×k correlation matrices: lower triangular, every row of norm 1, with a
// positive diagonal. y is the lower triangle with the diagonal, row by row, y₀₀ = 1 y₁₀
// y₁₁ y₂₀ …; x has the places below the diagonal, row by row.
//
// In a row, yⱼ = tanh(xⱼ)·ρⱼ with ρ₀ = 1 and ρⱼ₊₁ = ρⱼ/cosh(xⱼ), and the last ρ is the
// diagonal element: tanh(xⱼ) are the canonical partial correlations of Lewandowski,
// Kurowicka and Joe (2009). The log-determinant, of the elements below the diagonal, is
// Σ log ρⱼ − 2·log cosh(xⱼ).
func CholeskyCorrelation(k int) Bijector { return choleskyCorrelation(k) }

type choleskyCorrelation int

func (b choleskyCorrelation) Dims() (free, natural int) {
	return packedLen(int(b) - 1), packedLen(int(b))
}

func (b choleskyCorrelation) Forward(y, x []float64) (logJac float64) {
	return b.forward(y, x, func(int) float64 { return 0 })
}

// forward adds power(i) times the log of the i-th diagonal element to the
// log-determinant.
func (b choleskyCorrelation) forward(y, x []float64, power func(i int) float64) (logJac float64) {
	y[0] = 1
	for i := 1; i < int(b); i++ {
		row, u := y[packedLen(i):packedLen(i)+i+1], x[packedLen(i-1):packedLen(i)]
		logRho := 0.0
		for j, v := range u {
			logSech := -logCosh(v)
			row[j] = math.Tanh(v) * math.Exp(logRho)
			logJac += logRho + 2*logSech
			logRho += logSech
		}
		row[i] = math.Max(math.Exp(logRho), math.SmallestNonzeroFloat64)
		logJac += times(power(i), logRho)
	}
	return logJac
}

// logCosh returns log cosh x without overflow; absolute error ≤ 2ε(1 + |x|), relative
// for |x| < ½.
func logCosh(x float64) float64 {
	if a := math.Abs(x); a >= 0.5 {
		return a + math.Log1p(math.Exp(-2*a)) - math.Ln2
	}
	s := math.Sinh(x / 2)
	return math.Log1p(2 * s * s)
}

// Inverse: sinh(xⱼ) = yⱼ/ρⱼ₊₁, where ρ is the norm of what follows in the row, summed
// from the far end: no 1 − Σ y² cancels.
func (b choleskyCorrelation) Inverse(x, y []float64) {
	for i := 1; i < int(b); i++ {
		row, u := y[packedLen(i):packedLen(i)+i+1], x[packedLen(i-1):packedLen(i)]
		rho := row[i]
		for j := i - 1; j >= 0; j-- {
			u[j] = math.Asinh(row[j] / rho)
			rho = math.Hypot(rho, row[j])
		}
	}
}

func (b choleskyCorrelation) Pullback(gx, x, y, gy []float64) {
	for i := 1; i < int(b); i++ {
		at, end := packedLen(i), packedLen(i)+i
		pullRow(gx[packedLen(i-1):at], x[packedLen(i-1):at], y[at:end+1], gy[at:end], gy[end]*y[end])
	}
}

// pullRow is Pullback on a row, backwards: pull carries the derivative with respect to
// log ρⱼ₊₁, and begins as that with respect to the log of the diagonal element.
func pullRow(gx, x, y, gy []float64, pull float64) {
	rho := y[len(x)]
	for j := len(x) - 1; j >= 0; j-- {
		rho = math.Hypot(rho, y[j])
		t := math.Tanh(x[j])
		gx[j] = gy[j]*rho*math.Exp(-2*logCosh(x[j])) - (2+pull)*t
		pull += gy[j]*y[j] + 1
	}
}

// Correlation returns the bijector from ℝⁿ onto k×k correlation matrices, as their
// n = k(k−1)/2 elements below the diagonal, row by row, y₁₀ y₂₀ y₂₁ y₃₀ …: LLᵀ with L that
// of [CholeskyCorrelation], whose log-determinant gains Σ (k−1−i)·log lᵢᵢ, i from 0.
//
// Functions of y lose digits where it is nearly singular. Where lᵢᵢ is below about 1e-8,
// it is singular as rounded: densities are −Inf and Inverse gives NaN. There is no such
// limit to [CholeskyCorrelation].
func Correlation(k int) Bijector { return correlation(k) }

type correlation int

func (b correlation) Dims() (free, natural int) { n := packedLen(int(b) - 1); return n, n }

// power returns k−1−i: how often lᵢᵢ occurs in the determinant of LLᵀ as a function of
// what is below the diagonal of L.
func (b correlation) power(i int) float64 { return float64(int(b) - 1 - i) }

func (b correlation) Forward(y, x []float64) (logJac float64) {
	var buf [stackRoot]float64
	l := room(buf[:], packedLen(int(b)))
	logJac = choleskyCorrelation(b).forward(l, x, b.power)
	correlations(y, l, int(b))
	return logJac
}

func (b correlation) Inverse(x, y []float64) {
	var buf [stackRoot]float64
	l := room(buf[:], packedLen(int(b)))
	if _, ok := correlationRoot(l, y, int(b)); !ok {
		for i := range x[:packedLen(int(b)-1)] {
			x[i] = math.NaN()
		}
		return
	}
	choleskyCorrelation(b).Inverse(x, l)
}

// Pullback: with H the symmetric matrix of gy, its diagonal 0, the gradient in L is HL.
func (b correlation) Pullback(gx, x, y, gy []float64) {
	k := int(b)
	var buf, row [stackRoot]float64
	l, g := room(buf[:], packedLen(k)), room(row[:], k)
	choleskyCorrelation(b).Forward(l, x)
	h := func(i, j int) float64 { i, j = max(i, j), min(i, j); return gy[packedLen(i-1)+j] }
	for i := 1; i < k; i++ {
		for m := range i + 1 {
			g[m] = 0
			for j := m; j < k; j++ {
				if j != i {
					g[m] += h(i, j) * l[packedLen(j)+m]
				}
			}
		}
		at, end := packedLen(i), packedLen(i)+i
		pullRow(gx[packedLen(i-1):at], x[packedLen(i-1):at], l[at:end+1], g[:i], g[i]*l[end]+b.power(i))
	}
}

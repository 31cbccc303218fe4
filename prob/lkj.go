package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// LKJ is the distribution of Lewandowski, Kurowicka and Joe (2009),
// doi:10.1016/j.jmva.2009.04.008, of a correlation matrix R of Size variables, k ≥ 2, with
// shape η > 0:
//
//	log p(R) = (η−1)·log |R| + Σ log Γ(βᵢ+½i) − log Γ(βᵢ) − ½i·log π,  βᵢ = η + ½(k−1−i),
//
// the sum over i from 1 to k−1, with respect to Lebesgue measure on the k(k−1)/2
// elements below the diagonal, which is what x is: row by row, r₁₀ r₂₀ r₂₁ r₃₀ …
// ([UnpackCorrelation]). η = 1 is uniform, above 1 favours and below 1 shuns the
// identity. The mean of R is the identity; each correlation is 2B − 1 with B from
// Beta{b, b}, b = η − 1 + ½k, and no two are correlated, though not independent.
// [LKJCholesky] is the same distribution, of the Cholesky factor of R: cheaper, and
// right where R is nearly singular.
type LKJ struct {
	Size int
	Eta  float64
}

var _ Density = LKJ{}

// Check reports a parameter outside its range.
func (d LKJ) Check() error { return checkLKJ("lkj", d.Size, d.Eta) }

func checkLKJ(family string, size int, eta float64) error {
	if size < 2 {
		return fmt.Errorf("%s: size = %d, want 2 or more variables", family, size)
	}
	return positive(family, "eta", eta)
}

// Dim returns k(k−1)/2.
func (d LKJ) Dim() int { return packedLen(d.Size - 1) }

// Support returns the map onto correlation matrices.
func (d LKJ) Support() Bijector { return Correlation(d.Size) }

// beta returns βᵢ: the square of the i-th diagonal element of the Cholesky factor of R
// is Beta{βᵢ, ½i}.
func (d LKJ) beta(i int) float64 { return d.Eta + float64(d.Size-1-i)/2 }

// norm returns the sum in log p(R).
func (d LKJ) norm() (sum float64) {
	for i := 1; i < d.Size; i++ {
		h := float64(i) / 2
		sum += LogRising(d.beta(i), h) - h*logPi
	}
	return sum
}

// Mean returns 0 for each correlation.
func (d LKJ) Mean() []float64 { return make([]float64, d.Dim()) }

// Var returns the variances, 1/(2η − 1 + k).
func (d LKJ) Var() []float64 {
	return newVector(d.Dim(), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the covariance of two elements of x, 0 unless i = j: changing the sign of
// a variable that belongs to one correlation only changes the sign of their product.
func (d LKJ) Cov(i, j int) float64 {
	if i != j {
		return 0
	}
	return 1 / (2*d.Eta - 1 + float64(d.Size))
}

// stackRoot is enough for a triangle of 15 rows.
const stackRoot = 120

// LogProb returns log p(R), −Inf where R is not positive definite. It does not allocate
// up to 15 variables.
func (d LKJ) LogProb(x, grad []float64) float64 {
	k := d.Size
	var buf, inverse [stackRoot]float64
	l := room(buf[:], packedLen(k))
	logDet, ok := correlationRoot(l, x, k)
	if !ok {
		return outsideCone(x)
	}
	if grad != nil { // (η−1)·R⁻¹, off the diagonal twice
		g := room(inverse[:], packedLen(k))
		for i := range g {
			g[i] = 0
		}
		for i := range k {
			g[packedLen(i)+i] = d.Eta - 1
		}
		sandwich(l, g, k)
		for i := 1; i < k; i++ {
			for j := range i {
				grad[packedLen(i-1)+j] = 2 * g[packedLen(i)+j]
			}
		}
	}
	return (d.Eta-1)*logDet + d.norm()
}

// correlationRoot overwrites l with the Cholesky factor of the correlation matrix with r
// below its diagonal, and returns the log of its determinant.
func correlationRoot(l, r []float64, k int) (logDet float64, ok bool) {
	l[0] = 1
	for i := 1; i < k; i++ {
		ri := packedLen(i)
		var sum float64 // of squares: 1 less it is that of the diagonal element
		for j := range i {
			rj := packedLen(j)
			s := r[packedLen(i-1)+j]
			for m := range j {
				s -= l[ri+m] * l[rj+m]
			}
			s /= l[rj+j]
			l[ri+j] = s
			sum += s * s
		}
		if !(sum < 1) {
			return 0, false
		}
		l[ri+i] = math.Sqrt(1 - sum)
		logDet += math.Log1p(-sum)
	}
	return logDet, true
}

// Score overwrites grad with ∂ log p(R)/∂η, log |R| + Σ ψ(βᵢ+½i) − ψ(βᵢ).
func (d LKJ) Score(x, grad []float64) {
	var buf [stackRoot]float64
	logDet, _ := correlationRoot(room(buf[:], packedLen(d.Size)), x, d.Size)
	grad[0] = logDet + d.normSlope()
}

// normSlope returns Σ ψ(βᵢ+½i) − ψ(βᵢ).
func (d LKJ) normSlope() (sum float64) {
	for i := 1; i < d.Size; i++ {
		b, h := d.beta(i), float64(i)/2
		sum += digammaRise(b, h) + math.Log1p(h/b)
	}
	return sum
}

// Rand implements [Distribution], by the onion method: LLᵀ for L from [LKJCholesky].
func (d LKJ) Rand(rng *rand.Rand, x []float64) {
	var buf [stackRoot]float64
	l := room(buf[:], packedLen(d.Size))
	LKJCholesky(d).Rand(rng, l)
	correlations(x, l, d.Size)
}

// correlations overwrites r with what is below the diagonal of LLᵀ.
func correlations(r, l []float64, k int) {
	for i := 1; i < k; i++ {
		for j := range i {
			r[packedLen(i-1)+j] = rowsDot(l, i, j)
		}
	}
}

// String returns "lkj(size=…, eta=…)".
func (d LKJ) String() string { return fmt.Sprintf("lkj(size=%d, eta=%g)", d.Size, d.Eta) }

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// MultivariateT is Student's t distribution on ℝᵏ with DF degrees of freedom, ν > 0 and
// not necessarily whole, location Mu and scale matrix S = LLᵀ, which is not the
// covariance: that is S·ν/(ν−2). Chol is L, lower triangular with a positive diagonal,
// row by row, as for [MultivariateNormal]. With q = ‖L⁻¹(x−μ)‖²,
//
//	log p(x) = log Γ(½(ν+k)) − log Γ(½ν) − ½k·log νπ − Σ log lᵢᵢ − ½(ν+k)·log(1 + q/ν).
//
// As ν grows it tends to MultivariateNormal{Mu, Chol}. The distribution keeps the
// slices.
type MultivariateT struct {
	DF       float64
	Mu, Chol []float64
}

var _ Density = MultivariateT{}

// NewMultivariateT returns the t distribution with location mu and the given scale
// matrix, neither of which it keeps. As for [NewMultivariateNormal] it is an error for
// scale not to be positive definite.
func NewMultivariateT(df float64, mu []float64, scale mat.Symmetric) (MultivariateT, error) {
	const family = "multivariate-t"
	if n := scale.SymmetricDim(); n != len(mu) {
		return MultivariateT{}, fmt.Errorf("%s: scale has %d rows, want len(mu) = %d", family, n, len(mu))
	}
	l, err := factor(family, "scale", scale)
	if err != nil {
		return MultivariateT{}, err
	}
	d := MultivariateT{df, slices.Clone(mu), l}
	return d, d.Check()
}

// Check reports a parameter outside its range.
func (d MultivariateT) Check() error {
	const family = "multivariate-t"
	if err := positive(family, "df", d.DF); err != nil {
		return err
	}
	if err := checkVector(family, "mu", d.Mu); err != nil {
		return err
	}
	return checkFactor(family, d.Chol, len(d.Mu))
}

func (d MultivariateT) Dim() int          { return len(d.Mu) }
func (d MultivariateT) Support() Bijector { return identity(len(d.Mu)) }

// Mean returns μ, of NaN for ν ≤ 1.
func (d MultivariateT) Mean() []float64 {
	return newVector(len(d.Mu), func(i int) float64 { return d.Marginal(i).Mean() })
}

// Var returns the variances, +Inf for 1 < ν ≤ 2 and NaN for ν ≤ 1.
func (d MultivariateT) Var() []float64 {
	return newVector(len(d.Mu), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the covariance of coordinates i and j, the element of S times ν/(ν−2).
// For ν ≤ 2 that of two different ones is NaN, as it has no value, not even where the
// element of S is 0.
func (d MultivariateT) Cov(i, j int) float64 {
	if d.DF <= 2 {
		if i != j {
			return math.NaN()
		}
		return momentBeyond(d.DF)
	}
	return rowsDot(d.Chol, i, j) * (d.DF / (d.DF - 2))
}

// Marginal returns the distribution of the i-th coordinate.
func (d MultivariateT) Marginal(i int) StudentT {
	return StudentT{d.DF, d.Mu[i], math.Sqrt(rowsDot(d.Chol, i, i))}
}

// norm returns log Γ(½(ν+k)) − log Γ(½ν) − ½k·log ½ν, which tends to 0 as ν grows.
func (d MultivariateT) norm() float64 {
	a, h := d.DF/2, float64(len(d.Mu))/2
	if a >= stirlingFrom && h <= a/2 {
		return risingExcess(a, h)
	}
	return LogRising(a, h) - h*math.Log(a)
}

// LogProb implements [LogDensity]. It does not allocate up to 64 coordinates.
func (d MultivariateT) LogProb(x, grad []float64) float64 {
	k := len(d.Mu)
	var buf [stackRows]float64
	z := grad
	if z == nil {
		z = room(buf[:], k)
	}
	r := radius(z, standardise(z, x, d.Mu, d.Chol))
	if grad != nil {
		solveVectorT(d.Chol, z)
		if r > 0 { // (ν+k)/(ν+r²), without squares that overflow
			w := (d.DF + float64(k)) / (d.DF/r + r)
			for i := range z {
				z[i] = -z[i] / r * w
			}
		}
	}
	return d.norm() - logDiagonal(d.Chol, k) - float64(k)*halfLog2Pi -
		(d.DF+float64(k))/2*log1pSquare(r, math.Sqrt(d.DF))
}

// radius returns √q, or the norm of z where q, its square, has overflowed.
func radius(z []float64, q float64) float64 {
	if !math.IsInf(q, 1) {
		return math.Sqrt(q)
	}
	r := 0.0
	for _, v := range z {
		r = math.Hypot(r, v)
	}
	if math.IsNaN(r) { // q is not
		return math.Inf(1)
	}
	return r
}

// Score overwrites grad with ∂ log p(x)/∂(DF, Mu, Chol), 1, k and k(k+1)/2 elements:
// with z = L⁻¹(x−μ) and w = (ν+k)/(ν+q) the last two are w·L⁻ᵀz and the lower triangle
// of L⁻ᵀ(w·zzᵀ − I).
func (d MultivariateT) Score(x, grad []float64) {
	k := len(d.Mu)
	gMu, gChol := grad[1:1+k], grad[1+k:]
	q := standardise(gMu, x, d.Mu, d.Chol)
	n, h := d.DF, float64(k)/2
	// ½[ψ(½(ν+k)) − ψ(½ν) − k/ν − log(1+q/ν) + (1 + k/ν)·q/(ν+q)], with k/ν and q/ν, of
	// first order in 1/ν, cancelled on paper: what is left is of second.
	t, v := q/n, q/(n+q)
	excess := math.Log1p(t) - v
	if t < 1 {
		excess = t*v - log1pDefect(t)
	}
	grad[0] = (digammaRise(n/2, h) - log1pDefect(2*h/n) - excess + 2*h/n*v) / 2
	w := (n + 2*h) / (n + q)
	outer(gChol, gMu, w, 1)
	solveLeftT(d.Chol, gChol, k)
	solveVectorT(d.Chol, gMu)
	for i := range gMu {
		gMu[i] *= w
	}
}

// Rand implements [Distribution]: a normal draw over the root of a gamma draw, common
// to all coordinates. For ν far below 1 a draw can lie beyond the largest float64.
func (d MultivariateT) Rand(rng *rand.Rand, x []float64) {
	a := d.DF / 2
	normalRand(rng, x[:len(d.Mu)], d.Chol)
	stretch := math.Exp((math.Log(a) - logGammaRand(rng, a)) / 2)
	for i, m := range d.Mu {
		x[i] = m + x[i]*stretch
	}
}

// String returns "multivariate-t(df=…, mu=[…], scale=[[…], …])", the scale matrix to six
// digits.
func (d MultivariateT) String() string {
	scale := func(i, j int) float64 { return rowsDot(d.Chol, i, j) }
	return fmt.Sprintf("multivariate-t(df=%g, mu=%s, scale=%s)", d.DF, list(d.Mu), matrix(len(d.Mu), scale))
}

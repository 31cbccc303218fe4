package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// MultivariateNormal is the normal distribution on ℝᵏ with mean Mu and covariance
// Σ = LLᵀ, where Chol is L, lower triangular with a positive diagonal, row by row:
// l₀₀ l₁₀ l₁₁ l₂₀ …, k(k+1)/2 elements. [NewMultivariateNormal] takes a covariance.
//
//	log p(x) = −½·‖L⁻¹(x−μ)‖² − Σ log lᵢᵢ − ½k·log 2π.
//
// The distribution keeps the slices.
type MultivariateNormal struct{ Mu, Chol []float64 }

var _ Density = MultivariateNormal{}

// NewMultivariateNormal returns the normal distribution with mean mu and covariance cov
// (not a precision), neither of which it keeps. It is an error for cov not to be
// positive definite, by more than rounding: a [*NotPositiveDefiniteError] says which
// variable the ones before it determine. Nothing is ever added to the diagonal.
func NewMultivariateNormal(mu []float64, cov mat.Symmetric) (MultivariateNormal, error) {
	const family = "multivariate-normal"
	if n := cov.SymmetricDim(); n != len(mu) {
		return MultivariateNormal{}, fmt.Errorf("%s: cov has %d rows, want len(mu) = %d", family, n, len(mu))
	}
	l, err := factor(family, "cov", cov)
	if err != nil {
		return MultivariateNormal{}, err
	}
	d := MultivariateNormal{slices.Clone(mu), l}
	return d, d.Check()
}

// Check reports a parameter outside its range.
func (d MultivariateNormal) Check() error {
	const family = "multivariate-normal"
	if err := checkVector(family, "mu", d.Mu); err != nil {
		return err
	}
	return checkFactor(family, d.Chol, len(d.Mu))
}

// checkVector reports an element that is not finite.
func checkVector(family, name string, v []float64) error {
	for i, x := range v {
		if err := finite(family, fmt.Sprintf("%s[%d]", name, i), x); err != nil {
			return err
		}
	}
	return nil
}

func (d MultivariateNormal) Dim() int          { return len(d.Mu) }
func (d MultivariateNormal) Support() Bijector { return identity(len(d.Mu)) }

// Mean returns μ.
func (d MultivariateNormal) Mean() []float64 { return slices.Clone(d.Mu) }

// Var returns the variances, the diagonal of Σ.
func (d MultivariateNormal) Var() []float64 {
	return newVector(len(d.Mu), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the element i, j of Σ.
func (d MultivariateNormal) Cov(i, j int) float64 { return rowsDot(d.Chol, i, j) }

// Marginal returns the distribution of the i-th coordinate.
func (d MultivariateNormal) Marginal(i int) Normal {
	return Normal{d.Mu[i], math.Sqrt(d.Cov(i, i))}
}

// stackRows is the number of coordinates up to which no method allocates.
const stackRows = 64

// standardise overwrites z with L⁻¹(x−μ) and returns its squared norm: NaN if an
// element of x is, +Inf if it overflows.
func standardise(z, x, mu, chol []float64) (q float64) {
	for i, m := range mu {
		z[i] = x[i] - m
	}
	solveVector(chol, z)
	for _, v := range z {
		q += v * v
	}
	if math.IsNaN(q) && !slices.ContainsFunc(x, math.IsNaN) { // Inf − Inf
		return math.Inf(1)
	}
	return q
}

// LogProb implements [LogDensity]. It does not allocate up to 64 coordinates.
func (d MultivariateNormal) LogProb(x, grad []float64) float64 {
	k := len(d.Mu)
	var buf [stackRows]float64
	z := grad
	if z == nil {
		z = room(buf[:], k)
	}
	q := standardise(z, x, d.Mu, d.Chol)
	if grad != nil {
		solveVectorT(d.Chol, z)
		for i := range z {
			z[i] = -z[i]
		}
	}
	return -0.5*q - logDiagonal(d.Chol, k) - float64(k)*halfLog2Pi
}

// Score overwrites grad with ∂ log p(x)/∂(Mu, Chol), k and k(k+1)/2 elements: with
// z = L⁻¹(x−μ), L⁻ᵀz and the lower triangle of L⁻ᵀ(zzᵀ − I).
func (d MultivariateNormal) Score(x, grad []float64) {
	k := len(d.Mu)
	gMu, gChol := grad[:k], grad[k:]
	standardise(gMu, x, d.Mu, d.Chol)
	outer(gChol, gMu, 1, 1)
	solveLeftT(d.Chol, gChol, k)
	solveVectorT(d.Chol, gMu)
}

// outer overwrites g with the lower triangle of w·zzᵀ − h·I.
func outer(g, z []float64, w, h float64) {
	for i := range z {
		for j := range i + 1 {
			g[packedLen(i)+j] = w * z[i] * z[j]
		}
		g[packedLen(i)+i] -= h
	}
}

// Rand implements [Distribution]: μ + Lz with z standard normal.
func (d MultivariateNormal) Rand(rng *rand.Rand, x []float64) {
	normalRand(rng, x[:len(d.Mu)], d.Chol)
	for i, m := range d.Mu {
		x[i] += m
	}
}

// normalRand overwrites x with Lz, z standard normal.
func normalRand(rng *rand.Rand, x, chol []float64) {
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	for i := len(x) - 1; i >= 0; i-- {
		var s float64
		for j, l := range chol[packedLen(i) : packedLen(i)+i+1] {
			s += l * x[j]
		}
		x[i] = s
	}
}

// String returns "multivariate-normal(mu=[…], cov=[[…], …])", the covariance to six
// digits.
func (d MultivariateNormal) String() string {
	return fmt.Sprintf("multivariate-normal(mu=%s, cov=%s)", list(d.Mu), matrix(len(d.Mu), d.Cov))
}

package prob

import (
	"fmt"
	"math/rand/v2"
)

// DirichletMultinomial is the distribution of how often each of len(Alpha) outcomes
// occurs in N trials whose common probabilities are drawn from Dirichlet{Alpha}; N ≥ 0
// is whole. With a the sum of Alpha,
//
//	log p(x) = log n! + log Γ(a) − log Γ(a+n) + Σ log [Γ(αᵢ+xᵢ)/(xᵢ! Γ(αᵢ))],  Σ xᵢ = n.
//
// It is what a Dirichlet prior predicts of multinomial counts, and also Pólya's urn.
// The distribution keeps the slice.
type DirichletMultinomial struct {
	N     float64
	Alpha []float64
}

// Check reports a parameter outside its range.
func (d DirichletMultinomial) Check() error {
	if err := wholeNumber("dirichlet-multinomial", "n", d.N); err != nil {
		return err
	}
	return concentrations("dirichlet-multinomial", d.Alpha)
}

// Dim returns the number of outcomes.
func (d DirichletMultinomial) Dim() int { return len(d.Alpha) }

// Mean returns n·α/a.
func (d DirichletMultinomial) Mean() []float64 {
	a := total(d.Alpha)
	return newVector(len(d.Alpha), func(i int) float64 { return d.N * (d.Alpha[i] / a) })
}

// Var returns the variances.
func (d DirichletMultinomial) Var() []float64 {
	return newVector(len(d.Alpha), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the covariance of the i-th and j-th counts: n(a+n) times that of the
// proportions.
func (d DirichletMultinomial) Cov(i, j int) float64 {
	return d.N * (total(d.Alpha) + d.N) * Dirichlet{d.Alpha}.Cov(i, j)
}

// LogProb returns log p(x), −Inf unless x consists of counts that sum to N. It
// panics if grad is not nil: a mass function has no gradient in x.
//
// Method: a ratio of negative binomial masses in Loader's form, in which nothing
// cancels, with an error of a few ε·(k + |log p(x)| + logs of N and Alpha).
func (d DirichletMultinomial) LogProb(x, grad []float64) float64 {
	noGradient("DirichletMultinomial", grad)
	if outside := notCounts(x[:len(d.Alpha)], d.N); outside != 0 {
		return outside
	}
	if d.N == 0 {
		return 0
	}
	a := total(d.Alpha)
	var sum float64
	for i, alpha := range d.Alpha {
		sum += polyaTerm(x[i], alpha, d.N, a)
	}
	return sum - polyaTotal(d.N, a)
}

// Score overwrites grad with ∂ log p(x)/∂Alpha.
func (d DirichletMultinomial) Score(x, grad []float64) {
	a := total(d.Alpha)
	for i, alpha := range d.Alpha {
		grad[i] = polyaScore(alpha, x[i], a, d.N, productDiff(x[i], a, d.N, alpha))
	}
}

// Rand implements [Distribution]: given the outcomes before it, each is
// beta-binomial.
func (d DirichletMultinomial) Rand(rng *rand.Rand, x []float64) {
	tails(x, d.Alpha)
	left, last := d.N, len(d.Alpha)-1
	for i, alpha := range d.Alpha[:last] {
		p, q := betaRand(rng, alpha, x[i+1])
		x[i] = binomialRand(rng, left, p, q)
		left -= x[i]
	}
	x[last] = left
}

// String returns "dirichlet-multinomial(n=…, alpha=[…])".
func (d DirichletMultinomial) String() string {
	return fmt.Sprintf("dirichlet-multinomial(n=%g, alpha=%s)", d.N, list(d.Alpha))
}

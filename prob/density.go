// Package prob is the probability core: log-densities and their gradients,
// the standard families of distributions, the likelihoods that networks and
// regressions share, and maps between constrained and free parameters.
//
// Everything here is a log-density. A prior, a likelihood, a joint and a
// network's training objective all implement [LogDensity], so whatever can
// climb or sample one of them can climb or sample all of them.
//
// Families are plain structs whose fields are the textbook parameters on
// their natural scale; a field's name says whether it is a rate, a scale or a
// standard deviation. Their methods do not validate: parameters that come from
// outside a program are passed through Check first. Undefined moments are NaN,
// divergent ones +Inf.
package prob

import "math/rand/v2"

// A LogDensity is a differentiable log-density, known up to an additive
// constant. Implementations must be safe for concurrent use.
type LogDensity interface {
	// Dim returns the length of x and grad.
	Dim() int

	// LogProb returns log π(x) and, if grad is non-nil, overwrites grad with
	// ∇ log π(x). x is neither modified nor retained. Outside the support it
	// returns −Inf and leaves grad unspecified. A mass function has no
	// derivative in x: discrete families panic if grad is non-nil (their
	// derivatives with respect to parameters are their Score).
	LogProb(x, grad []float64) float64
}

// A Density is a LogDensity on its natural scale that knows its support.
type Density interface {
	LogDensity

	// Support returns the map from ℝⁿ onto the support; the identity where
	// there is no constraint.
	Support() Bijector
}

// A Distribution is a normalised LogDensity that can be drawn from. The
// continuous families are Densities as well.
type Distribution interface {
	LogDensity

	// Rand overwrites x with one draw.
	Rand(rng *rand.Rand, x []float64)
}

// A Univariate is a Distribution of one number. For discrete families Quantile
// returns the smallest x with CDF(x) ≥ p.
type Univariate interface {
	Distribution

	Mean() float64 // NaN if undefined
	Var() float64  // NaN if undefined, +Inf if divergent

	CDF(x float64) float64         // P(X ≤ x)
	LogCDF(x float64) float64      // log P(X ≤ x), right where CDF underflows
	Survival(x float64) float64    // P(X > x)
	LogSurvival(x float64) float64 // log P(X > x)
	Quantile(p float64) float64    // NaN unless 0 ≤ p ≤ 1
}

// A Likelihood is log p(y | η): how probable a model's emitted parameters η,
// unconstrained, make the observations. It is the one place where a family's
// formula and derivatives live: generalised linear models, hierarchical models
// and a network's loss all call it. It works on a batch, in one pass; one
// observation is a batch of one.
type Likelihood[Y any] interface {
	// Dim returns the number of parameters that one observation takes.
	Dim() int

	// LogProb returns Σᵢ log p(yᵢ | ηᵢ), normalised over y. eta is n×Dim(),
	// row-major, n = len(y). If rows is non-nil it receives each term; if grad
	// is non-nil it is overwritten with ∂/∂η.
	LogProb(y []Y, eta, rows, grad []float64) float64
}

// LogProb returns the log-density of d at x: LogProb(Beta{2, 8}, 0.3).
func LogProb(d LogDensity, x ...float64) float64 { return d.LogProb(x, nil) }

// Draw returns one draw from d in a new slice of length d.Dim(). Loops that
// must not allocate call d.Rand on a slice of their own.
func Draw(rng *rand.Rand, d Distribution) []float64 {
	x := make([]float64, d.Dim())
	d.Rand(rng, x)
	return x
}

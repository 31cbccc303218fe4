package bayes

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"

	"github.com/bayeskit/bayeskit/prob"
)

// A Stat is a sufficient statistic: the likelihood function itself, as a
// function of the parameters on their natural scale, normalised over the data.
// It is a commutative monoid whose identity is the zero value and whose Merge
// adds log-likelihoods: a.Merge(b).LogProb(θ) = a.LogProb(θ) + b.LogProb(θ).
// That law is what lets one Update serve a stream, a pool of workers or a
// GROUP BY.
type Stat[S any] interface {
	prob.LogDensity

	// Merge returns the statistic of both sets of observations. Neither
	// operand is modified.
	Merge(S) S

	// Scale returns the likelihood to the power w: a weight, a forgetting
	// factor, or −1 to take observations out again. An evidence computed from
	// a statistic scaled by anything but a whole number is a pseudo-evidence.
	Scale(w float64) S

	// Check reports a statistic that no data can have, such as what is left
	// after taking out observations that were never in.
	Check() error
}

// A Prior can be updated by data summarised as S, and weighs that data. The
// posterior is again a P, ready to be the next prior:
// p.Update(a).Update(b) = p.Update(a.Merge(b)).
type Prior[P, S any] interface {
	// Update returns the posterior given the data.
	Update(S) P

	// LogEvidence returns log p(data), the probability of the data with the
	// parameters integrated out; NaN where the prior is improper (Proper says
	// why). It is computed as a difference that does not cancel and telescopes
	// along a stream: p.LogEvidence(a) + p.Update(a).LogEvidence(b) =
	// p.LogEvidence(a.Merge(b)).
	LogEvidence(S) float64

	// Proper returns nil if the distribution integrates to one, and otherwise
	// an error that says why there is no evidence under it.
	Proper() error

	// Rand overwrites x with a draw of the parameters.
	Rand(rng *rand.Rand, x []float64)
}

// A Conjugate is a Prior that is also a density of the parameters.
type Conjugate[P any, S Stat[S]] interface {
	prob.Density
	Prior[P, S]
}

// Updates yields the posterior after each statistic in turn.
func Updates[P Prior[P, S], S any](prior P, data iter.Seq[S]) iter.Seq[P] {
	return func(yield func(P) bool) {
		p := prior
		for s := range data {
			p = p.Update(s)
			if !yield(p) {
				return
			}
		}
	}
}

// Prequential yields log p(sᵢ | s₁ … sᵢ₋₁), how well each statistic was
// predicted from those before it. The terms add up to the log evidence of all.
func Prequential[P Prior[P, S], S any](prior P, data iter.Seq[S]) iter.Seq[float64] {
	return func(yield func(float64) bool) {
		p := prior
		for s := range data {
			if !yield(p.LogEvidence(s)) {
				return
			}
			p = p.Update(s)
		}
	}
}

// An Estimate is a value with its standard error, 0 if exact.
type Estimate struct{ Value, StdErr float64 }

// A Posterior is what inference returns.
type Posterior interface {
	Rand(rng *rand.Rand, x []float64)

	// LogEvidence returns log p(data | model). It fails if the prior is
	// improper or this posterior too poor an approximation to say.
	LogEvidence() (Estimate, error)
}

// Exact is the posterior of a conjugate pair, kept as what it is made of: the
// prior and all the data so far. Undo, weights, forgetting and merging act on
// Data, so a shared prior is never counted twice, and files store both. The
// zero Data is no data. Exact is a value: its methods return a new one.
type Exact[P Prior[P, S], S Stat[S]] struct {
	Prior P
	Data  S
}

// Update returns e with the data of s added.
func (e Exact[P, S]) Update(s S) Exact[P, S] {
	return Exact[P, S]{e.Prior, e.Data.Merge(s)}
}

// Undo returns e with the data of s taken out again. It fails if s cannot have
// been part of e.
func (e Exact[P, S]) Undo(s S) (Exact[P, S], error) {
	rest := e.Data.Merge(s.Scale(-1))
	if err := rest.Check(); err != nil {
		return e, fmt.Errorf("undoing data that was never added: %w", err)
	}
	return Exact[P, S]{e.Prior, rest}, nil
}

// Forget returns e with the data's weight multiplied by lambda, 0 ≤ lambda ≤ 1:
// one step of exponential forgetting. The evidence of what is left is a
// pseudo-evidence; a filter's evidence is the sum of [Prequential] terms.
func (e Exact[P, S]) Forget(lambda float64) Exact[P, S] {
	return Exact[P, S]{e.Prior, e.Data.Scale(lambda)}
}

// Merge returns the posterior given the data of both, counting their common
// prior once. It fails if the priors differ.
func (e Exact[P, S]) Merge(other Exact[P, S]) (Exact[P, S], error) {
	if !reflect.DeepEqual(e.Prior, other.Prior) {
		return e, fmt.Errorf("merging posteriors with different priors, %v and %v: only data can be added up", e.Prior, other.Prior)
	}
	return Exact[P, S]{e.Prior, e.Data.Merge(other.Data)}, nil
}

// Posterior returns the posterior as a distribution, which can be the next prior.
func (e Exact[P, S]) Posterior() P { return e.Prior.Update(e.Data) }

// Rand implements [Posterior].
func (e Exact[P, S]) Rand(rng *rand.Rand, x []float64) { e.Posterior().Rand(rng, x) }

// LogEvidence implements [Posterior]. It fails if the prior is improper.
func (e Exact[P, S]) LogEvidence() (Estimate, error) {
	if err := e.Prior.Proper(); err != nil {
		return Estimate{}, err
	}
	return Estimate{Value: e.Prior.LogEvidence(e.Data)}, nil
}

package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Trials is the likelihood of a probability p:
//
//	log p(data | p) = s·log p + f·log(1−p) + c.
//
// Bernoulli, binomial, geometric and negative binomial observations all are of
// this form and differ only in c, the part that does not depend on p; it is
// kept, so that evidence is normalised over the data. The zero value is no
// data. A literal Trials{Successes: s, Failures: f} is a sequence (c = 0).
type Trials struct {
	Successes, Failures float64

	low  [2]float64 // what Successes and Failures lose to rounding
	base total      // c: at 10⁹ trials it is 7·10⁸ and all but cancels
}

// Bernoulli returns the likelihood of a sequence of s successes and f failures
// in a given order.
func Bernoulli(s, f float64) Trials { return Trials{Successes: s, Failures: f} }

// Binomial returns the likelihood of k successes in n trials in any order: that
// of the sequence times n-choose-k. k below 0 or above n is impossible.
func Binomial(k, n float64) Trials {
	return Trials{Successes: k, Failures: n - k, base: dd.LogChoose(dd.Of(n), dd.Of(k))}
}

// Geometric returns the likelihood of k failures before the first success.
// For data counted from one, the number of trials, pass k = trials − 1.
// A negative k is impossible.
func Geometric(k float64) Trials {
	t := Trials{Successes: 1, Failures: k}
	if !(k >= 0) {
		t.base = impossible()
	}
	return t
}

// NegativeBinomial returns the likelihood of k failures before the r-th
// success, r > 0 known: (k+r−1)-choose-k p^r (1−p)^k; r need not be whole. A
// negative k is impossible.
func NegativeBinomial(r, k float64) Trials {
	t := Trials{Successes: r, Failures: k, base: impossible()}
	if k >= 0 {
		t.base = dd.LogRising(dd.Of(r), dd.Of(k)).Sub(dd.LogGamma(dd.Sum(k, 1)))
	}
	return t
}

func (t Trials) successes() total { return total{Hi: t.Successes, Lo: t.low[0]} }
func (t Trials) failures() total  { return total{Hi: t.Failures, Lo: t.low[1]} }

func newTrials(successes, failures, base total) Trials {
	return Trials{successes.Hi, failures.Hi, [2]float64{successes.Lo, failures.Lo}, base}
}

// Dim returns 1.
func (t Trials) Dim() int { return 1 }

// LogProb returns log p(data | p) at x[0] = p and its derivative in p.
func (t Trials) LogProb(x, grad []float64) float64 {
	p := x[0]
	if !(p >= 0 && p <= 1) || isImpossible(t.base) {
		return outside(p)
	}
	if grad != nil {
		grad[0] = ratio(t.Successes, p) - ratio(t.Failures, 1-p)
	}
	return dd.Of(xlogy(t.Successes, p)).AddFloat(xlog1py(t.Failures, -p)).Add(t.base).Float64()
}

// Merge implements [Stat].
func (t Trials) Merge(u Trials) Trials {
	return newTrials(plus(t.successes(), u.successes()), plus(t.failures(), u.failures()), plus(t.base, u.base))
}

// Scale implements [Stat].
func (t Trials) Scale(w float64) Trials {
	return newTrials(times(t.successes(), w), times(t.failures(), w), times(t.base, w))
}

// Check implements [Stat]: neither count is negative.
func (t Trials) Check() error {
	if !(t.Successes >= 0 && t.Failures >= 0) || math.IsInf(t.Successes+t.Failures, 1) {
		return fmt.Errorf("%g successes and %g failures: both are finite and neither is negative", t.Successes, t.Failures)
	}
	return checkBase(t.base)
}

package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Events is the likelihood of a rate λ of events:
//
//	log p(data | λ) = a·log λ − b·λ + c,
//
// a the number of events and b the exposure: the time, or area, or number of
// items, over which they were counted. c does not depend on λ; it is kept, so
// that evidence is normalised over the data. The zero value is no data. A
// literal Events{Count: a, Exposure: b} is a record of when each of a events
// happened (c = 0), as survival data are: a deaths in b patient-years.
type Events struct {
	Count, Exposure float64

	low  [2]float64 // what Count and Exposure lose to rounding
	base total      // c
}

// Poisson returns the likelihood of y events counted over an exposure, their
// times unknown: e^(−λ·exposure) (λ·exposure)^y / y!. No exposure and no events
// say nothing; an event without exposure, or a negative y, is impossible.
func Poisson(y, exposure float64) Events {
	e := Events{Count: y, Exposure: exposure, base: impossible()}
	switch {
	case y == 0 && exposure >= 0:
		e.base = total{}
	case y > 0 && exposure > 0:
		logE := dd.Log(dd.Of(exposure))
		e.base = logE.MulFloat(y).Sub(dd.LogGamma(dd.Sum(y, 1)))
	}
	return e
}

// Exponential returns the likelihood of a waiting time t: an event at t and
// none before, λ·e^(−λt). A negative t is impossible.
func Exponential(t float64) Events { return waited(1, t) }

// Censored returns the likelihood of a wait that had lasted for t without an
// event when it was last looked at: e^(−λt). A negative t is impossible.
func Censored(t float64) Events { return waited(0, t) }

func waited(count, t float64) Events {
	e := Events{Count: count, Exposure: t}
	if !(t >= 0) {
		e.base = impossible()
	}
	return e
}

func (e Events) count() total    { return total{Hi: e.Count, Lo: e.low[0]} }
func (e Events) exposure() total { return total{Hi: e.Exposure, Lo: e.low[1]} }

func newEvents(count, exposure, base total) Events {
	return Events{count.Hi, exposure.Hi, [2]float64{count.Lo, exposure.Lo}, base}
}

// Dim returns 1.
func (e Events) Dim() int { return 1 }

// LogProb returns log p(data | λ) at x[0] = λ and its derivative in λ.
func (e Events) LogProb(x, grad []float64) float64 {
	rate := x[0]
	if !(rate >= 0) || isImpossible(e.base) {
		return outside(rate)
	}
	if grad != nil {
		grad[0] = ratio(e.Count, rate) - e.Exposure
	}
	return dd.Of(xlogy(e.Count, rate)).AddFloat(-e.Exposure * rate).Add(e.base).Float64()
}

// Merge implements [Stat].
func (e Events) Merge(f Events) Events {
	return newEvents(plus(e.count(), f.count()), plus(e.exposure(), f.exposure()), plus(e.base, f.base))
}

// Scale implements [Stat].
func (e Events) Scale(w float64) Events {
	return newEvents(times(e.count(), w), times(e.exposure(), w), times(e.base, w))
}

// Check implements [Stat]: neither the count nor the exposure is negative.
func (e Events) Check() error {
	if !(e.Count >= 0 && e.Exposure >= 0) || math.IsInf(e.Count, 1) || math.IsInf(e.Exposure, 1) {
		return fmt.Errorf("%g events in an exposure of %g: both are finite and neither is negative", e.Count, e.Exposure)
	}
	return checkBase(e.base)
}

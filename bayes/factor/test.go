package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A Test weighs a point null θ = θ₀ against a prior on the one parameter θ, given
// the data. [TTest], [Correlation] and [Proportion] make them. It is safe for
// concurrent use.
type Test struct {
	name        string  // of θ
	null        float64 // θ₀
	least, most float64 // the ends of θ's range
	free        func(theta float64) float64
	natural     func(u float64) float64
	logRatio    func(u float64) float64         // log p(data | θ) − log p(data | θ₀)
	logPrior    func(u float64) float64         // of u, normalised
	logMass     func(low, high float64) float64 // log prior probability of an interval of u; nil: by quadrature
	priorKnots  []float64                       // of u
	dataKnots   []float64
	noise       float64 // rounding error of logRatio
	twoSided    *Value  // where it was had another way
}

// Null returns θ₀.
func (t Test) Null() float64 { return t.null }

// Factor returns the Bayes factor of the unrestricted alternative against the
// point null.
func (t Test) Factor() Value {
	if t.twoSided != nil {
		return *t.twoSided
	}
	return t.within(math.Inf(-1), math.Inf(1))
}

// Greater returns the Bayes factor against the point null of the alternative that
// θ > θ₀, whose prior is the unrestricted one cut there and scaled to 1.
func (t Test) Greater() Value { return t.within(t.free(t.null), math.Inf(1)) }

// Less returns the Bayes factor against the point null of the alternative θ < θ₀.
func (t Test) Less() Value { return t.within(math.Inf(-1), t.free(t.null)) }

// Within returns the Bayes factor against the point null of the alternative that
// low < θ < high, whose prior is the unrestricted one cut there and scaled to 1.
// It fails unless the interval overlaps the range of θ.
func (t Test) Within(low, high float64) (Value, error) {
	a, b, err := t.interval(low, high)
	if err != nil {
		return Value{}, err
	}
	return t.within(a, b), nil
}

// Outside is Within for the rest of the range of θ. It fails if nothing is left.
func (t Test) Outside(low, high float64) (Value, error) {
	a, b, err := t.interval(low, high)
	if err != nil {
		return Value{}, err
	}
	inf := math.Inf(1)
	left, right := t.joint(-inf, a), t.joint(b, inf)
	prior := logAdd(t.mass(-inf, a), t.mass(b, inf))
	if math.IsInf(prior, -1) {
		return Value{}, fmt.Errorf("nothing lies outside (%v, %v) but the ends of the range of %s", low, high, t.name)
	}
	return t.value(logAdd(left.log, right.log)-prior, math.Max(left.err, right.err)), nil
}

// IntervalNull returns the Bayes factor of θ outside (low, high) against θ
// inside: the factor by which the data shift the odds between the two parts of
// the unrestricted prior.
func (t Test) IntervalNull(low, high float64) (Value, error) {
	out, err := t.Outside(low, high)
	if err != nil {
		return Value{}, err
	}
	in, err := t.Within(low, high)
	if err != nil {
		return Value{}, err
	}
	return out.Over(in), nil
}

// Posterior returns the median and the central interval of θ under the
// unrestricted alternative. It panics unless 0 < level < 1.
func (t Test) Posterior(level float64) Effect {
	e, _ := t.PosteriorWithin(level, t.least, t.most)
	return e
}

// PosteriorWithin is Posterior under the alternative that low < θ < high.
func (t Test) PosteriorWithin(level, low, high float64) (Effect, error) {
	checkLevel(level)
	a, b, err := t.interval(low, high)
	if err != nil {
		return Effect{}, err
	}
	in := t.joint(a, b)
	if math.IsInf(in.log, -1) {
		return Effect{}, fmt.Errorf("(%v, %v) has no posterior probability that a float64 can hold", low, high)
	}
	at := func(p float64) float64 { return t.natural(in.quantile(p)) }
	return Effect{at(0.5), at((1 - level) / 2), at((1 + level) / 2)}, nil
}

// interval checks an interval of θ and returns it in the free coordinate.
func (t Test) interval(low, high float64) (a, b float64, err error) {
	if !(low < high) {
		return 0, 0, fmt.Errorf("the interval (%v, %v) is empty: want its lower end first", low, high)
	}
	low, high = math.Max(low, t.least), math.Min(high, t.most)
	if !(low < high) {
		return 0, 0, fmt.Errorf("the interval lies outside the range of %s, %v to %v", t.name, t.least, t.most)
	}
	return t.free(low), t.free(high), nil
}

func (t Test) within(a, b float64) Value {
	in := t.joint(a, b)
	return t.value(in.log-t.mass(a, b), in.err)
}

func (t Test) value(log, err float64) Value {
	return Value{bayes.BayesFactor(log), err + t.noise + 4e-16*math.Abs(log)}
}

// joint integrates prior times likelihood ratio over an interval of u.
func (t Test) joint(a, b float64) integral {
	if !(a < b) {
		return integral{log: math.Inf(-1)}
	}
	f := func(u float64) float64 { return t.logPrior(u) + t.logRatio(u) }
	return integrate(f, a, b, append(append([]float64{}, t.priorKnots...), t.dataKnots...), t.noise)
}

// mass returns the logarithm of the prior probability of an interval of u.
func (t Test) mass(a, b float64) float64 {
	switch {
	case !(a < b):
		return math.Inf(-1)
	case math.IsInf(a, -1) && math.IsInf(b, 1):
		return 0
	case t.logMass != nil:
		return t.logMass(a, b)
	}
	return integrate(t.logPrior, a, b, t.priorKnots, 0).log
}

// around returns knots about a peak of the given width: close ones, and ones that
// double their distance.
func around(centre, width float64) []float64 {
	pts := []float64{centre}
	for k := -1; k <= 6; k++ {
		d := math.Ldexp(width, k)
		pts = append(pts, centre-d, centre+d)
	}
	return pts
}

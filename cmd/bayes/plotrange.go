package main

import (
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
)

// limits returns the range of the parameter worth looking at: where the
// posteriors have nearly all of their probability, and the prior's too unless
// that would squeeze the posteriors to a line.
func limits(curves []curve) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, c := range curves {
		if !c.prior {
			a, b := spread(c.m)
			low, high = math.Min(low, a), math.Max(high, b)
		}
	}
	if low > high { // no posterior can be drawn
		low, high = 0, 1
	}
	widest := mostSqueezed * (high - low)
	a, b := low, high
	for _, c := range curves {
		if c.prior {
			x, y := spread(c.m)
			a, b = math.Min(a, x), math.Max(b, y)
		}
	}
	if low == high { // a single point
		if a == b {
			width := math.Max(1, math.Abs(low)) / 2
			return low - width, high + width
		}
		pad := (b - a) / 20
		return a - pad, b + pad
	}
	if b-a > widest {
		pad := (high - low) / 2
		a, b = math.Max(a, low-pad), math.Min(b, high+pad)
	}
	for _, c := range curves { // an end of the support that is near is shown
		near := (b - a) / 10
		if end := c.m.Quantile(0); end < a && a-end < near {
			a = end
		}
		if end := c.m.Quantile(1); end > b && end-b < near {
			b = end
		}
	}
	for _, at := range atoms(curves) { // a point mass on the very edge would be cut in half
		pad := (b - a) / 50
		if at == a {
			a -= pad
		}
		if at == b {
			b += pad
		}
	}
	return a, b
}

// mostSqueezed is how many times as wide as the posteriors a panel may be.
const mostSqueezed = 12

// spread returns the range in which a distribution has nearly all of its
// probability; less of it where the tails are so heavy that there is no variance
// and the middle would be a line.
func spread(m bayes.Marginal) (low, high float64) {
	low, high = m.Quantile(0.002), m.Quantile(0.998)
	if v := m.Var(); math.IsNaN(v) || math.IsInf(v, 1) {
		q1, median, q3 := m.Quantile(0.25), m.Quantile(0.5), m.Quantile(0.75)
		low, high = math.Max(low, median-8*(median-q1)), math.Min(high, median+8*(q3-median))
	}
	return low, high
}

// abscissas returns where a density is evaluated: evenly, and at its quantiles so
// that no peak is missed.
func abscissas(m bayes.Marginal, low, high float64) []float64 {
	const even, quantiles = 400, 200
	all := make([]float64, 0, even+quantiles+2)
	for i := range even + 1 {
		all = append(all, low+(high-low)*float64(i)/even)
	}
	for i := 1; i < quantiles; i++ {
		if q := m.Quantile(float64(i) / quantiles); q > low && q < high {
			all = append(all, q)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// height returns the density at x; next to a point mass, just beside it, which
// is where the rest of a mixture has its own density.
func height(m bayes.Marginal, x float64, spikes []float64) float64 {
	if slices.Contains(spikes, x) {
		x = math.Nextafter(x, math.Inf(1))
	}
	v := [1]float64{x}
	h := math.Exp(m.LogProb(v[:], nil))
	if math.IsNaN(h) {
		return 0
	}
	return math.Min(h, 1e300)
}

// ceiling returns the height of the panel: that of the highest density, where
// those that grow without bound towards an end of the range are cut at what they
// are one hundredth of the range away from it. A prior far higher than every
// posterior is cut too. It is 0 if there are only point masses.
func ceiling(curves []curve, low, high float64, spikes []float64) float64 {
	margin := (high - low) / 100
	tops := map[bool]float64{}
	for _, c := range curves {
		for _, x := range abscissas(c.m, low, high) {
			if x >= low+margin && x <= high-margin || !steep(c.m, low, high) {
				tops[c.prior] = math.Max(tops[c.prior], height(c.m, x, spikes))
			}
		}
	}
	if tops[false] == 0 {
		return tops[true]
	}
	return math.Max(tops[false], math.Min(tops[true], 2*tops[false]))
}

// steep reports whether a density is higher at an end of the range than anything
// inside by so much that it must be growing without bound.
func steep(m bayes.Marginal, low, high float64) bool {
	ends := math.Max(height(m, low, nil), height(m, high, nil))
	inside := 0.0
	for i := 1; i < 100; i++ {
		inside = math.Max(inside, height(m, low+(high-low)*float64(i)/100, nil))
	}
	return ends > 1.5*inside
}

// atoms returns the values that have a probability of their own, in increasing
// order. A distribution does not say so itself: they are where quantiles stay the
// same, if there the distribution function jumps.
func atoms(curves []curve) (all []float64) {
	for _, c := range curves {
		last := math.NaN()
		for i := range 400 {
			q := c.m.Quantile((float64(i) + 0.5) / 400)
			if q == last && !slices.Contains(all, q) && massAt(c.m, q) > 0 {
				all = append(all, q)
			}
			last = q
		}
	}
	slices.Sort(all)
	return all
}

// massAt returns the probability of the value x itself. Close to an end of its
// support a density may grow so fast that even there neighbouring floats differ in
// probability: but then it accounts for some of the difference.
func massAt(m bayes.Marginal, x float64) float64 {
	before := math.Nextafter(x, math.Inf(-1))
	mass := m.CDF(x) - m.CDF(before)
	v := [1]float64{before}
	if density := math.Exp(m.LogProb(v[:], nil)); !(density*(x-before) < 1e-9*mass) {
		return 0
	}
	return mass
}

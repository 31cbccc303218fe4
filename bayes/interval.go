package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// An Interval is the closed interval from Low to High.
type Interval struct{ Low, High float64 }

// String returns "[low, high]".
func (iv Interval) String() string { return fmt.Sprintf("[%g, %g]", iv.Low, iv.High) }

// Central returns the central interval of d that holds probability level: as
// much probability lies below it as above.
func Central(d prob.Univariate, level float64) Interval {
	tail := (1 - level) / 2
	return Interval{d.Quantile(tail), d.Quantile(1 - tail)}
}

// highest returns the region of highest density of a continuous distribution
// that holds probability level, as disjoint intervals in increasing order.
// turns are the interior points at which the density changes between rising
// and falling, in increasing order; between them it is monotone, so that the
// level set {density ≥ c} is found piece by piece. c is sought up or down from
// the density at the median.
func highest(d prob.Univariate, level float64, turns ...float64) []Interval {
	low, high := d.Quantile(0), d.Quantile(1)
	if !(level < 1) || math.IsNaN(low) { // all there is, or nothing at all
		return []Interval{{low, high}}
	}
	knots := append(append([]float64{low}, turns...), high)
	v := []float64{0}
	logProb := func(x float64) float64 {
		v[0] = x
		return d.LogProb(v, nil)
	}
	least, most := math.Inf(1), math.Inf(-1)
	for _, k := range knots {
		lp := logProb(k)
		least, most = math.Min(least, lp), math.Max(most, lp)
	}
	if least == most { // flat: every region is as high as any other
		return []Interval{Central(d, level)}
	}
	mass := func(c float64) (m float64) {
		for _, iv := range levelSet(logProb, c, knots) {
			if p := d.CDF(iv.Low); p > 0.5 { // from the nearer end: no 1 − 1
				m += d.Survival(iv.Low) - d.Survival(iv.High)
			} else {
				m += d.CDF(iv.High) - p
			}
		}
		return m
	}
	c := math.Max(-1e6, math.Min(logProb(d.Quantile(0.5)), 1e6))
	if mass(c) >= level {
		c += crossing(func(up float64) float64 { return mass(c + up) }, level, 0, math.Inf(1))
	} else {
		c -= crossing(func(down float64) float64 { return mass(c - down) }, level, math.Inf(1), 0)
	}
	return levelSet(logProb, c, knots)
}

// levelSet returns {x: f(x) ≥ c} for an f that is monotone between knots.
func levelSet(f func(float64) float64, c float64, knots []float64) (set []Interval) {
	add := func(lo, hi float64) {
		if k := len(set); k > 0 && set[k-1].High == lo {
			set[k-1].High = hi
			return
		}
		set = append(set, Interval{lo, hi})
	}
	for i := 1; i < len(knots); i++ {
		lo, hi := knots[i-1], knots[i]
		inLo, inHi := f(lo) >= c, f(hi) >= c
		switch {
		case inLo && inHi:
			add(lo, hi)
		case inLo:
			add(lo, crossing(f, c, lo, hi))
		case inHi:
			add(crossing(f, c, hi, lo), hi)
		}
	}
	return set
}

// crossing returns the last float, on the way from a point inside {f ≥ c} to one
// outside, that is inside. It halves the number of floats between the two rather
// than the distance, so that it is as sharp at 1e-200, or with an end at
// infinity, as it is at 1. Once the two are of a size, it interpolates between
// (the Illinois variant of false position, Dowell and Jarratt 1971,
// doi:10.1007/BF01934364), and halves at every third step whatever happens.
func crossing(f func(float64) float64, c, in, out float64) float64 {
	const ofASize = 1 << 53 // floats within a factor of 4
	a, b := order(in), order(out)
	fa, fb := math.NaN(), math.NaN() // f − c at each, once known
	wasIn, wasOut := false, false
	for i := 0; ; i++ {
		m := a&b + (a^b)>>1 // the mean, rounded down, without overflow
		if m == a || m == b {
			return unorder(a)
		}
		t, gap := fa/(fa-fb), b-a
		if fa == 0 { // all but there: if only rounding is left, close by
			t = 1. / 1024
		}
		if i%3 != 0 && t > 0 && t < 1 && a > 0 == (b > 0) && -ofASize < gap && gap < ofASize {
			step := int64(math.Copysign(1, float64(gap)))
			switch m = a + int64(t*float64(gap)); m {
			case a:
				m += step
			case b:
				m -= step
			}
		}
		if fm := f(unorder(m)) - c; fm >= 0 {
			if a, fa = m, fm; wasIn {
				fb /= 2
			}
			wasIn, wasOut = true, false
		} else {
			if b, fb = m, fm; wasOut {
				fa /= 2
			}
			wasIn, wasOut = false, true
		}
	}
}

// order maps floats to integers of the same order; unorder is its inverse.
func order(x float64) int64 {
	i := int64(math.Float64bits(x))
	if i < 0 {
		i = math.MinInt64 - i
	}
	return i
}

func unorder(i int64) float64 {
	if i < 0 {
		i = math.MinInt64 - i
	}
	return math.Float64frombits(uint64(i))
}

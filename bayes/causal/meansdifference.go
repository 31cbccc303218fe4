package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A tDifference is the distribution of the difference of two independent Student t
// variates, that of Behrens and Fisher, as a mixture of Student t's with ν₁+ν₀ degrees
// of freedom: the variances being sᵢ²νᵢ/χᵢ², the χ² are a sum, of ν₁+ν₀ degrees, and a
// share B of it, independent and of distribution Beta(ν₁/2, ν₀/2), so that given B the
// difference is a t of squared scale (s₁²ν₁/B + s₀²ν₀/(1−B))/(ν₁+ν₀) (Patil 1965,
// doi:10.1093/biomet/52.1-2.21).
//
// The integral over B is a trapezoidal rule in logit B: the integrand has no
// singularity within π of the real line and falls exponentially, so that steps of a
// half, and of two thirds of the standard deviation where that is small, leave an error
// near 1e-16.
type tDifference struct {
	loc, df       float64
	least         float64 // degrees of freedom of the two
	weight, scale []float64
}

// newTDifference returns the distribution of a − b.
func newTDifference(a, b prob.StudentT) tDifference {
	d := tDifference{loc: a.Loc - b.Loc, df: a.DF + b.DF, least: min(a.DF, b.DF)}
	if math.IsNaN(a.Scale) || math.IsNaN(b.Scale) {
		d.loc = nan
		return d
	}
	alpha, beta := a.DF/2, b.DF/2
	peak := math.Log(alpha / beta)
	height := logisticBeta(peak, alpha, beta)
	step := min(0.5, 2./3*math.Sqrt(1/alpha+1/beta))
	s1, s0 := a.Scale*math.Sqrt(a.DF/d.df), b.Scale*math.Sqrt(b.DF/d.df)
	total := 0.0
	add := func(y float64) bool {
		w := math.Exp(logisticBeta(y, alpha, beta) - height)
		d.weight = append(d.weight, w)
		d.scale = append(d.scale, math.Hypot(s1*math.Sqrt(1+math.Exp(-y)), s0*math.Sqrt(1+math.Exp(y))))
		total += w
		return w > 1e-18
	}
	for k := 0; add(peak + step*float64(k)); k++ {
	}
	for k := -1; add(peak + step*float64(k)); k-- {
	}
	for k := range d.weight {
		d.weight[k] /= total
	}
	return d
}

// logisticBeta returns the log density of logit B, but for a constant.
func logisticBeta(y, alpha, beta float64) float64 {
	return -alpha*prob.Log1pExp(-y) - beta*prob.Log1pExp(y)
}

// above returns P(difference > x).
func (d tDifference) above(x float64) (p float64) {
	if math.IsNaN(d.loc) {
		return nan
	}
	for k, w := range d.weight {
		p += w * prob.StudentT{DF: d.df, Loc: d.loc, Scale: d.scale[k]}.Survival(x)
	}
	return p
}

// below returns P(difference ≤ x).
func (d tDifference) below(x float64) float64 {
	d.loc = -d.loc
	return d.above(-x)
}

// density returns the density at x.
func (d tDifference) density(x float64) (p float64) {
	for k, w := range d.weight {
		p += w * math.Exp(prob.LogProb(prob.StudentT{DF: d.df, Loc: d.loc, Scale: d.scale[k]}, x))
	}
	return p
}

// summary returns the difference in a few numbers; it is symmetric about loc.
func (d tDifference) summary(level float64) Summary {
	if math.IsNaN(d.loc) {
		return withheld()
	}
	off := d.distance((1 - level) / 2)
	s := Summary{Mean: d.loc, Median: d.loc, Low: d.loc - off, High: d.loc + off}
	if d.least <= 1 {
		s.Mean, s.StdErr = nan, nan
	}
	return s
}

// distance returns how far above loc the probability is tail, below ½: by Newton's
// method, kept within a bracket.
func (d tDifference) distance(tail float64) float64 {
	d.loc = 0
	low, high := 0.0, d.scale[0]
	for d.above(high) > tail {
		low, high = high, 2*high
	}
	x := low + (high-low)/2
	for range 100 {
		off := d.above(x) - tail
		if off > 0 {
			low = x
		} else {
			high = x
		}
		next := x + off/d.density(x)
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-x) <= 1e-14*x || next == low || next == high {
			return next
		}
		x = next
	}
	return x
}

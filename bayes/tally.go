package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Tally is the likelihood of the probabilities p of categories:
//
//	log p(data | p) = Σ cⱼ·log pⱼ + c.
//
// c does not depend on p; it is kept, so that evidence is normalised over the
// data. The zero value is no data and merges with a tally of any length; so
// does a shorter tally with a longer one. A literal Tally{Counts: counts} is a
// sequence (c = 0).
type Tally struct {
	Counts []float64

	low  []float64 // what Counts lose to rounding; nil is nothing
	base total     // c
}

// Categorical returns the likelihood of one observation of category index,
// counted from 0, out of k.
func Categorical(index, k int) Tally {
	if index < 0 || index >= k {
		panic(fmt.Sprintf("bayes: Categorical: index %d, want 0 to %d", index, k-1))
	}
	counts := make([]float64, k)
	counts[index] = 1
	return Tally{Counts: counts}
}

// CategoricalCounts returns the likelihood of a sequence of observations, in a
// given order, by the counts of its categories.
func CategoricalCounts(counts ...float64) Tally {
	return Tally{Counts: append([]float64(nil), counts...)}
}

// Multinomial returns the likelihood of counts in any order: that of the
// sequence times n!/(c₁!·c₂!⋯). Negative counts are impossible.
func Multinomial(counts ...float64) Tally {
	t := CategoricalCounts(counts...)
	n := total{}
	for _, c := range counts {
		if !(c >= 0) {
			t.base = impossible()
			return t
		}
		n = n.AddFloat(c)
		t.base = t.base.Sub(dd.LogGamma(dd.Sum(c, 1)))
	}
	t.base = t.base.Add(dd.LogGamma(n.AddFloat(1)))
	return t
}

// count returns the count of category j, 0 for one beyond the end.
func (t Tally) count(j int) (c total) {
	if j < len(t.Counts) {
		c.Hi = t.Counts[j]
	}
	if j < len(t.low) {
		c.Lo = t.low[j]
	}
	return c
}

// build returns the tally of n counts given by f.
func build(n int, base total, f func(j int) total) Tally {
	t := Tally{base: base}
	if n > 0 {
		t.Counts = make([]float64, n)
	}
	for j := range t.Counts {
		c := f(j)
		t.Counts[j] = c.Hi
		if c.Lo != 0 {
			if t.low == nil {
				t.low = make([]float64, n)
			}
			t.low[j] = c.Lo
		}
	}
	return t
}

// Dim returns the number of categories, 0 for the zero value.
func (t Tally) Dim() int { return len(t.Counts) }

// LogProb returns log p(data | p) at x = p and its derivatives in p. x may be
// longer than t.
func (t Tally) LogProb(x, grad []float64) float64 {
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	sum := t.base
	clear(grad)
	for j, c := range t.Counts {
		if !(x[j] >= 0 && x[j] <= 1) {
			return outside(x[j])
		}
		sum = sum.AddFloat(xlogy(c, x[j]))
		if grad != nil {
			grad[j] = ratio(c, x[j])
		}
	}
	return sum.Float64()
}

// outside returns the log-density at an x outside the support: −Inf, and NaN
// for NaN.
func outside(x float64) float64 {
	if math.IsNaN(x) {
		return x
	}
	return math.Inf(-1)
}

// Merge implements [Stat].
func (t Tally) Merge(u Tally) Tally {
	return build(max(len(t.Counts), len(u.Counts)), plus(t.base, u.base), func(j int) total {
		return plus(t.count(j), u.count(j))
	})
}

// Scale implements [Stat].
func (t Tally) Scale(w float64) Tally {
	return build(len(t.Counts), times(t.base, w), func(j int) total { return times(t.count(j), w) })
}

// Check implements [Stat]: no count is negative.
func (t Tally) Check() error {
	for j, c := range t.Counts {
		if !(c >= 0) || math.IsInf(c, 1) {
			return fmt.Errorf("a count of %g in category %d: counts are finite and not negative", c, j+1)
		}
	}
	return checkBase(t.base)
}

// permute returns t with category j moved to order[j].
func (t Tally) permute(order []int) Tally {
	k := len(t.Counts)
	for _, to := range order {
		k = max(k, to+1)
	}
	from := make([]int, k)
	for j := range from {
		from[j] = -1
	}
	for j, to := range order {
		from[to] = j
	}
	return build(k, t.base, func(j int) total {
		if from[j] < 0 {
			return total{}
		}
		return t.count(from[j])
	})
}

package bayes

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// blend is the distribution Σ wᵢ pᵢ of one number: the marginal, or the
// predictive, of a mixture.
type blend struct {
	logWeights []float64
	parts      []prob.Univariate
}

func (b blend) Dim() int { return 1 }

func (b blend) Rand(rng *rand.Rand, x []float64) { b.parts[pick(rng, b.logWeights)].Rand(rng, x) }

func (b blend) LogProb(x, grad []float64) float64 {
	if grad == nil {
		return b.logSum(func(d prob.Univariate) float64 { return d.LogProb(x, nil) })
	}
	total := b.LogProb(x, nil)
	sum := 0.0
	for i, d := range b.parts {
		lp := d.LogProb(x, grad)
		sum += math.Exp(b.logWeights[i]+lp-total) * grad[0]
	}
	grad[0] = sum
	return total
}

// logSum returns log Σ wᵢ exp f(pᵢ), and sum returns Σ wᵢ f(pᵢ). Parts of no
// weight do not count, even where f is NaN or infinite there.
func (b blend) logSum(f func(prob.Univariate) float64) float64 {
	logs := make([]float64, 0, 8)
	for i, d := range b.parts {
		if !math.IsInf(b.logWeights[i], -1) {
			logs = append(logs, b.logWeights[i]+f(d))
		}
	}
	return prob.LogSumExp(logs)
}

func (b blend) sum(f func(prob.Univariate) float64) (total float64) {
	for i, d := range b.parts {
		if w := math.Exp(b.logWeights[i]); w > 0 {
			total += w * f(d)
		}
	}
	return total
}

func (b blend) Mean() float64 { return b.sum(prob.Univariate.Mean) }

// Var returns the mean of the variances plus the variance of the means.
func (b blend) Var() float64 {
	mean := b.Mean()
	return b.sum(func(d prob.Univariate) float64 {
		off := d.Mean() - mean
		return d.Var() + off*off
	})
}

func (b blend) CDF(x float64) float64 {
	return b.sum(func(d prob.Univariate) float64 { return d.CDF(x) })
}

func (b blend) Survival(x float64) float64 {
	return b.sum(func(d prob.Univariate) float64 { return d.Survival(x) })
}

func (b blend) LogCDF(x float64) float64 {
	return b.logSum(func(d prob.Univariate) float64 { return d.LogCDF(x) })
}

func (b blend) LogSurvival(x float64) float64 {
	return b.logSum(func(d prob.Univariate) float64 { return d.LogSurvival(x) })
}

// Quantile lies between the least and the greatest of the parts' quantiles;
// bisection over the floats between the two ends at the smallest x with
// CDF(x) ≥ p, which is right at the jumps of a spike too.
func (b blend) Quantile(p float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for i, d := range b.parts {
		if math.Exp(b.logWeights[i]) > 0 {
			q := d.Quantile(p)
			if math.IsNaN(q) {
				return math.NaN()
			}
			low, high = math.Min(low, q), math.Max(high, q)
		}
	}
	f, c := b.CDF, p
	if p > 0.5 { // 1 − p has digits that p has lost
		f, c = func(x float64) float64 { return -b.Survival(x) }, -(1 - p)
	}
	if low == high || f(low) >= c {
		return low
	}
	return crossing(f, c, high, low)
}

func (b blend) Interval(level float64) Interval { return Central(b, level) }

// HDI returns the highest-density region. A blend may have several modes, so
// the turning points of its density are looked for on a grid of quantiles of
// every part. A point mass has no density to compare; where one is present the
// region is NaN, and the central interval is the one to use.
func (b blend) HDI(level float64) []Interval {
	var grid []float64
	for i, d := range b.parts {
		if math.Exp(b.logWeights[i]) == 0 {
			continue
		}
		if d.Quantile(0.25) == d.Quantile(0.75) && d.Var() == 0 {
			return []Interval{{math.NaN(), math.NaN()}}
		}
		for k := 1; k < gridPerPart; k++ {
			grid = append(grid, d.Quantile(float64(k)/gridPerPart))
		}
	}
	slices.Sort(grid)
	grid = slices.Compact(grid)
	return highest(b, level, b.turns(grid)...)
}

// gridPerPart bounds what HDI can miss: two modes that lie within one
// 1/200 of every part's probability of each other.
const gridPerPart = 200

// turns returns where the density turns between rising and falling, each
// sharpened by golden-section search between its neighbours on the grid.
func (b blend) turns(grid []float64) []float64 {
	return turnsOf(func(x float64) float64 { v := [1]float64{x}; return b.LogProb(v[:], nil) }, grid)
}

// turnsOf returns where f turns between the points of grid, which increase.
func turnsOf(f func(float64) float64, grid []float64) (turns []float64) {
	for i := 1; i+1 < len(grid); i++ {
		l, m, r := f(grid[i-1]), f(grid[i]), f(grid[i+1])
		switch {
		case m >= l && m > r:
			turns = append(turns, golden(f, grid[i-1], grid[i+1]))
		case m <= l && m < r:
			turns = append(turns, golden(func(x float64) float64 { return -f(x) }, grid[i-1], grid[i+1]))
		}
	}
	return slices.Compact(turns)
}

// golden returns the maximiser of f, unimodal between a and b.
func golden(f func(float64) float64, a, b float64) float64 {
	const phi = 0.6180339887498949 // (√5 − 1)/2
	x1, x2 := b-phi*(b-a), a+phi*(b-a)
	f1, f2 := f(x1), f(x2)
	for range 100 {
		if f1 > f2 {
			b, x2, f2 = x2, x1, f1
			x1 = b - phi*(b-a)
			f1 = f(x1)
		} else {
			a, x1, f1 = x1, x2, f2
			x2 = a + phi*(b-a)
			f2 = f(x2)
		}
	}
	return (a + b) / 2
}

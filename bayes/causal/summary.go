package causal

import (
	"math"
	"slices"
)

// A Summary is a posterior distribution in a few numbers, from draws. Mean is the
// geometric mean if it is of a ratio, because the mean of a ratio need not exist.
// StdErr, LowErr and HighErr are the Monte Carlo standard errors of Mean, Low and High.
type Summary struct {
	Mean, StdErr    float64
	Median          float64
	Low, High       float64 // central interval of the level asked for
	LowErr, HighErr float64
}

// A Spread is the posterior of an effect on each scale.
type Spread struct {
	Difference, Ratio Summary
	OddsRatio         Summary // of rates: NaN
}

// withheld is the summary of what the data do not hold.
func withheld() Summary { return Summary{nan, nan, nan, nan, nan, nan, nan} }

// withheldSpread is a spread of these.
func withheldSpread() Spread { return Spread{withheld(), withheld(), withheld()} }

// summarise returns the summary of draws x, which it reorders.
func summarise(x []float64, level float64, ratio bool) (s Summary) {
	n := float64(len(x))
	mean, m2 := 0.0, 0.0
	for i, v := range x { // Welford
		if ratio {
			v = math.Log(v)
		}
		d := v - mean
		mean += d / float64(i+1)
		m2 += d * (v - mean)
	}
	s.Mean, s.StdErr = mean, math.Sqrt(m2/n/n)
	if ratio {
		s.Mean = math.Exp(mean)
		s.StdErr *= s.Mean
	}
	// The order statistics at each probability and at one standard error, √(np(1−p))
	// ranks, to either side of the ends.
	rank := func(p, z float64) int {
		k := int(math.Round(p*n - 0.5 + z*math.Sqrt(n*p*(1-p))))
		return min(max(k, 0), len(x)-1)
	}
	tail := (1 - level) / 2
	ranks := []int{rank(tail, -1), rank(tail, 0), rank(tail, 1), rank(0.5, 0), rank(1-tail, -1), rank(1-tail, 0), rank(1-tail, 1)}
	q := orderStatistics(x, ranks)
	s.Low, s.LowErr = q[1], (q[2]-q[0])/2
	s.Median = q[3]
	s.High, s.HighErr = q[5], (q[6]-q[4])/2
	return s
}

// orderStatistics returns the elements of x of the given ranks, from 0. It reorders x.
func orderStatistics(x []float64, ranks []int) []float64 {
	sorted := slices.Clone(ranks)
	slices.Sort(sorted)
	selectRanks(x, sorted, 0)
	q := make([]float64, len(ranks))
	for i, k := range ranks {
		q[i] = x[k]
	}
	return q
}

// selectRanks puts the elements of several ranks, in increasing order, in their places.
// The ranks count from the element that is offset places before x.
func selectRanks(x []float64, ranks []int, offset int) {
	if len(ranks) == 0 {
		return
	}
	half := len(ranks) / 2
	k := ranks[half]
	selectRank(x, k-offset)
	low, high := half, half+1 // ranks that are k too are done
	for low > 0 && ranks[low-1] == k {
		low--
	}
	for high < len(ranks) && ranks[high] == k {
		high++
	}
	selectRanks(x[:k-offset], ranks[:low], offset)
	selectRanks(x[k-offset+1:], ranks[high:], k+1)
}

// selectRank reorders x so that x[k] is what it would be if x were sorted, with
// nothing greater before it and nothing smaller after it (Hoare 1961).
func selectRank(x []float64, k int) {
	low, high := 0, len(x)-1
	for low < high {
		pivot := middle(x[low], x[low+(high-low)/2], x[high])
		i, j := low, high
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return
		}
	}
}

// middle returns the median of three.
func middle(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }

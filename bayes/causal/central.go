package causal

import (
	"math"
	"slices"
	"sort"

	"github.com/bayeskit/bayeskit/bayes"
)

// CentralOf returns the central interval that holds a share level of draws, and the
// Monte Carlo standard error of its ends, the greater of the two: from the order
// statistics one binomial standard deviation either side (Woodruff 1952).
func CentralOf(draws []float64, level float64) (iv bayes.Interval, stdErr float64) {
	sorted := slices.Clone(draws)
	sort.Float64s(sorted)
	n := float64(len(sorted))
	at := func(rank float64) float64 {
		rank = math.Min(math.Max(rank, 0), n-1)
		i := int(rank)
		j := min(i+1, len(sorted)-1)
		return sorted[i] + (rank-float64(i))*(sorted[j]-sorted[i])
	}
	end := func(p float64) float64 {
		rank, sd := p*(n-1), math.Sqrt(n*p*(1-p))
		stdErr = math.Max(stdErr, (at(rank+sd)-at(rank-sd))/2)
		return at(rank)
	}
	iv.Low, iv.High = end((1-level)/2), end((1+level)/2)
	return iv, stdErr
}

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Multinomial is the distribution of how often each of len(P) outcomes occurs in N
// independent trials, where outcome i has probability P[i]; N ≥ 0 is whole and P
// sums to 1:
//
//	log p(x) = log n! − Σ log xᵢ! + Σ xᵢ·log pᵢ,  xᵢ ≥ 0 whole, Σ xᵢ = n.
//
// What rounding leaves ΣP short of 1, which N would multiply, does not count:
// n·(ΣP − 1) is taken off. The distribution keeps the slice.
type Multinomial struct {
	N float64
	P []float64
}

// Check reports a parameter outside its range, or a sum that is not 1 to 1e-9.
func (d Multinomial) Check() error {
	if err := wholeNumber("multinomial", "n", d.N); err != nil {
		return err
	}
	return proportions("multinomial", d.P)
}

// Dim returns the number of outcomes.
func (d Multinomial) Dim() int { return len(d.P) }

// Mean returns n·p.
func (d Multinomial) Mean() []float64 {
	return newVector(len(d.P), func(i int) float64 { return d.N * d.P[i] })
}

// Var returns the variances, n·pᵢ(1−pᵢ).
func (d Multinomial) Var() []float64 {
	return newVector(len(d.P), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the covariance of the i-th and j-th counts, n·pᵢ(δᵢⱼ−pⱼ).
func (d Multinomial) Cov(i, j int) float64 {
	if i == j {
		return d.N * d.P[i] * (1 - d.P[i])
	}
	return -d.N * d.P[i] * d.P[j]
}

// LogProb returns log p(x), −Inf unless x consists of counts that sum to N. It
// panics if grad is not nil: a mass function has no gradient in x.
//
// Method: Loader (2000), Poisson masses at means N·P over the one of their sum,
// with an error of a few ε·(k + |log p(x)| + log N).
func (d Multinomial) LogProb(x, grad []float64) float64 {
	noGradient("Multinomial", grad)
	if outside := notCounts(x[:len(d.P)], d.N); outside != 0 {
		return outside
	}
	var sum float64
	for i, p := range d.P {
		sum += poissonMassDiff(x[i], d.N*p, math.FMA(d.N, p, -x[i]))
	}
	return sum - poissonMass(d.N, d.N)
}

// Score overwrites grad with ∂ log p(x)/∂P, xᵢ/pᵢ − n, every probability moving on its
// own: observed minus expected, over p. It is the textbook's xᵢ/pᵢ less a constant,
// which no move along the simplex can tell.
func (d Multinomial) Score(x, grad []float64) {
	for i, p := range d.P {
		if x[i] == 0 {
			grad[i] = -d.N
			continue
		}
		grad[i] = -math.FMA(d.N, p, -x[i]) / p
	}
}

// Rand implements [Distribution]: given the outcomes before it, each is binomial.
func (d Multinomial) Rand(rng *rand.Rand, x []float64) {
	tails(x, d.P)
	left := d.N
	for i, p := range d.P {
		var rest float64 // the probability of the outcomes after i
		if i+1 < len(d.P) {
			rest = x[i+1]
		}
		x[i] = 0
		if p > 0 {
			x[i] = binomialRand(rng, left, p/(p+rest), rest/(p+rest))
		}
		left -= x[i]
	}
}

// String returns "multinomial(n=…, p=[…])".
func (d Multinomial) String() string {
	return fmt.Sprintf("multinomial(n=%g, p=%s)", d.N, list(d.P))
}

// notCounts returns 0 if x consists of counts that sum to n, else the log mass that
// x has: −Inf, or NaN if there is one.
func notCounts(x []float64, n float64) float64 {
	var sum float64
	ok := true
	for _, v := range x {
		if math.IsNaN(v) {
			return v
		}
		ok = ok && isCount(v)
		sum += v
	}
	if math.IsNaN(n) {
		return n
	}
	if !ok || sum != n {
		return math.Inf(-1)
	}
	return 0
}

// tails overwrites x with the sums of v from each element to the last.
func tails(x, v []float64) {
	sum := 0.0
	for i := len(v) - 1; i >= 0; i-- {
		sum += v[i]
		x[i] = sum
	}
}

func newVector(n int, at func(int) float64) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = at(i)
	}
	return v
}

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Binomial is the distribution of the number of successes in N independent
// trials, each with probability P; N ≥ 0 is whole and 0 ≤ P ≤ 1:
//
//	log p(x) = log C(n, x) + x·log p + (n−x)·log(1−p),  x = 0, 1, …, n.
type Binomial struct{ N, P float64 }

// Check reports a parameter outside its range.
func (d Binomial) Check() error {
	if err := wholeNumber("binomial", "n", d.N); err != nil {
		return err
	}
	return probability("binomial", "p", d.P)
}

func (d Binomial) Dim() int      { return 1 }
func (d Binomial) Mean() float64 { return d.N * d.P }
func (d Binomial) Var() float64  { return d.N * d.P * (1 - d.P) }

// LogProb returns log p(x), −Inf unless x is a whole number from 0 to N. It
// panics if grad is not nil: a mass function has no gradient in x.
//
// Method: Loader (2000), with an error of a few ε·(1 + |log p(x)| + log N) for N up
// to 2⁵³.
func (d Binomial) LogProb(x, grad []float64) float64 {
	noGradient("Binomial", grad)
	if !isCount(x[0]) || x[0] > d.N {
		return notCount(x[0])
	}
	return binomialMass(x[0], d.N, d.P, 1-d.P)
}

// Score overwrites grad with ∂ log p(x)/∂p.
func (d Binomial) Score(x, grad []float64) {
	if k, p := x[0], d.P; k > 0 && k < d.N { // as one fraction: nothing cancels near the mean
		grad[0] = -math.FMA(d.N, p, -k) / (p * (1 - p))
		return
	}
	grad[0] = over(x[0], d.P) - over(d.N-x[0], 1-d.P)
}

// Rand implements [Distribution]: a draw takes bounded expected time, whatever
// N.
func (d Binomial) Rand(rng *rand.Rand, x []float64) { x[0] = binomialRand(rng, d.N, d.P, 1-d.P) }

// tail is the incomplete beta function: X > k where the (k+1)-th smallest of N
// uniform numbers is below P.
func (d Binomial) tail(x float64) tail {
	k := math.Floor(x)
	switch {
	case math.IsNaN(k + d.N + d.P):
		return unknown()
	case k < 0:
		return nothing()
	case k >= d.N || d.P == 0:
		return everything()
	case d.P == 1:
		return nothing()
	}
	above, notAbove := logBetaInc(k+1, d.N-k, d.P, 1-d.P)
	return tail{notAbove, above}
}

// CDF returns P(X ≤ x).
func (d Binomial) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Binomial) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x).
func (d Binomial) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Binomial) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p, and 0 at p = 0.
func (d Binomial) Quantile(p float64) float64 {
	hi := d.N
	if d.P == 0 {
		hi = 0
	}
	sd := math.Sqrt(d.Var())
	return leastCount(p, cornishFisher(p, d.Mean(), sd, (1-2*d.P)/sd), hi, d.tail)
}

// String returns "binomial(n=…, p=…)".
func (d Binomial) String() string { return fmt.Sprintf("binomial(n=%g, p=%g)", d.N, d.P) }

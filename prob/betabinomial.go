package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// BetaBinomial is the distribution of the number of successes in N trials whose
// common probability is drawn from Beta{Alpha, Beta}; N ≥ 0 is whole, Alpha and Beta
// are above 0:
//
//	log p(x) = log C(n, x) + log B(x+α, n−x+β) − log B(α, β),  x = 0, 1, …, n.
//
// It is what a beta prior predicts of a binomial count.
type BetaBinomial struct{ N, Alpha, Beta float64 }

// Check reports a parameter outside its range.
func (d BetaBinomial) Check() error {
	if err := wholeNumber("beta-binomial", "n", d.N); err != nil {
		return err
	}
	if err := positive("beta-binomial", "alpha", d.Alpha); err != nil {
		return err
	}
	return positive("beta-binomial", "beta", d.Beta)
}

func (d BetaBinomial) Dim() int { return 1 }

// Mean returns nα/(α+β).
func (d BetaBinomial) Mean() float64 { return d.N * (d.Alpha / (d.Alpha + d.Beta)) }

// Var returns n·αβ(α+β+n)/((α+β)²(α+β+1)).
func (d BetaBinomial) Var() float64 {
	s := d.Alpha + d.Beta
	return d.N * (d.Alpha / s) * (d.Beta / s) * ((s + d.N) / (s + 1))
}

// LogProb returns log p(x), −Inf unless x is a whole number from 0 to N. It
// panics if grad is not nil: a mass function has no gradient in x.
//
// Method: a ratio of negative binomial masses in Loader's form, in which nothing
// cancels, with an error of a few ε·(1 + |log p(x)| + logs of n, α and β) for n up
// to 2⁵³.
func (d BetaBinomial) LogProb(x, grad []float64) float64 {
	noGradient("BetaBinomial", grad)
	if !isCount(x[0]) || x[0] > d.N {
		return notCount(x[0])
	}
	return polyaMass(x[0], d.N-x[0], d.Alpha, d.Beta)
}

// Score overwrites grad with ∂ log p(x)/∂(α, β).
func (d BetaBinomial) Score(x, grad []float64) {
	s := d.Alpha + d.Beta
	cross := productDiff(x[0], d.Beta, d.N-x[0], d.Alpha)
	grad[0] = polyaScore(d.Alpha, x[0], s, d.N, cross)
	grad[1] = polyaScore(d.Beta, d.N-x[0], s, d.N, -cross)
}

// Rand implements [Distribution].
func (d BetaBinomial) Rand(rng *rand.Rand, x []float64) {
	p, q := betaRand(rng, d.Alpha, d.Beta)
	x[0] = binomialRand(rng, d.N, p, q)
}

// sumUpTo is the number of masses up to which distribution functions of the beta
// mixtures are sums; beyond it they are integrals.
const sumUpTo = 4096

// tail sums the masses from x outwards for N ≤ 4096. Beyond, it integrates: with W
// the (k+1)-th smallest of N uniform numbers, X > k where W is below the probability
// of success.
func (d BetaBinomial) tail(x float64) tail {
	k := math.Floor(x)
	switch {
	case math.IsNaN(k + d.N + d.Alpha + d.Beta):
		return unknown()
	case k < 0:
		return nothing()
	case k >= d.N:
		return everything()
	case d.N > sumUpTo:
		above, notAbove := logBetaRace(k+1, d.N-k, d.Alpha, d.Beta)
		return tail{notAbove, above}
	}
	if below := d.sum(k); below < -math.Ln2 {
		return tail{below, Log1mExp(below)}
	}
	above := BetaBinomial{d.N, d.Beta, d.Alpha}.sum(d.N - k - 1)
	return tail{Log1mExp(above), above}
}

// sum returns log Σ p(j) for j from 0 to k, by the ratio of neighbours.
func (d BetaBinomial) sum(k float64) float64 {
	sum, term := 0.0, 1.0
	for j := k; j >= 0 && term > 0; j-- {
		sum += term
		term *= j / (d.N - j + 1) * ((d.N - j + d.Beta) / (j - 1 + d.Alpha))
	}
	return polyaMass(k, d.N-k, d.Alpha, d.Beta) + math.Log(sum)
}

// CDF returns P(X ≤ x). The smaller of CDF and Survival has a relative error of
// about 1e-13 + ε·N up to N = 4096. Beyond, it is 1e-11, growing from parameters of
// 1e9 on as their square root; and a call takes about a millisecond.
func (d BetaBinomial) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d BetaBinomial) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x); see CDF.
func (d BetaBinomial) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d BetaBinomial) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p, and 0 at p = 0.
func (d BetaBinomial) Quantile(p float64) float64 {
	// X/N is nearly beta, with the same mean and variance.
	m := d.Alpha / (d.Alpha + d.Beta)
	s := (d.Alpha+d.Beta+1)*(d.N/(d.Alpha+d.Beta+d.N)) - 1
	guess := d.Mean()
	if s > 0 {
		q, _ := betaIncInv(s*m, s*(1-m), math.Log(p), false)
		guess = d.N * q
	}
	return leastCount(p, guess, d.N, d.tail)
}

// String returns "beta-binomial(n=…, alpha=…, beta=…)".
func (d BetaBinomial) String() string {
	return fmt.Sprintf("beta-binomial(n=%g, alpha=%g, beta=%g)", d.N, d.Alpha, d.Beta)
}

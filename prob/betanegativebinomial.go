package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// BetaNegativeBinomial is the distribution of the number of failures before the
// R-th success in trials whose common probability is drawn from Beta{Alpha, Beta},
// all above 0; R need not be whole:
//
//	log p(x) = log [Γ(x+r)/(x! Γ(r))] + log B(α+r, β+x) − log B(α, β),  x = 0, 1, ….
//
// It is what a beta prior predicts of a negative binomial count; with R = 1, of a
// geometric one. The tail is as heavy as x^(−α−1).
type BetaNegativeBinomial struct{ R, Alpha, Beta float64 }

// Check reports a parameter outside its range.
func (d BetaNegativeBinomial) Check() error {
	if err := positive("beta-negative-binomial", "r", d.R); err != nil {
		return err
	}
	if err := positive("beta-negative-binomial", "alpha", d.Alpha); err != nil {
		return err
	}
	return positive("beta-negative-binomial", "beta", d.Beta)
}

func (d BetaNegativeBinomial) Dim() int { return 1 }

// Mean returns rβ/(α−1), +Inf for α ≤ 1.
func (d BetaNegativeBinomial) Mean() float64 {
	if d.Alpha <= 1 {
		return math.Inf(1)
	}
	return d.R * (d.Beta / (d.Alpha - 1))
}

// Var returns rβ(r+α−1)(α+β−1)/((α−2)(α−1)²), +Inf for 1 < α ≤ 2 and NaN for α ≤ 1.
func (d BetaNegativeBinomial) Var() float64 {
	switch {
	case d.Alpha <= 1:
		return math.NaN()
	case d.Alpha <= 2:
		return math.Inf(1)
	}
	a := d.Alpha - 1
	return d.R * (d.Beta / a) * ((d.R + a) / a) * ((d.Beta + a) / (d.Alpha - 2))
}

// LogProb returns log p(x), −Inf unless x is a whole number from 0 on. It panics
// if grad is not nil: a mass function has no gradient in x.
//
// Method: of x + r trials, x are failures with the probability of a BetaBinomial,
// and the last is a success with r/(x+r); accuracy as there.
func (d BetaNegativeBinomial) LogProb(x, grad []float64) float64 {
	noGradient("BetaNegativeBinomial", grad)
	if !isCount(x[0]) {
		return notCount(x[0])
	}
	return d.mass(x[0])
}

func (d BetaNegativeBinomial) mass(x float64) float64 {
	return polyaMass(x, d.R, d.Beta, d.Alpha) - math.Log1p(x/d.R)
}

// Score overwrites grad with ∂ log p(x)/∂(r, α, β).
func (d BetaNegativeBinomial) Score(x, grad []float64) {
	k := x[0]
	cross := productDiff(k, d.Alpha, d.R, d.Beta)
	grad[0] = polyaScore(d.R, k, d.R+d.Alpha, k+d.Beta, cross)
	grad[1] = polyaScore(d.Alpha, d.R, d.Alpha+d.Beta, k+d.R, -cross)
	grad[2] = polyaScore(d.Beta, k, d.Alpha+d.Beta, k+d.R, cross)
}

// Rand implements [Distribution]. Where α is small a draw can be too large for a
// float64: +Inf.
func (d BetaNegativeBinomial) Rand(rng *rand.Rand, x []float64) {
	logit := logGammaRand(rng, d.Alpha) - logGammaRand(rng, d.Beta)
	x[0] = poissonRand(rng, math.Exp(logGammaRand(rng, d.R)-logit))
}

// tail sums the masses from 0 to x for x < 4096. Beyond, and where the upper tail is
// the smaller, it integrates: with V the share of successes that R of them and k+1
// failures leave, V ~ Beta(r, k+1), X ≤ k where V is below the probability of
// success.
func (d BetaNegativeBinomial) tail(x float64) tail {
	k := math.Floor(x)
	switch {
	case math.IsNaN(k + d.R + d.Alpha + d.Beta):
		return unknown()
	case k < 0:
		return nothing()
	case math.IsInf(k, 1):
		return everything()
	case k < sumUpTo:
		if below := d.sum(k); below < -math.Ln2 {
			return tail{below, Log1mExp(below)}
		}
	}
	notAbove, above := logBetaRace(d.R, k+1, d.Alpha, d.Beta)
	return tail{notAbove, above}
}

// sum returns log Σ p(j) for j from 0 to k, by the ratio of neighbours.
func (d BetaNegativeBinomial) sum(k float64) float64 {
	sum, term := 0.0, 1.0
	for j := k; j >= 0 && term > 0; j-- {
		sum += term
		term *= j / (j - 1 + d.R) * ((d.Alpha + d.Beta + d.R + j - 1) / (d.Beta + j - 1))
	}
	return d.mass(k) + math.Log(sum)
}

// CDF returns P(X ≤ x). The smaller of CDF and Survival has a relative error of
// about 1e-11, growing from parameters of 1e9 on as their square root; where it is
// not a sum of at most 4096 masses, a call takes about a millisecond.
func (d BetaNegativeBinomial) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d BetaNegativeBinomial) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x); see CDF.
func (d BetaNegativeBinomial) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d BetaNegativeBinomial) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p: 0 at p = 0 and +Inf at p = 1, or
// where x would be too large for a float64.
func (d BetaNegativeBinomial) Quantile(p float64) float64 {
	// The quantile of the mean given the probability of success.
	prob, fail := betaIncInv(d.Alpha, d.Beta, math.Log(p), true)
	return leastCount(p, d.R*(fail/prob), math.Inf(1), d.tail)
}

// String returns "beta-negative-binomial(r=…, alpha=…, beta=…)".
func (d BetaNegativeBinomial) String() string {
	return fmt.Sprintf("beta-negative-binomial(r=%g, alpha=%g, beta=%g)", d.R, d.Alpha, d.Beta)
}

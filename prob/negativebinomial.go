package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// NegativeBinomial is the distribution of the number of failures (not trials)
// before the R-th success in independent trials with probability P, R > 0 and
// 0 < P ≤ 1; R need not be whole:
//
//	log p(x) = log [Γ(x+r)/(x! Γ(r))] + r·log p + x·log(1−p),  x = 0, 1, ….
//
// It is also the Poisson distribution with a rate from Gamma{R, P/(1−P)}.
type NegativeBinomial struct{ R, P float64 }

// Check reports a parameter outside its range.
func (d NegativeBinomial) Check() error {
	if err := positive("negative-binomial", "r", d.R); err != nil {
		return err
	}
	return positiveProbability("negative-binomial", "p", d.P)
}

func (d NegativeBinomial) Dim() int      { return 1 }
func (d NegativeBinomial) Mean() float64 { return d.R * (1 - d.P) / d.P }
func (d NegativeBinomial) Var() float64  { return d.R * (1 - d.P) / d.P / d.P }

// miss returns p·x − q·r, 0 where x is the mean, without cancellation.
func (d NegativeBinomial) miss(x float64) float64 {
	q := 1 - d.P
	lost := (1 - q) - d.P // q + lost is 1 − P exactly
	return productDiff(d.P, x, q, d.R) - lost*d.R
}

// LogProb returns log p(x), −Inf unless x is a whole number from 0 on. It panics
// if grad is not nil: a mass function has no gradient in x.
//
// Method: Loader (2000), with an error of a few ε·(1 + |log p(x)| + log x + |log r|).
func (d NegativeBinomial) LogProb(x, grad []float64) float64 {
	noGradient("NegativeBinomial", grad)
	switch {
	case !isCount(x[0]):
		return notCount(x[0])
	case d.P == 1 && x[0] > 0:
		return math.Inf(-1)
	}
	return negativeBinomialMass(x[0], d.R, d.P, 1-d.P, d.miss(x[0]))
}

// Score overwrites grad with ∂ log p(x)/∂(r, p).
func (d NegativeBinomial) Score(x, grad []float64) {
	if x[0] == 0 {
		grad[0], grad[1] = math.Log(d.P), d.R/d.P
		return
	}
	miss := d.miss(x[0])
	// ψ(x+r) − ψ(r) + log p, where p·(x+r)/r = 1 + miss/r.
	l := math.Log1p(miss / d.R)
	if miss/d.R < -0.5 {
		l = math.Log(d.P) + math.Log1p(x[0]/d.R)
	}
	grad[0] = l + digammaRise(d.R, x[0])
	grad[1] = -miss / (d.P * (1 - d.P))
}

// Rand implements [Distribution]: a Poisson draw at a gamma rate.
func (d NegativeBinomial) Rand(rng *rand.Rand, x []float64) {
	if d.P == 1 {
		x[0] = 0
		return
	}
	x[0] = poissonRand(rng, math.Exp(logGammaRand(rng, d.R)+math.Log((1-d.P)/d.P)))
}

// tail is the incomplete beta function: X ≤ k where at least R of R + k trials
// succeed.
func (d NegativeBinomial) tail(x float64) tail {
	k := math.Floor(x)
	switch {
	case math.IsNaN(k + d.R + d.P):
		return unknown()
	case k < 0:
		return nothing()
	case d.P == 1 || math.IsInf(k, 1):
		return everything()
	}
	notAbove, above := logBetaInc(d.R, k+1, d.P, 1-d.P)
	return tail{notAbove, above}
}

// CDF returns P(X ≤ x).
func (d NegativeBinomial) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d NegativeBinomial) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x).
func (d NegativeBinomial) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d NegativeBinomial) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p: 0 at p = 0 and +Inf at p = 1
// unless P = 1.
func (d NegativeBinomial) Quantile(p float64) float64 {
	hi := math.Inf(1)
	if d.P == 1 {
		hi = 0
	}
	guess := cornishFisher(p, d.Mean(), math.Sqrt(d.Var()), (2-d.P)/math.Sqrt(d.R*(1-d.P)))
	if d.R < 10 { // too skew for three moments: the gamma mixing distribution's own
		guess = gammaIncInv(d.R, math.Log(p), false) * ((1 - d.P) / d.P)
	}
	return leastCount(p, guess, hi, d.tail)
}

// String returns "negative-binomial(r=…, p=…)".
func (d NegativeBinomial) String() string {
	return fmt.Sprintf("negative-binomial(r=%g, p=%g)", d.R, d.P)
}

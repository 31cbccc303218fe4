package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Poisson is the distribution of the number of events at a mean of Rate, Rate ≥ 0
// (all mass at 0 where it is 0):
//
//	log p(x) = x·log λ − λ − log x!,  x = 0, 1, ….
type Poisson struct{ Rate float64 }

// Check reports a parameter outside its range.
func (d Poisson) Check() error {
	if !(d.Rate >= 0) || math.IsInf(d.Rate, 1) {
		return fmt.Errorf("poisson: rate = %g, want a finite number from 0 on", d.Rate)
	}
	return nil
}

func (d Poisson) Dim() int      { return 1 }
func (d Poisson) Mean() float64 { return d.Rate }
func (d Poisson) Var() float64  { return d.Rate }

// LogProb returns log p(x), −Inf unless x is a whole number from 0 on. It panics
// if grad is not nil: a mass function has no gradient in x.
//
// Method: Loader (2000), with an error of a few ε·(1 + |log p(x)| + log x).
func (d Poisson) LogProb(x, grad []float64) float64 {
	noGradient("Poisson", grad)
	if !isCount(x[0]) {
		return notCount(x[0])
	}
	return poissonMass(x[0], d.Rate)
}

// Score overwrites grad with ∂ log p(x)/∂λ.
func (d Poisson) Score(x, grad []float64) {
	if x[0] == 0 {
		grad[0] = -1
		return
	}
	grad[0] = (x[0] - d.Rate) / d.Rate
}

// Rand implements [Distribution]: a draw takes bounded expected time, whatever
// the rate.
func (d Poisson) Rand(rng *rand.Rand, x []float64) { x[0] = poissonRand(rng, d.Rate) }

// tail is the incomplete gamma function: X ≤ k where the (k+1)-th arrival is
// after Rate.
func (d Poisson) tail(x float64) tail {
	k := math.Floor(x)
	switch {
	case math.IsNaN(k + d.Rate):
		return unknown()
	case k < 0:
		return nothing()
	case d.Rate == 0 || math.IsInf(k, 1):
		return everything()
	}
	above, notAbove := logGammaInc(k+1, d.Rate)
	return tail{notAbove, above}
}

// CDF returns P(X ≤ x).
func (d Poisson) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Poisson) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x).
func (d Poisson) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Poisson) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p: 0 at p = 0 and +Inf at p = 1
// unless the rate is 0.
func (d Poisson) Quantile(p float64) float64 {
	hi := math.Inf(1)
	if d.Rate == 0 {
		hi = 0
	}
	sd := math.Sqrt(d.Rate)
	return leastCount(p, cornishFisher(p, d.Rate, sd, 1/sd), hi, d.tail)
}

// String returns "poisson(rate=…)".
func (d Poisson) String() string { return fmt.Sprintf("poisson(rate=%g)", d.Rate) }

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Geometric is the distribution of the number of failures before the first
// success (not of trials: it starts at 0) in independent trials with
// probability P, 0 < P ≤ 1:
//
//	log p(x) = log p + x·log(1−p),  x = 0, 1, ….
type Geometric struct{ P float64 }

// Check reports a parameter outside its range.
func (d Geometric) Check() error { return positiveProbability("geometric", "p", d.P) }

func (d Geometric) Dim() int      { return 1 }
func (d Geometric) Mean() float64 { return (1 - d.P) / d.P }
func (d Geometric) Var() float64  { return (1 - d.P) / d.P / d.P }

// LogProb returns log p(x), −Inf unless x is a whole number from 0 on. It panics
// if grad is not nil: a mass function has no gradient in x.
func (d Geometric) LogProb(x, grad []float64) float64 {
	noGradient("Geometric", grad)
	if !isCount(x[0]) {
		return notCount(x[0])
	}
	return math.Log(d.P) + times(x[0], math.Log1p(-d.P))
}

// Score overwrites grad with ∂ log p(x)/∂p.
func (d Geometric) Score(x, grad []float64) { grad[0] = 1/d.P - over(x[0], 1-d.P) }

// Rand implements [Distribution].
func (d Geometric) Rand(rng *rand.Rand, x []float64) {
	x[0] = geometricRand(rng, math.Log1p(-d.P))
}

func (d Geometric) tail(x float64) tail {
	if x < 0 {
		return nothing()
	}
	above := (math.Floor(x) + 1) * math.Log1p(-d.P)
	return tail{Log1mExp(above), above}
}

// CDF returns P(X ≤ x) = 1 − (1−p)^(⌊x⌋+1).
func (d Geometric) CDF(x float64) float64 { return d.tail(x).cdf() }

// LogCDF returns log P(X ≤ x).
func (d Geometric) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// Survival returns P(X > x).
func (d Geometric) Survival(x float64) float64 { return d.tail(x).survival() }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Geometric) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the smallest x with CDF(x) ≥ p: 0 at p = 0 and +Inf at
// p = 1 unless P = 1.
func (d Geometric) Quantile(p float64) float64 {
	hi := math.Inf(1)
	if d.P == 1 {
		hi = 0
	}
	return leastCount(p, math.Log1p(-p)/math.Log1p(-d.P), hi, d.tail)
}

// String returns "geometric(p=…)".
func (d Geometric) String() string { return fmt.Sprintf("geometric(p=%g)", d.P) }

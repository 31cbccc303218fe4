package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Beta is the beta distribution with parameters Alpha, a > 0, and Beta, b > 0: with
// whole ones the distribution of a chance after a − 1 successes and b − 1 failures
// if all chances were equally likely before:
//
//	log p(x) = (a−1)·log x + (b−1)·log(1−x) − log B(a, b),  0 ≤ x ≤ 1.
//
// At 0 the density is +Inf for a < 1, b for a = 1 and 0 for a > 1; at 1 likewise.
type Beta struct{ Alpha, Beta float64 }

var _ Univariate = Beta{}

// Check reports a parameter outside its range.
func (d Beta) Check() error {
	if err := positive("beta", "alpha", d.Alpha); err != nil {
		return err
	}
	return positive("beta", "beta", d.Beta)
}

func (d Beta) Dim() int          { return 1 }
func (d Beta) Support() Bijector { return UnitInterval(1) }
func (d Beta) Mean() float64     { return d.Alpha / (d.Alpha + d.Beta) }

// Var returns ab/((a+b)²(a+b+1)).
func (d Beta) Var() float64 {
	n := d.Alpha + d.Beta
	return (d.Alpha / n) * (d.Beta / n) / (n + 1)
}

// LogProb implements [LogDensity].
//
// Method: from a, b = 20 on deviances (Loader 2000), so that no terms of the size
// of a and b cancel; below the formula, whose terms are then small.
func (d Beta) LogProb(x, grad []float64) float64 {
	a, b, v := d.Alpha, d.Beta, x[0]
	switch {
	case v < 0 || v > 1:
		return math.Inf(-1)
	case math.IsNaN(v): // which 0·log v below would hide
		return v
	}
	rest := 1 - v
	if grad != nil {
		if v == 0 || rest == 0 {
			grad[0] = over(a-1, v) - over(b-1, rest)
		} else { // ((a−1)(1−x) − (b−1)x)/(x(1−x))
			grad[0] = (v - rest - meanExcess(a, b, v, rest)) / v / rest
		}
	}
	if min(a, b) < tailFrom || v == 0 || rest == 0 {
		return times(a-1, logOf(v)) + times(b-1, math.Log1p(-v)) - LogBeta(a, b)
	}
	return logBetaKernel(a, b, v, rest, meanExcess(a, b, v, rest)) - logOf(v) - math.Log1p(-v)
}

// Score overwrites grad with ∂ log p(x)/∂(a, b), for x strictly inside.
func (d Beta) Score(x, grad []float64) {
	v, rest := x[0], 1-x[0]
	excess := meanExcess(d.Alpha, d.Beta, v, rest)
	grad[0] = betaScore(d.Alpha, d.Beta, logOf(v), excess)
	grad[1] = betaScore(d.Beta, d.Alpha, math.Log1p(-v), -excess)
}

// betaScore returns log x + ψ(a+b) − ψ(a), given log x and (a+b)x − a. Near the mean
// the terms agree to their last digits, so both are measured from log(a/(a+b)).
func betaScore(a, b, logX, excess float64) float64 {
	l := math.Log1p(excess / a)
	if !(math.Abs(excess/a) < 0.5) {
		l = logX + math.Log1p(b/a)
	}
	return l + digammaRise(a, b)
}

// Rand implements [Distribution]. The draw is the expit of a difference of logs of
// gamma draws: for small parameters it keeps its digits down to the smallest
// float64, and is 0 or 1 only where the true draw rounds to it.
func (d Beta) Rand(rng *rand.Rand, x []float64) { x[0], _ = betaRand(rng, d.Alpha, d.Beta) }

// tail returns both tails.
func (d Beta) tail(x float64) tail {
	switch {
	case x < 0:
		return nothing()
	case x > 1:
		return everything()
	}
	lower, upper := logBetaInc(d.Alpha, d.Beta, x, 1-x)
	return tail{lower, upper}
}

// CDF returns P(X ≤ x).
func (d Beta) CDF(x float64) float64 { return d.tail(x).cdf() }

// Survival returns P(X > x).
func (d Beta) Survival(x float64) float64 { return d.tail(x).survival() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Beta) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Beta) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the x with CDF(x) = p; 0 and 1 at p = 0 and 1.
func (d Beta) Quantile(p float64) float64 {
	logp, upper := nearerTail(p)
	x, _ := betaIncInv(d.Alpha, d.Beta, logp, upper)
	return x
}

// String returns "beta(alpha=…, beta=…)".
func (d Beta) String() string { return fmt.Sprintf("beta(alpha=%g, beta=%g)", d.Alpha, d.Beta) }

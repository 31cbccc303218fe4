package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Gamma is the gamma distribution with shape a > 0 and rate b > 0 (not scale), so
// with mean a/b:
//
//	log p(x) = a·log b − log Γ(a) + (a−1)·log x − bx,  x > 0.
//
// At 0 the density is +Inf for a < 1, b for a = 1 and 0 for a > 1.
type Gamma struct{ Shape, Rate float64 }

var _ Univariate = Gamma{}

// Check reports a parameter outside its range.
func (d Gamma) Check() error {
	if err := positive("gamma", "shape", d.Shape); err != nil {
		return err
	}
	return positive("gamma", "rate", d.Rate)
}

func (d Gamma) Dim() int          { return 1 }
func (d Gamma) Support() Bijector { return Positive(1) }
func (d Gamma) Mean() float64     { return d.Shape / d.Rate }
func (d Gamma) Var() float64      { return d.Shape / d.Rate / d.Rate }

// LogProb implements [LogDensity].
//
// Method: from a = 1 on b times a Poisson mass at a − 1, which is a deviance
// (Loader 2000): no terms of the size of a cancel.
func (d Gamma) LogProb(x, grad []float64) float64 {
	a, b, v := d.Shape, d.Rate, x[0]
	if v < 0 {
		return math.Inf(-1)
	}
	if grad != nil {
		if v == 0 {
			grad[0] = over(a-1, v) - b
		} else {
			grad[0] = -(math.FMA(b, v, -a) + 1) / v
		}
	}
	y := b * v
	switch {
	case math.IsInf(v, 1):
		return math.Inf(-1)
	case a < 1:
		return (a-1)*logOf(v) + a*math.Log(b) - y + math.Log(a) - logGamma1p(a)
	case y < underflow && v > 0:
		return times(a-1, logOf(v)) + a*math.Log(b) - LogGamma(a)
	}
	return math.Log(b) + poissonMass(a-1, y)
}

// Score overwrites grad with ∂ log p(x)/∂(a, b).
func (d Gamma) Score(x, grad []float64) {
	excess := math.FMA(d.Rate, x[0], -d.Shape)
	grad[0] = gammaShapeScore(d.Shape, math.Log(d.Rate)+logOf(x[0]), excess)
	grad[1] = -excess / d.Rate
}

// gammaShapeScore returns log y − ψ(a), given log y and y − a. Near y = a the terms
// agree to their last digits, so both are measured from log a.
func gammaShapeScore(a, logY, excess float64) float64 {
	r := excess / a
	if !(math.Abs(r) < 0.5) {
		return logY - Digamma(a)
	}
	if a < 8 {
		return math.Log1p(r) + (math.Log(a) - Digamma(a))
	}
	v := 1 / a // log a − ψ(a), as in Digamma
	p, _ := digammaPoly(0, v*v)
	return math.Log1p(r) + (v/2 + p)
}

// Rand implements [Distribution]. Draws of small shape keep their digits down to
// the smallest float64; below it they are 0.
func (d Gamma) Rand(rng *rand.Rand, x []float64) {
	x[0] = math.Exp(logGammaRand(rng, d.Shape) - math.Log(d.Rate))
}

// tail returns both tails.
func (d Gamma) tail(x float64) tail {
	if x < 0 {
		return nothing()
	}
	lower, upper := logGammaTails(d.Shape, d.Rate*x, math.Log(d.Rate)+logOf(x))
	return tail{lower, upper}
}

// logGammaTails is [logGammaInc] also where x has underflowed and log x has not.
func logGammaTails(a, x, logX float64) (logP, logQ float64) {
	if x < underflow && !math.IsInf(logX, -1) {
		logP = math.Min(0, a*logX-logGammaAbove(a))
		return logP, Log1mExp(logP)
	}
	return logGammaInc(a, x)
}

// gammaQuantile is [gammaIncInv] in the form log x, also where x underflows.
func logGammaQuantile(a, logp float64, upper bool) float64 {
	if x := gammaIncInv(a, logp, upper); !(x < underflow) {
		return logOf(x)
	}
	if upper {
		logp = Log1mExp(logp)
	}
	return (logp + logGammaAbove(a)) / a
}

// logGammaAbove returns log Γ(1+a).
func logGammaAbove(a float64) float64 {
	if a < 1 {
		return logGamma1p(a)
	}
	return LogGamma(1 + a)
}

// CDF returns P(X ≤ x).
func (d Gamma) CDF(x float64) float64 { return d.tail(x).cdf() }

// Survival returns P(X > x).
func (d Gamma) Survival(x float64) float64 { return d.tail(x).survival() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Gamma) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d Gamma) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d Gamma) Quantile(p float64) float64 {
	logp, upper := nearerTail(p)
	x := gammaIncInv(d.Shape, logp, upper)
	if x < underflow { // but x/b perhaps not
		return math.Exp(logGammaQuantile(d.Shape, logp, upper) - math.Log(d.Rate))
	}
	return x / d.Rate
}

// String returns "gamma(shape=…, rate=…)".
func (d Gamma) String() string { return fmt.Sprintf("gamma(shape=%g, rate=%g)", d.Shape, d.Rate) }

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// InverseGamma is the distribution of 1/X for X from Gamma{Shape, Scale}: its
// Scale s > 0 is the rate of that gamma distribution:
//
//	log p(x) = a·log s − log Γ(a) − (a+1)·log x − s/x,  x > 0.
//
// At 0 the density is 0. Mean is +Inf for a ≤ 1; Var is +Inf for 1 < a ≤ 2 and NaN
// for a ≤ 1.
type InverseGamma struct{ Shape, Scale float64 }

var _ Univariate = InverseGamma{}

// Check reports a parameter outside its range.
func (d InverseGamma) Check() error {
	if err := positive("inverse-gamma", "shape", d.Shape); err != nil {
		return err
	}
	return positive("inverse-gamma", "scale", d.Scale)
}

func (d InverseGamma) Dim() int          { return 1 }
func (d InverseGamma) Support() Bijector { return Positive(1) }

// Mean returns s/(a−1), +Inf for a ≤ 1.
func (d InverseGamma) Mean() float64 {
	if d.Shape <= 1 {
		return math.Inf(1)
	}
	return d.Scale / (d.Shape - 1)
}

// Var returns s²/((a−1)²(a−2)).
func (d InverseGamma) Var() float64 {
	if d.Shape <= 2 {
		return momentBeyond(d.Shape)
	}
	m := d.Mean()
	return m * m / (d.Shape - 2)
}

// LogProb implements [LogDensity].
//
// Method: with y = s/x, a(a+1)/s times the Poisson mass at a + 1 of mean y, which
// is a deviance (Loader 2000): no terms of the size of a cancel.
func (d InverseGamma) LogProb(x, grad []float64) float64 {
	a, s, v := d.Shape, d.Scale, x[0]
	if v <= 0 || math.IsInf(v, 1) {
		return math.Inf(-1)
	}
	y := s / v
	if grad != nil {
		grad[0] = (d.excess(v) - 1) / v
	}
	if y < underflow {
		return a*math.Log(s) - (a+1)*logOf(v) + math.Log(a) - logGammaAbove(a)
	}
	return math.Log(a) + math.Log1p(a) - math.Log(s) + poissonMass(a+1, y)
}

// excess returns s/x − a.
func (d InverseGamma) excess(x float64) float64 { return -math.FMA(d.Shape, x, -d.Scale) / x }

// Score overwrites grad with ∂ log p(x)/∂(a, s).
func (d InverseGamma) Score(x, grad []float64) {
	excess := d.excess(x[0])
	grad[0] = gammaShapeScore(d.Shape, math.Log(d.Scale)-logOf(x[0]), excess)
	grad[1] = -excess / d.Scale
}

// Rand implements [Distribution]. For a far below 1 a draw can lie beyond the
// largest float64, and is then +Inf.
func (d InverseGamma) Rand(rng *rand.Rand, x []float64) {
	x[0] = math.Exp(math.Log(d.Scale) - logGammaRand(rng, d.Shape))
}

// tail returns both tails.
func (d InverseGamma) tail(x float64) tail {
	if x <= 0 {
		return nothing()
	}
	lower, upper := logGammaTails(d.Shape, d.Scale/x, math.Log(d.Scale)-logOf(x))
	return tail{upper, lower}
}

// CDF returns P(X ≤ x).
func (d InverseGamma) CDF(x float64) float64 { return d.tail(x).cdf() }

// Survival returns P(X > x).
func (d InverseGamma) Survival(x float64) float64 { return d.tail(x).survival() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d InverseGamma) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d InverseGamma) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d InverseGamma) Quantile(p float64) float64 {
	logp, upper := nearerTail(p)
	y := gammaIncInv(d.Shape, logp, !upper)
	if y < underflow { // but s/y perhaps does not overflow
		return math.Exp(math.Log(d.Scale) - logGammaQuantile(d.Shape, logp, !upper))
	}
	return d.Scale / y
}

// String returns "inverse-gamma(shape=…, scale=…)".
func (d InverseGamma) String() string {
	return fmt.Sprintf("inverse-gamma(shape=%g, scale=%g)", d.Shape, d.Scale)
}

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Weibull is the Weibull distribution with shape k > 0 and scale λ > 0, so that
// (x/λ)ᵏ is a standard exponential:
//
//	log p(x) = log k − log λ + (k−1)·log(x/λ) − (x/λ)ᵏ,  x ≥ 0.
//
// At 0 the density is +Inf for k < 1, 1/λ for k = 1 and 0 for k > 1.
type Weibull struct{ Shape, Scale float64 }

var _ Univariate = Weibull{}

// Check reports a parameter outside its range.
func (d Weibull) Check() error {
	if err := positive("weibull", "shape", d.Shape); err != nil {
		return err
	}
	return positive("weibull", "scale", d.Scale)
}

func (d Weibull) Dim() int          { return 1 }
func (d Weibull) Support() Bijector { return Positive(1) }

// Mean returns λ·Γ(1+1/k).
func (d Weibull) Mean() float64 { return math.Exp(math.Log(d.Scale) + logGammaAbove(1/d.Shape)) }

// Var returns λ²·(Γ(1+2/k) − Γ(1+1/k)²).
func (d Weibull) Var() float64 {
	u := 1 / d.Shape
	logSquare := 2 * (math.Log(d.Scale) + logGammaAbove(u)) // of the mean
	excess := logGammaSecondDifference(u)
	if excess > 1 {
		return math.Exp(logSquare+excess) - math.Exp(logSquare)
	}
	return math.Exp(logSquare) * math.Expm1(excess)
}

// logGammaSecondDifference returns log Γ(1+2u) − 2·log Γ(1+u) for u > 0, with a
// relative error ≤ 64ε: the logarithm of E X²/(E X)².
//
// Method: for small u, where the differences are of order u², the power series
// Σ ζ(n)·(2ⁿ−2)/n·(−u)ⁿ, n ≥ 2 (DLMF 5.7.3).
func logGammaSecondDifference(u float64) float64 {
	if u > 0.05 {
		return logGammaAbove(2*u) - 2*logGammaAbove(u)
	}
	zeta := [...]float64{ // ζ(2) … ζ(17); the next term is below 1e-18 of the sum
		1.6449340668482264365, 1.2020569031595942854, 1.0823232337111381915, 1.0369277551433699263,
		1.0173430619844491397, 1.0083492773819228268, 1.0040773561979443394, 1.0020083928260822144,
		1.0009945751278180853, 1.0004941886041194646, 1.0002460865533080483, 1.0001227133475784891,
		1.0000612481350587048, 1.0000305882363070205, 1.0000152822594086519, 1.0000076371976378998,
	}
	var sum float64
	for i := len(zeta) - 1; i >= 0; i-- {
		n := i + 2
		sum = zeta[i]*(math.Ldexp(1, n)-2)/float64(n) - u*sum
	}
	return u * u * sum
}

// logHazard returns k·log(x/λ), the logarithm of the cumulative hazard.
func (d Weibull) logHazard(x float64) float64 { return d.Shape * logRatio(x, d.Scale) }

// logRatio returns log(x/y) for x, y ≥ 0, accurate where the quotient is near 1 and
// right where it under- or overflows.
func logRatio(x, y float64) float64 {
	if r := (x - y) / y; math.Abs(r) < 0.5 {
		return math.Log1p(r)
	}
	if r := x / y; r > 0x1p-1022 && r < math.MaxFloat64 {
		return math.Log(r)
	}
	return logOf(x) - logOf(y)
}

// LogProb implements [LogDensity].
func (d Weibull) LogProb(x, grad []float64) float64 {
	k, v := d.Shape, x[0]
	if v < 0 || math.IsInf(v, 1) {
		return math.Inf(-1)
	}
	l := logRatio(v, d.Scale)
	w := math.Exp(k * l)
	if grad != nil {
		grad[0] = over(-math.FMA(k, w, 1-k), v)
		if k == 1 {
			grad[0] = -1 / d.Scale
		}
	}
	return math.Log(k) - math.Log(d.Scale) + times(k-1, l) - w
}

// Score overwrites grad with ∂ log p(x)/∂(k, λ).
func (d Weibull) Score(x, grad []float64) {
	l := logRatio(x[0], d.Scale)
	excess := math.Expm1(d.Shape * l) // w − 1
	grad[0] = 1/d.Shape - times(excess, l)
	grad[1] = d.Shape / d.Scale * excess
}

// Rand implements [Distribution], by inversion.
func (d Weibull) Rand(rng *rand.Rand, x []float64) { x[0] = d.from(rng.ExpFloat64()) }

// from returns the x whose cumulative hazard is h.
func (d Weibull) from(h float64) float64 {
	if r := math.Pow(h, 1/d.Shape); r > 0x1p-1022 && r < math.MaxFloat64 {
		return d.Scale * r
	}
	return math.Exp(math.Log(d.Scale) + math.Log(h)/d.Shape)
}

// CDF returns P(X ≤ x).
func (d Weibull) CDF(x float64) float64 { return -math.Expm1(d.LogSurvival(x)) }

// Survival returns P(X > x).
func (d Weibull) Survival(x float64) float64 { return math.Exp(d.LogSurvival(x)) }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d Weibull) LogCDF(x float64) float64 {
	if x <= 0 {
		return math.Inf(-1)
	}
	if l := d.logHazard(x); l < -40 { // log(1 − e⁻ʷ) is log w − w/2 …
		return l
	}
	return Log1mExp(d.LogSurvival(x))
}

// LogSurvival returns log P(X > x), −(x/λ)ᵏ.
func (d Weibull) LogSurvival(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return -math.Exp(d.logHazard(x))
}

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (d Weibull) Quantile(p float64) float64 {
	if p < 0 {
		return math.NaN()
	}
	return d.from(-math.Log1p(-p))
}

// String returns "weibull(shape=…, scale=…)".
func (d Weibull) String() string {
	return fmt.Sprintf("weibull(shape=%g, scale=%g)", d.Shape, d.Scale)
}

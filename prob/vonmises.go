package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// VonMises is the von Mises distribution of an angle x in (−π, π], in radians, with
// mean direction Mu, taken modulo 2π, and concentration κ ≥ 0:
//
//	log p(x) = κ·cos(x−μ) − log 2π − log I₀(κ),  −π < x ≤ π,
//
// I₀ the modified Bessel function: uniform for κ = 0, and near Normal{μ, 1/√κ} for
// large κ. The circle is cut at ±π, whatever Mu: an angle must be brought to (−π, π]
// before it is looked up (math.Remainder(x, 2π)), −∞ is the log density elsewhere, and
// CDF counts from −π. Neither end is a float64; −math.Pi and math.Pi both lie within.
//
// Mean and Var are those of the number x, which depend on the cut. What does not is
// the direction Mu and the length [VonMises.Resultant].
type VonMises struct{ Mu, Kappa float64 }

var _ Univariate = VonMises{}

// Check reports a parameter outside its range.
func (d VonMises) Check() error {
	if err := finite("von-mises", "mu", d.Mu); err != nil {
		return err
	}
	if !(d.Kappa >= 0) || math.IsInf(d.Kappa, 1) {
		return fmt.Errorf("von-mises: kappa = %g, want a finite number from 0", d.Kappa)
	}
	return nil
}

func (d VonMises) Dim() int          { return 1 }
func (d VonMises) Support() Bijector { return Interval(-math.Pi, math.Pi, 1) }

// mode returns Mu brought to [−π, π], exactly where it was there.
func (d VonMises) mode() float64 { return math.Remainder(d.Mu, 2*math.Pi) }

// LogProb implements [LogDensity].
//
// Method: −2κ·sin²(½(x−μ)) − log(2π·e^−κ·I₀(κ)), in which nothing of the size of κ
// cancels. The error is a few ε·(2 + κ·sin²(½(x−μ))), plus that of rounding x − μ.
func (d VonMises) LogProb(x, grad []float64) float64 {
	if x[0] < -math.Pi || x[0] > math.Pi {
		return math.Inf(-1)
	}
	t := x[0] - d.mode()
	if grad != nil {
		grad[0] = -d.Kappa * math.Sin(t)
	}
	s := math.Sin(t / 2)
	return -2*d.Kappa*s*s - log2Pi - logBesselI0(d.Kappa)
}

// Score overwrites grad with ∂ log p(x)/∂(μ, κ): κ·sin(x−μ) and cos(x−μ) − A(κ), the
// latter as 1 − A(κ) less 1 − cos(x−μ), which are small where κ is large.
func (d VonMises) Score(x, grad []float64) {
	t := x[0] - d.mode()
	s := math.Sin(t / 2)
	_, rest := besselRatio(d.Kappa)
	grad[0] = d.Kappa * math.Sin(t)
	grad[1] = rest - 2*s*s
}

// Resultant returns A(κ) = I₁(κ)/I₀(κ), the length of the mean of (cos x, sin x), which
// points in the direction Mu; 1 less it is the circular variance.
func (d VonMises) Resultant() float64 {
	a, _ := besselRatio(d.Kappa)
	return a
}

// Mean returns the mean of the number x, not of the direction: it is Mu where that is
// 0, and pulled from it towards 0 by what lies beyond the cut. The error is a few ε of
// the standard deviation and of Mu.
func (d VonMises) Mean() float64 {
	mean, _ := d.moments()
	return mean
}

// Var returns the variance of the number x, from π²/3 at κ = 0 to about 1/κ; of the
// order of π² where Mu is near ±π, with half of the mass at either end.
func (d VonMises) Var() float64 {
	_, variance := d.moments()
	return variance
}

// Rand implements [Distribution], by the rejection of Best and Fisher (1979), J. R.
// Stat. Soc. C 28:152, from a wrapped Cauchy distribution, of which at least 65% are
// kept. Written in the tangent of half the angle it loses no digits for large κ: with
// c = 1/(2κ + √(1+4κ²)) and T a standard Cauchy draw, θ = 2·atan(√c·T).
func (d VonMises) Rand(rng *rand.Rand, x []float64) {
	k, mu := d.Kappa, d.mode()
	c := 1 / (2*k + math.Hypot(1, 2*k))
	best := c / (1 + c) // where, in sin²(θ/2), density over proposal is highest
	for {
		t := math.Tan(math.Pi * (openUniform(rng) - 0.5))
		u := 1 / (t * t)
		s := c / (u + c) // sin²(θ/2), from its tangent
		if -rng.ExpFloat64() > math.Log((u+1)/(u+c)*((1+c)/2))-2*k*(s-best) {
			continue
		}
		v := mu + 2*math.Atan(math.Sqrt(c)*t)
		switch {
		case v > math.Pi:
			v -= 2 * math.Pi
		case v < -math.Pi:
			v += 2 * math.Pi
		}
		x[0] = v
		return
	}
}

// CDF returns P(X ≤ x), counted from −π.
func (d VonMises) CDF(x float64) float64 { return d.tail(x).cdf() }

// Survival returns P(X > x), up to π.
func (d VonMises) Survival(x float64) float64 { return d.tail(x).survival() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d VonMises) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d VonMises) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the x with CDF(x) = p; ∓π at p = 0 and 1.
//
// Method: Newton's iteration on the log of the smaller tail, held in a bracket.
func (d VonMises) Quantile(p float64) float64 {
	logp, upper := nearerTail(p)
	if math.IsNaN(logp) || math.IsNaN(d.Mu) || math.IsNaN(d.Kappa) {
		return math.NaN()
	}
	low, high := -math.Pi, math.Pi
	if math.IsInf(logp, -1) {
		if upper {
			return high
		}
		return low
	}
	x := 2 * math.Pi * (p - 0.5)
	if d.Kappa > 1 {
		x = d.mode() + normalQuantileLog(logp, upper)/math.Sqrt(d.Kappa)
	}
	for range 200 {
		if !(x > low && x < high) {
			if x = low + (high-low)/2; !(x > low && x < high) {
				break
			}
		}
		t := d.tail(x)
		f, sign := t.logCDF, 1.0
		if upper {
			f, sign = t.logSurvival, -1
		}
		if (f < logp) == upper {
			high = x
		} else {
			low = x
		}
		step := sign * (logp - f) * math.Exp(f-d.LogProb([]float64{x}, nil))
		if math.Abs(step) <= 0x1p-53*math.Abs(x) {
			break
		}
		x += step
	}
	return x
}

// String returns "von-mises(mu=…, kappa=…)".
func (d VonMises) String() string { return fmt.Sprintf("von-mises(mu=%g, kappa=%g)", d.Mu, d.Kappa) }

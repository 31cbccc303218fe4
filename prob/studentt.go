package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// StudentT is Student's t distribution with DF degrees of freedom, ν > 0 and not
// necessarily whole, median Loc and scale Scale, σ > 0 (not σ², and not the
// standard deviation, which is σ√(ν/(ν−2))):
//
//	log p(x) = log Γ(½(ν+1)) − log Γ(½ν) − ½ log νπ − log σ − ½(ν+1)·log(1 + z²/ν)
//
// with z = (x−loc)/σ. Mean is NaN for ν ≤ 1; Var is NaN for ν ≤ 1 and +Inf up to
// ν = 2. As ν grows everything tends to Normal{Loc, Scale}.
type StudentT struct{ DF, Loc, Scale float64 }

var _ Univariate = StudentT{}

// Check reports a parameter outside its range.
func (d StudentT) Check() error {
	if err := positive("student-t", "df", d.DF); err != nil {
		return err
	}
	if err := finite("student-t", "loc", d.Loc); err != nil {
		return err
	}
	return positive("student-t", "scale", d.Scale)
}

func (d StudentT) Dim() int          { return 1 }
func (d StudentT) Support() Bijector { return identity(1) }

// Mean returns the location, NaN for ν ≤ 1.
func (d StudentT) Mean() float64 {
	if d.DF <= 1 {
		return math.NaN()
	}
	return d.Loc
}

// Var returns σ²ν/(ν−2), +Inf for 1 < ν ≤ 2 and NaN for ν ≤ 1.
func (d StudentT) Var() float64 {
	if d.DF <= 2 {
		return momentBeyond(d.DF)
	}
	return d.Scale * d.Scale * (d.DF / (d.DF - 2))
}

// root returns σ√ν, the scale in which the density is a power of 1 + w².
func (d StudentT) root() float64 { return d.Scale * math.Sqrt(d.DF) }

// LogProb implements [LogDensity].
func (d StudentT) LogProb(x, grad []float64) float64 {
	t := x[0] - d.Loc
	if grad != nil {
		grad[0] = -studentPull(d.DF, t/d.Scale) / d.Scale
	}
	return studentNorm(d.DF) - halfLog2Pi - math.Log(d.Scale) - (d.DF+1)/2*log1pSquare(t, d.root())
}

// studentNorm returns log Γ(½(ν+1)) − log Γ(½ν) − ½ log ½ν, which tends to 0.
func studentNorm(df float64) float64 {
	a := df / 2
	if a < 1 {
		return LogRising(a, 0.5) - math.Log(a)/2
	}
	// Stirling's formula twice, with the leading terms combined.
	return a*math.Log1p(0.5/a) - 0.5 + (stirlerr(a+0.5) - stirlerr(a))
}

// studentPull returns (ν+1)z/(ν+z²), minus the derivative of the log density in z.
func studentPull(df, z float64) float64 {
	if z == 0 {
		return z
	}
	return (df + 1) / (df/z + z)
}

// Score overwrites grad with ∂ log p(x)/∂(ν, loc, σ).
func (d StudentT) Score(x, grad []float64) {
	t := x[0] - d.Loc
	z := t / d.Scale
	w2 := (t / d.root()) * (t / d.root())
	v := 1 / (1 + 1/w2) // w²/(1+w²)
	// ½[ψ(½(ν+1)) − ψ(½ν) − 1/ν − log(1+w²) + (1 + 1/ν)·v] with what is of first
	// order in 1/ν cancelled on paper: what is left is of second.
	excess := w2 * v // w² − v, and log(1+w²) − w² is the defect
	if w2 > 1 {
		excess = log1pSquare(t, d.root()) - v
	} else {
		excess -= log1pDefect(w2)
	}
	grad[0] = (digammaRise(d.DF/2, 0.5) - log1pDefect(1/d.DF) - excess + v/d.DF) / 2
	grad[1] = studentPull(d.DF, z) / d.Scale
	grad[2] = studentScaleScore(d.DF, z) / d.Scale
}

// studentScaleScore returns ν(z²−1)/(ν+z²).
func studentScaleScore(df, z float64) float64 {
	if math.Abs(z) > 1 {
		u := 1 / z
		return (1 - u) * (1 + u) / (1/df + u*u)
	}
	return (z - 1) * (z + 1) / (1 + z*z/df)
}

// Rand implements [Distribution]: a normal draw over the root of a gamma draw. For
// ν far below 1 a draw can lie beyond the largest float64, and is then ±Inf.
func (d StudentT) Rand(rng *rand.Rand, x []float64) {
	z := rng.NormFloat64()
	a := d.DF / 2
	x[0] = d.Loc + d.Scale*(z*math.Exp((math.Log(a)-logGammaRand(rng, a))/2))
}

// tail returns the tails at z in terms of the incomplete beta function: the mass
// beyond |z| is ½·I at ν/(ν+z²) (DLMF 8.17.4, Abramowitz and Stegun 26.7.1).
func (d StudentT) tail(x float64) tail {
	t := x - d.Loc
	z, w := t/d.Scale, t/d.root()
	if d.DF > 1e19 && math.Abs(w) < 1e-8 { // the logs differ by about z⁴/4ν
		return tail{LogNormalCDF(z), LogNormalCDF(-z)}
	}
	var beyond float64 // log of the mass on both sides
	if a := d.DF / 2; math.Abs(w) > 1e140 {
		beyond = -a*log1pSquare(t, d.root()) - logABeta(a, 0.5) // the leading term
	} else {
		beyond, _ = logBetaInc(a, 0.5, 1/(1+w*w), w*w/(1+w*w))
	}
	inner, outer := math.Log1p(-math.Exp(beyond)/2), beyond-math.Ln2
	if z < 0 {
		return tail{outer, inner}
	}
	return tail{inner, outer}
}

// CDF returns P(X ≤ x).
func (d StudentT) CDF(x float64) float64 { return d.tail(x).cdf() }

// Survival returns P(X > x).
func (d StudentT) Survival(x float64) float64 { return d.tail(x).survival() }

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (d StudentT) LogCDF(x float64) float64 { return d.tail(x).logCDF }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (d StudentT) LogSurvival(x float64) float64 { return d.tail(x).logSurvival }

// Quantile returns the x with CDF(x) = p; ∓Inf at p = 0 and 1.
func (d StudentT) Quantile(p float64) float64 {
	logp, upper := nearerTail(p)
	if d.DF > 1e10 {
		z := normalQuantileLog(logp, upper)
		return d.Loc + d.Scale*(z+studentShift(d.DF, z))
	}
	a, beyond := d.DF/2, logp+math.Ln2
	if p == 0.5 {
		beyond = 0
	}
	x, y := betaIncInv(a, 0.5, beyond, false)
	z := math.Sqrt(d.DF * (y / x))
	if x < 1e-280 { // the leading term, as in tail
		z = math.Exp((math.Log(d.DF) - (beyond+logABeta(a, 0.5))/a) / 2)
	}
	if !upper {
		z = -z
	}
	return d.Loc + d.Scale*z
}

// studentShift returns how much farther out than the normal quantile z that of the t
// distribution is: two terms of the expansion in 1/ν of Abramowitz and Stegun 26.7.5.
// For ν > 1e10 and |z| < 40 the third is below 1e-22 of z.
func studentShift(df, z float64) float64 {
	if math.IsInf(z, 0) {
		return 0
	}
	z2 := z * z
	return z * ((z2+1)/4 + ((5*z2+16)*z2+3)/(96*df)) / df
}

// String returns "student-t(df=…, loc=…, scale=…)".
func (d StudentT) String() string {
	return fmt.Sprintf("student-t(df=%g, loc=%g, scale=%g)", d.DF, d.Loc, d.Scale)
}

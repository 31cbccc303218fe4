package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Dirichlet is the distribution of proportions x on the simplex, xᵢ > 0 and Σ xᵢ = 1,
// with concentrations Alpha above 0; with a their sum and as a density of the first
// k−1 proportions,
//
//	log p(x) = log Γ(a) − Σ log Γ(αᵢ) + Σ (αᵢ−1)·log xᵢ.
//
// Where an xᵢ is 0 it is −Inf for αᵢ > 1 and +Inf for αᵢ < 1. The distribution keeps
// the slice.
type Dirichlet struct{ Alpha []float64 }

// Check reports a parameter outside its range.
func (d Dirichlet) Check() error { return concentrations("dirichlet", d.Alpha) }

// Dim returns the number of proportions.
func (d Dirichlet) Dim() int { return len(d.Alpha) }

// Support returns the map onto the open simplex.
func (d Dirichlet) Support() Bijector { return Simplex(len(d.Alpha)) }

// Mean returns α/a.
func (d Dirichlet) Mean() []float64 {
	a := total(d.Alpha)
	return newVector(len(d.Alpha), func(i int) float64 { return d.Alpha[i] / a })
}

// Var returns the variances, mᵢ(1−mᵢ)/(a+1) with m the mean.
func (d Dirichlet) Var() []float64 {
	return newVector(len(d.Alpha), func(i int) float64 { return d.Cov(i, i) })
}

// Cov returns the covariance of the i-th and j-th proportions, mᵢ(δᵢⱼ−mⱼ)/(a+1).
func (d Dirichlet) Cov(i, j int) float64 {
	var others float64 // summed without i: 1 − mᵢ cancels
	for l, v := range d.Alpha {
		if l != i {
			others += v
		}
	}
	a := others + d.Alpha[i]
	if i == j {
		return d.Alpha[i] / a * (others / a) / (a + 1)
	}
	return -d.Alpha[i] / a * (d.Alpha[j] / a) / (a + 1)
}

// Marginal returns the distribution of the i-th proportion.
func (d Dirichlet) Marginal(i int) Beta {
	var others float64
	for j, v := range d.Alpha {
		if j != i {
			others += v
		}
	}
	return Beta{d.Alpha[i], others}
}

// offSimplex is how far from 1 proportions may sum and still count as on the
// simplex: enough for float32 and for finite differences.
const offSimplex = 1e-6

// LogProb returns log p(x), −Inf where an xᵢ is negative or Σ xᵢ is off 1 by more
// than 1e-6. What rounding leaves Σ xᵢ short of 1, which Alpha would multiply, does
// not count: a·(Σ xᵢ − 1) is taken off. So the gradient, in all k coordinates, is
// (αᵢ−1)/xᵢ − a: the textbook's less a constant, which no move along the simplex can
// tell, and nearly 0 at the mode.
//
// Method: as in Loader (2000), from αᵢ = 16 on a deviance and a Stirling remainder,
// which do not cancel. The error is a few ε·(k + |log p(x)| + log a).
func (d Dirichlet) LogProb(x, grad []float64) float64 {
	a, sum := total(d.Alpha), 0.0
	for i := range d.Alpha {
		if x[i] < 0 {
			return math.Inf(-1)
		}
		sum += x[i]
	}
	if math.Abs(sum-1) > offSimplex {
		return math.Inf(-1)
	}
	if grad != nil {
		for i, alpha := range d.Alpha {
			grad[i] = -math.FMA(a, x[i], -(alpha-1)) / x[i] // one rounding: near the mode it cancels
		}
	}
	// log Γ(a) − a·log a + a, and a share of the rest for each proportion.
	logP := stirlerr(a) + (log2Pi-math.Log(a))/2
	for i, alpha := range d.Alpha {
		switch {
		case alpha == 1:
			logP += math.Log(a) - a*x[i]
		case x[i] == 0 && alpha > 1:
			return math.Inf(-1)
		case alpha >= 16:
			logP += (math.Log(alpha)-log2Pi)/2 - math.Log(x[i]) - bd0diff(alpha, a*x[i], math.FMA(a, x[i], -alpha)) - stirlerr(alpha)
		default:
			logP += alpha*math.Log(a) + (alpha-1)*math.Log(x[i]) - a*x[i] - LogGamma(alpha)
		}
	}
	return logP
}

// Score overwrites grad with ∂ log p(x)/∂Alpha, ψ(a) − ψ(αᵢ) + log xᵢ.
func (d Dirichlet) Score(x, grad []float64) {
	a := total(d.Alpha)
	for i, alpha := range d.Alpha {
		// ψ(v) is log v less what is small for large v; the logs go together.
		l := math.Log1p(math.FMA(a, x[i], -alpha) / alpha)
		if !(math.Abs(a*x[i]/alpha-1) < 0.5) {
			l = math.Log(a) - math.Log(alpha) + math.Log(x[i])
		}
		grad[i] = l + (digammaLag(alpha) - digammaLag(a))
	}
}

// Rand implements [Distribution]. A proportion that would underflow, as most do
// where concentrations are below 1e-3, is the smallest normal number, 2⁻¹⁰²², so
// that draws have a finite density; RandLog gives what it was.
func (d Dirichlet) Rand(rng *rand.Rand, x []float64) {
	d.RandLog(rng, x)
	for i, l := range x[:len(d.Alpha)] {
		x[i] = math.Max(math.Exp(l), 0x1p-1022)
	}
}

// RandLog overwrites logX with the logarithms of one draw, which stay finite however
// small the concentrations are. It takes the same bits from rng as Rand.
func (d Dirichlet) RandLog(rng *rand.Rand, logX []float64) {
	logX = logX[:len(d.Alpha)]
	for i, alpha := range d.Alpha {
		logX[i] = logGammaRand(rng, alpha)
	}
	scale := LogSumExp(logX)
	for i := range logX {
		logX[i] -= scale
	}
}

// String returns "dirichlet(alpha=[…])".
func (d Dirichlet) String() string { return fmt.Sprintf("dirichlet(alpha=%s)", list(d.Alpha)) }

// digammaLag returns log x − ψ(x) > 0 without the cancellation at large x.
func digammaLag(x float64) float64 {
	if x < 8 {
		return math.Log(x) - Digamma(x)
	}
	v := 1 / x
	p, _ := digammaPoly(0, v*v)
	return v/2 + p
}

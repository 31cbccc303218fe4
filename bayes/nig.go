package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// NormalInverseGamma is the distribution of a mean μ and a variance σ², in this
// order, conjugate to [Moments]:
//
//	σ² ~ inverse gamma(Shape, Scale),  μ | σ² ~ normal with mean Mu and variance σ²/Count.
//
// Count is how many values seen beforehand the prior's mean is worth, in
// effect, and 2·Shape how many its variance is. The reference prior
// p(μ, σ²) ∝ 1/σ² is Count = 0, Shape = −½, Scale = 0. It is improper, and so is
// whatever has Count, Shape or Scale at 0 or below; it becomes proper once
// enough data have come, two different values for the reference prior.
type NormalInverseGamma struct {
	Mu, Count, Shape, Scale float64
}

// Update implements [Prior]: with n values of mean ȳ and sum of squares SS,
//
//	κ' = κ+n,  μ' = μ + n(ȳ−μ)/κ',  α' = α + n/2,  β' = β + ½·SS + ½·κn(ȳ−μ)²/κ'.
func (d NormalInverseGamma) Update(t Moments) NormalInverseGamma {
	n := t.n()
	if n.Hi == 0 {
		return d
	}
	count, off, more := d.shift(t)
	return NormalInverseGamma{
		Mu:    off.Mul(n.Div(count)).AddFloat(d.Mu).Float64(),
		Count: count.Float64(),
		Shape: n.MulFloat(0.5).AddFloat(d.Shape).Float64(),
		Scale: more.AddFloat(d.Scale).Float64(),
	}
}

// shift returns κ', ȳ−μ and β'−β, none of which cancels.
func (d NormalInverseGamma) shift(t Moments) (count, off, more total) {
	n := t.n()
	count, off = n.AddFloat(d.Count), t.mean().AddFloat(-d.Mu)
	if more = t.ss(); n.Hi != 0 {
		more = more.Add(n.Div(count).MulFloat(d.Count).Mul(off).Mul(off))
	}
	return count, off, more.MulFloat(0.5)
}

// LogEvidence returns, in the notation of Update, the Γ ratio taken as a whole,
//
//	−½·n·log 2π − ½·log(κ'/κ) − α·log(β'/β) − ½·n·log β' + log Γ(α')/Γ(α) + c.
func (d NormalInverseGamma) LogEvidence(t Moments) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	n := t.n()
	_, _, more := d.shift(t)
	sum := t.base.Sub(logRatio(dd.Of(d.Count), n).MulFloat(0.5))
	sum = sum.Sub(logRatio(dd.Of(d.Scale), more).MulFloat(d.Shape))
	sum = sum.Sub(dd.Log(more.AddFloat(d.Scale)).MulFloat(0.5).Add(halfLog2Pi()).Mul(n))
	return sum.Add(dd.LogRising(dd.Of(d.Shape), n.MulFloat(0.5))).Float64()
}

// Check reports a parameter outside its range. Count and Scale may be 0, Shape
// as low as −3/2, which is flat in μ and σ².
func (d NormalInverseGamma) Check() error {
	if !(d.Shape >= -1.5) || math.IsInf(d.Shape, 1) {
		return fmt.Errorf("%s: shape = %g, want a finite number, -1.5 or above", d.Family(), d.Shape)
	}
	return checkAll(d.Family(), anyReal{"mean", d.Mu}, atLeast0{"count", d.Count}, atLeast0{"scale", d.Scale})
}

// Proper implements [Prior].
func (d NormalInverseGamma) Proper() error {
	if d.Count > 0 && d.Shape > 0 && d.Scale > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless count, shape and scale are above 0")
}

// Predictive returns the distribution of the next value.
func (d NormalInverseGamma) Predictive() prob.StudentT {
	t := d.meanMarginal()
	t.Scale *= math.Sqrt(d.Count + 1)
	return t
}

// PredictiveLognormal returns the distribution of the next number whose logarithm
// is normal: the exponential of a Student t. Its mean is infinite, whatever the
// data: the tail falls like a power of log y.
func (d NormalInverseGamma) PredictiveLognormal() prob.Univariate {
	mean, variance := beyond()
	return exponentialOf(d.Predictive(), mean, variance)
}

// meanMarginal returns the distribution of μ, σ² integrated out; NaN if d is
// improper.
func (d NormalInverseGamma) meanMarginal() prob.StudentT {
	if d.Proper() != nil {
		return prob.StudentT{DF: math.NaN(), Loc: math.NaN(), Scale: math.NaN()}
	}
	return prob.StudentT{DF: 2 * d.Shape, Loc: d.Mu, Scale: math.Sqrt(d.Scale/d.Shape) / math.Sqrt(d.Count)}
}

// varianceMarginal returns the distribution of σ²; NaN if d is improper.
func (d NormalInverseGamma) varianceMarginal() prob.InverseGamma {
	if d.Proper() != nil {
		return prob.InverseGamma{Shape: math.NaN(), Scale: math.NaN()}
	}
	return prob.InverseGamma{Shape: d.Shape, Scale: d.Scale}
}

// Marginals returns the distributions of the mean, the variance and, since it
// is what people ask for, the standard deviation. All about them is NaN where
// d is improper.
func (d NormalInverseGamma) Marginals() []Marginal {
	v := d.varianceMarginal()
	root := rootInverseGamma(v)
	return []Marginal{
		{"mean", symmetric{d.meanMarginal()}},
		{"variance", peaked{v, v.Scale / (v.Shape + 1)}},
		{"sd", peaked{root, root.mode()}},
	}
}

// Family implements [Belief].
func (d NormalInverseGamma) Family() string { return "normal-inverse-gamma" }

// Params implements [Belief].
func (d NormalInverseGamma) Params() []Param {
	return []Param{{"mean", d.Mu}, {"count", d.Count}, {"shape", d.Shape}, {"scale", d.Scale}}
}

// String returns "normal-inverse-gamma(mean=…, count=…, shape=…, scale=…)".
func (d NormalInverseGamma) String() string {
	return fmt.Sprintf("%s(mean=%g, count=%g, shape=%g, scale=%g)", d.Family(), d.Mu, d.Count, d.Shape, d.Scale)
}

// Dim returns 2.
func (d NormalInverseGamma) Dim() int { return 2 }

// Support implements [prob.Density].
func (d NormalInverseGamma) Support() prob.Bijector {
	return prob.Join(prob.Identity(1), prob.Positive(1))
}

// LogProb returns log p(μ, σ²) at x = (μ, σ²) and its derivatives in μ and σ².
// An improper d has the log-density
// −(α+3/2)·log σ² − (β + ½·κ(x₀−μ)²)/σ², without a normaliser.
func (d NormalInverseGamma) LogProb(x, grad []float64) float64 {
	v, off := x[1], x[0]-d.Mu
	if !(v > 0) {
		return outside(v)
	}
	scale := d.Scale + 0.5*d.Count*off*off
	if grad != nil {
		grad[0] = -d.Count * off / v
		grad[1] = (scale/v - (d.Shape + 1.5)) / v
	}
	if d.Proper() != nil {
		return -(d.Shape+1.5)*math.Log(v) - scale/v
	}
	given := prob.Normal{Mu: d.Mu, Sigma: math.Sqrt(v / d.Count)}
	return d.varianceMarginal().LogProb(x[1:], nil) + given.LogProb(x[:1], nil)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d NormalInverseGamma) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	d.varianceMarginal().Rand(rng, x[1:])
	x[0] = d.Mu + math.Sqrt(x[1]/d.Count)*rng.NormFloat64()
}

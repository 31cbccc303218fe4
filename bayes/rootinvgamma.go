package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// rootInverseGamma is the distribution of s = √v for an inverse gamma v: of a
// standard deviation whose variance is v. Its density is 2s·p(s²).
type rootInverseGamma prob.InverseGamma

func (d rootInverseGamma) Dim() int               { return 1 }
func (d rootInverseGamma) Support() prob.Bijector { return prob.Positive(1) }

func (d rootInverseGamma) LogProb(x, grad []float64) float64 {
	s := x[0]
	if !(s > 0) || math.IsInf(s, 1) {
		return outside(s)
	}
	lp := prob.InverseGamma(d).LogProb([]float64{s * s}, nil)
	if grad != nil { // β/s² first: s³ may overflow where the ratio does not
		grad[0] = (2*d.Scale/s/s - (2*d.Shape + 1)) / s
	}
	return lp + math.Ln2 + math.Log(s)
}

func (d rootInverseGamma) Rand(rng *rand.Rand, x []float64) {
	prob.InverseGamma(d).Rand(rng, x)
	x[0] = math.Sqrt(x[0])
}

// mode returns where the density turns.
func (d rootInverseGamma) mode() float64 { return math.Sqrt(d.Scale / (d.Shape + 0.5)) }

// Mean returns √β·Γ(α−½)/Γ(α), which diverges for α ≤ ½.
func (d rootInverseGamma) Mean() float64 {
	if d.Shape <= 0.5 {
		return math.Inf(1)
	}
	return math.Sqrt(d.Scale) * math.Exp(dd.LogRising(dd.Of(d.Shape), dd.Of(-0.5)).Float64())
}

// Var returns β/(α−1) − Mean², as β/(α−1) times 1 − (α−1)·(Γ(α−½)/Γ(α))²,
// which is 1/(4α) for a large α. It diverges for α ≤ 1 and is undefined where
// the mean diverges.
func (d rootInverseGamma) Var() float64 {
	switch {
	case d.Shape <= 0.5:
		return math.NaN()
	case d.Shape <= 1:
		return math.Inf(1)
	}
	less1 := dd.Sum(d.Shape, -1)
	logRatio := dd.LogRising(dd.Of(d.Shape), dd.Of(-0.5)).MulFloat(2).Add(dd.Log(less1))
	return -d.Scale / less1.Hi * math.Expm1(logRatio.Float64())
}

// square returns s², and −1 for a negative s, which lies outside the support.
func square(s float64) float64 {
	if s < 0 {
		return -1
	}
	return s * s
}

func (d rootInverseGamma) CDF(s float64) float64    { return prob.InverseGamma(d).CDF(square(s)) }
func (d rootInverseGamma) LogCDF(s float64) float64 { return prob.InverseGamma(d).LogCDF(square(s)) }
func (d rootInverseGamma) Survival(s float64) float64 {
	return prob.InverseGamma(d).Survival(square(s))
}
func (d rootInverseGamma) LogSurvival(s float64) float64 {
	return prob.InverseGamma(d).LogSurvival(square(s))
}
func (d rootInverseGamma) Quantile(p float64) float64 {
	return math.Sqrt(prob.InverseGamma(d).Quantile(p))
}

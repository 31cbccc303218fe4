package decide

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A LogNormalMean is the distribution of exp(μ + ½σ²), the mean of lognormal data
// whose logarithms have mean μ and variance σ², where the two have a
// normal–inverse-gamma distribution. This mean of the data has no mean of its own:
// E exp(½σ²) diverges for an inverse gamma σ² of any shape, so Mean is +Inf and Var
// NaN whatever the data. Quantiles and probabilities exist, and are what to report.
//
// Method: Φ((log x − μ₀ − ½v)/√(v/κ)) averaged over v = σ², by the trapezoidal rule
// in u, log v = mode + width·sinh u. Absolute error of CDF 1e-12 where σ is below
// 10.
type LogNormalMean struct {
	given bayes.NormalInverseGamma
	nodes []varianceNode
}

// A varianceNode is a value of σ², with its weight.
type varianceNode struct{ mean, sd, weight, logWeight float64 }

var _ prob.Univariate = LogNormalMean{}

// NewLogNormalMean returns the distribution of exp(μ + ½σ²) under d; all about it is
// NaN if d is improper.
func NewLogNormalMean(d bayes.NormalInverseGamma) LogNormalMean {
	m := LogNormalMean{given: d}
	if d.Check() != nil || d.Proper() != nil {
		return m
	}
	mode, width := math.Log(d.Scale/d.Shape), 1/math.Sqrt(d.Shape)
	v := math.Exp(mode)
	// Φ changes over 2√(v/κ) of v, the weight over v·width: h resolves the finer.
	h := math.Min(0.05, math.Max(0.005, 0.25*2/(math.Sqrt(v*d.Count)*width)))
	var logs []float64
	for _, side := range []float64{1, -1} {
		for u := max(0, -side) * h; u < 40; u += h { // 0 once
			t := side * width * math.Sinh(u)
			// log v^(−shape)·exp(−scale/v) less its value at the mode
			logW := -d.Shape*(t+math.Expm1(-t)) + math.Log(math.Cosh(u))
			if !(logW > -700) {
				break
			}
			v := math.Exp(mode + t)
			m.nodes = append(m.nodes, varianceNode{mean: d.Mu + v/2, sd: math.Sqrt(v / d.Count)})
			logs = append(logs, logW)
		}
	}
	total := prob.LogSumExp(logs)
	for i, l := range logs {
		m.nodes[i].logWeight, m.nodes[i].weight = l-total, math.Exp(l-total)
	}
	return m
}

// average returns log Σ wᵢ f(zᵢ), from f where that has not underflowed and from log f
// elsewhere.
func (m LogNormalMean) average(x float64, f func(z, sd float64) float64, logF func(z, sd float64) float64) float64 {
	if len(m.nodes) == 0 || math.IsNaN(x) {
		return math.NaN()
	}
	s := math.Log(x)
	sum := 0.0
	for _, n := range m.nodes {
		sum += n.weight * f((s-n.mean)/n.sd, n.sd)
	}
	if sum > 1e-150 {
		return math.Log(sum)
	}
	logs := make([]float64, len(m.nodes))
	for i, n := range m.nodes {
		logs[i] = n.logWeight + logF((s-n.mean)/n.sd, n.sd)
	}
	return prob.LogSumExp(logs)
}

// Dim returns 1.
func (m LogNormalMean) Dim() int { return 1 }

// LogProb implements [prob.LogDensity].
func (m LogNormalMean) LogProb(x, grad []float64) float64 {
	if x[0] <= 0 || math.IsInf(x[0], 1) {
		return math.Inf(-1)
	}
	const halfLog2Pi = 0.91893853320467274178
	l := m.average(x[0], func(z, sd float64) float64 { return math.Exp(-z*z/2) / sd },
		func(z, sd float64) float64 { return -z*z/2 - math.Log(sd) }) - halfLog2Pi - math.Log(x[0])
	if grad != nil {
		logX, sum := math.Log(x[0]), 0.0
		for _, n := range m.nodes {
			z := (logX - n.mean) / n.sd
			sum += math.Exp(n.logWeight-z*z/2-math.Log(n.sd)-halfLog2Pi-logX-l) * (z / n.sd)
		}
		grad[0] = -(1 + sum) / x[0]
	}
	return l
}

// Support implements [prob.Density].
func (m LogNormalMean) Support() prob.Bijector { return prob.Positive(1) }

// Rand implements [prob.Distribution].
func (m LogNormalMean) Rand(rng *rand.Rand, x []float64) {
	if len(m.nodes) == 0 {
		x[0] = math.NaN()
		return
	}
	var both [2]float64
	m.given.Rand(rng, both[:])
	x[0] = math.Exp(both[0] + both[1]/2)
}

// Mean returns +Inf: it diverges.
func (m LogNormalMean) Mean() float64 {
	if len(m.nodes) == 0 {
		return math.NaN()
	}
	return math.Inf(1)
}

// Var returns NaN: there is no mean to vary about.
func (m LogNormalMean) Var() float64 { return math.NaN() }

// logTail returns log P(X ≤ x) or, if upper, log P(X > x).
func (m LogNormalMean) logTail(x float64, upper bool) float64 {
	x = math.Max(x, 0)
	if upper {
		return m.average(x, func(z, sd float64) float64 { return upTo(-z, sd) }, func(z, sd float64) float64 { return logUpTo(-z, sd) })
	}
	return m.average(x, upTo, logUpTo)
}

// LogCDF returns log P(X ≤ x), right where the probability underflows.
func (m LogNormalMean) LogCDF(x float64) float64 { return m.logSide(x, false) }

// LogSurvival returns log P(X > x), right where the probability underflows.
func (m LogNormalMean) LogSurvival(x float64) float64 { return m.logSide(x, true) }

// logSide is logTail, taken from the other side where that is the smaller.
func (m LogNormalMean) logSide(x float64, upper bool) float64 {
	l := m.logTail(x, upper)
	if l > -math.Ln2 {
		return prob.Log1mExp(math.Min(0, m.logTail(x, !upper)))
	}
	return l
}

func upTo(z, _ float64) float64    { return math.Erfc(-z/math.Sqrt2) / 2 }
func logUpTo(z, _ float64) float64 { return prob.LogNormalCDF(z) }

// CDF returns P(X ≤ x).
func (m LogNormalMean) CDF(x float64) float64 { return math.Exp(m.LogCDF(x)) }

// Survival returns P(X > x).
func (m LogNormalMean) Survival(x float64) float64 { return math.Exp(m.LogSurvival(x)) }

// Quantile returns the x with CDF(x) = p; 0 and +Inf at p = 0 and 1.
func (m LogNormalMean) Quantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || len(m.nodes) == 0:
		return math.NaN()
	case p == 0:
		return 0
	case p == 1:
		return math.Inf(1)
	}
	// log X is below q of its mean given the least variance that has weight, and so on.
	z := prob.Normal{Mu: 0, Sigma: 1}
	v := prob.InverseGamma{Shape: m.given.Shape, Scale: m.given.Scale}
	at := func(v, p float64) float64 { return m.given.Mu + v/2 + math.Sqrt(v/m.given.Count)*z.Quantile(p) }
	// P(σ² < v₁) = p/2 and so on: a p-quantile lies between the bounds so made.
	v1, v2 := v.Quantile(p/2), v.Quantile((1+p)/2)
	low := math.Min(at(v1, p/2), at(v2, p/2))
	high := math.Max(at(v1, (1+p)/2), at(v2, (1+p)/2))
	f := func(s float64) float64 { x := math.Exp(s); return logit(m.LogCDF(x), m.LogSurvival(x)) }
	target := prob.Logit(p)
	for step := 1.0; f(low) > target; step *= 2 {
		low -= step
	}
	for step := 1.0; f(high) < target; step *= 2 {
		high += step
	}
	return math.Exp(solve(f, target, low, high))
}

// String returns "exp(mean + variance/2) of normal-inverse-gamma(…)".
func (m LogNormalMean) String() string {
	return fmt.Sprintf("exp(mean + variance/2) of %v", m.given)
}

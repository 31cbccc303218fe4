package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// Points is a prior on finitely many parameter values: At[i] with probability
// exp(LogWeights[i]). Its statistic is any likelihood at all, since all that
// is asked of it is its value at the points; the evidence of a single point is
// the likelihood there.
type Points struct {
	At         [][]float64
	LogWeights []float64
}

// Point returns the prior that is sure of theta.
func Point(theta ...float64) Points { return Points{[][]float64{theta}, []float64{0}} }

// NewPoints returns the prior on the given values with the given weights,
// scaled to add up to 1.
func NewPoints(weights []float64, at ...[]float64) (Points, error) {
	if len(weights) != len(at) || len(at) == 0 {
		return Points{}, fmt.Errorf("points: %d weights for %d points", len(weights), len(at))
	}
	logs, err := logWeights("points", weights)
	return Points{at, logs}, err
}

func (d Points) joint(s prob.LogDensity) (logs []float64, logEvidence float64) {
	logs = make([]float64, len(d.At))
	for i, theta := range d.At {
		logs[i] = d.LogWeights[i] + s.LogProb(theta, nil)
	}
	return logs, prob.LogSumExp(logs)
}

// Update returns the posterior: each weight times the likelihood at its point.
// Data that are impossible at every point leave all weights NaN.
func (d Points) Update(s prob.LogDensity) Points {
	logs, logEvidence := d.joint(s)
	for i := range logs {
		logs[i] -= logEvidence
	}
	return Points{d.At, logs}
}

// LogEvidence returns log Σ wᵢ p(data | θᵢ).
func (d Points) LogEvidence(s prob.LogDensity) float64 {
	_, logEvidence := d.joint(s)
	return logEvidence
}

// Proper implements [Prior]; points always are.
func (d Points) Proper() error { return nil }

// Check reports points of unlike lengths and weights that do not add up to 1.
func (d Points) Check() error {
	if len(d.At) == 0 || len(d.At) != len(d.LogWeights) {
		return fmt.Errorf("points: %d weights for %d points", len(d.LogWeights), len(d.At))
	}
	if total := prob.LogSumExp(d.LogWeights); !(math.Abs(total) < 1e-9) {
		return fmt.Errorf("points: the weights add up to %g, want 1", math.Exp(total))
	}
	for _, theta := range d.At {
		if len(theta) == 0 || len(theta) != len(d.At[0]) {
			return fmt.Errorf("point: %d coordinates, want %d", len(theta), max(1, len(d.At[0])))
		}
		for _, v := range theta {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("point: %g, want a finite number", v)
			}
		}
	}
	return nil
}

// Dim returns the number of coordinates of a point.
func (d Points) Dim() int { return len(d.At[0]) }

// LogProb returns the log of the probability of the point x, −Inf elsewhere. It
// is a mass, not a density, and panics if grad is non-nil.
func (d Points) LogProb(x, grad []float64) float64 {
	if grad != nil {
		panic("bayes: Points.LogProb: a mass has no gradient")
	}
	lp := math.Inf(-1)
	for i, theta := range d.At {
		if slices.Equal(theta, x) {
			lp = prob.LogAddExp(lp, d.LogWeights[i])
		}
	}
	return lp
}

// Rand implements [prob.Distribution].
func (d Points) Rand(rng *rand.Rand, x []float64) { copy(x, d.At[pick(rng, d.LogWeights)]) }

// Family implements [Belief].
func (d Points) Family() string {
	return "point"
}

// Params implements [Belief]: the coordinates of a single point, or the weights
// and the points.
func (d Points) Params() []Param {
	if len(d.At) == 1 {
		return []Param{{"at", d.At[0]}}
	}
	parts := make([]Belief, len(d.At))
	for i, theta := range d.At {
		parts[i] = Point(theta...)
	}
	return []Param{{"weights", exps(d.LogWeights)}, {"components", parts}}
}

// Marginals implements [Belief].
func (d Points) Marginals() []Marginal {
	all := make([]Marginal, d.Dim())
	for j := range all {
		b := blend{logWeights: d.LogWeights}
		for _, theta := range d.At {
			b.parts = append(b.parts, atom(theta[j]))
		}
		name := "theta"
		if len(all) > 1 {
			name = fmt.Sprintf("theta[%d]", j+1)
		}
		all[j] = Marginal{name, b}
	}
	return all
}

// String returns "point(x)" or "w1*point(x1) + w2*point(x2) + …".
func (d Points) String() string {
	terms := make([]string, len(d.At))
	for i, theta := range d.At {
		coords := make([]string, len(theta))
		for j, v := range theta {
			coords[j] = fmt.Sprintf("%g", v)
		}
		terms[i] = "point(" + strings.Join(coords, ", ") + ")"
		if len(d.At) > 1 {
			terms[i] = fmt.Sprintf("%.6g*%s", math.Exp(d.LogWeights[i]), terms[i])
		}
	}
	return strings.Join(terms, " + ")
}

// atom is the distribution of a number that is certain.
type atom float64

func (a atom) Dim() int                       { return 1 }
func (a atom) Mean() float64                  { return float64(a) }
func (a atom) Var() float64                   { return 0 }
func (a atom) Rand(_ *rand.Rand, x []float64) { x[0] = float64(a) }
func (a atom) LogProb(x, grad []float64) float64 {
	if x[0] == float64(a) {
		return 0
	}
	return math.Inf(-1)
}
func (a atom) CDF(x float64) float64 {
	if x >= float64(a) {
		return 1
	}
	return 0
}
func (a atom) Survival(x float64) float64    { return 1 - a.CDF(x) }
func (a atom) LogCDF(x float64) float64      { return math.Log(a.CDF(x)) }
func (a atom) LogSurvival(x float64) float64 { return math.Log(a.Survival(x)) }
func (a atom) Quantile(p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	return float64(a)
}

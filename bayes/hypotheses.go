package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// LogLiks is the likelihood of finitely many hypotheses: LogLiks[i] is
// log p(data | hypothesis i). nil is no data.
type LogLiks []float64

// Dim returns 1: the parameter is the index of the hypothesis.
func (l LogLiks) Dim() int { return 1 }

// LogProb returns log p(data | hypothesis x[0]). It panics if grad is non-nil:
// an index has no derivative.
func (l LogLiks) LogProb(x, grad []float64) float64 {
	if grad != nil {
		panic("bayes: LogLiks.LogProb: an index has no gradient")
	}
	if l == nil {
		return 0
	}
	return l[int(x[0])]
}

// Merge implements [Stat].
func (l LogLiks) Merge(m LogLiks) LogLiks {
	if l == nil {
		return slices.Clone(m)
	}
	sum := slices.Clone(l)
	for i, v := range m {
		sum[i] += v
	}
	return sum
}

// Scale implements [Stat].
func (l LogLiks) Scale(w float64) LogLiks {
	scaled := slices.Clone(l)
	for i := range scaled {
		if scaled[i] *= w; w == 0 {
			scaled[i] = 0 // −Inf⁰: no data, not NaN
		}
	}
	return scaled
}

// Check reports a likelihood that is not a number, such as what is left after
// taking out an observation that had ruled a hypothesis out: nothing says what
// its probability had been.
func (l LogLiks) Check() error {
	for _, v := range l {
		if math.IsNaN(v) || math.IsInf(v, 1) {
			return fmt.Errorf("a log-likelihood of %g: an impossible observation cannot be taken out again", v)
		}
	}
	return nil
}

// Hypotheses is a prior on finitely many hypotheses, P(θ) and P(θᶜ) for two.
// The evidence P(D) is the sum of the joint, P(D∩θ) + P(D∩θᶜ). A hypothesis of
// probability 0 keeps it whatever the data (Cromwell's rule: do not use 0 for
// what is merely unlikely).
type Hypotheses struct {
	Names      []string
	LogWeights []float64 // logs of the probabilities, which add up to 1
}

// NewHypotheses returns the prior with the given probabilities. They must add
// up to 1 within 1e-6 and are then scaled to do so exactly; odds are for the
// caller to turn into probabilities.
func NewHypotheses(names []string, p []float64) (Hypotheses, error) {
	h := Hypotheses{Names: names}
	if len(names) != len(p) || len(p) == 0 {
		return h, fmt.Errorf("hypotheses: %d probabilities for %d names", len(p), len(names))
	}
	for i, n := range names {
		if n == "" || slices.Contains(names[:i], n) {
			return h, fmt.Errorf("hypotheses: name %q is empty or given twice", n)
		}
	}
	total := 0.0
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return h, fmt.Errorf("hypotheses: P(%s) = %g, want a number from 0 to 1", names[i], v)
		}
		total += v
	}
	if math.Abs(total-1) > 1e-6 {
		return h, fmt.Errorf("hypotheses: the probabilities add up to %g, want 1", total)
	}
	var err error
	h.LogWeights, err = logWeights("hypotheses", p)
	return h, err
}

// Probabilities returns P(θᵢ).
func (d Hypotheses) Probabilities() []float64 { return exps(d.LogWeights) }

// Joint returns log P(D ∩ θᵢ) = log P(θᵢ) + log P(D | θᵢ) for each hypothesis.
func (d Hypotheses) Joint(s LogLiks) []float64 {
	logs := slices.Clone(d.LogWeights)
	for i, l := range s {
		if !math.IsInf(logs[i], -1) {
			logs[i] += l
		}
	}
	return logs
}

// Update returns P(θᵢ | D) = P(D ∩ θᵢ) / P(D). Data that are impossible under
// every hypothesis leave NaN.
func (d Hypotheses) Update(s LogLiks) Hypotheses {
	logs := d.Joint(s)
	logEvidence := prob.LogSumExp(logs)
	for i := range logs {
		logs[i] -= logEvidence
	}
	return Hypotheses{d.Names, logs}
}

// LogEvidence returns log P(D) = log Σ P(D ∩ θᵢ).
func (d Hypotheses) LogEvidence(s LogLiks) float64 {
	if s == nil {
		return 0
	}
	return prob.LogSumExp(d.Joint(s))
}

// Proper implements [Prior]; hypotheses always are.
func (d Hypotheses) Proper() error { return nil }

// Check reports probabilities that do not add up to 1.
func (d Hypotheses) Check() error {
	_, err := NewHypotheses(d.Names, d.Probabilities())
	return err
}

// Dim returns 1: the parameter is the index of the hypothesis.
func (d Hypotheses) Dim() int { return 1 }

// LogProb returns log P(θᵢ) at x[0] = i, and −Inf where there is no such
// hypothesis. It panics if grad is non-nil: an index has no derivative.
func (d Hypotheses) LogProb(x, grad []float64) float64 {
	if grad != nil {
		panic("bayes: Hypotheses.LogProb: an index has no gradient")
	}
	if i := int(x[0]); float64(i) == x[0] && i >= 0 && i < len(d.LogWeights) {
		return d.LogWeights[i]
	}
	return math.Inf(-1)
}

// Rand overwrites x[0] with the index of a hypothesis drawn.
func (d Hypotheses) Rand(rng *rand.Rand, x []float64) { x[0] = float64(pick(rng, d.LogWeights)) }

// Family implements [Belief].
func (d Hypotheses) Family() string { return "hypotheses" }

// Params returns the probability of each hypothesis by its name.
func (d Hypotheses) Params() []Param {
	ps := make([]Param, len(d.Names))
	for i, n := range d.Names {
		ps[i] = Param{n, exp15(d.LogWeights[i])}
	}
	return ps
}

// Marginals returns none: a hypothesis is not a number.
func (d Hypotheses) Marginals() []Marginal { return nil }

// String returns "name: probability, …".
func (d Hypotheses) String() string {
	terms := make([]string, len(d.Names))
	for i, n := range d.Names {
		terms[i] = fmt.Sprintf("%s: %.6g", n, math.Exp(d.LogWeights[i]))
	}
	return strings.Join(terms, ", ")
}

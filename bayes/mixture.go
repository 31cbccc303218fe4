package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// A Mixture is a finite mixture of priors, Σ wᵢ pᵢ(θ). It is closed under
// updating: each component is updated on its own, and its weight grows by its
// evidence. So a mixture of conjugates is a prior of any shape that still
// updates exactly, and a mixture of two models is their comparison.
type Mixture[P interface {
	Belief
	prob.Distribution
	Prior[P, S]
}, S Stat[S]] struct {
	Components []P

	// LogWeights are the logs of the weights, which add up to 1. They are kept
	// as logs since a component 800 nats behind may yet come back.
	LogWeights []float64
}

// NewMixture returns the mixture of components with the given weights, scaled
// to add up to 1. It fails on a weight that is negative, or components that
// are improper: an improper one has no evidence to weigh it by.
func NewMixture[P interface {
	Belief
	prob.Distribution
	Prior[P, S]
}, S Stat[S]](weights []float64, components []P) (Mixture[P, S], error) {
	logs, err := logWeights("mixture", weights)
	if err != nil {
		return Mixture[P, S]{}, err
	}
	m := Mixture[P, S]{components, logs}
	return m, m.Check()
}

// logWeights returns the logs of w scaled to add up to 1.
func logWeights(family string, w []float64) ([]float64, error) {
	total := 0.0
	for _, v := range w {
		if !(v >= 0) || math.IsInf(v, 1) {
			return nil, fmt.Errorf("%s: weight %g, want a finite number, 0 or above", family, v)
		}
		total += v
	}
	if !(total > 0) {
		return nil, fmt.Errorf("%s: the weights add up to %g, want more than 0", family, total)
	}
	logs := make([]float64, len(w))
	for i, v := range w {
		logs[i] = math.Log(v / total)
	}
	return logs, nil
}

// Weights returns the weights themselves.
func (m Mixture[P, S]) Weights() []float64 { return exps(m.LogWeights) }

func exps(logs []float64) []float64 {
	w := make([]float64, len(logs))
	for i, l := range logs {
		w[i] = exp15(l)
	}
	return w
}

// exp15 returns eˡ to 15 digits, so that a probability given as 0.1 and kept as
// its log is 0.1 again, not 0.10000000000000002.
func exp15(l float64) float64 {
	p, _ := strconv.ParseFloat(strconv.FormatFloat(math.Exp(l), 'g', 15, 64), 64)
	return p
}

// joint returns log wᵢ + log p(data | i) for each component, and their
// log-sum, the evidence.
func (m Mixture[P, S]) joint(s S) (logs []float64, logEvidence float64) {
	logs = make([]float64, len(m.Components))
	for i, c := range m.Components {
		logs[i] = m.LogWeights[i] + c.LogEvidence(s)
	}
	return logs, prob.LogSumExp(logs)
}

// Update implements [Prior].
func (m Mixture[P, S]) Update(s S) Mixture[P, S] {
	logs, logEvidence := m.joint(s)
	post := Mixture[P, S]{make([]P, len(m.Components)), logs}
	for i, c := range m.Components {
		post.Components[i] = c.Update(s)
		post.LogWeights[i] -= logEvidence
	}
	return post
}

// LogEvidence returns log Σ wᵢ p(data | i).
func (m Mixture[P, S]) LogEvidence(s S) float64 {
	_, logEvidence := m.joint(s)
	return logEvidence
}

// Proper implements [Prior].
func (m Mixture[P, S]) Proper() error {
	for _, c := range m.Components {
		if err := c.Proper(); err != nil {
			return err
		}
	}
	return nil
}

// Check reports the first component or weight out of range, or a component
// that is improper, whose weight data could not change.
func (m Mixture[P, S]) Check() error {
	if len(m.LogWeights) != len(m.Components) || len(m.Components) == 0 {
		return fmt.Errorf("mixture: %d weights for %d components", len(m.LogWeights), len(m.Components))
	}
	for _, c := range m.Components {
		if err := c.Check(); err != nil {
			return err
		}
		if err := c.Proper(); err != nil {
			return fmt.Errorf("mixture: %w", err)
		}
	}
	if total := prob.LogSumExp(m.LogWeights); !(math.Abs(total) < 1e-9) {
		return fmt.Errorf("mixture: the weights add up to %g, want 1", math.Exp(total))
	}
	return nil
}

// Dim returns the number of parameters.
func (m Mixture[P, S]) Dim() int { return m.Components[0].Dim() }

// LogProb implements [prob.LogDensity].
func (m Mixture[P, S]) LogProb(x, grad []float64) float64 {
	logs := make([]float64, len(m.Components))
	for i, c := range m.Components {
		logs[i] = m.LogWeights[i] + c.LogProb(x, nil)
	}
	total := prob.LogSumExp(logs)
	if grad != nil { // each component's gradient, weighted by its share of the density
		clear(grad)
		g := make([]float64, len(grad))
		for i, c := range m.Components {
			c.LogProb(x, g)
			share := math.Exp(logs[i] - total)
			for j := range grad {
				grad[j] += share * g[j]
			}
		}
	}
	return total
}

// Rand implements [prob.Distribution].
func (m Mixture[P, S]) Rand(rng *rand.Rand, x []float64) {
	m.Components[pick(rng, m.LogWeights)].Rand(rng, x)
}

// pick draws an index with probability proportional to exp(logs[i]).
func pick(rng *rand.Rand, logs []float64) int {
	u := rng.Float64()
	last := 0
	for i, l := range logs {
		w := math.Exp(l)
		if w == 0 {
			continue
		}
		last = i
		if u -= w; u < 0 {
			return i
		}
	}
	return last
}

// Family implements [Belief].
func (m Mixture[P, S]) Family() string { return "mixture" }

// Params returns the weights and the components.
func (m Mixture[P, S]) Params() []Param {
	parts, _ := m.parts()
	return []Param{{"weights", m.Weights()}, {"components", parts}}
}

func (m Mixture[P, S]) parts() ([]Belief, []float64) {
	parts := make([]Belief, len(m.Components))
	for i, c := range m.Components {
		parts[i] = unwrap(c)
	}
	return parts, m.LogWeights
}

// Marginals returns, for each parameter, the mixture of the components'
// marginals.
func (m Mixture[P, S]) Marginals() []Marginal {
	var all []Marginal
	for i, c := range m.Components {
		for j, mg := range c.Marginals() {
			if i == 0 {
				all = append(all, Marginal{mg.Name, blend{logWeights: m.LogWeights}})
			}
			b := all[j].Continuous.(blend)
			b.parts = append(b.parts, mg)
			all[j].Continuous = b
		}
	}
	return all
}

// String returns "w1*p1 + w2*p2 + …".
func (m Mixture[P, S]) String() string {
	terms := make([]string, len(m.Components))
	for i, c := range m.Components {
		terms[i] = fmt.Sprintf("%.6g*%v", math.Exp(m.LogWeights[i]), c)
	}
	return strings.Join(terms, " + ")
}

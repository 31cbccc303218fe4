package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// begin implements consumer.
func (w *weighing) begin(p *plan) error {
	for _, m := range w.models {
		if err := p.suit(m.lik); err != nil {
			return err
		}
		if err := p.countLabels(m.learner); err != nil {
			return err
		}
	}
	return nil
}

// row implements consumer.
func (w *weighing) row(rec *record) (stop bool, err error) {
	for _, m := range w.models {
		if rec.label != nil {
			if rec.obs.Y, err = m.learner.Level(rec.label); err != nil {
				return false, err
			}
		}
		if err := m.learner.Observe(m.linear.pick(rec.obs), rec.times); err != nil {
			return false, err
		}
	}
	w.advance(1)
	return false, w.err
}

// floats implements consumer.
func (w *weighing) floats(y []float64) (taken int, stop bool, err error) {
	for taken < len(y) && w.err == nil {
		k := int64(len(y) - taken)
		if w.every > 0 {
			k = min(k, w.every-w.rows%w.every)
		}
		part := y[taken : taken+int(k)]
		for _, m := range w.models {
			if n, err := m.learner.ObserveAll(part); err != nil {
				return taken + n, false, err
			}
		}
		taken += int(k)
		w.advance(k)
	}
	return taken, false, w.err
}

func (w *weighing) advance(n int64) {
	w.rows += n
	if w.every > 0 && w.rows%w.every == 0 {
		w.step()
	}
}

// step keeps the evidences as they are now.
func (w *weighing) step() {
	s, err := w.weigh()
	if err != nil {
		w.err = err
	}
	w.steps = append(w.steps, s)
}

// weigh returns the evidences as they are now.
func (w *weighing) weigh() (weighed, error) {
	s := weighed{w.rows, make([]float64, len(w.models))}
	for i, m := range w.models {
		l, err := m.settled()
		if err != nil {
			return s, err
		}
		e, err := l.LogEvidence()
		if err != nil {
			return s, err
		}
		s.logEvidence[i] = e.Value
	}
	return s, nil
}

// A comparison is the result of a weighing.
type comparison struct {
	names   []string
	lik     []bayes.Likelihood
	odds    []float64
	final   weighed
	steps   []weighed
	n       float64
	skipped int64
	pseudo  bool
	digits  int
}

func newComparison(w *weighing, final weighed, odds []float64, digits int) *comparison {
	c := &comparison{odds: odds, final: final, steps: w.steps, n: w.models[0].learner.N(), digits: digits}
	for _, m := range w.models {
		c.names, c.lik = append(c.names, m.name), append(c.lik, m.lik)
		c.pseudo = c.pseudo || m.learner.Pseudo()
	}
	return c
}

// posterior returns the models' probabilities given s.
func (c *comparison) posterior(s weighed) []float64 {
	return bayes.ModelProbabilities(s.logEvidence, c.odds)
}

// factor returns the Bayes factor of model i against the first.
func (s weighed) factor(i int) bayes.BayesFactor {
	if i == 0 && !math.IsNaN(s.logEvidence[0]) {
		return 0
	}
	return bayes.Factor(s.logEvidence[i], s.logEvidence[0])
}

package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// csv returns one table with every digit: the path if there is one, and
// otherwise the posteriors.
func (r *report) csv() *table {
	switch {
	case r.traced:
		return r.csvTrace()
	case len(r.groups) > 0 && len(r.groups[0].at) > 0:
		return r.csvResponses()
	case r.hypotheses():
		return r.csvProbabilities()
	}
	t := &table{}
	t.head = append(append(t.head, r.by...), "n", "parameter", "mean", "sd", "low", "high", "log_evidence")
	for _, g := range r.groups {
		for _, s := range g.parameters {
			lows, highs := make([]string, len(s.intervals)), make([]string, len(s.intervals))
			for i, iv := range s.intervals {
				lows[i], highs[i] = exact(iv.Low), exact(iv.High)
			}
			t.add(append(append([]string{}, g.key...), exact(g.n), s.name, exact(s.mean), exact(s.sd),
				strings.Join(lows, ";"), strings.Join(highs, ";"), exact(g.logEvidence))...)
		}
	}
	return t
}

func (r *report) csvProbabilities() *table {
	t := &table{}
	t.head = append(append(t.head, r.by...), "n", "hypothesis", "prior", "posterior", "log_evidence")
	for _, g := range r.groups {
		p, q := g.prior.(bayes.Hypotheses).Probabilities(), g.posterior.(bayes.Hypotheses).Probabilities()
		for i, name := range r.prior.(bayes.Hypotheses).Names {
			t.add(append(append([]string{}, g.key...), exact(g.n), name, exact(p[i]), exact(q[i]), exact(g.logEvidence))...)
		}
	}
	return t
}

func (r *report) csvTrace() *table {
	t := &table{head: append([]string{}, r.by...)}
	if r.hypotheses() {
		t.head = append(t.head, "row", "n", "hypothesis", "prior", "likelihood", "joint", "posterior", "log_evidence", "increment")
	} else if _, ok := r.lik.Linear(); ok {
		t.head = append(t.head, "row", "n", "parameter", "mean", "low", "high", "log_evidence", "increment")
	} else {
		t.head = append(t.head, "row", "n", "mean", "low", "high", "log_evidence", "increment")
	}
	for _, g := range r.groups {
		for _, s := range g.steps {
			row := append(append([]string{}, g.key...), strconv.FormatInt(s.row, 10), exact(s.n))
			row = row[:len(row):len(row)]
			for _, c := range s.all {
				t.add(append(row, c.name, exact(c.mean), exact(c.intervals[0].Low), exact(c.intervals[0].High), exact(s.logEvidence), exact(s.increment))...)
			}
			if s.bayes == nil && s.all == nil {
				t.add(append(row, exact(s.mean), exact(s.interval.Low), exact(s.interval.High), exact(s.logEvidence), exact(s.increment))...)
			}
			if s.bayes == nil {
				continue
			}
			for i, name := range r.prior.(bayes.Hypotheses).Names {
				t.add(append(row, name, exact(s.bayes.prior[i]), exact(math.Exp(s.bayes.likelihood[i])), exact(math.Exp(s.bayes.joint[i])),
					exact(s.bayes.posterior[i]), exact(s.logEvidence), exact(s.increment))...)
			}
		}
	}
	return t
}

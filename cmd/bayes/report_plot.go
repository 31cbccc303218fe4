package main

import (
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// plot returns what --plot draws of the report.
func (r *report) plot() plotData {
	d := plotData{Level: r.level, HDI: r.hdi, PathOf: pathIndex(r.lik)}
	if m, ok := r.lik.Linear(); ok {
		d.Title = m.Formula()
	} else {
		d.Title = specText(r.prior, r.digits) + ", " + r.lik.String()
	}
	for _, g := range r.groups {
		one := plotGroup{Name: strings.Join(g.key, ", "), Prior: r.lik.Marginals(g.prior), Posterior: r.lik.Marginals(g.posterior)}
		if h, ok := g.prior.(bayes.Hypotheses); ok {
			one.Labels, one.PriorP = h.Names, h.Probabilities()
			one.PosteriorP = g.posterior.(bayes.Hypotheses).Probabilities()
		}
		for _, s := range g.steps {
			p := pathPoint{N: s.n, Mean: s.mean, Low: s.interval.Low, High: s.interval.High, LogEvidence: s.logEvidence}
			if s.bayes != nil {
				p.Mean = s.bayes.posterior[0]
				p.Low, p.High = p.Mean, p.Mean
			}
			one.Path = append(one.Path, p)
		}
		d.Groups = append(d.Groups, one)
		if g.line != nil {
			d.Lines = append(d.Lines, *g.line)
		}
	}
	return d
}

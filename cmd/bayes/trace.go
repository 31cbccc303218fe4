package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A step is where a group's posterior stood after some of its rows.
type step struct {
	row         int64
	n           float64
	logEvidence float64 // of the rows so far; NaN if there is none
	increment   float64 // of the rows since the last step, given those before
	mean        float64 // of the first parameter, and its interval
	interval    bayes.Interval
	bayes       *theorem  // of hypotheses
	all         []summary // of a regression, whose coefficients are worth a path each
}

// A theorem is one application of Bayes' theorem to hypotheses: joint = prior ×
// likelihood, evidence = the sum of the joint, posterior = joint / evidence.
// Likelihood and joint are logs; the evidence is the step's increment.
type theorem struct {
	prior, likelihood, joint, posterior []float64
}

// pathOptions say which steps to keep and what of them.
type pathOptions struct {
	every    int64 // rows between steps; 0 is no path
	level    float64
	interval bool // else it is left out: quantiles take time
}

// A trail records steps while data come in. Rows are gathered in block, which is
// merged into the rest at each step, so that each increment is the evidence of
// a block of its own and no difference of two.
type trail struct {
	opt   pathOptions
	g     *group
	all   *bayes.Learner // the data of all runs before block
	block *bayes.Learner
	in    int64 // rows in block
	rows  int64
	steps []step
	err   error
}

func newTrail(opt pathOptions, g *group) (*trail, error) {
	p := &trail{opt: opt, g: g, block: g.now.Empty()}
	if g.past == nil {
		p.all = g.now
		return p, nil
	}
	p.all = g.past.Empty()
	return p, p.all.Merge(g.past)
}

// room returns how many rows still fit into the block.
func (p *trail) room() int64 { return p.opt.every - p.in }

// advance notes that n rows were added to the block, and makes a step if it is
// full.
func (p *trail) advance(n int64) {
	p.in += n
	p.rows += n
	if p.in == p.opt.every {
		p.step()
	}
}

// step ends the block, if there is anything in it.
func (p *trail) step() {
	if p.in == 0 || p.err != nil {
		return
	}
	s := step{row: p.rows, increment: math.NaN(), logEvidence: math.NaN(), mean: math.NaN()}
	if e, err := p.block.LogEvidenceAfter(p.all); err == nil {
		s.increment = e.Value
	}
	if h, ok := p.all.Posterior().(bayes.Hypotheses); ok {
		s.bayes = newTheorem(h, p.block.LogLiks())
	}
	if p.err = p.all.Merge(p.block); p.err == nil && p.all != p.g.now {
		p.err = p.g.now.Merge(p.block)
	}
	if e, err := p.g.logEvidence(); err == nil {
		s.logEvidence = e.Value
	}
	s.n = p.g.now.N()
	s.locate(p.all, p.opt)
	p.steps = append(p.steps, s)
	p.block, p.in = p.block.Empty(), 0
}

// locate notes where the posterior of l is.
func (s *step) locate(l *bayes.Learner, opt pathOptions) {
	ms := l.Likelihood().Marginals(l.Posterior())
	if len(ms) == 0 {
		return
	}
	_, linear := l.Likelihood().Linear()
	m := ms[pathIndex(l.Likelihood())]
	s.mean = m.Mean()
	if opt.interval {
		s.interval = m.Interval(opt.level)
	}
	for _, m := range ms {
		if linear {
			s.all = append(s.all, summary{m.Name, m.Mean(), math.Sqrt(m.Var()), []bayes.Interval{m.Interval(opt.level)}})
		}
	}
}

// pathIndex returns which parameter a path shows: the first, but of a regression the
// coefficient of the first predictor rather than the intercept.
func pathIndex(lik bayes.Likelihood) int {
	if m, ok := lik.Linear(); ok && m.Intercept && len(m.Predictors) > 0 {
		return 1
	}
	return 0
}

// newTheorem updates h by the likelihood of a block.
func newTheorem(h bayes.Hypotheses, lik bayes.LogLiks) *theorem {
	return &theorem{
		prior:      h.Probabilities(),
		likelihood: lik,
		joint:      h.Joint(lik),
		posterior:  h.Update(lik).Probabilities(),
	}
}

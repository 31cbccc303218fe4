package main

import (
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// A group is one posterior of an update: of all rows, or of those that have the
// same values in the --by columns.
type group struct {
	key   []string
	past  *bayes.Learner // the data of earlier runs, nil if there are none
	now   *bayes.Learner // the data of this run
	trail *trail         // nil unless a trace was asked for
	fade  *forgetting    // nil unless --forget: then now holds what is left of past, too
	rows  int64
	all   *bayes.Learner // past and now, once all is read
	spec  string         // of a regression's prior that is made of the data
	at    []predictAt    // where the next response of a regression is predicted
}

// An updater feeds data to the groups.
type updater struct {
	template *bayes.Learner // of a group without data
	saved    *stateFile     // earlier data, nil if there are none
	linear   *linearUpdate  // nil unless it is one
	by       []string
	opt      pathOptions
	fade     *forgetting // nil unless --forget

	groups map[string]*group
	order  []*group // as they appeared
	until  *until   // nil: read everything
}

// begin implements consumer.
func (u *updater) begin(p *plan) error {
	if err := p.suit(u.template.Likelihood()); err != nil {
		return err
	}
	if u.until != nil {
		if err := p.countLabels(u.until.rival); err != nil {
			return err
		}
	}
	return p.countLabels(u.template)
}

// row implements consumer.
func (u *updater) row(rec *record) (stop bool, err error) {
	g, ok := u.groups[string(rec.key)]
	if !ok {
		if g, err = u.newGroup(string(rec.key)); err != nil {
			return false, err
		}
	}
	if rec.label != nil {
		if rec.obs.Y, err = u.template.Level(rec.label); err != nil {
			return false, err
		}
	}
	if g.fade != nil {
		err = g.fade.observe(g.now, rec.obs, rec.times)
	} else if g.trail == nil {
		err = g.now.Observe(rec.obs, rec.times)
	} else if err = g.trail.block.Observe(rec.obs, rec.times); err == nil {
		g.trail.advance(1)
	}
	if err != nil {
		return false, err
	}
	g.rows++
	if u.until == nil {
		return false, nil
	}
	if rec.label != nil {
		if rec.obs.Y, err = u.until.rival.Level(rec.label); err != nil {
			return false, err
		}
	}
	if err := u.until.rival.Observe(rec.obs, rec.times); err != nil {
		return false, err
	}
	return u.until.reached(g)
}

// floats implements consumer.
func (u *updater) floats(y []float64) (taken int, stop bool, err error) {
	g, ok := u.groups[""]
	if !ok {
		if g, err = u.newGroup(""); err != nil {
			return 0, false, err
		}
	}
	if g.fade != nil {
		for i, v := range y {
			if err := g.fade.observe(g.now, bayes.Observation{Y: v, Exposure: 1}, 1); err != nil {
				return i, false, err
			}
			g.rows++
		}
		return len(y), false, nil
	}
	for taken < len(y) && !stop {
		k := len(y) - taken
		if g.trail != nil {
			k = int(min(int64(k), g.trail.room()))
		}
		if u.until != nil && u.until.text != "" {
			k = 1 // the bound may be crossed at any row
		}
		part := y[taken : taken+k]
		l := g.now
		if g.trail != nil {
			l = g.trail.block
		}
		n, err := l.ObserveAll(part)
		taken += n
		g.rows += int64(n)
		if g.trail != nil {
			g.trail.advance(int64(n))
		}
		if err != nil {
			return taken, false, err
		}
		if u.until != nil {
			if _, err := u.until.rival.ObserveAll(part); err != nil {
				return taken, false, err
			}
			if stop, err = u.until.reached(g); err != nil {
				return taken, false, err
			}
		}
	}
	return taken, stop, nil
}

// newGroup makes the group of a key: the values of the --by columns, joined by
// NUL.
func (u *updater) newGroup(joined string) (*group, error) {
	g := &group{now: u.template.Empty()}
	if len(u.by) > 0 {
		g.key = strings.Split(joined, "\x00")
	}
	if u.saved != nil {
		if s, ok := u.saved.at[joined]; ok {
			g.past = s.learner
		}
	}
	if u.fade != nil {
		g.fade = &forgetting{lambda: u.fade.lambda, opt: u.opt}
		if g.past != nil {
			if err := g.now.Merge(g.past); err != nil {
				return nil, err
			}
		}
	} else if u.opt.every > 0 {
		var err error
		if g.trail, err = newTrail(u.opt, g); err != nil {
			return nil, err
		}
	}
	u.groups[joined] = g
	u.order = append(u.order, g)
	return g, nil
}

// sorted returns the groups by their keys, however the rows were ordered.
func (u *updater) sorted() []*group {
	all := slices.Clone(u.order)
	slices.SortStableFunc(all, func(a, b *group) int { return compareKeys(a.key, b.key) })
	return all
}

// logEvidence returns the evidence of this run's data given those of earlier
// ones.
func (g *group) logEvidence() (bayes.Estimate, error) {
	if g.fade != nil {
		return g.fade.logEvidence()
	}
	if g.past == nil {
		return g.now.LogEvidence()
	}
	return g.now.LogEvidenceAfter(g.past)
}

// prior returns what was believed before this run.
func (g *group) prior() bayes.Belief {
	if g.past == nil {
		return g.now.Prior()
	}
	return g.past.Posterior()
}

// finish ends the reading: the last block of a trace, and all the data of this
// run and of earlier ones together.
func (g *group) finish() error {
	if g.trail != nil {
		if g.trail.step(); g.trail.err != nil {
			return g.trail.err
		}
	}
	g.all = g.now
	if g.fade != nil {
		if g.fade.opt.every > 0 {
			g.fade.step(g.now)
		}
		return nil
	}
	if g.past == nil {
		return nil
	}
	g.all = g.past.Empty()
	if err := g.all.Merge(g.past); err != nil {
		return err
	}
	return g.all.Merge(g.now)
}

package bayes

import (
	"bytes"
	"fmt"
	"math"
)

// A Learner is an [Exact] posterior whose family and likelihood are known only
// at run time: a prior, the data so far as a sufficient statistic, and how one
// row becomes part of it. It is what a command line or a configuration file
// makes; a program that knows its types uses Exact. It is not safe for
// concurrent use; learners of shards are merged.
type Learner struct {
	prior  Belief
	lik    Likelihood
	kind   Outcome // lik's, which is looked up by name
	least  float64 // the least that lik lets pass
	engine engine
	levels *levels
	n      float64
	pseudo bool // some weight was not a whole number
}

// NewLearner returns a learner that has seen no data. It fails if the prior is
// out of range or cannot be updated under the likelihood.
func NewLearner(prior Belief, lik Likelihood) (*Learner, error) {
	prior = unwrap(prior)
	if err := prior.Check(); err != nil {
		return nil, err
	}
	prior, err := forLinear(prior, lik)
	if err != nil {
		return nil, err
	}
	if prior, err = forVectors(prior, lik); err != nil {
		return nil, err
	}
	l := &Learner{prior: prior, lik: lik, kind: lik.Outcome(), least: lik.least(), levels: levelsOf(prior, lik)}
	l.engine, err = newEngine(prior, lik)
	return l, err
}

// Empty returns a learner with the same prior and likelihood that has seen no
// data. The two share their table of labels, so that groups agree on which
// index is which label.
func (l *Learner) Empty() *Learner {
	return &Learner{prior: l.prior, lik: l.lik, kind: l.kind, least: l.least, levels: l.levels, engine: l.engine.empty()}
}

// Prior returns the prior.
func (l *Learner) Prior() Belief { return l.prior }

// Likelihood returns the likelihood.
func (l *Learner) Likelihood() Likelihood { return l.lik }

// N returns the number of observations: each trial of a binomial count is one.
func (l *Learner) N() float64 { return l.n }

// Pseudo reports whether weights that are not whole numbers make the evidence
// that of no data, a pseudo-evidence.
func (l *Learner) Pseudo() bool { return l.pseudo }

// Labels returns the labels of categorical data in the order of the prior's
// parameters, and nil for other data.
func (l *Learner) Labels() []string {
	if l.levels == nil {
		return nil
	}
	return l.levels.names
}

// Level returns the index that stands for a label as an observation's Y.
func (l *Learner) Level(label []byte) (float64, error) { return l.levels.index(label) }

// Observe adds an observation that stands for times such rows (1 for one). It
// fails, and leaves l as it was, on what the likelihood rules out.
func (l *Learner) Observe(o Observation, times float64) error {
	if err := l.admits(o); err != nil {
		return err
	}
	if !(times >= 0) || math.IsInf(times, 1) {
		return fmt.Errorf("a weight of %g: want a finite number, 0 or above", times)
	}
	if l.levels != nil && l.kind == Counts && len(o.Counts) != l.levels.room {
		return fmt.Errorf("%d counts, but the prior has %d numbers", len(o.Counts), l.levels.room)
	}
	if err := l.engine.observe(o, times); err != nil {
		return err
	}
	l.n += times * l.kind.size(o)
	l.pseudo = l.pseudo || times != math.Trunc(times)
	return nil
}

// ObserveAll adds an observation for each of y, the fast way for a column of
// numbers. It stops at the first that the likelihood rules out and returns how
// many it has added.
func (l *Learner) ObserveAll(y []float64) (int, error) {
	good := l.admitted(y)
	if err := l.engine.observeAll(y[:good]); err != nil {
		return 0, err
	}
	l.n += float64(good)
	if good < len(y) {
		return good, l.admits(Observation{Y: y[good], Exposure: 1})
	}
	return good, nil
}

// admits reports why o cannot have been observed.
func (l *Learner) admits(o Observation) error {
	if err := l.kind.admits(o); err != nil {
		return err
	}
	switch {
	case l.lik.OwnSD() && !(o.SD > 0 && o.SD <= math.MaxFloat64):
		return fmt.Errorf("a standard deviation of %g: want a finite number above 0", o.SD)
	case o.Y < l.least:
		return fmt.Errorf("%g is below the minimum, %g", o.Y, l.least)
	}
	return nil
}

// admitted returns how many of y, from the first on, admits would let pass.
func (l *Learner) admitted(y []float64) int {
	if l.lik.OwnSD() {
		return 0
	}
	good := l.kind.admitted(y)
	if l.kind == Positive {
		for i, v := range y[:good] {
			if v < l.least {
				return i
			}
		}
	}
	return good
}

// Posterior returns the posterior given the data so far.
func (l *Learner) Posterior() Belief { return l.engine.posterior(l.levels) }

// LogEvidence returns log p(data). It fails if the prior is improper.
func (l *Learner) LogEvidence() (Estimate, error) {
	if err := l.prior.Proper(); err != nil {
		return Estimate{}, err
	}
	return Estimate{Value: l.engine.logEvidence()}, nil
}

// Joint returns, for hypotheses, log P(D ∩ θᵢ) of all the data so far; nil
// otherwise. The evidence is their log-sum.
func (l *Learner) Joint() []float64 {
	if e, ok := l.engine.(*typed[LogLiks]); ok {
		if h, ok := l.prior.(Hypotheses); ok {
			return h.Joint(e.data)
		}
	}
	return nil
}

// Merge adds the data of other to l, counting the prior that they share once.
// It fails if their priors or likelihoods differ.
func (l *Learner) Merge(other *Learner) error {
	a, err := MarshalBelief(l.prior)
	if err != nil {
		return err
	}
	b, err := MarshalBelief(other.prior)
	if err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("the priors differ, %v and %v: only data that met the same prior can be added up", l.prior, other.prior)
	}
	if a, b := l.lik.String(), other.lik.String(); a != b {
		return fmt.Errorf("the likelihoods differ, %s and %s", a, b)
	}
	order, err := l.levels.adopt(other.levels)
	if err != nil {
		return err
	}
	if err := l.engine.merge(other.engine, order); err != nil {
		return err
	}
	l.n += other.n
	l.pseudo = l.pseudo || other.pseudo
	return nil
}

// Forget multiplies the weight of all data so far by lambda, 0 ≤ lambda ≤ 1.
// From then on the evidence is a pseudo-evidence.
func (l *Learner) Forget(lambda float64) error {
	if !(lambda >= 0 && lambda <= 1) {
		return fmt.Errorf("a forgetting factor of %g: want a number from 0 to 1", lambda)
	}
	if err := l.engine.scale(lambda); err != nil {
		return err
	}
	l.n *= lambda
	l.pseudo = l.pseudo || lambda != 1
	return nil
}

// Predict returns the distribution of the next observation, of exposure 1 or,
// for a binomial likelihood, of one trial.
func (l *Learner) Predict() Prediction {
	post := l.Posterior()
	if l.lik.table != nil {
		return predictLabels(post, l.lik)
	}
	return predict(post, l.lik, l.levels)
}

package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// forgetting is --forget: before each row the weight of all data so far is
// multiplied by lambda. The evidence is then prequential, the sum of how well
// each row was predicted from what was left of those before it; there is no batch
// of data of which it would be the evidence.
type forgetting struct {
	lambda float64
	opt    pathOptions
	sum    float64 // NaN once a row had no prediction
	reason error   // why
	rows   int64
	steps  []step
}

// newForgetting returns what --forget asks for, nil if it is not given.
func newForgetting(lambda float64, given bool, template *bayes.Learner, out output, u *until) (*forgetting, error) {
	_, hypotheses := template.Prior().(bayes.Hypotheses)
	switch {
	case !given:
		return nil, nil
	case !(lambda > 0 && lambda <= 1):
		return nil, usagef("--forget %v: want a number above 0, up to 1, such as 0.99", lambda)
	case template.Prior().Family() == "local-level":
		return nil, usagef("--forget is for priors without a drift of their own: leave it out")
	case u != nil:
		return nil, usagef("--forget makes the evidence prequential, --against weighs evidences of data: leave one out")
	case hypotheses && out.every > 0:
		return nil, usagef("the trace of hypotheses is Bayes' theorem for whole rows, and --forget takes parts of them: leave one out")
	}
	return &forgetting{lambda: lambda}, nil
}

// observe adds a row to l, after discounting what is in it.
func (f *forgetting) observe(l *bayes.Learner, o bayes.Observation, times float64) error {
	one := l.Empty()
	if err := one.Observe(o, times); err != nil {
		return err
	}
	if err := l.Forget(f.lambda); err != nil {
		return err
	}
	increment := math.NaN()
	if e, err := one.LogEvidenceAfter(l); err == nil {
		increment = e.Value
	} else if f.reason == nil {
		f.reason = err
	}
	if err := l.Merge(one); err != nil {
		return err
	}
	f.sum += increment
	f.rows++
	if f.opt.every > 0 && f.rows%f.opt.every == 0 {
		f.step(l)
	}
	return nil
}

// step keeps the posterior and the evidence as they are now.
func (f *forgetting) step(l *bayes.Learner) {
	before := 0.0
	if k := len(f.steps); k > 0 {
		if f.steps[k-1].row == f.rows {
			return
		}
		before = f.steps[k-1].logEvidence
	}
	s := step{row: f.rows, n: l.N(), logEvidence: f.sum, increment: f.sum - before, mean: math.NaN()}
	s.locate(l, f.opt)
	f.steps = append(f.steps, s)
}

// logEvidence returns the prequential evidence.
func (f *forgetting) logEvidence() (bayes.Estimate, error) {
	return bayes.Estimate{Value: f.sum}, f.reason
}

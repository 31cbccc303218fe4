package bayes

import (
	"errors"
	"slices"
)

// LogEvidenceAfter returns log p(data of l | data of earlier): the evidence of
// l's data under the posterior of earlier, whose prior and likelihood must be
// l's own. It is exact where the difference of two evidences would cancel, and
// is there as soon as earlier data have made an improper prior proper. It fails
// if they have not.
func (l *Learner) LogEvidenceAfter(earlier *Learner) (Estimate, error) {
	if err := earlier.Posterior().Proper(); err != nil {
		return Estimate{}, err
	}
	order, err := earlier.levels.adopt(l.levels)
	if err != nil {
		return Estimate{}, err
	}
	value, err := l.engine.logEvidenceAfter(earlier.engine, order)
	return Estimate{Value: value}, err
}

func (e *typed[S]) logEvidenceAfter(earlier engine, order []int) (float64, error) {
	o, ok := earlier.(*typed[S])
	if !ok {
		return 0, errors.New("the statistics are of different kinds")
	}
	data := e.data
	if t, ok := any(data).(Tally); ok && order != nil {
		data = any(t.permute(order)).(S)
	}
	return o.prior.Update(o.data).LogEvidence(data), nil
}

// LogLiks returns, for hypotheses, log p(data | θᵢ); nil otherwise.
func (l *Learner) LogLiks() LogLiks {
	e, ok := l.engine.(*typed[LogLiks])
	if !ok {
		return nil
	}
	if h, ok := l.prior.(Hypotheses); ok && e.data == nil {
		return make(LogLiks, len(h.Names))
	}
	return slices.Clone(e.data)
}

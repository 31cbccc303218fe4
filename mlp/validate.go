package mlp

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// A split is which rows are trained on and which are validated on.
type split[F Float, Y any] struct {
	data       Data[F, Y]
	train      []int   // rows of data
	total      float64 // their weights' sum
	validation Data[F, Y]
}

// divide returns the rows to train on, in order, and those to validate on. The rows
// held out depend on the seed and the number of rows alone.
func (t Training[F, Y]) divide(seed prob.Seed, data Data[F, Y]) (split[F, Y], error) {
	inputs, targets := t.Model.Net.Inputs, t.Model.Head.Observations()
	n := data.Rows(targets)
	s := split[F, Y]{data: data, train: make([]int, n)}
	for i := range s.train {
		s.train[i] = i
	}
	if t.Validation != nil {
		s.validation = *t.Validation
	}
	if t.Holdout > 0 {
		held := max(1, int(t.Holdout*float64(n)+0.5))
		if held >= n {
			return s, fmt.Errorf("mlp: holding out %d of %d rows leaves none to train on", held, n)
		}
		rows := seed.Child(seedHoldout).Rand().Perm(n)
		s.train = rows[held:]
		slices.Sort(s.train)
		slices.Sort(rows[:held])
		for _, i := range rows[:held] {
			s.validation.X = append(s.validation.X, data.X[i*inputs:(i+1)*inputs]...)
			s.validation.Y = append(s.validation.Y, data.Y[i*targets:(i+1)*targets]...)
			if data.Weights != nil {
				s.validation.Weights = append(s.validation.Weights, data.Weights[i])
			}
		}
		if !(s.validation.total(targets) > 0) {
			return s, fmt.Errorf("mlp: all rows held out have weight 0: nothing to validate on")
		}
	}
	for _, i := range s.train {
		if data.Weights == nil {
			s.total++
		} else {
			s.total += data.Weights[i]
		}
	}
	return s, nil
}

// validate sets the validation loss of the epoch, keeps the parameters if it is the best
// so far, and says whether to stop.
func (r *run[F, Y]) validate(e *Epoch) error {
	if len(r.split.validation.Y) == 0 {
		return nil
	}
	s, d := r.state, r.split.validation
	loss := -r.t.Reduction.factor(d.total(r.engine.targets), r.engine.targets) * r.engine.all(s.Params, d, 1, nil)
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return r.diverged(*e, -1, -loss, "the loss of the validation rows is not finite")
	}
	e.Validation = &loss
	if s.BestEpoch == 0 || loss < *s.History[s.BestEpoch-1].Validation {
		s.Best, s.BestEpoch = append(s.Best[:0], s.Params...), e.Number
	}
	if r.t.Patience > 0 && e.Number-s.BestEpoch >= r.t.Patience {
		s.Stopped = "early-stopping"
	}
	return nil
}

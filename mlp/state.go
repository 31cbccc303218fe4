package mlp

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// A State is where a training stands between two epochs. It is plain data, which may be
// stored, in JSON too, and is all that [Training.Resume] needs beside the training and
// the data: a training that was stopped and resumed ends with the same bits as one that
// was not.
type State[F Float] struct {
	Seed    prob.Seed `json:"seed"`
	Steps   int       `json:"steps"`   // batches done
	Params  []F       `json:"params"`  // the current parameters, as Model.Layout says
	Moments []F       `json:"moments"` // the optimiser's: none, the velocity, or Adam's m and then its v
	History []Epoch   `json:"history"` // one for each epoch done

	// Best are the parameters after the epoch BestEpoch (from 1) with the least validation
	// loss; nil if there are no validation rows.
	Best      []F `json:"best,omitempty"`
	BestEpoch int `json:"best_epoch,omitempty"`

	// Stopped says why training ended before its last epoch, and is empty if it did not:
	// early-stopping; converged, L-BFGS's gradient is nothing to speak of; or stalled, no
	// step of L-BFGS lowers the loss, whose gradient is not small: there may be no minimum.
	// To go on all the same, empty it.
	Stopped string `json:"stopped,omitempty"`
}

// An Epoch is what is known after one pass over the rows.
type Epoch struct {
	Number int `json:"epoch"` // from 1

	// Loss is that of the training rows, under the reduction stated, each batch taken
	// before the step that it leads to, with dropout. It does not include the prior.
	Loss float64 `json:"loss"`

	// Penalty is minus the log prior, at the end of the epoch, up to its constants and times
	// what the reduction multiplies the log-likelihood by.
	Penalty float64 `json:"penalty"`

	Validation *float64 `json:"validation,omitempty"` // loss of the validation rows at the end of the epoch; nil without
	Rate       float64  `json:"rate"`                 // the optimiser's, at the last step
	Gradient   float64  `json:"gradient"`             // length of the gradient, before clipping, at the last step
	Clipped    int      `json:"clipped"`              // steps whose gradient was clipped
	Floored    int      `json:"floored"`              // how many scales of training observations were held at the floor
}

// judged returns the loss that an epoch is judged by.
func (e Epoch) judged() float64 {
	if e.Validation != nil {
		return *e.Validation
	}
	return e.Loss + e.Penalty
}

// Fitted returns the parameters to use: Best if there are any, Params otherwise.
func (s *State[F]) Fitted() []F {
	if s.Best != nil {
		return s.Best
	}
	return s.Params
}

// Last returns the last epoch; the zero Epoch before the first.
func (s *State[F]) Last() Epoch {
	if len(s.History) == 0 {
		return Epoch{}
	}
	return s.History[len(s.History)-1]
}

// Clone returns a copy that shares nothing with s.
func (s *State[F]) Clone() *State[F] {
	c := *s
	c.Params, c.Moments, c.Best = slices.Clone(s.Params), slices.Clone(s.Moments), slices.Clone(s.Best)
	c.History = slices.Clone(s.History)
	return &c
}

// check reports a state that does not belong to a training of dim parameters.
func (s *State[F]) check(dim, moments int) error {
	switch {
	case len(s.Params) != dim:
		return fmt.Errorf("mlp: state of %d parameters, and the model has %d", len(s.Params), dim)
	case len(s.Moments) != moments*dim:
		return fmt.Errorf("mlp: state with %d moments, and the optimiser keeps %d: was it another one?", len(s.Moments), moments*dim)
	case s.Best != nil && len(s.Best) != dim:
		return fmt.Errorf("mlp: state with %d best parameters, and the model has %d", len(s.Best), dim)
	}
	for i, v := range s.Params {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return fmt.Errorf("mlp: parameter %d of the state is %v", i, v)
		}
	}
	return nil
}

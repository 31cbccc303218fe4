package mlp

import (
	"fmt"

	"github.com/bayeskit/bayeskit/prob"
)

// A Training is how a model is fitted: everything but the data and the seed. Only Model
// is required; the zero values of the others are the defaults stated.
type Training[F Float, Y any] struct {
	Model     Model[Y]
	Prior     Prior     // flat by default: maximum likelihood
	Reduction Reduction // of the loss that is reported and whose gradient is followed

	Optimiser Optimiser // nil is Adam{}
	Schedule  Schedule  // nil is Constant{}
	Epochs    int       // passes over the rows, or iterations of LBFGS, at most; 0 means 100
	Batch     int       // rows in a batch, at most those there are; 0 means 64
	Clip      float64   // a longer gradient (of all parameters together) is scaled down to this length; 0, no limit

	// Of the rows, the fraction Holdout (at random, at least one row, none if it is 0) is
	// kept from training to be validated on after every epoch; or Validation is. The
	// parameters of the best validation loss are kept. Training stops when that has not
	// improved for Patience epochs; 0 means never.
	Holdout    float64
	Validation *Data[F, Y]
	Patience   int

	Threads int // goroutines at most, for networks large enough; 0 means 1. No result depends on it.
}

// Check reports settings that are outside their ranges or do not go together.
func (t Training[F, Y]) Check() error {
	if err := t.Model.Check(); err != nil {
		return err
	}
	if err := t.Prior.check(t.Model.Layout()); err != nil {
		return err
	}
	if err := t.optimiser().Check(); err != nil {
		return err
	}
	if err := t.schedule().Check(); err != nil {
		return err
	}
	_, full := t.optimiser().(LBFGS)
	switch {
	case t.Reduction < PerRow || t.Reduction > PerElement:
		return fmt.Errorf("mlp: no reduction has the number %d", int(t.Reduction))
	case t.Epochs < 0:
		return fmt.Errorf("mlp: %d epochs: want at least 1, or 0 for 100", t.Epochs)
	case t.Batch < 0:
		return fmt.Errorf("mlp: batches of %d rows: want at least 1, or 0 for 64", t.Batch)
	case !(t.Clip >= 0):
		return fmt.Errorf("mlp: gradients clipped to a length of %v: want a number above 0, or 0 for no limit", t.Clip)
	case !(t.Holdout >= 0 && t.Holdout < 1):
		return fmt.Errorf("mlp: a fraction %v of rows held out: want from 0 up to but not 1", t.Holdout)
	case t.Holdout > 0 && t.Validation != nil:
		return fmt.Errorf("mlp: rows held out and validation rows as well: want one of them")
	case t.Patience < 0:
		return fmt.Errorf("mlp: patience of %d epochs: want at least 1, or 0 to go on to the end", t.Patience)
	case t.Patience > 0 && t.Holdout == 0 && t.Validation == nil:
		return fmt.Errorf("mlp: patience of %d epochs without validation rows: hold some out, such as 0.1", t.Patience)
	case t.Threads < 0:
		return fmt.Errorf("mlp: %d threads: want at least 1", t.Threads)
	case full && t.Clip != 0:
		return fmt.Errorf("mlp: lbfgs does not clip gradients: leave the limit of %v out", t.Clip)
	case full && t.Model.Net.drops():
		return fmt.Errorf("mlp: lbfgs with dropout: its line searches need the same loss every time; use another optimiser")
	}
	return nil
}

func (t Training[F, Y]) optimiser() Optimiser {
	if t.Optimiser == nil {
		return Adam{}
	}
	return t.Optimiser
}

func (t Training[F, Y]) schedule() Schedule {
	if t.Schedule == nil {
		return Constant{}
	}
	return t.Schedule
}

func (t Training[F, Y]) epochs() int {
	if t.Epochs == 0 {
		return 100
	}
	return t.Epochs
}

func (t Training[F, Y]) batch() int {
	if t.Batch == 0 {
		return 64
	}
	return t.Batch
}

// Start returns the state before the first epoch. All randomness, the initial weights,
// the rows held out, the order of rows and dropout, comes from seed.
func (t Training[F, Y]) Start(seed prob.Seed) *State[F] {
	s := &State[F]{Seed: seed}
	s.Params = convert[F](t.Model.Init(seed.Child(seedInit)))
	s.Moments = make([]F, t.optimiser().moments()*len(s.Params))
	return s
}

// The children of a training's seed.
const (
	seedInit = iota
	seedHoldout
	seedOrder   // and of that, one an epoch
	seedDropout // and of that, one a step
)

// convert returns a copy of x in another precision.
func convert[To, From Float](x []From) []To {
	y := make([]To, len(x))
	for i, v := range x {
		y[i] = To(v)
	}
	return y
}

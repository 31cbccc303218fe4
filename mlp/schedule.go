package mlp

import (
	"fmt"
	"math"
)

// A Schedule multiplies the optimiser's rate as training goes on: one of [Constant],
// [Cosine], [Warmup] and [Plateau].
type Schedule interface {
	// Check reports a setting outside its range.
	Check() error

	// factor returns what the rate is multiplied by. Its whole state is the history, so a
	// training that is resumed goes on as if it had not stopped.
	factor(at moment) float64
}

// A moment is a point in training.
type moment struct {
	epoch   float64 // epochs done, with the fraction of the current one
	epochs  int     // epochs to do in all
	history []Epoch // of the epochs done
}

// Constant leaves the rate alone.
type Constant struct{}

// Cosine lets the rate fall along half a cosine, from all of it to the fraction Final at
// the end of training (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts).
type Cosine struct{ Final float64 }

// Warmup lets the rate grow in proportion to the steps done, over the first Epochs (which
// need not be whole), and then follows Then, from its beginning; nil is [Constant].
type Warmup struct {
	Epochs float64
	Then   Schedule
}

// Plateau multiplies the rate by Factor whenever the loss, on validation rows if there
// are any, has not improved for Patience epochs.
type Plateau struct {
	Factor   float64 // 0 means 0.5
	Patience int     // epochs; 0 means 10
	Least    float64 // the factor does not fall below this; 0 means 1e-4
}

func (Constant) factor(moment) float64 { return 1 }

func (s Cosine) factor(at moment) float64 {
	t := math.Min(at.epoch/float64(at.epochs), 1)
	return s.Final + (1-s.Final)*(1+math.Cos(math.Pi*t))/2
}

func (s Warmup) factor(at moment) float64 {
	if at.epoch < s.Epochs {
		return at.epoch / s.Epochs
	}
	if s.Then == nil {
		return 1
	}
	at.epochs = max(at.epochs-int(s.Epochs), 1)
	at.epoch -= s.Epochs
	return s.Then.factor(at)
}

func (s Plateau) factor(at moment) float64 {
	factor, best, since := 1.0, math.Inf(1), 0
	patience := s.Patience
	if patience == 0 {
		patience = 10
	}
	for _, e := range at.history {
		if since++; e.judged() < best {
			best, since = e.judged(), 0
		}
		if since >= patience {
			factor, since = factor*orDefault(s.Factor, 0.5), 0
		}
	}
	return math.Max(factor, orDefault(s.Least, 1e-4))
}

// Check implements [Schedule].
func (Constant) Check() error { return nil }

// Check implements [Schedule].
func (s Cosine) Check() error {
	if !(s.Final >= 0 && s.Final <= 1) {
		return fmt.Errorf("mlp: cosine schedule: final = %v, want a fraction from 0 to 1", s.Final)
	}
	return nil
}

// Check implements [Schedule].
func (s Warmup) Check() error {
	if !(s.Epochs >= 0) || math.IsInf(s.Epochs, 1) {
		return fmt.Errorf("mlp: warm-up of %v epochs: want a finite number from 0 on", s.Epochs)
	}
	if s.Then == nil {
		return nil
	}
	return s.Then.Check()
}

// Check implements [Schedule].
func (s Plateau) Check() error {
	if err := within("plateau schedule", "factor", s.Factor, 1); err != nil {
		return err
	}
	if err := within("plateau schedule", "least", s.Least, 1); err != nil {
		return err
	}
	if s.Patience < 0 {
		return fmt.Errorf("mlp: plateau schedule: patience %d: want at least 1, or 0 for the default", s.Patience)
	}
	return nil
}

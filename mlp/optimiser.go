package mlp

import (
	"fmt"
	"math"
)

// An Optimiser is one of [SGD], [Adam], [AdamW] and [LBFGS]. With g the gradient of the
// loss that is reported, on a batch, and η the rate of the [Schedule]:
type Optimiser interface {
	// Check reports a setting outside its range.
	Check() error

	// moments returns how many numbers are kept for each parameter from step to step.
	moments() int

	// rate returns η before the schedule.
	rate() float64
}

// SGD is stochastic gradient descent: w ← w − η·v, v ← Momentum·v + g; with Nesterov,
// w ← w − η·(g + Momentum·v).
type SGD struct {
	Rate     float64 // η; 0 means 0.01
	Momentum float64 // in [0, 1)
	Nesterov bool
}

// Adam is Kingma and Ba (2015), arXiv:1412.6980, with bias-corrected moments:
//
//	m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  w ← w − η·m̂/(√v̂ + ε).
//
// It does not see a factor on the loss, but for ε.
type Adam struct {
	Rate    float64 // η; 0 means 0.001
	Beta1   float64 // 0 means 0.9
	Beta2   float64 // 0 means 0.999
	Epsilon float64 // 0 means 1e-8
}

// AdamW is Adam with w ← w − η·Decay·w beside each step, for weights but not for biases or
// noise (Loshchilov and Hutter 2019, arXiv:1711.05101). This is not a Gaussian prior: the
// decay is not divided by √v̂, so its fixed points are not those of a posterior. For that,
// see [Prior].
type AdamW struct {
	Adam
	Decay float64 // 0 means 0.01
}

// LBFGS is the limited-memory BFGS method on all rows at once, in float64, by gonum. One
// iteration is one epoch. There is no dropout, no schedule and no clipping. It ends early
// where the gradient is at most Tolerance. What it has learnt about curvature is not part
// of a [State]: one that is resumed goes on from the same weights, by a different path.
type LBFGS struct {
	Memory    int     // pairs of differences kept; 0 means 20
	Tolerance float64 // largest element of the gradient of the mean loss at the end; 0 means 1e-8
}

func (o SGD) moments() int {
	if o.Momentum != 0 {
		return 1
	}
	return 0
}
func (o Adam) moments() int  { return 2 }
func (o LBFGS) moments() int { return 0 }

func (o SGD) rate() float64   { return orDefault(o.Rate, 0.01) }
func (o Adam) rate() float64  { return orDefault(o.Rate, 0.001) }
func (o LBFGS) rate() float64 { return 1 }

// Check implements [Optimiser].
func (o SGD) Check() error {
	if err := within("sgd", "rate", o.Rate, math.Inf(1)); err != nil {
		return err
	}
	if o.Nesterov && o.Momentum == 0 {
		return fmt.Errorf("mlp: sgd: nesterov without momentum: want a momentum, such as 0.9")
	}
	return within("sgd", "momentum", o.Momentum, 1)
}

// Check implements [Optimiser].
func (o Adam) Check() error {
	if err := within("adam", "rate", o.Rate, math.Inf(1)); err != nil {
		return err
	}
	if err := within("adam", "beta1", o.Beta1, 1); err != nil {
		return err
	}
	if err := within("adam", "beta2", o.Beta2, 1); err != nil {
		return err
	}
	return within("adam", "epsilon", o.Epsilon, math.Inf(1))
}

// Check implements [Optimiser].
func (o AdamW) Check() error {
	if err := o.Adam.Check(); err != nil {
		return err
	}
	return within("adamw", "decay", o.Decay, math.Inf(1))
}

// Check implements [Optimiser].
func (o LBFGS) Check() error {
	if o.Memory < 0 {
		return fmt.Errorf("mlp: lbfgs: memory %d: want at least 1, or 0 for the default", o.Memory)
	}
	return within("lbfgs", "tolerance", o.Tolerance, math.Inf(1))
}

// within reports a value that is not in [0, below).
func within(method, name string, v, below float64) error {
	if v >= 0 && v < below {
		return nil
	}
	if math.IsInf(below, 1) {
		return fmt.Errorf("mlp: %s: %s = %v, want a finite number above 0, or 0 for the default", method, name, v)
	}
	return fmt.Errorf("mlp: %s: %s = %v, want from 0 up to but not %v", method, name, v, below)
}

func orDefault(v, byDefault float64) float64 {
	if v == 0 {
		return byDefault
	}
	return v
}

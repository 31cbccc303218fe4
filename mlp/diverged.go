package mlp

import (
	"errors"
	"fmt"
	"math"
)

// ErrDiverged is what a [DivergenceError] unwraps to.
var ErrDiverged = errors.New("training diverged")

// A DivergenceError says where a loss ceased to be finite.
type DivergenceError struct {
	Epoch   int     // from 1
	Row     int     // of the data, from 0; −1 if no single row is at fault
	LogProb float64 // of that row: −Inf, +Inf or NaN
	Reason  string
	Try     string // what to do
}

// Error implements error.
func (e *DivergenceError) Error() string {
	return fmt.Sprintf("mlp: training diverged in epoch %d: %s: %s", e.Epoch, e.Reason, e.Try)
}

// Unwrap returns [ErrDiverged].
func (e *DivergenceError) Unwrap() error { return ErrDiverged }

// diverged returns the error of an epoch.
func (r *run[F, Y]) diverged(e Epoch, row int, logProb float64, reason string) error {
	if reason == "" {
		reason = fmt.Sprintf("the log-likelihood of row %d is %v", row, logProb)
	}
	try := fmt.Sprintf("lower the rate (%.3g now), clip gradients, or standardise inputs and targets", r.t.Optimiser.rate())
	if _, ok := r.t.Optimiser.(LBFGS); ok {
		try = "standardise inputs and targets, or start from other weights"
	}
	if math.IsInf(logProb, 1) {
		try = "a scale has shrunk to 0: set a floor, or a prior of the noise"
	}
	return &DivergenceError{e.Number, row, logProb, reason, try}
}

// errStopped ends a descent whose state says why.
var errStopped = errors.New("stopped early")

package mlp

import (
	"fmt"
	"math"
)

// Data is n observed rows. Nothing here is copied or changed by a fit.
type Data[F Float, Y any] struct {
	X       []F       // n×Inputs, row-major
	Y       []Y       // n×D, row-major, D being the head's targets
	Weights []float64 // nil, or n weights ≥ 0: a row of weight 2 counts as two
}

// Rows returns the number of rows, given the number of targets of each.
func (d Data[F, Y]) Rows(targets int) int { return len(d.Y) / targets }

// A DataError says which row of the data cannot be used.
type DataError struct {
	Row int    // from 0
	Msg string // what is wrong and what to do
}

// Error implements error. It counts rows from 0, as [DataError.Row] does.
func (e *DataError) Error() string { return fmt.Sprintf("mlp: row %d: %s", e.Row, e.Msg) }

// Check reports what is wrong with the data under the model: lengths that do not fit, an
// input that is not finite, or an observation to which the likelihood gives no
// probability, such as a count of 1.5. The error is a *[DataError] if one row is at fault.
func (d Data[F, Y]) Check(m Model[Y]) error {
	targets := m.Head.Observations()
	n := d.Rows(targets)
	switch {
	case n == 0:
		return fmt.Errorf("mlp: no rows of data")
	case len(d.Y) != n*targets:
		return fmt.Errorf("mlp: %d observations are not whole rows of %d", len(d.Y), targets)
	case len(d.X) != n*m.Net.Inputs:
		return fmt.Errorf("mlp: %d numbers in X, want %d rows of %d", len(d.X), n, m.Net.Inputs)
	case d.Weights != nil && len(d.Weights) != n:
		return fmt.Errorf("mlp: %d weights for %d rows", len(d.Weights), n)
	}
	for i, x := range d.X {
		if x-x != 0 { // infinite or NaN
			return &DataError{i / m.Net.Inputs, fmt.Sprintf("input %d is %v: leave the row out or fill it in", i%m.Net.Inputs, x)}
		}
	}
	var sum float64
	for i, w := range d.Weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return &DataError{i, fmt.Sprintf("weight %v: want a finite number from 0 on", w)}
		}
		sum += w
	}
	if d.Weights != nil && !(sum > 0) {
		return fmt.Errorf("mlp: all weights are 0: nothing to learn from")
	}
	// Every family gives every observation a probability at η = 0, or at no η.
	eta := make([]float64, m.Head.Likelihood.Dim())
	for i := range d.Y {
		if l := m.Head.Likelihood.LogProb(d.Y[i:i+1], eta, nil, nil); math.IsNaN(l) || math.IsInf(l, -1) {
			return &DataError{i / targets, fmt.Sprintf("y = %v cannot happen under the likelihood %s", d.Y[i], m.Head.Name)}
		}
	}
	return nil
}

package prob

import (
	"fmt"
	"math"
)

// finite, positive and probability are the ranges that Check methods share.

func finite(family, name string, v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("%s: %s = %g, want a finite number", family, name, v)
	}
	return nil
}

func positive(family, name string, v float64) error {
	if !(v > 0) || math.IsInf(v, 1) {
		return fmt.Errorf("%s: %s = %g, want a finite number above 0", family, name, v)
	}
	return nil
}

func probability(family, name string, v float64) error {
	if !(v >= 0 && v <= 1) {
		return fmt.Errorf("%s: %s = %g, want a number from 0 to 1", family, name, v)
	}
	return nil
}

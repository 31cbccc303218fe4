package bayes

import (
	"errors"
	"fmt"
	"math"
)

// ErrImproper is what errors about improper priors unwrap to.
var ErrImproper = errors.New("an improper prior has no evidence")

// improper returns the error of a prior that does not integrate to one.
func improper(prior fmt.Stringer, why string) error {
	return fmt.Errorf("%w: %v is improper, %s", ErrImproper, prior, why)
}

// A requirement is a parameter and the range it must lie in.
type requirement interface{ violated() string }

type (
	atLeast0 struct {
		name  string
		value float64
	}
	above0 struct {
		name  string
		value float64
	}
	anyReal struct {
		name  string
		value float64
	}
)

func (r atLeast0) violated() string {
	if r.value >= 0 && !math.IsInf(r.value, 1) {
		return ""
	}
	return fmt.Sprintf("%s = %g, want a finite number, 0 or above", r.name, r.value)
}

func (r above0) violated() string {
	if r.value > 0 && !math.IsInf(r.value, 1) {
		return ""
	}
	return fmt.Sprintf("%s = %g, want a finite number above 0", r.name, r.value)
}

func (r anyReal) violated() string {
	if !math.IsNaN(r.value) && !math.IsInf(r.value, 0) {
		return ""
	}
	return fmt.Sprintf("%s = %g, want a finite number", r.name, r.value)
}

// checkAll returns an error for the first requirement that does not hold.
func checkAll(family string, rs ...requirement) error {
	for _, r := range rs {
		if msg := r.violated(); msg != "" {
			return fmt.Errorf("%s: %s", family, msg)
		}
	}
	return nil
}

// xlogy returns x·log y, and 0 at x = 0 whatever y.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}

// xlog1py returns x·log(1+y), and 0 at x = 0 whatever y.
func xlog1py(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log1p(y)
}

// ratio returns x/y, and 0 at x = 0 whatever y.
func ratio(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x / y
}

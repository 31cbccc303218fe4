package factor

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// ErrUndefined is wrapped by the errors of data that do not determine a Bayes
// factor yet: too few observations, or all of them identical. More of them may.
var ErrUndefined = errors.New("the Bayes factor is undefined")

func undefined(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUndefined, fmt.Sprintf(format, args...))
}

// A Value is a Bayes factor of the alternative against the null, with the error
// of the arithmetic that found it. The zero Value is a factor of 1, which is what
// no data amount to.
type Value struct {
	Log bayes.BayesFactor // ln BF₁₀
	Err float64           // estimated bound on the error of Log, which is the relative error of the factor
}

// BF10 returns the factor itself: +Inf or 0 where a float64 cannot hold it.
func (v Value) BF10() float64 { return math.Exp(float64(v.Log)) }

// BF01 returns the factor of the null against the alternative.
func (v Value) BF01() float64 { return math.Exp(-float64(v.Log)) }

// Inverse returns the factor of the null against the alternative.
func (v Value) Inverse() Value { return Value{-v.Log, v.Err} }

// Over returns the factor of v's alternative against w's, where both have the
// same null and data.
func (v Value) Over(w Value) Value { return Value{v.Log - w.Log, v.Err + w.Err} }

// String returns "BF 17.3 (ln 2.85) ± 1e-12".
func (v Value) String() string { return fmt.Sprintf("%v ± %.1g", v.Log, v.Err) }

// An Effect is the posterior of one number under the alternative, summarised.
type Effect struct {
	Median, Low, High float64 // Low and High bound the central interval
}

// shown is a number in an error message.
func shown(x float64) string { return fmt.Sprintf("%.6g", x) }

// checkScale returns scale, or its default where it is 0.
func checkScale(what string, scale, standard float64) (float64, error) {
	if scale == 0 {
		return standard, nil
	}
	if !(scale > 0) || math.IsInf(scale, 1) {
		return 0, fmt.Errorf("%s is %v: want a number above 0, or 0 for %.4g", what, scale, standard)
	}
	return scale, nil
}

// checkLevel panics unless 0 < level < 1.
func checkLevel(level float64) {
	if !(level > 0 && level < 1) {
		panic(fmt.Sprintf("factor: level = %v, want above 0 and below 1", level))
	}
}

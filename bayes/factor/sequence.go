package factor

import (
	"errors"
	"iter"
	"math"
)

// Sequence yields the Bayes factor after each of n observations: 0 and a factor of
// 1 before there are data, then i and what at(i) returns, for i = 1 to n, where at
// takes observation i into account. Where at fails with [ErrUndefined], as it does
// while observations are too few, identical or missing, there is nothing to yield
// and the sequence goes on; any other error is yielded in a last [Step]. Whoever
// wants to stop at a [bayes.Threshold] breaks off.
func Sequence(n int, at func(i int) (Value, error)) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		if !yield(Step{}) {
			return
		}
		for i := 1; i <= n; i++ {
			v, err := at(i)
			if errors.Is(err, ErrUndefined) {
				continue
			}
			if !yield(Step{I: i, Value: v, Err: err}) || err != nil {
				return
			}
		}
	}
}

// A Step of a [Sequence] is the factor after observation I.
type Step struct {
	I     int
	Value Value
	Err   error
}

// Robustness yields the factor at each of the scales of a prior. It stops after an
// error.
func Robustness(scales []float64, at func(scale float64) (Value, error)) iter.Seq2[ScaledValue, error] {
	return func(yield func(ScaledValue, error) bool) {
		for _, s := range scales {
			v, err := at(s)
			if !yield(ScaledValue{s, v}, err) || err != nil {
				return
			}
		}
	}
}

// A ScaledValue is a factor and the scale of the prior that it is for.
type ScaledValue struct {
	Scale float64
	Value Value
}

// Scales returns n scales from low to high, each the same multiple of the one
// before. It panics unless 0 < low < high and n ≥ 2.
func Scales(low, high float64, n int) []float64 {
	if !(low > 0 && low < high) || n < 2 {
		panic("factor: Scales: want 0 < low < high and at least two")
	}
	s := make([]float64, n)
	for i := range s {
		s[i] = low * math.Pow(high/low, float64(i)/float64(n-1))
	}
	s[n-1] = high
	return s
}

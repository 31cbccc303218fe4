package factor

import (
	"errors"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
)

// TestSequence: missing and identical leading observations yield nothing, the first
// step is a factor of 1, and each step is the factor of the data so far.
func TestSequence(t *testing.T) {
	nan := math.NaN()
	x := []float64{nan, 2, 2, nan, 2, 2.5, 1, nan, 3}
	var s Sample
	var steps []Step
	for step := range Sequence(len(x), func(i int) (Value, error) {
		if !s.Add(x[i-1]) {
			return Value{}, ErrUndefined
		}
		return TTest{}.Factor(s.T(0))
	}) {
		steps = append(steps, step)
	}
	if len(steps) != 4 || steps[0] != (Step{}) || steps[1].I != 6 || steps[2].I != 7 || steps[3].I != 9 {
		t.Fatalf("steps %v, want one before the data and after observations 6, 7, 9", steps)
	}
	if want, _ := (TTest{}).Factor(SampleOf(2, 2, 2, 2.5).T(0)); steps[1].Value != want {
		t.Errorf("after four present observations %v, want %v", steps[1].Value, want)
	}
	if steps[0].Value.BF10() != 1 {
		t.Errorf("before the data %v, want a factor of 1", steps[0].Value)
	}
}

// TestSequenceStops: a threshold ends the sequence where it is crossed, and an
// error other than ErrUndefined ends it too.
func TestSequenceStops(t *testing.T) {
	stop := bayes.Threshold{Log: math.Log(10)}
	var s Sample
	calls := 0
	for step := range Sequence(1000, func(i int) (Value, error) {
		calls++
		s.Add(1 + math.Mod(float64(i), 3)/10)
		return TTest{}.Factor(s.T(0))
	}) {
		if stop.Crossed(step.Value.Log) {
			break
		}
	}
	if calls != 3 {
		t.Errorf("%d observations were looked at, want 3", calls)
	}
	broken := errors.New("broken")
	var last Step
	for last = range Sequence(5, func(int) (Value, error) { return Value{}, broken }) {
	}
	if last.I != 1 || last.Err != broken {
		t.Errorf("last step %v, want the error of the first", last)
	}
}

// TestSamples: the recurrence keeps its digits at an offset of 1e8 standard
// deviations: SS = 2.5 of {0, ½, 1, 1½, 2} and the mean to an ulp.
func TestSamples(t *testing.T) {
	s := SampleOf(1e8, 1e8+0.5, 1e8+1, 1e8+1.5, 1e8+2)
	if math.Abs(s.SS-2.5) > 1e-7 || s.Mean != 1e8+1 {
		t.Errorf("SS = %v, mean %v, want 2.5 and %v", s.SS, s.Mean, 1e8+1)
	}
	var p Pairs
	for i := range 9 {
		p.Add(float64(i), 1e6-3*float64(i))
	}
	p.Add(math.NaN(), 1)
	if p.R() != -1 || p.N() != 9 {
		t.Errorf("r = %v of %v, want exactly −1 of 9", p.R(), p.N())
	}
}

func TestRobustness(t *testing.T) {
	scales := Scales(0.1, 1.6, 5)
	s := OneSampleT(2, 20)
	var got []ScaledValue
	for v, err := range Robustness(scales, func(r float64) (Value, error) { return TTest{r}.Factor(s) }) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	for i, v := range got {
		if want := 0.1 * math.Pow(2, float64(i)); math.Abs(v.Scale-want) > 1e-15*want*4 {
			t.Errorf("scale %d = %v, want %v", i, v.Scale, want)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d scales, want 5", len(got))
	}
	for v, err := range Robustness([]float64{1, -1, 2}, func(r float64) (Value, error) { return TTest{r}.Factor(s) }) {
		if v.Scale == 2 || (v.Scale == -1) != (err != nil) {
			t.Errorf("scale %v, error %v: want an end at −1", v.Scale, err)
		}
	}
}

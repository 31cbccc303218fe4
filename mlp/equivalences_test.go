package mlp

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestEquivalences(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		all, err := Equivalences(prob.NewSeed(seed))
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[string]int{}
		for _, e := range all {
			kinds[e.Expected]++
			if !e.OK {
				t.Errorf("seed %d: %v", seed, e)
			}
		}
		if kinds[Equal] < 20 || kinds[Differs] != 3 {
			t.Errorf("seed %d: %v statements", seed, kinds)
		}
	}
}

// TestEquivalencesCanFail: what says equal fails where there is a difference, and what
// says differs where there is none; NaN is never well.
func TestEquivalencesCanFail(t *testing.T) {
	a, b := []float64{1, 2}, []float64{1, 2.1}
	for _, c := range []struct {
		e    Equivalence
		want bool
	}{
		{equal("", a, b, 1e-3), false},
		{equal("", a, a, 1e-3), true},
		{differs("", a, b, 1e-3), true},
		{differs("", a, a, 1e-3), false},
		{equal("", a, []float64{1, math.NaN()}, 1e-3), false},
		{differs("", a, []float64{1, math.NaN()}, 1e-3), false},
	} {
		if c.e.OK != c.want {
			t.Errorf("%v: OK = %v, want %v", c.e, c.e.OK, c.want)
		}
	}
}

func TestEquivalencesOnDataWithoutAnAnswer(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6}
	if _, err := CheckBinary(Data[float64, bool]{X: x, Y: []bool{false, false, false, true, true, true}}); err == nil {
		t.Error("separable classes: no error")
	}
	if _, err := CheckCounts(Data[float64, float64]{X: x, Y: make([]float64, 6)}); err == nil {
		t.Error("no events at all: no error")
	}
	if _, err := CheckCounts(Data[float64, float64]{X: x, Y: []float64{1, 2, 3, 0.5, 1, 1}}); err == nil {
		t.Error("a count of ½: no error")
	}
	if _, err := CheckBinary(Data[float64, bool]{}); err == nil {
		t.Error("no rows: no error")
	}
	if _, err := CheckBinary(Data[float64, bool]{X: x, Y: []bool{true, false, true, false}}); err == nil {
		t.Error("rows that do not fit: no error")
	}
}

// TestEquivalencesOnManyRows: more rows than one block, and than minima are compared on.
func TestEquivalencesOnManyRows(t *testing.T) {
	d := line(mostRows+500, 1)
	all, err := CheckRegression(prob.NewSeed(1), Dense(GELU, 1, 3, 1), d)
	if err != nil {
		t.Fatal(err)
	}
	yes, classes := make([]bool, len(d.Y)), make([]int, len(d.Y))
	for i, y := range d.Y {
		if yes[i] = y > 0; yes[i] {
			classes[i] = 1
		}
	}
	more, err := CheckBinary(Data[float64, bool]{X: d.X, Y: yes})
	if err != nil {
		t.Fatal(err)
	}
	rest, err := CheckClasses(prob.NewSeed(1), Dense(ReLU, 1, 3, 2), Data[float64, int]{X: d.X, Y: classes})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range append(append(all, more...), rest...) {
		if !e.OK {
			t.Error(e)
		}
	}
}

package mlp

import (
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestWhatOutputsAre: η of one row with two targets, written out for each head.
func TestWhatOutputsAre(t *testing.T) {
	for _, c := range []struct {
		h           Head[float64]
		out, learnt []float64
		want        []float64
	}{
		{Gaussian(2, 3), []float64{1, 2}, nil, []float64{1, 2}},
		{SquaredError(2), []float64{1, 2}, nil, []float64{1, 2}},
		{GaussianLearnt(2), []float64{1, 2}, []float64{5}, []float64{1, 5, 2, 5}},
		{GaussianPerTarget(2), []float64{1, 2}, []float64{5, 6}, []float64{1, 5, 2, 6}},
		{GaussianRows(2), []float64{1, 5, 2, 6}, nil, []float64{1, 5, 2, 6}},
		{StudentT(2, 4), []float64{1, 2}, []float64{5}, []float64{1, 5, 2, 5}},
		{StudentTFixed(2, 4, 1), []float64{1, 2}, nil, []float64{1, 2}},
		{Laplace(2), []float64{1, 2}, []float64{5}, []float64{1, 5, 2, 5}},
		{AbsoluteError(2), []float64{1, 2}, nil, []float64{1, 2}},
		{Poisson(2), []float64{1, 2}, nil, []float64{1, 2}},
		{NegativeBinomial(2), []float64{1, 2}, []float64{5}, []float64{1, 5, 2, 5}},
		{MixtureDensity(2, 1), []float64{0, 1, 5, 0, 2, 6}, nil, []float64{0, 1, 5, 0, 2, 6}},
		// Scales, and they alone, have a floor, 1e-6 by default.
		{GaussianRows(2), []float64{-20, -20, 2, 6}, nil, []float64{-20, math.Log(1e-6), 2, 6}},
		{MixtureDensity(1, 2), []float64{-20, -20, -20, -20, -20, 6}, nil, []float64{-20, -20, -20, -20, math.Log(1e-6), 6}},
		{NegativeBinomial(1), []float64{-20}, []float64{-20}, []float64{-20, -20}},
	} {
		if c.h.Outputs() != len(c.out) || c.h.LearntDim() != len(c.learnt) || c.h.EtaDim() != len(c.want) {
			t.Errorf("%s: %d outputs, %d learnt, %d in η, want %d, %d, %d", c.h.Name, c.h.Outputs(), c.h.LearntDim(), c.h.EtaDim(), len(c.out), len(c.learnt), len(c.want))
			continue
		}
		if got := newEmitter[float64](c.h, 1).fill(c.out, c.learnt, 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: η = %v, want %v", c.h.Name, got, c.want)
		}
	}
}

func TestBadHeads(t *testing.T) {
	for name, change := range map[string]func(*Head[float64]){
		"negative targets":          func(h *Head[float64]) { h.Targets = -1 },
		"a parameter out of range":  func(h *Head[float64]) { h.Learnt[0].Parameter = 2 },
		"a parameter twice":         func(h *Head[float64]) { h.Learnt = append(h.Learnt, h.Learnt[0]) },
		"nothing for the network":   func(h *Head[float64]) { h.Learnt = []Learnt{{Parameter: 0}, {Parameter: 1}} },
		"a start that is NaN":       func(h *Head[float64]) { h.Learnt[0].Start = math.NaN() },
		"a log scale out of range":  func(h *Head[float64]) { h.LogScales = []int{2} },
		"a floor that is infinite":  func(h *Head[float64]) { h.Floor = math.Inf(1) },
		"a likelihood that is none": func(h *Head[float64]) { h.Likelihood = prob.StudentTScale{}; h.Name = "t" },
	} {
		h := GaussianLearnt(1)
		if err := h.Check(); err != nil {
			t.Fatal(err)
		}
		change(&h)
		if h.Check() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

package mlp

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestDivergenceSaysWhere(t *testing.T) {
	d := line(50, 1)
	tr := Training[float64, float64]{Model: Model[float64]{Dense(ReLU, 1, 8, 8, 1), SquaredError(1)}, Optimiser: SGD{Rate: 1e6}, Batch: 10}
	s, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
	var where *DivergenceError
	if !errors.As(err, &where) || !errors.Is(err, ErrDiverged) {
		t.Fatalf("error %v, want a DivergenceError", err)
	}
	if where.Epoch < 1 || where.Epoch > 3 || !strings.Contains(err.Error(), "lower the rate (1e+06 now)") {
		t.Errorf("error %v in epoch %d", err, where.Epoch)
	}
	if s == nil || len(s.History) != where.Epoch-1 {
		t.Fatalf("state %v: want that of the last whole epoch", s)
	}
	for _, w := range s.Params {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			t.Fatal("weights of the state are not finite")
		}
	}

	// A loss that is not finite names its row, in the order of the data.
	single := Data[float32, float64]{X: convert[float32](d.X), Y: d.Y}
	single.X[37] = 3e38
	for _, o := range []Optimiser{nil, LBFGS{}} {
		tr := Training[float32, float64]{Model: tr.Model, Optimiser: o, Batch: 20}
		tr.Model.Head = Poisson(1)
		counts := single
		counts.Y = make([]float64, 50)
		_, err = tr.Fit(context.Background(), prob.NewSeed(1), counts, nil)
		if !errors.As(err, &where) || where.Epoch != 1 || where.Row != 37 {
			t.Errorf("%T: error %v, want row 37 in epoch 1", o, err)
		}
	}
}

func TestBadDataAndSettings(t *testing.T) {
	ok := Training[float64, float64]{Model: Model[float64]{Dense(ReLU, 1, 4, 1), Poisson(1)}}
	data := func(x, y float64) Data[float64, float64] {
		return Data[float64, float64]{X: []float64{1, x}, Y: []float64{2, y}}
	}
	for _, c := range []struct {
		d    Data[float64, float64]
		want string
	}{
		{data(math.NaN(), 1), "row 1: input 0 is NaN"},
		{data(math.Inf(1), 1), "row 1: input 0 is +Inf"},
		{data(1, 1.5), "row 1: y = 1.5 cannot happen under the likelihood poisson"},
		{data(1, math.NaN()), "row 1: y = NaN"},
		{Data[float64, float64]{}, "no rows"},
		{Data[float64, float64]{X: []float64{1, 2, 3}, Y: []float64{1}}, "3 numbers in X, want 1 rows of 1"},
		{Data[float64, float64]{X: []float64{1}, Y: []float64{1}, Weights: []float64{-1}}, "row 0: weight -1"},
		{Data[float64, float64]{X: []float64{1}, Y: []float64{1}, Weights: []float64{0}}, "all weights are 0"},
	} {
		_, err := ok.Fit(context.Background(), prob.NewSeed(1), c.d, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
	for _, c := range []struct {
		change func(*Training[float64, float64])
		want   string
	}{
		{func(t *Training[float64, float64]) { t.Model.Net.Layers[1].Units = 2 }, "the last layer has 2 units, and the head poisson of 1 targets takes 1"},
		{func(t *Training[float64, float64]) { t.Model.Net.Layers = nil }, "without layers"},
		{func(t *Training[float64, float64]) { t.Model.Net.Layers[0].Residual = true }, "residual with 1 inputs and 4 units"},
		{func(t *Training[float64, float64]) { t.Model.Net.Layers[0].Dropout = 1 }, "dropout 1"},
		{func(t *Training[float64, float64]) { t.Model.Net.Layers[1].Dropout = 0.5 }, "in the output layer"},
		{func(t *Training[float64, float64]) { t.Model.Head = Gaussian(1, 0) }, "sigma"},
		{func(t *Training[float64, float64]) { t.Model.Head.Likelihood = nil }, "without a likelihood"},
		{func(t *Training[float64, float64]) { t.Optimiser = Adam{Rate: -1} }, "rate = -1"},
		{func(t *Training[float64, float64]) { t.Optimiser = Adam{Beta1: 1} }, "beta1 = 1"},
		{func(t *Training[float64, float64]) { t.Optimiser = SGD{Nesterov: true} }, "nesterov without momentum"},
		{func(t *Training[float64, float64]) { t.Holdout = 1 }, "fraction 1"},
		{func(t *Training[float64, float64]) { t.Holdout = 0.9 }, "leaves none"},
		{func(t *Training[float64, float64]) { t.Patience = 3 }, "without validation rows"},
		{func(t *Training[float64, float64]) { t.Prior.Weights = math.NaN() }, "precision NaN"},
		{func(t *Training[float64, float64]) { t.Schedule = Cosine{2} }, "final = 2"},
		{func(t *Training[float64, float64]) { t.Optimiser, t.Clip = LBFGS{}, 1 }, "does not clip"},
		{func(t *Training[float64, float64]) { t.Optimiser, t.Model.Net.Layers[0].Dropout = LBFGS{}, 0.1 }, "lbfgs with dropout"},
	} {
		tr := ok
		tr.Model.Net.Layers = slices.Clone(tr.Model.Net.Layers)
		c.change(&tr)
		d := data(1, 1)
		d.X, d.Y = d.X[:1], d.Y[:1]
		_, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}

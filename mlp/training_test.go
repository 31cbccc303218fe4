package mlp

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/prob"
)

func line(n int, noise float64) Data[float64, float64] {
	rng := prob.NewSeed(8).Rand()
	var d Data[float64, float64]
	for range n {
		x := rng.NormFloat64()
		d.X, d.Y = append(d.X, x), append(d.Y, 2*x-1+noise*rng.NormFloat64())
	}
	return d
}

func TestEarlyStoppingKeepsTheBest(t *testing.T) {
	d := line(60, 1) // 60 rows, and a network that can learn them by heart
	tr := Training[float64, float64]{Model: Model[float64]{Dense(Tanh, 1, 32, 32, 1), GaussianLearnt(1)}, Optimiser: Adam{Rate: 0.02}, Epochs: 2000, Batch: 16, Holdout: 0.25, Patience: 15}
	var seen []float64
	s, err := tr.Fit(context.Background(), prob.NewSeed(4), d, func(s *State[float64]) error {
		seen = append(seen, *s.Last().Validation)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	best := slices.Min(seen)
	if s.Stopped != "early-stopping" || len(s.History) != s.BestEpoch+15 || seen[s.BestEpoch-1] != best {
		t.Errorf("stopped %q after %d epochs, best %d: %v, want %v", s.Stopped, len(s.History), s.BestEpoch, seen[s.BestEpoch-1], best)
	}
	split, err := tr.divide(s.Seed, d)
	if err != nil {
		t.Fatal(err)
	}
	if got := Loss(tr.Model, PerRow, s.Fitted(), split.validation, nil); math.Abs(got-best) > 1e-14*math.Abs(best) {
		t.Errorf("validation loss of the weights kept: %v, want %v", got, best)
	}
	if len(split.train) != 45 || len(split.validation.Y) != 15 {
		t.Errorf("%d rows to train on and %d to validate on, want 45 and 15", len(split.train), len(split.validation.Y))
	}
	for _, i := range split.train {
		if slices.Contains(split.validation.Y, d.Y[i]) {
			t.Errorf("row %d is trained on and held out", i)
		}
	}
}

func TestInit(t *testing.T) {
	for _, c := range []struct {
		a    Activation
		i    Init
		want float64
	}{
		{ReLU, InitDefault, math.Sqrt(2.0 / 300)},
		{Tanh, InitDefault, math.Sqrt(2.0 / 500)},
		{Identity, InitDefault, math.Sqrt(1.0 / 300)},
		{Tanh, InitHe, math.Sqrt(2.0 / 300)},
		{ReLU, InitLeCun, math.Sqrt(1.0 / 300)},
		{ReLU, InitZero, 0},
	} {
		net := Net{300, []Layer{{Units: 200, Activation: c.a, Init: c.i}}}
		w := net.Init(prob.NewSeed(3))
		sd := math.Sqrt(kernel.SumSquares(w[:60000]) / 60000)
		if se := c.want / math.Sqrt(2*60000); math.Abs(sd-c.want) > 5*se { // of a standard deviation: σ/√2n
			t.Errorf("%v after %v: standard deviation %v, want %v ± %.2g", c.i, c.a, sd, c.want, se)
		}
		if kernel.SumSquares(w[60000:]) != 0 {
			t.Errorf("biases do not start at 0")
		}
	}
}

func TestStepsDoNotAllocate(t *testing.T) {
	if raced {
		t.Skip("the race detector allocates")
	}
	tr, d := busy[float32]()
	tr.Model.Net.Layers[0].Activation = GELU
	r, err := newRun(tr, tr.Start(prob.NewSeed(1)), d)
	if err != nil {
		t.Fatal(err)
	}
	rows := r.order[:16]
	copy(rows, r.split.train)
	var e Epoch
	e.Number = 1
	if a := testing.AllocsPerRun(20, func() {
		if _, err := r.step(rows, 1, &e); err != nil {
			t.Fatal(err)
		}
	}); a != 0 {
		t.Errorf("a step allocates %v times, want 0", a)
	}
	data := line(300, 1)
	ll, err := LogLik(Model[float64]{Dense(Tanh, 1, 8, 1), GaussianLearnt(1)}, data)
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, ll.Dim())
	grad := make([]float64, ll.Dim())
	if a := testing.AllocsPerRun(20, func() { ll.LogProb(w, grad) }); a != 0 {
		t.Errorf("LogProb allocates %v times, want 0", a)
	}
}

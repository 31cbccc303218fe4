package mlp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// busy is a training with everything on that has a state: dropout, moments, a schedule
// that looks back, validation.
func busy[F Float]() (Training[F, float64], Data[F, float64]) {
	net := Dense(Tanh, 3, 8, 8, 1)
	net.Layers[0].Dropout = 0.2
	net.Layers[1].Residual, net.Layers[1].Dropout = true, 0.1
	t := Training[F, float64]{
		Model:    Model[float64]{net, GaussianLearnt(1)},
		Prior:    Prior{Weights: 0.5},
		Schedule: Warmup{Epochs: 1.5, Then: Plateau{Patience: 2}},
		Epochs:   9, Batch: 16, Clip: 1, Holdout: 0.2,
	}
	rng := prob.NewSeed(5).Rand()
	var d Data[F, float64]
	for range 100 {
		a, b, c := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		d.X = append(d.X, F(a), F(b), F(c))
		d.Y = append(d.Y, a*b+c+0.3*rng.NormFloat64())
		d.Weights = append(d.Weights, float64(1+rng.IntN(2)))
	}
	return t, d
}

// sameState reports what differs between two states.
func sameState[F Float](t *testing.T, what string, got, want *State[F]) {
	t.Helper()
	if !slices.Equal(got.Params, want.Params) || !slices.Equal(got.Moments, want.Moments) || !slices.Equal(got.Best, want.Best) {
		t.Errorf("%s: weights or moments differ", what)
	}
	if got.Steps != want.Steps || got.BestEpoch != want.BestEpoch || got.Stopped != want.Stopped {
		t.Errorf("%s: steps %d, best epoch %d, stopped %q, want %d, %d, %q", what, got.Steps, got.BestEpoch, got.Stopped, want.Steps, want.BestEpoch, want.Stopped)
	}
	if a, b := fmt.Sprint(plain(got.History)), fmt.Sprint(plain(want.History)); a != b {
		t.Errorf("%s: history\n%s\nwant\n%s", what, a, b)
	}
}

// plain is a history without pointers.
func plain(h []Epoch) (rows [][]float64) {
	for _, e := range h {
		v := math.NaN()
		if e.Validation != nil {
			v = *e.Validation
		}
		rows = append(rows, []float64{float64(e.Number), e.Loss, e.Penalty, v, e.Rate, e.Gradient, float64(e.Clipped), float64(e.Floored)})
	}
	return rows
}

// TestResumeIsUninterrupted stops a training after every epoch and within every epoch,
// stores its state as JSON and goes on: the end is the same, bit for bit.
func TestResumeIsUninterrupted(t *testing.T) {
	t.Run("float32", resumes[float32])
	t.Run("float64", resumes[float64])
}

func resumes[F Float](t *testing.T) {
	ctx := context.Background()
	for _, o := range []Optimiser{nil, SGD{Momentum: 0.9, Nesterov: true}, AdamW{}} {
		tr, d := busy[F]()
		tr.Optimiser = o
		whole, err := tr.Fit(ctx, prob.NewSeed(3), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := stored(t, tr.Start(prob.NewSeed(3)))
		errEnough := errors.New("enough")
		for len(s.History) < tr.Epochs {
			// Killed in the third step of an epoch, and then after the next.
			killed, err := tr.Resume(&countdown{ctx, 2}, s, d, nil)
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("cancelled: error %v", err)
			}
			sameState(t, "cancelled in an epoch", killed, s)
			if s, err = tr.Resume(ctx, stored(t, killed), d, func(*State[F]) error { return errEnough }); err != errEnough {
				t.Fatalf("stopped: error %v", err)
			}
			s = stored(t, s)
		}
		sameState(t, fmt.Sprintf("%T", o), s, whole)

		// Cancelled in the third epoch of five steps: the state is that after the second.
		killed, err := tr.Resume(&countdown{ctx, 12}, tr.Start(prob.NewSeed(3)), d, nil)
		if !errors.Is(err, context.Canceled) || len(killed.History) != 2 {
			t.Fatalf("cancelled: error %v after %d epochs", err, len(killed.History))
		}
		if s, err = tr.Resume(ctx, killed, d, nil); err != nil {
			t.Fatal(err)
		}
		sameState(t, fmt.Sprintf("%T, cancelled once", o), s, whole)
	}
}

// stored returns the state after a round trip through JSON.
func stored[F Float](t *testing.T, s *State[F]) *State[F] {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back State[F]
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return &back
}

// A countdown is a context that is cancelled after so many looks at it.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestSameBits trains a network large enough for threads, at different numbers of
// processors and threads.
func TestSameBits(t *testing.T) {
	x, y := prototypes(prob.NewSeed(3), 192, 128, 0.2, 0.3)
	tr := Training[float32, int]{Model: Model[int]{Dense(GELU, 128, 256, 10), Categorical(10)}, Epochs: 1, Batch: 64}
	tr.Model.Net.Layers[0].Dropout = 0.1
	want, err := tr.Fit(context.Background(), prob.NewSeed(1), Data[float32, int]{X: x, Y: y}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(procs)
		for _, threads := range []int{1, 2, 3} {
			tr.Threads = threads
			got, err := tr.Fit(context.Background(), prob.NewSeed(1), Data[float32, int]{X: x, Y: y}, nil)
			if err != nil {
				t.Fatal(err)
			}
			sameState(t, fmt.Sprintf("GOMAXPROCS %d, %d threads", procs, threads), got, want)
		}
	}
	if other, _ := tr.Fit(context.Background(), prob.NewSeed(2), Data[float32, int]{X: x, Y: y}, nil); slices.Equal(other.Params, want.Params) {
		t.Error("another seed gives the same weights")
	}
}

func TestStateOfAnotherTraining(t *testing.T) {
	tr, d := busy[float64]()
	s := tr.Start(prob.NewSeed(1))
	wrong := tr
	wrong.Model.Net = Dense(Tanh, 3, 7, 1)
	if _, err := wrong.Resume(context.Background(), s, d, nil); err == nil {
		t.Error("state of another network: no error")
	}
	wrong = tr
	wrong.Optimiser = SGD{}
	if _, err := wrong.Resume(context.Background(), s, d, nil); err == nil {
		t.Error("state of another optimiser: no error")
	}
	s.Params[3] = math.NaN()
	if _, err := tr.Resume(context.Background(), s, d, nil); err == nil {
		t.Error("state with NaN: no error")
	}
}

package mlp

import (
	"context"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestFloor(t *testing.T) {
	student := func(d int) Head[float64] { return StudentT(d, 4) }
	for _, f := range []func(int) Head[float64]{GaussianLearnt, GaussianPerTarget, Laplace, student, GaussianRows} {
		h := f(1)
		h.Floor = 0.01
		m := Model[float64]{Dense(Identity, 1, h.Outputs()), h}
		tr := Training[float64, float64]{Model: m, Optimiser: Adam{Rate: 0.05}, Batch: 25, Epochs: 200}
		d := line(50, 0)
		s, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
		if err != nil {
			t.Fatalf("%s: %v", h.Name, err)
		}
		eta := Predict(m, s.Params, d.X)
		if least := eta[1]; math.Abs(least-math.Log(0.01)) > 1e-12 {
			t.Errorf("%s: log σ = %v, want the floor's %v", h.Name, least, math.Log(0.01))
		}
		if s.Last().Floored == 0 {
			t.Errorf("%s: an active floor is not reported", h.Name)
		}
		if s.History[0].Floored != 0 {
			t.Errorf("%s: floor reported where it is not active", h.Name)
		}
		// A learnt scale on the floor comes back when there is noise.
		if h.Learnt == nil {
			continue
		}
		s.History, s.Stopped = nil, ""
		if s, err = tr.Resume(context.Background(), s, line(50, 1), nil); err != nil {
			t.Fatal(err)
		}
		if got := s.Params[len(s.Params)-1]; got < -3 {
			t.Errorf("%s: log σ = %v where the noise is 1", h.Name, got)
		}
	}
}

func TestGradientBelowTheFloor(t *testing.T) {
	h := GaussianRows(1)
	h.Floor = 0.5
	m := Model[float64]{Dense(Identity, 1, 2), h}
	d := line(6, 1)
	w := []float64{1, 0, 0.3, -2} // log σ = −2
	grad := make([]float64, 4)
	loss := Loss(m, Sum, w, d, grad)
	if grad[1] != 0 || grad[3] != 0 || grad[0] == 0 {
		t.Errorf("gradient %v: want 0 for what log σ is made of", grad)
	}
	w[3] = math.Log(0.5)
	if got := Loss(m, Sum, w, d, grad); math.Abs(got-loss) > 1e-13*loss || grad[3] == 0 {
		t.Errorf("on the floor: loss %v, want %v; gradient %v, want one that leads off it", got, loss, grad)
	}
}

func TestFloorInFloat32(t *testing.T) {
	h := GaussianLearnt(1) // the default, 1e-6, whose log is not a float32
	tr := Training[float32, float64]{Model: Model[float64]{Dense(Identity, 1, 1), h}, Optimiser: SGD{Rate: 0.1}, Clip: 1, Batch: 50, Epochs: 300}
	d := Data[float32, float64]{X: []float32{0, 0}, Y: []float64{0, 0}}
	s, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := float64(s.Params[2])
	if got < math.Log(1e-6) || got > math.Log(1e-6)+1e-5 || s.Last().Floored != 2 {
		t.Errorf("log σ = %v, held %d times, want %v or just above, 2", got, s.Last().Floored, math.Log(1e-6))
	}
}

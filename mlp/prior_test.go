package mlp

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestReductionsLeadToTheSameMode(t *testing.T) {
	d := line(40, 0.5)
	d.Weights = make([]float64, 40)
	for i := range d.Weights {
		d.Weights[i] = float64(i % 3)
	}
	var want []float64
	for _, r := range []Reduction{PerRow, Sum, PerElement} {
		tr := Training[float64, float64]{Model: Model[float64]{Dense(Identity, 1, 1), GaussianLearnt(1)}, Prior: Prior{Weights: 3, Blocks: map[string]float64{"log_sigma": 2}}, Reduction: r, Optimiser: LBFGS{}}
		s, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = s.Params
			// It is a mode of the posterior: the gradient of both together is 0.
			ll, err := LogLik(tr.Model, d)
			if err != nil {
				t.Fatal(err)
			}
			a, b := make([]float64, 3), make([]float64, 3)
			ll.LogProb(want, a)
			tr.Prior.Density(tr.Model.Layout()).LogProb(want, b)
			for i := range a {
				if math.Abs(a[i]+b[i]) > 1e-6 {
					t.Errorf("gradient of the log posterior at the mode: %v + %v", a[i], b[i])
				}
			}
		}
		for i, v := range s.Params {
			if math.Abs(v-want[i]) > 1e-7 {
				t.Errorf("%v: parameter %d = %v, want %v", r, i, v, want[i])
			}
		}
	}
}

func TestPriorDensity(t *testing.T) {
	m := Model[float64]{Dense(Tanh, 2, 2, 1), GaussianLearnt(1)}
	p := Prior{Weights: 4, Biases: 0.25, Blocks: map[string]float64{"layer2.weight": 9, "log_sigma": 1}}
	w := m.Init(prob.NewSeed(1))
	for i := range w {
		w[i] += 0.1 * float64(i)
	}
	sd := []float64{0.5, 0.5, 0.5, 0.5, 2, 2, 1 / 3.0, 1 / 3.0, 2, 1}
	var want float64
	grad := make([]float64, len(w))
	got := p.Density(m.Layout()).LogProb(w, grad)
	for i, v := range w {
		g := []float64{0}
		want += prob.Normal{Sigma: sd[i]}.LogProb([]float64{v}, g)
		if math.Abs(grad[i]-g[0]) > 1e-14*(1+math.Abs(g[0])) {
			t.Errorf("gradient %d = %v, want %v", i, grad[i], g[0])
		}
	}
	if math.Abs(got-want) > 1e-13*math.Abs(want) {
		t.Errorf("log prior %v, want %v", got, want)
	}
	if got := (Prior{}).Density(m.Layout()).LogProb(w, grad); got != 0 || grad[3] != 0 {
		t.Errorf("flat prior: %v, gradient %v", got, grad)
	}
	tr := Training[float64, float64]{Model: m, Prior: Prior{Blocks: map[string]float64{"layer3.weight": 1}}}
	if err := tr.Check(); err == nil || !strings.Contains(err.Error(), "layer2.weight") {
		t.Errorf("prior of a block that is not there: %v", err)
	}
}

func TestBatchesByHand(t *testing.T) {
	const rate, alpha = 0.05, 6.0
	d := line(20, 1)
	for _, c := range []struct {
		r      Reduction
		factor float64
	}{{PerRow, 1}, {Sum, 20}, {PerElement, 1}} {
		tr := Training[float64, float64]{Model: Model[float64]{Dense(Identity, 1, 1), SquaredError(1)}, Prior: Prior{Weights: alpha}, Reduction: c.r, Optimiser: SGD{Rate: rate / c.factor}, Batch: 8}
		r, err := newRun(tr, tr.Start(prob.NewSeed(1)), d)
		if err != nil {
			t.Fatal(err)
		}
		w, b := r.state.Params[0], r.state.Params[1]
		if err := r.epoch(context.Background()); err != nil {
			t.Fatal(err)
		}
		for at := 0; at < 20; at += 8 {
			rows := r.order[at:min(at+8, 20)] // the order of the epoch just done
			var dw, db float64
			for _, i := range rows {
				miss := d.Y[i] - w*d.X[i] - b
				dw -= 2 * miss * d.X[i] / float64(len(rows))
				db -= 2 * miss / float64(len(rows))
			}
			w, b = w-rate*(dw+alpha/20*w), b-rate*db
		}
		if p := r.state.Params; math.Abs(p[0]-w) > 1e-14 || math.Abs(p[1]-b) > 1e-14 {
			t.Errorf("%v: %v, want %v %v", c.r, p, w, b)
		}
	}
}

package mlp

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/prob"
)

// line is n rows of y = 2x − 1 and noise of the standard deviation given.
func line(n int, noise float64) Data[float64, float64] {
	rng := prob.NewSeed(8).Rand()
	var d Data[float64, float64]
	for range n {
		x := rng.NormFloat64()
		d.X, d.Y = append(d.X, x), append(d.Y, 2*x-1+noise*rng.NormFloat64())
	}
	return d
}

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

// TestFloor fits a line without noise: σ would shrink to 0.
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

// TestGradientBelowTheFloor: the loss does not depend on a scale below the floor, and its
// gradient says so.
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

// TestBatchSizeAndReduction: with one batch, the path does not depend on the reduction
// but by the factor that Adam does not see, and the prior is divided alike.
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

// TestDropout: of 2·10⁵ outputs a fraction within 5 standard errors is dropped, the mean
// stays, and none is dropped in evaluation.
func TestDropout(t *testing.T) {
	const n, p = 200000, 0.3
	mask := make([]float64, n)
	s := prob.NewSeed(6)
	tr, d := busy[float64]()
	r, err := newRun(tr, tr.Start(s), d)
	if err != nil {
		t.Fatal(err)
	}
	drop(mask, p, r.chacha)
	dropped, sum := 0, 0.0
	for _, m := range mask {
		if sum += m; m == 0 {
			dropped++
		} else if math.Abs(m-1/(1-p)) > 1e-15 {
			t.Fatalf("mask %v, want 0 or %v", m, 1/(1-p))
		}
	}
	se := math.Sqrt(p * (1 - p) / n)
	if math.Abs(float64(dropped)/n-p) > 5*se || math.Abs(sum/n-1) > 5*se/(1-p) {
		t.Errorf("dropped %v, mean %v, want %v and 1 (standard error %.2g)", float64(dropped)/n, sum/n, p, se)
	}
	// The gradient is that of the loss with the same outputs dropped.
	params, grad := r.state.Params, make([]float64, len(r.state.Params))
	b := r.gather([]int{0, 1, 2, 3, 4, 5, 6, 7})
	loss := func(g []float64) float64 {
		r.chacha.Seed(s)
		return r.engine.run(params, b, r.chacha, 1, g, false)
	}
	loss(grad)
	for i := range params {
		const h = 0x1p-17
		kept := params[i]
		params[i] = kept + h
		up := loss(nil)
		params[i] = kept - h
		want := (up - loss(nil)) / (2 * h)
		params[i] = kept
		if !(math.Abs(grad[i]-want) <= 1e-6*(1+math.Abs(want))) {
			t.Errorf("with dropout: gradient %d = %v, want %v", i, grad[i], want)
		}
	}
	if Loss(tr.Model, Sum, params, d, nil) != Loss(tr.Model, Sum, params, d, nil) {
		t.Error("dropout in evaluation")
	}
}

// TestEveryStepDropsOthers: the mask is another one at the next step.
func TestEveryStepDropsOthers(t *testing.T) {
	tr, d := busy[float64]()
	r, err := newRun(tr, tr.Start(prob.NewSeed(1)), d)
	if err != nil {
		t.Fatal(err)
	}
	e := Epoch{Number: 1}
	var masks [][]float64
	for range 2 {
		if _, err := r.step([]int{0, 1, 2, 3}, 0.5, &e); err != nil {
			t.Fatal(err)
		}
		masks = append(masks, slices.Clone(r.engine.layers[0].mask[:32]))
	}
	if slices.Equal(masks[0], masks[1]) {
		t.Errorf("two steps drop the same outputs: %v", masks[0])
	}
}

// TestBatchesByHand follows an epoch of plain descent in batches of 8, 8 and 4 of 20 rows
// under a prior: each batch's mean stands for that of all rows, and the prior is divided
// by N, whatever the batch. Under the other reductions all is multiplied by a constant.
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

// TestStepsDoNotAllocate in the steady state, whatever the head and the layers.
func TestStepsDoNotAllocate(t *testing.T) {
	if kernel.Best() == kernel.Portable {
		t.Skip("the portable kernels are not on the fast path")
	}
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

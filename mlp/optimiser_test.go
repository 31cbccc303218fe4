package mlp

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestOptimisersByHand follows y ≈ w·x + b, all rows in one batch, with the optimisers
// written out for two parameters.
func TestOptimisersByHand(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	var d Data[float64, float64]
	for range 20 {
		x := rng.NormFloat64()
		d.X, d.Y = append(d.X, x), append(d.Y, 3*x-1+rng.NormFloat64())
	}
	n := float64(len(d.Y))
	gradient := func(p [2]float64) (g [2]float64) { // of 1/N Σ (y − wx − b)²
		for i, x := range d.X {
			r := d.Y[i] - p[0]*x - p[1]
			g[0] -= 2 / n * r * x
			g[1] -= 2 / n * r
		}
		return g
	}
	type method func(k int, p, g [2]float64) [2]float64
	sgd := func(rate float64) method {
		return func(_ int, p, g [2]float64) [2]float64 { return [2]float64{p[0] - rate*g[0], p[1] - rate*g[1]} }
	}
	momentum := func(rate, mu float64, nesterov bool) method {
		var v [2]float64
		return func(_ int, p, g [2]float64) [2]float64 {
			for i := range p {
				v[i] = mu*v[i] + g[i]
				step := v[i]
				if nesterov {
					step = g[i] + mu*v[i]
				}
				p[i] -= rate * step
			}
			return p
		}
	}
	adam := func(rate, b1, b2, eps, decay float64) method {
		var m, v [2]float64
		return func(k int, p, g [2]float64) [2]float64 {
			for i := range p {
				m[i] = b1*m[i] + (1-b1)*g[i]
				v[i] = b2*v[i] + (1-b2)*g[i]*g[i]
				mHat, vHat := m[i]/(1-math.Pow(b1, float64(k))), v[i]/(1-math.Pow(b2, float64(k)))
				was := p[i]
				p[i] -= rate * mHat / (math.Sqrt(vHat) + eps)
				if i == 0 { // of weights only
					p[i] -= rate * decay * was
				}
			}
			return p
		}
	}
	const alpha, clip = 40.0, 0.5
	for _, c := range []struct {
		name  string
		o     Optimiser
		step  method
		prior float64
		clip  float64
	}{
		{"sgd", SGD{Rate: 0.1}, sgd(0.1), 0, 0},
		{"sgd by default", SGD{}, sgd(0.01), 0, 0},
		{"sgd, prior", SGD{Rate: 0.1}, sgd(0.1), alpha, 0},
		{"sgd, clipped", SGD{Rate: 0.1}, sgd(0.1), 0, clip},
		{"sgd, prior, clipped", SGD{Rate: 0.1}, sgd(0.1), alpha, clip},
		{"momentum", SGD{Rate: 0.05, Momentum: 0.9}, momentum(0.05, 0.9, false), 0, 0},
		{"nesterov, prior", SGD{Rate: 0.05, Momentum: 0.9, Nesterov: true}, momentum(0.05, 0.9, true), alpha, 0},
		{"adam by default", Adam{}, adam(0.001, 0.9, 0.999, 1e-8, 0), 0, 0},
		{"adam, prior, clipped", Adam{0.1, 0.8, 0.95, 1e-3}, adam(0.1, 0.8, 0.95, 1e-3, 0), alpha, clip},
		{"adamw by default", AdamW{}, adam(0.001, 0.9, 0.999, 1e-8, 0.01), 0, 0},
		{"adamw", AdamW{Adam{Rate: 0.1}, 0.5}, adam(0.1, 0.9, 0.999, 1e-8, 0.5), 0, 0},
	} {
		tr := Training[float64, float64]{Model: Model[float64]{Dense(Identity, 1, 1), SquaredError(1)}, Optimiser: c.o, Epochs: 6, Batch: 20, Clip: c.clip, Prior: Prior{Weights: c.prior}}
		s := tr.Start(prob.NewSeed(1))
		p := [2]float64{s.Params[0], s.Params[1]}
		for k := range tr.Epochs {
			g := gradient(p)
			g[0] += c.prior / n * p[0] // −(1/N)·log N(w; 0, 1/α)
			if length := math.Hypot(g[0], g[1]); c.clip > 0 && length > c.clip {
				g[0], g[1] = g[0]*c.clip/length, g[1]*c.clip/length
			}
			p = c.step(k+1, p, g)
		}
		got, err := tr.Resume(context.Background(), s, d, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range p { // six steps of sums of 20 terms, and Adam's division by √v
			if tol := 1e-13 * (1 + math.Abs(want)); !(math.Abs(got.Params[i]-want) <= tol) {
				t.Errorf("%s: parameter %d = %v, want %v (tolerance %.2g)", c.name, i, got.Params[i], want, tol)
			}
		}
	}
}

func TestSchedules(t *testing.T) {
	flat := []Epoch{{Loss: 3}, {Loss: 2}, {Loss: 2.5}, {Loss: 2}, {Loss: 2.1}, {Loss: 2.1}, {Loss: 1}}
	for _, c := range []struct {
		s    Schedule
		at   moment
		want float64
	}{
		{Constant{}, moment{3, 10, nil}, 1},
		{Cosine{}, moment{0, 10, nil}, 1},
		{Cosine{}, moment{5, 10, nil}, 0.5},
		{Cosine{Final: 0.1}, moment{10, 10, nil}, 0.1},
		{Cosine{}, moment{2.5, 10, nil}, (1 + math.Sqrt(0.5)) / 2},
		{Warmup{Epochs: 2}, moment{0.5, 10, nil}, 0.25},
		{Warmup{Epochs: 2}, moment{2, 10, nil}, 1},
		{Warmup{2, Cosine{}}, moment{6, 10, nil}, 0.5},
		{Plateau{Patience: 2}, moment{3, 10, flat[:3]}, 1},
		{Plateau{Patience: 2}, moment{4, 10, flat[:4]}, 0.5}, // a tie is no improvement
		{Plateau{Patience: 2}, moment{6, 10, flat[:6]}, 0.25},
		{Plateau{Patience: 2}, moment{7, 10, flat}, 0.25},
		{Plateau{Factor: 0.1, Patience: 2, Least: 0.05}, moment{6, 10, flat[:6]}, 0.05},
	} {
		if got := c.s.factor(c.at); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%+v at %v: %v, want %v", c.s, c.at.epoch, got, c.want)
		}
		if err := c.s.Check(); err != nil {
			t.Errorf("%+v: %v", c.s, err)
		}
	}
}

// TestRateOfAnEpoch: the schedule is followed step by step.
func TestRateOfAnEpoch(t *testing.T) {
	tr, d := busy[float64]()
	tr.Schedule, tr.Optimiser, tr.Epochs = Warmup{4, Cosine{}}, SGD{Rate: 0.08}, 8
	s, err := tr.Fit(context.Background(), prob.NewSeed(1), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range s.History {
		got = append(got, fmt.Sprintf("%.4f", e.Rate))
	}
	if want := "[0.0200 0.0400 0.0600 0.0800 0.0683 0.0400 0.0117 0.0000]"; fmt.Sprint(got) != want {
		t.Errorf("rates %v, want %s", got, want)
	}
}

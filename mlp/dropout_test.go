package mlp

import (
	"math"
	"slices"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

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

package mlp_test

import (
	"context"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// The smallest network, ŷ = w·x + b, by hand and by the library: the same numbers.
func Example_byHand() {
	// Data: five rows.
	x := []float64{-2, -1, 0, 1, 2}
	y := []float64{-3.1, -0.8, 1.2, 2.9, 5.3}
	n := float64(len(x))

	// Model: two numbers, which start at 0.
	w, b := 0.0, 0.0

	// Loss: 1/N Σ (y − wx − b)². Algorithm: 50 steps down its gradient.
	const rate = 0.1
	for range 50 {
		var dw, db float64
		for i := range x {
			r := y[i] - w*x[i] - b
			dw += -2 / n * r * x[i] // ∂loss/∂w = −(2/N) Σ (y − wx − b)·x
			db += -2 / n * r        // ∂loss/∂b = −(2/N) Σ (y − wx − b)
		}
		w -= rate * dw
		b -= rate * db
	}
	fmt.Printf("by hand   %.6f %.6f\n", w, b)

	// The library: the same four parts.
	data := mlp.Data[float64, float64]{X: x, Y: y}
	net := mlp.Net{Inputs: 1, Layers: []mlp.Layer{{Units: 1, Init: mlp.InitZero}}}
	training := mlp.Training[float64, float64]{
		Model:     mlp.Model[float64]{Net: net, Head: mlp.SquaredError(1)},
		Optimiser: mlp.SGD{Rate: rate},
		Batch:     len(x),
		Epochs:    50,
	}
	s, err := training.Fit(context.Background(), prob.NewSeed(1), data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("library   %.6f %.6f\n", s.Params[0], s.Params[1])

	// To the end, which is least squares.
	training.Optimiser = mlp.LBFGS{}
	if s, err = training.Fit(context.Background(), prob.NewSeed(1), data, nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("minimum   %.6f %.6f, %s\n", s.Params[0], s.Params[1], s.Stopped)
	// Output:
	// by hand   2.050000 1.099984
	// library   2.050000 1.099984
	// minimum   2.050000 1.100000, converged
}

// Regression with noise that depends on the input: a network for the mean and for the log
// of the standard deviation.
func ExampleTraining() {
	rng := prob.NewSeed(1).Rand()
	var data mlp.Data[float64, float64]
	for range 2000 {
		x := 4*rng.Float64() - 2
		data.X = append(data.X, x)
		data.Y = append(data.Y, math.Sin(2*x)+math.Exp(x-2)*rng.NormFloat64())
	}
	training := mlp.Training[float64, float64]{
		Model:     mlp.Model[float64]{Net: mlp.Dense(mlp.Tanh, 1, 16, 16, 2), Head: mlp.GaussianRows(1)},
		Optimiser: mlp.Adam{Rate: 0.01},
		Schedule:  mlp.Cosine{},
		Epochs:    60,
		Holdout:   0.2,
		Patience:  20,
	}
	s, err := training.Fit(context.Background(), prob.NewSeed(2), data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	eta := mlp.Predict(training.Model, s.Fitted(), []float64{-1, 1.5})
	fmt.Printf("y | x = −1   is %.1f ± %.2f\n", eta[0], math.Exp(eta[1]))
	fmt.Printf("y | x = 1.5  is %.2f ± %.1f\n", eta[2], math.Exp(eta[3]))
	// Output:
	// y | x = −1   is -0.9 ± 0.05
	// y | x = 1.5  is 0.15 ± 0.6
}

// A classifier in float32.
func ExampleCategorical() {
	rng := prob.NewSeed(3).Rand()
	var data mlp.Data[float32, int]
	for range 1500 { // three arms of a spiral
		arm, r := rng.IntN(3), rng.Float64()
		angle := 2*math.Pi*float64(arm)/3 + 4*r + 0.1*rng.NormFloat64()
		data.X = append(data.X, float32(r*math.Cos(angle)), float32(r*math.Sin(angle)))
		data.Y = append(data.Y, arm)
	}
	training := mlp.Training[float32, int]{
		Model:     mlp.Model[int]{Net: mlp.Dense(mlp.ReLU, 2, 32, 32, 3), Head: mlp.Categorical(3)},
		Optimiser: mlp.Adam{Rate: 0.01},
		Epochs:    40,
	}
	s, err := training.Fit(context.Background(), prob.NewSeed(4), data, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	right := 0
	eta := mlp.Predict(training.Model, s.Fitted(), data.X)
	for i, y := range data.Y {
		if l := eta[3*i : 3*i+3]; l[y] == max(l[0], l[1], l[2]) {
			right++
		}
	}
	fmt.Println("at least 95% right:", float64(right) >= 0.95*float64(len(data.Y)))
	// Output:
	// at least 95% right: true
}

// The log-likelihood is a density of the weights: with a prior's, a posterior to climb or
// to sample.
func ExampleLogLik() {
	data := mlp.Data[float64, float64]{X: []float64{0, 1, 2}, Y: []float64{1, 3, 2}}
	model := mlp.Model[float64]{Net: mlp.Dense(mlp.Identity, 1, 1), Head: mlp.Gaussian(1, 1)}
	lik, err := mlp.LogLik(model, data)
	if err != nil {
		fmt.Println(err)
		return
	}
	grad := make([]float64, lik.Dim())
	logP := lik.LogProb([]float64{0.5, 1.5}, grad)
	mse := mlp.MSE(data.Y, []float64{1.5, 2, 2.5}, 1, nil)
	fmt.Printf("log p(y|w)           %.6f, gradient %.2f\n", logP, grad)
	fmt.Printf("−(N/2)·(M + log 2π)  %.6f\n", -1.5*(mse+math.Log(2*math.Pi)))
	prior := mlp.Prior{Weights: 1, Biases: 1}.Density(model.Layout())
	fmt.Printf("log p(w)             %.6f\n", prob.LogProb(prior, 0.5, 1.5))
	// Output:
	// log p(y|w)           -3.506816, gradient [0.00 0.00]
	// −(N/2)·(M + log 2π)  -3.506816
	// log p(w)             -3.087877
}

// What is equal, and what is not.
func ExampleEquivalences() {
	all, err := mlp.Equivalences(prob.NewSeed(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range all {
		if e.Expected == mlp.Differs || !e.OK {
			fmt.Printf("%s, ok %v: %s\n", e.Expected, e.OK, e.Name)
		}
	}
	// Output:
	// differs, ok true: a σ for each target, weights shared: its gradient has the direction of ∇M
	// differs, ok true: MAP = ridge with N left out, M + ασ²·‖w‖²
	// differs, ok true: AdamW, decay α/N, reaches the posterior mode
}

// The layout says which number is what.
func ExampleModel_Layout() {
	m := mlp.Model[float64]{Net: mlp.Dense(mlp.ReLU, 4, 8, 2), Head: mlp.GaussianPerTarget(2)}
	for _, b := range m.Layout() {
		fmt.Printf("%-14s %-6v %d×%d at %d\n", b.Name, b.Kind, b.Rows, b.Cols, b.Offset)
	}
	// Output:
	// layer1.weight  weight 4×8 at 0
	// layer1.bias    bias   1×8 at 32
	// layer2.weight  weight 8×2 at 40
	// layer2.bias    bias   1×2 at 56
	// log_sigma      noise  1×2 at 58
}

package mlp_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// Three layers by hand, ŷ = W₃ᵀρ(W₂ᵀρ(W₁ᵀx)) with ρ(z) = max(z, 0), and by the library.
func ExampleApply() {
	w1 := [][]float64{{1, -1, 0.5}, {0.5, 2, -1}} // a row for each input, a column for each unit
	w2 := [][]float64{{1, -0.5}, {2, 1}, {0.5, 1}}
	w3 := [][]float64{{1.5}, {-2}}
	times := func(w [][]float64, h []float64) []float64 { // Wᵀh
		out := make([]float64, len(w[0]))
		for i := range h {
			for j := range out {
				out[j] += w[i][j] * h[i]
			}
		}
		return out
	}
	relu := func(z []float64) []float64 {
		for i := range z {
			z[i] = max(z[i], 0)
		}
		return z
	}
	x := []float64{1, -2}
	fmt.Println("by hand", times(w3, relu(times(w2, relu(times(w1, x)))))[0])

	net := mlp.Net{Inputs: 2, Layers: []mlp.Layer{
		{Units: 3, Activation: mlp.ReLU, NoBias: true},
		{Units: 2, Activation: mlp.ReLU, NoBias: true},
		{Units: 1, NoBias: true},
	}}
	weights := []float64{1, -1, 0.5, 0.5, 2, -1, 1, -0.5, 2, 1, 0.5, 1, 1.5, -2} // row by row
	fmt.Println("library", mlp.Apply(net, weights, x)[0])
	// Output:
	// by hand -3.125
	// library -3.125
}

// Cross-entropy is the categorical's negative log-likelihood over N: of each row's
// sum one term is left.
func ExampleCrossEntropy() {
	outputs := []float64{2, 0, -1, 0.5, 0.5, 0} // two rows, three classes
	ce := mlp.CrossEntropy([]float64{1, 0, 0, 0, 0, 1}, outputs, 3, nil)
	rows := make([]float64, 2)
	prob.CategoricalLogit{K: 3}.LogProb([]int{0, 2}, outputs, rows, nil)
	fmt.Printf("%.6f %.6f\n", ce, -(rows[0]+rows[1])/2)
	// Output: 0.813933 0.813933
}

// Universal approximation, by construction: each unit of a layer is a step, and four
// times as many steps come four times as near. Nothing was trained.
func ExampleNet() {
	f := func(x float64) float64 { return math.Sin(3 * x) } // on [−1, 1], of slope at most 3
	for _, n := range []int{10, 40, 160} {
		net := mlp.Dense(mlp.Sigmoid, 1, n, 1)
		w := make([]float64, net.Dim()) // slopes, biases, heights and a constant
		for i := range n {
			left, right := -1+2*float64(i)/float64(n), -1+2*float64(i+1)/float64(n)
			steep := 50 * float64(n)
			w[i], w[n+i], w[2*n+i] = steep, -steep*(left+right)/2, f(right)-f(left)
		}
		w[3*n] = f(-1)
		largest := 0.0
		for i := range 2001 {
			x := float64(i-1000) / 1000
			largest = math.Max(largest, math.Abs(mlp.Apply(net, w, []float64{x})[0]-f(x)))
		}
		fmt.Printf("%3d units: error %.3f, bound 3/n = %.3f\n", n, largest, 3/float64(n))
	}
	// Output:
	//  10 units: error 0.263, bound 3/n = 0.300
	//  40 units: error 0.066, bound 3/n = 0.075
	// 160 units: error 0.016, bound 3/n = 0.019
}

package kernel_test

import (
	"fmt"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// A layer of two inputs and three outputs, for a batch of two rows.
func ExampleAffine() {
	var w kernel.Work[float32]
	x := []float32{1, 2, -1, 0}
	weights := []float32{1, 0, -1, 2, 1, 1}
	bias := []float32{0, 10, 0}
	y := make([]float32, 2*3)
	kernel.Affine(&w, y, x, weights, bias, 2, 3, 2, kernel.ReLU)
	fmt.Println(y)
	// Output: [5 12 1 0 10 1]
}

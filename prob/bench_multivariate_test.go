package prob_test

import (
	"fmt"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// A density with its gradient at a draw, as a sampler asks for it.
func BenchmarkMatrixLogProb(b *testing.B) {
	for _, c := range matrixCases() {
		if c.k < 3 {
			continue
		}
		d := c.build(c.p)
		b.Run(fmt.Sprintf("%s/%d", c.name, c.k), func(b *testing.B) {
			x := prob.Draw(prob.NewSeed(1).Rand(), d)
			grad := make([]float64, len(x))
			b.ReportAllocs()
			for b.Loop() {
				d.LogProb(x, grad)
			}
		})
	}
}

package causal

import (
	"context"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func BenchmarkEstimates(b *testing.B) {
	c := publishedComparison(b, "ucb_admissions")
	b.ReportAllocs()
	for b.Loop() {
		c.Estimates()
	}
}

func BenchmarkPosterior(b *testing.B) {
	c := publishedComparison(b, "ucb_admissions")
	for _, x := range []struct {
		name  string
		draws int
	}{{"4000", 4000}, {"40000", 40_000}} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Posterior(context.Background(), prob.NewSeed(1), Sampling{Draws: x.draws}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

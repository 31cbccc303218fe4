package decide

import (
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func BenchmarkGreater(b *testing.B) {
	for _, name := range []string{"betas", "betas, a million", "student t", "lognormal means"} {
		p := pairs()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Greater(p[0], p[1])
			}
		})
	}
}

func BenchmarkInterval(b *testing.B) {
	for _, name := range []string{"betas", "student t", "lognormal means"} {
		c := Difference(pairs()[name][0], pairs()[name][1])
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Interval(0.95)
			}
		})
	}
}

func BenchmarkBest(b *testing.B) {
	ds := make([]prob.Univariate, 10)
	for i := range ds {
		ds[i] = prob.Beta{Alpha: 100.5 + 3*float64(i), Beta: 2000.5}
	}
	for b.Loop() {
		Best(ds...)
	}
}

package prob_test

import (
	"fmt"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func BenchmarkLogProb(b *testing.B) {
	for _, f := range continuous {
		d := f.build(f.params[0])
		b.Run(f.name, func(b *testing.B) {
			x, grad := []float64{0.3}, []float64{0}
			b.ReportAllocs()
			for b.Loop() {
				d.LogProb(x, grad)
			}
		})
	}
}

func BenchmarkRealLikelihoods(b *testing.B) {
	const n = 1000
	for _, lik := range []prob.Likelihood[float64]{
		prob.Gaussian{Sigma: 1}, prob.GaussianScale{}, prob.StudentTLocation{DF: 4, Scale: 1}, prob.LaplaceLocation{Scale: 1},
	} {
		b.Run(fmt.Sprintf("%T", lik), func(b *testing.B) {
			y, eta, grad := make([]float64, n), make([]float64, n*lik.Dim()), make([]float64, n*lik.Dim())
			for i := range y {
				y[i] = float64(i % 7)
			}
			b.ReportAllocs()
			for b.Loop() {
				lik.LogProb(y, eta, nil, grad)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
		})
	}
}

func BenchmarkFree(b *testing.B) {
	f := prob.Free(prob.Gamma{Shape: 2, Rate: 3})
	u, grad := []float64{0.3}, []float64{0}
	b.ReportAllocs()
	for b.Loop() {
		f.LogProb(u, grad)
	}
}

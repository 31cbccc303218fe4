package prob_test

import (
	"fmt"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

var discreteBenchmarks = []struct {
	d prob.Distribution
	x []float64
}{
	{prob.Bernoulli{P: 0.3}, []float64{1}},
	{prob.Binomial{N: 100, P: 0.3}, []float64{31}},
	{prob.Binomial{N: 1e9, P: 0.3}, []float64{3e8}},
	{prob.Geometric{P: 0.3}, []float64{5}},
	{prob.NegativeBinomial{R: 2.5, P: 0.3}, []float64{5}},
	{prob.Poisson{Rate: 4}, []float64{5}},
	{prob.Poisson{Rate: 1e9}, []float64{1e9}},
	{prob.BetaBinomial{N: 100, Alpha: 2, Beta: 3}, []float64{31}},
	{prob.BetaNegativeBinomial{R: 2, Alpha: 2, Beta: 3}, []float64{31}},
	{prob.Categorical{P: []float64{0.2, 0.3, 0.5}}, []float64{2}},
	{prob.Multinomial{N: 10, P: []float64{0.2, 0.3, 0.5}}, []float64{2, 3, 5}},
	{prob.Dirichlet{Alpha: []float64{2, 3, 50}}, []float64{0.1, 0.1, 0.8}},
	{prob.DirichletMultinomial{N: 10, Alpha: []float64{2, 3, 50}}, []float64{2, 3, 5}},
}

// TestDiscreteAllocations checks that neither densities, nor scores, nor draws
// allocate.
func TestDiscreteAllocations(t *testing.T) {
	rng := prob.NewSeed(1).Rand()
	buf, grad := make([]float64, 3), make([]float64, 3)
	for _, b := range discreteBenchmarks {
		score := b.d.(interface{ Score(x, grad []float64) }).Score
		for what, f := range map[string]func(){
			"LogProb": func() { b.d.LogProb(b.x, nil) },
			"Score":   func() { score(b.x, grad) },
			"Rand":    func() { b.d.Rand(rng, buf[:b.d.Dim()]) },
		} {
			if n := testing.AllocsPerRun(20, f); n != 0 {
				t.Errorf("%v: %s allocates %v times, want 0", b.d, what, n)
			}
		}
		if u, ok := b.d.(prob.Univariate); ok {
			if n := testing.AllocsPerRun(20, func() { u.Quantile(0.3); u.LogCDF(b.x[0]) }); n != 0 {
				t.Errorf("%v: Quantile and LogCDF allocate %v times, want 0", b.d, n)
			}
		}
	}
}

func BenchmarkDiscreteLogProb(b *testing.B) {
	for _, c := range discreteBenchmarks {
		b.Run(fmt.Sprint(c.d), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				c.d.LogProb(c.x, nil)
			}
		})
	}
}

func BenchmarkDiscreteRand(b *testing.B) {
	for _, c := range discreteBenchmarks {
		b.Run(fmt.Sprint(c.d), func(b *testing.B) {
			b.ReportAllocs()
			rng, x := prob.NewSeed(1).Rand(), make([]float64, c.d.Dim())
			for range b.N {
				c.d.Rand(rng, x)
			}
		})
	}
}

func BenchmarkDiscreteQuantile(b *testing.B) {
	for _, d := range []prob.Univariate{
		prob.Binomial{N: 1e9, P: 0.3}, prob.Poisson{Rate: 1e9}, prob.NegativeBinomial{R: 2.5, P: 1e-9},
		prob.BetaBinomial{N: 100, Alpha: 2, Beta: 3}, prob.BetaBinomial{N: 1e9, Alpha: 2, Beta: 3},
		prob.BetaBinomial{N: 1e9, Alpha: 1e12, Beta: 1e12}, prob.BetaNegativeBinomial{R: 1e6, Alpha: 2, Beta: 3},
	} {
		b.Run(fmt.Sprint(d), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				d.Quantile(0.3)
			}
		})
	}
}

func BenchmarkCountLikelihoods(b *testing.B) {
	const n = 1000
	eta, grad := make([]float64, 3*n), make([]float64, 3*n)
	yes, count, index := make([]bool, n), make([]float64, n), make([]int, n)
	for i := range eta {
		eta[i] = float64(i%7)/2 - 1
	}
	for i := range n {
		yes[i], count[i], index[i] = i%3 == 0, float64(i%5), i%3
	}
	b.Run("BernoulliLogit", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			prob.BernoulliLogit{}.LogProb(yes, eta[:n], nil, grad[:n])
		}
	})
	b.Run("PoissonLog", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			prob.PoissonLog{}.LogProb(count, eta[:n], nil, grad[:n])
		}
	})
	b.Run("NegativeBinomialLog", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			prob.NegativeBinomialLog{R: 2}.LogProb(count, eta[:n], nil, grad[:n])
		}
	})
	b.Run("CategoricalLogit", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			prob.CategoricalLogit{K: 3}.LogProb(index, eta, nil, grad)
		}
	})
}

package causal

import (
	"context"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func BenchmarkMeanTableAdd(b *testing.B) {
	var t MeanTable
	rng := prob.NewSeed(1).Rand()
	ys := make([]float64, 4096)
	for i := range ys {
		ys[i] = 100 + rng.NormFloat64()
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := t.Add(i&1, i>>1&7, ys[i&4095]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkSlopeTableAdd(b *testing.B) {
	var t SlopeTable
	rng := prob.NewSeed(1).Rand()
	ys := make([]float64, 4096)
	for i := range ys {
		ys[i] = 100 + rng.NormFloat64()
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := t.Add(i&7, ys[(7*i+1)&4095], ys[i&4095]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkMeanPosterior(b *testing.B) {
	c := mustMeans(b, meansOf(b, 0, 1, 0))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Posterior(context.Background(), prob.NewSeed(1), NormalModel{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSlopesPosterior(b *testing.B) {
	s := mustSlopes(b, slopesOf(b, 0, 1, 0, 0))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Posterior(NormalModel{}); err != nil {
			b.Fatal(err)
		}
	}
}

// 30 columns of 100,000 rows: 28 to stratify by, and 378 pairs of them.
func BenchmarkSearch(b *testing.B) {
	d := noise(prob.NewSeed(1).Rand(), 100_000, 30)
	for name, s := range map[string]Search{
		"risks":  {Treatment: "noise0", Outcome: "noise3"},
		"means":  {Treatment: "noise0", Outcome: "noise2"},
		"slopes": {Treatment: "noise2", Outcome: "noise5"},
		"any":    {Single: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f := mustRun(b, s, 1, d)
				b.ReportMetric(float64(f.Tried), "tried")
			}
		})
	}
}

package bayes

import (
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// updating measures one row's Merge into the data so far, and the posterior and
// the evidence of those.
func updating[P Prior[P, S], S Stat[S]](b *testing.B, prior P, row S) {
	var data S
	for range 1000 {
		data = data.Merge(row)
	}
	b.Run("merge", func(b *testing.B) {
		b.ReportAllocs()
		s := data
		for b.Loop() {
			s = s.Merge(row)
		}
	})
	b.Run("update", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			prior.Update(data)
		}
	})
	b.Run("evidence", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			prior.LogEvidence(data)
		}
	})
}

func BenchmarkBeta(b *testing.B) { updating(b, Beta{2, 8}, Binomial(3, 10)) }
func BenchmarkDirichlet(b *testing.B) {
	updating(b, Dirichlet{Alpha: []float64{1, 2, 3}}, Multinomial(1, 2, 3))
}
func BenchmarkGamma(b *testing.B)  { updating(b, Gamma{2, 1}, Poisson(3, 2.5)) }
func BenchmarkNormal(b *testing.B) { updating(b, Normal{0, 10}, Measurement(1.5, 0.3)) }

func BenchmarkNormalInverseGamma(b *testing.B) {
	updating(b, NormalInverseGamma{0, 1, 1, 1}, Reals(1.5))
}

// BenchmarkReals is the bulk path; the aim is 10⁸ values a second.
func BenchmarkReals(b *testing.B) {
	rng := prob.NewSeed(1).Rand()
	ys := make([]float64, 1<<16)
	for i := range ys {
		ys[i] = 1e8 + rng.NormFloat64()
	}
	b.ReportAllocs()
	for b.Loop() {
		Reals(ys...)
	}
	b.ReportMetric(float64(b.N)*float64(len(ys))/b.Elapsed().Seconds()/1e6, "Mvalues/s")
}

// BenchmarkConstructors is what a row costs before it is merged.
func BenchmarkConstructors(b *testing.B) {
	var sink float64
	for name, f := range map[string]func(){
		"binomial":    func() { sink += Binomial(3, 10).Successes },
		"multinomial": func() { sink += Multinomial(1, 2, 3).Counts[0] },
		"poisson":     func() { sink += Poisson(3, 2.5).Count },
		"measurement": func() { sink += Measurement(1.5, 0.3).Mean },
		"reals":       func() { sink += Reals(1.5).Mean },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

func BenchmarkHDI(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Beta{2, 8}.HDI(0.9)
	}
}

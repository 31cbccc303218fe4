package mlp

import (
	"context"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// The three workloads that networks are timed on, in the distributions of the data that
// their peers are given. Each operation is an epoch; samples/s is what to compare.

func BenchmarkDigits(b *testing.B) {
	x, y := prototypes(prob.NewSeed(1), 1797, 64, 1, 0.6)
	epochs(b, Training[float32, int]{
		Model: Model[int]{Dense(ReLU, 64, 128, 64, 10), Categorical(10)},
		Batch: 64,
	}, Data[float32, int]{X: x, Y: y})
}

func BenchmarkRegression(b *testing.B) {
	d := surface(prob.NewSeed(2), 50000)
	epochs(b, Training[float32, float64]{
		Model: Model[float64]{Dense(Tanh, 20, 64, 64, 1), SquaredError(1)},
		Batch: 256,
	}, d)
}

func BenchmarkImages(b *testing.B) {
	x, y := prototypes(prob.NewSeed(3), 6000, 784, 0.2, 0.3)
	epochs(b, Training[float32, int]{
		Model: Model[int]{Dense(ReLU, 784, 512, 256, 10), Categorical(10)},
		Batch: 128,
	}, Data[float32, int]{X: x, Y: y})
}

func BenchmarkImagesThreads2(b *testing.B) {
	x, y := prototypes(prob.NewSeed(3), 6000, 784, 0.2, 0.3)
	epochs(b, Training[float32, int]{
		Model:   Model[int]{Dense(ReLU, 784, 512, 256, 10), Categorical(10)},
		Batch:   128,
		Threads: 2,
	}, Data[float32, int]{X: x, Y: y})
}

// epochs times epochs of the training, and none of what comes before.
func epochs[F Float, Y any](b *testing.B, t Training[F, Y], d Data[F, Y]) {
	r, err := newRun(t, t.Start(prob.NewSeed(9)), d)
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	start := r.state.Clone()
	r.state.History = make([]Epoch, 0, 50)
	if err := r.epoch(ctx); err != nil { // buffers grow
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if len(r.state.History) == 50 { // from the start: gradients that are nothing take other times
			copy(r.state.Params, start.Params)
			copy(r.state.Moments, start.Moments)
			r.state.Steps, r.state.History = 0, r.state.History[:0]
		}
		if err := r.epoch(ctx); err != nil {
			b.Fatal(err)
		}
	}
	n := len(r.split.train)
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
	b.ReportMetric(r.state.Last().Loss, "loss")
}

// prototypes returns n rows of d pixels from 0 to 1, each one of ten prototypes with
// noise; of a prototype's pixels the fraction on is not 0.
func prototypes(seed prob.Seed, n, d int, on, noise float64) (x []float32, y []int) {
	rng := seed.Rand()
	p := make([]float64, 10*d)
	for i := range p {
		if v := rng.Float64(); rng.Float64() < on {
			p[i] = v
		}
	}
	x, y = make([]float32, n*d), make([]int, n)
	for i := range y {
		y[i] = rng.IntN(10)
		for j := range d {
			x[i*d+j] = float32(math.Min(math.Max(p[y[i]*d+j]+noise*rng.NormFloat64(), 0), 1))
		}
	}
	return x, y
}

// surface returns n rows of 20 standard normal inputs and sin(2z₁) + z₂z₃ + noise, z being
// three of their linear combinations.
func surface(seed prob.Seed, n int) Data[float32, float64] {
	rng := seed.Rand()
	w := make([]float64, 3*20)
	for i := range w {
		w[i] = rng.NormFloat64() / math.Sqrt(20)
	}
	d := Data[float32, float64]{X: make([]float32, 0, 20*n), Y: make([]float64, n)}
	for i := range n {
		var z [3]float64
		for j := range 20 {
			v := rng.NormFloat64()
			d.X = append(d.X, float32(v))
			for k := range z {
				z[k] += w[20*k+j] * v
			}
		}
		d.Y[i] = math.Sin(2*z[0]) + z[1]*z[2] + 0.1*rng.NormFloat64()
	}
	return d
}

package mlp

import (
	"context"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestTrainingGolden follows two trainings that testdata/training.py did in numpy, sixty
// steps each. The two round differently, and a step magnifies differences of weights by
// at most 1 + rate·curvature; 1e-9 is 10⁶ roundings.
func TestTrainingGolden(t *testing.T) {
	f, err := os.Open("testdata/training.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{}
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		want[row[0]] = append(want[row[0]], v)
	}

	net := Net{4, []Layer{{Units: 6, Activation: Tanh}, {Units: 6, Activation: ReLU, Residual: true}, {Units: 3}}}
	x := make([]float64, 80)
	for i := range x {
		x[i] = math.Sin(float64(1 + i))
	}
	classes, numbers := make([]int, 20), make([]float64, 60)
	for i := range classes {
		classes[i] = i % 3
	}
	for i := range numbers {
		numbers[i] = math.Cos(float64(i/3 + 2*(i%3)))
	}
	follows(t, "classes", want["classes"], Training[float64, int]{Model: Model[int]{net, Categorical(3)}, Optimiser: Adam{Rate: 0.02}}, Data[float64, int]{X: x, Y: classes})
	follows(t, "numbers", want["numbers"], Training[float64, float64]{Model: Model[float64]{net, GaussianLearnt(3)}, Optimiser: SGD{Rate: 0.02, Momentum: 0.9}, Prior: Prior{Weights: 2}}, Data[float64, float64]{X: x, Y: numbers})
}

func follows[Y any](t *testing.T, name string, want []float64, tr Training[float64, Y], d Data[float64, Y]) {
	tr.Epochs, tr.Batch = len(want), 20
	s := tr.Start(prob.NewSeed(0))
	for k := range tr.Model.Net.Dim() {
		s.Params[k] = math.Sin(0.7*float64(k+1)) / 2
	}
	s, err := tr.Resume(context.Background(), s, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) != 60 {
		t.Fatalf("%s: %d golden losses, want 60", name, len(want))
	}
	for i, e := range s.History {
		if !(math.Abs(e.Loss-want[i]) <= 1e-9) {
			t.Errorf("%s: loss of step %d is %v, want %v", name, i+1, e.Loss, want[i])
		}
	}
}

// TestFloat32IsNear: in float32 the loss and its gradient are those of float64 but for
// rounding, which sums of up to 300 products make a few hundred ulp.
func TestFloat32IsNear(t *testing.T) {
	for a := range activations {
		m, w, data := family[float64]{"", GaussianRows, func(rng *rand.Rand) float64 { return rng.NormFloat64() }, nil}.model(a, 2, 300)
		single := Data[float32, float64]{X: convert[float32](data.X), Y: data.Y}
		rounded := Data[float64, float64]{X: convert[float64](single.X), Y: data.Y}
		w32 := convert[float32](w)
		w = convert[float64](w32)
		g32, g64 := make([]float32, len(w)), make([]float64, len(w))
		got, want := Loss(m, PerRow, w32, single, g32), Loss(m, PerRow, w, rounded, g64)
		const tol = 300 * 0x1p-23
		if !(math.Abs(got-want) <= tol*math.Abs(want)) {
			t.Errorf("%v: loss %v in float32, %v in float64", a, got, want)
		}
		for i, g := range g64 {
			if !(math.Abs(float64(g32[i])-g) <= tol*(math.Abs(want)+math.Abs(g))) {
				t.Errorf("%v: gradient %d is %v in float32, %v in float64", a, i, g32[i], g)
			}
		}
	}
}

package mlp

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// TestLogLikIsADensity holds [LogLik] to the laws of any log density of the toolkit.
func TestLogLikIsADensity(t *testing.T) {
	m := Model[float64]{Dense(Softplus, 1, 3, 1), GaussianLearnt(1)}
	l, err := LogLik(m, line(12, 1))
	if err != nil {
		t.Fatal(err)
	}
	w := m.Init(prob.NewSeed(1))
	other := make([]float64, len(w))
	for i := range w {
		other[i] = 0.2 * float64(i%3-1)
		w[i] += 0.1
	}
	probtest.Gradient(t, l, w, other)
}

func TestLogLikFromManyGoroutines(t *testing.T) {
	m := Model[float64]{Dense(Tanh, 1, 8, 2), GaussianRows(1)}
	l, err := LogLik(m, line(700, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := make([]float64, 8)
	at := func(i int) []float64 { return m.Init(prob.NewSeed(uint64(i))) }
	for i := range want {
		want[i] = l.LogProb(at(i), nil)
	}
	var wg sync.WaitGroup
	for i := range want {
		wg.Go(func() {
			w, grad := at(i), make([]float64, l.Dim())
			for range 20 {
				if got := l.LogProb(w, grad); got != want[i] {
					t.Errorf("point %d: %v, want %v", i, got, want[i])
				}
			}
		})
	}
	wg.Wait()
}

func TestLogLikRefuses(t *testing.T) {
	m := Model[float64]{Dense(Tanh, 1, 2, 1), Poisson(1)}
	if _, err := LogLik(m, Data[float64, float64]{X: []float64{1, 2}, Y: []float64{1, -1}}); err == nil || !strings.Contains(err.Error(), "row 1: y = -1") {
		t.Errorf("a count of −1: %v", err)
	}
	if _, err := LogLik(Model[float64]{Dense(Tanh, 1, 2, 2), Poisson(1)}, line(2, 1)); err == nil {
		t.Error("outputs that do not fit: no error")
	}
	l, err := LogLik(m, Data[float64, float64]{X: []float64{1}, Y: []float64{1}})
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, l.Dim())
	w[len(w)-1] = 800 // a rate that overflows
	if got := l.LogProb(w, nil); !math.IsInf(got, -1) {
		t.Errorf("a rate of e^800: %v, want −Inf", got)
	}
	defer func() {
		if r, ok := recover().(string); !ok || !strings.HasPrefix(r, "mlp: LogLikelihood.LogProb: len(w) = 2") {
			t.Errorf("panic %v", r)
		}
	}()
	l.LogProb(w[:2], nil)
}

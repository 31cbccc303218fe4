package tabular_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestMixture: the mixture ¼·N(−2, 1²) + ¾·N(1, 0.5²), in units of which y is 10 + 2z,
// against its definition: N(6, 2²) and N(12, 1²).
func TestMixture(t *testing.T) {
	n := readString(t, fileOf(`{"family":"mixture","parameter":2}`, columnX, `{"name":"y","center":10,"width":2}`, `{"inputs":1,"layers":[{"units":6}]}`,
		fmt.Sprintf("0,0,0,0,0,0,0,%v,-2,1,0,%v", math.Log(3), math.Log(0.5))))
	ps, err := n.Predict([]string{"5"})
	if err != nil {
		t.Fatal(err)
	}
	m := ps[0]
	a, b := prob.Normal{Mu: 6, Sigma: 2}, prob.Normal{Mu: 12, Sigma: 1}
	near := func(name string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) < 1e-12*(1+math.Abs(want))) { // some ten roundings
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	near("mean", m.Mean(), 10.5)
	near("variance", m.Var(), 0.25*4+0.75*1+0.25*4.5*4.5+0.75*1.5*1.5)
	for _, x := range []float64{-4, 3, 6, 9, 12, 15, 25} {
		near("CDF", m.CDF(x), 0.25*a.CDF(x)+0.75*b.CDF(x))
		near("survival", m.Survival(x), 0.25*a.Survival(x)+0.75*b.Survival(x))
		near("log CDF", m.LogCDF(x), math.Log(0.25*a.CDF(x)+0.75*b.CDF(x)))
		near("log survival", m.LogSurvival(x), math.Log(0.25*a.Survival(x)+0.75*b.Survival(x)))
		grad := make([]float64, 1)
		p := 0.25*math.Exp(prob.LogProb(a, x)) + 0.75*math.Exp(prob.LogProb(b, x))
		near("log density", m.LogProb([]float64{x}, grad), math.Log(p))
		near("gradient", grad[0], (0.25*math.Exp(prob.LogProb(a, x))*(6-x)/4+0.75*math.Exp(prob.LogProb(b, x))*(12-x))/p)
	}
	for _, p := range []float64{1e-300, 1e-9, 0.1, 0.25, 0.5, 0.9, 0.999, 1 - 1e-15} {
		q := m.Quantile(p)
		if below := m.CDF(math.Nextafter(q, math.Inf(-1))); !(m.CDF(q) >= p*(1-1e-13)) || !(below <= p*(1+1e-13)) {
			t.Errorf("the quantile of %v is %v, where the CDF is %v and just below %v", p, q, m.CDF(q), below)
		}
	}
	if !math.IsNaN(m.Quantile(1.5)) || !math.IsInf(m.Quantile(0), -1) || !math.IsInf(m.Quantile(1), 1) {
		t.Errorf("quantiles of 0, 1 and 1.5 are %v, %v and %v", m.Quantile(0), m.Quantile(1), m.Quantile(1.5))
	}
	var mean, low float64
	const draws = 100000
	rng, x := prob.NewSeed(7).Rand(), make([]float64, 1)
	for range draws {
		m.Rand(rng, x)
		mean += x[0] / draws
		if x[0] < 9 {
			low += 1. / draws
		}
	}
	// Five standard errors.
	if d := math.Abs(mean - 10.5); !(d < 5*math.Sqrt(m.Var()/draws)) {
		t.Errorf("the mean of draws is off by %v", d)
	}
	if p := m.CDF(9); !(math.Abs(low-p) < 5*math.Sqrt(p*(1-p)/draws)) {
		t.Errorf("%v of draws are below 9, want %v", low, p)
	}
}

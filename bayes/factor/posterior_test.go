package factor

import (
	"math"
	"testing"
)

// compare checks an Effect against the quantiles of a density known up to a
// constant. Tolerance: 1e-7 of the interval, for two quantiles each right to about
// 1e-9 of theirs.
func compare(t *testing.T, what string, got Effect, logDensity func(float64) float64) {
	t.Helper()
	width := got.High - got.Low
	in := integrate(logDensity, math.Inf(-1), math.Inf(1), around(got.Median, width/4), 1e-13)
	for _, c := range []struct {
		p   float64
		got float64
	}{{0.5, got.Median}, {0.05, got.Low}, {0.95, got.High}} {
		if want := in.quantile(c.p); !(math.Abs(c.got-want) <= 1e-7*width) {
			t.Errorf("%s: quantile %v = %.10g, want %.10g", what, c.p, c.got, want)
		}
	}
}

// TestCoefficients: with one predictor the posterior of its coefficient follows from
// the joint density, from which σ² is integrated by hand and g by quadrature:
// p(β, g | y) ∝ [SSE + Sxx(β−b)² + Sxx·β²/g]^−N/2 g^−½ IG(g; ½, ½Nr²).
func TestCoefficients(t *testing.T) {
	_, columns := attitude()
	y, x := columns[0][:9], columns[1][:9] // few, so that the prior matters
	d, err := NewDesign(y, x)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Regression{}.Coefficients(d, 0.9)
	if err != nil {
		t.Fatal(err)
	}
	sx, sy := SampleOf(x...), SampleOf(y...)
	sxy := 0.0
	for i := range x {
		sxy += (x[i] - sx.Mean) * (y[i] - sy.Mean)
	}
	n, b := float64(len(x)), sxy/sx.SS
	sse := sy.SS - sxy*b
	scale := n / 8 // Nr² with r = √2/4
	compare(t, "coefficient", got[0], func(beta float64) float64 {
		return integrate(func(v float64) float64 {
			g := math.Exp(v) * scale
			return -n/2*math.Log(sse+sx.SS*((beta-b)*(beta-b)+beta*beta/g)) - v/2 + logHalfIG(v)
		}, math.Inf(-1), math.Inf(1), []float64{-4, -2, 0, 2, 4, 8}, 1e-14).log
	})
}

// TestMeans: with two groups the posterior of the first mean follows likewise, the
// second mean being integrated by hand too: with k = 1/(2g),
// p(θ₁, g | y) ∝ [SSW + n₁(θ₁−ȳ₁)² + n₂k/(n₂+k)·(θ₁−ȳ₂)²]^−N/2 (n₂+k)^−½ g^−½ IG(g; ½, ½r²).
func TestMeans(t *testing.T) {
	g := groupsOf([]float64{1, 2.5, 2}, []float64{3, 5, 4.5, 4, 6})
	got, err := ANOVA{0.7}.Means(append(Groups{{}}, g...), 0.9)
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(got[0].Median) {
		t.Errorf("mean of a group without observations is %v, want NaN", got[0].Median)
	}
	a, b, ssw, n := g[0], g[1], g[0].SS+g[1].SS, g.N()
	compare(t, "mean", got[1], func(theta float64) float64 {
		return integrate(func(v float64) float64 {
			k := 1 / (2 * math.Exp(v) * 0.7 * 0.7)
			q := ssw + a.N*(theta-a.Mean)*(theta-a.Mean) + b.N*k/(b.N+k)*(theta-b.Mean)*(theta-b.Mean)
			return -n/2*math.Log(q) - math.Log(b.N+k)/2 - v/2 + logHalfIG(v)
		}, math.Inf(-1), math.Inf(1), []float64{-4, -2, 0, 2, 4, 8}, 1e-14).log
	})
}

// TestModels: probabilities are factors over their sum, and a predictor's inclusion
// is what the models with it have.
func TestModels(t *testing.T) {
	_, columns := attitude()
	d, err := NewDesign(columns[0], columns[1], columns[3], columns[6])
	if err != nil {
		t.Fatal(err)
	}
	models, err := Regression{}.Models(d)
	if err != nil {
		t.Fatal(err)
	}
	sum, with := 0.0, make([]float64, 3)
	for _, m := range models {
		sum += m.Value.BF10()
		for _, j := range m.Predictors {
			with[j] += m.Value.BF10()
		}
	}
	if len(models) != 8 {
		t.Errorf("%d models of 3 predictors, want 8", len(models))
	}
	for _, m := range models {
		if want := m.Value.BF10() / sum; math.Abs(m.P-want) > 1e-13 {
			t.Errorf("model %v has probability %v, want %v", m.Predictors, m.P, want)
		}
	}
	for j, p := range Inclusion(models, 3) {
		if want := with[j] / sum; math.Abs(p-want) > 1e-13 {
			t.Errorf("predictor %d is in with probability %v, want %v", j, p, want)
		}
	}
	for i := 1; i < len(models); i++ {
		if models[i].Value.Log > models[i-1].Value.Log {
			t.Errorf("model %d is better than the one before it", i+1)
		}
	}
}

// TestCollinear: which predictor is at fault is said, of all sizes and offsets.
func TestCollinear(t *testing.T) {
	y := []float64{1, 3, 2, 5, 4, 7, 6, 6}
	a := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	b := []float64{2, 7, 1, 8, 2, 8, 1, 8}
	for _, scale := range []float64{1e-9, 1, 1e9} {
		sum, constant := make([]float64, 8), make([]float64, 8)
		for i := range sum {
			sum[i], constant[i] = scale*(a[i]-3*b[i])+5*scale, 0.1*scale
		}
		for _, c := range []struct {
			last []float64
			want CollinearError
		}{{sum, CollinearError{2, false}}, {constant, CollinearError{2, true}}} {
			_, err := NewDesign(y, a, b, c.last)
			if e, ok := err.(*CollinearError); !ok || *e != c.want {
				t.Errorf("scale %v: error %v, want %v", scale, err, c.want)
			}
		}
	}
	far := make([]float64, 8) // varies little about a large offset, but not by rounding
	for i := range far {
		far[i] = 1e6 + 1e-3*b[i]
	}
	d, err := NewDesign(y, a, far)
	if err != nil {
		t.Fatal(err)
	}
	near, err := NewDesign(y, a, b)
	if err != nil {
		t.Fatal(err)
	}
	// 1e6 has an ulp of 1e-10, and the predictor a spread of 3e-3
	if x, w := d.Fit().R2, near.Fit().R2; math.Abs(x-w) > 1e-6 {
		t.Errorf("R² = %v of a shifted predictor, want %v", x, w)
	}
}

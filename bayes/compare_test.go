package bayes

import (
	"math"
	"slices"
	"testing"
)

func TestModelProbabilities(t *testing.T) {
	// A fair coin and one of unknown bias, 17 heads of 20, odds 3:1.
	data := Binomial(17, 20)
	fair, biased := Point(0.5).LogEvidence(data), Beta{1, 1}.LogEvidence(data)
	got := ModelProbabilities([]float64{fair, biased}, []float64{3, 1})

	// P(17 of 20 | ½) = 1140/2²⁰; P(17 of 20 | uniform) = 1/21.
	f, b := 3*1140/math.Exp2(20), 1.0/21
	for i, want := range []float64{f / (f + b), b / (f + b)} {
		if math.Abs(got[i]-want) > 1e-14 {
			t.Errorf("model %d: probability %.17g, want %.17g", i, got[i], want)
		}
	}
	if sum := got[0] + got[1]; math.Abs(sum-1) > 1e-15 {
		t.Errorf("the probabilities add up to %g", sum)
	}
	// 10⁵ nats apart, and an impossible model: no overflow, no NaN.
	if got := ModelProbabilities([]float64{-2e5, -1e5, math.Inf(-1)}, nil); !slices.Equal(got, []float64{0, 1, 0}) {
		t.Errorf("far apart: %v, want 0 1 0", got)
	}
}

func TestBayesFactorString(t *testing.T) {
	for _, c := range []struct {
		log  float64
		want string
	}{
		{math.Log(17.25888), "BF 17.3 (ln 2.85)"},
		{0, "BF 1 (ln 0.00)"},
		{-2, "BF 0.135 (ln -2.00)"},
		{1000, "BF 1.97e+434 (ln 1000.00)"},
		{-1000, "BF 5.08e-435 (ln -1000.00)"},
		{math.Inf(1), "BF +Inf (ln +Inf)"},
		{math.NaN(), "BF undefined"},
	} {
		if got := BayesFactor(c.log).String(); got != c.want {
			t.Errorf("log %g: %q, want %q", c.log, got, c.want)
		}
	}
}

func TestThreshold(t *testing.T) {
	above, below := Threshold{Log: math.Log(10)}, Threshold{Log: math.Log(0.1), Below: true}
	for _, c := range []struct {
		f            float64
		above, below bool
	}{{0, false, false}, {2, false, false}, {3, true, false}, {-3, false, true}, {math.NaN(), false, false}} {
		if got := above.Crossed(BayesFactor(c.f)); got != c.above {
			t.Errorf("above 10 at ln %g: %v", c.f, got)
		}
		if got := below.Crossed(BayesFactor(c.f)); got != c.below {
			t.Errorf("below 0.1 at ln %g: %v", c.f, got)
		}
	}
}

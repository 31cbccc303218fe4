package causal

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// Values of the literature: 0.80 and 10.72978 (Hammond and Horn's smokers) are examples
// of the R package EValue, 3.9 is VanderWeele and Ding's. Half a unit of the last digit.
func TestEValue(t *testing.T) {
	for _, x := range []struct{ rr, want float64 }{{0.80, 1.809}, {3.9, 7.263}, {10.72978, 20.947}, {1, 1}} {
		if got := EValue(x.rr); math.Abs(got-x.want) > 0.0005 {
			t.Errorf("EValue(%g) = %.5f, want %.3f", x.rr, got, x.want)
		}
		if a, b := EValue(x.rr), EValue(1/x.rr); math.Abs(a-b) > 1e-13*a {
			t.Errorf("EValue(%g) = %g, of its inverse %g", x.rr, a, b)
		}
	}
	if e := EValue(0); !math.IsInf(e, 1) {
		t.Errorf("EValue(0) = %g", e)
	}
	if e := EValue(math.NaN()); !math.IsNaN(e) {
		t.Errorf("EValue(NaN) = %g", e)
	}
	for _, x := range []struct {
		iv   bayes.Interval
		want float64
	}{
		{bayes.Interval{Low: 1.8, High: 8.7}, 3}, // VanderWeele and Ding: 3.0
		{bayes.Interval{Low: 0.71, High: 0.91}, 1.43},
		{bayes.Interval{Low: 0.9, High: 1.2}, 1},
		{bayes.Interval{Low: 1, High: 1.2}, 1},
	} {
		if got := EValueOfInterval(x.iv); math.Abs(got-x.want) > 0.005 {
			t.Errorf("EValueOfInterval(%v) = %g, want %g", x.iv, got, x.want)
		}
	}
	if e := EValueOfInterval(bayes.Interval{Low: nan, High: 2}); !math.IsNaN(e) {
		t.Errorf("of an interval withheld: %g", e)
	}
	if r := RatioOfOdds(4, false); r != 2 || RatioOfOdds(4, true) != 4 {
		t.Errorf("RatioOfOdds(4) = %g", r)
	}
}

// The E-value is the strength that, given to both arms of the confounder, gives a
// bounding factor of the ratio; StrengthNeeded is the inverse of BoundingFactor.
func TestBoundingFactor(t *testing.T) {
	rng := prob.NewSeed(6).Rand()
	for range 1000 {
		rr := 1 + 5*rng.ExpFloat64()
		e := EValue(rr)
		if f := BoundingFactor(e, e); math.Abs(f-rr) > 1e-12*rr {
			t.Errorf("BoundingFactor(E, E) = %.15g, want %.15g", f, rr)
		}
		if d := StrengthNeeded(rr, e); math.Abs(d-e) > 1e-9*e {
			t.Errorf("StrengthNeeded(%g, E) = %.15g, want E = %.15g", rr, d, e)
		}
		gamma := rr * (1 + 0.01 + rng.ExpFloat64())
		delta := StrengthNeeded(1/rr, gamma)
		if f := BoundingFactor(gamma, delta); math.Abs(f-rr) > 1e-10*rr {
			t.Errorf("BoundingFactor(%g, %g) = %.15g, want %.15g", gamma, delta, f, rr)
		}
		// No binary confounder does worse than the bound.
		h := Hidden{Treated: rng.Float64(), Control: rng.Float64(), Ratio: 1 + 20*rng.Float64()}
		if h.Treated < h.Control {
			h.Treated, h.Control = h.Control, h.Treated
		}
		if b, f := h.Bias(), BoundingFactor(h.Treated/h.Control, h.Ratio); b > f*(1+1e-14) || b < 1 {
			t.Errorf("%+v: bias %g exceeds the bounding factor %g", h, b, f)
		}
	}
	// The bound is attained where all treated have it.
	h := Hidden{Treated: 1, Control: 0.25, Ratio: 3}
	if b, f := h.Bias(), BoundingFactor(4, 3); b != 2 || f != 2 {
		t.Errorf("bias %g, bounding factor %g, want 2", b, f)
	}
	for _, x := range []struct{ got, want float64 }{
		{BoundingFactor(math.Inf(1), 3), 3}, {BoundingFactor(3, math.Inf(1)), 3}, {BoundingFactor(1, 9), 1}, {BoundingFactor(0.5, 2), nan},
		{StrengthNeeded(3, 2), math.Inf(1)}, {StrengthNeeded(3, math.Inf(1)), 3}, {StrengthNeeded(1, 1), 1}, {StrengthNeeded(3, 0.5), nan},
	} {
		if x.got != x.want && !(math.IsNaN(x.got) && math.IsNaN(x.want)) {
			t.Errorf("got %g, want %g", x.got, x.want)
		}
	}
}

// A confounder that was not measured biases the crude ratio by what Bias says: a table
// in which it is then measured.
func TestHiddenIsMeasured(t *testing.T) {
	c := Comparison{Treated: "a", Control: "b", Event: "yes", Strata: []Stratum{
		{Levels: []string{"with"}, Treated: Cell{360, 600}, Control: Cell{60, 200}},
		{Levels: []string{"without"}, Treated: Cell{80, 400}, Control: Cell{80, 800}},
	}}
	h := Hidden{Treated: 0.6, Control: 0.2, Ratio: 3}
	close2(t, "crude / bias", c.Crude().Ratio()/h.Bias(), average(t, c, Everyone).Ratio())
}

// Whatever is hidden, what adjusting for it gives lies within the bounds of its bounding
// factor: random confounders of up to four levels, that also modify the effect.
func TestUnderHidden(t *testing.T) {
	rng := prob.NewSeed(10).Rand()
	tight := 0
	for range 5000 {
		k := 2 + rng.IntN(3)
		alpha := make([]float64, 2*k)
		for i := range alpha {
			alpha[i] = 1
		}
		share := prob.Draw(rng, prob.Dirichlet{Alpha: alpha}) // of (level, treatment)
		var n1, n0 float64
		for u := range k {
			n1, n0 = n1+share[2*u], n0+share[2*u+1]
		}
		var seen, do Effect
		gamma, least, most := 1.0, [2]float64{1, 1}, [2]float64{}
		for u := range k {
			w1, w0 := share[2*u], share[2*u+1]
			p := [2]float64{rng.Float64(), rng.Float64()}
			seen.Treated, seen.Control = seen.Treated+w1/n1*p[0], seen.Control+w0/n0*p[1]
			do.Treated, do.Control = do.Treated+(w1+w0)*p[0], do.Control+(w1+w0)*p[1]
			gamma = max(gamma, w1/n1/(w0/n0), w0/n0/(w1/n1))
			for i := range p {
				least[i], most[i] = min(least[i], p[i]), max(most[i], p[i])
			}
		}
		f := BoundingFactor(gamma, max(most[0]/least[0], most[1]/least[1]))
		b := UnderHidden(seen, f, n1)
		for _, x := range []struct {
			what string
			v    float64
			iv   bayes.Interval
		}{
			{"treated", do.Treated, b.Treated}, {"control", do.Control, b.Control},
			{"difference", do.Difference(), b.Difference()}, {"ratio", do.Ratio(), b.Ratio()},
			{"ratio by the factor", do.Ratio(), bayes.Interval{Low: seen.Ratio() / f, High: seen.Ratio() * f}},
		} {
			if !(x.iv.Low-1e-12 <= x.v && x.v <= x.iv.High+1e-12*x.iv.High) {
				t.Fatalf("%s %g outside %v", x.what, x.v, x.iv)
			}
		}
		if b.Treated.High-b.Treated.Low < 4*math.Abs(do.Treated-seen.Treated) {
			tight++
		}
	}
	if tight < 100 {
		t.Errorf("bounds are near what happens in %d of 5000 cases: too wide to be tested", tight)
	}
	e := Effect{0.3, 0.1}
	if d := UnderHidden(e, 3, 0.4).Difference().Low; math.Abs(d) > 1e-16 {
		t.Errorf("a factor equal to the ratio leaves %g", d)
	}
	close2(t, "Ding and VanderWeele", UnderHidden(e, 2, 0.4).Difference().Low, (0.3-2*0.1)*(0.4+0.6/2))
	if b := UnderHidden(e, 1, 0.4); b.Difference().Low != b.Difference().High {
		t.Errorf("a factor of 1: %v", b)
	}
	if b := UnderHidden(e, 0.5, 0.4); !math.IsNaN(b.Treated.Low) {
		t.Errorf("a factor below 1: %v", b)
	}
}

package factor

import (
	"errors"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func tests(t *testing.T) map[string]Test {
	t.Helper()
	all := map[string]Test{}
	add := func(name string, test Test, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = test
	}
	for name, s := range map[string]TStatistic{"t": OneSampleT(-4.06, 10), "two samples": TwoSampleT(1, 30, 4), "t = 0": OneSampleT(0, 7),
		"t of two": OneSampleT(3, 2), "t = 50": OneSampleT(50, 1e6), "t = 900": OneSampleT(900, 12)} {
		test, err := TTest{}.Test(s)
		add(name, test, err)
	}
	for name, c := range map[string][2]float64{"r": {-0.3, 20}, "r of three": {0.9, 3}, "r = 0.999999": {0.999999, 1e5}} {
		test, err := Correlation{}.Test(c[0], c[1])
		add(name, test, err)
	}
	for name, c := range map[string][2]float64{"k": {15, 25}, "no successes": {0, 40}, "no trials": {0, 0}, "a million": {498000, 1e6}} {
		test, err := Proportion{Null: 0.4}.Test(c[0], c[1])
		add(name, test, err)
		test, err = Proportion{Null: 0.4, Beta: &prob.Beta{Alpha: 0.5, Beta: 3}}.Test(c[0], c[1])
		add(name+", beta", test, err)
	}
	return all
}

// TestParts: the parts of the prior are the whole, whatever the data. With q the
// prior probability of a part, BF = q·BF(part) + (1−q)·BF(rest), and the posterior
// probability of a part is q·BF(part)/BF: a half below the median. Tolerance: the
// bounds of the Values themselves; for the median, 1e-8 of what a quantile may miss.
func TestParts(t *testing.T) {
	for name, test := range tests(t) {
		whole := test.Factor()
		wholeAgain := test.within(math.Inf(-1), math.Inf(1))
		if d := math.Abs(float64(whole.Log - wholeAgain.Log)); !(d <= whole.Err+wholeAgain.Err+1e-13) {
			t.Errorf("%s: the integral over θ differs by %.2g from the one over g, want at most %.2g", name, d, whole.Err+wholeAgain.Err)
		}
		e := test.Posterior(0.9)
		null := test.null
		for _, c := range []struct {
			low, high, posterior float64
		}{
			{test.least, e.Median, 0.5}, {test.least, e.Low, 0.05}, {e.High, test.most, 0.05}, {null - 0.1, null + 0.1, math.NaN()}, {test.least, null, math.NaN()},
		} {
			in, err := test.Within(c.low, c.high)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			out, err := test.Outside(c.low, c.high)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			a, b, _ := test.interval(c.low, c.high)
			logQ := test.mass(a, b)
			logRest := logAdd(test.mass(math.Inf(-1), a), test.mass(b, math.Inf(1)))
			if all := logAdd(logQ, logRest); !(math.Abs(all) < 1e-11) {
				t.Errorf("%s: prior probabilities add up to exp(%.3g)", name, all)
			}
			got := logAdd(logQ+float64(in.Log), logRest+float64(out.Log))
			if tol := whole.Err + in.Err + out.Err + 1e-11; !(math.Abs(got-float64(whole.Log)) <= tol) {
				t.Errorf("%s: (%.4g, %.4g) and the rest make log BF %.15g, want %.15g within %.2g", name, c.low, c.high, got, float64(whole.Log), tol)
			}
			if p := math.Exp(logQ + float64(in.Log-whole.Log)); !math.IsNaN(c.posterior) && !(math.Abs(p-c.posterior) <= 1e-8) {
				t.Errorf("%s: posterior probability of (%.6g, %.6g) = %.10g, want %v within 1e-8", name, c.low, c.high, p, c.posterior)
			}
			ratio, err := test.IntervalNull(c.low, c.high)
			if err != nil || math.Abs(float64(ratio.Log-(out.Log-in.Log))) > 1e-9 {
				t.Errorf("%s: the interval null has %v, want %v over %v", name, ratio, out, in)
			}
		}
	}
}

// TestMirror: exchanging what is positive and negative exchanges the sides.
func TestMirror(t *testing.T) {
	plus, err := TTest{}.Test(OneSampleT(2, 12))
	if err != nil {
		t.Fatal(err)
	}
	minus, err := TTest{}.Test(OneSampleT(-2, 12))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := plus.Greater(), minus.Less(); math.Abs(float64(a.Log-b.Log)) > a.Err+b.Err {
		t.Errorf("greater of t = 2 is %v, less of t = −2 is %v", a, b)
	}
	if !(plus.Greater().Log > plus.Less().Log) {
		t.Errorf("t = 2 speaks for less: %v against %v", plus.Less(), plus.Greater())
	}
	table := Table{Sampling: JointMultinomial}
	g, l, err := table.OneSided([][]float64{{9, 3}, {2, 8}})
	if err != nil || !(g.Log > l.Log) {
		t.Errorf("a positive association speaks for a negative one: %v, %v, %v", g, l, err)
	}
	whole, _ := table.Factor([][]float64{{9, 3}, {2, 8}})
	if got := logAdd(float64(g.Log), float64(l.Log)) - math.Ln2; math.Abs(got-float64(whole.Log)) > 1e-10 {
		t.Errorf("the sides average to %v, want %v", got, whole)
	}
	if hyp, _, err := (Table{Sampling: Hypergeometric}).OneSided([][]float64{{9, 3}, {2, 8}}); err == nil {
		t.Errorf("one-sided hypergeometric: %v, want an error", hyp)
	}
}

// TestHypergeometric: the tables with given margins are all there, so that their
// probabilities under either hypothesis add up to 1: Σ BF₁₀(y)·P(y | H₀) = 1, in
// which P(y | H₀) is hypergeometric. To 1e-13 of rounding.
func TestHypergeometric(t *testing.T) {
	for _, a := range []float64{1, 0.8, 3} {
		sum := 0.0
		for y := 0.0; y <= 7; y++ {
			table := [][]float64{{y, 7 - y}, {12 - y, 2 + y}}
			v, err := Table{Hypergeometric, a}.Factor(table)
			if err != nil {
				t.Fatal(err)
			}
			log := prob.LogChoose(12, y) + prob.LogChoose(9, 7-y) - prob.LogChoose(21, 7)
			sum += math.Exp(log) * v.BF10()
		}
		if math.Abs(sum-1) > 1e-13 {
			t.Errorf("concentration %v: probabilities add up to %.15g, want 1", a, sum)
		}
	}
	big, err := Table{Sampling: Hypergeometric}.Factor([][]float64{{4e9, 5e9}, {6e9, 5e9}})
	if err != nil || !(big.Log > 0) || math.IsInf(float64(big.Log), 0) {
		t.Errorf("billions: %v, %v", big, err)
	}
	if _, err := (Table{Hypergeometric, 2}).Factor([][]float64{{4e9, 5e9}, {6e9, 5e9}}); err == nil {
		t.Error("billions of tables to add up: no error")
	}
}

// TestSameTest: an analysis of variance of two groups is a t test with √2 times the
// scale, and so is a regression on an indicator of balanced groups with the scale
// that gives the same variance of δ: r_regression·2 (the indicator has variance ¼).
func TestSameTest(t *testing.T) {
	g := chicks()[:2]
	for _, scale := range []float64{0.2, 0.5, 2} {
		a, err := ANOVA{scale}.Factor(g)
		if err != nil {
			t.Fatal(err)
		}
		b, err := TTest{scale * math.Sqrt2}.Factor(TwoSampleTOf(g[0], g[1]))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(float64(a.Log-b.Log)) > a.Err+b.Err+1e-13 {
			t.Errorf("scale %v: analysis of variance %v, t test %v", scale, a, b)
		}
	}
	y := []float64{1, 2.5, 3, 2, 4, 6, 3.5, 4.5}
	x := []float64{0, 0, 0, 0, 1, 1, 1, 1}
	d, err := NewDesign(y, x)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Regression{0.25}.Factor(d.Fit())
	if err != nil {
		t.Fatal(err)
	}
	b, err := TTest{0.5}.Factor(TwoSampleTOf(SampleOf(y[:4]...), SampleOf(y[4:]...)))
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(float64(a.Log-b.Log)) > a.Err+b.Err+1e-13 {
		t.Errorf("regression on an indicator %v, t test %v", a, b)
	}
}

// TestUndefined: data that do not determine a factor say so, and never NaN.
func TestUndefined(t *testing.T) {
	constant := SampleOf(0.1, 0.1, 0.1)
	for name, f := range map[string]func() (Value, error){
		"no data":                   func() (Value, error) { return TTest{}.Factor(Sample{}.T(0)) },
		"one observation":           func() (Value, error) { return TTest{}.Factor(SampleOf(3).T(0)) },
		"identical at the null":     func() (Value, error) { return TTest{}.Factor(constant.T(0.1)) },
		"identical off the null":    func() (Value, error) { return TTest{}.Factor(constant.T(0)) },
		"one group":                 func() (Value, error) { return TTest{}.Factor(TwoSampleTOf(SampleOf(1, 2), Sample{})) },
		"two identical groups":      func() (Value, error) { return TTest{}.Factor(TwoSampleTOf(constant, constant)) },
		"two pairs":                 func() (Value, error) { _, err := Correlation{}.Test(0.3, 2); return Value{}, err },
		"a line":                    func() (Value, error) { _, err := Correlation{}.Test(1, 9); return Value{}, err },
		"a constant":                func() (Value, error) { _, err := Correlation{}.Test(Pairs{}.R(), 9); return Value{}, err },
		"an empty table":            func() (Value, error) { return Table{Sampling: Poisson}.Factor([][]float64{{0, 0}, {0, 0}}) },
		"a table of one row":        func() (Value, error) { return Table{Sampling: Poisson}.Factor([][]float64{{3, 4}}) },
		"more predictors than data": func() (Value, error) { return Regression{}.Factor(FitOf(4, 3, 0.5)) },
		"a perfect fit":             func() (Value, error) { return Regression{}.Factor(FitOf(9, 3, 1)) },
		"one group of several":      func() (Value, error) { return ANOVA{}.Factor(groupsOf([]float64{1, 2})) },
		"groups of one":             func() (Value, error) { return ANOVA{}.Factor(groupsOf([]float64{1}, []float64{2})) },
		"nothing varies within":     func() (Value, error) { return ANOVA{}.Factor(groupsOf([]float64{1, 1}, []float64{2, 2})) },
	} {
		v, err := f()
		if !errors.Is(err, ErrUndefined) {
			t.Errorf("%s: %v, error %v, want ErrUndefined", name, v, err)
		}
	}
	for name, f := range map[string]func() error{
		"a negative scale": func() error { _, err := TTest{-1}.Factor(OneSampleT(1, 9)); return err },
		"a scale of NaN":   func() error { _, err := Correlation{math.NaN()}.Test(0.1, 9); return err },
		"NaN for t":        func() error { _, err := TTest{}.Factor(OneSampleT(math.NaN(), 9)); return err },
		"a null of 1":      func() error { _, err := Proportion{Null: 1}.Test(1, 2); return err },
		"k > n":            func() error { _, err := Proportion{}.Test(3, 2); return err },
		"half a count":     func() error { _, err := Table{Sampling: Poisson}.Factor([][]float64{{1, 2}, {0.5, 2}}); return err },
		"a ragged table":   func() error { _, err := Table{Sampling: Poisson}.Factor([][]float64{{1, 2}, {5}}); return err },
		"3×3 margins": func() error {
			_, err := Table{Sampling: Hypergeometric}.Factor([][]float64{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}})
			return err
		},
		"little concentration": func() error { _, err := Table{Poisson, 0.5}.Factor([][]float64{{1, 2}, {2, 1}}); return err },
		"R² of 2":              func() error { _, err := Regression{}.Factor(FitOf(9, 3, 2)); return err },
	} {
		if err := f(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	test, err := TTest{}.Test(OneSampleT(1, 9))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := test.Within(1, 1); err == nil {
		t.Error("an empty interval: no error")
	}
	if _, err := test.IntervalNull(math.Inf(-1), math.Inf(1)); err == nil {
		t.Error("an interval null of everything: no error")
	}
}

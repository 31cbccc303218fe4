package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// The laws that a series has: stretches join associatively, act on the prior, and
// evidence telescopes. Those of order it must not have.
func TestLocalLevelLaws(t *testing.T) {
	rng := prob.NewSeed(6).Rand()
	for _, prior := range []LocalLevel{{0, 1, 1}, {5, 2, 0.1}, {0, 10, 0}, {-3, 0.1, 30}, {1e3, 1, 0.5}} {
		draw := func() Walk {
			var w Walk
			for range 1 + rng.IntN(4) {
				w = w.Merge(prior.Row(prior.Mu+3*rng.NormFloat64(), 0.2+rng.Float64()))
			}
			return w
		}
		for range 20 {
			a, b, c := draw(), draw(), draw()
			at := []float64{prior.Mu + rng.NormFloat64()}
			sameStat(t, "identity", a.Merge(Walk{}), a, at)
			sameStat(t, "identity", (Walk{}).Merge(a), a, at)
			sameStat(t, "associativity", a.Merge(b).Merge(c), a.Merge(b.Merge(c)), at)
			samePrior(t, "associativity", prior.Update(a.Merge(b).Merge(c)), prior.Update(a.Merge(b.Merge(c))))
			sameStat(t, "scaling", a.Scale(3), a.Merge(a).Merge(a), at)
			samePrior(t, "action of nothing", prior.Update(Walk{}), prior)
			samePrior(t, "action", prior.Update(a).Update(b), prior.Update(a.Merge(b)))
			near(t, "telescoping", prior.LogEvidence(a)+prior.Update(a).LogEvidence(b), prior.LogEvidence(a.Merge(b)))
			// ∫ p(x₀) p(data | x₀), over the level before the first row.
			near(t, "Bayes' theorem", logIntegral(func(u float64) float64 {
				x := []float64{prior.Mu + prior.Sigma*u}
				return prior.LogProb(x, nil) + a.LogProb(x, nil) + math.Log(prior.Sigma)
			}), prior.LogEvidence(a))
			if got, want := prior.LogEvidence(b.Merge(a)), prior.LogEvidence(a.Merge(b)); prior.Drift > 0 && got == want {
				t.Errorf("%v: a series and the same in another order are equally probable", prior)
			}
			if err := a.Merge(b.Scale(-1)).Check(); err == nil {
				t.Error("a row of a series was taken out")
			}
			if got := prior.Update(b.Scale(0.5)); !math.IsNaN(got.Mu) {
				t.Errorf("half a row gives %v", got)
			}
			text, err := json.Marshal(a.Merge(b))
			if err != nil {
				t.Fatal(err)
			}
			var back Walk
			if err := json.Unmarshal(text, &back); err != nil || back != a.Merge(b) {
				t.Errorf("%s reads back as %+v, %v", text, back, err)
			}
		}
	}
}

// logIntegral returns log ∫ exp f over ±12 by the trapezoidal rule.
func logIntegral(f func(float64) float64) float64 {
	var logs []float64
	const h = 1. / 64
	for u := -12.0; u <= 12; u += h {
		logs = append(logs, f(u)+math.Log(h))
	}
	return prob.LogSumExp(logs)
}

// Without drift a local level is a normal prior, and order is nothing.
func TestLocalLevelWithoutDrift(t *testing.T) {
	rng := prob.NewSeed(7).Rand()
	level, fixed := LocalLevel{1e8, 3, 0}, Normal{1e8, 3}
	for range 300 {
		y, sd := 1e8+rng.NormFloat64(), 0.5+rng.Float64()
		w, m := level.Row(y, sd), Measurement(y, sd)
		near(t, "log evidence", level.LogEvidence(w), fixed.LogEvidence(m))
		level, fixed = level.Update(w), fixed.Update(m)
		within(t, "mean", level.Mu, fixed.Mu, 1e-15)
		within(t, "sd", level.Sigma, fixed.Sigma, 1e-13)
	}
}

// The steady state of the filter: P = q·(√(1+4r/q) − 1)/2 after a measurement.
func TestLocalLevelSteadyState(t *testing.T) {
	d := LocalLevel{0, 100, 0.7}
	d = d.Update(d.Row(2, 1.5).Scale(1000))
	q, r := 0.49, 2.25
	within(t, "variance", d.Sigma*d.Sigma, q*(math.Sqrt(1+4*r/q)-1)/2, 1e-13)
	within(t, "mean", d.Mu, 2, 1e-12)
	f := d.Forecast(3, 1.5)
	within(t, "forecast", f.Sigma*f.Sigma, d.Sigma*d.Sigma+3*q+r, 1e-13)
}

// A flat prior has a posterior after one row and an evidence for the rest.
func TestLocalLevelFlat(t *testing.T) {
	flat := LocalLevel{0, math.Inf(1), 0.5}
	post := flat.Update(flat.Row(3, 2))
	within(t, "mean", post.Mu, 3, 1e-15)
	within(t, "sd", post.Sigma, 2, 1e-15)
	if !math.IsNaN(flat.LogEvidence(flat.Row(3, 2))) {
		t.Error("a flat prior has an evidence")
	}
	samePrior(t, "stretch", flat.Update(flat.Row(3, 2).Merge(flat.Row(5, 1))), post.Update(flat.Row(5, 1)))
	if got, err := Parse(flat.String()); err != nil || got != Belief(flat) {
		t.Errorf("%v reads back as %v, %v", flat, got, err)
	}
}

// A learner of a series refuses what would make it none.
func TestLearnerOfASeries(t *testing.T) {
	l := mustLearn(t, "local-level(0,10,1)", "normal(sd=2)")
	if _, err := l.ObserveAll([]float64{1, 2, 4}); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"forgetting": l.Forget(0.9),
		"a weight":   l.Observe(Observation{Y: 1}, 1.5),
	} {
		if err == nil || !strings.Contains(err.Error(), "place in time") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Later rows after earlier ones: merging is joining.
	rest := l.Empty()
	if _, err := rest.ObserveAll([]float64{8, 16}); err != nil {
		t.Fatal(err)
	}
	more, err := rest.LogEvidenceAfter(l)
	before, _ := l.LogEvidence()
	if err == nil {
		err = l.Merge(rest)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole := mustLearn(t, "local-level(0,10,1)", "normal(sd=2)")
	if _, err := whole.ObserveAll([]float64{1, 2, 4, 8, 16}); err != nil {
		t.Fatal(err)
	}
	sameLearner(t, "joined", l, whole)
	after, _ := whole.LogEvidence()
	near(t, "log evidence after", before.Value+more.Value, after.Value)
}

func ExampleLocalLevel() {
	// A sensor that drifts by about 0.1 between readings with noise of 0.5.
	level := LocalLevel{Mu: 20, Sigma: 1, Drift: 0.1}
	for _, y := range []float64{20.3, 20.1, 20.8, 21.0} {
		level = level.Update(level.Row(y, 0.5))
	}
	fmt.Printf("level %.2f ± %.2f, next reading %.2f ± %.2f\n",
		level.Mu, level.Sigma, level.Forecast(1, 0.5).Mu, level.Forecast(1, 0.5).Sigma)
	// Output: level 20.55 ± 0.26, next reading 20.55 ± 0.57
}

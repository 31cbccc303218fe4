package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

func TestKnownShapeLaws(t *testing.T) {
	for name, draw := range map[string]func(*rand.Rand) Events{
		"gamma":         func(r *rand.Rand) Events { return GammaOf(3*r.Float64(), r.ExpFloat64()) },
		"inverse-gamma": func(r *rand.Rand) Events { return InverseGammaOf(3*r.Float64(), 0.1+r.ExpFloat64()) },
		"pareto":        func(r *rand.Rand) Events { return ParetoOf(2, 2+r.ExpFloat64()) },
	} {
		for _, prior := range []Gamma{{1, 1}, {0.5, 3}, {1e6, 2e6}} {
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
		t.Run("exactly/"+name, func(t *testing.T) { exactly(t, Gamma{2, 0.1}, GammaOf(1e6, 1e6), draw) })
	}
	for name, draw := range map[string]func(*rand.Rand) Deviations{
		"normal":  func(r *rand.Rand) Deviations { return NormalOf(100, 100+3*r.NormFloat64()) },
		"weibull": func(r *rand.Rand) Deviations { return WeibullOf(0.5+r.Float64(), 0.01+r.ExpFloat64()) },
	} {
		for _, prior := range []InverseGamma{{1, 1}, {0.5, 3}, {1e-2, 1e-2}, {1e6, 2e6}} {
			t.Run(name+"/"+prior.String(), func(t *testing.T) { laws(t, prior, draw) })
		}
		t.Run("exactly/"+name, func(t *testing.T) { exactly(t, InverseGamma{2, 0.1}, NormalOf(0, 1e6), draw) })
	}
	for _, prior := range []Pareto{{1, 1}, {3, 0.2}, {1e-3, 1e6}} {
		t.Run("uniform/"+prior.String(), func(t *testing.T) {
			laws(t, prior, func(r *rand.Rand) Extent { return UniformOf(r.ExpFloat64()).Merge(UniformOf(5 * r.Float64())) })
		})
	}
}

// What cannot be seen has no probability, and is no data that others could be
// added to.
func TestKnownShapeImpossible(t *testing.T) {
	for what, got := range map[string]float64{
		"gamma":           Gamma{1, 1}.LogEvidence(GammaOf(2, 0)),
		"inverse gamma":   Gamma{1, 1}.LogEvidence(InverseGammaOf(2, -1)),
		"pareto":          Gamma{1, 1}.LogEvidence(ParetoOf(2, 1.9)),
		"weibull":         InverseGamma{1, 1}.LogEvidence(WeibullOf(2, 0)),
		"uniform":         Pareto{1, 1}.LogEvidence(UniformOf(-1)),
		"below the bound": UniformOf(3).LogProb([]float64{2.9}, nil),
	} {
		if !math.IsInf(got, -1) {
			t.Errorf("%s: log evidence %g, want -Inf", what, got)
		}
	}
}

// The largest of uniform data cannot be taken out: nothing knows the second.
func TestUniformIsNotUndone(t *testing.T) {
	e := Exact[Pareto, Extent]{Prior: Pareto{1, 1}}.Update(UniformOf(3)).Update(UniformOf(2))
	if _, err := e.Undo(UniformOf(2)); err == nil {
		t.Error("a value was taken out of uniform data")
	}
	if got, want := e.Forget(0.5).Posterior(), (Pareto{3, 2}); got != want {
		t.Errorf("half forgotten: %v, want %v", got, want)
	}
}

// Each predictive holds the laws of a distribution, and predicts with the
// probability that the evidence then has.
func TestKnownShapePredictives(t *testing.T) {
	ds := map[string]prob.Univariate{
		"pareto":  paretoOf(2, 3.5),
		"weibull": weibullOf(1.5, 4),
	}
	for _, g := range []Gamma{{3, 2}, {0.7, 0.2}, {40, 9}} {
		ds[fmt.Sprint(g, "gamma")] = g.PredictiveGamma(2.5)
		ds[fmt.Sprint(g, "inverse-gamma")] = g.PredictiveInverseGamma(4.5)
		ds[fmt.Sprint(g, "weibull")] = InverseGamma{g.Shape, g.Rate}.PredictiveWeibull(1.5)
		ds[fmt.Sprint(g, "uniform")] = Pareto{g.Rate, g.Shape + 1}.PredictiveUniform()
	}
	// Of a heavy tail min·e^x overflows.
	ds["pareto of many"] = Gamma{40, 9}.PredictivePareto(0.5)
	ds["lognormal"] = NormalInverseGamma{1, 2, 3, 4}.PredictiveLognormal()
	for name, d := range ds {
		t.Run(name, func(t *testing.T) { probtest.Univariate(t, d) })
	}
	for _, y := range []float64{1e-9, 0.3, 1, 7, 1e5} {
		for _, c := range []struct {
			name         string
			lp, evidence float64
		}{
			{"gamma", prob.LogProb(Gamma{3, 2}.PredictiveGamma(2.5), y), Gamma{3, 2}.LogEvidence(GammaOf(2.5, y))},
			{"inverse-gamma", prob.LogProb(Gamma{3, 2}.PredictiveInverseGamma(2.5), y), Gamma{3, 2}.LogEvidence(InverseGammaOf(2.5, y))},
			{"pareto", prob.LogProb(Gamma{3, 2}.PredictivePareto(0.25), y), Gamma{3, 2}.LogEvidence(ParetoOf(0.25, y))},
			{"weibull", prob.LogProb(InverseGamma{3, 2}.PredictiveWeibull(0.5), y), InverseGamma{3, 2}.LogEvidence(WeibullOf(0.5, y))},
			{"normal", prob.LogProb(InverseGamma{3, 2}.PredictiveNormal(4), y), InverseGamma{3, 2}.LogEvidence(NormalOf(4, y))},
			{"uniform", prob.LogProb(Pareto{3, 2}.PredictiveUniform(), y), Pareto{3, 2}.LogEvidence(UniformOf(y))},
			{"lognormal", prob.LogProb(NormalInverseGamma{1, 2, 3, 4}.PredictiveLognormal(), y), NormalInverseGamma{1, 2, 3, 4}.LogEvidence(Lognormal(y))},
		} {
			// 1e-11, the bound on evidence.
			if d := math.Abs(c.lp - c.evidence); d > 1e-11*math.Max(1, math.Abs(c.evidence)) && !(math.IsInf(c.lp, -1) && math.IsInf(c.evidence, -1)) {
				t.Errorf("%s at %g: log predictive %.17g, log evidence %.17g", c.name, y, c.lp, c.evidence)
			}
		}
	}
}

// Half of an infinite mean is infinite.
func TestUniformWithoutMean(t *testing.T) {
	if d := (Pareto{0.2, 0.7}).PredictiveUniform(); !math.IsInf(d.Mean(), 1) || !math.IsNaN(d.Var()) {
		t.Errorf("mean %g, variance %g", d.Mean(), d.Var())
	}
	if d := (Pareto{2, 1.5}).PredictiveUniform(); d.Mean() != 3 || !math.IsInf(d.Var(), 1) {
		t.Errorf("mean %g, variance %g", d.Mean(), d.Var())
	}
}

func TestInverseGammaHDI(t *testing.T) {
	d := InverseGamma{3, 2}
	iv := d.HDI(0.9)[0]
	within(t, "density at the ends", math.Exp(prob.LogProb(d, iv.Low)-prob.LogProb(d, iv.High)), 1, 1e-9)
	within(t, "probability", d.CDF(iv.High)-d.CDF(iv.Low), 0.9, 1e-12)
	p := Pareto{2, 3}
	if got := p.HDI(0.9)[0]; got.Low != 2 || math.Abs(p.CDF(got.High)-0.9) > 1e-12 {
		t.Errorf("HDI of %v: %v", p, got)
	}
}

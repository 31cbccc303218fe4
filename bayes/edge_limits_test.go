package bayes

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// An improper prior has a posterior, once there are data enough, and never an
// evidence. Before that everything about it is NaN, and nothing hangs.
func TestEdge08ImproperPriors(t *testing.T) {
	improperThenProper(t, Beta{0, 0}, Bernoulli(3, 0), Bernoulli(3, 1), "beta(alpha=3, beta=1)")
	improperThenProper(t, Beta{0, 1}, Bernoulli(0, 2), Bernoulli(1, 2), "beta(alpha=1, beta=3)")
	improperThenProper(t, Dirichlet{Alpha: []float64{0, 0, 0}}, Categorical(1, 3), CategoricalCounts(1, 2, 3), "dirichlet(1, 2, 3)")
	improperThenProper(t, Gamma{0, 0}, Censored(2), Poisson(3, 2), "gamma(shape=3, rate=2)")
	improperThenProper(t, Gamma{0.5, 0}, Poisson(0, 0), Poisson(0, 2), "gamma(shape=0.5, rate=2)")
	improperThenProper(t, Normal{0, math.Inf(1)}, Measurements{}, Measurement(3, 2), "normal(mean=3, sd=2)")
	reference := NormalInverseGamma{0, 0, -0.5, 0}
	improperThenProper(t, reference, Reals(7), Reals(1, 2, 6), "normal-inverse-gamma(mean=3, count=3, shape=1, scale=7)")
	improperThenProper(t, reference, Reals(7, 7), Reals(4, 8), "normal-inverse-gamma(mean=6, count=2, shape=0.5, scale=4)")

	// Student's t with n−1 degrees of freedom, at ȳ, scaled by s/√n.
	if got, want := reference.Update(Reals(1, 2, 6)).meanMarginal(), (prob.StudentT{DF: 2, Loc: 3, Scale: math.Sqrt(7. / 3)}); math.Abs(got.Scale-want.Scale) > 1e-15 || got.DF != want.DF || got.Loc != want.Loc {
		t.Errorf("reference posterior of the mean: %v, want %v", got, want)
	}
	if got := (Normal{0, math.Inf(1)}).String(); got != "normal(mean=0, sd=inf)" {
		t.Errorf("flat prior: %s", got)
	}
}

func improperThenProper[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, prior P, tooFew, enough S, want string) {
	t.Helper()
	if err := prior.Check(); err != nil {
		t.Errorf("%v fails its check: %v", prior, err)
	}
	for _, p := range []P{prior, prior.Update(tooFew)} {
		err := p.Proper()
		if !errors.Is(err, ErrImproper) || !strings.Contains(err.Error(), p.String()) {
			t.Errorf("%v: %v, want an error that it is improper", p, err)
		}
		if lm := p.LogEvidence(enough); !math.IsNaN(lm) {
			t.Errorf("%v: log evidence %g, want NaN", p, lm)
		}
		if _, err := (Exact[P, S]{p, enough}).LogEvidence(); !errors.Is(err, ErrImproper) {
			t.Errorf("%v: the evidence's error is %v", p, err)
		}
		for _, m := range p.Marginals() {
			if b, ok := m.Continuous.(Beta); ok && b.Proper() == nil {
				continue // one category among others that are improper
			}
			iv, hdi := m.Interval(0.9), m.HDI(0.9)
			if _, family := m.Continuous.(Belief); !family { // whose LogProb is its kernel
				if lp := m.LogProb([]float64{0.5}, nil); !math.IsNaN(lp) {
					t.Errorf("%v: log density of %s is %g, want NaN", p, m.Name, lp)
				}
			}
			for _, v := range []float64{m.Mean(), m.Var(), m.Quantile(0.3), m.CDF(0.5), m.LogCDF(0.5), m.Survival(0.5), m.LogSurvival(0.5), iv.Low, iv.High, hdi[0].Low, hdi[0].High, prob.Draw(prob.NewSeed(1).Rand(), m)[0]} {
				if !math.IsNaN(v) {
					t.Errorf("%v: something about %s is %g, want NaN", p, m.Name, v)
				}
			}
		}
		for _, v := range prob.Draw(prob.NewSeed(1).Rand(), prob.Distribution(p)) {
			if !math.IsNaN(v) {
				t.Errorf("%v: a draw has %g, want NaN", p, v)
			}
		}
	}
	post := prior.Update(enough)
	if err := post.Proper(); err != nil || post.String() != want {
		t.Errorf("%v after %+v: %v (%v), want %s", prior, enough, post, err, want)
	}
	// Unnormalised as it is, prior + likelihood − posterior is the same everywhere.
	rng := prob.NewSeed(2).Rand()
	constant := math.NaN()
	for range 5 {
		x := prob.Draw(rng, prob.Distribution(post))
		c := prior.LogProb(x, nil) + enough.LogProb(x, nil) - post.LogProb(x, nil)
		if constant = cmpNaN(constant, c); !(math.Abs(c-constant) <= 1e-9*(1+math.Abs(c))) {
			t.Errorf("%v: prior + likelihood − posterior is %g and %g", prior, constant, c)
		}
	}
}

func cmpNaN(a, b float64) float64 {
	if math.IsNaN(a) {
		return b
	}
	return a
}

// What lies on the boundary is possible or impossible, and never NaN.
func TestEdge09Boundaries(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		d    prob.LogDensity
		x    []float64
		want float64
	}{
		{Bernoulli(0, 3), []float64{0}, 0},
		{Bernoulli(3, 0), []float64{1}, 0},
		{Bernoulli(1, 3), []float64{0}, -inf},
		{Bernoulli(0, 3), []float64{1}, -inf},
		{Bernoulli(1, 1), []float64{1.1}, -inf},
		{Bernoulli(1, 1), []float64{-0.1}, -inf},
		{Bernoulli(1, 1), []float64{math.NaN()}, math.NaN()},
		{Binomial(0, 5), []float64{0}, 0},
		{Binomial(5, 3), []float64{0.5}, -inf},
		{CategoricalCounts(0, 2), []float64{0, 1}, 0},
		{CategoricalCounts(1, 2), []float64{0, 1}, -inf},
		{Poisson(0, 2), []float64{0}, 0},
		{Poisson(1, 2), []float64{0}, -inf},
		{Poisson(1, 2), []float64{-1}, -inf},
		{Exponential(0), []float64{1}, 0},
		{Reals(1), []float64{1, 0}, -inf},
		{Reals(1), []float64{1, -1}, -inf},
		{Beta{0.5, 0.5}, []float64{0}, inf},
		{Beta{2, 2}, []float64{0}, -inf},
		{Beta{0, 0}, []float64{1}, inf},
		{Gamma{0.5, 1}, []float64{0}, inf},
		{Gamma{0, 0}, []float64{-1}, -inf},
		{NormalInverseGamma{0, 1, 1, 1}, []float64{0, 0}, -inf},
	} {
		if got := c.d.LogProb(c.x, nil); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%T%+v at %v: %g, want %g", c.d, c.d, c.x, got, c.want)
		}
	}
	impossibleData(t, Beta{1, 1}, []float64{0.5}, Bernoulli(3, 2), Binomial(5, 3), Binomial(-1, 3), Geometric(-1), NegativeBinomial(2, -3))
	impossibleData(t, Dirichlet{Alpha: []float64{1, 1}}, []float64{0.4, 0.6}, CategoricalCounts(1, 1), Multinomial(-1, 3))
	impossibleData(t, Gamma{1, 1}, []float64{2}, Poisson(3, 2), Poisson(-1, 1), Poisson(1, 0), Exponential(-1), Censored(-1))
	impossibleData(t, NormalInverseGamma{0, 1, 1, 1}, []float64{0, 1}, Reals(1, 2), Lognormal(0), Lognormal(-3))

	for _, lm := range []float64{ // weights make counts that are not whole
		Gamma{1, 1}.LogEvidence(Poisson(2.5, 1)), Beta{1, 1}.LogEvidence(Binomial(1.5, 3.2)),
		Dirichlet{Alpha: []float64{1, 1}}.LogEvidence(Multinomial(0.5, 1.5)),
	} {
		if math.IsNaN(lm) || math.IsInf(lm, 0) {
			t.Errorf("a count that is not whole has log evidence %g", lm)
		}
	}
	if err := (Beta{-1, 2}).Check(); err == nil || !strings.Contains(err.Error(), "alpha = -1") {
		t.Errorf("beta(-1, 2): %v", err)
	}
	for _, b := range []Belief{
		Gamma{1, math.NaN()}, Normal{0, 0}, Normal{math.Inf(1), 1}, Dirichlet{Alpha: []float64{1}}, Dirichlet{Alpha: []float64{1, -1}},
		Dirichlet{Alpha: []float64{1, 1}, Names: []string{"a"}}, Dirichlet{Alpha: []float64{1, 1}, Names: []string{"a", "a"}},
		NormalInverseGamma{0, -1, 1, 1}, NormalInverseGamma{0, 1, -2, 1}, NormalInverseGamma{0, 1, 1, -1}, NormalInverseGamma{math.NaN(), 1, 1, 1},
	} {
		if b.Check() == nil {
			t.Errorf("%v passes its check", b)
		}
	}
}

// impossibleData checks that an impossible observation has evidence 0, also
// among possible ones, and cannot be taken out again.
func impossibleData[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, prior P, x []float64, possible S, bad ...S) {
	t.Helper()
	for _, s := range bad {
		for _, data := range []S{s, possible.Merge(s), s.Merge(possible), s.Scale(2)} {
			if lm, lp := prior.LogEvidence(data), data.LogProb(x, nil); !math.IsInf(lm, -1) || !math.IsInf(lp, -1) {
				t.Errorf("%+v: log evidence %g, log likelihood %g, want -Inf", data, lm, lp)
			}
		}
		if lm := prior.LogEvidence(s.Scale(0)); lm != 0 {
			t.Errorf("%+v to the power 0: log evidence %g", s, lm)
		}
		e := Exact[P, S]{Prior: prior}.Update(possible).Update(s)
		if _, err := e.Undo(s); err == nil {
			t.Errorf("%+v was taken out again", s)
		}
	}
}

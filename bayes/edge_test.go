package bayes

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// The cases that naive implementations of conjugate updating get wrong, one
// test each. Each says what the mistake is.

// within reports got unless it is want to a relative tol.
func within(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if d := math.Abs(got - want); !(d <= tol*math.Abs(want)) {
		t.Errorf("%s: %.17g, want %.17g (tolerance %g)", what, got, want, tol)
	}
}

// log Γ(10¹⁵+3) − log Γ(10¹⁵) has no correct digit in float64.
func TestEdge01GammaDifferenceCancels(t *testing.T) {
	// (a)(a+1)(a+2) / ((a+1)(a+2)(a+3)) = a/(a+3).
	within(t, "beta", Beta{1e15, 1}.LogEvidence(Bernoulli(3, 0)), math.Log1p(-3/(1e15+3)), 1e-12)
	within(t, "dirichlet", Dirichlet{Alpha: []float64{1e15, 1}}.LogEvidence(CategoricalCounts(3)), math.Log1p(-3/(1e15+3)), 1e-12)
	// One Poisson event at a mean of 1 for sure: e⁻¹.
	within(t, "gamma", Gamma{1e15, 1e15}.LogEvidence(Poisson(1, 1)), -1, 1e-14)
	// A normal whose variance is 1 for sure.
	within(t, "normal-inverse-gamma", NormalInverseGamma{0, 1e15, 1e15, 1e15}.LogEvidence(Reals(2)), prob.LogProb(prob.Normal{Mu: 0, Sigma: 1}, 2), 1e-14)
}

// Σx² − n·x̄² of 10⁸+{1, 2, 3, 4} gives a scale of 5.0, and can turn negative.
func TestEdge02SumsOfSquaresCancel(t *testing.T) {
	prior := NormalInverseGamma{1e8, 0.001, 1, 1}
	want := 1 + 5./2 + 0.001*4/4.001*6.25/2
	data := Reals(1e8+1, 1e8+2, 1e8+3, 1e8+4)
	within(t, "scale", prior.Update(data).Scale, want, 1e-15)
	for range 28 { // 10⁹ values
		data = data.Merge(data)
	}
	within(t, "sum of squares", data.SS, 5*(1<<28), 1e-15)
	flat := NormalInverseGamma{0, 0, -0.5, 0}.Update(data)
	within(t, "mean", flat.Mu, 1e8+2.5, 1e-16)
	within(t, "scale", flat.Scale, 2.5*(1<<28), 1e-15)
}

// Counts that share a rate are not independent: their sum is one count over the
// sum of the exposures, not a negative binomial with n times the shape.
func TestEdge03CountsUnderOneRate(t *testing.T) {
	post := Gamma{3, 2}
	var total float64
	for a := range 5 {
		for b := range 5 - a {
			rows := Poisson(float64(a), 1).Merge(Poisson(float64(b), 1)).Merge(Poisson(float64(4-a-b), 1))
			total += math.Exp(post.LogEvidence(rows))
		}
	}
	within(t, "P(sum = 4)", math.Exp(prob.LogProb(post.PredictivePoisson(3), 4)), total, 1e-13)
}

// A product of densities underflows at a few hundred rows, and the mean of no
// rows is 0/0.
func TestEdge05ProductsUnderflowAndEmptyBatches(t *testing.T) {
	rows := Moments{}
	for range 1000 {
		rows = rows.Merge(Lognormal(1e-300)).Merge(Lognormal(1e300))
	}
	if lm := (NormalInverseGamma{0, 1, 1, 1}).LogEvidence(rows); math.IsNaN(lm) || math.IsInf(lm, 0) {
		t.Errorf("log evidence of 2000 wild rows is %g", lm)
	}
	prior := NormalInverseGamma{3, 1, 1, 1}
	if post := prior.Update(Reals()); post != prior || prior.LogEvidence(Reals()) != 0 {
		t.Errorf("no rows: %v, log evidence %g", post, prior.LogEvidence(Reals()))
	}
	if got := Reals(); got != (Moments{}) || got.Merge(Reals()).Check() != nil {
		t.Errorf("no rows: %+v", got)
	}
	if lm := (Gamma{1, 1}).LogEvidence(Poisson(0, 0)); lm != 0 {
		t.Errorf("no events without exposure: log evidence %g", lm)
	}
	if got := (Normal{1, 2}).Update(Measurements{}); got != (Normal{1, 2}) {
		t.Errorf("no measurements: %v", got)
	}
	if got := (Dirichlet{Alpha: []float64{1, 2}}).Update(Tally{}); got.String() != "dirichlet(1, 2)" {
		t.Errorf("no tally: %v", got)
	}
}

// A count of k in n is n-choose-k sequences. Both are right; a comparison must
// not mix them.
func TestEdge06CountsAndSequences(t *testing.T) {
	prior := Beta{2, 3}
	within(t, "binomial", prior.LogEvidence(Binomial(3, 10))-prior.LogEvidence(Bernoulli(3, 7)), math.Log(120), 1e-14)
	d := Dirichlet{Alpha: []float64{1, 2, 3}}
	within(t, "multinomial", d.LogEvidence(Multinomial(1, 2, 3))-d.LogEvidence(CategoricalCounts(1, 2, 3)), math.Log(60), 1e-14)
	one := d.Update(Categorical(0, 3)).Update(Categorical(1, 3)).Update(Categorical(1, 3))
	if two := d.Update(Multinomial(1, 2, 0)); one.String() != two.String() {
		t.Errorf("posteriors differ: %v and %v", one, two)
	}
	// Five events in three hours, or when each of them was.
	g := Gamma{2, 1}
	within(t, "poisson", g.LogEvidence(Poisson(5, 3))-g.LogEvidence(Events{Count: 5, Exposure: 3}), 5*math.Log(3)-math.Log(120), 1e-14)
}

// The evidence of y under a model of log y has the Jacobian −Σ log y: measured
// in other units the log evidence shifts by −n·log(unit), as for any density.
func TestEdge07JacobianOfTheLogarithm(t *testing.T) {
	prior := NormalInverseGamma{0.3, 2, 3, 4}
	var inMetres, inFeet, logs Moments
	sum := 0.0
	const feet = 3.28084
	for _, y := range []float64{0.5, 2, 7, 1e-3} {
		inMetres = inMetres.Merge(Lognormal(y))
		inFeet = inFeet.Merge(Lognormal(y * feet))
		logs = logs.Merge(Reals(math.Log(y)))
		sum += math.Log(y)
	}
	within(t, "Jacobian", prior.LogEvidence(inMetres), prior.LogEvidence(logs)-sum, 1e-14)
	shifted := prior
	shifted.Mu += math.Log(feet)
	within(t, "units", shifted.LogEvidence(inFeet), prior.LogEvidence(inMetres)-4*math.Log(feet), 1e-14)
}

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

// Moments that do not exist are NaN, those that diverge +Inf.
func TestEdge10UndefinedMoments(t *testing.T) {
	for _, c := range []struct {
		shape float64
		want  string // mean and variance of the mean, the variance, the standard deviation
	}{
		{0.4, "NaN NaN; +Inf NaN; +Inf NaN"},
		{0.5, "NaN NaN; +Inf NaN; +Inf NaN"},
		{0.8, "1 +Inf; +Inf NaN; 2.5696 +Inf"},
		{1, "1 +Inf; +Inf NaN; 1.7725 +Inf"},
		{1.5, "1 2; 2 +Inf; 1.1284 0.72676"},
		{2, "1 1; 1 +Inf; 0.88623 0.2146"},
		{3, "1 0.5; 0.5 0.25; 0.66467 0.058214"},
	} {
		var got []string
		for _, m := range (NormalInverseGamma{1, 1, c.shape, 1}).Marginals() {
			got = append(got, fmt.Sprintf("%.5g %.5g", m.Mean(), m.Var()))
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("shape %g: %s, want %s", c.shape, g, c.want)
		}
	}
	if m := (Gamma{1, 2}).PredictiveExponential().Mean(); !math.IsInf(m, 1) {
		t.Errorf("mean of a Lomax with shape 1: %g", m)
	}
}

// J- and U-shaped densities have their highest regions at the ends; a flat one
// has none.
func TestEdge11HighestDensityAtTheEnds(t *testing.T) {
	if got := (Beta{0.5, 0.5}).HDI(0.5); len(got) != 2 || got[0].Low != 0 || got[1].High != 1 || math.Abs(got[0].High+got[1].Low-1) > 1e-12 {
		t.Errorf("U: %v", got)
	}
	if got := (Beta{1, 3}).HDI(0.9); len(got) != 1 || got[0].Low != 0 || math.Abs(got[0].High-(1-math.Cbrt(0.1))) > 1e-12 {
		t.Errorf("J: %v", got)
	}
	if got := (Gamma{1, 2}).HDI(0.9); len(got) != 1 || got[0].Low != 0 || math.Abs(got[0].High-math.Log(10)/2) > 1e-12 {
		t.Errorf("exponential: %v", got)
	}
	if got := (Beta{1, 1}).HDI(0.8); len(got) != 1 || math.Abs(got[0].High-got[0].Low-0.8) > 1e-15 {
		t.Errorf("flat: %v", got)
	}
}

// Rate or scale, standard deviation or variance, from zero or from one.
func TestEdge12Parametrisations(t *testing.T) {
	within(t, "gamma takes a rate", Gamma{6, 3}.Mean(), 2, 1e-15)
	within(t, "normal takes a standard deviation", Normal{0, 3}.Var(), 9, 1e-15)
	// Prior precision 1/4, data precision 1/9: the posterior's is 13/36.
	post := Normal{0, 2}.Update(Measurement(13, 3))
	within(t, "precision", post.Var(), 36./13, 1e-15)
	within(t, "precision-weighted mean", post.Mu, 4, 1e-15)
	within(t, "predictive variance", post.PredictiveMeasurement(3).Var(), 9+36./13, 1e-15)
	nig := NormalInverseGamma{5, 2, 3, 8} // σ² has mean 8/(3−1)
	m := nig.Marginals()
	within(t, "mean of σ²", m[1].Mean(), 4, 1e-15)
	within(t, "variance of μ", m[0].Var(), 4./2, 1e-15)
	within(t, "predictive variance", nig.Predictive().Var(), 4*(1+1./2), 1e-14)
	// P(first success at once) is E p.
	within(t, "geometric counts failures", math.Exp(Beta{2, 6}.LogEvidence(Geometric(0))), 0.25, 1e-14)
	within(t, "negative binomial counts failures", math.Exp(Beta{2, 6}.LogEvidence(NegativeBinomial(1, 0))), 0.25, 1e-14)
	within(t, "gamma predictive", Gamma{6, 3}.PredictivePoisson(2).Mean(), 4, 1e-14)
	within(t, "lomax predictive", Gamma{6, 3}.PredictiveExponential().Mean(), 3./5, 1e-14)
}

// Without data every Bayes factor is 1; with equal values, or data that are
// impossible under one model, it is 0, ∞ or undefined, and said to be.
func TestEdge13NoDataAndNoSpread(t *testing.T) {
	if a, b := (Beta{1, 1}).LogEvidence(Trials{}), (Beta{7, 1e9}).LogEvidence(Trials{}); a-b != 0 {
		t.Errorf("log Bayes factor without data: %g", a-b)
	}
	equal := NormalInverseGamma{0, 0, -0.5, 0}.Update(Reals(5, 5, 5))
	if equal.Scale != 0 || equal.Proper() == nil {
		t.Errorf("equal values under the reference prior: %v is taken to be proper", equal)
	}
	if d := equal.Predictive(); !math.IsNaN(d.DF) || !math.IsNaN(d.Quantile(0.3)) {
		t.Errorf("its predictive distribution is %v", d)
	}
	if lm := (NormalInverseGamma{5, 1, 1, 1}).LogEvidence(Reals(5, 5, 5)); math.IsNaN(lm) || math.IsInf(lm, 0) {
		t.Errorf("equal values under a proper prior: log evidence %g", lm)
	}
}

// A weight w is the likelihood to the power w: it scales n and the sum of
// squares, and what comes out as evidence is not a probability of anything.
func TestEdge15Weights(t *testing.T) {
	half := Reals(1, 2, 6).Scale(0.5)
	if half.N != 1.5 || half.Mean != 3 || half.SS != 7 {
		t.Errorf("half of {1, 2, 6}: %+v", half)
	}
	if both := half.Merge(half); both != Reals(1, 2, 6) {
		t.Errorf("two halves: %+v", both)
	}
	prior := Beta{1, 1}
	pseudo := prior.LogEvidence(Binomial(3, 10).Scale(0.5))
	// ½·log C(10, 3) + log B(2.5, 4.5)/B(1, 1).
	lg := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	within(t, "pseudo-evidence", pseudo, 0.5*math.Log(120)+lg(2.5)+lg(4.5)-lg(7), 1e-13)
	if within := math.Abs(pseudo - 0.5*prior.LogEvidence(Binomial(3, 10))); within < 0.1 {
		t.Error("half the data do not have half the log evidence")
	}
}

// Taking out what was never in leaves counts, exposures or sums of squares
// below 0, and must not pass for a posterior.
func TestEdge17DowndatingLeavesTheParameterSpace(t *testing.T) {
	refuses(t, NormalInverseGamma{0, 1, 1, 1}, Reals(1, 2, 3), Reals(100))
	refuses(t, NormalInverseGamma{0, 1, 1, 1}, Reals(1, 2), Reals(1, 3)) // as many, but not the same
	refuses(t, NormalInverseGamma{0, 1, 1, 1}, Reals(1, 3), Reals(2, 2)) // the same mean
	refuses(t, Normal{0, 1}, Measurement(1, 1).Merge(Measurement(2, 1)), Measurement(7, 1))
	refuses(t, Normal{0, 1}, Measurement(1, 1), Measurement(1, 0.5))
	refuses(t, Gamma{1, 1}, Poisson(3, 2), Poisson(1, 3))
	refuses(t, Beta{1, 1}, Binomial(3, 5), Binomial(4, 4))
	refuses(t, Dirichlet{Alpha: []float64{1, 1}}, CategoricalCounts(3, 0), Categorical(1, 2))
}

// What is left after an undo is neither lost, however small beside what was taken
// out, nor made up of rounding.
func TestEdge17UndoLeavesWhatIsLeft(t *testing.T) {
	const ulp = 0x1p-26 // of 1e8
	left := Reals(1e8, 1e8+ulp, 1e8+1).Merge(Reals(1e8 + 1).Scale(-1))
	within(t, "sum of squares left", left.SS, ulp*ulp/2, 1e-3)
	for _, offset := range []float64{1e8, 1e12} {
		ys := []float64{offset, offset + 3, offset - 7, offset + 1, offset + 2}
		all := Reals(ys...)
		for i, y := range ys {
			all = all.Merge(Reals(y).Scale(-1))
			if err := all.Check(); err != nil {
				t.Errorf("offset %g, %d values taken out: %v", offset, i+1, err)
			}
		}
		if all != (Moments{}) {
			t.Errorf("offset %g: all values taken out leave %+v", offset, all)
		}
	}
}

func refuses[P Prior[P, S], S Stat[S]](t *testing.T, prior P, data, stranger S) {
	t.Helper()
	e := Exact[P, S]{prior, data}
	back, err := e.Undo(stranger)
	if err == nil {
		t.Errorf("%+v without %+v is taken to be %+v", data, stranger, back.Data)
	}
	if fmt.Sprint(back) != fmt.Sprint(e) {
		t.Errorf("a refused undo changed %+v to %+v", e, back)
	}
}

// At 10⁹ rows log evidence is −10⁹ and a Bayes factor the difference of two.
func TestEdge18LargeN(t *testing.T) {
	const s, n = 3e8, 1e9
	data := Binomial(s, n)
	got := Beta{2, 1}.LogEvidence(data) - Beta{1, 1}.LogEvidence(data)
	within(t, "log Bayes factor", got, math.Log(2*(s+1)/(n+2)), 1e-13)
	if m := Bernoulli(1<<53-1, 0).Merge(Bernoulli(1, 0)); m.Successes != 1<<53 {
		t.Errorf("2⁵³ successes counted as %v", m.Successes)
	}
	// A row more after 2⁵³ is not lost while more are to come.
	big := Bernoulli(1<<53, 0)
	for range 4 {
		big = big.Merge(Bernoulli(1, 0))
	}
	if big.Successes != 1<<53+4 {
		t.Errorf("2⁵³+4 successes counted as %v", big.Successes)
	}
}

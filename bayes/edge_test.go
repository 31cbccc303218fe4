package bayes

import (
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
	if d := equal.Predictive(); !math.IsNaN(d.LogProb([]float64{5}, nil)) || !math.IsNaN(d.Quantile(0.3)) {
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

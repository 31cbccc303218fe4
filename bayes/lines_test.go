package bayes

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// linearCase is a line of testdata/linearspec.json.
type linearCase struct {
	Prior, Likelihood string
	First, Rows       [][]float64
	Given             map[string]float64
	What, Want        string
	At                []float64
	Y                 float64
}

// learner returns a learner of rows: of the columns that the likelihood has.
func (c linearCase) learner(t *testing.T, prior Belief, rows [][]float64) *Learner {
	t.Helper()
	lik, err := ParseLikelihood(c.Likelihood)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := lik.Linear()
	g, isG := prior.(GPrior)
	if isG {
		prior = Flat{}
	}
	l, err := NewLearner(prior, lik)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := l.Observe(Observation{Y: r[0], X: r[1 : 1+len(m.Predictors)]}, 1); err != nil {
			t.Fatal(err)
		}
	}
	if isG && len(rows) > 0 {
		s, _ := l.LeastSquares()
		b, err := g.Given(s, m)
		if err != nil {
			t.Fatal(err)
		}
		if l, err = l.Under(b); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// got returns what the case asks for.
func (c linearCase) got(t *testing.T) float64 {
	t.Helper()
	prior, err := Parse(c.Prior)
	if err != nil {
		t.Fatal(err)
	}
	first := c.learner(t, prior, c.First)
	if len(c.Given) > 0 {
		lik, _ := ParseLikelihood(c.Likelihood)
		m, _ := lik.Linear()
		at := make([]float64, len(m.Coefficients()))
		for i, name := range m.Coefficients() {
			v, ok := c.Given[name]
			if at[i] = v; !ok {
				at[i] = math.NaN()
			}
		}
		switch p := first.Posterior().(type) {
		case LinearNormalInverseGamma:
			prior = p.Given(at)
		case LinearNormal:
			prior = p.Given(at)
		}
		first = c.learner(t, prior, nil)
	}
	rows := c.learner(t, prior, c.Rows)
	if c.What == "evidence" {
		e, err := rows.LogEvidenceAfter(first)
		if len(c.First) == 0 || len(c.Given) > 0 {
			e, err = rows.LogEvidence()
		}
		if err != nil {
			t.Fatal(err)
		}
		return e.Value
	}
	if len(c.First) > 0 {
		if err := rows.Merge(first); err != nil {
			t.Fatal(err)
		}
	}
	next, line, err := rows.PredictAt(c.At...)
	if err != nil {
		t.Fatal(err)
	}
	switch c.What {
	case "next":
		return prob.LogProb(next, c.Y)
	case "line":
		return line.Mean()
	}
	return math.Sqrt(line.Var())
}

// TestLinearSpecOracle holds what specs come to against dense linear algebra in 50
// digits. The bound is 1e-11, as for every evidence, and for predictions, which are
// float64 from x on, 64 roundings of the largest predictor in units of its spread,
// which is about 1 in all these data.
func TestLinearSpecOracle(t *testing.T) {
	f, err := os.Open("testdata/linearspec.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		var c linearCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		want, err := strconv.ParseFloat(c.Want, 64)
		if err != nil {
			t.Fatal(err)
		}
		tolerance := 1e-11 * math.Max(1, math.Abs(want))
		if c.What != "evidence" {
			tolerance = 64 * 0x1p-52 * math.Max(1, math.Abs(want))
			for _, x := range c.At {
				tolerance = math.Max(tolerance, 64*0x1p-52*math.Abs(x))
			}
		}
		if got := c.got(t); !(math.Abs(got-want) <= tolerance) {
			t.Errorf("%s under %s, given %v: %s = %.17g, want %.17g (off by %.2g)", c.Prior, c.Likelihood, c.Given, c.What, got, want, got-want)
		}
	}
	if n < 50 {
		t.Errorf("%d cases, want 50 or more", n)
	}
}

// TestPinnedIsTheSmallerModel: a standard deviation of 0 is the regression without
// the predictor, and a known value is taken from the response.
func TestPinnedIsTheSmallerModel(t *testing.T) {
	rng := prob.NewSeed(3).Rand()
	for _, tc := range []struct{ all, less, lik, lessLik string }{
		{"regression(x=0, sd=3, shape=1, scale=2)", "regression(sd=3, shape=1, scale=2)", "linear(y ~ 1 + x + z)", "linear(y ~ 1 + z)"},
		{"regression(x=0, z=0, sd=3)", "regression(sd=3)", "linear(y ~ 1 + x + z, sd=2)", "linear(y ~ 1, sd=2)"},
		{"regression(x=0, mean[x]=1.5, sd=3, shape=1, scale=2)", "regression(sd=3, shape=1, scale=2)", "linear(y ~ x + z)", "linear(y ~ z)"},
	} {
		all, less := mustLearn(t, tc.all, tc.lik), mustLearn(t, tc.less, tc.lessLik)
		shift := 0.0
		if strings.Contains(tc.all, "mean[x]") {
			shift = 1.5
		}
		var x, z float64
		for range 2000 { // past a block
			x, z = rng.NormFloat64()+3, rng.ExpFloat64()
			y := 1 + 2*z + rng.NormFloat64()
			X := []float64{z}
			if strings.Contains(tc.lessLik, "~ 1,") {
				X = nil
			}
			if err := errors.Join(all.Observe(Observation{Y: y + shift*x, X: []float64{x, z}}, 1), less.Observe(Observation{Y: y, X: X}, 1)); err != nil {
				t.Fatal(err)
			}
		}
		a, _ := all.LogEvidence()
		b, _ := less.LogEvidence()
		near(t, tc.all, a.Value, b.Value)
		pa, la, _ := all.PredictAt(x, z)
		X := []float64{z}
		if strings.Contains(tc.lessLik, "~ 1,") {
			X = nil
		}
		pb, lb, _ := less.PredictAt(X...)
		near(t, tc.all+": next", pa.Quantile(0.9), pb.Quantile(0.9)+shift*x)
		near(t, tc.all+": line", la.Quantile(0.1), lb.Quantile(0.1)+shift*x)
		ms := all.Likelihood().Marginals(all.Posterior())
		if ms[1].Name != "x" && ms[0].Name != "x" {
			t.Errorf("%s: the coefficients are %v", tc.all, ms)
		}
	}
}

// TestKnownCoefficientsLaws: Bayes' theorem and the action, for priors some of whose
// coefficients are known.
func TestKnownCoefficientsLaws(t *testing.T) {
	nan := math.NaN()
	rng := prob.NewSeed(5).Rand()
	draw := threePredictors(2)
	p := correlatedPrior().Given([]float64{nan, 1.5, nan})
	k := IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, 3}).Given([]float64{0, nan, nan})
	theta := make([]float64, 4)
	for range 20 {
		a, b := draw(rng), draw(rng)
		p.Update(a).Rand(rng, theta)
		if theta[1] != 1.5 {
			t.Fatalf("a draw of a coefficient known to be 1.5 is %g", theta[1])
		}
		near(t, "action", p.Update(a).Update(b).Rest.Mean[1], p.Update(a.Merge(b)).Rest.Mean[1])
		near(t, "telescoping", p.LogEvidence(a)+p.Update(a).LogEvidence(b), p.LogEvidence(a.Merge(b)))
		near(t, "Bayes' theorem", p.LogProb(theta, nil)+a.LogProb(theta, nil)-p.Update(a).LogProb(theta, nil), p.LogEvidence(a), math.Abs(a.LogProb(theta, nil)))
		ka := a.KnownNoise(0.7)
		k.Update(ka).Rand(rng, theta[:3])
		near(t, "known noise", k.LogProb(theta[:3], nil)+ka.LogProb(theta[:3], nil)-k.Update(ka).LogProb(theta[:3], nil), k.LogEvidence(ka), math.Abs(ka.LogProb(theta[:3], nil)))
	}
	if lp := p.LogProb([]float64{1, 1.6, 0, 1}, nil); !math.IsInf(lp, -1) {
		t.Errorf("log density where a known coefficient is something else: %g, want -Inf", lp)
	}
	if p.LogEvidence(LeastSquares{}) != 0 {
		t.Error("no data have an evidence")
	}
}

// TestGivenIsSavageDickey: p(data | βⱼ = v) over p(data) is posterior over prior
// density of βⱼ at v, where σ is known (Dickey 1971). Where σ is not, the prior of σ
// differs, and so does the ratio.
func TestGivenIsSavageDickey(t *testing.T) {
	rng := prob.NewSeed(6).Rand()
	prior := IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, 3}).Update(threePredictors(1)(rng).KnownNoise(0.8))
	s := threePredictors(1)(rng).KnownNoise(1.3)
	for j := range 3 {
		at := []float64{math.NaN(), math.NaN(), math.NaN()}
		at[j] = 0.4
		ratio := prior.Given(at).LogEvidence(s) - prior.LogEvidence(s)
		near(t, fmt.Sprint("coefficient ", j), ratio, prob.LogProb(prior.Update(s).Marginals()[j], 0.4)-prob.LogProb(prior.Marginals()[j], 0.4))
	}
}

func TestRegressionSpecs(t *testing.T) {
	for _, tc := range []struct{ spec, want string }{
		{"regression(x=2.5, sd=10, shape=0.5, scale=3)", "regression(x=2.5, sd=10, shape=0.5, scale=3)"},
		{"regression( mean[x] = 1 , x=inf, intercept=1/4)", "regression(x=inf, mean[x]=1, intercept=0.25)"},
		{"regression(beta[x]=2, beta[sd]=3, sd=4, mean[beta[sd]]=5, shape=1, scale=1)", "regression(x=2, beta[sd]=3, mean[beta[sd]]=5, sd=4, shape=1, scale=1)"},
		{"regression(beta[a,b=c]=2, sd=0)", "regression(beta[a,b=c]=2, sd=0)"},
		{"zellner(50)", "zellner(g=50)"},
		{"zellner(g=50, scale=2, shape=1)", "zellner(g=50, shape=1, scale=2)"},
		{"flat", "flat"},
	} {
		b, err := Parse(tc.spec)
		if err != nil {
			t.Errorf("%s: %v", tc.spec, err)
			continue
		}
		if b.String() != tc.want {
			t.Errorf("%s reads as %s, want %s", tc.spec, b, tc.want)
		}
		again, err := Parse(b.String())
		if err != nil || !sameSpec(again, b) {
			t.Errorf("%s reads back as %v (error %v)", b, again, err)
		}
		text, err := MarshalBelief(b)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := UnmarshalBelief(text); err != nil || !sameSpec(back, b) {
			t.Errorf("%s reads back as %v (error %v)", text, back, err)
		}
	}
	for spec, want := range map[string]string{
		"regression(3)":                      "has no name",
		"regression(x=1, x=2)":               "x is given twice",
		"regression(beta[x]=1, x=2)":         "x is given twice",
		"regression(x=-1)":                   "want a standard deviation",
		"regression(mean[x]=1)":              "without a standard deviation",
		"regression(sd=1, mean[x]=inf)":      "want a finite number",
		"regression(sd=1, shape=0, scale=1)": "shape = 0",
		"regression(sd=1, sd=2)":             "sd is given twice",
		"zellner":                            "g is missing",
		"zellner(g=0)":                       "g = 0",
		"zellner(h=1)":                       `unknown zellner parameter "h"`,
		"flat(1)":                            "flat has no parameters",
		"0.5*flat + 0.5*flat":                "cannot be part of a mixture",
	} {
		if _, err := Parse(spec); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one about %q", spec, err, want)
		}
	}
}

func sameSpec(a, b Belief) bool {
	return reflect.TypeOf(a) == reflect.TypeOf(b) && a.String() == b.String()
}

// TestCoefficientNames: names that mean something else go by beta[…], in whatever
// the prior, the posterior and the likelihood are called, and read back.
func TestCoefficientNames(t *testing.T) {
	m := LinearModel{Response: "y ~ 1", Predictors: []string{"sd", "sigma", "intercept", "shape", "beta[x]", "max temp", "a,b", "1", "a`b", "x"}, Intercept: true}
	lik, err := m.Likelihood()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"intercept", "beta[sd]", "beta[sigma]", "beta[intercept]", "beta[shape]", "beta[beta[x]]", "max temp", "beta[a,b]", "1", "beta[a`b]", "x"}
	if got := m.Coefficients(); !reflect.DeepEqual(got, want) {
		t.Errorf("coefficients %q, want %q", got, want)
	}
	back, err := ParseLikelihood(lik.String())
	if err != nil || !reflect.DeepEqual(back, lik) {
		t.Errorf("%v reads back as %v (error %v)", lik, back, err)
	}
	text, _ := json.Marshal(lik)
	var stored Likelihood
	if err := json.Unmarshal(text, &stored); err != nil || !reflect.DeepEqual(stored, lik) {
		t.Errorf("%s reads back as %v (error %v)", text, stored, err)
	}
	l := mustLearn(t, "regression(beta[sd]=2, mean[beta[sd]]=5, sd=1, shape=3, scale=4)", lik.String())
	ms := lik.Marginals(l.Posterior())
	for i, m := range ms {
		if name := append(want, "sigma")[i]; m.Name != name {
			t.Errorf("parameter %d is %s, want %s", i, m.Name, name)
		}
	}
	if ms[1].Mean() != 5 {
		t.Errorf("the prior mean of beta[sd] is %g, want 5", ms[1].Mean())
	}
	post := l.Posterior()
	again, err := Parse(post.String())
	if err != nil {
		t.Fatalf("%s: %v", post, err)
	}
	same, err := NewLearner(again, lik)
	if err != nil || !reflect.DeepEqual(same.Posterior(), post) {
		t.Errorf("%s is bound as %#v, want %#v (error %v)", again, same.Posterior(), post, err)
	}
}

func TestFormulas(t *testing.T) {
	for spec, want := range map[string]string{
		"linear(y ~ 1 + x)":        "linear(y ~ 1 + x)",
		"linear(y~x+z, sd=2)":      "linear(y ~ x + z, sd=2)",
		"linear( y ~ 0 + x )":      "linear(y ~ x)",
		"linear(y ~ 1)":            "linear(y ~ 1)",
		"linear(`a b` ~ 1 + `2`)":  "linear(`a b` ~ 1 + `2`)",
		"linear(y ~ `a``b` + c_d)": "linear(y ~ `a``b` + c_d)",
	} {
		l, err := ParseLikelihood(spec)
		if err != nil || l.String() != want {
			t.Errorf("%s reads as %v, want %s (error %v)", spec, l, want, err)
		}
	}
	for spec, want := range map[string]string{
		"linear":                "the formula is missing",
		"linear(y ~ 1 + x":      "not closed",
		"linear(y ~)":           "want a formula",
		"linear(y ~ x +)":       "want a formula",
		"linear(y x)":           "want a formula",
		"linear(y ~ -1 + x)":    "-1 is a number",
		"linear(y ~ x + 2)":     "2 is a number",
		"linear(y ~ x:z)":       "more than a name",
		"linear(y ~ x, sd=0)":   "want a finite number above 0",
		"linear(y ~ x, mean=1)": "want a formula",
		"linear(y ~ `x)":        "backquote",
		"linear(y ~ y)":         "the response and a predictor",
		"linear(y ~ x + x)":     "given twice",
		"linear(y ~ 0)":         "nothing to learn",
	} {
		if _, err := ParseLikelihood(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %q", spec, err, want)
		}
	}
	for text, want := range map[string]string{
		`{"family":"linear","params":{"response":"y","predictors":["x"],"intercept":true,"sd":0}}`: "sd = 0",
		`{"family":"linear","params":{"response":"","predictors":["x"],"intercept":true}}`:         "no name",
		`{"family":"linear","params":{"response":"y","predictors":["x",""],"intercept":true}}`:     "predictor 2 has no name",
		`{"family":"linear","params":{"response":"y","x":1}}`:                                      "unknown field",
	} {
		var l Likelihood
		if err := json.Unmarshal([]byte(text), &l); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %q", text, err, want)
		}
	}
}

func TestLinearLearnerRefuses(t *testing.T) {
	for _, tc := range []struct{ prior, lik, want string }{
		{"beta(1,1)", "linear(y ~ 1 + x)", "use regression(…), zellner(g=…) or flat"},
		{"regression(sd=1, shape=1, scale=1)", "normal", "linear(y ~ 1 + x)"},
		{"regression(x=1, shape=1, scale=1)", "linear(y ~ 1 + x)", "intercept is missing"},
		{"regression(z=1, sd=1, shape=1, scale=1)", "linear(y ~ 1 + x)", `unknown coefficient "z"`},
		{"regression(sd=1)", "linear(y ~ 1 + x)", "shape is missing"},
		{"regression(sd=1, shape=1, scale=1)", "linear(y ~ 1 + x, sd=1)", "the noise is known, and has no shape"},
		{"zellner(g=2, shape=1, scale=1)", "linear(y ~ 1 + x, sd=1)", "the noise is known, and has no shape"},
		{"zellner(g=2)", "linear(y ~ 1 + x)", "made of all the data"},
		{"point(1)", "linear(y ~ 1 + x)", "has 3"},
		{"point(1,2,-1)", "linear(y ~ 1 + x)", "want a variance above 0"},
	} {
		b, err := Parse(tc.prior)
		if err != nil {
			t.Fatal(err)
		}
		lik, err := ParseLikelihood(tc.lik)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewLearner(b, lik); err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s under %s: error %v, want one about %q", tc.prior, tc.lik, err, tc.want)
		}
	}
	if _, err := NewLearner(GPrior{G: 1, Shape: math.NaN(), Scale: math.NaN()}, mustLearn(t, "flat", "linear(y ~ x)").Likelihood()); !errors.Is(err, ErrGivenData) {
		t.Errorf("a g prior before the data: %v", err)
	}
	known, unknown := mustLearn(t, "flat", "linear(y ~ x, sd=1)").Prior(), mustLearn(t, "flat", "linear(y ~ x)")
	if _, err := NewLearner(known, unknown.Likelihood()); err == nil {
		t.Error("a prior for known noise was updated where it is not")
	}
	l := mustLearn(t, "regression(sd=1, shape=1, scale=1)", "linear(y ~ 1 + x)")
	for _, o := range []Observation{{Y: 1}, {Y: 1, X: []float64{1, 2}}, {Y: math.NaN(), X: []float64{1}}, {Y: 1, X: []float64{math.Inf(1)}}} {
		if err := l.Observe(o, 1); err == nil || l.N() != 0 {
			t.Errorf("%+v passed, n = %g", o, l.N())
		}
	}
	if _, _, err := l.PredictAt(); err == nil {
		t.Error("a prediction at no predictor")
	}
	if _, _, err := mustLearn(t, "beta(1,1)", "").PredictAt(1); err == nil {
		t.Error("a prediction of successes at a predictor")
	}
	other := mustLearn(t, "regression(sd=1, shape=1, scale=1)", "linear(y ~ 1 + z)")
	if err := l.Merge(other); err == nil {
		t.Error("rows of x and of z were merged")
	}
	if _, err := l.Under(mustLearn(t, "beta(1,1)", "").Prior()); err == nil {
		t.Error("rows went under a prior of a probability")
	}
	var back Learner
	text, _ := json.Marshal(mustLearn(t, "flat", "linear(y ~ 1 + x)"))
	wrong := strings.Replace(string(text), `"data":{"n":0,"d":[],"u":[]}`, `"data":{"n":1,"d":[1,1],"u":[1]}`, 1)
	if err := json.Unmarshal([]byte(wrong), &back); err == nil || !strings.Contains(err.Error(), "data of 1 predictors") {
		t.Errorf("%s: error %v", wrong, err)
	}
}

// TestWeaklyInformative: the default, against its definition on numbers that are
// right in one's head: x has mean 1 and standard deviation 1, y = 3 ± 2.
func TestWeaklyInformative(t *testing.T) {
	rows := NewRows(2)
	for _, r := range [][2]float64{{0, 1}, {2, 5}, {0, 1}, {2, 5}, {0, 5}, {2, 1}} {
		rows.Add(r[1], 1, r[0])
	}
	s := rows.LeastSquares()
	// Slope 2/3 from sums: residuals y − 7/3 − 2x/3 have squares 24·(1 − 1/9) = 64/3, of 4 degrees of freedom.
	sigma := math.Sqrt(64. / 12)
	got := WeaklyInformative(s, LinearModel{Response: "y", Predictors: []string{"x"}, Intercept: true})
	want := Regression{Shape: 0.5, Scale: round3(round3(sigma) * round3(sigma) / 2), Coefficients: []CoefficientPrior{
		{"intercept", 0, round3(math.Sqrt(25+9+25) / round3(sigma))}, {"x", 0, round3(5 / round3(sigma))},
	}}
	if got.SD = 0; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	mean, sd := s.Spread(2)
	near(t, "mean of y", mean, 3)
	near(t, "sd of y", sd, 2)
	// Known noise is in units of y, and through the origin root mean squares count.
	known := WeaklyInformative(s, LinearModel{Response: "y", Predictors: []string{"x"}, Intercept: true, SD: 9})
	if known.Coefficients[1].SD != 5 || !math.IsNaN(known.Shape) {
		t.Errorf("known noise: %v, want x=5", known)
	}
	one := NewRows(1)
	one.Add(3, 100)
	one.Add(3, 100)
	if origin := WeaklyInformative(one.LeastSquares(), LinearModel{Response: "y", Predictors: []string{"x"}, SD: 1}); origin.Coefficients[0].SD != 0.075 {
		t.Errorf("through the origin: %v, want x=0.075", origin)
	}
	constant := NewRows(2)
	for i := range 1000 {
		constant.Add(float64(i%2), 1, 1e8)
	}
	if d := WeaklyInformative(constant.LeastSquares(), LinearModel{Response: "y", Predictors: []string{"x"}, Intercept: true, SD: 1}); d.Coefficients[1].SD != round3(2.5*0.5/1e8) {
		t.Errorf("a constant predictor: %v, want x = 1.25e-8", d)
	}
	for _, m := range []LinearModel{{Response: "y", Predictors: []string{"x"}, Intercept: true}, {Response: "y", Predictors: []string{"x"}}} {
		if err := WeaklyInformative(LeastSquares{}, m).Check(); err != nil {
			t.Errorf("the default prior of no data: %v", err)
		}
	}
}

// TestLinearGoesUnder: the same rows under another prior are those rows.
func TestLinearGoesUnder(t *testing.T) {
	for _, lik := range []string{"linear(y ~ 1 + x)", "linear(y ~ 1 + x, sd=0.3)"} {
		spec := "regression(sd=2, shape=1, scale=1)"
		if strings.Contains(lik, "sd") {
			spec = "regression(sd=2)"
		}
		flat, want := mustLearn(t, "flat", lik), mustLearn(t, spec, lik)
		for i := range 700 {
			o := Observation{Y: float64(i % 5), X: []float64{float64(i % 7)}}
			if err := errors.Join(flat.Observe(o, 1), want.Observe(o, 1)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := flat.Under(want.Prior())
		if err != nil {
			t.Fatal(err)
		}
		sameLearner(t, lik, got, want)
		s, ok := flat.LeastSquares()
		if beta, err := s.Coefficients(); !ok || err != nil {
			t.Errorf("%v: least squares %v, error %v", lik, beta, err)
		} else if ms := flat.Posterior().Marginals(); math.Abs(beta[1]-ms[1].Mean()) > 1e-14 {
			t.Errorf("%v: least squares %g, flat posterior %g", lik, beta[1], ms[1].Mean())
		}
		if rss := s.RSS(); !(rss > 100) { // in units of y, whatever is known of the noise
			t.Errorf("%s: residual sum of squares %g", lik, rss)
		}
	}
}

// TestLearnerRowAllocs: a row kept costs no allocation, once a block has been full.
func TestLearnerRowAllocs(t *testing.T) {
	for _, lik := range []string{"linear(y ~ 1 + a + b + c)", "linear(y ~ 1 + a + b + c, sd=2)"} {
		l := mustLearn(t, "flat", lik)
		o := Observation{Y: 1, X: []float64{1, 2, 3}}
		row := func() {
			o.Y, o.X[0], o.X[1] = o.Y+1, o.X[1]*1.1, o.X[0]-o.Y
			if math.Abs(o.X[0]) > 1e6 {
				o.X[0], o.X[1] = 1, 2
			}
			if err := l.Observe(o, 1); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 * blockLen {
			row()
		}
		if n := testing.AllocsPerRun(3*blockLen, row); n != 0 {
			t.Errorf("%s: %g allocations a row, want 0", lik, n)
		}
	}
}

func BenchmarkLearnerRow(b *testing.B) {
	l := mustLearn(b, "regression(sd=2, shape=1, scale=1)", "linear(y ~ 1 + a + b + c)")
	rng := prob.NewSeed(1).Rand()
	data := make([]Observation, 1000)
	for i := range data {
		data[i] = Observation{Y: rng.NormFloat64(), X: []float64{rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()}}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := l.Observe(data[i%len(data)], 1); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

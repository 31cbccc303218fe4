package bayes

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// agrees holds a grid to a conjugate posterior of the same prior and data: evidence
// to 1e-8, absolute or relative to its size if that is more, and mean, sd,
// quantiles, probabilities and highest-density regions to 1e-8 of the sd.
func agrees[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, prior P, d prob.Univariate, link Link, exact Continuous, data S) {
	t.Helper()
	g, err := NewGrid(d, link)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%v, %v", prior, data)
	near := func(what string, got, want, tol float64) {
		t.Helper()
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%s: %s %.17g, want %.17g (off by %.2g, tolerance %.2g)", name, what, got, want, got-want, tol)
		}
	}
	want := prior.LogEvidence(data)
	near("log evidence", g.LogEvidence(data), want, 1e-8*math.Max(1, math.Abs(want)))
	post := g.Update(data)
	ms := post.Marginals()
	m := ms[len(ms)-1]
	sd := math.Sqrt(exact.Var())
	if math.IsNaN(sd) || math.IsInf(sd, 0) {
		sd = exact.Quantile(0.84) - exact.Quantile(0.16)
	} else {
		near("mean", m.Mean(), exact.Mean(), 1e-8*sd)
		near("sd", math.Sqrt(m.Var()), sd, 1e-8*sd)
	}
	for _, p := range []float64{1e-10, 1e-3, 0.1, 0.5, 0.9, 0.999, 1 - 1e-10} {
		q := exact.Quantile(p)
		// Beside the bound, that the quantile is a float64, and 1 − p.
		tol := 1e-8*math.Min(p, 1-p) + 4e-14 + 0x1p-48*math.Abs(q)*math.Exp(prob.LogProb(exact, q))
		near(fmt.Sprintf("CDF at quantile %g", p), m.CDF(q), p, tol)
		near(fmt.Sprintf("quantile %g", p), exact.CDF(m.Quantile(p)), p, tol)
		near(fmt.Sprintf("density at quantile %g", p), prob.LogProb(m, q), prob.LogProb(exact, q), 1e-8*math.Max(1, math.Abs(prob.LogProb(exact, q))))
	}
	got, hdi := m.HDI(0.9), exact.HDI(0.9)
	if len(got) != len(hdi) {
		t.Fatalf("%s: HDI %v, want %v", name, got, hdi)
	}
	for i := range hdi {
		near("HDI, low", got[i].Low, hdi[i].Low, 1e-6*sd)
		near("HDI, high", got[i].High, hdi[i].High, 1e-6*sd)
	}
}

func TestGridAgreesWithConjugates(t *testing.T) {
	for _, s := range []Trials{{}, Bernoulli(3, 7), Bernoulli(0, 20), Binomial(40000, 1e5), Bernoulli(1000, 1), Bernoulli(1, 1e9)} {
		for _, b := range []Beta{{1, 1}, {2, 8}, {30, 3}} {
			agrees(t, b, prob.Beta(b), Same, b.Update(s), s)
		}
		// Log odds that are logistic are a uniform probability.
		agrees(t, Beta{1, 1}, prob.Logistic{Loc: 0, Scale: 1}, Logit, Beta{1, 1}.Update(s), s)
		agrees(t, Beta{1, 1}, prob.Uniform{Low: 0, High: 1}, Same, Beta{1, 1}.Update(s), s)
	}
	for _, s := range []Events{{}, Poisson(3, 2), Poisson(0, 100), Poisson(1e6, 3), Exponential(1e-9).Merge(Exponential(2)), GammaOf(2.5, 3), ParetoOf(2, 3)} {
		for _, g := range []Gamma{{2, 1}, {1, 1e-3}, {50, 3}} {
			agrees(t, g, prob.Gamma(g), Same, g.Update(s), s)
		}
	}
	for _, s := range []Measurements{{}, Measurement(3, 2), Measurement(1e3, 1), Measurement(-40, 1e-6), Measurement(2, 1).Scale(1e6)} {
		for _, n := range []Normal{{0, 1}, {1e3, 5}, {-2, 1e5}} {
			agrees(t, n, prob.Normal(n), Same, n.Update(s), s)
		}
	}
	for _, s := range []Deviations{{}, NormalOf(0, 3), NormalOf(1, 1+1e-5).Scale(1000), WeibullOf(1.5, 20)} {
		for _, d := range []InverseGamma{{3, 2}, {0.5, 0.5}, {40, 1e4}} {
			agrees(t, d, prob.InverseGamma(d), Same, d.Update(s), s)
		}
	}
}

// The bound of uniform data under a half-line prior: the support moves with the
// data. The density of a Pareto prior is a power, of which this is the rest.
func TestGridOfABound(t *testing.T) {
	s := UniformOf(3).Merge(UniformOf(5))
	g, err := NewGrid(prob.Exponential{Rate: 0.5}, Same)
	if err != nil {
		t.Fatal(err)
	}
	// ∫₅^∞ ½e^(−θ/2) θ⁻² dθ = ½·(e^(−5/2)/5 − ½·E₁(5/2)), E₁(5/2) by mpmath.
	const e1 = 0.024914917870269736
	within(t, "log evidence", g.LogEvidence(s), math.Log(0.5*(math.Exp(-2.5)/5-0.5*e1)), 1e-10)
	if low := g.Update(s).Marginals()[0].Quantile(0); low != 5 {
		t.Errorf("the bound begins at %g, want 5", low)
	}
	if u, err := NewGrid(prob.Uniform{Low: 0, High: 4}, Same); err != nil || !math.IsInf(u.LogEvidence(s), -1) {
		t.Errorf("a bound below the data has log evidence %g, %v", u.LogEvidence(s), err)
	}
}

// Evidence that no closed form gives, by mpmath: see testdata/grid.py.
func TestGridOracle(t *testing.T) {
	for _, row := range goldenRows(t, "testdata/grid.csv") {
		l := mustLearn(t, row[0], row[1])
		var y []float64
		for _, v := range floats(t, row[2]) {
			y = append(y, v)
		}
		if _, err := l.ObserveAll(y); err != nil {
			t.Fatal(err)
		}
		e, err := l.LogEvidence()
		if err != nil {
			t.Fatal(err)
		}
		want := floats(t, row[3])
		within(t, fmt.Sprint(row, ": log evidence"), e.Value, want[0], 1e-10)
		m := l.Posterior().Marginals()[0]
		within(t, fmt.Sprint(row, ": mean"), m.Mean(), want[1], 1e-8)
		within(t, fmt.Sprint(row, ": sd"), math.Sqrt(m.Var()), want[2], 1e-8)
	}
}

// Each posterior's marginals hold the laws of a univariate distribution.
func TestGridMarginals(t *testing.T) {
	for _, c := range []struct {
		prior, lik string
		y          []float64
	}{
		{"logistic(0,1)", "bernoulli", []float64{1, 0, 1}},
		{"laplace(0.5,1)", "poisson", []float64{2, 3}},
		{"student-t(3,0,1)", "normal(sd=2)", []float64{9}},
		{"half-normal(2)", "exponential", []float64{1, 0.2}},
	} {
		l := mustLearn(t, c.prior, c.lik)
		if _, err := l.ObserveAll(c.y); err != nil {
			t.Fatal(err)
		}
		for _, m := range l.Posterior().Marginals() {
			g := m.Continuous.(gridCurve)
			sum := 0.0
			for p := 0.005; p < 1; p += 0.01 {
				x := g.Quantile(p)
				near(t, m.Name+": CDF", g.CDF(x), p)
				near(t, m.Name+": survival", g.Survival(x), 1-p)
				h := 1e-4 * (g.Quantile(0.75) - g.Quantile(0.25))
				within(t, m.Name+": density", (g.CDF(x+h)-g.CDF(x-h))/(2*h), math.Exp(prob.LogProb(g, x)), 1e-5)
				sum += x / 100
			}
			within(t, m.Name+": mean of quantiles", sum, g.Mean(), 0.05*math.Sqrt(g.Var())/math.Abs(g.Mean()))
			probtest.Gradient(t, g, []float64{g.Quantile(0.2)}, []float64{g.Quantile(0.9)})
		}
	}
}

// Power tails have the moments that they have.
func TestGridTails(t *testing.T) {
	all := Bernoulli(5, 0) // all successes: the likelihood is flat upwards
	for _, c := range []struct {
		d              prob.Univariate
		mean, variance bool
	}{
		{prob.Cauchy{Loc: 0, Scale: 1}, false, false},
		{prob.StudentT{DF: 1.5, Loc: 0, Scale: 1}, true, false},
		{prob.StudentT{DF: 2.2, Loc: 0, Scale: 1}, true, true},
		{prob.Logistic{Loc: 0, Scale: 1}, true, true},
	} {
		g, err := NewGrid(c.d, Logit)
		if err != nil {
			t.Fatal(err)
		}
		m := g.Update(all).Marginals()
		finite := func(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
		if finite(m[0].Mean()) != c.mean || finite(m[0].Var()) != c.variance {
			t.Errorf("%v: the mean of the log odds is %g and their variance %g; finite should be %v and %v", c.d, m[0].Mean(), m[0].Var(), c.mean, c.variance)
		}
		if p := m[1].Mean(); !(p > 0.5 && p < 1) {
			t.Errorf("%v: the mean of p is %g", c.d, p)
		}
	}
	// E(t | t ≥ 0) of Student's t with ν degrees of freedom is 2√ν·Γ((ν+1)/2)/(√π·Γ(ν/2)·(ν−1)).
	g, err := NewGrid(prob.StudentT{DF: 1.5, Loc: 0, Scale: 1}, Same)
	if err != nil {
		t.Fatal(err)
	}
	half := g.Update(Extent{N: 1e-300, Max: 1e-9}).Marginals()[0]
	lg := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	within(t, "mean of half a Student t", half.Mean(), 2*math.Sqrt(1.5)*math.Exp(lg(1.25)-lg(0.75))/(math.Sqrt(math.Pi)*0.5), 1e-8)
}

func TestGridJSON(t *testing.T) {
	l := mustLearn(t, "student-t(df=4, loc=0, scale=2.5)", "bernoulli")
	if _, err := l.ObserveAll([]float64{1, 1, 0, 1}); err != nil {
		t.Fatal(err)
	}
	post := l.Posterior()
	text, err := MarshalBelief(post)
	if err != nil {
		t.Fatal(err)
	}
	back, err := UnmarshalBelief(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, err := MarshalBelief(back)
	if err != nil || string(again) != string(text) {
		t.Errorf("%s became %s, %v", text, again, err)
	}
	samePrior(t, "JSON", back, post)
	// The posterior is a prior for more data of the same parameter, and of no other.
	more, err := NewLearner(back, l.Likelihood())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := more.ObserveAll([]float64{0, 0}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.ObserveAll([]float64{0, 0}); err != nil {
		t.Fatal(err)
	}
	samePrior(t, "as a prior", more.Posterior(), l.Posterior())
	if k := len(more.Posterior().(Grid).data); k != 1 {
		t.Errorf("a posterior of two batches keeps %d statistics, want 1", k)
	}
	poisson, _ := ParseLikelihood("poisson")
	if _, err := NewLearner(back, poisson); err == nil || !strings.Contains(err.Error(), "another parameter") {
		t.Errorf("log odds became a log rate: %v", err)
	}
	for _, bad := range []string{
		`{"family":"grid","params":{"prior":{"family":"hypotheses","params":{"a":1}},"data":[]}}`,
		`{"family":"grid","params":{"prior":{"family":"cauchy","params":{"loc":0,"scale":-1}},"data":[]}}`,
		`{"family":"grid","params":{"prior":{"family":"cauchy","params":{"loc":0,"scale":1}},"link":"probit","data":[]}}`,
		`{"family":"grid","params":{"prior":{"family":"cauchy","params":{"loc":0,"scale":1}},"data":[{"statistic":"trials","value":{"successes":-1,"failures":0}}]}}`,
		`{"family":"grid","params":{"prior":{"family":"cauchy","params":{"loc":0,"scale":1}},"data":[{"statistic":"tally","value":{"counts":[1]}}]}}`,
		`{"family":"grid","params":{"prior":{"family":"normal","params":{"mean":0,"sd":"inf"}},"data":[]}}`,
	} {
		if b, err := UnmarshalBelief([]byte(bad)); err == nil {
			t.Errorf("%s passed as %v", bad, b)
		}
	}
}

func TestGridRefuses(t *testing.T) {
	if _, err := NewGrid(prob.Cauchy{Loc: 0, Scale: -1}, Same); err == nil {
		t.Error("a negative scale passed")
	}
	if _, err := Parse("0.5*cauchy(0,1) + 0.5*cauchy(1,1)"); err == nil || !strings.Contains(err.Error(), "cannot be part of a mixture") {
		t.Errorf("a mixture of grids: %v", err)
	}
	for _, c := range []struct{ prior, lik string }{
		{"half-cauchy(1)", "bernoulli"}, {"lognormal(0,1)", "geometric"}, {"uniform(0,2)", "bernoulli"},
		{"cauchy(0,1)", "lognormal"}, {"cauchy(0,1)", "categorical"}, {"cauchy(0,1)", "normal"}, {"normal(0,inf)", "bernoulli"},
	} {
		b, err1 := Parse(c.prior)
		lik, err2 := ParseLikelihood(c.lik)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if _, err := NewLearner(b, lik); err == nil || !strings.Contains(err.Error(), "cannot be updated under") {
			t.Errorf("%s with %s: %v", c.prior, c.lik, err)
		}
	}
}

func ExampleGrid() {
	// Log odds with a Student t prior, and 9 successes in 10 trials.
	g, err := NewGrid(prob.StudentT{DF: 4, Loc: 0, Scale: 2.5}, Logit)
	if err != nil {
		panic(err)
	}
	data := Binomial(9, 10)
	p := g.Update(data).Marginals()[1]
	fmt.Printf("p %.4f, from %.4f to %.4f; log evidence %.4f\n", p.Mean(), p.Interval(0.95).Low, p.Interval(0.95).High, g.LogEvidence(data))
	// Output: p 0.8660, from 0.6227 to 0.9892; log evidence -2.3776
}

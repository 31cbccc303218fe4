package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func mustLearn(t testing.TB, prior, lik string) *Learner {
	t.Helper()
	b, err := Parse(prior)
	if err != nil {
		t.Fatal(err)
	}
	var l Likelihood
	if lik == "" {
		l, err = DefaultLikelihood(b)
	} else {
		l, err = ParseLikelihood(lik)
	}
	if err != nil {
		t.Fatal(err)
	}
	learner, err := NewLearner(b, l)
	if err != nil {
		t.Fatal(err)
	}
	return learner
}

// learnerCases pairs every family with every likelihood it goes with, and a
// few observations.
var learnerCases = []struct {
	prior, lik string
	data       []Observation
}{
	{"beta(2,8)", "", []Observation{{Y: 1}, {Y: 0}, {Y: 1}}},
	{"beta(2,8)", "binomial", []Observation{{Y: 3, Trials: 9}, {Y: 0, Trials: 2}}},
	{"beta(2,8)", "geometric", []Observation{{Y: 4, Exposure: 1}, {Y: 0, Exposure: 1}}},
	{"beta(2,8)", "negative-binomial(r=2.5)", []Observation{{Y: 4, Exposure: 1}, {Y: 7, Exposure: 1}}},
	{"0.5*beta(30,30) + 0.5*beta(1,1)", "", []Observation{{Y: 1}, {Y: 1}, {Y: 0}}},
	{"0.5*point(0.5) + 0.5*beta(1,1)", "", []Observation{{Y: 1}, {Y: 1}, {Y: 0}}},
	{"point(0.25)", "bernoulli", []Observation{{Y: 1}, {Y: 0}}},
	{"0.5*point(0.25) + 0.5*point(0.75)", "binomial", []Observation{{Y: 1, Trials: 3}}},
	{"point(2.5)", "poisson", []Observation{{Y: 1, Exposure: 2}, {Y: 3, Exposure: 1}}},
	{"point(0,1)", "normal", []Observation{{Y: 1.5}, {Y: -2}}},
	{"point(0)", "normal(sd=2)", []Observation{{Y: 1.5}, {Y: -2}}},
	{"gamma(2,1)", "poisson", []Observation{{Y: 3, Exposure: 1}, {Y: 0, Exposure: 0.5}, {Y: 100, Exposure: 30}}},
	{"gamma(2,1)", "exponential", []Observation{{Y: 3}, {Y: 0.5, Censored: true}}},
	{"gamma(2,1)", "gamma(shape=2.5)", []Observation{{Y: 3}, {Y: 0.5}, {Y: 1e-3}}},
	{"gamma(2,1)", "inverse-gamma(shape=2.5)", []Observation{{Y: 3}, {Y: 0.5}, {Y: 1e3}}},
	{"gamma(2,1)", "pareto(min=0.1)", []Observation{{Y: 3}, {Y: 0.5}, {Y: 0.1}}},
	{"inverse-gamma(2,3)", "normal(mean=1)", []Observation{{Y: 3}, {Y: 0.5}, {Y: -4}}},
	{"inverse-gamma(2,3)", "weibull(shape=1.5)", []Observation{{Y: 3}, {Y: 0.5}, {Y: 10}}},
	{"0.4*inverse-gamma(2,3) + 0.6*inverse-gamma(9,4)", "normal(mean=0)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"von-mises(1,2)", "von-mises(kappa=3)", []Observation{{Y: 0.5}, {Y: -3}, {Y: 1.1}}},
	{"0.5*von-mises(0,2) + 0.5*von-mises(3,0.5)", "von-mises(kappa=3)", []Observation{{Y: 0.5}, {Y: -2}}},
	{"point(2)", "von-mises(kappa=3)", []Observation{{Y: 0.5}, {Y: -1}}},
	{"pareto(2,0.5)", "", []Observation{{Y: 1}, {Y: 3}, {Y: 0}}},
	{"point(4)", "uniform", []Observation{{Y: 1}, {Y: 3}}},
	{"local-level(0,3,0.5)", "normal(sd=2)", []Observation{{Y: 1.5}, {Y: -2}, {Y: 1e8}}},
	{"local-level(0,3,0.5)", "normal(sd=rows)", []Observation{{Y: 1.5, SD: 1}, {Y: -2, SD: 0.1}}},
	{"0.5*local-level(0,3,0.5) + 0.5*local-level(9,1,0.5)", "normal(sd=2)", []Observation{{Y: 1.5}, {Y: -2}}},
	{"logistic(0,1)", "bernoulli", []Observation{{Y: 1}, {Y: 0}, {Y: 1}}},
	{"normal(0,1.5)", "geometric", []Observation{{Y: 4, Exposure: 1}, {Y: 0, Exposure: 1}}},
	{"uniform(0,1)", "binomial", []Observation{{Y: 3, Trials: 9}, {Y: 0, Trials: 2}}},
	{"lognormal(0,1)", "poisson", []Observation{{Y: 3, Exposure: 1}, {Y: 100, Exposure: 30}}},
	{"half-cauchy(2)", "exponential", []Observation{{Y: 3}, {Y: 0.5, Censored: true}}},
	{"cauchy(0,1)", "normal(sd=2)", []Observation{{Y: 1.5}, {Y: -2}}},
	{"half-normal(2)", "normal(mean=1)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"laplace(0,1)", "weibull(shape=1.5)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"half-normal(9)", "uniform", []Observation{{Y: 3}, {Y: 0.5}}},
	{"gamma(2,1)", "weibull(shape=1.5)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"student-t(4,0,1)", "pareto(min=0.1)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2)", "weibull(shape=1.5)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2)", "pareto(min=0.5)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2)", "gamma(shape=3)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2)", "inverse-gamma(shape=3)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2)", "normal(mean=1)", []Observation{{Y: 3}, {Y: 0.5}}},
	{"point(2,3)", "lognormal", []Observation{{Y: 3}, {Y: 0.5}}},
	{"normal-inverse-gamma(0,1,2,3)", "lognormal", []Observation{{Y: 3}, {Y: 0.5}, {Y: 1e-9}}},
	{"normal(0,3)", "normal(sd=rows)", []Observation{{Y: 1.5, SD: 1}, {Y: -2, SD: 0.1}, {Y: 1e8, SD: 3}}},
	{"0.3*gamma(2,1) + 0.7*gamma(20,4)", "poisson", []Observation{{Y: 3, Exposure: 1}, {Y: 5, Exposure: 2}}},
	{"normal(0,3)", "normal(sd=2)", []Observation{{Y: 1.5}, {Y: -2}, {Y: 1e8}}},
	{"normal-inverse-gamma(0,1,2,3)", "", []Observation{{Y: 1.5}, {Y: -2}, {Y: 7}}},
	{"dirichlet(1,2,3)", "multinomial", []Observation{{Counts: []float64{1, 0, 4}}, {Counts: []float64{2, 2, 0}}}},
	{"dirichlet(a=1,b=2,c=3)", "", []Observation{{Y: 0}, {Y: 2}, {Y: 2}}},
	{"point(0.2,0.8)", "categorical", []Observation{{Y: 0}, {Y: 1}}},
	{"normal-inverse-wishart(mean=[0,1], count=1, df=3.5, scale=[[1,0.5],[0.5,2]])", "", []Observation{{X: []float64{1, 2}}, {X: []float64{-3, 0.5}}, {X: []float64{1e8, 0}}}},
	{"normal-inverse-wishart(0, 1, 5, 2)", "multivariate-normal(columns=[a, b, \"c d\"])", []Observation{{X: []float64{1, 2, 0}}, {X: []float64{-3, 0.5, 1}}}},
	{"0.5*normal-inverse-wishart(0, 1, 5, 2) + 0.5*normal-inverse-wishart([3, 4], 1, 5, [1, 2])", "", []Observation{{X: []float64{1, 2}}, {X: []float64{-3, 0.5}}}},
	{"multivariate-normal(mean=[0,1], sd=[3,4], corr=-0.5)", "multivariate-normal(cov=[[1,0.5],[0.5,2]])", []Observation{{X: []float64{1, 2}}, {X: []float64{-3, 0.5}}, {X: []float64{1e8, 0}}}},
	{"point(1,2)", "multivariate-normal(sd=[1,2], corr=0.25, columns=[a,b])", []Observation{{X: []float64{1, 2}}, {X: []float64{-3, 0.5}}}},
	{"0.5*point(1,2,1,0,2) + 0.5*point(0,0,1,0.5,1)", "multivariate-normal", []Observation{{X: []float64{1, 2}}, {X: []float64{-3, 0.5}}}},
	{"regression(x=2, mean[x]=1, sd=5, shape=2, scale=3)", "linear(y ~ 1 + x + z)", []Observation{{Y: 1.5, X: []float64{1, 2}}, {Y: -2, X: []float64{1e5, 2}}, {Y: 7, X: []float64{0, 0}}}},
	{"regression(x=0, sd=5, shape=2, scale=3)", "linear(y ~ x + z)", []Observation{{Y: 1.5, X: []float64{1, 2}}, {Y: -2, X: []float64{10, 2}}}},
	{"regression(sd=5)", "linear(y ~ 1 + x, sd=2)", []Observation{{Y: 1.5, X: []float64{1}}, {Y: -2, X: []float64{2}}, {Y: 1e8, X: []float64{3}}}},
	{"regression(x=0, mean[x]=0.5, sd=5)", "linear(y ~ 1 + x, sd=2)", []Observation{{Y: 1.5, X: []float64{1}}, {Y: -2, X: []float64{2}}}},
	{"point(1, 2, 0.5)", "linear(y ~ 1 + x)", []Observation{{Y: 1.5, X: []float64{1}}, {Y: -2, X: []float64{2}}}},
	{"0.5*point(1, 2) + 0.5*point(0, 0)", "linear(y ~ 1 + x, sd=3)", []Observation{{Y: 1.5, X: []float64{1}}, {Y: -2, X: []float64{2}}}},
	{"sick: 0.1, well: 0.9", "positive: 0.99, 0.1; negative: 0.01, 0.9", []Observation{{Y: 0}, {Y: 0}, {Y: 1}}},
}

// One at a time, merged from shards, weighted instead of repeated, and stored
// and read back: all the same posterior and evidence, to the bound on order.
func TestLearnerLaws(t *testing.T) {
	for _, c := range learnerCases {
		t.Run(c.prior+"/"+c.lik, func(t *testing.T) {
			all := mustLearn(t, c.prior, c.lik)
			shards := all.Empty()
			sum := 0.0
			last := 0.0
			for _, o := range c.data {
				one := all.Empty()
				for _, l := range []*Learner{all, one} {
					if err := l.Observe(o, 1); err != nil {
						t.Fatal(err)
					}
				}
				if err := shards.Merge(one); err != nil {
					t.Fatal(err)
				}
				e, err := all.LogEvidence()
				if err != nil {
					t.Fatal(err)
				}
				sum += e.Value - last
				last = e.Value
			}
			sameLearner(t, "shards", shards, all)

			twice, weighted := all.Empty(), all.Empty()
			for _, o := range c.data {
				for range 2 {
					if err := twice.Observe(o, 1); err != nil {
						t.Fatal(err)
					}
				}
				if err := weighted.Observe(o, 2); err != nil {
					t.Fatal(err)
				}
			}
			sameLearner(t, "a weight of two", weighted, twice)
			if weighted.Pseudo() {
				t.Error("whole weights make no pseudo-evidence")
			}
			if err := weighted.Observe(c.data[0], 0.5); strings.Contains(c.prior, "local-level") {
				if err == nil {
					t.Error("half a row of a series passed")
				}
			} else if err != nil || !weighted.Pseudo() {
				t.Errorf("half a weight: %v, pseudo %v", err, weighted.Pseudo())
			}

			data, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			var back Learner
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatalf("%s: %v", data, err)
			}
			sameLearner(t, "JSON", &back, all)
			again, _ := json.Marshal(&back)
			if string(again) != string(data) {
				t.Errorf("JSON changed on its way:\n%s\n%s", data, again)
			}
		})
	}
}

func sameLearner(t *testing.T, law string, got, want *Learner) {
	t.Helper()
	g, err1 := got.LogEvidence()
	w, err2 := want.LogEvidence()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	near(t, law+": log evidence", g.Value, w.Value)
	samePrior(t, law+": posterior", got.Posterior(), want.Posterior())
	if got.N() != want.N() {
		t.Errorf("%s: n = %g, want %g", law, got.N(), want.N())
	}
}

// The probability predicted for the next observation is the evidence that it
// then adds.
func TestLearnerPredicts(t *testing.T) {
	for _, c := range learnerCases {
		l := mustLearn(t, c.prior, c.lik)
		outcome := l.Likelihood().Outcome()
		if outcome == Counts || l.Likelihood().Family == "binomial" || l.Likelihood().OwnSD() {
			continue // predicts one trial, not a whole row, and not how exact it is
		}
		for _, o := range c.data {
			pr := l.Predict()
			if outcome == Explained {
				pr.Number, _, _ = l.PredictAt(o.X...)
			}
			before, _ := l.LogEvidence()
			if err := l.Observe(o, 1); err != nil {
				t.Fatal(err)
			}
			after, _ := l.LogEvidence()
			switch {
			case o.Censored || o.Exposure > 0 && o.Exposure != 1:
			case pr.Number != nil:
				near(t, l.Prior().String(), prob.LogProb(pr.Number, o.Y), after.Value-before.Value, math.Abs(before.Value))
			case pr.Numbers != nil: // TestScatterPredictive
			default:
				near(t, l.Prior().String(), math.Log(pr.P[int(o.Y)]), after.Value-before.Value)
			}
		}
	}
}

// The bulk path is the same as one at a time.
func TestObserveAll(t *testing.T) {
	rng := prob.NewSeed(4).Rand()
	y := map[Outcome][]float64{}
	for range 3000 {
		y[Binary] = append(y[Binary], float64(rng.IntN(2)))
		y[Count] = append(y[Count], float64(rng.IntN(90)))
		y[Duration] = append(y[Duration], rng.ExpFloat64())
		y[Angle] = append(y[Angle], 2*rng.NormFloat64()/3)
		y[NotNegative] = append(y[NotNegative], 4*rng.Float64())
		y[Positive] = append(y[Positive], 1+rng.ExpFloat64())
		y[Real] = append(y[Real], 1e8+rng.NormFloat64())
	}
	for _, c := range learnerCases {
		bulk := mustLearn(t, c.prior, c.lik)
		ys := y[bulk.Likelihood().Outcome()]
		if ys == nil || bulk.Likelihood().OwnSD() {
			continue
		}
		single := bulk.Empty()
		if n, err := bulk.ObserveAll(ys); n != len(ys) || err != nil {
			t.Fatalf("%s: %d, %v", c.prior, n, err)
		}
		for _, v := range ys {
			if err := single.Observe(Observation{Y: v, Exposure: 1}, 1); err != nil {
				t.Fatal(err)
			}
		}
		sameLearner(t, c.prior+"/"+c.lik+": bulk", bulk, single)
	}
}

func TestObserveAllStops(t *testing.T) {
	for _, c := range []struct {
		prior, lik string
		bad        float64
	}{
		{"beta(1,1)", "", 2},
		{"gamma(1,1)", "poisson", -1},
		{"gamma(1,1)", "poisson", 1.5},
		{"gamma(1,1)", "exponential", math.Inf(1)},
		{"gamma(1,1)", "gamma(shape=2)", 0},
		{"gamma(1,1)", "pareto(min=0.25)", 0.24},
		{"inverse-gamma(1,1)", "weibull(shape=2)", -1},
		{"von-mises(0,1)", "von-mises(kappa=2)", 90},
		{"normal-inverse-gamma(0,1,1,1)", "", math.NaN()},
		{"normal(0,1)", "normal(sd=1)", math.Inf(-1)},
	} {
		l, want := mustLearn(t, c.prior, c.lik), mustLearn(t, c.prior, c.lik)
		second := 0.0
		if l.Likelihood().Outcome() == Positive {
			second = 0.5
		}
		if _, err := want.ObserveAll([]float64{1, second}); err != nil {
			t.Fatal(err)
		}
		n, err := l.ObserveAll([]float64{1, second, c.bad, 1})
		if n != 2 || err == nil {
			t.Errorf("%s: added %d, %v; want 2 and an error about %g", c.prior, n, err, c.bad)
			continue
		}
		sameLearner(t, c.prior, l, want)
	}
}

func TestLearnerRefuses(t *testing.T) {
	for _, c := range []struct{ prior, lik, want string }{
		{"beta(1,1)", "poisson", "use bernoulli, binomial, geometric or negative-binomial(r=…)"},
		{"gamma(1,1)", "bernoulli", "use poisson, exponential, gamma(shape=…), inverse-gamma(shape=…) or pareto(min=…)"},
		{"inverse-gamma(1,1)", "normal", "known mean"},
		{"inverse-gamma(1,1)", "bernoulli", "use normal(mean=…) or weibull(shape=…)"},
		{"point(-1)", "normal(mean=0)", "a variance above 0"},
		{"point(0)", "weibull(shape=2)", "a theta above 0"},
		{"local-level(0,1,1)", "normal", "known standard deviation"},
		{"0.5*local-level(0,1,1) + 0.5*local-level(0,1,2)", "normal(sd=1)", "agree on the drift"},
		{"0.5*local-level(0,1,1) + 0.5*point(3)", "normal(sd=1)", "agree on the drift"},
		{"normal(0,1)", "normal", "known standard deviation"},
		{"normal-inverse-gamma(0,1,1,1)", "normal(sd=1)", "cannot be updated"},
		{"point(1.5)", "bernoulli", "a probability from 0 to 1"},
		{"point(-1)", "poisson", "a rate above 0"},
		{"point(0.5,0.2)", "categorical", "add up to 0.7"},
		{"point(0,-1)", "normal", "a variance above 0"},
		{"point(1)", "normal", "2 parameters"},
		{"a: 0.5, b: 0.5", "x: 0.1, 0.2, 0.3; y: 0.9, 0.8, 0.7", "2 hypotheses"},
	} {
		b, err := Parse(c.prior)
		if err != nil {
			t.Fatal(err)
		}
		l, err := ParseLikelihood(c.lik)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewLearner(b, l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %s: %v, want an error with %q", c.prior, c.lik, err, c.want)
		}
	}
	if _, err := DefaultLikelihood(Gamma{Shape: 1, Rate: 1}); err == nil || !strings.Contains(err.Error(), "poisson, exponential, gamma(shape=…), inverse-gamma(shape=…) or pareto(min=…)") {
		t.Errorf("default likelihood of a gamma: %v", err)
	}
}

func TestLabels(t *testing.T) {
	l := mustLearn(t, "dirichlet(1,1,1)", "")
	for _, label := range []string{"red", "blue", "red", "green", "red"} {
		i, err := l.Level([]byte(label))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Observe(Observation{Y: i}, 1); err != nil {
			t.Fatal(err)
		}
	}
	want := Dirichlet{Alpha: []float64{4, 2, 2}, Names: []string{"red", "blue", "green"}}
	if got := l.Posterior(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if _, err := l.Level([]byte("pink")); err == nil || !strings.Contains(err.Error(), "one label more") {
		t.Errorf("a fourth label: %v", err)
	}
	// Another shard met the labels in another order.
	other := mustLearn(t, "dirichlet(1,1,1)", "")
	for _, label := range []string{"green", "red"} {
		i, _ := other.Level([]byte(label))
		if err := other.Observe(Observation{Y: i}, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Merge(other); err != nil {
		t.Fatal(err)
	}
	want.Alpha = []float64{5, 2, 3}
	if got := l.Posterior(); !reflect.DeepEqual(got, want) {
		t.Errorf("merged: %v, want %v", got, want)
	}
	// Numbers that differ and no names: which is whose?
	if _, err := mustLearn(t, "dirichlet(1,2)", "").Level([]byte("red")); err == nil || !strings.Contains(err.Error(), "name them") {
		t.Errorf("unnamed numbers: %v", err)
	}
	if _, err := mustLearn(t, "dirichlet(red=1,blue=2)", "").Level([]byte("rad")); err == nil {
		t.Error("an unknown label passed")
	}
}

func TestLearnerMergeRefuses(t *testing.T) {
	a := mustLearn(t, "beta(1,1)", "")
	for _, b := range []*Learner{mustLearn(t, "beta(1,2)", ""), mustLearn(t, "beta(1,1)", "geometric")} {
		if err := a.Merge(b); err == nil {
			t.Errorf("%v under %v merged with %v under %v", a.Prior(), a.Likelihood(), b.Prior(), b.Likelihood())
		}
	}
}

// An improper prior has a posterior and no evidence.
func TestLearnerImproper(t *testing.T) {
	for _, c := range []struct{ prior, lik, want string }{
		{"beta(0,0)", "", "beta(alpha=2, beta=1)"},
		{"gamma(0,0)", "poisson", "gamma(shape=2, rate=3)"},
		{"normal(0,inf)", "normal(sd=1)", "normal(mean=0.6666666666666666, sd=0.5773502691896258)"},
	} {
		l := mustLearn(t, c.prior, c.lik)
		if _, err := l.ObserveAll([]float64{1, 0, 1}); err != nil {
			t.Fatal(err)
		}
		if got := l.Posterior().String(); got != c.want {
			t.Errorf("%s: posterior %s, want %s", c.prior, got, c.want)
		}
		if e, err := l.LogEvidence(); err == nil || !strings.Contains(err.Error(), "improper") {
			t.Errorf("%s: log evidence %v, %v; want an error that says why", c.prior, e, err)
		}
	}
}

func TestForget(t *testing.T) {
	l := mustLearn(t, "beta(2,8)", "")
	if _, err := l.ObserveAll([]float64{1, 1, 0, 1}); err != nil {
		t.Fatal(err)
	}
	if err := l.Forget(0.5); err != nil {
		t.Fatal(err)
	}
	if got, want := l.Posterior(), (Beta{3.5, 8.5}); got != Belief(want) || !l.Pseudo() {
		t.Errorf("%v, pseudo %v; want %v", got, l.Pseudo(), want)
	}
	if err := l.Forget(2); err == nil {
		t.Error("a forgetting factor of 2 passed")
	}
}

// A learner read from a file has passed every check that updating makes.
func TestLearnerUnmarshalRefuses(t *testing.T) {
	good, err := json.Marshal(mustLearn(t, "beta(2,8)", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new string }{
		{`"alpha":2`, `"alpha":-2`},
		{`"alpha":2`, `"alpha":"x"`},
		{`"family":"beta"`, `"family":"betta"`},
		{`"family":"bernoulli"`, `"family":"poisson"`},
		{`"n":0`, `"n":-1`},
		{`"successes":0`, `"successes":-1`},
		{`"data":`, `"dada":`},
	} {
		bad := strings.Replace(string(good), c.old, c.new, 1)
		if bad == string(good) {
			t.Fatalf("%s has no %s", good, c.old)
		}
		var l Learner
		if err := json.Unmarshal([]byte(bad), &l); err == nil {
			t.Errorf("%s passed", bad)
		}
	}
}

func FuzzLearnerJSON(f *testing.F) {
	for _, c := range learnerCases {
		l := mustLearn(f, c.prior, c.lik)
		for _, o := range c.data {
			if err := l.Observe(o, 1); err != nil {
				f.Fatal(err)
			}
		}
		data, err := json.Marshal(l)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var l Learner
		if json.Unmarshal(data, &l) != nil {
			return
		}
		_, _ = l.LogEvidence()
		_ = fmt.Sprint(l.Posterior(), l.Predict())
		again, err := json.Marshal(&l)
		if err != nil {
			t.Fatalf("%s was read but cannot be written: %v", data, err)
		}
		var back Learner
		if err := json.Unmarshal(again, &back); err != nil {
			t.Fatalf("%s was written but cannot be read: %v", again, err)
		}
	})
}

func BenchmarkObserve(b *testing.B) {
	for _, c := range []struct{ prior, lik string }{
		{"beta(1,1)", ""}, {"gamma(2,1)", "poisson"}, {"normal-inverse-gamma(0,1,1,1)", ""}, {"dirichlet(1,1,1)", ""},
	} {
		b.Run(c.prior, func(b *testing.B) {
			l := mustLearn(b, c.prior, c.lik)
			b.ReportAllocs()
			for range b.N {
				if err := l.Observe(Observation{Y: 1, Exposure: 1}, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

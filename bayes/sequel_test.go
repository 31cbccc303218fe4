package bayes_test

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
)

// learn returns a learner of rows, labels if there are any.
func learn(t *testing.T, prior, lik string, y []float64, labels ...string) *bayes.Learner {
	t.Helper()
	b, err := bayes.Parse(prior)
	if err != nil {
		t.Fatal(err)
	}
	k, err := bayes.ParseLikelihood(lik)
	if err != nil {
		t.Fatal(err)
	}
	l, err := bayes.NewLearner(b, k)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range labels {
		i, err := l.Level([]byte(name))
		if err != nil {
			t.Fatal(err)
		}
		y = append(y, i)
	}
	for _, v := range y {
		if err := l.Observe(bayes.Observation{Y: v, Exposure: 1}, 1); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// The evidence of a sequel and that of what came before add up to that of both,
// also where labels came in another order.
func TestLogEvidenceAfter(t *testing.T) {
	for _, tc := range []struct {
		prior, lik    string
		first, second []float64
		a, b          []string
	}{
		{"beta(2,3)", "bernoulli", []float64{1, 0, 1}, []float64{0, 0, 1, 1}, nil, nil},
		{"gamma(2,1)", "poisson", []float64{3, 0, 7}, []float64{2, 2}, nil, nil},
		{"normal-inverse-gamma(0,1,1,1)", "normal", []float64{3, -1}, []float64{2, 2.5, 8}, nil, nil},
		{"normal(0,1)", "normal(sd=2)", []float64{3, -1}, []float64{2, 2.5, 8}, nil, nil},
		{"0.3*beta(2,3) + 0.7*beta(9,9)", "geometric", []float64{3, 0}, []float64{5, 1}, nil, nil},
		{"dirichlet(2,2,2)", "categorical", nil, nil, []string{"x", "y", "x", "x"}, []string{"z", "z", "y", "x", "z"}},
		{"sick: 0.1, well: 0.9", "pos: 0.99, 0.1; neg: 0.01, 0.9", nil, nil, []string{"pos"}, []string{"pos", "neg"}},
	} {
		first, second := learn(t, tc.prior, tc.lik, tc.first, tc.a...), learn(t, tc.prior, tc.lik, tc.second, tc.b...)
		before, err := first.LogEvidence()
		if err != nil {
			t.Fatal(err)
		}
		after, err := second.LogEvidenceAfter(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Merge(second); err != nil {
			t.Fatal(err)
		}
		both, err := first.LogEvidence()
		if err != nil {
			t.Fatal(err)
		}
		// Three sums of numbers below 100 in size, each right to an ulp.
		if got, want := before.Value+after.Value, both.Value; math.Abs(got-want) > 1e-13*100 {
			t.Errorf("%s under %s: %v + %v = %v, want %v", tc.prior, tc.lik, before.Value, after.Value, got, want)
		}
	}
}

// Data that make an improper prior proper give what follows an evidence.
func TestLogEvidenceAfterImproper(t *testing.T) {
	none, some := learn(t, "beta(0,0)", "bernoulli", nil), learn(t, "beta(0,0)", "bernoulli", []float64{1, 0, 1})
	next := learn(t, "beta(0,0)", "bernoulli", []float64{1})
	if _, err := next.LogEvidenceAfter(none); err == nil {
		t.Error("an improper prior has an evidence")
	}
	if got, err := next.LogEvidenceAfter(some); err != nil || math.Abs(got.Value-math.Log(2./3)) > 1e-15 {
		t.Errorf("log p(1 | 1, 0, 1) = %v (%v), want log 2/3", got, err)
	}
}

// LogLiks are those of the rows, whatever the prior; none for what is not about
// hypotheses.
func TestLearnerLogLiks(t *testing.T) {
	l := learn(t, "sick: 0.1, well: 0.9", "pos: 0.99, 0.1; neg: 0.01, 0.9", nil, "pos", "neg")
	got := l.LogLiks()
	for i, want := range []float64{math.Log(0.99 * 0.01), math.Log(0.1 * 0.9)} {
		if math.Abs(got[i]-want) > 1e-14 {
			t.Errorf("log p(pos, neg | hypothesis %d) = %v, want %v", i, got[i], want)
		}
	}
	if none := l.Empty().LogLiks(); len(none) != 2 || none[0] != 0 || none[1] != 0 {
		t.Errorf("no data: %v, want zeros", none)
	}
	if x := learn(t, "beta(1,1)", "bernoulli", nil).LogLiks(); x != nil {
		t.Errorf("a probability: %v, want nil", x)
	}
}

package bayes

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// laws checks everything that must hold of every conjugate pair, whatever its
// formulas: the statistic is a commutative monoid that acts on the prior, its
// Merge adds log-likelihoods, evidence telescopes, and Bayes' theorem holds
// pointwise. Laws prove consistency, never scale; each pair has an oracle too.
//
// draw returns a statistic of one to a few random observations.
func laws[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, prior P, draw func(*rand.Rand) S) {
	t.Helper()
	rng := prob.NewSeed(1).Rand()
	theta, grad := make([]float64, prior.Dim()), make([]float64, prior.Dim())
	var none S
	for range 20 {
		a, b, c := draw(rng), draw(rng), draw(rng)
		prior.Update(a.Merge(b).Merge(c)).Rand(rng, theta)

		sameStat(t, "identity", a.Merge(none), a, theta)
		sameStat(t, "identity", none.Merge(a), a, theta)
		sameStat(t, "commutativity", a.Merge(b), b.Merge(a), theta)
		sameStat(t, "associativity", a.Merge(b).Merge(c), a.Merge(b.Merge(c)), theta)
		sameStat(t, "scaling", a.Scale(2), a.Merge(a), theta)
		if err := a.Merge(b.Scale(-1)).Check(); !forgetful(a) {
			sameStat(t, "undo", a.Merge(b).Merge(b.Scale(-1)), a, theta)
		} else if err == nil {
			t.Errorf("%v: data were taken out of what cannot say what they were", prior)
		}
		if err := a.Check(); err != nil {
			t.Errorf("%v: a statistic of data fails its check: %v", prior, err)
		}
		near(t, "homomorphism", a.Merge(b).LogProb(theta, nil), a.LogProb(theta, nil)+b.LogProb(theta, nil),
			math.Abs(a.LogProb(theta, nil)), math.Abs(b.LogProb(theta, nil)))

		samePrior(t, "action of nothing", prior.Update(none), prior)
		samePrior(t, "action", prior.Update(a).Update(b), prior.Update(a.Merge(b)))
		if got := prior.LogEvidence(none); got != 0 {
			t.Errorf("%v: the evidence of no data is %g, want 0", prior, got)
		}
		near(t, "telescoping", prior.LogEvidence(a)+prior.Update(a).LogEvidence(b), prior.LogEvidence(a.Merge(b)),
			math.Abs(prior.LogEvidence(a)), math.Abs(prior.LogEvidence(a.Merge(b))))

		// log p(data) = log p(θ) + log p(data|θ) − log p(θ|data), whatever θ.
		lp, ll, lq := prior.LogProb(theta, nil), a.LogProb(theta, nil), prior.Update(a).LogProb(theta, nil)
		near(t, "Bayes' theorem", lp+ll-lq, prior.LogEvidence(a), math.Abs(lp), math.Abs(ll), math.Abs(lq))

		// On the free scale, where differences see a log-density that is smooth.
		support := prior.Update(a).Support()
		free, _ := support.Dims()
		u := make([]float64, free)
		support.Inverse(u, theta)
		probtest.Gradient(t, prob.Free(onSupport{a, support}), u)
		if v := prior.LogProb(theta, grad); math.IsNaN(v) {
			t.Errorf("%v: log density at %v is NaN", prior, theta)
		}
	}
}

// forgetful reports whether a statistic keeps too little for data to be taken out
// again.
func forgetful(s any) bool {
	_, ok := s.(Extent)
	return ok
}

// onSupport is a likelihood of parameters that have the support of their prior.
type onSupport struct {
	prob.LogDensity
	support prob.Bijector
}

func (d onSupport) Support() prob.Bijector { return d.support }

// near allows for 1e-10 relative to the largest magnitude that went into the
// comparison: the bound on batch, order and shards.
func near(t *testing.T, law string, got, want float64, magnitudes ...float64) {
	t.Helper()
	scale := math.Max(1, math.Abs(want))
	for _, m := range magnitudes {
		scale = math.Max(scale, m)
	}
	if d := math.Abs(got - want); !(d <= 1e-10*scale) {
		t.Errorf("%s: %.17g, want %.17g (off by %.3g)", law, got, want, d)
	}
}

func sameStat[S Stat[S]](t *testing.T, law string, got, want S, theta []float64) {
	t.Helper()
	near(t, law, got.LogProb(theta, nil), want.LogProb(theta, nil))
}

func samePrior[P Belief](t *testing.T, law string, got, want P) {
	t.Helper()
	g, w := numbers(got), numbers(want)
	if len(g) != len(w) {
		t.Fatalf("%s: %v, want %v", law, got, want)
	}
	for i := range g {
		if d := math.Abs(g[i] - w[i]); !(d <= 1e-10*math.Max(math.Abs(w[i]), 1e-300)) {
			t.Errorf("%s: %v, want %v", law, got, want)
		}
	}
}

// numbers returns the hyperparameters of b in one list.
func numbers(b Belief) (all []float64) {
	for _, p := range b.Params() {
		switch v := p.Value.(type) {
		case float64:
			all = append(all, v)
		case []float64:
			for _, x := range v {
				if b.Family() == knownCoefficients && math.IsNaN(x) { // stands for one that is not known
					x = 0
				}
				all = append(all, x)
			}
		case [][]float64:
			for _, row := range v {
				all = append(all, row...)
			}
		case []Belief:
			for _, c := range v {
				all = append(all, numbers(c)...)
			}
		}
	}
	return all
}

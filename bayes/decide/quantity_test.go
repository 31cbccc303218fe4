package decide

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// Distribution function, density, quantiles and draws belong together: the density
// integrates to what lies between two points, and 20,000 draws keep within the
// Kolmogorov–Smirnov distance that is exceeded once in 10⁵ times, 2.47/√n.
func TestLogNormalMeanLaws(t *testing.T) {
	for _, d := range []bayes.NormalInverseGamma{{Mu: 3, Count: 200, Shape: 100, Scale: 80}, {Mu: -1, Count: 6, Shape: 2.5, Scale: 1}} {
		m := NewLogNormalMean(d)
		for _, p := range []float64{1e-9, 0.2, 0.5, 0.7, 0.999} {
			x := m.Quantile(p)
			if got := m.CDF(x); !(math.Abs(got-p) <= 1e-11*p) {
				t.Errorf("%v: CDF(Quantile(%g)) = %g", m, p, got)
			}
			if got := m.CDF(x) + m.Survival(x); !(math.Abs(got-1) < 1e-12) {
				t.Errorf("%v: CDF + Survival = %g at %g", m, got, x)
			}
			l, _ := newIntegral(law{d: m}.logProb, 0, x, []knot{{m.Quantile(p / 2), x}}).log()
			if got := math.Exp(l); !(math.Abs(got-p) <= 1e-9*p) {
				t.Errorf("%v: the density up to %g integrates to %g, want %g", m, x, got, p)
			}
		}
		probtest.Gradient(t, m, []float64{m.Quantile(0.1)}, []float64{m.Quantile(0.8)})
		rng, n := prob.NewSeed(6).Rand(), 20_000
		draws := make([]float64, n)
		for i := range draws {
			draws[i] = draw(rng, m)
		}
		slices.Sort(draws)
		worst := 0.0
		for i, x := range draws {
			worst = math.Max(worst, math.Abs(m.CDF(x)-(float64(i)+0.5)/float64(n)))
		}
		if !(worst < 2.47/math.Sqrt(float64(n))) {
			t.Errorf("%v: draws are %g from the distribution function", m, worst)
		}
	}
	if m := NewLogNormalMean(bayes.NormalInverseGamma{Count: 0, Shape: -0.5, Scale: 0}); !math.IsNaN(m.CDF(1)) || !math.IsNaN(m.Quantile(0.5)) || !math.IsNaN(m.Mean()) {
		t.Errorf("an improper belief: CDF %g, median %g, mean %g, want NaN", m.CDF(1), m.Quantile(0.5), m.Mean())
	}
}

// The wrapped moments are those of the mixture: of the parts' by the law of total
// variance, and its tails and draws theirs.
func TestMixtureLaws(t *testing.T) {
	m := Mixture{[]float64{0.3, 0, 0.7}, []prob.Univariate{prob.Normal{Mu: -1, Sigma: 0.5}, prob.StudentT{DF: 1, Loc: 0, Scale: 1}, prob.Normal{Mu: 2, Sigma: 1}}}
	if got, want := m.Mean(), 0.3*-1+0.7*2; !(math.Abs(got-want) < 1e-15) {
		t.Errorf("mean %g, want %g", got, want)
	}
	if got, want := m.Var(), 0.3*0.25+0.7+0.3*0.7*9; !(math.Abs(got-want) < 1e-14) {
		t.Errorf("variance %g, want %g", got, want)
	}
	for _, p := range []float64{1e-12, 0.2, 0.5, 0.99} {
		if got := m.CDF(m.Quantile(p)); !(math.Abs(got-p) < 1e-11*p+1e-15) {
			t.Errorf("CDF(Quantile(%g)) = %g", p, got)
		}
	}
	probtest.Gradient(t, m, []float64{-1.2}, []float64{0.3}, []float64{3})
	rng, n, below := prob.NewSeed(1).Rand(), 20_000, 0
	for range n {
		if draw(rng, m) <= 0 {
			below++
		}
	}
	if p := m.CDF(0); !(math.Abs(float64(below)/float64(n)-p) < 5*math.Sqrt(p*(1-p)/float64(n))) {
		t.Errorf("%d of %d draws are below 0, want a share of %g", below, n, p)
	}
	if !math.IsNaN(m.Quantile(math.NaN())) || !math.IsInf(m.Quantile(0), -1) || !math.IsInf(m.Quantile(1), 1) {
		t.Errorf("quantiles at NaN, 0 and 1: %g, %g, %g", m.Quantile(math.NaN()), m.Quantile(0), m.Quantile(1))
	}
}

// Each family has the number that it is compared by.
func TestQuantity(t *testing.T) {
	normal := bayes.Likelihood{Family: "normal"}
	lognormal := bayes.Likelihood{Family: "lognormal"}
	nig := bayes.NormalInverseGamma{Mu: 3, Count: 20, Shape: 10, Scale: 8}
	parse := func(spec string) bayes.Belief {
		b, err := bayes.Parse(spec)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		post   bayes.Belief
		lik    bayes.Likelihood
		name   string
		median float64
	}{
		{bayes.Beta{Alpha: 3, Beta: 3}, bayes.Likelihood{Family: "bernoulli"}, "p", 0.5},
		{bayes.Gamma{Shape: 1, Rate: 2}, bayes.Likelihood{Family: "poisson"}, "rate", math.Ln2 / 2},
		{bayes.Normal{Mu: 4, Sigma: 1}, normal, "mean", 4},
		{nig, normal, "mean", 3},
		{bayes.Point(2, 3), normal, "theta", 2},
		{bayes.Point(2, 3), lognormal, "mean", math.Exp(3.5)},
		{parse("0.25*point(0.5) + 0.75*beta(2,2)"), bayes.Likelihood{Family: "bernoulli"}, "p", 0.5},
	} {
		q, err := Of(c.post, c.lik)
		if err != nil || q.Name != c.name || !(math.Abs(q.Quantile(0.5)-c.median) < 1e-12*c.median) {
			t.Errorf("%v: %s with median %v, %v; want %s, %v", c.post, q.Name, q.Univariate, err, c.name, c.median)
		}
	}
	q, _ := Of(nig, normal)
	want := nig.Marginals()[0]
	for _, p := range []float64{0.01, 0.3} {
		if got, want := q.Quantile(p), want.Quantile(p); !(math.Abs(got-want) < 1e-12) {
			t.Errorf("quantile %g of μ = %g, want %g", p, got, want)
		}
	}
	if q, _ := Of(nig, lognormal); !math.IsInf(q.Mean(), 1) {
		t.Errorf("the mean of a lognormal mean is %g, want +Inf", q.Mean())
	}
	for _, post := range []bayes.Belief{bayes.Dirichlet{Alpha: []float64{1, 1}}, parse("sick: 0.1, well: 0.9")} {
		if _, err := Of(post, bayes.Likelihood{}); err == nil || !strings.Contains(err.Error(), "no one number") {
			t.Errorf("%v: error %v", post, err)
		}
	}
}

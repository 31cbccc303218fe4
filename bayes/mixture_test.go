package bayes

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func mustMix[P interface {
	Belief
	prob.Distribution
	Prior[P, S]
}, S Stat[S]](t *testing.T, weights []float64, parts ...P) Mixture[P, S] {
	t.Helper()
	m, err := NewMixture[P, S](weights, parts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A mixture of beta(a, b) and beta(a+1, b) with weights b/(a+b) and a/(a+b) is …
// not a beta; but a beta(1,1) is ½·beta(2,1) + ½·beta(1,2) exactly (2x/2 + 2(1−x)/2 = 1).
// So the two must agree on everything, before data and after.
func TestMixtureThatIsABeta(t *testing.T) {
	mix := mustMix[Beta, Trials](t, []float64{1, 1}, Beta{2, 1}, Beta{1, 2})
	one := Beta{1, 1}
	for _, data := range []Trials{{}, Bernoulli(3, 1), Binomial(17, 20), Geometric(40), Binomial(0, 300)} {
		m, b := mix.Update(data), one.Update(data)
		near(t, "evidence", mix.LogEvidence(data), one.LogEvidence(data))
		mg := m.Marginals()[0]
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"mean", mg.Mean(), b.Mean()},
			{"variance", mg.Var(), b.Var()},
			{"CDF", mg.CDF(0.4), b.CDF(0.4)},
			{"survival", mg.Survival(0.4), b.Survival(0.4)},
			{"log CDF", mg.LogCDF(1e-30), b.LogCDF(1e-30)},
			{"log survival", mg.LogSurvival(0.9), b.LogSurvival(0.9)},
			{"quantile 0.03", mg.Quantile(0.03), b.Quantile(0.03)},
			{"quantile 0.999", mg.Quantile(0.999), b.Quantile(0.999)},
			{"log density", prob.LogProb(m, 0.3), prob.LogProb(b, 0.3)},
		} {
			near(t, c.name, c.got, c.want)
		}
		var gm, gb [1]float64
		m.LogProb([]float64{0.3}, gm[:])
		b.LogProb([]float64{0.3}, gb[:])
		near(t, "gradient", gm[0], gb[0])
	}
}

func TestMixtureLaws(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	m := mustMix[Beta, Trials](t, []float64{0.2, 0.5, 0.3}, Beta{30, 30}, Beta{1, 1}, Beta{0.5, 9})
	for range 50 {
		a := Binomial(float64(rng.IntN(10)), 10)
		b := Bernoulli(float64(rng.IntN(10)), float64(rng.IntN(10)))
		samePrior(t, "action", m.Update(a).Update(b), m.Update(a.Merge(b)))
		near(t, "telescoping", m.LogEvidence(a)+m.Update(a).LogEvidence(b), m.LogEvidence(a.Merge(b)))
		p := rng.Float64()
		near(t, "Bayes' theorem", prob.LogProb(m, p)+prob.LogProb(a, p)-prob.LogProb(m.Update(a), p), m.LogEvidence(a))
	}
}

// A component 2,000 nats behind comes back when the data turn.
func TestMixtureComesBack(t *testing.T) {
	m := mustMix[Beta, Trials](t, []float64{0.5, 0.5}, Beta{1, 1e5}, Beta{1e5, 1})
	behind := m.Update(Bernoulli(2000, 0))
	if w := behind.LogWeights[0]; !(w < -2000) {
		t.Errorf("log weight %g after 2000 surprises, want far below 0", w)
	}
	if w := behind.Update(Bernoulli(0, 4000)).Weights()[0]; !(w > 0.99) {
		t.Errorf("weight %g after twice as many the other way, want nearly 1", w)
	}
}

func TestSpikeAndSlab(t *testing.T) {
	prior, err := Parse("0.5*point(0.5) + 0.5*beta(1,1)")
	if err != nil {
		t.Fatal(err)
	}
	m := prior.(Mixture[Any[Trials], Trials])
	data := Binomial(10, 20)
	spike, slab := Point(0.5).LogEvidence(data), Beta{1, 1}.LogEvidence(data)
	near(t, "evidence", m.LogEvidence(data), math.Log(0.5)+prob.LogAddExp(spike, slab))
	post := m.Update(data)
	near(t, "weight of the spike", post.Weights()[0], ModelProbabilities([]float64{spike, slab}, nil)[0])
	mg := post.Marginals()[0]
	// The spike holds most of the probability, so the median sits on it.
	if q := mg.Quantile(0.5); q != 0.5 {
		t.Errorf("median %g, want exactly 0.5", q)
	}
	if hdi := mg.HDI(0.9); len(hdi) != 1 || !math.IsNaN(hdi[0].Low) {
		t.Errorf("highest density region %v of a distribution with an atom, want NaN", hdi)
	}
}

// Two far modes: the region of highest density is two intervals that hold the
// level and end at equal density.
func TestMixtureHDITwoModes(t *testing.T) {
	m := mustMix[Beta, Trials](t, []float64{0.4, 0.6}, Beta{20, 80}, Beta{90, 30})
	mg := m.Marginals()[0]
	hdi := mg.HDI(0.9)
	if len(hdi) != 2 {
		t.Fatalf("%v, want two intervals", hdi)
	}
	mass, level := 0.0, prob.LogProb(mg, hdi[0].Low)
	for _, iv := range hdi {
		mass += mg.CDF(iv.High) - mg.CDF(iv.Low)
		near(t, "density at the ends", prob.LogProb(mg, iv.Low), level)
		near(t, "density at the ends", prob.LogProb(mg, iv.High), level)
	}
	near(t, "mass", mass, 0.9)
}

func TestMixtureRand(t *testing.T) {
	m := mustMix[Beta, Trials](t, []float64{0.3, 0.7}, Beta{2, 30}, Beta{30, 2})
	rng := prob.NewSeed(3).Rand()
	const n = 40000
	sum := 0.0
	for range n {
		sum += prob.Draw(rng, m)[0]
	}
	mg := m.Marginals()[0]
	if z := (sum/n - mg.Mean()) / math.Sqrt(mg.Var()/n); math.Abs(z) > 4.5 { // 7e-6 by chance
		t.Errorf("mean of draws is %g standard errors off", z)
	}
}

func TestMixtureRefuses(t *testing.T) {
	for _, spec := range []string{
		"0.5*beta(1,1) + 0.6*beta(2,2)", "0.5*beta(1,1) + 0.5*gamma(1,1)", "0.5*beta(1,1) + beta(2,2)",
		"0.5*beta(0,0) + 0.5*beta(1,1)", "-0.5*beta(1,1) + 1.5*beta(2,2)", "0.5*dirichlet(1,1)+0.5*dirichlet(1,1,1)",
		"1*0.5*beta(1,1)",
	} {
		if b, err := Parse(spec); err == nil {
			t.Errorf("%s: %v, want an error", spec, b)
		}
	}
}

func TestPoints(t *testing.T) {
	d, err := NewPoints([]float64{1, 3}, []float64{0.2}, []float64{0.6})
	if err != nil {
		t.Fatal(err)
	}
	data := Bernoulli(2, 1)
	// joint: ¼·0.2²·0.8 = 0.008 and ¾·0.6²·0.4 = 0.108.
	near(t, "evidence", d.LogEvidence(data), math.Log(0.116))
	post := d.Update(data)
	near(t, "posterior", math.Exp(post.LogWeights[0]), 0.008/0.116)
	mg := post.Marginals()[0]
	near(t, "mean", mg.Mean(), 0.2*0.008/0.116+0.6*0.108/0.116)
	if q := mg.Quantile(0.01); q != 0.2 {
		t.Errorf("lowest quantile %g, want 0.2", q)
	}
	if q := mg.Quantile(0.5); q != 0.6 {
		t.Errorf("median %g, want 0.6", q)
	}
	// Impossible at both: evidence 0, posterior undefined, no panic.
	never := Point(0).LogEvidence(Bernoulli(1, 0))
	if !math.IsInf(never, -1) {
		t.Errorf("log evidence of the impossible: %g, want −Inf", never)
	}
}

func TestHypotheses(t *testing.T) {
	h, err := NewHypotheses([]string{"sick", "well"}, []float64{0.1, 0.9})
	if err != nil {
		t.Fatal(err)
	}
	positive := LogLiks{math.Log(0.99), math.Log(0.1)}
	near(t, "evidence", h.LogEvidence(positive), math.Log(0.1*0.99+0.9*0.1)) // P(D∩θ) + P(D∩θᶜ)
	once := h.Update(positive)
	near(t, "after one positive", once.Probabilities()[0], 0.099/0.189)
	twice := once.Update(positive)
	near(t, "after two", twice.Probabilities()[0], 0.1*0.99*0.99/(0.1*0.99*0.99+0.9*0.01))
	near(t, "telescoping", h.LogEvidence(positive)+once.LogEvidence(positive), h.LogEvidence(positive.Merge(positive)))

	// Cromwell: what is impossible stays so.
	zero, err := NewHypotheses([]string{"a", "b"}, []float64{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if p := zero.Update(LogLiks{0, -1e6}).Probabilities()[0]; p != 0 {
		t.Errorf("probability %g came from 0", p)
	}
	// An observation that rules a hypothesis out cannot be undone.
	ruled := LogLiks{math.Inf(-1), 0}
	if err := ruled.Merge(ruled.Scale(-1)).Check(); err == nil {
		t.Error("undoing an impossible observation passed its check")
	}
}

func TestMixtureOfDirichletsAndGammas(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	d := mustMix[Dirichlet, Tally](t, []float64{0.5, 0.5}, Dirichlet{Alpha: []float64{1, 1, 1}}, Dirichlet{Alpha: []float64{9, 1, 1}})
	a, b := Multinomial(float64(rng.IntN(5)), 2, 1), CategoricalCounts(1, 0, 4)
	near(t, "telescoping", d.LogEvidence(a)+d.Update(a).LogEvidence(b), d.LogEvidence(a.Merge(b)))
	if got := len(d.Marginals()); got != 3 {
		t.Errorf("%d marginals, want 3", got)
	}
	g := mustMix[Gamma, Events](t, []float64{0.5, 0.5}, Gamma{Shape: 2, Rate: 1}, Gamma{Shape: 20, Rate: 2})
	near(t, "telescoping", g.LogEvidence(Poisson(3, 1))+g.Update(Poisson(3, 1)).LogEvidence(Poisson(7, 2)), g.LogEvidence(Poisson(3, 1).Merge(Poisson(7, 2))))
}

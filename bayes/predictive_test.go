package bayes

import (
	"fmt"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// scored is a predictive distribution whose derivatives in its parameters are
// known.
type scored interface {
	prob.LogDensity
	Score(x, grad []float64)
}

// prequential feeds observations one at a time and checks that the predictive
// distribution gives each what LogEvidence gives it, and that they add up to
// the evidence of the batch.
//
// The bound is 1e-11 of the value, as for evidence, plus what follows from the
// rounding of the predictive's own parameters, to 4 units of 2⁻⁵³ each: a
// negative binomial whose P is 1−1e-12 knows 1−P to 1e-4 only.
func prequential[P interface {
	Prior[P, S]
	fmt.Stringer
}, S Stat[S]](t *testing.T, prior P, rows int, next func(post P) (x []float64, s S, predictive scored, params []float64)) {
	t.Helper()
	post := prior
	var data S
	var sum, slack float64
	for range rows {
		x, s, d, params := next(post)
		got, want := d.LogProb(x, nil), post.LogEvidence(s)
		score := make([]float64, len(params))
		d.Score(x, score)
		tol := 1e-11 * math.Max(1, math.Abs(want))
		for i, p := range params {
			tol += 0x1p-51 * math.Abs(p*score[i])
		}
		if !(math.Abs(got-want) <= tol) {
			t.Errorf("%v: %v gives %v log probability %.17g, evidence %.17g (off by %.2g, tolerance %.2g)", post, d, x, got, want, got-want, tol)
		}
		sum, slack = sum+got, slack+tol
		data, post = data.Merge(s), post.Update(s)
	}
	if want := prior.LogEvidence(data); !(math.Abs(sum-want) <= slack) {
		t.Errorf("%v: log predictives add up to %.17g, log evidence is %.17g", prior, sum, want)
	}
}

func TestPredictives(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	count := func(mean float64) float64 { return math.Floor(mean * rng.ExpFloat64()) }

	for _, prior := range []Beta{{1, 1}, {0.5, 0.5}, {2, 8}, {1e-6, 1e-6}, {1e6, 1e-3}, {1e12, 1e12}, {1e12, 1e6}} {
		prequential(t, prior, 20, func(post Beta) ([]float64, Trials, scored, []float64) {
			y, d := float64(rng.IntN(2)), post.Predictive()
			return []float64{y}, Bernoulli(y, 1-y), d, []float64{d.P}
		})
		prequential(t, prior, 20, func(post Beta) ([]float64, Trials, scored, []float64) {
			n := count(50)
			k := math.Floor(rng.Float64() * (n + 1))
			return []float64{k}, Binomial(k, n), post.PredictiveBinomial(n), []float64{post.Alpha, post.Beta}
		})
		prequential(t, prior, 20, func(post Beta) ([]float64, Trials, scored, []float64) {
			k := count(10)
			return []float64{k}, Geometric(k), post.PredictiveNegativeBinomial(1), []float64{1, post.Alpha, post.Beta}
		})
		prequential(t, prior, 20, func(post Beta) ([]float64, Trials, scored, []float64) {
			r, k := 5*rng.ExpFloat64(), count(10)
			return []float64{k}, NegativeBinomial(r, k), post.PredictiveNegativeBinomial(r), []float64{r, post.Alpha, post.Beta}
		})
	}
	for _, alpha := range [][]float64{{1, 1, 1}, {1e-6, 1, 1e3}, {1e12, 1e12, 1e6}} {
		prequential(t, Dirichlet{Alpha: alpha}, 20, func(post Dirichlet) ([]float64, Tally, scored, []float64) {
			j, d := rng.IntN(3), post.Predictive()
			return []float64{float64(j)}, Categorical(j, 3), d, d.P
		})
		prequential(t, Dirichlet{Alpha: alpha}, 20, func(post Dirichlet) ([]float64, Tally, scored, []float64) {
			c := []float64{count(5), count(5), count(5)}
			return c, Multinomial(c...), post.PredictiveMultinomial(c[0] + c[1] + c[2]), post.Alpha
		})
	}
	for _, prior := range []Gamma{{1, 1}, {0.5, 3}, {1e-6, 1e-6}, {1e12, 1e12}, {1e12, 1e6}} {
		prequential(t, prior, 20, func(post Gamma) ([]float64, Events, scored, []float64) {
			e := 3 * rng.ExpFloat64()
			y, d := count(e), post.PredictivePoisson(e)
			return []float64{y}, Poisson(y, e), d, []float64{d.R, d.P}
		})
		prequential(t, prior, 20, func(post Gamma) ([]float64, Events, scored, []float64) {
			x := rng.ExpFloat64()
			return []float64{x}, Exponential(x), post.PredictiveExponential(), []float64{post.Shape, post.Rate}
		})
	}
	for _, prior := range []Normal{{0, 1}, {1e8, 1e-2}, {0, 1e12}} {
		prequential(t, prior, 20, func(post Normal) ([]float64, Measurements, scored, []float64) {
			y, sd := prior.Mu+3*rng.NormFloat64(), 0.1+rng.ExpFloat64()
			d := post.PredictiveMeasurement(sd)
			return []float64{y}, Measurement(y, sd), d, []float64{d.Mu, d.Sigma}
		})
	}
	for _, prior := range []NormalInverseGamma{{0, 1, 1, 1}, {1e8, 1e-6, 1e-6, 1e-6}, {0, 1e12, 1e12, 1e12}, {5, 2, 0.6, 1e6}} {
		prequential(t, prior, 20, func(post NormalInverseGamma) ([]float64, Moments, scored, []float64) {
			y, d := prior.Mu+rng.NormFloat64(), post.Predictive()
			return []float64{y}, Reals(y), d, []float64{d.DF, d.Loc, d.Scale}
		})
	}
}

// TestMarginalsAgreeWithDraws compares marginal means and variances with those
// of draws from the joint distribution: 5 standard errors of 20000 draws.
func TestMarginalsAgreeWithDraws(t *testing.T) {
	rng := prob.NewSeed(3).Rand()
	const n = 20000
	for _, b := range []interface {
		Belief
		prob.Distribution
	}{
		Dirichlet{Alpha: []float64{1, 2, 3}}, NormalInverseGamma{1, 2, 30, 40}, Gamma{3, 2}, Beta{2, 5}, Normal{1, 2},
	} {
		ms := b.Marginals()
		sums := make([]Moments, len(ms))
		for range n {
			x := prob.Draw(rng, b)
			if len(ms) > len(x) { // the standard deviation follows the variance
				x = append(x, math.Sqrt(x[1]))
			}
			for j, v := range x {
				sums[j] = sums[j].Merge(Reals(v))
			}
		}
		for j, m := range ms {
			if got, want := sums[j].Mean, m.Mean(); math.Abs(got-want) > 5*math.Sqrt(m.Var()/n) {
				t.Errorf("%v: mean of %s over draws is %v, want %v", b, m.Name, got, want)
			}
			// The variance's standard error is √((κ−1)/n) of it, with kurtosis κ below 9 in all of these.
			if got, want := sums[j].SS/n, m.Var(); math.Abs(got-want) > 5*want*math.Sqrt(8./n) {
				t.Errorf("%v: variance of %s over draws is %v, want %v", b, m.Name, got, want)
			}
		}
	}
}

// TestEvidenceIsAnIntegral integrates prior times likelihood over the
// parameters, on the free scale by the trapezoidal rule, which for these smooth
// functions is exact to far below the bound of 1e-9.
func TestEvidenceIsAnIntegral(t *testing.T) {
	integral(t, Beta{2, 8}, Binomial(3, 10).Merge(Geometric(4)))
	integral(t, Beta{0.5, 0.5}, NegativeBinomial(2.5, 3))
	integral(t, Dirichlet{Alpha: []float64{1, 2, 3}}, Multinomial(1, 0, 2).Merge(Categorical(1, 3)))
	integral(t, Gamma{2, 0.5}, Poisson(3, 2.5).Merge(Exponential(2)).Merge(Censored(0.5)))
	integral(t, Normal{1, 2}, Measurement(1.5, 2).Merge(Measurement(-0.5, 0.5)))
	integral(t, NormalInverseGamma{1, 2, 3, 4}, Reals(1, 2, 4).Merge(Lognormal(5)))
}

func integral[P interface {
	Conjugate[P, S]
	fmt.Stringer
}, S Stat[S]](t *testing.T, prior P, data S) {
	t.Helper()
	support := prior.Support()
	free, natural := support.Dims()
	u, theta := make([]float64, free), make([]float64, natural)
	const h, reach = 1. / 8, 36
	var over func(i int) float64
	over = func(i int) (sum float64) {
		if i == free {
			logJac := support.Forward(theta, u)
			return math.Exp(prior.LogProb(theta, nil) + data.LogProb(theta, nil) + logJac)
		}
		for k := -reach / h; k <= reach/h; k++ {
			u[i] = k * h
			if v := over(i + 1); !math.IsNaN(v) { // e^−u overflowed, far out
				sum += v
			}
		}
		return sum * h
	}
	got, want := math.Log(over(0)), prior.LogEvidence(data)
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%v: prior times likelihood integrates to exp(%.12g), evidence is exp(%.12g)", prior, got, want)
	}
}

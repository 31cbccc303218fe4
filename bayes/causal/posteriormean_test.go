package causal

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// Risks and shares are independent, so that the posterior means of all differences have
// closed forms: Σ E w·(E p₁ − E p₀), w Dirichlet and p beta. Random tables, also with
// people under other treatments; within five Monte Carlo standard errors, 4,000 draws of
// each of 60.
func TestPosteriorMeans(t *testing.T) {
	rng := prob.NewSeed(12).Rand()
	for i := range 60 {
		k := 2 + rng.IntN(5)
		c := random(rng, k)
		arms := 3.0
		if i%2 == 0 {
			arms = 2
			for z := range c.Strata {
				c.Strata[z].Others = 0
			}
		}
		s := Sampling{Draws: 4000, Prior: Prior{Risk: bayes.Beta{Alpha: 0.3 + rng.Float64(), Beta: 0.5 + 3*rng.Float64()}, Share: 0.1 + 5*rng.Float64()}}
		for range k {
			s.Mix = append(s.Mix, float64(1+rng.IntN(40)))
		}
		post := posterior(t, c, s)
		risk := func(cell Cell) float64 {
			return (s.Prior.Risk.Alpha + cell.Events) / (s.Prior.Risk.Alpha + s.Prior.Risk.Beta + cell.Total)
		}
		var everyone, treated, untreated, other, p1, p0 float64
		var n, n1, n0, m float64
		for z, st := range c.Strata {
			rd := risk(st.Treated) - risk(st.Control)
			w, w1, w0 := st.Total()+s.Prior.Share, st.Treated.Total+s.Prior.Share/arms, st.Control.Total+s.Prior.Share/arms
			if st.Others == 0 && arms == 3 { // a cell without anybody is no part of the population
				w -= s.Prior.Share / arms
			}
			wm := s.Mix[z] + s.Prior.Share
			n, n1, n0, m = n+w, n1+w1, n0+w0, m+wm
			everyone, treated, untreated, other = everyone+w*rd, treated+w1*rd, untreated+w0*rd, other+wm*rd
			p1, p0 = p1+w1*risk(st.Treated), p0+w0*risk(st.Control)
		}
		crude := p1/n1 - p0/n0
		for _, x := range []struct {
			what string
			got  Summary
			want float64
		}{
			{"crude", post.Crude.Difference, crude},
			{"ATE", post.Adjusted[Everyone].Difference, everyone / n},
			{"ATT", post.Adjusted[Treated].Difference, treated / n1},
			{"ATC", post.Adjusted[Untreated].Difference, untreated / n0},
			{"other", post.Other.Difference, other / m},
			{"bias", post.Bias.Difference, everyone/n - crude},
			{"first stratum", post.Strata[0].Difference, risk(c.Strata[0].Treated) - risk(c.Strata[0].Control)},
		} {
			if !(math.Abs(x.got.Mean-x.want) <= 5*x.got.StdErr) {
				t.Errorf("table %d, %s: mean %.5f ± %.5f, want %.5f", i, x.what, x.got.Mean, x.got.StdErr, x.want)
			}
		}
	}
}

// Rates have gamma posteriors, exposures are fixed: means of differences and of log
// ratios are exact, and so are standard deviations.
func TestRatePosterior(t *testing.T) {
	c := Comparison{Treated: "a", Control: "b", Rate: true, Strata: []Stratum{
		{Levels: []string{"x"}, Treated: Cell{12, 30.5}, Control: Cell{3, 11}, Others: 100},
		{Levels: []string{"y"}, Treated: Cell{0, 4}, Control: Cell{7, 55.25}},
	}}
	for _, prior := range []bayes.Gamma{{Shape: 0.5}, {Shape: 2, Rate: 4}} {
		s := Sampling{Draws: 40_000}
		if prior.Rate > 0 {
			s.Prior.Rate = prior
		}
		post := posterior(t, c, s)
		rate := func(cell Cell) (mean, variance float64) {
			a, b := prior.Shape+cell.Events, prior.Rate+cell.Total
			return a / b, a / b / b
		}
		near := func(what string, got Summary, mean, sd float64) {
			t.Helper()
			if !(math.Abs(got.Mean-mean) <= 5*got.StdErr) {
				t.Errorf("%v: %s has mean %.5f ± %.5f, want %.5f", prior, what, got.Mean, got.StdErr, mean)
			}
			// A standard deviation of n draws is known to √((kurtosis−1)/4n), 0.25% for a
			// normal; a gamma of shape ½ has a kurtosis of 15.
			if r := got.StdErr * math.Sqrt(float64(post.Draws)) / sd; math.Abs(r-1) > 5*math.Sqrt(14./4/float64(post.Draws)) {
				t.Errorf("%v: %s has a standard deviation %.4f times what it should be", prior, what, r)
			}
		}
		var ate, ateVar float64
		all := c.Strata[0].Total() + c.Strata[1].Total()
		for z, st := range c.Strata {
			m1, v1 := rate(st.Treated)
			m0, v0 := rate(st.Control)
			near(st.Name(), post.Strata[z].Difference, m1-m0, math.Sqrt(v1+v0))
			w := st.Total() / all
			ate, ateVar = ate+w*(m1-m0), ateVar+w*w*(v1+v0)
			logRatio := prob.Digamma(prior.Shape+st.Treated.Events) - prob.Digamma(prior.Shape+st.Control.Events) -
				math.Log((prior.Rate+st.Treated.Total)/(prior.Rate+st.Control.Total))
			if got := post.Strata[z].Ratio; !(math.Abs(math.Log(got.Mean)-logRatio) <= 5*got.StdErr/got.Mean) {
				t.Errorf("%v: ratio in %s has geometric mean %g ± %g, want %g", prior, st.Name(), got.Mean, got.StdErr, math.Exp(logRatio))
			}
			if !math.IsNaN(post.Strata[z].OddsRatio.Mean) {
				t.Error("rates have an odds ratio")
			}
		}
		near("ATE", post.Adjusted[Everyone].Difference, ate, math.Sqrt(ateVar))
	}
}

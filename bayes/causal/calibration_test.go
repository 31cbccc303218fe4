package causal

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// truth is a population: what the tables of a calibration are drawn from.
type truth struct{ crude, ate, att, atc, least, most float64 }

// simulate draws a population from the prior of a comparison with k strata, and a table
// of n people from it: risks from Beta(½, ½), shares of the cells from Dirichlet(¼, ¼, …).
func simulate(rng *rand.Rand, k, n int) (Comparison, truth) {
	alpha := make([]float64, 2*k)
	for i := range alpha {
		alpha[i] = 0.25
	}
	share := prob.Draw(rng, prob.Dirichlet{Alpha: alpha})
	risk := make([]float64, 2*k)
	for i := range risk {
		risk[i] = prob.Draw(rng, prob.Beta{Alpha: 0.5, Beta: 0.5})[0]
	}
	c := Comparison{Treated: "a", Control: "b", Event: "yes", Strata: make([]Stratum, k)}
	for z := range c.Strata {
		c.Strata[z].Levels = []string{fmt.Sprint(z)}
	}
	counts := make([]float64, 2*k)
	prob.Multinomial{N: float64(n), P: share}.Rand(rng, counts)
	for i, m := range counts {
		cell := &c.Strata[i/2].Treated
		if i%2 == 1 {
			cell = &c.Strata[i/2].Control
		}
		cell.Total = m
		for range int(m) {
			if rng.Float64() < risk[i] {
				cell.Events++
			}
		}
	}
	var pop truth
	var n1, n0, crude1, crude0 float64
	pop.least, pop.most = math.Inf(1), math.Inf(-1)
	for z := range k {
		w1, w0, p1, p0 := share[2*z], share[2*z+1], risk[2*z], risk[2*z+1]
		n1, n0 = n1+w1, n0+w0
		crude1, crude0 = crude1+w1*p1, crude0+w0*p0
		pop.ate += (w1 + w0) * (p1 - p0)
		pop.att += w1 * (p1 - p0)
		pop.atc += w0 * (p1 - p0)
		pop.least, pop.most = math.Min(pop.least, p1-p0), math.Max(pop.most, p1-p0)
	}
	pop.crude, pop.att, pop.atc = crude1/n1-crude0/n0, pop.att/n1, pop.atc/n0
	return c, pop
}

// reliability gathers probabilities stated and what happened, in ten bins.
type reliability struct {
	n                        [10]int
	stated, happened, spread [10]float64
}

// add files a case under a first estimate of its probability, and judges a second one,
// from other draws, by what happened: to choose the bin by the numbers judged would
// select those in which the simulation erred upwards for the upper bins. Each estimate
// is from m draws.
func (r *reliability) add(first, second Chance, m int, happened bool) {
	bin := min(int(first.Probability*10), 9)
	p := second.Probability
	r.n[bin]++
	r.stated[bin] += p
	if happened {
		r.happened[bin]++
	}
	// Given the data, what happened is 1 with the true probability P, of which p is an
	// unbiased estimate: the difference has mean 0 and variance P(1−P)(1 + 1/m), and
	// p(1−p)·m/(m−1) is unbiased for P(1−P).
	r.spread[bin] += p * (1 - p) * float64(m) / float64(m-1) * (1 + 1/float64(m))
}

// chi returns Σ (happened − stated)²/variance over bins in which five or more events of
// each kind are to be expected, with their number.
func (r *reliability) chi() ChiSquared {
	var x ChiSquared
	for bin, n := range r.n {
		if r.stated[bin] >= 5 && float64(n)-r.stated[bin] >= 5 {
			d := r.happened[bin] - r.stated[bin]
			x.Value += d * d / r.spread[bin]
			x.DF++
		}
	}
	return x
}

// Probabilities mean what they say: of tables from the stated prior for which P is
// said to be about 0.3, three in ten are so. Populations are drawn from the prior, a table
// from each; those with empty cells are left out, which the data decide, so that what
// remains is still calibrated. Each χ² has a false alarm in 10⁻⁵ of seeds. 2,000 tables;
// with BAYESKIT_LONG in the environment, 24,000.
func TestCalibration(t *testing.T) {
	tables, m := 2000, 300
	if os.Getenv("BAYESKIT_LONG") != "" {
		tables, m = 24_000, 500
	}
	var reversal, every, outside, crudeSign, biased reliability
	covered := map[string]int{}
	rng := prob.NewSeed(2026).Rand()
	kept := 0
	for i := 0; kept < tables; i++ {
		c, pop := simulate(rng, 2+i%3, 150)
		if c.Check() != nil || c.Gaps() != nil || hasNobody(c) {
			continue
		}
		kept++
		s := Sampling{Draws: m, Level: 0.8}
		one, err := c.Posterior(context.Background(), prob.NewSeed(uint64(i)).Child(1), s)
		if err != nil {
			t.Fatal(err)
		}
		two, err := c.Posterior(context.Background(), prob.NewSeed(uint64(i)).Child(2), s)
		if err != nil {
			t.Fatal(err)
		}
		a, b := one.Verdicts, two.Verdicts
		crude := c.Crude().Difference()
		if c.Crude().sign() != 0 {
			reversal.add(a.Reversal.Chance, b.Reversal.Chance, m, pop.ate*crude < 0)
			every.add(a.Every.Chance, b.Every.Chance, m, pop.least*crude < 0 && pop.most*crude < 0)
			crudeSign.add(a.CrudeSign, b.CrudeSign, m, pop.crude*crude > 0)
		}
		outside.add(a.Outside.Chance, b.Outside.Chance, m, pop.crude < pop.least || pop.crude > pop.most)
		if bias := average(t, c, Everyone).Difference() - crude; !math.IsNaN(a.Confounded.Probability) {
			biased.add(a.Confounded.Chance, b.Confounded.Chance, m, (pop.ate-pop.crude)*bias > 0)
		}
		for what, x := range map[string]struct {
			s Summary
			v float64
		}{
			"crude": {one.Crude.Difference, pop.crude}, "bias": {one.Bias.Difference, pop.ate - pop.crude},
			"ATE": {one.Adjusted[Everyone].Difference, pop.ate}, "ATT": {one.Adjusted[Treated].Difference, pop.att},
			"ATC": {one.Adjusted[Untreated].Difference, pop.atc},
		} {
			if x.s.Low <= x.v && x.v <= x.s.High {
				covered[what]++
			}
		}
	}
	for what, r := range map[string]*reliability{
		"reversal": &reversal, "every stratum": &every, "outside": &outside, "sign of the crude effect": &crudeSign, "bias": &biased,
	} {
		x := r.chi()
		t.Logf("%s: χ² = %.1f on %d, p = %.3g; in bins %v stated %.3g, happened %v", what, x.Value, x.DF, x.P(), r.n, r.stated, r.happened)
		if x.DF < 3 || !(x.P() > 1e-5) {
			t.Errorf("%s: χ² = %.1f on %d, p = %.2g\nn %v\nstated %.3g\nhappened %v", what, x.Value, x.DF, x.P(), r.n, r.stated, r.happened)
		}
	}
	// The truth and the m draws are exchangeable: it is as likely to fall between any two
	// neighbours, and so between those that are the ends in 0.8 of tables to within
	// 1/(m+1). Binomial, 4.5 standard errors.
	for what, k := range covered {
		share, stderr := float64(k)/float64(tables), math.Sqrt(0.8*0.2/float64(tables))
		t.Logf("%s: intervals of 80%% hold %.2f%%", what, 100*share)
		if math.Abs(share-0.8) > 4.5*stderr+1/float64(m+1) {
			t.Errorf("%s: intervals of 80%% hold %.2f%% of truths, want within %.2f%%", what, 100*share, 100*(4.5*stderr+1/float64(m+1)))
		}
	}
}

// hasNobody reports whether a stratum is empty: a comparison of a table would not have it.
func hasNobody(c Comparison) bool {
	for _, s := range c.Strata {
		if s.Total() == 0 {
			return true
		}
	}
	return false
}

// Intervals of rates hold 80% too: rates from Gamma(2, 4), exposures given.
func TestCalibrationOfRates(t *testing.T) {
	tables, m := 800, 300
	if os.Getenv("BAYESKIT_LONG") != "" {
		tables, m = 10_000, 500
	}
	rng := prob.NewSeed(2027).Rand()
	var reversal reliability
	covered, kept := 0, 0
	for i := 0; kept < tables; i++ {
		c := Comparison{Treated: "a", Control: "b", Rate: true}
		var crude, ate, exposure [2]float64
		var rates [][2]float64
		for z := range 3 {
			s := Stratum{Levels: []string{fmt.Sprint(z)}}
			var rate [2]float64
			for a, cell := range []*Cell{&s.Treated, &s.Control} {
				rate[a] = prob.Draw(rng, prob.Gamma{Shape: 2, Rate: 4})[0]
				cell.Total = 1 + 20*rng.Float64()
				cell.Events = prob.Draw(rng, prob.Poisson{Rate: rate[a] * cell.Total})[0]
				crude[a] += cell.Total * rate[a]
				exposure[a] += cell.Total
			}
			c.Strata, rates = append(c.Strata, s), append(rates, rate)
		}
		for z, s := range c.Strata {
			for a := range ate {
				ate[a] += s.Total() * rates[z][a] / (exposure[0] + exposure[1])
			}
		}
		if c.Check() != nil || c.Crude().sign() == 0 {
			continue
		}
		kept++
		s := Sampling{Draws: m, Level: 0.8, Prior: Prior{Rate: bayes.Gamma{Shape: 2, Rate: 4}}}
		one, err := c.Posterior(context.Background(), prob.NewSeed(uint64(i)).Child(1), s)
		if err != nil {
			t.Fatal(err)
		}
		two, err := c.Posterior(context.Background(), prob.NewSeed(uint64(i)).Child(2), s)
		if err != nil {
			t.Fatal(err)
		}
		rd := ate[0] - ate[1]
		reversal.add(one.Verdicts.Reversal.Chance, two.Verdicts.Reversal.Chance, m, rd*c.Crude().Difference() < 0)
		if x := one.Adjusted[Everyone].Difference; x.Low <= rd && rd <= x.High {
			covered++
		}
	}
	if x := reversal.chi(); x.DF < 3 || !(x.P() > 1e-5) {
		t.Errorf("χ² = %.1f on %d, p = %.2g", x.Value, x.DF, x.P())
	}
	share, stderr := float64(covered)/float64(tables), math.Sqrt(0.8*0.2/float64(tables))
	if math.Abs(share-0.8) > 4.5*stderr+1/float64(m+1) {
		t.Errorf("intervals of 80%% hold %.2f%%", 100*share)
	}
}

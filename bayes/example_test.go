package bayes_test

import (
	"fmt"
	"slices"
	"sync"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A probability: 7 of 20 visitors sign up, after a prior worth 10 visitors.
func ExampleBeta() {
	prior := bayes.Beta{Alpha: 2, Beta: 8}
	data := bayes.Binomial(7, 20)
	post := prior.Update(data)

	iv := post.Interval(0.9)
	fmt.Println(post)
	fmt.Printf("mean %.3f, 90%% between %.3f and %.3f\n", post.Mean(), iv.Low, iv.High)
	fmt.Printf("P(p > 0.25) = %.3f\n", post.Survival(0.25))
	fmt.Printf("P(next signs up) = %.3f\n", post.Predictive().P)
	fmt.Printf("log evidence %.4f\n", prior.LogEvidence(data))
	// Output:
	// beta(alpha=9, beta=21)
	// mean 0.300, 90% between 0.172 and 0.443
	// P(p > 0.25) = 0.713
	// P(next signs up) = 0.300
	// log evidence -2.7819
}

// Thompson sampling: of three arms, pull the one whose draw from the posterior
// is highest. Most pulls go to the best, and none is given up too early.
func ExampleBeta_bandit() {
	rng := prob.NewSeed(1).Rand()
	truth := []float64{0.3, 0.5, 0.7}
	arms := []bayes.Beta{{Alpha: 1, Beta: 1}, {Alpha: 1, Beta: 1}, {Alpha: 1, Beta: 1}}
	pulls := make([]int, len(arms))
	for range 1000 {
		draws := make([]float64, len(arms))
		for i, arm := range arms {
			arm.Rand(rng, draws[i:i+1])
		}
		best := slices.Index(draws, slices.Max(draws))
		pulls[best]++
		if rng.Float64() < truth[best] {
			arms[best] = arms[best].Update(bayes.Bernoulli(1, 0))
		} else {
			arms[best] = arms[best].Update(bayes.Bernoulli(0, 1))
		}
	}
	fmt.Println("best arm pulled 8 times in 10 or more:", pulls[2] >= 800)
	// Output:
	// best arm pulled 8 times in 10 or more: true
}

// A rate with exposures: 4 failures in 120 hours of one machine, 9 in 400 of
// another.
func ExampleGamma() {
	prior := bayes.Gamma{Shape: 0.5, Rate: 10} // failures, in hours
	data := bayes.Poisson(4, 120).Merge(bayes.Poisson(9, 400))
	post := prior.Update(data)

	fmt.Println(post)
	fmt.Printf("%.4f failures an hour\n", post.Mean())
	fmt.Printf("P(no failure in the next 24 hours) = %.3f\n", post.PredictivePoisson(24).CDF(0))
	fmt.Printf("hours to the next failure: median %.1f\n", post.PredictiveExponential().Quantile(0.5))
	// Output:
	// gamma(shape=13.5, rate=530)
	// 0.0255 failures an hour
	// P(no failure in the next 24 hours) = 0.550
	// hours to the next failure: median 27.9
}

// Survival times, two of which had not ended when they were last looked at.
func ExampleCensored() {
	data := bayes.Events{}
	for _, t := range []float64{3, 8, 5} {
		data = data.Merge(bayes.Exponential(t))
	}
	data = data.Merge(bayes.Censored(12)).Merge(bayes.Censored(9))
	fmt.Println(data.Count, "deaths in", data.Exposure, "years")
	fmt.Println(bayes.Gamma{Shape: 1, Rate: 5}.Update(data))
	// Output:
	// 3 deaths in 37 years
	// gamma(shape=4, rate=42)
}

// A mean measured with instruments of known but unlike precision.
func ExampleNormal() {
	prior := bayes.Normal{Mu: 9.8, Sigma: 0.5}
	post := prior.Update(bayes.Measurement(9.72, 0.1)).Update(bayes.Measurement(9.90, 0.2))
	fmt.Printf("%.4f ± %.4f\n", post.Mu, post.Sigma)
	// Output:
	// 9.7574 ± 0.0880
}

// A mean and a variance, both unknown, from no prior knowledge: the classical
// t interval.
func ExampleNormalInverseGamma() {
	reference := bayes.NormalInverseGamma{Mu: 0, Count: 0, Shape: -0.5, Scale: 0}
	post := reference.Update(bayes.Reals(5.1, 4.9, 5.6, 5.8, 5.3, 4.7))
	for _, m := range post.Marginals() {
		iv := m.Interval(0.95)
		fmt.Printf("%-8s %.3f, 95%% between %.3f and %.3f\n", m.Name, m.Mean(), iv.Low, iv.High)
	}
	next := post.Predictive()
	fmt.Printf("next     %.3f, 95%% between %.3f and %.3f\n", next.Mean(), next.Quantile(0.025), next.Quantile(0.975))
	fmt.Println(reference.Proper())
	// Output:
	// mean     5.233, 95% between 4.795 and 5.672
	// variance 0.291, 95% between 0.068 and 1.051
	// sd       0.497, 95% between 0.261 and 1.025
	// next     5.233, 95% between 4.073 and 6.394
	// an improper prior has no evidence: normal-inverse-gamma(mean=0, count=0, shape=-0.5, scale=0) is improper, it integrates to infinity unless count, shape and scale are above 0
}

// Shares of three parties, and the chance that the first leads.
func ExampleDirichlet() {
	prior := bayes.Dirichlet{Alpha: []float64{1, 1, 1}, Names: []string{"red", "green", "blue"}}
	post := prior.Update(bayes.Multinomial(46, 40, 14))
	fmt.Println(post)
	for _, m := range post.Marginals() {
		iv := m.Interval(0.9)
		fmt.Printf("%-8s %.3f, 90%% between %.3f and %.3f\n", m.Name, m.Mean(), iv.Low, iv.High)
	}
	rng := prob.NewSeed(1).Rand()
	leads, x := 0, make([]float64, 3)
	const draws = 10000
	for range draws {
		if post.Rand(rng, x); x[0] > x[1] && x[0] > x[2] {
			leads++
		}
	}
	fmt.Printf("P(red leads) ≈ %.1f\n", float64(leads)/draws)
	// Output:
	// dirichlet(red=47, green=41, blue=15)
	// p[red]   0.456, 90% between 0.376 and 0.537
	// p[green] 0.398, 90% between 0.320 and 0.478
	// p[blue]  0.146, 90% between 0.093 and 0.206
	// P(red leads) ≈ 0.7
}

// Taking an observation out again, as if it had never been seen; what was never
// seen cannot be taken out.
func ExampleExact_Undo() {
	e := bayes.Exact[bayes.Beta, bayes.Trials]{Prior: bayes.Beta{Alpha: 1, Beta: 1}}
	e = e.Update(bayes.Bernoulli(3, 4)).Update(bayes.Bernoulli(1, 0))
	e, err := e.Undo(bayes.Bernoulli(1, 0))
	fmt.Println(e.Posterior(), err)

	_, err = e.Undo(bayes.Bernoulli(0, 9))
	fmt.Println(err)
	// Output:
	// beta(alpha=4, beta=5) <nil>
	// undoing data that was never added: 3 successes and -5 failures: both are finite and neither is negative
}

// Old data count for less: each day's weight is 90% of the next's.
func ExampleExact_Forget() {
	e := bayes.Exact[bayes.Gamma, bayes.Events]{Prior: bayes.Gamma{Shape: 1, Rate: 1}}
	for _, calls := range []float64{10, 11, 9, 30, 33} {
		e = e.Forget(0.9).Update(bayes.Poisson(calls, 1))
	}
	fmt.Printf("%.1f calls a day\n", e.Posterior().Mean())
	// Output:
	// 16.3 calls a day
}

// Shards are summarised at the same time, and merged in any order: the
// statistics are the likelihood, so the result is that of one pass.
func ExampleMoments_shards() {
	values := make([]float64, 100_000)
	rng := prob.NewSeed(1).Rand()
	for i := range values {
		values[i] = 20 + 3*rng.NormFloat64()
	}

	const shards = 4
	parts := make([]bayes.Moments, shards)
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			n := len(values) / shards
			parts[i] = bayes.Reals(values[i*n : (i+1)*n]...)
		})
	}
	wg.Wait()
	var all bayes.Moments
	for _, p := range parts {
		all = all.Merge(p)
	}

	post := bayes.NormalInverseGamma{Mu: 0, Count: 1e-3, Shape: 1, Scale: 1}.Update(all)
	for _, m := range post.Marginals() {
		fmt.Printf("%s %.2f\n", m.Name, m.Mean())
	}
	// Output:
	// mean 19.99
	// variance 8.97
	// sd 3.00
}

// The posterior after each observation of a stream.
func ExampleUpdates() {
	stream := func(yield func(bayes.Trials) bool) {
		for _, misses := range []float64{2, 0, 5} { // before each hit
			if !yield(bayes.Geometric(misses)) {
				return
			}
		}
	}
	for post := range bayes.Updates(bayes.Beta{Alpha: 1, Beta: 1}, stream) {
		fmt.Printf("%v: mean %.3f\n", post, post.Mean())
	}
	// Output:
	// beta(alpha=2, beta=3): mean 0.400
	// beta(alpha=3, beta=3): mean 0.500
	// beta(alpha=4, beta=8): mean 0.333
}

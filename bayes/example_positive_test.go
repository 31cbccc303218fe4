package bayes_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// The variance of a scale's readings of a weight of exactly 100 g: the mean is known.
func ExampleInverseGamma() {
	prior := bayes.InverseGamma{Shape: 2, Scale: 0.1}
	var data bayes.Deviations
	for _, grams := range []float64{100.2, 99.9, 100.4, 99.7} {
		data = data.Merge(bayes.NormalOf(100, grams))
	}
	post := prior.Update(data)
	fmt.Printf("inverse gamma of shape %g and scale %.4g\n", post.Shape, post.Scale)
	fmt.Printf("standard deviation about %.2f g\n", math.Sqrt(post.Mean()))
	// Output:
	// inverse gamma of shape 4 and scale 0.25
	// standard deviation about 0.29 g
}

// Hours until bearings wear out: a Weibull distribution of known shape 2, whose
// scale squared is θ.
func ExampleWeibullOf() {
	prior := bayes.InverseGamma{Shape: 3, Scale: 2e6}
	var data bayes.Deviations
	for _, hours := range []float64{850, 1200, 640} {
		data = data.Merge(bayes.WeibullOf(2, hours))
	}
	post := prior.Update(data)
	next := post.PredictiveWeibull(2)
	fmt.Printf("scale about %.0f hours\n", math.Sqrt(post.Mean()))
	fmt.Printf("P(the next lasts 1000 hours) = %.3f\n", next.Survival(1000))
	// Output:
	// scale about 956 hours
	// P(the next lasts 1000 hours) = 0.305
}

// Minutes until three calls have come: gamma distributed, of known shape 3 and
// unknown rate, which is the rate of calls.
func ExampleGammaOf() {
	prior := bayes.Gamma{Shape: 2, Rate: 1}
	post := prior.Update(bayes.GammaOf(3, 1.7).Merge(bayes.GammaOf(3, 2.3)))
	fmt.Printf("%v: %.2f calls a minute\n", post, post.Mean())
	// Output:
	// gamma(shape=8, rate=5): 1.60 calls a minute
}

// Sizes of claims above a deductible of 500: a Pareto distribution of known minimum.
// Its shape says how heavy the tail is.
func ExampleParetoOf() {
	prior := bayes.Gamma{Shape: 4, Rate: 2}
	var data bayes.Events
	for _, claim := range []float64{620, 505, 1900, 741} {
		data = data.Merge(bayes.ParetoOf(500, claim))
	}
	post := prior.Update(data)
	fmt.Printf("shape %.2f, P(next above 5000) = %.4f\n", post.Mean(), post.PredictivePareto(500).Survival(5000))
	// Output:
	// shape 2.02, P(next above 5000) = 0.0254
}

// Serial numbers of things numbered from 0 to θ, as good as continuous: how many are
// there?
func ExamplePareto() {
	prior := bayes.Pareto{Min: 0, Shape: 0} // improper, and enough
	var data bayes.Extent
	for _, serial := range []float64{612, 1904, 1133, 87} {
		data = data.Merge(bayes.UniformOf(serial))
	}
	post := prior.Update(data)
	iv := post.HDI(0.95)[0]
	fmt.Printf("%v: at least %.0f, with 95%% probability up to %.0f\n", post, iv.Low, iv.High)
	// Output:
	// pareto(min=1904, shape=4): at least 1904, with 95% probability up to 4026
}

// Incomes, whose logarithms are normal. The evidence is that of the incomes, so that
// it compares with other models of these.
func ExampleLognormal() {
	lognormal := bayes.NormalInverseGamma{Mu: 10, Count: 1, Shape: 2, Scale: 1}
	normal := bayes.NormalInverseGamma{Mu: 22000, Count: 1, Shape: 2, Scale: 4e8}
	var logs, plain bayes.Moments
	for _, income := range []float64{12400, 31000, 9800, 104000, 22500} {
		logs = logs.Merge(bayes.Lognormal(income))
		plain = plain.Merge(bayes.Reals(income))
	}
	fmt.Println(bayes.Factor(lognormal.LogEvidence(logs), normal.LogEvidence(plain)))
	// Output:
	// BF 69.9 (ln 4.25)
}

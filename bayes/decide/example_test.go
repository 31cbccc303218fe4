package decide_test

import (
	"context"
	"fmt"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/decide"
	"github.com/bayeskit/bayeskit/prob"
)

// Two variants of a page: 120 of 2400 clicked on A, 150 of 2380 on B.
func Example() {
	prior := bayes.Beta{Alpha: 0.5, Beta: 0.5}
	a := prior.Update(bayes.Binomial(120, 2400))
	b := prior.Update(bayes.Binomial(150, 2380))

	p, _ := decide.Greater(b, a)
	loss, _ := decide.ExpectedLoss(b, a)
	fmt.Printf("P(B > A) = %.4f\n", p)
	fmt.Printf("choosing B costs %.6f on average\n", loss)

	d := decide.Difference(b, a)
	iv := d.Interval(0.95)
	fmt.Printf("B − A: %.4f, between %.4f and %.4f\n", d.Mean(), iv.Low, iv.High)
	fmt.Printf("P(within ±0.002) = %.4f\n", d.InRope(-0.002, 0.002))
	fmt.Printf("lift %.1f%%\n", 100*decide.Lift(b, a).Mean())
	// Output:
	// P(B > A) = 0.9745
	// choosing B costs 0.000065 on average
	// B − A: 0.0130, between -0.0001 and 0.0262
	// P(within ±0.002) = 0.0371
	// lift 26.9%
}

// Probabilities that underflow have logarithms.
func ExampleLogGreater() {
	a := prob.Beta{Alpha: 500, Beta: 9500}
	b := prob.Beta{Alpha: 5000, Beta: 5000}
	l, bound := decide.LogGreater(a, b)
	fmt.Printf("log P(A > B) = %.6f, to within %.0e of the probability\n", l, bound)
	// Output:
	// log P(A > B) = -2852.541084, to within 6e-13 of the probability
}

// Which of four sensors reads highest, their noise unknown?
func ExampleBest() {
	prior := bayes.NormalInverseGamma{Count: 0, Shape: -0.5, Scale: 0} // p(μ, σ²) ∝ 1/σ²
	var means []prob.Univariate
	for _, y := range [][]float64{{3.1, 2.7, 3.6}, {3.9, 4.4, 3.5}, {2.0, 4.9, 5.3}} {
		means = append(means, prior.Update(bayes.Reals(y...)).Marginals()[0])
	}
	p, _ := decide.Best(means...)
	fmt.Printf("%.3f\n", p)
	// Output:
	// [0.043 0.431 0.527]
}

// The mean of lognormal data has no mean itself; its quantiles are there.
func ExampleLogNormalMean() {
	prior := bayes.NormalInverseGamma{Count: 0, Shape: -0.5, Scale: 0}
	var data bayes.Moments
	for _, y := range []float64{12, 31, 8.5, 55, 19, 24, 90, 15} {
		data = data.Merge(bayes.Lognormal(y))
	}
	m := decide.NewLogNormalMean(prior.Update(data))
	fmt.Printf("mean %v, median %.1f, 90%% between %.1f and %.1f\n", m.Mean(), m.Quantile(0.5), m.Quantile(0.05), m.Quantile(0.95))
	// Output:
	// mean +Inf, median 34.1, 90% between 21.0 and 82.7
}

// How many patients a group, if recovery takes either drug about half of the time,
// give or take a tenth, and one must be chosen with 80% certainty of the better?
func ExamplePlan() {
	plan := decide.Plan{
		Prior:      bayes.Beta{Alpha: 12, Beta: 12},
		Likelihood: bayes.Likelihood{Family: "bernoulli"},
	}
	o, err := plan.Size(context.Background(), prob.NewSeed(1), func(o decide.Outlook) bool { return o.Right.Value >= 0.8 })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f: right %.2f ± %.3f, loss %.4f ± %.4f\n", o.N, o.Right.Value, o.Right.StdErr, o.Loss.Value, o.Loss.StdErr)
	// Output:
	// 45: right 0.80 ± 0.003, loss 0.0107 ± 0.0002
}

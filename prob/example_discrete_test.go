package prob_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// How surprising are 60 heads in 100 tosses of a fair coin?
func ExampleBinomial() {
	d := prob.Binomial{N: 100, P: 0.5}
	fmt.Printf("%v: P(X ≥ 60) = %.4f\n", d, d.Survival(59))
	fmt.Printf("95%% of such experiments have %g to %g heads\n", d.Quantile(0.025), d.Quantile(0.975))
	// Output:
	// binomial(n=100, p=0.5): P(X ≥ 60) = 0.0284
	// 95% of such experiments have 40 to 60 heads
}

// A billion events expected and a billion and a hundred thousand seen: the tail
// probability has all its digits.
func ExamplePoisson() {
	d := prob.Poisson{Rate: 1e9}
	fmt.Printf("log P(X = 1e9) = %.6f\n", prob.LogProb(d, 1e9))
	fmt.Printf("P(X > 1e9 + 1e5) = %.4g\n", d.Survival(1e9+1e5))
	// Output:
	// log P(X = 1e9) = -11.280571
	// P(X > 1e9 + 1e5) = 0.0007828
}

// After 7 successes and 1 failure under a uniform prior, what of the next 5?
func ExampleBetaBinomial() {
	d := prob.BetaBinomial{N: 5, Alpha: 8, Beta: 2}
	for x := range 6 {
		fmt.Printf("%d %.4f\n", x, math.Exp(prob.LogProb(d, float64(x))))
	}
	// Output:
	// 0 0.0030
	// 1 0.0200
	// 2 0.0719
	// 3 0.1798
	// 4 0.3297
	// 5 0.3956
}

func ExampleDirichlet() {
	d := prob.Dirichlet{Alpha: []float64{2, 3, 5}}
	fmt.Printf("%v has mean %.1f\n", d, d.Mean())
	x := prob.Draw(prob.NewSeed(1).Rand(), d)
	fmt.Printf("a draw sums to %.3f\n", x[0]+x[1]+x[2])

	// Where concentrations are tiny, a draw is all but one proportion all but 0.
	logX := make([]float64, 2)
	prob.Dirichlet{Alpha: []float64{1e-6, 1e-6}}.RandLog(prob.NewSeed(1).Rand(), logX)
	fmt.Println(math.IsInf(logX[0], 0), math.IsInf(logX[1], 0))
	// Output:
	// dirichlet(alpha=[2, 3, 5]) has mean [0.2 0.3 0.5]
	// a draw sums to 1.000
	// false false
}

// Logistic regression's gradient is observed minus expected.
func ExampleBernoulliLogit() {
	y := []bool{true, false}
	eta := []float64{0, 2}
	grad := make([]float64, 2)
	logProb := prob.BernoulliLogit{}.LogProb(y, eta, nil, grad)
	fmt.Printf("%.4f %.4f\n", logProb, grad)
	// Output: -2.8201 [0.5000 -0.8808]
}

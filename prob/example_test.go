package prob_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

func ExampleNormal() {
	d := prob.Normal{Mu: 100, Sigma: 15}
	fmt.Println(d)
	fmt.Printf("P(X > 130) = %.4f\n", d.Survival(130))
	fmt.Printf("95%% of the mass lies between %.1f and %.1f\n", d.Quantile(0.025), d.Quantile(0.975))
	fmt.Printf("log P(X > 1000) = %.3f\n", d.LogSurvival(1000)) // the probability is 0 as a float64
	// Output:
	// normal(mean=100, sd=15)
	// P(X > 130) = 0.0228
	// 95% of the mass lies between 70.6 and 129.4
	// log P(X > 1000) = -1805.014
}

func ExampleBeta() {
	d := prob.Beta{Alpha: 2, Beta: 8}
	grad := make([]float64, 1)
	lp := d.LogProb([]float64{0.3}, grad)
	fmt.Printf("%v: mean %.2f, log density at 0.3 %.4f, slope %.4f\n", d, d.Mean(), lp, grad[0])
	fmt.Printf("median %.4f\n", d.Quantile(0.5))
	// Output:
	// beta(alpha=2, beta=8): mean 0.20, log density at 0.3 0.5760, slope -6.6667
	// median 0.1796
}

func ExampleGamma() {
	d := prob.Gamma{Shape: 3, Rate: 2} // a rate: the mean is 3/2
	fmt.Println(d, d.Mean(), d.Var())
	if err := (prob.Gamma{Shape: 3, Rate: 0}).Check(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// gamma(shape=3, rate=2) 1.5 0.75
	// gamma: rate = 0, want a finite number above 0
}

func ExampleStudentT() {
	d := prob.StudentT{DF: 4, Loc: 0, Scale: 1}
	fmt.Printf("P(T > 5) = %.5f, against %.1e for a normal\n", d.Survival(5), prob.Normal{Mu: 0, Sigma: 1}.Survival(5))
	// Output:
	// P(T > 5) = 0.00375, against 2.9e-07 for a normal
}

func ExampleSeed() {
	root := prob.NewSeed(42)
	// Each worker takes a child: what it draws does not depend on the others.
	for i := range uint64(3) {
		fmt.Printf("worker %d: %.4f\n", i, prob.Draw(root.Child(i).Rand(), prob.Uniform{Low: 0, High: 1})[0])
	}
	// Output:
	// worker 0: 0.2947
	// worker 1: 0.8613
	// worker 2: 0.5153
}

func ExampleFree() {
	d := prob.Gamma{Shape: 2, Rate: 1} // on (0, ∞)
	f := prob.Free(d)                  // of u = log x, on ℝ
	fmt.Printf("%.6f\n", f.LogProb([]float64{0.5}, nil))
	fmt.Printf("%.6f\n", prob.LogProb(d, math.Exp(0.5))+0.5) // the log of dx/du = eᵘ
	// Output:
	// -0.648721
	// -0.648721
}

func ExampleGaussian() {
	y, eta := []float64{1, 2, 3}, []float64{1.5, 2, 1}
	grad := make([]float64, 3)
	lp := prob.Gaussian{Sigma: 1}.LogProb(y, eta, nil, grad)
	fmt.Printf("%.4f %v\n", lp, grad) // the gradient is observed minus expected
	// Output:
	// -4.8818 [-0.5 0 2]
}

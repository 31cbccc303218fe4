package bayes_test

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
)

// The evidence of data is the product of predictions, each made from what came
// before: a model has much evidence if it foresaw, step by step.
func ExamplePrequential() {
	prior := bayes.Beta{Alpha: 1, Beta: 1}
	tosses := []bayes.Trials{bayes.Bernoulli(1, 0), bayes.Bernoulli(1, 0), bayes.Bernoulli(0, 1)}
	sum := 0.0
	for logP := range bayes.Prequential(prior, slices.Values(tosses)) {
		fmt.Printf("%.4f ", math.Exp(logP))
		sum += logP
	}
	fmt.Printf("→ %.4f\n", math.Exp(sum))
	fmt.Printf("all at once: %.4f\n", math.Exp(prior.LogEvidence(bayes.Bernoulli(2, 1))))
	// Output:
	// 0.5000 0.6667 0.2500 → 0.0833
	// all at once: 0.0833
}

// P(D) = P(D∩θ) + P(D∩θᶜ), and of two positives together P(D₁)·P(D₂|D₁).
func ExampleHypotheses_LogEvidence() {
	prior, err := bayes.NewHypotheses([]string{"sick", "well"}, []float64{0.1, 0.9})
	if err != nil {
		fmt.Println(err)
		return
	}
	positive := bayes.LogLiks{math.Log(0.99), math.Log(0.1)}
	joint := prior.Joint(positive)
	fmt.Printf("%.3f + %.3f = %.3f\n", math.Exp(joint[0]), math.Exp(joint[1]), math.Exp(prior.LogEvidence(positive)))
	first, second := prior.LogEvidence(positive), prior.Update(positive).LogEvidence(positive)
	fmt.Printf("%.5f × %.5f = %.5f\n", math.Exp(first), math.Exp(second), math.Exp(first+second))
	fmt.Printf("both: %.5f\n", math.Exp(prior.LogEvidence(positive.Merge(positive))))
	// Output:
	// 0.099 + 0.090 = 0.189
	// 0.18900 × 0.56619 = 0.10701
	// both: 0.10701
}

// The degree of a polynomial: fit improves with each power, evidence does not.
func ExampleLinearNormalInverseGamma_LogEvidence() {
	var logEvidence []float64
	for degree := range 4 {
		rows := bayes.NewRows(degree + 1)
		for i, y := range []float64{4.1, 2.2, 0.9, 0.2, 0.1, 0.1, 1.1, 2.3, 3.9} { // near x², x from −2 to 2
			x := -2 + 0.5*float64(i)
			powers := []float64{1, x, x * x, x * x * x}
			rows.Add(y, powers[:degree+1]...)
		}
		data := rows.LeastSquares()
		sd := []float64{5, 5, 5, 5}
		prior := bayes.IndependentCoefficients(make([]float64, degree+1), sd[:degree+1], 1, 0.1)
		logEvidence = append(logEvidence, prior.LogEvidence(data))
		fmt.Printf("degree %d: residual sum of squares %6.3f, log evidence %7.3f\n", degree, data.RSS(), logEvidence[degree])
	}
	fmt.Printf("%.3f\n", bayes.ModelProbabilities(logEvidence, nil))
	// Output:
	// degree 0: residual sum of squares 19.562, log evidence -21.954
	// degree 1: residual sum of squares 19.562, log evidence -24.919
	// degree 2: residual sum of squares  0.078, log evidence  -5.268
	// degree 3: residual sum of squares  0.050, log evidence  -7.951
	// [0.000 0.000 0.936 0.064]
}

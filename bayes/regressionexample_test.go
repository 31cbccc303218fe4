package bayes_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// stopping are the distances, in feet, in which cars came to a stop from a speed,
// in miles an hour: the first of each speed in the table of Ezekiel (1930).
var stopping = [][2]float64{{4, 2}, {7, 4}, {8, 16}, {9, 10}, {10, 18}, {11, 17}, {12, 14}, {13, 26}, {14, 26}, {15, 20}}

// Least squares, row by row, in pieces that are merged, and with a row taken out
// again.
func ExampleLeastSquares() {
	rows := bayes.NewRows(2)
	for _, r := range stopping {
		rows.Add(r[1], 1, r[0]) // an intercept is a predictor that is 1
	}
	all := rows.LeastSquares()
	beta, err := all.Coefficients()
	fmt.Printf("distance = %.2f + %.2f × speed, residual sum of squares %.1f (%v)\n", beta[0], beta[1], all.RSS(), err)

	more := all.Merge(bayes.Response(54, 1, 16))
	fmt.Println(more.N, more.Merge(bayes.Response(54, 1, 16).Scale(-1)).N)

	_, err = all.Merge(bayes.Response(3, 1, 5)).Coefficients()
	fmt.Println(err)
	twice := bayes.Response(1, 1, 2).Merge(bayes.Response(3, 1, 2))
	_, err = twice.Coefficients()
	fmt.Println(err)
	// Output:
	// distance = -5.98 + 2.07 × speed, residual sum of squares 151.6 (<nil>)
	// 11 10
	// <nil>
	// predictor 2 is a combination of those before it: the data do not determine its coefficient
}

// A regression with a prior: posterior, prediction, evidence, and the evidence
// without the predictor.
func ExampleLinearNormalInverseGamma() {
	prior := bayes.IndependentCoefficients([]float64{0, 0}, []float64{5, 1}, 1, 20)
	prior.Names = []string{"intercept", "speed"}
	rows := bayes.NewRows(2)
	for _, r := range stopping {
		rows.Add(r[1], 1, r[0])
	}
	data := rows.LeastSquares()
	post := prior.Update(data)

	for _, m := range post.Marginals() {
		iv := m.Interval(0.95)
		fmt.Printf("%-9s %6.2f, 95%% in [%.2f, %.2f]\n", m.Name, m.Mean(), iv.Low, iv.High)
	}
	next := post.Predictive(1, 12)
	fmt.Printf("from 12 mph: %.1f ft, 95%% in [%.1f, %.1f]\n", next.Mean(), next.Quantile(0.025), next.Quantile(0.975))
	without := prior.Given([]float64{math.NaN(), 0})
	fmt.Printf("speed matters: %v\n", bayes.Factor(prior.LogEvidence(data), without.LogEvidence(data)))
	// Output:
	// intercept  -5.53, 95% in [-14.64, 3.57]
	// speed       2.02, 95% in [1.18, 2.87]
	// variance   19.72, 95% in [8.45, 44.77]
	// sd          4.33, 95% in [2.91, 6.69]
	// from 12 mph: 18.8 ft, 95% in [9.4, 28.1]
	// speed matters: BF 118 (ln 4.77)
}

// Known noise: the posterior of the coefficients is normal.
func ExampleLinearNormal() {
	prior := bayes.IndependentNormals([]float64{0, 0}, []float64{20, 5})
	var data bayes.KnownNoise
	for _, r := range stopping {
		data = data.Merge(bayes.NoisyResponse(r[1], 4, 1, r[0])) // each could have a sd of its own
	}
	post := prior.Update(data)
	slope := post.Marginals()[1]
	fmt.Printf("slope %.2f ± %.2f, P(slope > 2) = %.3f\n", slope.Mean(), math.Sqrt(slope.Var()), slope.Survival(2))
	fmt.Printf("log evidence %.4f\n", prior.LogEvidence(data))
	// Output:
	// slope 2.03 ± 0.38, P(slope > 2) = 0.533
	// log evidence -33.2484
}

// Zellner's g prior is made of the predictors; with g = n it is worth one row, and
// the posterior is least squares shrunk by g/(g+1).
func ExampleZellner() {
	rows := bayes.NewRows(2)
	for _, r := range stopping {
		rows.Add(r[1], 1, r[0])
	}
	data := rows.LeastSquares()
	prior, err := bayes.Zellner(data, data.N, 1, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	beta, _ := data.Coefficients()
	post := prior.Update(data)
	fmt.Printf("%.4f of least squares, log evidence %.4f\n", post.Mean[1]/beta[1], prior.LogEvidence(data))
	// Output:
	// 0.9091 of least squares, log evidence -36.2317
}

// At run time: a prior and a formula as people write them, and rows as they come.
func ExampleLinearModel() {
	prior, err := bayes.Parse("regression(intercept=5, speed=1, shape=1, scale=20)")
	if err != nil {
		fmt.Println(err)
		return
	}
	model := bayes.LinearModel{Response: "distance", Predictors: []string{"speed"}, Intercept: true}
	likelihood, err := model.Likelihood() // or ParseLikelihood("linear(distance ~ 1 + speed)")
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := bayes.NewLearner(prior, likelihood)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range stopping {
		if err := l.Observe(bayes.Observation{Y: r[1], X: r[:1]}, 1); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, m := range likelihood.Marginals(l.Posterior()) {
		fmt.Printf("%-9s %6.2f\n", m.Name, m.Mean())
	}
	next, line, _ := l.PredictAt(12)
	e, _ := l.LogEvidence()
	fmt.Printf("from 12 mph: %.1f ± %.1f ft, on average ± %.1f\n", next.Mean(), math.Sqrt(next.Var()), math.Sqrt(line.Var()))
	fmt.Printf("%v: log evidence %.4f\n", likelihood, e.Value)
	// Output:
	// intercept  -5.53
	// speed       2.02
	// sigma       4.33
	// from 12 mph: 18.8 ± 4.7 ft, on average ± 1.6
	// linear(distance ~ 1 + speed): log evidence -34.0610
}

// A standard deviation of 0 leaves a predictor out, and another value can be known.
func ExampleRegression() {
	full, _ := bayes.Parse("regression(sd=5, shape=1, scale=20)")
	without, _ := bayes.Parse("regression(speed=0, sd=5, shape=1, scale=20)")
	twoFeet, _ := bayes.Parse("regression(speed=0, mean[speed]=2, sd=5, shape=1, scale=20)")
	likelihood, _ := bayes.ParseLikelihood("linear(distance ~ 1 + speed)")
	var logEvidence []float64
	for _, prior := range []bayes.Belief{full, without, twoFeet} {
		l, err := bayes.NewLearner(prior, likelihood)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, r := range stopping {
			if err := l.Observe(bayes.Observation{Y: r[1], X: r[:1]}, 1); err != nil {
				fmt.Println(err)
				return
			}
		}
		e, _ := l.LogEvidence()
		logEvidence = append(logEvidence, e.Value)
	}
	fmt.Printf("probabilities %.3f\n", bayes.ModelProbabilities(logEvidence, []float64{1. / 3, 1. / 3, 1. / 3}))
	// Output:
	// probabilities [0.019 0.001 0.980]
}

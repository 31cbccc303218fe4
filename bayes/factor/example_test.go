package factor_test

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/factor"
)

// The ten differences in hours of sleep by two drugs (Student 1908).
func differences() []float64 { return []float64{-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4} }

func ExampleTTest() {
	test, err := factor.TTest{}.Test(factor.SampleOf(differences()...).T(0))
	if err != nil {
		panic(err)
	}
	fmt.Printf("BF₁₀ = %.5f\n", test.Factor().BF10())
	fmt.Printf("for δ < 0, BF₁₀ = %.3f\n", test.Less().BF10())
	e := test.Posterior(0.95)
	fmt.Printf("δ = %.2f, 95%% between %.2f and %.2f\n", e.Median, e.Low, e.High)
	// Output:
	// BF₁₀ = 17.25888
	// for δ < 0, BF₁₀ = 34.417
	// δ = -1.08, 95% between -1.98 and -0.28
}

// A published t and the sizes of the groups are enough.
func ExampleTwoSampleT() {
	v, err := factor.TTest{}.Factor(factor.TwoSampleT(2.24, 80, 80))
	fmt.Printf("%.3f %v\n", v.BF10(), err)
	// Output: 1.693 <nil>
}

// Is the effect too small to matter?
func ExampleTest_IntervalNull() {
	test, err := factor.TTest{}.Test(factor.OneSampleT(0.3, 900))
	if err != nil {
		panic(err)
	}
	v, err := test.IntervalNull(-0.1, 0.1)
	fmt.Printf("BF₀₁ = %.0f %v\n", v.BF01(), err)
	// Output: BF₀₁ = 2622 <nil>
}

func ExampleCorrelation() {
	test, err := factor.Correlation{Kappa: 1}.Test(0.4, 30)
	if err != nil {
		panic(err)
	}
	e := test.Posterior(0.95)
	fmt.Printf("BF₁₀ = %.3f, ρ = %.2f between %.2f and %.2f\n", test.Factor().BF10(), e.Median, e.Low, e.High)
	// Output: BF₁₀ = 2.240, ρ = 0.37 between 0.03 and 0.64
}

func ExampleProportion() {
	test, err := factor.Proportion{Null: 0.5}.Test(15, 25)
	if err != nil {
		panic(err)
	}
	fmt.Printf("BF₀₁ = %.3f\n", test.Factor().BF01())
	// Output: BF₀₁ = 1.515
}

func ExampleTable() {
	dolls := [][]float64{{50, 48}, {21, 41}} // of their own race or the other, by white and black children
	for _, plan := range []factor.Sampling{factor.Poisson, factor.JointMultinomial, factor.ColumnsFixed, factor.Hypergeometric} {
		v, err := factor.Table{Sampling: plan}.Factor(dolls)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%-14v BF₁₀ = %.3f\n", plan, v.BF10())
	}
	// Output:
	// poisson        BF₁₀ = 3.541
	// joint          BF₁₀ = 2.672
	// columns        BF₁₀ = 1.815
	// hypergeometric BF₁₀ = 1.159
}

func ExampleTable_OddsRatio() {
	r, err := factor.Table{Sampling: factor.ColumnsFixed}.OddsRatio([][]float64{{50, 48}, {21, 41}})
	if err != nil {
		panic(err)
	}
	e := r.Effect(0.95)
	fmt.Printf("odds ratio %.2f, between %.2f and %.2f\n", math.Exp(e.Median), math.Exp(e.Low), math.Exp(e.High))
	// Output: odds ratio 2.00, between 1.05 and 3.89
}

// Thirty departments and one predictor, as R² says it (Chatterjee and Price 1977).
func ExampleRegression() {
	v, err := factor.Regression{}.Factor(factor.FitOf(30, 1, 0.6813141641088644))
	fmt.Printf("BF₁₀ = %.1f %v\n", v.BF10(), err)
	// Output: BF₁₀ = 417938.6 <nil>
}

func ExampleRegression_Models() {
	y := []float64{1.1, 1.9, 3.2, 3.9, 5.1, 6.2, 6.8, 8.1}
	time := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	noise := []float64{2, -1, 0, 3, 1, -2, 0, 1}
	design, err := factor.NewDesign(y, time, noise)
	if err != nil {
		panic(err)
	}
	models, err := factor.Regression{}.Models(design)
	if err != nil {
		panic(err)
	}
	for _, m := range models[:2] {
		fmt.Printf("%v: %.3f\n", m.Predictors, m.P)
	}
	// Output:
	// [0]: 0.956
	// [0 1]: 0.044
}

func ExampleANOVA() {
	var g factor.Groups
	for i, values := range [][]float64{{4.2, 5.1, 3.9, 4.8}, {5.6, 6.1, 5.2, 6.6}, {4.4, 5.0, 5.3, 4.1}} {
		for _, v := range values {
			g.Add(i, v)
		}
	}
	v, err := factor.ANOVA{}.Factor(g)
	fmt.Printf("BF₁₀ = %.2f %v\n", v.BF10(), err)
	// Output: BF₁₀ = 4.24 <nil>
}

// Stop when the data are ten times as likely under one hypothesis as under the
// other. The first two observations are identical, and say nothing yet.
func ExampleSequence() {
	x := []float64{1, 1, 1.5, math.NaN(), 0.7, 1.2, 0.9, 1.4}
	stop := bayes.Threshold{Log: math.Log(10)}
	var s factor.Sample
	for step := range factor.Sequence(len(x), func(i int) (factor.Value, error) {
		if !s.Add(x[i-1]) {
			return factor.Value{}, factor.ErrUndefined
		}
		return factor.TTest{}.Factor(s.T(0))
	}) {
		fmt.Printf("%d: %.2f\n", step.I, step.Value.BF10())
		if stop.Crossed(step.Value.Log) {
			break
		}
	}
	// Output:
	// 0: 1.00
	// 3: 4.37
	// 5: 8.18
	// 6: 32.70
}

func ExampleRobustness() {
	s := factor.OneSampleT(-4.06, 10)
	for v, err := range factor.Robustness(factor.Scales(0.25, 1, 3), func(r float64) (factor.Value, error) {
		return factor.TTest{Scale: r}.Factor(s)
	}) {
		fmt.Printf("r = %.2f: %.2f %v\n", v.Scale, v.Value.BF10(), err)
	}
	// Output:
	// r = 0.25: 9.82 <nil>
	// r = 0.50: 14.99 <nil>
	// r = 1.00: 18.36 <nil>
}

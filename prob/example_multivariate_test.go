package prob_test

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

func ExampleMultivariateNormal() {
	cov := mat.NewSymDense(2, []float64{
		4, 3,
		3, 9,
	})
	d, err := prob.NewMultivariateNormal([]float64{10, 20}, cov)
	if err != nil {
		fmt.Println(err)
		return
	}
	grad := make([]float64, 2)
	lp := d.LogProb([]float64{12, 20}, grad)
	fmt.Println(d)
	fmt.Printf("log density %.4f, gradient %.4f\n", lp, grad)
	fmt.Println("second coordinate alone:", d.Marginal(1))

	// The third variable is the difference of the first two.
	_, err = prob.NewMultivariateNormal(make([]float64, 3), mat.NewSymDense(3, []float64{
		4, 3, 1,
		3, 9, -6,
		1, -6, 7,
	}))
	var bad *prob.NotPositiveDefiniteError
	fmt.Println(errors.As(err, &bad), "at variable", bad.Row)
	// Output:
	// multivariate-normal(mu=[10, 20], cov=[[4, 3], [3, 9]])
	// log density -4.1525, gradient [-0.6667 0.2222]
	// second coordinate alone: normal(mean=20, sd=3)
	// true at variable 2
}

func ExampleLKJ() {
	d := prob.LKJ{Size: 3, Eta: 2}
	r := prob.Draw(prob.NewSeed(1).Rand(), d)
	fmt.Println(d, "has", len(r), "correlations, of standard deviation", fmt.Sprintf("%.3f", math.Sqrt(d.Var()[0])))
	fmt.Printf("%.2f\n", mat.Formatted(prob.UnpackCorrelation(r)))
	// A sampler works in free space and never meets a matrix that is no correlation.
	free := prob.Free(d)
	fmt.Printf("log density at the identity, in free space: %.4f\n", free.LogProb(make([]float64, free.Dim()), nil))
	// Output:
	// lkj(size=3, eta=2) has 3 correlations, of standard deviation 0.408
	// ⎡1.00  0.19  0.03⎤
	// ⎢0.19  1.00  0.31⎥
	// ⎣0.03  0.31  1.00⎦
	// log density at the identity, in free space: -0.6155
}

func ExampleVonMises() {
	// Wind directions around north-east, in radians from east.
	d := prob.VonMises{Mu: math.Pi / 4, Kappa: 3}
	fmt.Printf("P(between north and east) = %.4f\n", d.CDF(math.Pi/2)-d.CDF(0))
	fmt.Printf("mean direction %.4f, resultant length %.4f\n", d.Mu, d.Resultant())
	fmt.Printf("mean of the number x %.4f: some of the mass lies beyond the cut at π\n", d.Mean())
	// Output:
	// P(between north and east) = 0.7883
	// mean direction 0.7854, resultant length 0.8100
	// mean of the number x 0.7742: some of the mass lies beyond the cut at π
}

func ExampleWeibull() {
	d := prob.Weibull{Shape: 2, Scale: 1000} // hours
	fmt.Printf("half have failed after %.0f hours; log P(none of 1e6 hours) = %.0f\n", d.Quantile(0.5), d.LogSurvival(1e6))
	// Output:
	// half have failed after 833 hours; log P(none of 1e6 hours) = -1000000
}

func ExamplePareto() {
	d := prob.Pareto{Min: 1, Shape: 1.16} // 80% of the total is with the largest fifth
	fmt.Printf("%v: mean %.2f, median %.2f, variance %v\n", d, d.Mean(), d.Quantile(0.5), d.Var())
	// Output:
	// pareto(min=1, shape=1.16): mean 7.25, median 1.82, variance +Inf
}

func ExampleWishart() {
	d, err := prob.NewWishart(5, mat.NewSymDense(2, []float64{1, 0.5, 0.5, 2}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %.1f\n", d.Mean()) // the lower triangle, row by row
	x := prob.Pack(mat.NewSymDense(2, []float64{4, 1, 1, 9}))
	fmt.Printf("log density %.4f\n", d.LogProb(x, nil))
	// Output:
	// mean [5.0 2.5 10.0]
	// log density -6.7379
}

func ExampleInverseWishart() {
	d, err := prob.NewInverseWishart(6, mat.NewSymDense(2, []float64{4, 2, 2, 5}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %.1f, first variance from %v\n", d.Mean(), d.Marginal(0))
	// Output:
	// mean [1.3 0.7 1.7], first variance from inverse-gamma(shape=2.5, scale=2)
}

func ExampleMultivariateT() {
	d, err := prob.NewMultivariateT(4, []float64{0, 0}, mat.NewSymDense(2, []float64{1, 0.5, 0.5, 1}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("variance %.1f, covariance %.1f\n", d.Var()[0], d.Cov(0, 1)) // ν/(ν−2) times the scale matrix
	// Output:
	// variance 2.0, covariance 1.0
}

func ExampleLKJCholesky() {
	d := prob.LKJCholesky{Size: 2, Eta: 2}
	l := prob.Draw(prob.NewSeed(1).Rand(), d)
	fmt.Printf("l = %.4f, the correlation is %.4f\n", l, l[0]*l[1])
	// Output:
	// l = [1.0000 0.2128 0.9771], the correlation is 0.2128
}

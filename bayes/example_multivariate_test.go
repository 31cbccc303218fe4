package bayes_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/bayes"
)

// The wind at a station, in radians clockwise from north: 350° and 10° lie on
// either side of 0.
func ExampleVonMises() {
	prior := bayes.VonMises{Mu: 0, Kappa: 0} // any direction alike
	var data bayes.Directions
	for _, radians := range []float64{0.17, -0.09, 0.35, 6.2} {
		data = data.Merge(bayes.VonMisesOf(4, radians))
	}
	post := prior.Update(data)
	iv := post.Interval(0.95)
	fmt.Printf("%.3f, between %.2f and %.2f\n", post.Mu, iv.Low, iv.High)
	// Output:
	// 0.086, between -0.42 and 0.59
}

// Height and weight: two means, two standard deviations and a correlation.
func ExampleNormalInverseWishart() {
	prior, err := bayes.NewNormalInverseWishart([]float64{170, 70}, 1, 3, mat.NewSymDense(2, []float64{100, 0, 0, 100}))
	if err != nil {
		panic(err)
	}
	rows := bayes.NewVectors(2)
	for _, x := range [][2]float64{{181, 84}, {165, 58}, {172, 75}, {190, 91}, {168, 61}, {177, 70}} {
		rows.Add(x[0], x[1])
	}
	data := rows.Scatter()
	post := prior.Update(data)

	for _, m := range post.Marginals() {
		iv := m.Interval(0.9)
		fmt.Printf("%-9s %7.2f  %.2f to %.2f\n", m.Name, m.Mean(), iv.Low, iv.High)
	}
	next := post.Predictive() // of (height, weight)
	fmt.Printf("next %.1f and %.1f, t with %g degrees of freedom\n", next.Mu[0], next.Mu[1], next.DF)
	fmt.Printf("log evidence %.4f\n", prior.LogEvidence(data))
	// Output:
	// mean[1]    174.71  168.90 to 180.53
	// mean[2]     72.71  65.11 to 80.31
	// sd[1]        9.16  5.94 to 14.15
	// sd[2]       11.98  7.77 to 18.50
	// corr[1,2]    0.78  0.50 to 0.94
	// next 174.7 and 72.7, t with 8 degrees of freedom
	// log evidence -45.1945
}

// A position measured twice by an instrument of known errors, which are correlated.
func ExampleMultivariateNormal() {
	prior, err := bayes.NewMultivariateNormal([]float64{0, 0}, mat.NewSymDense(2, []float64{25, 0, 0, 25}))
	if err != nil {
		panic(err)
	}
	fixes := bayes.Vector(3.1, 1.8).Merge(bayes.Vector(2.7, 2.4))
	data, err := fixes.WithCovariance(mat.NewSymDense(2, []float64{0.5, 0.2, 0.2, 0.4}))
	if err != nil {
		panic(err)
	}
	post := prior.Update(data)
	fmt.Printf("mean %.3f, variances %.3f and %.3f\n", post.Mean, post.Cov[0], post.Cov[2])
	// Output:
	// mean [2.863 2.072], variances 0.247 and 0.198
}

// Shards are gathered apart and merged, to the last digit whatever the offset.
func ExampleVectors() {
	a, b := bayes.NewVectors(2), bayes.NewVectors(2)
	a.Add(1e9+1, 2)
	a.Add(1e9+2, 4)
	b.Add(1e9+3, 3)
	s := a.Scatter().Merge(b.Scatter())
	fmt.Println(s.N, s.Mean()[0]-1e9, s.Matrix())
	// Output:
	// 3 2 [2 1 2]
}

// The same by the name of a family, as a program learns it from its user: numbers
// stand for every column.
func ExampleVectorModel() {
	prior, err := bayes.Parse("normal-inverse-wishart(mean=0, count=1, df=4, scale=10)")
	if err != nil {
		panic(err)
	}
	lik, err := bayes.VectorModel{Columns: []string{"x", "y"}}.Likelihood()
	if err != nil {
		panic(err)
	}
	l, err := bayes.NewLearner(prior, lik)
	if err != nil {
		panic(err)
	}
	for _, x := range [][]float64{{1, 2}, {3, 5}, {0, 4}, {2, 5}} {
		if err := l.Observe(bayes.Observation{X: x}, 1); err != nil {
			panic(err)
		}
	}
	for _, m := range lik.Marginals(l.Posterior()) {
		fmt.Printf("%s %.3f\n", m.Name, m.Mean())
	}
	// Output:
	// mean[x] 1.200
	// mean[y] 3.200
	// sd[x] 1.744
	// sd[y] 2.284
	// corr[x,y] 0.335
}

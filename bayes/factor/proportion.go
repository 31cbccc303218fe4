package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A Proportion is the test that the chance of success is Null. Under the
// alternative the log odds are logistic about the null's, with the given Scale: the
// default of the R package BayesFactor; or, with Beta, the chance itself has that
// prior.
type Proportion struct {
	Null  float64 // p₀, above 0 and below 1; 0 means ½
	Scale float64 // of the log odds; 0 means ½
	Beta  *prob.Beta
}

// Test returns the test given k successes in n trials. It fails unless
// 0 ≤ k ≤ n, and for a prior that is none.
func (p Proportion) Test(k, n float64) (Test, error) {
	scale, err := checkScale("the scale of the prior on the log odds", p.Scale, 0.5)
	if err == nil && p.Beta != nil {
		err = p.Beta.Check()
	}
	null := p.Null
	if null == 0 {
		null = 0.5
	}
	switch {
	case err != nil:
		return Test{}, err
	case !(null > 0 && null < 1):
		return Test{}, fmt.Errorf("the null proportion is %v: want a number above 0 and below 1", p.Null)
	case !(k >= 0 && k <= n) || math.IsInf(n, 1):
		return Test{}, fmt.Errorf("%v successes of %v trials: want 0 ≤ successes ≤ trials", k, n)
	}
	at := prob.Logit(null)
	logP, logQ := math.Log(null), math.Log1p(-null)
	t := Test{
		name: "the proportion", null: null, least: 0, most: 1, free: prob.Logit, natural: prob.Expit,
		logRatio: func(u float64) float64 {
			return times(k, prob.LogExpit(u)-logP) + times(n-k, prob.LogExpit(-u)-logQ)
		},
		logPrior: func(u float64) float64 {
			z := (u - at) / scale
			return prob.LogExpit(z) + prob.LogExpit(-z) - math.Log(scale)
		},
		priorKnots: around(at, 2*scale),
		dataKnots:  around(math.Log((k+0.5)/(n-k+0.5)), math.Sqrt(1/(k+0.5)+1/(n-k+0.5))),
		noise:      4e-16 * (1 - times(k, logP) - times(n-k, logQ)),
	}
	if b := p.Beta; b != nil {
		norm := prob.LogBeta(b.Alpha, b.Beta)
		t.logPrior = func(u float64) float64 {
			return b.Alpha*prob.LogExpit(u) + b.Beta*prob.LogExpit(-u) - norm
		}
		t.priorKnots = around(math.Log(b.Alpha/b.Beta), math.Sqrt(1/b.Alpha+1/b.Beta))
	}
	return t, nil
}

// times returns k·x, 0 for k = 0 whatever x is.
func times(k, x float64) float64 {
	if k == 0 {
		return 0
	}
	return k * x
}

package decide

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A Quantity is the number that groups are compared by, as a posterior has it.
type Quantity struct {
	Name string // "p", "rate", "mean"
	prob.Univariate
}

// Of returns the number by which posteriors under a likelihood are compared: the
// probability of success, the rate, the mean. Of lognormal data it is the mean of
// the data themselves, exp(μ + ½σ²), which is what revenues add up to, and not that
// of their logarithms. It fails on proportions and hypotheses, which are no number.
func Of(post bayes.Belief, lik bayes.Likelihood) (Quantity, error) {
	switch d := post.(type) {
	case bayes.Beta:
		return Quantity{"p", prob.Beta(d)}, nil
	case bayes.Gamma:
		return Quantity{"rate", prob.Gamma(d)}, nil
	case bayes.Normal:
		return Quantity{"mean", prob.Normal(d)}, nil
	case bayes.NormalInverseGamma:
		if lik.Family == "lognormal" {
			return Quantity{"mean", NewLogNormalMean(d)}, nil
		}
		if d.Proper() == nil {
			return Quantity{"mean", meanOf(d)}, nil
		}
		return Quantity{"mean", d.Marginals()[0]}, nil
	case bayes.Dirichlet, bayes.Hypotheses:
		return Quantity{}, fmt.Errorf("%s has no one number to compare: want a probability, a rate or a mean", post.Family())
	}
	params := post.Params()
	if len(params) == 2 {
		weights, ok1 := params[0].Value.([]float64)
		parts, ok2 := params[1].Value.([]bayes.Belief)
		if ok1 && ok2 {
			return mixed(weights, parts, lik)
		}
	}
	if at, ok := params[0].Value.([]float64); ok && post.Family() == "point" {
		return atPoint(at, lik), nil
	}
	ms := post.Marginals()
	if len(ms) == 0 {
		return Quantity{}, fmt.Errorf("%s has no number to compare", post.Family())
	}
	return Quantity{ms[0].Name, ms[0]}, nil
}

// meanOf returns the distribution of μ, σ² integrated out.
func meanOf(d bayes.NormalInverseGamma) prob.StudentT {
	t := d.Predictive() // whose scale is √(κ+1) times as great
	t.Scale /= math.Sqrt(d.Count + 1)
	return t
}

// mixed returns the mixture of what the parts are compared by.
func mixed(weights []float64, parts []bayes.Belief, lik bayes.Likelihood) (Quantity, error) {
	var q Quantity
	m := Mixture{Weights: weights}
	for _, p := range parts {
		one, err := Of(p, lik)
		if err != nil {
			return q, err
		}
		if q.Name == "" || p.Family() != "point" {
			q.Name = one.Name
		}
		m.Parts = append(m.Parts, one.Univariate)
	}
	q.Univariate = m
	return q, nil
}

// atPoint returns the number that parameters known for certain amount to.
func atPoint(theta []float64, lik bayes.Likelihood) Quantity {
	if lik.Family == "lognormal" && len(theta) == 2 {
		return Quantity{"mean", Atom(math.Exp(theta[0] + theta[1]/2))}
	}
	return Quantity{"theta", Atom(theta[0])}
}

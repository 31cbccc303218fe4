package decide

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// An arm is how truths and data are drawn. What is drawn of n observations is a
// statistic that the posterior mean rises with, whatever the prior: with equal n and
// the same prior, the greater statistic is the greater posterior mean.
type arm struct {
	prior     prob.Univariate
	statistic func(rng *rand.Rand, theta, n float64) float64
}

// arm reads the plan.
func (p Plan) arm() (arm, error) {
	if p.Prior == nil {
		return arm{}, fmt.Errorf("a plan needs a prior to simulate from")
	}
	if _, err := bayes.NewLearner(p.Prior, p.Likelihood); err != nil {
		return arm{}, err
	}
	if err := p.Prior.Proper(); err != nil {
		return arm{}, fmt.Errorf("nothing can be simulated from the prior: %w", err)
	}
	q, err := Of(p.Prior, p.Likelihood)
	if err != nil {
		return arm{}, err
	}
	a := arm{prior: q.Univariate}
	switch sd := known(p.Likelihood, "sd"); {
	case p.Likelihood.Family == "bernoulli":
		a.statistic = func(rng *rand.Rand, theta, n float64) float64 {
			return draw(rng, prob.Binomial{N: n, P: theta})
		}
	case p.Likelihood.Family == "poisson":
		a.statistic = func(rng *rand.Rand, theta, n float64) float64 {
			return draw(rng, prob.Poisson{Rate: n * theta})
		}
	case p.Likelihood.Family == "exponential":
		a.statistic = func(rng *rand.Rand, theta, n float64) float64 {
			return -draw(rng, prob.Gamma{Shape: n, Rate: theta}) // the total time: the shorter the better
		}
	case p.Likelihood.Family == "normal" && sd > 0:
		a.statistic = func(rng *rand.Rand, theta, n float64) float64 {
			return theta + sd/math.Sqrt(n)*rng.NormFloat64()
		}
	default:
		return arm{}, fmt.Errorf("a plan is made for bernoulli, poisson, exponential or normal(sd=…) data, not %v", p.Likelihood)
	}
	return a, nil
}

// known returns a parameter of the likelihood that is given, NaN if it is not.
func known(lik bayes.Likelihood, name string) float64 {
	for _, p := range lik.Params {
		if v, ok := p.Value.(float64); ok && p.Name == name {
			return v
		}
	}
	return math.NaN()
}

func draw(rng *rand.Rand, d prob.Distribution) float64 {
	var x [1]float64
	d.Rand(rng, x[:])
	return x[0]
}

// simulate makes as many comparisons as count, of n observations in each arm.
func (a arm) simulate(seed prob.Seed, n float64, count int) (t tally) {
	truths, data := seed.Child(0).Rand(), seed.Child(1).Rand()
	for range count {
		x, y := draw(truths, a.prior), draw(truths, a.prior)
		gap := math.Abs(x - y)
		right := 0.5 // nothing seen, or the same
		if n > 0 {
			switch s, u := a.statistic(data, x, n), a.statistic(data, y, n); {
			case s == u:
			case (s > u) == (x > y):
				right = 1
			default:
				right = 0
			}
		}
		if gap == 0 { // points: neither is wrong
			right = 1
		}
		t.right.put(right)
		t.loss.put((1 - right) * gap)
	}
	return t
}

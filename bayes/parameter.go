package bayes

import (
	"math"
	"slices"
)

// A space is the set that a parameter of a likelihood lies in.
type space int

const (
	anywhere space = iota // −∞ < θ < ∞
	positive              // θ > 0
	probability
)

// parameter returns the name of l's parameter number i, from 0, and its space.
func (l Likelihood) parameter(i int) (name string, s space) {
	switch l.Family {
	case "linear":
		m, _ := l.Linear()
		if names := m.Coefficients(); i < len(names) {
			return names[i], anywhere
		}
		return "variance", positive
	case "bernoulli", "binomial", "geometric", "negative-binomial", "categorical", "multinomial":
		return "p", probability
	case "poisson", "exponential", "gamma":
		return "rate", positive
	case "inverse-gamma":
		return "scale", positive
	case "pareto":
		return "shape", positive
	case "uniform":
		return "bound", positive
	case "von-mises":
		return "direction", anywhere
	case "weibull":
		return "theta", positive
	}
	if i == 1 || !math.IsNaN(l.param("mean")) {
		return "variance", positive
	}
	return "mean", anywhere
}

// Marginals returns the distribution of each parameter of b by the name that it
// has under l: what a gamma prior calls a rate is the shape of Pareto data.
func (l Likelihood) Marginals(b Belief) []Marginal {
	ms := slices.Clone(b.Marginals())
	if l.Family == "linear" {
		return l.linearMarginals(ms)
	}
	if l.Family == multivariateNormal {
		return l.vectorMarginals(ms)
	}
	for i := range ms {
		switch name := ms[i].Name; {
		case l.Family == "lognormal" && len(ms) > 1:
			ms[i].Name = name + " of logs"
		case name == "log theta":
			name, _ := l.parameter(0)
			ms[i].Name = "log " + name
		case name == "theta", len(ms) == 1 && name == "rate":
			ms[i].Name, _ = l.parameter(0)
		}
	}
	return ms
}

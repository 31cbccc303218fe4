package bayes

import (
	"github.com/bayeskit/bayeskit/prob"
)

// A Belief is a prior or posterior whose family is known only at run time: what
// [Parse] returns, and what a file or a report describes. Its concrete type is
// one of this package's families ([Beta], [Gamma], [Mixture] …).
type Belief interface {
	// Family returns the name that [Parse] knows the family by.
	Family() string

	// Params returns the hyperparameters, in the order in which a spec lists
	// them.
	Params() []Param

	// Marginals returns the distribution of each parameter of the model; none
	// for hypotheses, which have no numbers for parameters.
	Marginals() []Marginal

	// String returns the spec with its parameters named, which [Parse] reads back.
	String() string

	// Check reports a hyperparameter outside its range.
	Check() error

	// Proper returns nil if the distribution integrates to one, and otherwise
	// an error that says why there is no evidence under it.
	Proper() error
}

// A Param is a named hyperparameter: a float64, a []float64, or, in a mixture,
// the components as a []Belief.
type Param struct {
	Name  string
	Value any
}

// A Marginal is the distribution of one parameter of a model, by name.
type Marginal struct {
	Name string
	Continuous
}

// A Continuous distribution of one parameter can say where most of it lies.
type Continuous interface {
	prob.Univariate

	// Interval returns the central interval that holds probability level.
	Interval(level float64) Interval

	// HDI returns the region of highest density that holds probability level,
	// as disjoint intervals in increasing order.
	HDI(level float64) []Interval
}

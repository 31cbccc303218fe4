package bayes

import (
	"errors"
	"fmt"
	"math"
)

// A GPrior is the g prior of [Zellner] as a spec, zellner(g=50): what least squares
// would say of the coefficients, with a variance g times as large. It is made of
// the predictors of all the data, and so is no prior that a [Learner] could start
// from: one updates [Flat] and puts the data under [GPrior.Given] with
// [Learner.Under].
type GPrior struct {
	G            float64
	Shape, Scale float64 // of σ²; NaN where σ is known, or for one that is worth one row of the data
}

// ErrGivenData is what [NewLearner] says of a prior that is made of the data.
var ErrGivenData = errors.New("a g prior is made of all the data, and cannot be there before them")

// Given returns the g prior of data under m. It fails if a predictor is a
// combination of those before it.
func (d GPrior) Given(s LeastSquares, m LinearModel) (Belief, error) {
	d = d.Scaled(s, m)
	z, err := Zellner(s, d.G, d.Shape, d.Scale)
	if err != nil {
		return nil, err
	}
	z.Names = m.Coefficients()
	if m.SD == 0 {
		return z, z.Check()
	}
	for i := range z.Root {
		z.Root[i] /= m.SD
	}
	return LinearNormal{Mean: z.Mean, Root: z.Root, Names: z.Names}, nil
}

// Scaled returns d with the prior of σ² filled in from data, if σ is to be learnt
// and the spec leaves it open: worth one row, with the residual variance of least
// squares.
func (d GPrior) Scaled(s LeastSquares, m LinearModel) GPrior {
	if m.SD != 0 {
		return d
	}
	shape, scale := residualPrior(s)
	if math.IsNaN(d.Shape) {
		d.Shape = shape
	}
	if math.IsNaN(d.Scale) {
		d.Scale = scale
	}
	return d
}

func (d GPrior) under(m LinearModel) (Belief, error) {
	if given := !math.IsNaN(d.Shape) || !math.IsNaN(d.Scale); given && m.SD != 0 {
		return nil, errors.New("zellner: the noise is known, and has no shape and scale: leave them out")
	}
	return nil, ErrGivenData
}

// Family implements [Belief].
func (d GPrior) Family() string { return "zellner" }

// Params implements [Belief].
func (d GPrior) Params() []Param {
	ps := []Param{{"g", d.G}}
	for _, p := range []Param{{"shape", d.Shape}, {"scale", d.Scale}} {
		if !math.IsNaN(p.Value.(float64)) {
			ps = append(ps, p)
		}
	}
	return ps
}

// Marginals returns none: there are no coefficients before there are predictors.
func (d GPrior) Marginals() []Marginal { return nil }

// String returns "zellner(g=…)", with shape and scale if they are given.
func (d GPrior) String() string { return call1(d.Family(), d.Params()) }

// Check reports a number outside its range.
func (d GPrior) Check() error {
	if err := checkAll(d.Family(), above0{"g", d.G}); err != nil {
		return err
	}
	return checkVariance(d.Family(), d.Shape, d.Scale)
}

// Proper returns nil.
func (d GPrior) Proper() error { return nil }

// gPriorOf builds a GPrior from the arguments of its spec.
func gPriorOf(args []argument) (Belief, error) {
	d := GPrior{G: math.NaN(), Shape: math.NaN(), Scale: math.NaN()}
	places := map[string]*float64{"g": &d.G, "shape": &d.Shape, "scale": &d.Scale}
	for i, a := range args {
		if a.name == "" && i == 0 {
			a.name = "g"
		}
		at, ok := places[a.name]
		switch {
		case !ok:
			return nil, unknown("zellner parameter", a.name, []string{"g", "shape", "scale"})
		case !math.IsNaN(*at):
			return nil, fmt.Errorf("zellner: %s is given twice", a.name)
		}
		*at = a.value
	}
	if math.IsNaN(d.G) {
		return nil, errors.New("zellner: g is missing: zellner(g=…), for how many times the variance of least squares the prior allows")
	}
	return d, d.Check()
}

// Flat is the reference prior of a linear regression, p(β, σ²) ∝ 1/σ², or p(β) ∝ 1
// where σ is known: least squares. It is improper.
type Flat struct{}

func (d Flat) under(m LinearModel) (Belief, error) {
	names := m.Coefficients()
	mean, sd := make([]float64, len(names)), make([]float64, len(names))
	for i := range sd {
		sd[i] = math.Inf(1)
	}
	return independentPrior(names, mean, sd, -0.5*float64(len(names)), 0, m.SD != 0), nil
}

// Family implements [Belief].
func (d Flat) Family() string { return "flat" }

// Params returns none.
func (d Flat) Params() []Param { return nil }

// Marginals returns none: there are no coefficients before there are predictors.
func (d Flat) Marginals() []Marginal { return nil }

// String returns "flat".
func (d Flat) String() string { return d.Family() }

// Check returns nil.
func (d Flat) Check() error { return nil }

// Proper returns an error: it is not.
func (d Flat) Proper() error { return improper(d, "it integrates to infinity") }

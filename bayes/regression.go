package bayes

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// A Regression is the prior of a linear regression as people write it, by the
// names of the coefficients and whatever predictors there will be: the
// coefficients are independent given σ, each normal with a mean and a standard
// deviation of its own, in units of σ unless σ is known, and σ² ~ inverse
// gamma(Shape, Scale). A [Learner] makes of it a [LinearNormalInverseGamma], or a
// [LinearNormal] where the likelihood says what σ is.
//
//	regression(intercept=100, x=2.5, shape=0.5, scale=3)
//	regression(sd=10, shape=0.5, scale=3)          one for all that are not named
//	regression(x=2.5, mean[x]=1, sd=10)            about 1; σ is known
//	regression(x=0, sd=10, shape=0.5, scale=3)     x has no effect: its coefficient is 0
//
// A coefficient whose standard deviation is 0 is known to be its mean, so that the
// evidence is that of the model without the predictor.
type Regression struct {
	Coefficients []CoefficientPrior // by name; their order does not matter
	SD           float64            // of those not named, whose mean is 0; NaN: all are named
	Shape, Scale float64            // of σ²; NaN where σ is known
}

// A CoefficientPrior is the prior of one coefficient: normal with mean Mean and
// standard deviation SD, +Inf is flat.
type CoefficientPrior struct {
	Name     string
	Mean, SD float64
}

// A linearSpec is a prior that becomes one when it meets a linear likelihood.
type linearSpec interface {
	Belief
	under(m LinearModel) (Belief, error)
}

// forLinear returns what a spec becomes under lik; other priors stay what they are.
func forLinear(prior Belief, lik Likelihood) (Belief, error) {
	spec, ok := prior.(linearSpec)
	if !ok {
		return prior, nil
	}
	m, ok := lik.Linear()
	if !ok {
		return nil, fmt.Errorf("a %s prior is of a linear regression, and cannot be updated under a %s likelihood: use linear(y ~ 1 + x)", prior.Family(), lik.short())
	}
	b, err := spec.under(m)
	if err != nil {
		return nil, err
	}
	return b, b.Check()
}

// under returns the prior of the coefficients of m.
func (d Regression) under(m LinearModel) (Belief, error) {
	names := m.Coefficients()
	mean, sd := make([]float64, len(names)), make([]float64, len(names))
	used := map[string]bool{}
	for i, name := range names {
		c, ok := d.coefficient(name)
		if !ok && math.IsNaN(d.SD) {
			return nil, fmt.Errorf("regression: %s is missing: give its standard deviation, or one for all others, sd=…", name)
		}
		mean[i], sd[i], used[name] = c.Mean, c.SD, ok
	}
	for _, c := range d.Coefficients {
		if !used[c.Name] {
			return nil, unknown("coefficient", c.Name, append(names, "sd", "shape", "scale"))
		}
	}
	if err := d.checkVariance(m.SD != 0); err != nil {
		return nil, err
	}
	return independentPrior(names, mean, sd, d.Shape, d.Scale, m.SD != 0), nil
}

// coefficient returns the prior of a coefficient, and whether it is named.
func (d Regression) coefficient(name string) (CoefficientPrior, bool) {
	for _, c := range d.Coefficients {
		if c.Name == name {
			if math.IsNaN(c.SD) {
				c.SD = d.SD
			}
			return c, true
		}
	}
	return CoefficientPrior{Name: name, SD: d.SD}, false
}

// checkVariance reports a missing prior of σ², or one of what is known.
func (d Regression) checkVariance(known bool) error {
	for _, p := range []Param{{"shape", d.Shape}, {"scale", d.Scale}} {
		switch given := !math.IsNaN(p.Value.(float64)); {
		case known && given:
			return fmt.Errorf("regression: the noise is known, and has no %s: leave it out", p.Name)
		case !known && !given:
			return fmt.Errorf("regression: %s is missing, of the variance: σ² ~ inverse-gamma(shape, scale)", p.Name)
		}
	}
	return nil
}

// independentPrior returns the prior of independent coefficients, of which those
// of standard deviation 0 are known.
func independentPrior(names []string, mean, sd []float64, shape, scale float64, known bool) Belief {
	at := make([]float64, len(mean))
	var rest struct {
		names    []string
		mean, sd []float64
	}
	for i := range mean {
		if sd[i] == 0 {
			at[i] = mean[i]
			continue
		}
		at[i] = math.NaN()
		rest.names, rest.mean, rest.sd = append(rest.names, names[i]), append(rest.mean, mean[i]), append(rest.sd, sd[i])
	}
	fixed := len(rest.mean) < len(mean)
	if known {
		d := IndependentNormals(rest.mean, rest.sd)
		d.Names = rest.names
		if fixed {
			return KnownCoefficients[LinearNormal, KnownNoise]{names, at, d}
		}
		return d
	}
	d := IndependentCoefficients(rest.mean, rest.sd, shape, scale)
	d.Names = rest.names
	if fixed {
		return KnownCoefficients[LinearNormalInverseGamma, LeastSquares]{names, at, d}
	}
	return d
}

// regressionOf builds a Regression from the arguments of its spec.
func regressionOf(args []argument) (Belief, error) {
	d := Regression{SD: math.NaN(), Shape: math.NaN(), Scale: math.NaN()}
	at := map[string]int{}
	given := map[string]bool{}
	for _, a := range args {
		if a.name == "" {
			return nil, fmt.Errorf("regression: %g has no name: write name=number", a.value)
		}
		if given[a.name] {
			return nil, fmt.Errorf("regression: %s is given twice", a.name)
		}
		given[a.name] = true
		switch a.name {
		case "sd":
			d.SD = a.value
			continue
		case "shape":
			d.Shape = a.value
			continue
		case "scale":
			d.Scale = a.value
			continue
		}
		name, isMean := strings.CutPrefix(a.name, "mean[")
		if isMean {
			name = strings.TrimSuffix(name, "]")
		}
		name = plainName(name)
		i, ok := at[name]
		if !ok {
			i = len(d.Coefficients)
			at[name] = i
			d.Coefficients = append(d.Coefficients, CoefficientPrior{Name: name, SD: math.NaN()})
		}
		if isMean {
			d.Coefficients[i].Mean = a.value
		} else if c := &d.Coefficients[i]; !math.IsNaN(c.SD) {
			return nil, fmt.Errorf("regression: %s is given twice", name)
		} else {
			c.SD = a.value
		}
	}
	return d, d.Check()
}

// plainName takes beta[x] for x where x needs no brackets, so that both mean the
// same coefficient.
func plainName(name string) string {
	inner, ok := strings.CutPrefix(name, "beta[")
	if inner, closed := strings.CutSuffix(inner, "]"); ok && closed {
		return coefficientName(inner)
	}
	return name
}

// Family implements [Belief].
func (d Regression) Family() string { return "regression" }

// Params implements [Belief]: the standard deviations by the coefficients' names,
// and what is not the default.
func (d Regression) Params() (ps []Param) {
	for _, c := range d.Coefficients {
		if !math.IsNaN(c.SD) {
			ps = append(ps, Param{c.Name, c.SD})
		}
		if c.Mean != 0 || math.IsNaN(c.SD) {
			ps = append(ps, Param{"mean[" + c.Name + "]", c.Mean})
		}
	}
	for _, p := range []Param{{"sd", d.SD}, {"shape", d.Shape}, {"scale", d.Scale}} {
		if !math.IsNaN(p.Value.(float64)) {
			ps = append(ps, p)
		}
	}
	return ps
}

// Marginals returns none: there are no coefficients before there are predictors.
func (d Regression) Marginals() []Marginal { return nil }

// String returns the spec with all that was given by name.
func (d Regression) String() string { return call1(d.Family(), d.Params()) }

// call1 returns name(a=1, b=2), or the name alone.
func call1(name string, ps []Param) string {
	if len(ps) == 0 {
		return name
	}
	args := make([]string, len(ps))
	for i, p := range ps {
		args[i] = fmt.Sprintf("%s=%v", p.Name, p.Value)
		if v, ok := p.Value.(float64); ok && math.IsInf(v, 1) {
			args[i] = p.Name + "=inf"
		}
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// Check reports a number outside its range, and a coefficient without a standard
// deviation.
func (d Regression) Check() error {
	for _, c := range d.Coefficients {
		sd := c.SD
		if math.IsNaN(sd) {
			if sd = d.SD; math.IsNaN(sd) {
				return fmt.Errorf("regression: mean[%s] without a standard deviation: give %[1]s=… as well, or sd=…", c.Name)
			}
		}
		switch {
		case c.Name == "":
			return errors.New("regression: a coefficient has no name")
		case !(sd >= 0):
			return fmt.Errorf("regression: %s = %g, want a standard deviation, 0 or above; inf is flat", c.Name, sd)
		case math.IsNaN(c.Mean) || math.IsInf(c.Mean, 0):
			return fmt.Errorf("regression: mean[%s] = %g, want a finite number", c.Name, c.Mean)
		}
	}
	if !math.IsNaN(d.SD) && !(d.SD >= 0) {
		return fmt.Errorf("regression: sd = %g, want a standard deviation, 0 or above; inf is flat", d.SD)
	}
	return checkVariance("regression", d.Shape, d.Scale)
}

// checkVariance reports numbers that no prior of a variance has; NaN is none given.
func checkVariance(family string, shape, scale float64) error {
	for _, p := range []above0{{"shape", shape}, {"scale", scale}} {
		if math.IsNaN(p.value) {
			continue
		}
		if err := checkAll(family, p); err != nil {
			return err
		}
	}
	return nil
}

// Proper reports a standard deviation that is infinite.
func (d Regression) Proper() error {
	flat := math.IsInf(d.SD, 1)
	for _, c := range d.Coefficients {
		flat = flat || math.IsInf(c.SD, 1)
	}
	if flat {
		return improper(d, "a coefficient is flat")
	}
	return nil
}

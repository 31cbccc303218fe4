package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// moments returns the mean and the packed root of the precision.
func (d LinearNormalInverseGamma) moments() (mean, root []float64) { return d.Mean, d.Root }
func (d LinearNormal) moments() (mean, root []float64)             { return d.Mean, d.Root }

// independent returns the spec of a prior under which the coefficients are
// independent given σ; false if they are not, or if no spec says it.
func independent(b Belief) (linearSpec, bool) {
	r := Regression{SD: math.NaN(), Shape: math.NaN(), Scale: math.NaN()}
	names, at, rest := []string(nil), []float64(nil), b
	switch d := b.(type) {
	case KnownCoefficients[LinearNormalInverseGamma, LeastSquares]:
		names, at, rest = d.Names, d.At, d.Rest
	case KnownCoefficients[LinearNormal, KnownNoise]:
		names, at, rest = d.Names, d.At, d.Rest
	}
	var own []string
	var mean, root []float64
	switch d := rest.(type) {
	case LinearNormalInverseGamma:
		mean, root, own, r.Shape, r.Scale = d.Mean, d.Root, d.Names, d.Shape, d.Scale
	case LinearNormal:
		mean, root, own = d.Mean, d.Root, d.Names
	default:
		return nil, false
	}
	sd, ok := diagonal(root, len(mean))
	if !ok {
		return nil, false
	}
	flat := at == nil
	for _, s := range sd {
		flat = flat && math.IsInf(s, 1)
	}
	if flat && (math.IsNaN(r.Shape) || r.Shape == -0.5*float64(len(mean)) && r.Scale == 0) {
		return Flat{}, true
	}
	if at == nil {
		names, at = coefficientNames(own, len(mean)), make([]float64, len(mean))
		for i := range at {
			at[i] = math.NaN()
		}
	}
	for i, v := range at {
		c := CoefficientPrior{Name: coefficient(names, i), Mean: v}
		if math.IsNaN(v) {
			c.Mean, c.SD, mean, sd = mean[0], sd[0], mean[1:], sd[1:]
		}
		r.Coefficients = append(r.Coefficients, c)
	}
	return r, r.Check() == nil
}

// diagonal returns the reciprocals of the diagonal of a packed triangle, and false
// if there is anything beside it.
func diagonal(root []float64, p int) (sd []float64, ok bool) {
	for i := range p {
		row := rootRow(root, p, i)
		for _, r := range row[1:] {
			if r != 0 {
				return nil, false
			}
		}
		sd = append(sd, reciprocal(row[0]))
	}
	return sd, true
}

// reciprocal returns 1/r, in as few digits as have r for their reciprocal.
func reciprocal(r float64) float64 {
	if short, err := strconv.ParseFloat(strconv.FormatFloat(1/r, 'g', 15, 64), 64); err == nil && 1/short == r {
		return short
	}
	return 1 / r
}

// linearString returns the spec of d where there is one, and otherwise its numbers.
func linearString(d Belief) string {
	if spec, ok := independent(d); ok {
		return spec.String()
	}
	var ps []Param
	for _, p := range d.Params() {
		if p.Name != "names" {
			ps = append(ps, p)
		}
	}
	return call1(d.Family(), ps)
}

// unmarshalLinear reads a [LinearNormal] or a [LinearNormalInverseGamma].
func unmarshalLinear(data []byte) (Belief, error) {
	var doc struct{ Family string }
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("reading a belief: %w", err)
	}
	switch doc.Family {
	case (LinearNormal{}).Family():
		var d LinearNormal
		err := json.Unmarshal(data, &d)
		return d, err
	case (LinearNormalInverseGamma{}).Family():
		var d LinearNormalInverseGamma
		err := json.Unmarshal(data, &d)
		return d, err
	}
	return nil, fmt.Errorf("%q is no prior of a linear regression", doc.Family)
}

// linearBelief reports whether a family is that of a prior of a linear regression
// as it meets data, which has no spec of its own.
func linearBelief(family string) bool {
	switch family {
	case (LinearNormal{}).Family(), (LinearNormalInverseGamma{}).Family(), knownCoefficients:
		return true
	}
	return false
}

// regressionFamilies are the priors of linear regressions that [Parse] knows.
func regressionFamilies() []Family {
	shape := ParamDoc{"shape", "of the variance σ² of the noise: half its prior degrees of freedom; none where σ is known", nil}
	scale := ParamDoc{"scale", "of the variance, whose prior mean is scale/(shape−1)", nil}
	return []Family{
		{
			Name: "regression", About: "coefficients of a linear regression: each ~ normal(mean, sd × σ) or, where σ is known, normal(mean, sd); σ² ~ inverse-gamma(shape, scale)",
			Params: []ParamDoc{
				{"coefficient", "its sd by the predictor's name, or intercept; 0 leaves it out, inf is flat; beta[sd]=… of a predictor called sd", nil},
				{"sd", "of all coefficients that are not named", nil},
				{"mean[coefficient]", "its prior mean, 0 if it is not given", nil},
				shape, scale,
			},
			Support: "−∞ < β < ∞, σ² > 0", Likelihoods: []string{"linear"},
			Elicit: []string{"regression(sd=10, shape=0.5, scale=3)", "regression(x=2.5, mean[x]=1, sd=10)", "regression(x=0, sd=10, shape=0.5, scale=3)"},
		},
		{
			Name: "zellner", About: "the g prior of a linear regression: as least squares would have the coefficients, with g times the variance",
			Params: []ParamDoc{
				{"g", "how many times the variance of least squares, above 0; n is worth one row", nil},
				shape, scale,
			},
			Support: "−∞ < β < ∞, σ² > 0", Likelihoods: []string{"linear"},
		},
		{
			Name: "flat", About: "the reference prior of a linear regression, p ∝ 1/σ²: least squares; improper, so that there is no evidence",
			Support: "−∞ < β < ∞, σ² > 0", Likelihoods: []string{"linear"},
		},
	}
}

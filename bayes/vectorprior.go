package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
)

// vectorFamilies are the families of priors of multivariate normal data.
func vectorFamilies() []Family {
	return []Family{
		{
			Name: "normal-inverse-wishart", About: "means μ and covariances Σ of several columns: Σ ~ inverse-wishart(df, scale), μ | Σ ~ normal(mean, Σ/count); bare: 0, 0, -1, 0, flat",
			Params: []ParamDoc{
				{"mean", "prior means, a list, or one number for all", nil},
				{"count", "how many rows the prior means are worth, 0 or above", nil},
				{"df", "of the covariances: prior degrees of freedom; one more than columns makes every correlation uniform", nil},
				{"scale", "a matrix, a list for its diagonal, or one number; Σ has mean scale/(df−columns−1)", nil},
			},
			Support: "−∞ < μ < ∞, Σ positive definite", Likelihoods: []string{multivariateNormal}, Default: multivariateNormal,
			Elicit: []string{"normal-inverse-wishart(mean=[5, 3], count=1, df=4, scale=[[1, 0.5], [0.5, 2]])",
				"normal-inverse-wishart"},
		},
		{
			Name: multivariateNormal, About: "means μ of several columns whose covariance matrix is known",
			Params: []ParamDoc{
				{"mean", "prior means, a list, or one number for all", nil},
				{"sd", "prior standard deviations, a list, or one number for all; inf is flat; with corr, one number or a matrix", nil},
				{"cov", "in place of sd and corr: a matrix, a list for its diagonal, or one number", nil},
			},
			Support: "−∞ < μ < ∞", Likelihoods: []string{multivariateNormal},
			Elicit: []string{"multivariate-normal(mean=[5, 3], cov=[[1, 1], [1, 4]])"},
		},
	}
}

// vectorBelief reports whether family is of priors of multivariate normal data.
func vectorBelief(family string) bool {
	return family == "normal-inverse-wishart" || family == multivariateNormal
}

// vectorHead returns the name that a spec begins with.
func vectorHead(spec string) string {
	if i := strings.IndexAny(spec, "(:"); i >= 0 {
		spec = spec[:i]
	}
	return strings.TrimSpace(spec)
}

// namedValues are arguments by name.
type namedValues map[string]bracketed

// vectorValues reads the arguments of a spec, of which those without a name come in
// the order of names.
func vectorValues(spec string, names []string) (namedValues, error) {
	args, err := vectorArguments(spec)
	if err != nil {
		return nil, err
	}
	head, values := vectorHead(spec), namedValues{}
	for i, a := range args {
		if a.name == "" {
			if i >= len(names) || i > 0 && args[i-1].name != "" {
				return nil, fmt.Errorf("%s: %s has no name: write name=value", head, a.value.text)
			}
			a.name = names[i]
		}
		if !slices.Contains(names, a.name) {
			return nil, unknown(head+" parameter", a.name, names)
		}
		if _, twice := values[a.name]; twice {
			return nil, fmt.Errorf("%s: %s is given twice", head, a.name)
		}
		values[a.name] = a.value
	}
	return values, nil
}

// parseVectorPrior reads the spec of a prior of multivariate normal data.
func parseVectorPrior(spec string) (Belief, error) {
	if vectorHead(spec) == multivariateNormal {
		return parseMultivariateNormal(spec)
	}
	const family = "normal-inverse-wishart"
	names := []string{"mean", "count", "df", "scale"}
	values, err := vectorValues(spec, names)
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return referenceWishart(), nil
	}
	for _, name := range names {
		if _, ok := values[name]; !ok {
			return nil, fmt.Errorf("%s: %s is missing: write %s(mean=…, count=…, df=…, scale=…), or nothing for the reference prior", family, name, family)
		}
	}
	d := NormalInverseWishart{}
	if d.Mean, err = values["mean"].numbers(); err != nil {
		return nil, fmt.Errorf("%s: mean: %w", family, err)
	}
	if d.Scale, err = values["scale"].matrix(); err != nil {
		return nil, fmt.Errorf("%s: scale: %w", family, err)
	}
	if d.Count, err = number(values["count"].text); err != nil {
		return nil, fmt.Errorf("%s: count: %w", family, err)
	}
	if d.DF, err = number(values["df"].text); err != nil {
		return nil, fmt.Errorf("%s: df: %w", family, err)
	}
	if d.Mean, d.Scale, err = alike(d.Mean, d.Scale); err != nil {
		return nil, fmt.Errorf("%s: scale has %w", family, err)
	}
	return d, d.Check()
}

// referenceWishart is the reference prior, of one column until it meets more.
func referenceWishart() NormalInverseWishart {
	return NormalInverseWishart{Mean: []float64{0}, DF: -1, Scale: []float64{0}}
}

// alike returns means and a packed matrix of as many columns: one number stands for
// all means, and for the whole diagonal.
func alike(mean, a []float64) ([]float64, []float64, error) {
	k := packedDim(len(a))
	switch {
	case len(mean) == k:
	case len(mean) == 1:
		mean = slices.Repeat(mean, k)
	case k == 1:
		a = diagonalOf(slices.Repeat(a, len(mean)))
	default:
		return nil, nil, fmt.Errorf("%d rows for %d means", k, len(mean))
	}
	return mean, a, nil
}

func diagonalOf(v []float64) []float64 {
	a := make([]float64, packedLen(len(v)))
	for i, x := range v {
		a[packedLen(i)+i] = x
	}
	return a
}

// parseMultivariateNormal reads a prior of means.
func parseMultivariateNormal(spec string) (Belief, error) {
	values, err := vectorValues(spec, []string{"mean", "sd", "corr", "cov"})
	if err != nil {
		return nil, err
	}
	if _, ok := values["mean"]; !ok {
		return nil, fmt.Errorf("%s: mean is missing: write %[1]s(mean=…, sd=…) or %[1]s(mean=…, cov=…)", multivariateNormal)
	}
	cov, err := values.covariance()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", multivariateNormal, err)
	}
	if cov == nil {
		return nil, fmt.Errorf("%s: sd is missing: write %[1]s(mean=…, sd=…) or %[1]s(mean=…, cov=…)", multivariateNormal)
	}
	d := MultivariateNormal{}
	if d.Mean, err = values["mean"].numbers(); err != nil {
		return nil, fmt.Errorf("%s: mean: %w", multivariateNormal, err)
	}
	if d.Mean, d.Cov, err = alike(d.Mean, cov); err != nil {
		return nil, fmt.Errorf("%s: the covariance has %w", multivariateNormal, err)
	}
	return d, d.Check()
}

// covariance returns the packed matrix that cov, or sd and corr, say; nil if there
// are none.
func (v namedValues) covariance() ([]float64, error) {
	cov, hasCov := v["cov"]
	sd, hasSD := v["sd"]
	corr, hasCorr := v["corr"]
	switch {
	case hasCov && (hasSD || hasCorr):
		return nil, fmt.Errorf("cov says what sd and corr say: give one of them")
	case hasCov:
		a, err := cov.matrix()
		if err != nil {
			return nil, fmt.Errorf("cov: %w", err)
		}
		return a, nil
	case hasCorr && !hasSD:
		return nil, fmt.Errorf("corr needs sd")
	case !hasSD:
		return nil, nil
	}
	s, err := sd.numbers()
	if err != nil {
		return nil, fmt.Errorf("sd: %w", err)
	}
	r := []float64{1}
	if hasCorr {
		if r, err = corr.correlations(len(s)); err != nil {
			return nil, fmt.Errorf("corr: %w", err)
		}
		if len(s) == 1 {
			s = slices.Repeat(s, packedDim(len(r)))
		}
	} else {
		r = diagonalOf(slices.Repeat(r, len(s)))
	}
	if len(s) != packedDim(len(r)) {
		return nil, fmt.Errorf("corr has %d rows for %d standard deviations", packedDim(len(r)), len(s))
	}
	for i, x := range s {
		if !(x > 0) {
			return nil, fmt.Errorf("sd = %g, want a number above 0", x)
		}
		for j, y := range s[:i+1] {
			if at := packedLen(i) + j; r[at] != 0 { // not 0·∞
				r[at] *= x * y
			}
		}
	}
	return r, nil
}

// correlations returns a packed correlation matrix: one number is the correlation of
// every pair of k columns.
func (b bracketed) correlations(k int) ([]float64, error) {
	if b.isList {
		r, err := b.matrix()
		if err != nil {
			return nil, err
		}
		for i := range packedDim(len(r)) {
			if v := r[packedLen(i)+i]; v != 1 {
				return nil, fmt.Errorf("[%d,%d] is %g, want 1", i+1, i+1, v)
			}
		}
		return r, nil
	}
	v, err := number(b.text)
	r := diagonalOf(slices.Repeat([]float64{1}, k))
	for i := range k {
		for j := range i {
			r[packedLen(i)+j] = v
		}
	}
	return r, err
}

// parseVectorLikelihood reads "multivariate-normal(cov=…, columns=[a, b])".
func parseVectorLikelihood(spec string) (Likelihood, error) {
	values, err := vectorValues(spec, []string{"cov", "sd", "corr", "columns"})
	if err != nil {
		return Likelihood{}, err
	}
	m := VectorModel{}
	if m.Cov, err = values.covariance(); err != nil {
		return Likelihood{}, fmt.Errorf("%s: %w", multivariateNormal, err)
	}
	if list, ok := values["columns"]; ok {
		if m.Columns, err = list.words(); err != nil {
			return Likelihood{}, fmt.Errorf("%s: columns: %w", multivariateNormal, err)
		}
	}
	return m.Likelihood()
}

// forVectors returns a prior fit for a multivariate normal likelihood: one of one
// column is widened to as many as there are, of which it then is the prior of each.
func forVectors(prior Belief, lik Likelihood) (Belief, error) {
	m, ok := lik.Vector()
	if !ok {
		return prior, nil
	}
	prior = widen(prior, m.columns())
	return prior, prior.Check()
}

// widen returns a prior of one column as one of k.
func widen(prior Belief, k int) Belief {
	switch d := prior.(type) {
	case NormalInverseWishart:
		if len(d.Mean) == 1 && k > 1 {
			d.Mean, d.Scale = slices.Repeat(d.Mean, k), diagonalOf(slices.Repeat(d.Scale, k))
		}
		return d
	case MultivariateNormal:
		if len(d.Mean) == 1 && k > 1 {
			d.Mean, d.Cov = slices.Repeat(d.Mean, k), diagonalOf(slices.Repeat(d.Cov, k))
		}
		return d
	case mixture:
		parts, logWeights := d.parts()
		for i, part := range parts {
			parts[i] = widen(unwrap(part), k)
		}
		if wide, err := mix(logWeights, parts); err == nil {
			return wide
		}
	}
	return prior
}

// alikeColumns widens components of one column to as many as the widest has.
func alikeColumns(parts []Belief) []Belief {
	k := 0
	for _, part := range parts {
		switch d := part.(type) {
		case NormalInverseWishart:
			k = max(k, len(d.Mean))
		case MultivariateNormal:
			k = max(k, len(d.Mean))
		}
	}
	if k == 0 {
		return parts
	}
	wide := make([]Belief, len(parts))
	for i, part := range parts {
		wide[i] = widen(part, k)
	}
	return wide
}

// unmarshalVectorPrior reads the params of a prior of multivariate normal data.
func unmarshalVectorPrior(family string, params []byte) (Belief, error) {
	var doc struct {
		Mean  []json.RawMessage
		Count json.RawMessage
		DF    json.RawMessage
		Scale [][]json.RawMessage
		Cov   [][]json.RawMessage
	}
	if err := json.Unmarshal(params, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", family, err)
	}
	mean, err := readNumbers(doc.Mean)
	if err != nil {
		return nil, fmt.Errorf("%s: mean: %w", family, err)
	}
	matrix := doc.Scale
	if family == multivariateNormal {
		matrix = doc.Cov
	}
	rows := make([][]float64, len(matrix))
	for i, row := range matrix {
		if rows[i], err = readNumbers(row); err != nil {
			return nil, fmt.Errorf("%s: %w", family, err)
		}
	}
	a, err := packRows(rows)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", family, err)
	}
	if family == multivariateNormal {
		d := MultivariateNormal{mean, a}
		return d, d.Check()
	}
	d := NormalInverseWishart{Mean: mean, Scale: a}
	if d.Count, err = readNumber(doc.Count); err != nil {
		return nil, fmt.Errorf("%s: count: %w", family, err)
	}
	if d.DF, err = readNumber(doc.DF); err != nil {
		return nil, fmt.Errorf("%s: df: %w", family, err)
	}
	return d, d.Check()
}

// packRows returns the lower triangle of a symmetric matrix, row by row.
func packRows(rows [][]float64) ([]float64, error) {
	k := len(rows)
	for i, row := range rows {
		if len(row) != k {
			return nil, fmt.Errorf("row %d of a matrix of %d rows has %d numbers", i+1, k, len(row))
		}
	}
	a := make([]float64, 0, packedLen(k))
	for i, row := range rows {
		for j, v := range row[:i+1] {
			if v != rows[j][i] && !(math.IsNaN(v) && math.IsNaN(rows[j][i])) {
				return nil, fmt.Errorf("the matrix is not symmetric: [%d,%d] is %g, [%d,%d] is %g", i+1, j+1, v, j+1, i+1, rows[j][i])
			}
			a = append(a, v)
		}
	}
	return a, nil
}

// MarshalJSON writes {"family": …, "params": {…}}.
func (d NormalInverseWishart) MarshalJSON() ([]byte, error) { return MarshalBelief(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (d *NormalInverseWishart) UnmarshalJSON(data []byte) error { return readAs(d, data) }

// MarshalJSON writes {"family": …, "params": {…}}.
func (d MultivariateNormal) MarshalJSON() ([]byte, error) { return MarshalBelief(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (d *MultivariateNormal) UnmarshalJSON(data []byte) error { return readAs(d, data) }

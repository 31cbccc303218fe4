package bayes

import (
	"fmt"
	"strings"
)

// ParseLikelihood reads the spec of a likelihood: a name, with what is known in
// parentheses, or a table of the probability of each label under each
// hypothesis.
//
//	poisson   normal(sd=2)   negative-binomial:r=5
//	positive: 0.99, 0.1; negative: 0.01, 0.9
func ParseLikelihood(spec string) (Likelihood, error) {
	line, err := oneLine(spec)
	if err != nil {
		return Likelihood{}, fmt.Errorf("likelihood %q: %w", spec, err)
	}
	l, err := parseLikelihood(line)
	if err != nil {
		return Likelihood{}, fmt.Errorf("likelihood %q: %w", spec, err)
	}
	return l, nil
}

func parseLikelihood(spec string) (Likelihood, error) {
	if spec == "" {
		return Likelihood{}, fmt.Errorf("empty: want %s", list(likelihoodNames()))
	}
	if vectorHead(spec) == multivariateNormal {
		return parseVectorLikelihood(spec)
	}
	if t, ok, err := parseTable(spec); ok {
		return Likelihood{Family: "table", table: t}, err
	}
	if l, ok, err := parseLinear(spec); ok {
		return l, err
	}
	if strings.ReplaceAll(spec, " ", "") == ownSD().String() {
		return ownSD(), nil
	}
	name, args, err := call(spec)
	if err != nil {
		return Likelihood{}, err
	}
	f, ok := findLikelihood(name)
	if !ok || name == "table" {
		return Likelihood{}, unknown("likelihood", name, likelihoodNames())
	}
	return f.with(args)
}

// with returns the likelihood whose known parameters are args. They are all
// needed, but of a normal likelihood one or none.
func (f LikelihoodFamily) with(args []argument) (Likelihood, error) {
	l := Likelihood{Family: f.Name}
	params := f.Params
	if f.Name == "normal" {
		if len(args) == 0 {
			return l, nil
		}
		if params = f.Params[:1]; args[0].name == "mean" {
			params = f.Params[1:]
		}
	}
	values, err := assign(f.Name, params, args)
	if err != nil {
		return l, err
	}
	for i, p := range params {
		r := requirement(above0{p.Name, values[i]})
		if p.Name == "mean" {
			r = anyReal{p.Name, values[i]}
		}
		if err := checkAll(f.Name, r); err != nil {
			return l, err
		}
		l.Params = append(l.Params, Param{p.Name, values[i]})
	}
	return l, nil
}

// ownSD is the likelihood of measurements each of which comes with its sd.
func ownSD() Likelihood { return Likelihood{Family: "normal", Params: []Param{{"sd", eachRow}}} }

// parseTable reads "label: p, p; label: p, p"; ok is false if spec does not
// look like a table.
func parseTable(spec string) (t *table, ok bool, err error) {
	t = &table{}
	for _, row := range strings.Split(spec, ";") {
		if strings.TrimSpace(row) == "" {
			continue
		}
		label, values, found := cutLast(row, ':')
		if _, known := findLikelihood(label); !found || known {
			return nil, false, nil
		}
		var ps []float64
		for _, v := range strings.Split(values, ",") {
			p, err := number(strings.TrimSpace(v))
			if err != nil {
				return nil, strings.Contains(spec, ";"), fmt.Errorf("%s: %w", label, err)
			}
			ps = append(ps, p)
		}
		for _, l := range t.labels {
			if l == label {
				return nil, true, fmt.Errorf("label %q is given twice", label)
			}
		}
		t.labels, t.p = append(t.labels, label), append(t.p, ps)
	}
	return t, true, t.check()
}

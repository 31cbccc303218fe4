package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// linearRival returns the model that --against names: x=0, the same prior without
// predictor x, or with whatever coefficients are known; or a prior of its own.
func (u *updater) linearRival(against string) (bayes.Belief, error) {
	m := u.linear.model
	at, ok, err := readCoefficients(against, m)
	if err != nil {
		return nil, err
	}
	if !ok {
		prior, err := bayes.Parse(against)
		if err != nil {
			return nil, usageError(err.Error())
		}
		return prior, nil
	}
	prior := u.template.Prior()
	if u.saved != nil && len(u.saved.groups) == 1 {
		prior = u.saved.groups[0].learner.Posterior()
	}
	switch p := prior.(type) {
	case bayes.LinearNormalInverseGamma:
		return p.Given(at), p.Proper()
	case bayes.LinearNormal:
		return p.Given(at), p.Proper()
	}
	return nil, usagef("--against %s: the prior %v knows coefficients already: give the rival's prior in full, regression(…)", against, prior)
}

// readCoefficients reads "x=0, z=1.5" as the values of m's coefficients, NaN for
// those that are not named; ok is false if spec is something else.
func readCoefficients(spec string, m bayes.LinearModel) (at []float64, ok bool, err error) {
	names := m.Coefficients()
	at = make([]float64, len(names))
	for i := range at {
		at[i] = math.NaN()
	}
	for _, item := range outsideBrackets(spec) {
		name, text, found := cutAtLast(item)
		if !found {
			return nil, false, nil
		}
		i := slices.Index(names, name)
		if i < 0 {
			i = slices.Index(names, "beta["+name+"]")
		}
		if i < 0 && strings.Contains(name, "(") { // regression(x=2, …
			return nil, false, nil
		}
		v, err := strconv.ParseFloat(text, 64)
		switch {
		case i < 0:
			return nil, true, unknown("coefficient ", name, names, "the model has "+strings.Join(names, ", "))
		case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
			return nil, true, usagef("--against %s: %s = %s, want a finite number", spec, name, text)
		case !math.IsNaN(at[i]):
			return nil, true, usagef("--against %s: %s is given twice", spec, name)
		}
		at[i] = v
	}
	return at, true, nil
}

// outsideBrackets cuts a list at its commas, but for those in beta[a,b].
func outsideBrackets(list string) (all []string) {
	depth, start := 0, 0
	for i, c := range list {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == ',' && depth <= 0:
			all, start = append(all, list[start:i]), i+1
		}
	}
	return append(all, list[start:])
}

func cutAtLast(item string) (name, value string, found bool) {
	i := strings.LastIndexByte(item, '=')
	if i < 0 {
		return "", "", false
	}
	return strings.TrimSpace(item[:i]), strings.TrimSpace(item[i+1:]), true
}

// A predictAt is where the next response of a regression is predicted.
type predictAt struct {
	text string
	x    []float64 // the predictors
}

// readAt reads the values of --at: each names all predictors, 'a=3, b=0.5'.
func readAt(specs []string, m bayes.LinearModel) (all []predictAt, err error) {
	for _, spec := range specs {
		at := predictAt{text: strings.Join(strings.Fields(spec), " "), x: make([]float64, len(m.Predictors))}
		given := make([]bool, len(m.Predictors))
		for _, item := range outsideBrackets(spec) {
			name, text, found := cutAtLast(item)
			i := slices.IndexFunc(m.Predictors, func(p string) bool { return p == name || "beta["+p+"]" == name })
			v, err := strconv.ParseFloat(text, 64)
			switch {
			case !found:
				return nil, usagef("--at %s: %s is no value of a predictor: write %s", spec, strings.TrimSpace(item), exampleAt(m))
			case i < 0:
				return nil, unknown("predictor ", name, m.Predictors, "want "+exampleAt(m))
			case given[i]:
				return nil, usagef("--at %s: %s is given twice", spec, name)
			case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
				return nil, usagef("--at %s: %s = %s, want a finite number", spec, name, text)
			}
			at.x[i], given[i] = v, true
		}
		if i := slices.Index(given, false); i >= 0 {
			return nil, usagef("--at %s: %s is missing: write %s", spec, m.Predictors[i], exampleAt(m))
		}
		all = append(all, at)
	}
	return all, nil
}

// exampleAt returns "a=…, b=…".
func exampleAt(m bayes.LinearModel) string { return strings.Join(m.Predictors, "=…, ") + "=…" }

// readPredictions settles where the next response is predicted.
func (r *linearUpdate) readPredictions(specs []string, predict bool) (err error) {
	if len(r.model.Predictors) == 0 {
		if len(specs) > 0 {
			return usagef("--at %s: the model %s has no predictors: --predict alone will do", specs[0], r.model.Formula())
		}
		if predict {
			r.at = []predictAt{{text: "any row"}}
		}
		return nil
	}
	if predict && len(specs) == 0 {
		return usagef("--predict: where? give the predictors' values: --at '%s'", exampleAt(r.model))
	}
	r.at, err = readAt(specs, r.model)
	return err
}

package bayes

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// Parse reads the spec of a prior:
//
//	beta(2, 8)   beta(alpha=2, beta=8)   beta:2,8
//	beta(q05=0.1, q95=0.4)               two quantiles
//	beta(mean=0.2, ess=10)               mean and effective sample size
//	0.5*beta(30,30) + 0.5*beta(1,1)      a mixture
//	sick: 0.1, well: 0.9                 hypotheses
//
// Positional arguments come in the order that [Families] lists, and
// family:arguments is a form that shells leave alone. The result is one of this
// package's types and has passed its Check; it may be improper. Errors are one
// line that names what was wrong and what would be right.
func Parse(spec string) (Belief, error) {
	line, err := oneLine(spec)
	if err != nil {
		return nil, fmt.Errorf("prior %q: %w", spec, err)
	}
	b, err := parse(line)
	if err != nil {
		return nil, fmt.Errorf("prior %q: %w", spec, err)
	}
	return b, nil
}

// oneLine returns spec with white space of any kind as spaces, so that a spec
// may be wrapped in a file. Other control characters are refused.
func oneLine(spec string) (string, error) {
	spec = strings.Join(strings.FieldsFunc(spec, unicode.IsSpace), " ")
	if strings.ContainsFunc(spec, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }) {
		return "", fmt.Errorf("it contains a control character or is not UTF-8")
	}
	return spec, nil
}

func parse(spec string) (Belief, error) {
	if spec == "" {
		return nil, fmt.Errorf("empty: want something like beta(1,1)")
	}
	if names, values, ok := hypotheses(spec); ok {
		h, err := NewHypotheses(names, values)
		return h, err
	}
	terms, err := split(spec, '+')
	if err != nil {
		return nil, err
	}
	if len(terms) > 1 || weighted(spec) {
		return parseMixture(terms)
	}
	if vectorBelief(vectorHead(spec)) {
		return parseVectorPrior(spec)
	}
	name, args, err := call(spec)
	if err != nil {
		return nil, err
	}
	f, ok := findFamily(name)
	if !ok || f.Name == "mixture" || f.Name == "hypotheses" {
		return nil, unknown("family", name, familyNames())
	}
	return f.parse(args)
}

// hypotheses splits a list in which every item is "name: number". One item that
// begins with a family's name is that family's shell-safe form instead.
func hypotheses(spec string) (names []string, values []float64, ok bool) {
	items := strings.Split(spec, ",")
	for _, item := range items {
		name, value, found := cutLast(item, ':')
		v, err := number(value)
		if !found || err != nil || name == "" || strings.ContainsAny(name, "()*=") {
			return nil, nil, false
		}
		if _, isFamily := findFamily(name); isFamily && len(items) == 1 {
			return nil, nil, false
		}
		names, values = append(names, name), append(values, v)
	}
	return names, values, true
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:]), true
}

// weighted reports whether spec begins with "number *".
func weighted(spec string) bool {
	w, _, found := strings.Cut(spec, "*")
	_, err := number(strings.TrimSpace(w))
	return found && err == nil
}

func parseMixture(terms []string) (Belief, error) {
	weights, parts := make([]float64, len(terms)), make([]Belief, len(terms))
	total := 0.0
	for i, term := range terms {
		w, spec, found := strings.Cut(term, "*")
		v, err := number(strings.TrimSpace(w))
		if !found || err != nil {
			return nil, fmt.Errorf("term %q of a mixture has no weight: write 0.5*%s", strings.TrimSpace(term), strings.TrimSpace(term))
		}
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("weight %g, want a number from 0 to 1", v)
		}
		weights[i], total = v, total+v
		spec = strings.TrimSpace(spec)
		if weighted(spec) {
			return nil, fmt.Errorf("term %q has two weights", strings.TrimSpace(term))
		}
		if parts[i], err = parse(spec); err != nil {
			return nil, err
		}
		if _, ok := parts[i].(Hypotheses); ok {
			return nil, fmt.Errorf("hypotheses cannot be part of a mixture: multiply their probabilities instead")
		}
	}
	if math.Abs(total-1) > 1e-6 {
		return nil, fmt.Errorf("the weights add up to %g, want 1", total)
	}
	logs, err := logWeights("mixture", weights)
	if err != nil {
		return nil, err
	}
	return mix(logs, parts)
}

// mix returns the mixture of parts, given the logs of their weights, as a typed Mixture where all are of one
// family, as Points where all are points, and as a Mixture of Any otherwise.
func mix(logWeights []float64, parts []Belief) (Belief, error) {
	parts = alikeColumns(parts)
	if b, ok, err := mixOf[Beta, Trials](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[Dirichlet, Tally](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[Gamma, Events](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[Normal, Measurements](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[VonMises, Directions](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[Pareto, Extent](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[LocalLevel, Walk](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[InverseGamma, Deviations](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[NormalInverseGamma, Moments](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[NormalInverseWishart, Scatter](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixOf[MultivariateNormal, KnownCovariance](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixPoints(logWeights, parts); ok {
		return b, err
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		if _, ok := p.(linearSpec); ok {
			return nil, fmt.Errorf("a %s prior cannot be part of a mixture: weigh several with bayes evidence", p.Family())
		}
		if _, ok := p.(Grid); ok {
			return nil, fmt.Errorf("a %s prior cannot be part of a mixture: it is integrated on a grid of its own", p.Family())
		}
		names[i] = p.Family()
	}
	return nil, fmt.Errorf("a mixture's components must take the same data, not %s", strings.Join(names, " and "))
}

// mixOf mixes parts of family P, with points among them perhaps.
func mixOf[P interface {
	beliefDistribution
	Prior[P, S]
}, S Stat[S]](logWeights []float64, parts []Belief) (m Belief, ok bool, err error) {
	var same []P
	var all []Any[S]
	for _, b := range parts {
		if p, ok := b.(P); ok {
			same = append(same, p)
		} else if _, ok := b.(Points); !ok {
			return nil, false, nil
		}
		a, _ := lift[S](b)
		all = append(all, a)
	}
	switch {
	case len(same) == 0:
		return nil, false, nil
	case len(same) < len(parts):
		m = Mixture[Any[S], S]{all, logWeights}
	default:
		m = Mixture[P, S]{same, logWeights}
	}
	if err := m.Check(); err != nil {
		return nil, true, err
	}
	return m, true, sameDim(all)
}

func sameDim[S Stat[S]](parts []Any[S]) error {
	for _, p := range parts {
		if p.Dim() != parts[0].Dim() {
			return fmt.Errorf("a mixture's components must have as many parameters as each other: %v has %d, %v has %d", parts[0], parts[0].Dim(), p, p.Dim())
		}
	}
	return nil
}

func mixPoints(logWeights []float64, parts []Belief) (Belief, bool, error) {
	at := make([][]float64, len(parts))
	for i, b := range parts {
		p, ok := b.(Points)
		if !ok {
			return nil, false, nil
		}
		at[i] = p.At[0]
	}
	ps := Points{at, logWeights}
	return ps, true, ps.Check()
}

// parse builds a member of f from its arguments.
func (f Family) parse(args []argument) (Belief, error) {
	var b Belief
	switch {
	case f.Name == "regression":
		return regressionOf(args)
	case f.Name == "zellner":
		return gPriorOf(args)
	case f.Name == "flat":
		if len(args) > 0 {
			return nil, fmt.Errorf("flat has no parameters: write flat")
		}
		b = Flat{}
	case f.Name == "dirichlet":
		d := Dirichlet{}
		for _, a := range args {
			d.Alpha = append(d.Alpha, a.value)
			if a.name != "" {
				d.Names = append(d.Names, a.name)
			}
		}
		if len(d.Names) > 0 && len(d.Names) < len(d.Alpha) {
			return nil, fmt.Errorf("name all of a dirichlet's numbers, or none")
		}
		b = d
	case f.Name == "point":
		values := make([]float64, len(args))
		for i, a := range args {
			values[i] = a.value
		}
		b = f.build(values)
	case elicited(f, args):
		e, err := elicit(f, args)
		if err != nil {
			return nil, err
		}
		b = e
	default:
		values, err := assign(f.Name, f.Params, args)
		if err != nil {
			return nil, err
		}
		b = f.build(values)
	}
	return b, b.Check()
}

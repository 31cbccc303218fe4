package bayes

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/bayeskit/bayeskit/internal/suggest"
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
	if b, ok, err := mixOf[NormalInverseGamma, Moments](logWeights, parts); ok {
		return b, err
	}
	if b, ok, err := mixPoints(logWeights, parts); ok {
		return b, err
	}
	names := make([]string, len(parts))
	for i, p := range parts {
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
	if t, ok, err := parseTable(spec); ok {
		return Likelihood{Family: "table", table: t}, err
	}
	name, args, err := call(spec)
	if err != nil {
		return Likelihood{}, err
	}
	f, ok := findLikelihood(name)
	if !ok || name == "table" {
		return Likelihood{}, unknown("likelihood", name, likelihoodNames())
	}
	l := Likelihood{Family: name}
	if len(args) == 0 {
		if name == "negative-binomial" {
			return l, fmt.Errorf("r is missing: write negative-binomial(r=5)")
		}
		return l, nil
	}
	values, err := assign(name, f.Params, args)
	if err != nil {
		return l, err
	}
	for i, p := range f.Params {
		if !(values[i] > 0) || math.IsInf(values[i], 1) {
			return l, fmt.Errorf("%s = %g, want a finite number above 0", p.Name, values[i])
		}
		l.Params = append(l.Params, Param{p.Name, values[i]})
	}
	return l, nil
}

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

// parse builds a member of f from its arguments.
func (f Family) parse(args []argument) (Belief, error) {
	var b Belief
	switch {
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

// An argument is a value, with a name unless it is positional.
type argument struct {
	name  string
	value float64
}

// call splits "name(args)" or "name:args" or "name".
func call(spec string) (name string, args []argument, err error) {
	name, list := spec, ""
	if i := strings.IndexAny(spec, "(:"); i >= 0 {
		name, list = strings.TrimSpace(spec[:i]), spec[i+1:]
		if spec[i] == '(' {
			list = strings.TrimSpace(list)
			if !strings.HasSuffix(list, ")") {
				return "", nil, fmt.Errorf("the parenthesis after %s is not closed", name)
			}
			list = list[:len(list)-1]
		}
	}
	if strings.TrimSpace(list) == "" {
		return name, nil, nil
	}
	for _, item := range strings.Split(list, ",") {
		a := argument{}
		value := item
		if n, v, found := strings.Cut(item, "="); found {
			a.name, value = strings.TrimSpace(n), v
			if a.name == "" {
				return "", nil, fmt.Errorf("%s: a name is missing before =", name)
			}
		}
		if a.value, err = number(strings.TrimSpace(value)); err != nil {
			return "", nil, fmt.Errorf("%s: %w", name, err)
		}
		args = append(args, a)
	}
	return name, args, nil
}

// assign puts each argument where its name or place says, on the parameter's
// own scale.
func assign(family string, params []ParamDoc, args []argument) ([]float64, error) {
	values, given := make([]float64, len(params)), make([]string, len(params))
	for i, a := range args {
		at, to := i, alias{}
		if a.name == "" {
			if i >= len(params) || (i > 0 && args[i-1].name != "") {
				return nil, fmt.Errorf("%s takes %s, got %d numbers", family, signature(family, params), len(args))
			}
			a.name = params[i].Name
		} else if at, to = place(params, a.name); at < 0 {
			return nil, unknown(family+" parameter", a.name, paramNames(params))
		}
		if given[at] != "" {
			return nil, fmt.Errorf("%s: %s is given twice (as %s and as %s)", family, params[at].Name, given[at], a.name)
		}
		given[at], values[at] = a.name, a.value
		if to.to != nil {
			if !(a.value > 0) {
				return nil, fmt.Errorf("%s: %s = %g, want a number above 0", family, a.name, a.value)
			}
			values[at] = to.to(a.value)
		}
	}
	for i, g := range given {
		if g == "" {
			return nil, fmt.Errorf("%s: %s is missing: write %s", family, params[i].Name, signature(family, params))
		}
	}
	return values, nil
}

func place(params []ParamDoc, name string) (int, alias) {
	for i, p := range params {
		if p.Name == name {
			return i, alias{}
		}
		for _, a := range p.aliases {
			if a.name == name {
				return i, a
			}
		}
	}
	return -1, alias{}
}

func paramNames(params []ParamDoc) (names []string) {
	for _, p := range params {
		names = append(names, p.Name)
		for _, a := range p.aliases {
			names = append(names, a.name)
		}
	}
	return names
}

// signature returns "family(a=…, b=…)".
func signature(family string, params []ParamDoc) string {
	args := make([]string, len(params))
	for i, p := range params {
		args[i] = p.Name + "=…"
	}
	return family + "(" + strings.Join(args, ", ") + ")"
}

// number reads a decimal number, inf, or a fraction such as 1/3.
func number(s string) (float64, error) {
	if n, d, found := strings.Cut(s, "/"); found {
		num, err1 := number(strings.TrimSpace(n))
		den, err2 := number(strings.TrimSpace(d))
		if err1 != nil || err2 != nil || den == 0 || strings.Contains(d, "/") {
			return 0, fmt.Errorf("%q is not a number", s)
		}
		return num / den, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || strings.ContainsAny(s, "xX_") {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	return v, nil
}

// split cuts s at sep outside parentheses. A sign inside a number, as in 1e+5,
// is no separator.
func split(s string, sep byte) (terms []string, err error) {
	depth, start := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == sep && depth == 0 && !exponent(s[:i]):
			terms = append(terms, s[start:i])
			start = i + 1
		}
		if depth < 0 || depth > 1 {
			return nil, fmt.Errorf("parentheses do not match at character %d", i+1)
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("a parenthesis is not closed")
	}
	return append(terms, s[start:]), nil
}

// exponent reports whether before ends in a digit and an e, so that the sign
// that follows belongs to a number.
func exponent(before string) bool {
	n := len(before)
	return n >= 2 && (before[n-1] == 'e' || before[n-1] == 'E') && (before[n-2] >= '0' && before[n-2] <= '9' || before[n-2] == '.')
}

// unknown returns the error of a name that is none of those known.
func unknown(kind, name string, known []string) error {
	if near, ok := suggest.Nearest(name, known); ok {
		return fmt.Errorf("unknown %s %q: did you mean %s?", kind, name, near)
	}
	return fmt.Errorf("unknown %s %q: want %s", kind, name, list(known))
}

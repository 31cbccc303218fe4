package bayes

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

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
	for _, item := range items(list) {
		a := argument{}
		value := item
		if i := unbracketed(item, '='); i >= 0 {
			a.name, value = strings.TrimSpace(item[:i]), item[i+1:]
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

// items cuts a list at its commas, but for those in brackets.
func items(list string) (all []string) {
	for {
		i := unbracketed(list, ',')
		if i < 0 {
			return append(all, list)
		}
		all, list = append(all, list[:i]), list[i+1:]
	}
}

// unbracketed returns the index of the first sep that is not in brackets, as the comma
// in beta[a,b] is, −1 if there is none.
func unbracketed(s string, sep byte) int {
	depth := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '[':
			depth++
		case c == ']':
			depth = max(0, depth-1)
		case c == sep && depth == 0:
			return i
		}
	}
	return -1
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

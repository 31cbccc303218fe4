package main

import (
	"slices"
	"strings"
)

// A formula is what bayes test reads of 'y=LABEL ~ a + b - c': the response, if
// there is one, and the terms. Names that hold spaces or signs stand in backquotes.
type formula struct {
	text      string
	response  string // "" for '~ a + b'
	label     string // of the response that counts as success
	hasLabel  bool
	terms     []string
	all       bool     // "." was among the terms
	left      []string // taken out of it by a minus
	intercept bool     // the terms are "1"
}

func parseFormula(text string) (formula, error) {
	f := formula{text: text}
	tokens, err := tokens(text)
	if err != nil {
		return f, err
	}
	at := slices.Index(tokens, "~")
	if at < 0 || slices.Contains(tokens[at+1:], "~") {
		return f, usagef("formula %q: want one ~, as in 'y ~ group'", text)
	}
	switch {
	case at == 1:
		f.response = name(tokens[0])
		if !strings.HasPrefix(tokens[0], "`") {
			f.response, f.label, f.hasLabel = strings.Cut(f.response, "=")
		}
	case at > 1:
		return f, usagef("formula %q: want one name on the left of ~", text)
	}
	sign := "+"
	for i, t := range tokens[at+1:] {
		operator := t == "+" || t == "-"
		if operator == (i%2 == 0) {
			return f, usagef("formula %q: want names with + or - between them on the right of ~", text)
		}
		switch {
		case operator:
			sign = t
		case sign == "-":
			f.left = append(f.left, name(t))
		case t == ".":
			f.all = true
		case t == "1":
			f.intercept = true
		case strings.ContainsAny(t, "*:^|()") && !strings.HasPrefix(t, "`"):
			return f, usagef("formula %q: %s is more than a name; interactions and several factors at once are left out (a name with signs stands in backquotes)", text, t)
		default:
			f.terms = append(f.terms, name(t))
		}
	}
	rhs := len(tokens) - at - 1
	switch {
	case rhs == 0 || rhs%2 == 0:
		return f, usagef("formula %q: a name is missing on the right of ~", text)
	case f.intercept && (len(f.terms) > 0 || f.all):
		return f, usagef("formula %q: the intercept is always there: leave 1 out", text)
	case f.intercept && f.response == "":
		return f, usagef("formula %q: the response is missing: want 'y ~ 1'", text)
	case len(f.left) > 0 && !f.all:
		return f, usagef("formula %q: - takes a column out of ., which is not there", text)
	}
	seen := map[string]bool{f.response: f.response != ""}
	for _, t := range f.terms {
		if seen[t] {
			return f, usagef("formula %q: %s is there twice", text, t)
		}
		seen[t] = true
	}
	return f, nil
}

// tokens cuts a formula into names and the signs ~, + and, with spaces about it, −.
func tokens(text string) (all []string, err error) {
	rest := strings.TrimSpace(text)
	for rest != "" {
		n := 0
		switch c := rest[0]; {
		case c == '~' || c == '+':
			n = 1
		case c == '-' && (len(rest) == 1 || rest[1] == ' '):
			n = 1
		case c == '`':
			end := strings.IndexByte(rest[1:], '`')
			if end < 1 {
				return nil, usagef("formula %q: a backquote is open", text)
			}
			n = end + 2
		default:
			if n = strings.IndexAny(rest, "~+ "); n < 0 {
				n = len(rest)
			}
		}
		all = append(all, rest[:n])
		rest = strings.TrimSpace(rest[n:])
	}
	return all, nil
}

// name returns a token without its backquotes.
func name(token string) string { return strings.Trim(token, "`") }

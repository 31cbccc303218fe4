package causal

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ParseQuery reads a query:
//
//	P(y=1)   P(y=1 | z=0)   P(y | do(x=1), do(w=0), z=1)   P(y=1 | do(x=1, w=0))
//	P(y=1 | do(x=1)) - P(y=1 | do(x=0))
//
// A variable without a level asks for the distribution over its levels. Names and
// levels go in quotes where they hold more than letters, digits, _ . and inner
// hyphens; a level may begin with a - or + too. The error is a [*QueryError]. Whether
// variables and levels exist is found out when the query is put to data.
func ParseQuery(text string) (Query, error) {
	p := &queryParser{text: text, column: 1}
	if len(text) > 1<<16 {
		return Query{}, p.errorf("", "%d bytes are too long for a query", len(text))
	}
	q, err := p.probability()
	if err != nil {
		return Query{}, err
	}
	if p.space(); p.accept("-") || p.accept("−") {
		p.space()
		minus, err := p.probability()
		if err != nil {
			return Query{}, err
		}
		q.Minus = &minus
		p.space()
		if settings(q.Of) != settings(minus.Of) {
			return Query{}, &QueryError{Column: minus.Of[0].column, Msg: "a difference must be of the same outcome, here " + settings(q.Of) + " and " + settings(minus.Of), Syntax: true}
		}
	}
	if p.text != "" {
		return Query{}, p.errorf("ask for P(…), or P(…) - P(…)", "unexpected %s after the query", p.shown())
	}
	return q, nil
}

type queryParser struct {
	text   string
	column int
}

func (p *queryParser) errorf(mend, format string, args ...any) *QueryError {
	return &QueryError{Column: p.column, Msg: fmt.Sprintf(format, args...), Mend: mend, Syntax: true}
}

func (p *queryParser) take(n int) string {
	s := p.text[:n]
	p.column += utf8.RuneCountInString(s)
	p.text = p.text[n:]
	return s
}

func (p *queryParser) space() {
	p.take(len(p.text) - len(strings.TrimLeft(p.text, " \t\r\n\u00a0")))
}

// accept consumes s if it comes next.
func (p *queryParser) accept(s string) bool {
	if !strings.HasPrefix(p.text, s) {
		return false
	}
	p.take(len(s))
	return true
}

// shown returns what comes next, as messages show it.
func (p *queryParser) shown() string {
	if p.text == "" {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(p.text)
	return fmt.Sprintf("%q", string(r))
}

// probability reads P(…).
func (p *queryParser) probability() (q Query, err error) {
	p.space()
	if p.text == "" {
		return q, p.errorf("write something like P(y=1 | do(x=1))", "the query is empty")
	}
	if !p.accept("P") && !p.accept("p") && !p.accept("Pr") {
		return q, p.errorf("", "want P(…), not %s", p.shown())
	}
	p.accept("r") // Pr
	p.space()
	if !p.accept("(") {
		return q, p.errorf("as in P(y=1)", "want ( after P, not %s", p.shown())
	}
	for {
		s, err := p.setting()
		if err != nil {
			return q, err
		}
		q.Of = append(q.Of, s)
		if p.space(); !p.accept(",") {
			break
		}
	}
	if p.accept("|") {
		if err := p.conditions(&q); err != nil {
			return q, err
		}
	}
	if p.space(); !p.accept(")") {
		return q, p.errorf("", "want a comma or ), not %s", p.shown())
	}
	return q, nil
}

// conditions reads what follows the bar.
func (p *queryParser) conditions(q *Query) error {
	for {
		p.space()
		at := *p
		name, quoted, err := p.name("a variable")
		if err != nil {
			return err
		}
		p.space()
		switch {
		case !quoted && strings.EqualFold(name, "do") && p.accept("("):
			if err := p.do(q, at.column); err != nil {
				return err
			}
		case !quoted && strings.EqualFold(name, "do") && !strings.HasPrefix(p.text, "="):
			q.Do = append(q.Do, Setting{column: at.column}) // a bare do: refused when bound
		default:
			*p = at
			s, err := p.setting()
			if err != nil {
				return err
			}
			q.Given = append(q.Given, s)
		}
		if p.space(); !p.accept(",") {
			return nil
		}
	}
}

// do reads the settings of do(…).
func (p *queryParser) do(q *Query, column int) error {
	if p.space(); p.accept(")") {
		q.Do = append(q.Do, Setting{column: column})
		return nil
	}
	for {
		s, err := p.setting()
		if err != nil {
			return err
		}
		q.Do = append(q.Do, s)
		if p.space(); !p.accept(",") {
			break
		}
	}
	if !p.accept(")") {
		return p.errorf("", "want ) after do(%s, not %s", settings(q.Do), p.shown())
	}
	return nil
}

// setting reads "x" or "x=1".
func (p *queryParser) setting() (s Setting, err error) {
	p.space()
	s.column = p.column
	if s.Variable, _, err = p.name("a variable"); err != nil {
		return s, err
	}
	p.space()
	if p.accept("==") || p.accept("=") {
		p.space()
		at := p.column
		sign := ""
		if p.accept("-") {
			sign = "-"
		} else if p.accept("+") {
			sign = "+"
		}
		level, quoted, err := p.name("a level of " + quoteName(s.Variable))
		if err != nil {
			return s, err
		}
		if quoted && sign != "" {
			return s, &QueryError{Column: at, Msg: fmt.Sprintf("%s before a quote", sign), Mend: "put it inside", Syntax: true}
		}
		s.Level = sign + level
	}
	return s, nil
}

// name reads a name, in quotes or without; what says which for messages.
func (p *queryParser) name(what string) (name string, quoted bool, err error) {
	if p.text != "" && (p.text[0] == '"' || p.text[0] == '\'') {
		lex := graphLexer{text: p.text, line: 1, column: p.column}
		t, err := lex.next()
		if err != nil {
			return "", true, p.errorf("close it", "the quote is not closed, or holds a control character")
		}
		if t.text == "" {
			return "", true, p.errorf("", "%s is empty", what)
		}
		p.take(len(p.text) - len(lex.text))
		return t.text, true, nil
	}
	lex := graphLexer{text: p.text, line: 1, column: p.column}
	if r, _ := utf8.DecodeRuneInString(p.text); !isNameRune(r) || r == '-' {
		if r == '!' || r == '<' || r == '>' || r == '~' {
			return "", false, p.errorf("= is the only comparison", "unexpected %s", p.shown())
		}
		return "", false, p.errorf("", "want %s, not %s", what, p.shown())
	}
	t, err := lex.name(lex.here())
	if err != nil {
		return "", false, p.errorf("", "want %s, not %s", what, p.shown())
	}
	p.take(len(p.text) - len(lex.text))
	return t.text, false, nil
}

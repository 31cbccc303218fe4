package causal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A GraphError says where the text of a graph is wrong, and how to mend it.
type GraphError struct {
	Line, Column int // from 1; columns count characters
	Msg          string
	Mend         string // "" if Msg says it
	Err          error  // what it wraps, or nil
}

// Error returns "line:column: message: mend".
func (e *GraphError) Error() string {
	s := fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Msg)
	if e.Mend != "" {
		s += ": " + e.Mend
	}
	return s
}

// Unwrap returns Err.
func (e *GraphError) Unwrap() error { return e.Err }

// graphToken is a name, a quoted name, an arrow, one of { } [ ] ; , = or "\n".
type graphToken struct {
	text         string
	kind         byte // 'n' name, '"' quoted name, '>' arrow, 0 the end, else the character itself
	line, column int
}

func (t graphToken) isName() bool { return t.kind == 'n' || t.kind == '"' }

// word reports whether t is this word, in any case, and not quoted.
func (t graphToken) word(w string) bool { return t.kind == 'n' && strings.EqualFold(t.text, w) }

// shown returns t as messages show it.
func (t graphToken) shown() string {
	switch t.kind {
	case 0:
		return "the end"
	case '\n':
		return "the end of the line"
	case '"':
		return quoteName(t.text)
	}
	return t.text
}

func (t graphToken) errorf(mend, format string, args ...any) *GraphError {
	return &GraphError{Line: t.line, Column: t.column, Msg: fmt.Sprintf(format, args...), Mend: mend}
}

// graphLexer cuts text into tokens; comments are skipped.
type graphLexer struct {
	text         string
	line, column int
}

// take consumes so many bytes.
func (l *graphLexer) take(n int) string {
	s := l.text[:n]
	for _, r := range s {
		l.column++
		if r == '\n' {
			l.line, l.column = l.line+1, 1
		}
	}
	l.text = l.text[n:]
	return s
}

// arrowForm returns how an arrow at the start of text is written and what it means.
func arrowForm(text string) (form, arrow string) {
	for _, f := range [...][2]string{ // longest first
		{"<-->", "<->"}, {"<->", "<->"}, {"-->", "->"}, {"<--", "<-"}, {"->", "->"}, {"<-", "<-"}, {"→", "->"}, {"←", "<-"}, {"↔", "<->"},
	} {
		if strings.HasPrefix(text, f[0]) {
			return f[0], f[1]
		}
	}
	return "", ""
}

func (l *graphLexer) next() (graphToken, error) {
	for {
		trimmed := strings.TrimLeft(l.text, " \t\r\v\f\u00a0")
		l.take(len(l.text) - len(trimmed))
		switch {
		case strings.HasPrefix(l.text, "#"), strings.HasPrefix(l.text, "//"):
			end := strings.IndexByte(l.text, '\n')
			if end < 0 {
				end = len(l.text)
			}
			l.take(end)
			continue
		case strings.HasPrefix(l.text, "/*"):
			end := strings.Index(l.text, "*/")
			if end < 0 {
				return graphToken{}, l.here().errorf("end it with */", "the comment does not end")
			}
			l.take(end + 2)
			continue
		}
		break
	}
	t := l.here()
	if l.text == "" {
		return t, nil
	}
	if form, arrow := arrowForm(l.text); form != "" {
		l.take(len(form))
		t.kind, t.text = '>', arrow
		return t, nil
	}
	if c := l.text[0]; strings.IndexByte("{}[];,=\n", c) >= 0 && !strings.HasPrefix(l.text, "=>") && !strings.HasPrefix(l.text, "==") {
		t.kind, t.text = c, l.take(1)
		return t, nil
	} else if c == '"' || c == '\'' {
		return l.quoted(t, c)
	}
	return l.name(t)
}

func (l *graphLexer) here() graphToken { return graphToken{line: l.line, column: l.column} }

// quoted reads a name in quotes, in which a backslash takes the next character as
// it is.
func (l *graphLexer) quoted(t graphToken, quote byte) (graphToken, error) {
	var name strings.Builder
	for i := 1; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == quote:
			t.kind, t.text = '"', name.String()
			if !utf8.ValidString(t.text) || strings.ContainsFunc(t.text, unicode.IsControl) {
				return t, t.errorf("", "a name holds a control character or is not UTF-8")
			}
			l.take(i + 1)
			return t, nil
		case c == '\n':
			return t, t.errorf("close it on the same line", "the quote is not closed")
		case c == '\\' && i+1 < len(l.text) && l.text[i+1] != '\n':
			i++
			name.WriteByte(l.text[i])
		default:
			name.WriteByte(c)
		}
	}
	return t, t.errorf("close it on the same line", "the quote is not closed")
}

// name reads a name without quotes. A hyphen is part of it between two of its other
// characters: low-dose is a name, x->y is not.
func (l *graphLexer) name(t graphToken) (graphToken, error) {
	end := 0
	for end < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[end:])
		if !isNameRune(r) || r == utf8.RuneError && size == 1 {
			break
		}
		if r == '-' {
			after, n := utf8.DecodeRuneInString(l.text[end+1:])
			if end == 0 || n == 0 || after == '-' || !isNameRune(after) {
				break
			}
		}
		end += size
	}
	if end > 0 {
		t.kind, t.text = 'n', l.take(end)
		return t, nil
	}
	for _, bad := range []string{"--", "-", "=>", "==>", "~>", "<=", ">", "@->", "o->", "~", "<"} {
		if strings.HasPrefix(l.text, bad) {
			return t, t.errorf("write -> for a cause, <-> for a common cause that nobody observed", "%s is no arrow", bad)
		}
	}
	r, size := utf8.DecodeRuneInString(l.text)
	if r == utf8.RuneError && size == 1 {
		return t, t.errorf("save it as UTF-8", "the text is not UTF-8")
	}
	return t, t.errorf("a name with other characters than letters, digits, _ . and - goes in quotes", "unexpected %q", r)
}

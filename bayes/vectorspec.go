package bayes

import (
	"fmt"
	"strconv"
	"strings"
)

// vectorSpec returns "family(a=1, b=[1, 2], c=[[1, 2], [3, 4]])".
func vectorSpec(family string, params []Param) string {
	args := make([]string, len(params))
	for i, p := range params {
		args[i] = p.Name + "=" + vectorText(p.Value)
	}
	if len(args) == 0 {
		return family
	}
	return family + "(" + strings.Join(args, ", ") + ")"
}

func vectorText(value any) string {
	var items []string
	switch v := value.(type) {
	case []float64:
		for _, x := range v {
			items = append(items, vectorText(x))
		}
	case [][]float64:
		for _, row := range v {
			items = append(items, vectorText(row))
		}
	case []string:
		for _, s := range v {
			items = append(items, word(s))
		}
	default:
		return fmt.Sprint(value)
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// word returns s, in quotes unless it is a plain name.
func word(s string) string {
	plain := func(r rune) bool {
		return r == '_' || r == '-' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	if s != "" && strings.TrimFunc(s, plain) == "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return strings.ReplaceAll(strconv.Quote(s), "  ", ` \x20`) // a spec's runs of spaces are one
}

// A bracketed is a value of a spec: a number, a word, or a list of values.
type bracketed struct {
	text   string
	items  []bracketed
	isList bool
}

// vectorArgument is name=value.
type vectorArgument struct {
	name  string
	value bracketed
}

// vectorArguments reads "family(name=value, …)" or "family:name=value, …", of which
// values may be lists in brackets and words may be in quotes.
func vectorArguments(spec string) (args []vectorArgument, err error) {
	name, rest := spec, ""
	i := strings.IndexAny(spec, "(:")
	if i < 0 {
		return nil, nil
	}
	name, rest = strings.TrimSpace(spec[:i]), strings.TrimSpace(spec[i+1:])
	if spec[i] == '(' {
		var closed bool
		if rest, closed = strings.CutSuffix(rest, ")"); !closed {
			return nil, fmt.Errorf("the parenthesis after %s is not closed", name)
		}
	}
	items, rest, err := bracketItems(rest, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if rest != "" {
		return nil, fmt.Errorf("%s: a bracket is closed that was not opened", name)
	}
	for _, item := range items {
		args = append(args, item)
	}
	return args, nil
}

// mostBrackets bounds how deeply lists nest: a matrix is a list of lists.
const mostBrackets = 2

// bracketItems reads values separated by commas up to a closing bracket or the end.
func bracketItems(s string, depth int) (items []vectorArgument, rest string, err error) {
	for s = strings.TrimSpace(s); s != "" && s[0] != ']'; {
		item := vectorArgument{}
		if i := strings.IndexAny(s, `=,[]"`); depth == 0 && i >= 0 && s[i] == '=' {
			item.name, s = strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
		}
		switch {
		case s != "" && s[0] == '[':
			if depth == mostBrackets {
				return nil, "", fmt.Errorf("brackets nested more than %d deep", mostBrackets)
			}
			inner, after, err := bracketItems(s[1:], depth+1)
			if err != nil {
				return nil, "", err
			}
			if after == "" {
				return nil, "", fmt.Errorf("a bracket is not closed")
			}
			item.value.isList = true
			for _, v := range inner {
				item.value.items = append(item.value.items, v.value)
			}
			item.value.text = s[:len(s)-len(after)+1]
			s = strings.TrimSpace(after[1:])
		case s != "" && s[0] == '"':
			quoted, err := strconv.QuotedPrefix(s)
			if err != nil {
				return nil, "", fmt.Errorf("a quote is not closed")
			}
			item.value.text, _ = strconv.Unquote(quoted)
			s = strings.TrimSpace(s[len(quoted):])
		default:
			i := strings.IndexAny(s, ",]")
			if i < 0 {
				i = len(s)
			}
			item.value.text, s = strings.TrimSpace(s[:i]), s[i:]
			if item.value.text == "" {
				return nil, "", fmt.Errorf("a value is missing")
			}
		}
		items = append(items, item)
		if s == "" || s[0] == ']' {
			break
		}
		if s[0] != ',' {
			return nil, "", fmt.Errorf("want a comma before %q", s)
		}
		if s = strings.TrimSpace(s[1:]); s == "" || s[0] == ']' {
			return nil, "", fmt.Errorf("a value is missing after a comma")
		}
	}
	return items, s, nil
}

// numbers returns a list of numbers, or one number.
func (b bracketed) numbers() ([]float64, error) {
	if !b.isList {
		v, err := number(b.text)
		return []float64{v}, err
	}
	if len(b.items) == 0 {
		return nil, fmt.Errorf("an empty list")
	}
	vs := make([]float64, len(b.items))
	for i, item := range b.items {
		if item.isList {
			return nil, fmt.Errorf("%s is a list where a number should be", item.text)
		}
		var err error
		if vs[i], err = number(item.text); err != nil {
			return nil, err
		}
	}
	return vs, nil
}

// words returns a list of words.
func (b bracketed) words() (ws []string, err error) {
	for _, item := range b.items {
		if item.isList {
			return nil, fmt.Errorf("%s is a list where a name should be", item.text)
		}
		ws = append(ws, item.text)
	}
	if len(ws) == 0 {
		return nil, fmt.Errorf("%s: want a list of names, such as [a, b]", b.text)
	}
	return ws, nil
}

// matrix returns a packed symmetric matrix: of a list of lists its rows, of a list
// of numbers its diagonal, and of one number a matrix of one row.
func (b bracketed) matrix() ([]float64, error) {
	if !b.isList || len(b.items) == 0 || !b.items[0].isList {
		diagonal, err := b.numbers()
		a := make([]float64, packedLen(len(diagonal)))
		for i, v := range diagonal {
			a[packedLen(i)+i] = v
		}
		return a, err
	}
	k := len(b.items)
	rows := make([][]float64, k)
	for i, item := range b.items {
		var err error
		if rows[i], err = item.numbers(); err != nil {
			return nil, err
		}
		if !item.isList || len(rows[i]) != k {
			return nil, fmt.Errorf("row %d of a matrix of %d rows has %d numbers", i+1, k, len(rows[i]))
		}
	}
	a := make([]float64, packedLen(k))
	for i := range k {
		for j := range i + 1 {
			if rows[i][j] != rows[j][i] {
				return nil, fmt.Errorf("the matrix is not symmetric: [%d,%d] is %g, [%d,%d] is %g", i+1, j+1, rows[i][j], j+1, i+1, rows[j][i])
			}
			a[packedLen(i)+j] = rows[i][j]
		}
	}
	return a, nil
}

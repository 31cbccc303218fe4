package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// A Setting is a variable at a level.
type Setting struct {
	Variable string
	Level    string // "" is every level, where that makes sense

	column int // where a query's text names it, from 1; 0 is unknown
}

// A Query is P(Of | do(Do), Given): how Of is distributed where Do is set by
// intervention, among those that are then seen to have Given. [ParseQuery] reads one.
type Query struct {
	Of    []Setting // without a level: the distribution over all of them
	Do    []Setting
	Given []Setting

	// Minus is subtracted; nil is nothing. It has the same Of.
	Minus *Query
}

// String returns the query as [ParseQuery] reads it.
func (q Query) String() string {
	var b strings.Builder
	b.WriteString("P(" + settings(q.Of))
	for i, part := range [][]Setting{q.Do, q.Given} {
		if len(part) == 0 {
			continue
		}
		if i == 1 && len(q.Do) > 0 {
			b.WriteString(", ")
		} else {
			b.WriteString(" | ")
		}
		if i == 0 {
			b.WriteString("do(" + settings(part) + ")")
		} else {
			b.WriteString(settings(part))
		}
	}
	b.WriteString(")")
	if q.Minus != nil {
		b.WriteString(" - " + q.Minus.String())
	}
	return b.String()
}

func settings(list []Setting) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = quoteName(v.Variable)
		if v.Level != "" {
			s[i] += "=" + quoteName(v.Level)
		}
	}
	return strings.Join(s, ", ")
}

// A QueryError says where the text of a query is wrong, and how to mend it.
type QueryError struct {
	Column int // from 1, in characters; 0 for a query that was not text
	Msg    string
	Mend   string // "" if Msg says it
	Syntax bool   // the text cannot be read, whatever the data are
}

// Error returns "column N: message: mend".
func (e *QueryError) Error() string {
	s := e.Msg
	if e.Column > 0 {
		s = fmt.Sprintf("column %d: %s", e.Column, s)
	}
	if e.Mend != "" {
		s += ": " + e.Mend
	}
	return s
}

// A level is a variable and a level by number; the level is -1 for all.
type level struct{ v, at int }

// bound is a Query by numbers.
type bound struct{ of, do, given []level }

// bind looks names up: of variables in the graph, of levels in vars, which are by
// the graph's numbers and without levels where nothing was observed.
func (q Query) bind(g *Graph, vars []Variable) (b bound, err error) {
	used := map[int]bool{}
	part := func(list []Setting, role string) (out []level, err error) {
		for _, s := range list {
			v, at, err := s.find(g, vars, role)
			if err != nil {
				return nil, err
			}
			if used[v] {
				return nil, &QueryError{Column: s.column, Msg: fmt.Sprintf("%s is there twice", quoteName(s.Variable)), Mend: "ask for it, set it or condition on it, one of these"}
			}
			used[v] = true
			out = append(out, level{v, at})
		}
		return out, nil
	}
	if len(q.Of) == 0 {
		return b, &QueryError{Msg: "the query asks for no variable"}
	}
	if b.of, err = part(q.Of, "of"); err != nil {
		return b, err
	}
	if b.do, err = part(q.Do, "do"); err != nil {
		return b, err
	}
	b.given, err = part(q.Given, "given")
	return b, err
}

// find returns the numbers of the variable and its level.
func (s Setting) find(g *Graph, vars []Variable, role string) (v, at int, err error) {
	fail := func(mend, format string, args ...any) (int, int, error) {
		return 0, 0, &QueryError{Column: s.column, Msg: fmt.Sprintf(format, args...), Mend: mend}
	}
	if s.Variable == "" {
		return fail("write do(x=1)", "do names no variable")
	}
	v, known := g.index[s.Variable]
	if !known {
		if owner := levelOwner(vars, s.Variable); owner != "" && s.Level == "" {
			return fail("did you mean "+quoteName(owner)+"="+quoteName(s.Variable)+"?", "%s is a level, not a variable", quoteName(s.Variable))
		}
		_, err := g.find(s.Variable)
		return fail("", "%v", err)
	}
	levels := vars[v].Levels
	if g.latent[v] && len(levels) == 0 {
		return fail("", "%s is not observed: no data tell of it", g.name(v))
	}
	if s.Level == "" {
		if role == "of" {
			return v, -1, nil
		}
		example := quoteName(s.Variable) + "=LEVEL"
		if len(levels) > 0 {
			example = quoteName(s.Variable) + "=" + quoteName(levels[len(levels)-1])
		}
		if role == "do" {
			example = "do(" + example + ")"
		}
		return fail("write "+example, "%s has no level", quoteName(s.Variable))
	}
	if at = slices.Index(levels, s.Level); at >= 0 {
		return v, at, nil
	}
	if near, ok := suggest.Nearest(s.Level, levels); ok {
		return fail("did you mean "+quoteName(near)+"?", "%s has no level %s", g.name(v), quoteName(s.Level))
	}
	quoted := make([]string, len(levels))
	for i, l := range levels {
		quoted[i] = quoteName(l)
	}
	return fail("it has "+shortList(quoted), "%s has no level %s", g.name(v), quoteName(s.Level))
}

// levelOwner returns the first variable that has such a level, "" if none has.
func levelOwner(vars []Variable, name string) string {
	for _, v := range vars {
		if slices.Contains(v.Levels, name) {
			return v.Name
		}
	}
	return ""
}

// An Answer is what a query comes to.
type Answer struct {
	Query Query

	// Variables are those that the query asks for without a level. Each of the
	// Cells has a level for each; without variables there is one cell.
	Variables []string
	Cells     []AnswerCell

	// Method says in words how the answer was found.
	Method string
}

// An AnswerCell is one probability, or a difference of two.
type AnswerCell struct {
	Levels []string
	P      float64
}

// P returns the answer to a query all of whose variables have a level: the first
// cell's.
func (a Answer) P() float64 { return a.Cells[0].P }

// shape returns the cells of an answer, without numbers.
func (b bound) shape(q Query, vars []Variable) Answer {
	a := Answer{Query: q, Cells: []AnswerCell{{}}}
	for _, l := range b.of {
		if l.at >= 0 {
			continue
		}
		a.Variables = append(a.Variables, vars[l.v].Name)
		var next []AnswerCell
		for _, c := range a.Cells {
			for _, name := range vars[l.v].Levels {
				next = append(next, AnswerCell{Levels: append(slices.Clone(c.Levels), name)})
			}
		}
		a.Cells = next
	}
	return a
}

// values reads the cells off the joint factor of what is asked for and given,
// do's levels being in place already.
func (b bound) values(joint factor) ([]float64, error) {
	for _, l := range b.given {
		joint = joint.at(l.v, l.at)
	}
	total := 1.0
	if len(b.given) > 0 {
		if total = joint.sum(); total == 0 {
			return nil, errImpossible
		}
	}
	order := []int{}
	for _, l := range b.of {
		if l.at >= 0 {
			joint = joint.at(l.v, l.at)
		} else {
			order = append(order, l.v)
		}
	}
	// the query's order of variables may not be that of their numbers
	to := make([]int, len(joint.vars))
	for i, v := range joint.vars {
		to[i] = slices.Index(order, v)
	}
	joint = joint.relabel(to)
	p := make([]float64, len(joint.p))
	for i := range p {
		p[i] = joint.p[i] / total
	}
	return p, nil
}

package causal

import (
	"fmt"
	"slices"
	"strings"
)

// What a graph may hold at most: more is a slip, and would take for ever.
const (
	mostGraphText = 1 << 20
	mostVariables = 2000
	mostArrows    = 50000
	mostNesting   = 32
)

// ParseGraph reads a graph in one of three notations, which it tells apart itself:
//
//	z -> x; z -> y; x -> y          chains a -> b <- c; ; or a new line ends a statement
//	dag { x [exposure] y [outcome] x <- a -> m }          dagitty
//	digraph { a -> b; a -> {c d}; u [latent=true] }       Graphviz
//
// x <-> y stands for a common cause that nobody observed; so does a variable u
// marked [latent] or [unobserved], under its own name. The other marks are
// [exposure], [outcome], [adjusted] and [selected]; what else is in brackets, such
// as pos="0,1", is skipped. {a, b} -> c is an arrow from each. Names with other
// characters than letters, digits, _, . and inner hyphens go in quotes. Comments
// are # … or // … to the end of a line, and /* … */.
//
// The error is a [*GraphError]; that about a cycle names it and wraps [ErrCycle].
func ParseGraph(text string) (*Graph, error) {
	if len(text) > mostGraphText {
		return nil, &GraphError{Line: 1, Column: 1, Msg: fmt.Sprintf("%d bytes are too long for a graph", len(text)), Mend: "is it the right file?"}
	}
	p := &graphParser{lex: graphLexer{text: strings.TrimPrefix(text, "\ufeff"), line: 1, column: 1}, g: &Graph{index: map[string]int{}}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.graph(); err != nil {
		return nil, err
	}
	return p.finish()
}

type graphParser struct {
	lex    graphLexer
	t      graphToken // the next one
	g      *Graph
	arrows []graphArrow
	seen   map[graphEnds]int // index in arrows
	latent map[int]bool
	loose  bool // statements need no separator, and options may be given, as in dagitty and Graphviz
	deep   int
}

type graphEnds struct {
	from, to int
	both     bool
}

type graphArrow struct {
	graphEnds
	at graphToken
}

func (p *graphParser) advance() (err error) {
	p.t, err = p.lex.next()
	return err
}

func (p *graphParser) skip(kinds string) error {
	for p.t.kind != 0 && strings.IndexByte(kinds, p.t.kind) >= 0 {
		if err := p.advance(); err != nil {
			return err
		}
	}
	return nil
}

// graph reads "digraph name {…}", "dag {…}", or plain statements.
func (p *graphParser) graph() error {
	if err := p.skip("\n;"); err != nil {
		return err
	}
	first := p.t
	if first.word("pdag") || first.word("mag") || first.word("pag") {
		return first.errorf("write a dag", "a %s does not say which arrows there are", first.text)
	}
	if first.word("graph") || first.word("strict") || first.word("digraph") || first.word("dag") {
		p.loose = true
		if err := p.advance(); err != nil {
			return err
		}
		if first.word("strict") {
			if first = p.t; !first.word("digraph") {
				return first.errorf("write strict digraph {", "unexpected %s", first.shown())
			}
			if err := p.advance(); err != nil {
				return err
			}
		}
		if first.word("graph") {
			return first.errorf("write digraph { a -> b }", "a graph without arrows does not say what causes what")
		}
		if p.t.isName() {
			if err := p.advance(); err != nil {
				return err
			}
		}
		if err := p.skip("\n"); err != nil {
			return err
		}
		if p.t.kind != '{' {
			return p.t.errorf("", "want { after %s, not %s", first.text, p.t.shown())
		}
		open := p.t
		if err := p.advance(); err != nil {
			return err
		}
		if _, err := p.statements(open); err != nil {
			return err
		}
		if err := p.skip("\n;"); err != nil {
			return err
		}
		if p.t.kind != 0 {
			return p.t.errorf("one graph at a time", "unexpected %s after the graph", p.t.shown())
		}
		return nil
	}
	_, err := p.statements(graphToken{})
	return err
}

// statements reads up to the brace that closes open, or to the end if there is
// none, and returns the nodes named.
func (p *graphParser) statements(open graphToken) (nodes []int, err error) {
	if p.deep++; p.deep > mostNesting {
		return nil, open.errorf("", "braces are nested more than %d deep", mostNesting)
	}
	defer func() { p.deep-- }()
	for {
		if err := p.skip("\n;,"); err != nil {
			return nil, err
		}
		switch {
		case p.t.kind == 0 && open.kind == 0:
			return nodes, nil
		case p.t.kind == 0:
			return nil, open.errorf("add a }", "the brace is not closed")
		case p.t.kind == '}' && open.kind != 0:
			return nodes, p.advance()
		}
		more, err := p.statement()
		if err != nil {
			return nil, err
		}
		for _, v := range more {
			if !slices.Contains(nodes, v) {
				nodes = append(nodes, v)
			}
		}
		if !p.loose && open.kind == 0 && p.t.isName() {
			return nil, p.t.errorf("put an arrow or a ; between them; a name with a space goes in quotes", "%s follows a name", p.t.shown())
		}
	}
}

// statement reads a chain such as a -> b <- {c d}, with marks, or an option.
func (p *graphParser) statement() (nodes []int, err error) {
	first := p.t
	left, single, err := p.operand()
	if err != nil {
		return nil, err
	}
	if p.t.kind == '=' && single && p.loose {
		return nil, p.option(first)
	}
	nodes = left
	var chain []graphArrow
	for {
		if err := p.joinLines(); err != nil {
			return nil, err
		}
		if p.t.kind != '>' {
			break
		}
		arrow := p.t
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.loose {
			if err := p.skip("\n"); err != nil {
				return nil, err
			}
		}
		if !p.t.isName() && p.t.kind != '{' {
			return nil, arrow.errorf("name it on the same line", "nothing that %s leads to", arrow.text)
		}
		right, _, err := p.operand()
		if err != nil {
			return nil, err
		}
		if len(left)*len(right) > mostArrows {
			return nil, arrow.errorf("", "%d arrows at once are too many", len(left)*len(right))
		}
		for _, a := range left {
			for _, b := range right {
				switch arrow.text {
				case "<-":
					chain = append(chain, graphArrow{graphEnds{b, a, false}, arrow})
				default:
					chain = append(chain, graphArrow{graphEnds{a, b, arrow.text == "<->"}, arrow})
				}
			}
		}
		nodes, left = append(nodes, right...), right
		single = false
	}
	for p.t.kind == '[' {
		both, err := p.marks(nodes, single)
		if err != nil {
			return nil, err
		}
		for i := range chain {
			chain[i].both = chain[i].both || both
		}
	}
	for _, a := range chain {
		if err := p.arrow(a); err != nil {
			return nil, err
		}
	}
	if single && (first.word("node") || first.word("edge") || first.word("graph")) && p.loose {
		p.forget(first)
		return nil, nil
	}
	return nodes, nil
}

// joinLines skips the ends of lines if an arrow comes after them.
func (p *graphParser) joinLines() error {
	if p.t.kind != '\n' {
		return nil
	}
	lex, t := p.lex, p.t
	for p.t.kind == '\n' {
		if err := p.advance(); err != nil {
			p.lex, p.t = lex, t // it is reported where it stands
			return nil
		}
	}
	if p.t.kind != '>' {
		p.lex, p.t = lex, t
	}
	return nil
}

// operand reads a name, or names in braces; single tells that it was one name.
func (p *graphParser) operand() (nodes []int, single bool, err error) {
	t := p.t
	if p.loose && t.word("subgraph") {
		if err := p.advance(); err != nil {
			return nil, false, err
		}
		if p.t.isName() {
			if err := p.advance(); err != nil {
				return nil, false, err
			}
		}
		t = p.t
		if t.kind != '{' {
			return nil, false, t.errorf("", "want { after subgraph, not %s", t.shown())
		}
	}
	switch {
	case t.kind == '{':
		if err := p.advance(); err != nil {
			return nil, false, err
		}
		nodes, err = p.statements(t)
		return nodes, false, err
	case !t.isName():
		return nil, false, t.errorf("", "want the name of a variable, not %s", t.shown())
	case t.text == "":
		return nil, false, t.errorf("", "a name is empty")
	}
	if err := p.advance(); err != nil {
		return nil, false, err
	}
	v, err := p.node(t)
	return []int{v}, true, err
}

// node returns the number of a name, a new one if it is new.
func (p *graphParser) node(t graphToken) (int, error) {
	if v, ok := p.g.index[t.text]; ok {
		return v, nil
	}
	v := len(p.g.names)
	if v == mostVariables {
		return 0, t.errorf("is it the right file?", "more than %d variables", mostVariables)
	}
	p.g.index[t.text] = v
	p.g.names = append(p.g.names, t.text)
	return v, nil
}

// forget drops the node that the keyword of a default, "node [shape=box]", made,
// unless an arrow uses it; it is the last one if it is new.
func (p *graphParser) forget(t graphToken) {
	v := p.g.index[t.text]
	used := slices.ContainsFunc(p.arrows, func(a graphArrow) bool { return a.from == v || a.to == v })
	if v == len(p.g.names)-1 && !used {
		delete(p.g.index, t.text)
		delete(p.latent, v)
		p.g.names = p.g.names[:v]
	}
}

// option skips the rest of "rankdir = LR".
func (p *graphParser) option(name graphToken) error {
	p.forget(name)
	if err := p.advance(); err != nil {
		return err
	}
	if !p.t.isName() {
		return p.t.errorf("", "want a value for %s, not %s", name.text, p.t.shown())
	}
	return p.advance()
}

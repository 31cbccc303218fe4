package causal

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
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

// graphMark returns the mark that a word stands for, "" if it is none.
func graphMark(word string) string {
	switch word {
	case "latent", "unobserved", "l", "u":
		return "latent"
	case "exposure", "treatment", "e":
		return "exposure"
	case "outcome", "o":
		return "outcome"
	case "adjusted", "a":
		return "adjusted"
	case "selected", "s":
		return "selected"
	}
	return ""
}

// marks reads [latent, pos="0,1"]. both reports dir=both, of an arrow.
func (p *graphParser) marks(nodes []int, single bool) (both bool, err error) {
	open := p.t
	if err := p.advance(); err != nil {
		return false, err
	}
	for {
		if err := p.skip("\n;,"); err != nil {
			return false, err
		}
		t := p.t
		switch {
		case t.kind == ']':
			return both, p.advance()
		case t.kind == 0:
			return false, open.errorf("add a ]", "the bracket is not closed")
		case !t.isName():
			return false, t.errorf("", "want a mark such as latent, not %s", t.shown())
		}
		if err := p.advance(); err != nil {
			return false, err
		}
		value, hasValue := "", false
		if p.t.kind == '=' {
			if err := p.advance(); err != nil {
				return false, err
			}
			if !p.t.isName() {
				return false, p.t.errorf("", "want a value for %s, not %s", t.text, p.t.shown())
			}
			value, hasValue = strings.ToLower(p.t.text), true
			if err := p.advance(); err != nil {
				return false, err
			}
		}
		word := strings.ToLower(t.text)
		mark := graphMark(word)
		known := mark != ""
		no := value == "false" || value == "no" || value == "0"
		switch {
		case word == "observed" && hasValue:
			mark, known, no = "latent", no, false
		case word == "dir" && value == "both" && !single:
			both = true
		case hasValue && (len(word) == 1 || no || value != "true" && value != "yes" && value != "1"):
			known = false
		case !known && !hasValue:
			return false, p.unknownMark(t)
		}
		if known && !single {
			return false, t.errorf("mark each variable in a statement of its own: x ["+mark+"]", "a mark on an arrow")
		}
		if known {
			p.mark(mark, nodes[0])
		}
	}
}

func (p *graphParser) unknownMark(t graphToken) error {
	words := []string{"latent", "unobserved", "exposure", "outcome", "adjusted", "selected"}
	if near, ok := suggest.Nearest(t.text, words); ok {
		return t.errorf("did you mean "+near+"?", "unknown mark %s", t.shown())
	}
	return t.errorf("want latent, exposure, outcome, adjusted or selected", "unknown mark %s", t.shown())
}

func (p *graphParser) mark(mark string, v int) {
	g := p.g
	if mark == "latent" {
		if p.latent == nil {
			p.latent = map[int]bool{}
		}
		p.latent[v] = true
		return
	}
	list := map[string]*[]int{"exposure": &g.exposures, "outcome": &g.outcomes, "adjusted": &g.adjusted, "selected": &g.selected}[mark]
	if !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}

// arrow adds an arrow; one that is there already is not added again.
func (p *graphParser) arrow(a graphArrow) error {
	if a.both && a.from == a.to {
		return a.at.errorf("", "%s <-> %s: a variable cannot share a cause with itself", p.g.name(a.from), p.g.name(a.to))
	}
	if a.both && a.from > a.to {
		a.from, a.to = a.to, a.from
	}
	if p.seen == nil {
		p.seen = map[graphEnds]int{}
	}
	if _, ok := p.seen[a.graphEnds]; ok {
		return nil
	}
	if len(p.arrows) == mostArrows {
		return a.at.errorf("is it the right file?", "more than %d arrows", mostArrows)
	}
	p.seen[a.graphEnds] = len(p.arrows)
	p.arrows = append(p.arrows, a)
	return nil
}

// finish builds the graph of the nodes and arrows read.
func (p *graphParser) finish() (*Graph, error) {
	g := p.g
	if len(g.names) == 0 {
		return nil, &GraphError{Line: 1, Column: 1, Msg: "the graph is empty", Mend: "write something like z -> x; z -> y; x -> y"}
	}
	named := len(g.names)
	for _, a := range p.arrows {
		if a.both {
			g.names = append(g.names, "")
		}
	}
	g.parents, g.children = make([][]int, len(g.names)), make([][]int, len(g.names))
	g.latent = make(nodeSet, len(g.names))
	for v := range p.latent {
		g.latent[v] = true
	}
	add := func(from, to int) {
		g.children[from] = append(g.children[from], to)
		g.parents[to] = append(g.parents[to], from)
	}
	for _, a := range p.arrows {
		if !a.both {
			add(a.from, a.to)
			continue
		}
		g.latent[named] = true
		add(named, a.from)
		add(named, a.to)
		named++
	}
	for v := range g.names {
		slices.Sort(g.parents[v])
		slices.Sort(g.children[v])
	}
	cycle, err := g.sort()
	if err != nil {
		at := graphToken{line: 1, column: 1}
		for i, v := range cycle { // blame the arrow that comes last in the text
			if k, ok := p.seen[graphEnds{v, cycle[(i+1)%len(cycle)], false}]; ok {
				if t := p.arrows[k].at; t.line > at.line || t.line == at.line && t.column > at.column {
					at = t
				}
			}
		}
		return nil, &GraphError{Line: at.line, Column: at.column, Msg: err.Error(), Mend: "leave one of these arrows out", Err: ErrCycle}
	}
	return g, nil
}

package causal

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// A Graph is a directed acyclic graph of what causes what. x -> y says that x may
// be a direct cause of y; that there is no arrow says that it is none, which is
// the stronger claim. x <-> y says that they share a cause that nobody observed.
// [ParseGraph] reads one. It is not changed afterwards and safe for concurrent use.
type Graph struct {
	digraph
	names  []string       // variables in the order of the text, then one without a name for each <->
	index  map[string]int // of names
	latent nodeSet        // unobserved, those without a name included
	order  []int          // a topological order

	exposures, outcomes, adjusted, selected []int // as the text marks them
}

// ErrCycle is wrapped by the error about a graph in which something is its own cause.
var ErrCycle = errors.New("a variable cannot be its own cause")

// Variables returns the names of all variables, observed or not, in the order of
// the text.
func (g *Graph) Variables() []string { return slices.Clone(g.names[:len(g.index)]) }

// Has reports whether the graph has a variable of that name.
func (g *Graph) Has(name string) bool { _, ok := g.index[name]; return ok }

// Latent reports whether the text marks the variable as not observed.
func (g *Graph) Latent(name string) bool { v, ok := g.index[name]; return ok && g.latent[v] }

// Exposures returns the variables marked [exposure].
func (g *Graph) Exposures() []string { return g.namesOf(g.exposures) }

// Outcomes returns the variables marked [outcome].
func (g *Graph) Outcomes() []string { return g.namesOf(g.outcomes) }

// Adjusted returns the variables marked [adjusted]: those that are in every
// adjustment set, because the data are adjusted for them already.
func (g *Graph) Adjusted() []string { return g.namesOf(g.adjusted) }

// Parents returns the direct causes of a variable, other than by <->.
func (g *Graph) Parents(name string) []string {
	v, ok := g.index[name]
	if !ok {
		return nil
	}
	return g.namesOf(slices.DeleteFunc(slices.Clone(g.parents[v]), g.nameless))
}

// String returns the graph as text that [ParseGraph] reads: one arrow a statement,
// and the variables without one.
func (g *Graph) String() string {
	var s []string
	touched := make(nodeSet, len(g.names))
	for v := range g.names {
		if g.nameless(v) {
			s = append(s, g.name(v))
		}
		for _, c := range g.children[v] {
			touched[v], touched[c] = true, true
			if !g.nameless(v) {
				s = append(s, g.name(v)+" -> "+g.name(c))
			}
		}
	}
	marks := []struct {
		word string
		at   []int
	}{{"latent", g.latent.list()}, {"exposure", g.exposures}, {"outcome", g.outcomes}, {"adjusted", g.adjusted}, {"selected", g.selected}}
	for v := range len(g.index) {
		var words []string
		for _, m := range marks {
			if slices.Contains(m.at, v) {
				words = append(words, m.word)
			}
		}
		switch {
		case len(words) > 0:
			s = append(s, g.name(v)+" ["+strings.Join(words, ", ")+"]")
		case !touched[v]:
			s = append(s, g.name(v))
		}
	}
	return strings.Join(s, "; ")
}

// nameless reports whether v is what stands behind a <->.
func (g *Graph) nameless(v int) bool { return v >= len(g.index) }

// name returns the name of v as text has it: quoted where it must be.
func (g *Graph) name(v int) string {
	if !g.nameless(v) {
		return quoteName(g.names[v])
	}
	return g.name(g.children[v][0]) + " <-> " + g.name(g.children[v][1])
}

// quoteName returns name in quotes if it would not be read as one name without.
func quoteName(name string) string {
	for i, r := range name {
		last := i+len(string(r)) == len(name)
		if !isNameRune(r) || r == '-' && (i == 0 || last) {
			return inQuotes(name)
		}
	}
	switch strings.ToLower(name) {
	case "", "dag", "graph", "digraph", "subgraph", "strict", "node", "edge":
		return inQuotes(name)
	}
	return name
}

// inQuotes quotes as graphLexer reads it: strconv.Quote would escape more.
func inQuotes(name string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}

func isNameRune(r rune) bool {
	return r == '_' || r == '.' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func (g *Graph) namesOf(vs []int) []string {
	names := make([]string, len(vs))
	for i, v := range vs {
		names[i] = g.names[v]
	}
	return names
}

// find returns the number of a variable; the error suggests the nearest name.
func (g *Graph) find(name string) (int, error) {
	if v, ok := g.index[name]; ok {
		return v, nil
	}
	if near, ok := suggest.Nearest(name, g.names[:len(g.index)]); ok {
		return 0, fmt.Errorf("the graph has no variable %s: did you mean %s?", quoteName(name), quoteName(near))
	}
	return 0, fmt.Errorf("the graph has no variable %s: it has %s", quoteName(name), shortList(g.Variables()))
}

// findAll returns the numbers of several variables as a set.
func (g *Graph) findAll(names []string) (nodeSet, error) {
	s := make(nodeSet, len(g.names))
	for _, name := range names {
		v, err := g.find(name)
		if err != nil {
			return nil, err
		}
		s[v] = true
	}
	return s, nil
}

// shortList joins names, the first eight of them if they are many.
func shortList(names []string) string {
	if len(names) > 9 {
		return strings.Join(names[:8], ", ") + fmt.Sprintf(", … (%d in all)", len(names))
	}
	return strings.Join(names, ", ")
}

// sort finds the topological order; where there is none, the error wraps ErrCycle
// and names the cycle, whose nodes it returns.
func (g *Graph) sort() (cycle []int, err error) {
	d := simple.NewDirectedGraph()
	for v := range g.names {
		d.AddNode(simple.Node(v))
	}
	for v, children := range g.children {
		for _, c := range children {
			if c == v {
				return []int{v}, fmt.Errorf("%s -> %s: %w", g.name(v), g.name(v), ErrCycle)
			}
			d.SetEdge(d.NewEdge(simple.Node(v), simple.Node(c)))
		}
	}
	byNumber := func(nodes []graph.Node) {
		slices.SortFunc(nodes, func(a, b graph.Node) int { return int(a.ID() - b.ID()) })
	}
	sorted, err := topo.SortStabilized(d, byNumber)
	if knots := (topo.Unorderable)(nil); errors.As(err, &knots) {
		cycle = g.cycleIn(knots)
		text := g.name(cycle[0])
		for i := range cycle {
			text += " -> " + g.name(cycle[(i+1)%len(cycle)])
		}
		return cycle, fmt.Errorf("%s is a cycle: %w", text, ErrCycle)
	} else if err != nil {
		return nil, err
	}
	for _, n := range sorted {
		g.order = append(g.order, int(n.ID()))
	}
	return nil, nil
}

// cycleIn returns a shortest cycle through the first variable, in the order of the
// text, that is part of one.
func (g *Graph) cycleIn(knots [][]graph.Node) []int {
	first := len(g.names)
	for _, knot := range knots {
		for _, n := range knot {
			first = min(first, int(n.ID()))
		}
	}
	from := make(map[int]int)
	for queue := []int{first}; ; queue = queue[1:] {
		v := queue[0]
		for _, c := range g.children[v] {
			if c == first {
				cycle := []int{v}
				for v != first {
					v = from[v]
					cycle = append(cycle, v)
				}
				slices.Reverse(cycle)
				return cycle
			}
			if _, seen := from[c]; !seen {
				from[c] = v
				queue = append(queue, c)
			}
		}
	}
}

package causal

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Network is a graph with the probabilities of each variable given its parents:
// a discrete Bayesian network whose arrows are causal. [NewNetwork] makes one of
// known probabilities; a [Fit] learns them. It is safe for concurrent use.
type Network struct {
	g      *Graph
	vars   []Variable // by the graph's numbers
	tables []factor   // p(v | parents of v)
}

// errImpossible is what bound.values returns where the evidence has probability 0.
var errImpossible = errors.New("the evidence has probability 0")

// NewNetwork returns the network of a graph and p(variable | parents), for each
// variable a table of len(levels) numbers for each combination of its parents'
// levels: parents in the order of [Graph.Parents], the last the fastest, then the
// variable's own levels. It fails if a variable lacks levels or a table, if a
// table has the wrong length or a row does not add up to 1 within 1e-9, or if the
// graph has a <->: a cause must have a name to have a table.
func NewNetwork(g *Graph, variables []Variable, tables map[string][]float64) (*Network, error) {
	n := &Network{g: g, vars: make([]Variable, len(g.names)), tables: make([]factor, len(g.names))}
	if len(g.names) > len(g.index) {
		return nil, fmt.Errorf("%s: give the common cause a name and a table", g.name(len(g.index)))
	}
	for _, v := range variables {
		at, err := g.find(v.Name)
		if err != nil {
			return nil, err
		}
		n.vars[at] = v
	}
	for v, name := range g.names {
		if len(n.vars[v].Levels) == 0 {
			return nil, fmt.Errorf("%s has no levels", g.name(v))
		}
		family := append(slices.Clone(g.parents[v]), v)
		f := factor{vars: family, size: make([]int, len(family))}
		for i, u := range family {
			f.size[i] = len(n.vars[u].Levels)
		}
		if err := checkCells(f.size); err != nil {
			return nil, fmt.Errorf("the table of %s given its parents: %w", g.name(v), err)
		}
		f.p = tables[name]
		if len(f.p) != cells(f.size) {
			return nil, fmt.Errorf("the table of %s has %d numbers, want %d", g.name(v), len(f.p), cells(f.size))
		}
		k := len(n.vars[v].Levels)
		for row := 0; row < len(f.p); row += k {
			sum := 0.0
			for _, p := range f.p[row : row+k] {
				if !(p >= 0) {
					return nil, fmt.Errorf("the table of %s holds %v, want a probability", g.name(v), p)
				}
				sum += p
			}
			if !(math.Abs(sum-1) <= 1e-9) {
				return nil, fmt.Errorf("row %d of the table of %s adds up to %v, want 1", row/k+1, g.name(v), sum)
			}
		}
		f.vars = []int{}
		for i := range family {
			f.vars = append(f.vars, i)
		}
		n.tables[v] = f.relabel(family)
	}
	return n, nil
}

// Query answers q exactly. do(x=1) cuts the arrows into x and puts x at 1, in all
// else the network stays as it is (Pearl 2009, §3.2.3); then evidence, which is
// what is seen after the intervention, conditions. It fails with a [*QueryError] if
// q names what is not there, and with [ErrTooLarge] rather than fill the memory.
//
// Method: what neither is asked for or seen nor leads there is left out; the rest
// is variable elimination.
func (n *Network) Query(q Query) (Answer, error) {
	b, err := q.bind(n.g, n.vars)
	if err != nil {
		return Answer{}, err
	}
	a := b.shape(q, n.vars)
	a.Method = "exact, in the network without the arrows into what is set"
	p, err := b.mutilate(n.g, n.table)
	if err != nil {
		return Answer{}, q.explain(err)
	}
	for i := range p {
		a.Cells[i].P = p[i]
	}
	if q.Minus == nil {
		return a, nil
	}
	m, err := n.Query(*q.Minus)
	if err != nil {
		return Answer{}, err
	}
	for i := range p {
		a.Cells[i].P -= m.Cells[i].P
	}
	return a, nil
}

func (n *Network) table(v int) (factor, error) { return n.tables[v], nil }

// explain turns errImpossible into a sentence about q.
func (q Query) explain(err error) error {
	if !errors.Is(err, errImpossible) {
		return err
	}
	seen := Query{Of: q.Given, Do: q.Do}
	at := 0
	if len(q.Given) > 0 {
		at = q.Given[0].column
	}
	return &QueryError{Column: at, Msg: fmt.Sprintf("%v is 0: nothing can be conditioned on it", seen)}
}

// relevant returns what b is about in the graph without arrows into what is set:
// the variables asked for or given, and their ancestors there.
func (b bound) relevant(g *Graph) nodeSet {
	set := make(nodeSet, len(g.names))
	for _, l := range b.do {
		set[l.v] = true
	}
	ends := make(nodeSet, len(g.names))
	for _, l := range append(slices.Clone(b.of), b.given...) {
		ends[l.v] = true
	}
	return g.cut(func(_, to int) bool { return set[to] }).ancestors(ends)
}

// mutilate computes the cells of b from the tables p(v | parents).
func (b bound) mutilate(g *Graph, table func(v int) (factor, error)) ([]float64, error) {
	set := map[int]bool{}
	for _, l := range b.do {
		set[l.v] = true
	}
	var factors []factor
	for _, v := range b.relevant(g).list() {
		if set[v] {
			continue
		}
		f, err := table(v)
		if err != nil {
			return nil, err
		}
		for _, l := range append(slices.Clone(b.do), b.given...) {
			f = f.at(l.v, l.at)
		}
		factors = append(factors, f)
	}
	keep := make(nodeSet, len(g.names))
	for _, l := range b.of {
		keep[l.v] = true
	}
	joint, err := eliminate(factors, keep)
	if err != nil {
		return nil, err
	}
	return b.values(joint)
}

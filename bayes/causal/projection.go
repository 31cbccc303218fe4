package causal

import "slices"

// A projection is what a graph says about some of its variables, those in: arrows
// between them, and two-headed ones between any two that share a cause outside
// (the latent projection, Verma & Pearl 1990). Numbers are the graph's.
type projection struct {
	digraph
	in    nodeSet
	both  [][]int // the other ends of two-headed arrows
	order []int   // of those in, causes first
}

// project returns the latent projection onto what is not hidden.
func (g *Graph) project(hidden nodeSet) projection {
	n := len(g.names)
	p := projection{digraph: digraph{make([][]int, n), make([][]int, n)}, in: make(nodeSet, n), both: make([][]int, n)}
	for v := range n {
		p.in[v] = !hidden[v]
	}
	for _, v := range g.order {
		if p.in[v] {
			p.order = append(p.order, v)
		}
	}
	for v := range n {
		reached := g.through(v, hidden)
		for i, w := range reached {
			if p.in[v] {
				p.children[v] = append(p.children[v], w)
				p.parents[w] = append(p.parents[w], v)
				continue
			}
			for _, u := range reached[:i] {
				if !slices.Contains(p.both[u], w) {
					p.both[u] = append(p.both[u], w)
					p.both[w] = append(p.both[w], u)
				}
			}
		}
	}
	return p
}

// through returns the variables not hidden to which v leads by way of hidden ones.
func (g *Graph) through(v int, hidden nodeSet) []int {
	reached := make(nodeSet, len(g.names))
	for stack := []int{v}; len(stack) > 0; {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, c := range g.children[v] {
			if !reached[c] {
				reached[c] = true
				if hidden[c] {
					stack = append(stack, c)
				}
			}
		}
	}
	return reached.without(hidden).list()
}

// restrict returns the part of p that is in s.
func (p projection) restrict(s nodeSet) projection {
	in := p.in.intersect(s)
	q := projection{in: in, both: make([][]int, len(in))}
	q.digraph = p.cut(func(from, to int) bool { return !in[from] || !in[to] })
	for v, others := range p.both {
		for _, w := range others {
			if in[v] && in[w] {
				q.both[v] = append(q.both[v], w)
			}
		}
	}
	for _, v := range p.order {
		if in[v] {
			q.order = append(q.order, v)
		}
	}
	return q
}

// districts returns the groups of variables that two-headed arrows hold together
// (c-components), in the order of their first members.
func (p projection) districts() (groups []nodeSet) {
	done := make(nodeSet, len(p.in))
	for _, v := range p.in.list() {
		if done[v] {
			continue
		}
		d := spread(p.both, setOf(len(p.in), v))
		groups, done = append(groups, d), done.union(d)
	}
	return groups
}

// blanket returns what of the variables before v in the order tells about v: with
// it known, those left are independent of v (Tian & Pearl 2002). It is v's parents
// where v shares no hidden cause.
func (p projection) blanket(v int) nodeSet {
	before := make(nodeSet, len(p.in))
	for _, u := range p.order {
		before[u] = true
		if u == v {
			break
		}
	}
	q := p.restrict(before)
	d := spread(q.both, setOf(len(p.in), v))
	for _, u := range d.list() {
		for _, w := range q.parents[u] {
			d[w] = true
		}
	}
	d[v] = false
	return d
}

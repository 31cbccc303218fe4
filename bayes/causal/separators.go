package causal

// minimalSeparators returns sets z that separate x from y in the graph, hold all of
// must, nothing else that is not in may, and no smaller such set. At most limit are
// returned, in no order; more reports that there are others.
//
// Method: sets that hold must and are minimal lie among the ancestors of x, y and
// must, where d-separation is separation in the moral graph (van der Zander,
// Liśkiewicz & Textor 2019, doi:10.1016/j.artint.2018.12.006); if all of these that
// may be chosen together do not separate, nothing does. It is left to list the
// minimal vertex separators of an undirected graph: from the one nearest to x, each
// is pushed on past one of its members (Shen & Liang 1997,
// doi:10.1016/S0304-3975(97)83809-2).
func (d digraph) minimalSeparators(x, y int, must, may nodeSet, limit int) (sets []nodeSet, more bool) {
	n := len(d.parents)
	about := d.ancestors(setOf(n, x, y).union(must))
	if d.openPath(setOf(n, x), setOf(n, y), about.intersect(may).union(must), true) != nil {
		return nil, false
	}
	m := d.moral(about, must, may)
	found := map[string]bool{}
	add := func(near []int) { // from what near reaches without a choice to the separator next to it
		side := m.reach(near, m.choices)
		if side[y] {
			return
		}
		s := m.border(m.reach([]int{y}, m.border(side)))
		if key := string(s.bytes()); !found[key] {
			found[key] = true
			sets = append(sets, s)
		}
	}
	add([]int{x})
	for i := 0; i < len(sets) && !more; i++ {
		near := m.reach([]int{x}, sets[i]).list()
		for _, v := range sets[i].list() {
			if add(append(near, v)); len(sets) > limit {
				sets, more = sets[:limit], true
				break
			}
		}
	}
	for i, s := range sets {
		sets[i] = s.union(must)
	}
	return sets, more
}

// bytes returns s as what can be a key.
func (s nodeSet) bytes() []byte {
	b := make([]byte, (len(s)+7)/8)
	for v, in := range s {
		if in {
			b[v/8] |= 1 << (v % 8)
		}
	}
	return b
}

// A moralGraph is undirected: arrows without their heads, and parents of a common
// child joined. What is known is not part of it.
type moralGraph struct {
	next    [][]int
	choices nodeSet // what may separate; the rest can only be passed through
}

// moral returns the moral graph of the part of d in which the given nodes are, less
// what is known.
func (d digraph) moral(in, known, choices nodeSet) moralGraph {
	m := moralGraph{make([][]int, len(in)), choices}
	joined := map[[2]int]bool{}
	join := func(a, b int) {
		if a > b {
			a, b = b, a
		}
		if !known[a] && !known[b] && !joined[[2]int{a, b}] {
			joined[[2]int{a, b}] = true
			m.next[a], m.next[b] = append(m.next[a], b), append(m.next[b], a)
		}
	}
	for _, v := range in.list() {
		for i, p := range d.parents[v] {
			join(p, v)
			for _, q := range d.parents[v][:i] {
				join(p, q)
			}
		}
	}
	return m
}

// reach returns from and what can be reached from it without entering wall.
func (m moralGraph) reach(from []int, wall nodeSet) nodeSet {
	c := setOf(len(m.next), from...)
	for stack := append([]int(nil), from...); len(stack) > 0; {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, w := range m.next[v] {
			if !c[w] && !wall[w] {
				c[w] = true
				stack = append(stack, w)
			}
		}
	}
	return c
}

// border returns the neighbours of s that are not in it.
func (m moralGraph) border(s nodeSet) nodeSet {
	b := make(nodeSet, len(s))
	for v, in := range s {
		if !in {
			continue
		}
		for _, w := range m.next[v] {
			b[w] = b[w] || !s[w]
		}
	}
	return b
}

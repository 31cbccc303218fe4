package causal

import "slices"

// minimalSeparators returns sets z that separate x from y in the graph, hold all of
// must, nothing that is not in may, and no smaller such set. At most limit are
// returned, in no order; more reports that there are others.
//
// Method: sets that hold must and are minimal lie among the ancestors of x, y and
// must, where d-separation is separation in the moral graph (van der Zander,
// Liśkiewicz & Textor 2019, doi:10.1016/j.artint.2018.12.006). There must is taken
// out, what may not be chosen is taken for passable: its neighbours become
// neighbours. What is left is to list the minimal vertex separators of an
// undirected graph: from the one nearest to x, each is pushed on past one of its
// members (Shen & Liang 1997, doi:10.1016/S0304-3975(97)83809-2).
func (d digraph) minimalSeparators(x, y int, must, may nodeSet, limit int) (sets []nodeSet, more bool) {
	n := len(d.parents)
	u := d.moral(d.ancestors(setOf(n, x, y).union(must)))
	for v := range n {
		switch {
		case v == x || v == y:
		case must[v]:
			u.remove(v, false)
		case !may[v]:
			u.remove(v, true)
		}
	}
	if u[x][y] {
		return nil, false
	}
	found := map[string]bool{}
	add := func(side nodeSet) { // side holds x; what borders on it towards y separates
		border := u.border(side)
		s := u.border(u.component(y, border))
		key := string(s.bytes())
		if !found[key] {
			found[key] = true
			sets = append(sets, s)
		}
	}
	add(setOf(n, x))
	for i := 0; i < len(sets) && !more; i++ {
		near := u.component(x, sets[i])
		for _, v := range sets[i].list() {
			if u[v][y] {
				continue
			}
			near[v] = true
			add(near)
			near[v] = false
			if len(sets) > limit {
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

// undirected holds the neighbours of each node; nil of one that is not in the graph.
type undirected []map[int]bool

// moral returns the moral graph of the part of d in which the given ancestors are:
// arrows without their heads, and parents of a common child joined.
func (d digraph) moral(in nodeSet) undirected {
	u := make(undirected, len(in))
	for _, v := range in.list() {
		u[v] = map[int]bool{}
	}
	for _, v := range in.list() {
		for i, p := range d.parents[v] {
			u.join(p, v)
			for _, q := range d.parents[v][:i] {
				u.join(p, q)
			}
		}
	}
	return u
}

func (u undirected) join(a, b int) { u[a][b], u[b][a] = true, true }

// remove takes v out; bridged, its neighbours become neighbours of each other.
func (u undirected) remove(v int, bridged bool) {
	if u[v] == nil {
		return
	}
	around := make([]int, 0, len(u[v]))
	for w := range u[v] {
		delete(u[w], v)
		around = append(around, w)
	}
	u[v] = nil
	if !bridged {
		return
	}
	slices.Sort(around)
	for i, a := range around {
		for _, b := range around[:i] {
			u.join(a, b)
		}
	}
}

// component returns what can be reached from v without entering wall.
func (u undirected) component(v int, wall nodeSet) nodeSet {
	c := setOf(len(u), v)
	for stack := []int{v}; len(stack) > 0; {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for w := range u[v] {
			if !c[w] && !wall[w] {
				c[w] = true
				stack = append(stack, w)
			}
		}
	}
	return c
}

// border returns the neighbours of s that are not in it.
func (u undirected) border(s nodeSet) nodeSet {
	b := make(nodeSet, len(s))
	for _, v := range s.list() {
		for w := range u[v] {
			b[w] = b[w] || !s[w]
		}
	}
	return b
}

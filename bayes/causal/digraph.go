package causal

// A nodeSet says of each node of a graph whether it is a member.
type nodeSet []bool

func setOf(n int, nodes ...int) nodeSet {
	s := make(nodeSet, n)
	for _, v := range nodes {
		s[v] = true
	}
	return s
}

// list returns the members in order.
func (s nodeSet) list() (nodes []int) {
	for v, in := range s {
		if in {
			nodes = append(nodes, v)
		}
	}
	return nodes
}

func (s nodeSet) empty() bool {
	for _, in := range s {
		if in {
			return false
		}
	}
	return true
}

// combine returns the set of nodes v for which f(s[v], t[v]).
func (s nodeSet) combine(t nodeSet, f func(a, b bool) bool) nodeSet {
	u := make(nodeSet, len(s))
	for v := range s {
		u[v] = f(s[v], t[v])
	}
	return u
}

func (s nodeSet) union(t nodeSet) nodeSet {
	return s.combine(t, func(a, b bool) bool { return a || b })
}
func (s nodeSet) without(t nodeSet) nodeSet {
	return s.combine(t, func(a, b bool) bool { return a && !b })
}
func (s nodeSet) intersect(t nodeSet) nodeSet {
	return s.combine(t, func(a, b bool) bool { return a && b })
}

func (s nodeSet) equal(t nodeSet) bool {
	for v := range s {
		if s[v] != t[v] {
			return false
		}
	}
	return true
}

// A digraph is arrows between nodes that are numbered from 0, seen from both ends.
type digraph struct{ parents, children [][]int }

// cut returns the graph without the arrows that drop names.
func (d digraph) cut(drop func(from, to int) bool) digraph {
	e := digraph{make([][]int, len(d.parents)), make([][]int, len(d.parents))}
	for v, children := range d.children {
		for _, c := range children {
			if !drop(v, c) {
				e.children[v] = append(e.children[v], c)
			}
		}
	}
	for v, parents := range d.parents {
		for _, p := range parents {
			if !drop(p, v) {
				e.parents[v] = append(e.parents[v], p)
			}
		}
	}
	return e
}

// ancestors returns the nodes from which directed paths lead into s, and s itself.
func (d digraph) ancestors(s nodeSet) nodeSet { return spread(d.parents, s) }

// descendants returns the nodes to which directed paths lead from s, and s itself.
func (d digraph) descendants(s nodeSet) nodeSet { return spread(d.children, s) }

func spread(next [][]int, s nodeSet) nodeSet {
	reached := append(nodeSet(nil), s...)
	for stack := s.list(); len(stack) > 0; {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, w := range next[v] {
			if !reached[w] {
				reached[w] = true
				stack = append(stack, w)
			}
		}
	}
	return reached
}

// directedPath returns a shortest directed path from a node of one set to a node
// of another whose inner nodes allowed permits (nil: all); nil if there is none.
func (d digraph) directedPath(from, to, allowed nodeSet) []int {
	before := make([]int, len(d.parents))
	for v := range before {
		before[v] = -1
	}
	queue := from.list()
	for _, v := range queue {
		before[v] = v
		if to[v] {
			return []int{v}
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		for _, c := range d.children[v] {
			if before[c] >= 0 || !to[c] && allowed != nil && !allowed[c] {
				continue
			}
			before[c] = v
			if to[c] {
				return trace(before, c)
			}
			queue = append(queue, c)
		}
	}
	return nil
}

// trace follows before from v back to a node that is before itself.
func trace(before []int, v int) (path []int) {
	for ; before[v] != v; v = before[v] {
		path = append(path, v)
	}
	path = append(path, v)
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

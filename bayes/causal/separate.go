package causal

import (
	"fmt"
	"strings"
)

// Separated reports whether z d-separates x from y: whether every path between one
// of x and one of y is blocked, by a member of z on it at which no two arrows meet,
// or by a collider -> c <- of which neither it nor a descendant is in z. Then x and
// y are independent given z in every distribution that the graph admits. It fails
// if a name is unknown, or in two of the three lists.
//
// Method: reachability with two states a variable, linear in the graph (Shachter
// 1998, "Bayes-ball"; Koller & Friedman 2009, algorithm 3.1).
func (g *Graph) Separated(x, y, z []string) (bool, error) {
	path, err := g.OpenPath(x, y, z)
	return path == "" && err == nil, err
}

// OpenPath returns a shortest path that is open between one of x and one of y given
// z, such as "x <- z -> y", or "" if z d-separates them. It fails as [Separated] does.
func (g *Graph) OpenPath(x, y, z []string) (string, error) {
	var sets [3]nodeSet
	for i, names := range [][]string{x, y, z} {
		s, err := g.findAll(names)
		if err != nil {
			return "", err
		}
		for j := range i {
			if both := s.intersect(sets[j]).list(); len(both) > 0 {
				return "", fmt.Errorf("%s is named twice: the sets must have nothing in common", g.name(both[0]))
			}
		}
		sets[i] = s
	}
	return g.pathText(g.openPath(sets[0], sets[1], sets[2], true)), nil
}

// openPath returns a shortest path that is open between from and to given z, one
// without colliders unless they are allowed; nil if there is none.
//
// It searches walks: a collider passes if it is an ancestor of z. A shortest open
// walk visits no node twice, since what lies between two visits can be left out:
// the node, if that makes it a collider, was one before or has one below it in the
// part left out, and so is an ancestor of z.
func (d digraph) openPath(from, to, z nodeSet, colliders bool) []int {
	n := len(d.parents)
	passes := d.ancestors(z)
	const up, down = 0, 1 // how the walk came: from a child against the arrow, or along one
	before := make([]int, 2*n)
	for i := range before {
		before[i] = -1
	}
	var queue []int
	for _, v := range from.list() {
		if !z[v] {
			before[2*v+up] = 2*v + up
			queue = append(queue, 2*v+up)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		state := queue[0]
		v, dir := state/2, state%2
		if to[v] && !z[v] {
			states := trace(before, state)
			path := make([]int, len(states))
			for i, s := range states {
				path[i] = s / 2
			}
			return path
		}
		visit := func(w, dir int) {
			if before[2*w+dir] < 0 {
				before[2*w+dir] = state
				queue = append(queue, 2*w+dir)
			}
		}
		if !z[v] {
			for _, c := range d.children[v] {
				visit(c, down)
			}
		}
		if dir == up && !z[v] || dir == down && colliders && passes[v] {
			for _, p := range d.parents[v] {
				visit(p, up)
			}
		}
	}
	return nil
}

// collidersOn returns the inner nodes of a path at which two arrows meet.
func (g *Graph) collidersOn(path []int) (colliders []int) {
	for i := 1; i+1 < len(path); i++ {
		if g.hasArrow(path[i-1], path[i]) && g.hasArrow(path[i+1], path[i]) {
			colliders = append(colliders, path[i])
		}
	}
	return colliders
}

func (g *Graph) hasArrow(from, to int) bool {
	for _, c := range g.children[from] {
		if c == to {
			return true
		}
	}
	return false
}

// pathText writes a path with its arrows: "x <- z -> y".
func (g *Graph) pathText(path []int) string {
	var b strings.Builder
	for i, v := range path {
		switch {
		case g.nameless(v):
			b.WriteString(" <-> ")
			continue
		case i == 0 || g.nameless(path[i-1]):
		case g.hasArrow(path[i-1], v):
			b.WriteString(" -> ")
		default:
			b.WriteString(" <- ")
		}
		b.WriteString(g.name(v))
	}
	return b.String()
}

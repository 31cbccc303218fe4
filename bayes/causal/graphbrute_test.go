package causal

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomGraph returns a graph of n variables a, b, … with about so many arrows for
// each, and some two-headed ones, their order shuffled.
func randomGraph(rng *rand.Rand, n int, density, both float64) *Graph {
	names := strings.Split("abcdefghijkl", "")[:n]
	order := rng.Perm(n)
	var s []string
	for i := range n {
		s = append(s, names[i])
	}
	for i := range n {
		for j := range i {
			if rng.Float64() < density {
				s = append(s, names[order[j]]+" -> "+names[order[i]])
			}
			if rng.Float64() < both {
				s = append(s, names[order[j]]+" <-> "+names[order[i]])
			}
		}
	}
	g, err := ParseGraph(strings.Join(s, ";"))
	if err != nil {
		panic(err)
	}
	return g
}

// acyclicWith returns those arrows of g that make no cycle with the text's.
func (g *Graph) acyclicWith(text string) string {
	for _, arrow := range strings.Split(g.String(), ";") {
		if _, err := ParseGraph(text + ";" + arrow); err == nil {
			text += ";" + arrow
		}
	}
	return text
}

// everyPath calls f with every path between x and y that visits no node twice.
func (g *Graph) everyPath(x, y int, f func(path []int)) {
	path := []int{x}
	var walk func(v int)
	walk = func(v int) {
		if v == y {
			f(path)
			return
		}
		for _, w := range append(slices.Clone(g.parents[v]), g.children[v]...) {
			if slices.Contains(path, w) {
				continue
			}
			path = append(path, w)
			walk(w)
			path = path[:len(path)-1]
		}
	}
	walk(x)
}

// blocked applies the definition of d-separation to one path.
func (g *Graph) blocked(path []int, z nodeSet) bool {
	for i := 1; i+1 < len(path); i++ {
		into := g.hasArrow(path[i-1], path[i]) && g.hasArrow(path[i+1], path[i])
		opened := false
		for _, d := range g.below(path[i]) {
			opened = opened || z[d]
		}
		if into && !opened || !into && z[path[i]] {
			return true
		}
	}
	return false
}

// below returns v and what descends from it, by recursion.
func (g *Graph) below(v int) []int {
	out := []int{v}
	for _, c := range g.children[v] {
		out = append(out, g.below(c)...)
	}
	return out
}

func (g *Graph) directed(path []int) bool {
	for i := 1; i < len(path); i++ {
		if !g.hasArrow(path[i-1], path[i]) {
			return false
		}
	}
	return true
}

// bruteValid applies the adjustment criterion as Shpitser, VanderWeele & Robins state
// it, path by path: no member of z descends from a node other than x on a directed
// path from x to y, and z blocks every other path.
func (g *Graph) bruteValid(x, y int, z nodeSet) bool {
	valid := true
	g.everyPath(x, y, func(path []int) {
		if !g.directed(path) {
			valid = valid && g.blocked(path, z)
			return
		}
		for _, v := range path[1:] {
			for _, d := range g.below(v) {
				valid = valid && !z[d]
			}
		}
	})
	return valid
}

// subsets calls f with every subset of nodes.
func subsets(n int, nodes []int, f func(z nodeSet)) {
	for bits := range 1 << len(nodes) {
		z := make(nodeSet, n)
		for i, v := range nodes {
			z[v] = bits>>i&1 == 1
		}
		f(z)
	}
}

// others returns the named variables other than x and y.
func (g *Graph) others(xs ...int) (nodes []int) {
	for v := range len(g.index) {
		if !slices.Contains(xs, v) {
			nodes = append(nodes, v)
		}
	}
	return nodes
}

func TestSeparatedBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	open := 0
	for range 300 {
		g := randomGraph(rng, 3+rng.IntN(4), 0.1+0.5*rng.Float64(), 0.1)
		n := len(g.names)
		x, y := 0, 1
		subsets(n, g.others(x, y), func(z nodeSet) {
			brute := ""
			g.everyPath(x, y, func(path []int) {
				if !g.blocked(path, z) && (brute == "" || len(path) < strings.Count(brute, ",")) {
					brute = strings.Repeat(",", len(path))
				}
			})
			path := g.openPath(setOf(n, x), setOf(n, y), z, true)
			if (path == nil) != (brute == "") || path != nil && (len(path) != len(brute) || g.blocked(path, z)) {
				t.Fatalf("%v: a, b given %v: open path %v, brute force %d long", g, g.namesOf(z.list()), path, len(brute))
			}
			for i, v := range path {
				if slices.Contains(path[:i], v) {
					t.Fatalf("%v: %v visits a node twice", g, path)
				}
			}
			if path != nil {
				open++
			}
		})
	}
	if open < 500 {
		t.Errorf("only %d open paths", open)
	}
}

// Validity agrees with the definition for every set; the minimal sets are exactly
// those of which no part will do, whatever is forced or unobserved.
func TestAdjustmentBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	counts := map[string]int{}
	for i := range 500 {
		g := randomGraph(rng, 3+rng.IntN(5), 0.2+0.3*rng.Float64(), 0.04)
		if i%2 == 1 { // long back doors, which can be shut in many places
			g = mustParse(t, randomGraph(rng, 7, 0.1, 0.02).acyclicWith("a <- c -> d -> e -> b; f <- c; f -> g -> b; a -> b"))
		}
		n := len(g.names)
		x, y := g.index["a"], g.index["b"]
		others := g.others(x, y)
		q := Question{Treatment: "a", Outcome: "b", Limit: 1 << 20}
		role := make([]int, n) // 1 forced, 2 unobserved
		for _, v := range others {
			switch rng.IntN(6) {
			case 0:
				q.Forced, role[v] = append(q.Forced, g.names[v]), 1
			case 1:
				q.Unobserved, role[v] = append(q.Unobserved, g.names[v]), 2
			}
		}
		var valid []nodeSet
		subsets(n, others, func(z nodeSet) {
			ok := g.bruteValid(x, y, z)
			a, err := g.Adjustment("a", "b", g.namesOf(z.list())...)
			if err != nil || a.Valid != ok {
				t.Fatalf("%v: adjusting for %v: %v (%s), brute force %v", g, g.namesOf(z.list()), a.Valid, a.Why, ok)
			}
			if !ok {
				counts[string(a.Fault)]++
			}
			for v, r := range role {
				if r == 1 && !z[v] || r == 2 && z[v] {
					return
				}
			}
			if ok {
				valid = append(valid, z)
			}
		})
		var want []string
		for _, z := range valid {
			minimal := true
			for _, w := range valid {
				minimal = minimal && (w.equal(z) || !w.without(z).empty())
			}
			if minimal {
				want = append(want, fmt.Sprint(g.namesOf(z.list())))
			}
		}
		sets, err := g.AdjustmentSets(q)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, len(sets.Minimal))
		for i, s := range sets.Minimal {
			got[i] = fmt.Sprint(s)
		}
		counts[fmt.Sprintf("%d sets", min(len(got), 3))]++
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || sets.More || (sets.Why == "") != (len(want) > 0) {
			t.Fatalf("%v, %+v: sets %v, brute force %v, why %q", g, q, got, want, sets.Why)
		}
	}
	for _, k := range []string{"0 sets", "1 sets", "2 sets", "3 sets", string(Mediator), string(MediatorDescendant), string(OutcomeDescendant),
		string(Collider), string(MBias), string(OpenPath), string(UnobservedConfounding), string(TreatmentDescendant)} {
		if counts[k] == 0 {
			t.Errorf("no case of %s: %v", k, counts)
		}
	}
}

// The sets for a direct effect are those that block every other path and hold no
// descendant of the outcome.
func TestDirectBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range 200 {
		g := randomGraph(rng, 3+rng.IntN(3), 0.5, 0.1)
		n := len(g.names)
		subsets(n, g.others(0, 1), func(z nodeSet) {
			ok := true
			g.everyPath(0, 1, func(path []int) {
				if len(path) > 2 || !g.directed(path) {
					ok = ok && g.blocked(path, z)
				}
			})
			for _, d := range g.below(1) {
				ok = ok && !z[d]
			}
			a, err := g.Judge(Question{Treatment: "a", Outcome: "b", Direct: true}, g.namesOf(z.list())...)
			if err != nil || a.Valid != ok {
				t.Fatalf("%v: %v: %v (%s), brute force %v", g, g.namesOf(z.list()), a.Valid, a.Why, ok)
			}
		})
	}
}

// Many sets are cut, and said to be.
func TestSetsLimit(t *testing.T) {
	var s []string
	for i := range 8 { // x <- ai -> bi -> y: 2⁸ minimal sets
		s = append(s, fmt.Sprintf("x <- a%d -> b%d -> y", i, i))
	}
	g := mustParse(t, strings.Join(s, ";"))
	for _, c := range []struct {
		limit, want int
		more        bool
	}{{0, 100, true}, {255, 255, true}, {256, 256, false}, {1, 1, true}} {
		sets, err := g.AdjustmentSets(Question{Treatment: "x", Outcome: "y", Limit: c.limit})
		if err != nil || len(sets.Minimal) != c.want || sets.More != c.more {
			t.Errorf("limit %d: %d sets, more %v, %v; want %d, %v", c.limit, len(sets.Minimal), sets.More, err, c.want, c.more)
		}
	}
}

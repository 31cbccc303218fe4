package causal

import (
	"cmp"
	"errors"
	"slices"
)

// An Identification says by what means data give an effect, if they do.
type Identification struct {
	// Affects reports whether the graph has a directed path from treatment to outcome
	// (for a direct effect: the arrow). Without, the effect is nil by assumption.
	Affects bool

	Sets AdjustmentSets

	// FrontDoors are the minimal sets of observed mediators through which all of the
	// effect goes, and which share no cause with treatment or, given it, with the
	// outcome. Then p(y | do(x)) = ∑ p(m | x) ∑ p(y | x′, m) p(x′) (Pearl 2009, §3.3.2).
	FrontDoors [][]string

	// Instruments move the treatment and the outcome through it alone. They bound the
	// effect; in a linear model they give it, as cov(z, y | given)/cov(z, x | given).
	Instruments []Instrument

	// Identifiable reports whether the effect can be computed from the distribution of
	// what is observed, by these or any other means. Of a direct effect it says no
	// more than whether there are Sets.
	Identifiable bool

	// Hedge says why not; nil if it is identifiable, or a direct effect.
	Hedge *HedgeError
}

// An Instrument is one, given others; [Identification] says what it is good for.
type Instrument struct {
	Variable string
	Given    []string // empty for one that is an instrument as it is
}

// Identify says how an effect can be computed from what is observed. It fails as
// [Graph.AdjustmentSets] does.
func (g *Graph) Identify(e Question) (Identification, error) {
	q, err := g.ask(e)
	if err != nil {
		return Identification{}, err
	}
	id := Identification{Affects: q.affects(), Sets: q.minimalSets()}
	if q.direct {
		id.Identifiable = len(id.Sets.Minimal) > 0
		return id, nil
	}
	id.FrontDoors, id.Instruments = q.frontDoors(), q.instruments()
	shape := g.project(q.unobserved)
	n := len(g.names)
	_, err = (&identifier{names: g.names}).effect(setOf(n, q.y), setOf(n, q.x), factor{}, shape)
	if errors.As(err, &id.Hedge) {
		return id, nil
	}
	id.Identifiable = true
	return id, err
}

// frontDoorsTried bounds how many sets of mediators are looked at.
const frontDoorsTried = 1 << 12

// frontDoors lists the minimal front-door sets, by size.
func (q *inquiry) frontDoors() (found [][]string) {
	g, n := q.g, len(q.g.names)
	x, y := setOf(n, q.x), setOf(n, q.y)
	if !q.mediating[q.y] || q.forced.intersect(q.mediating).list() != nil || g.hasArrow(q.x, q.y) {
		return nil
	}
	candidates := q.mediating.without(y).without(q.unobserved).list()
	noOut := g.cut(func(from, _ int) bool { return from == q.x })
	candidates = slices.DeleteFunc(candidates, func(m int) bool { // condition 2 holds of a set if of each
		return noOut.openPath(x, setOf(n, m), make(nodeSet, n), true) != nil
	})
	var sets []nodeSet
	tried := 0
	eachSubset(candidates, func(members []int) bool {
		if tried++; len(sets) == q.limit || tried > frontDoorsTried {
			return false
		}
		m := setOf(n, members...)
		for _, s := range sets {
			if s.without(m).empty() {
				return true
			}
		}
		rest := make(nodeSet, n)
		for v := range rest {
			rest[v] = !m[v]
		}
		if g.directedPath(x, y, rest) != nil {
			return true
		}
		cut := g.cut(func(from, _ int) bool { return m[from] })
		if cut.openPath(m, y, x, true) == nil {
			sets = append(sets, m)
			found = append(found, g.namesOf(members))
		}
		return true
	})
	return found
}

// eachSubset calls f with the subsets of nodes but the empty one, by size, until it
// returns false.
func eachSubset(nodes []int, f func(members []int) bool) {
	var pick func(from int, chosen []int, k int) bool
	pick = func(from int, chosen []int, k int) bool {
		if k == 0 {
			return f(chosen)
		}
		for i := from; i+k <= len(nodes); i++ {
			if !pick(i+1, append(chosen, nodes[i]), k-1) {
				return false
			}
		}
		return true
	}
	for k := 1; k <= len(nodes); k++ {
		if !pick(0, make([]int, 0, k), k) {
			return
		}
	}
}

// instrumentSets bounds how many sets are looked at for each instrument.
const instrumentSets = 100

// instruments lists the instruments, each with a smallest set that makes it one:
// z must be independent of y given the set once the first arrows of the effect are
// cut, and depend on x (Brito & Pearl 2002; van der Zander, Textor & Liśkiewicz
// 2015: if there is any set, there is one of ancestors).
func (q *inquiry) instruments() (found []Instrument) {
	g, n := q.g, len(q.g.names)
	if !q.mediating[q.y] {
		return nil
	}
	x := setOf(n, q.x)
	below := g.descendants(x)
	for z := range n {
		if q.unobserved[z] || below[z] || z == q.y || q.forced[z] {
			continue
		}
		if len(found) == q.limit {
			break
		}
		may := make(nodeSet, n)
		for v := range may {
			may[v] = !q.forbidden[v] && !q.unobserved[v] && v != q.x && v != q.y && v != z
		}
		if !q.forced.intersect(q.forbidden).empty() {
			continue
		}
		sets, _ := q.backdoor.minimalSeparators(z, q.y, q.forced, may, instrumentSets)
		slices.SortFunc(sets, func(a, b nodeSet) int {
			return cmp.Or(cmp.Compare(len(a.list()), len(b.list())), slices.Compare(a.list(), b.list()))
		})
		for _, w := range sets {
			if g.openPath(setOf(n, z), x, w, true) != nil {
				found = append(found, Instrument{g.names[z], g.namesOf(w.list())})
				break
			}
		}
	}
	return found
}

package causal

import (
	"cmp"
	"slices"
)

// An Independence is one that a graph implies: A and B are independent given Given,
// whatever the probabilities. Data in which they are not speak against the graph.
type Independence struct {
	A, B  string
	Given []string
}

// Independencies lists, for each two observed variables without an arrow between
// them that some observed set separates, a smallest of the first few such sets: at
// most limit, 0 meaning 100; more reports that there are others. Of a graph without
// hidden variables these imply all others.
func (g *Graph) Independencies(limit int) (all []Independence, more bool) {
	if limit == 0 {
		limit = defaultSets
	}
	n := len(g.names)
	none := make(nodeSet, n)
	for a := range n {
		for b := a + 1; b < n; b++ {
			if g.latent[a] || g.latent[b] || g.hasArrow(a, b) || g.hasArrow(b, a) {
				continue
			}
			may := make(nodeSet, n)
			for v := range may {
				may[v] = !g.latent[v] && v != a && v != b
			}
			sets, _ := g.minimalSeparators(a, b, none, may, instrumentSets)
			if len(sets) == 0 {
				continue
			}
			if len(all) == limit {
				return all, true
			}
			least := slices.MinFunc(sets, func(s, t nodeSet) int {
				return cmp.Or(cmp.Compare(len(s.list()), len(t.list())), slices.Compare(s.list(), t.list()))
			})
			all = append(all, Independence{g.names[a], g.names[b], g.namesOf(least.list())})
		}
	}
	return all, false
}

package causal

import (
	"math/rand/v2"
	"testing"
)

// What is listed is separated by a set of which no part will do; what is not, by no
// observed set.
func TestIndependenciesBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	listed, absent := 0, 0
	for range 150 {
		g := randomGraph(rng, 3+rng.IntN(3), 0.2+0.4*rng.Float64(), 0.1)
		if rng.IntN(2) == 0 {
			g = mustParse(t, g.String()+"; a [latent]")
		}
		n := len(g.names)
		all, more := g.Independencies(1000)
		if more {
			t.Fatal("more than 1000")
		}
		given := map[[2]string][]string{}
		for _, i := range all {
			given[[2]string{i.A, i.B}] = i.Given
		}
		for a := range len(g.index) {
			for b := a + 1; b < len(g.index); b++ {
				least := -1
				subsets(n, g.others(a, b), func(z nodeSet) {
					separates := z.intersect(g.latent).empty() && !g.latent[a] && !g.latent[b]
					g.everyPath(a, b, func(path []int) { separates = separates && g.blocked(path, z) })
					if k := len(z.list()); separates && (least < 0 || k < least) {
						least = k
					}
				})
				z, ok := given[[2]string{g.names[a], g.names[b]}]
				if ok != (least >= 0) || ok && len(z) != least {
					t.Fatalf("%v: %s, %s given %v (%v), brute force needs %d", g, g.names[a], g.names[b], z, ok, least)
				}
				if !ok {
					absent++
					continue
				}
				listed++
				if s, err := g.Separated([]string{g.names[a]}, []string{g.names[b]}, z); !s || err != nil {
					t.Fatalf("%v: %s, %s given %v: not separated, %v", g, g.names[a], g.names[b], z, err)
				}
			}
		}
	}
	if listed < 100 || absent < 100 {
		t.Errorf("%d listed, %d not", listed, absent)
	}
	if all, more := mustParse(t, "a; b; c; d").Independencies(5); len(all) != 5 || !more {
		t.Errorf("six independencies, of which 5: %v, %v", all, more)
	}
}

package causal

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomNetwork gives each variable of g two or three levels and random tables; a
// share of the probabilities is 0.
func randomNetwork(rng *rand.Rand, g *Graph, zeros float64) *Network {
	var vars []Variable
	size := map[string]int{}
	for _, name := range g.Variables() {
		size[name] = 2 + rng.IntN(2)
		vars = append(vars, Variable{name, strings.Split("012", "")[:size[name]]})
	}
	tables := map[string][]float64{}
	for _, name := range g.Variables() {
		rows := 1
		for _, p := range g.Parents(name) {
			rows *= size[p]
		}
		for range rows {
			row, sum := make([]float64, size[name]), 0.0
			for i := range row {
				row[i] = rng.ExpFloat64()
				if i > 0 && rng.Float64() < zeros {
					row[i] = 0
				}
				sum += row[i]
			}
			for i := range row {
				row[i] /= sum
			}
			tables[name] = append(tables[name], row...)
		}
	}
	n, err := NewNetwork(g, vars, tables)
	if err != nil {
		panic(err)
	}
	return n
}

// everyState calls f with each combination of levels, by the graph's numbers.
func (n *Network) everyState(f func(state []int)) {
	state := make([]int, len(n.vars))
	var walk func(v int)
	walk = func(v int) {
		if v == len(state) {
			f(state)
			return
		}
		for l := range n.vars[v].Levels {
			state[v] = l
			walk(v + 1)
		}
	}
	walk(0)
}

// prob returns p(v | parents) in a state, read off the table by hand.
func (n *Network) prob(v int, state []int) float64 {
	f := n.tables[v]
	k := 0
	for i, u := range f.vars {
		k = k*f.size[i] + state[u]
	}
	return f.p[k]
}

// brute returns P(of | do, given) by adding up the joint distribution: the truncated
// factorisation. NaN if the evidence has probability 0.
func (n *Network) brute(of, do, given map[int]int) float64 {
	num, den := 0.0, 0.0
	n.everyState(func(state []int) {
		p := 1.0
		for v := range state {
			if level, set := do[v]; !set {
				p *= n.prob(v, state)
			} else if state[v] != level {
				p = 0
			}
		}
		for v, level := range given {
			if state[v] != level {
				return
			}
		}
		den += p
		for v, level := range of {
			if state[v] != level {
				return
			}
		}
		num += p
	})
	return num / den
}

func (n *Network) settings(m map[int]int) (list []Setting) {
	for v := range n.vars {
		if level, ok := m[v]; ok {
			list = append(list, Setting{Variable: n.vars[v].Name, Level: n.vars[v].Levels[level]})
		}
	}
	return list
}

// near reports agreement to so many rounding errors of 1: the sums have at most a
// few thousand terms between 0 and 1, each off by a few parts in 2⁵³.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12 }

// do() with evidence and several interventions, one a parent of another included,
// is what adding up the truncated factorisation gives.
func TestNetworkBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	kinds := map[string]int{}
	for range 250 {
		g := randomGraph(rng, 3+rng.IntN(4), 0.2+0.6*rng.Float64(), 0)
		n := randomNetwork(rng, g, 0.15)
		for range 8 {
			of, do, given := map[int]int{}, map[int]int{}, map[int]int{}
			for i, v := range rng.Perm(len(n.vars)) {
				level := rng.IntN(len(n.vars[v].Levels))
				switch r := rng.IntN(4); {
				case i == 0 || r == 0 && len(of) < 2:
					of[v] = level
				case r == 1:
					do[v] = level
				case r == 2:
					given[v] = level
				}
			}
			want := n.brute(of, do, given)
			a, err := n.Query(Query{Of: n.settings(of), Do: n.settings(do), Given: n.settings(given)})
			if math.IsNaN(want) {
				if e := (*QueryError)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), "is 0: nothing can be conditioned on it") {
					t.Fatalf("%v: impossible evidence %v: %v, %v", g, given, a, err)
				}
				kinds["impossible"]++
				continue
			}
			if err != nil || !near(a.P(), want) {
				t.Fatalf("%v: P(%v | do %v, given %v) = %v, want %v (%v)", g, of, do, given, a, want, err)
			}
			kinds[fmt.Sprintf("do %d given %v", min(len(do), 2), len(given) > 0)]++
			for v := range do {
				for w := range do {
					if g.hasArrow(v, w) {
						kinds["do of a parent and its child"]++
					}
				}
			}
		}
	}
	for _, k := range []string{"impossible", "do 0 given true", "do 1 given false", "do 1 given true", "do 2 given true", "do of a parent and its child"} {
		if kinds[k] < 10 {
			t.Errorf("%d cases of %s: %v", kinds[k], k, kinds)
		}
	}
}

// A whole distribution has its cells in the query's order of variables.
func TestNetworkDistribution(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	g := mustParse(t, "a -> b -> c; a -> c; d -> b")
	n := randomNetwork(rng, g, 0)
	a, err := n.Query(Query{Of: []Setting{{Variable: "c"}, {Variable: "d", Level: "1"}, {Variable: "a"}}, Do: []Setting{{Variable: "b", Level: "1"}}})
	if err != nil || !slices.Equal(a.Variables, []string{"c", "a"}) {
		t.Fatal(a, err)
	}
	for _, c := range a.Cells {
		at := func(v, level string) int { return slices.Index(n.vars[g.index[v]].Levels, level) }
		want := n.brute(map[int]int{g.index["c"]: at("c", c.Levels[0]), g.index["d"]: 1, g.index["a"]: at("a", c.Levels[1])}, map[int]int{g.index["b"]: 1}, nil)
		if !near(c.P, want) {
			t.Errorf("%v: %v, want %v", c.Levels, c.P, want)
		}
	}
}

// adjusted is the adjustment formula: Σ p(y | x, z) p(z), from the joint distribution.
func (n *Network) adjusted(y, yLevel, x, xLevel int, z []int) float64 {
	sum := 0.0
	levels := map[int]int{}
	var walk func(i int)
	walk = func(i int) {
		if i < len(z) {
			for l := range n.vars[z[i]].Levels {
				levels[z[i]] = l
				walk(i + 1)
			}
			return
		}
		given := map[int]int{x: xLevel}
		for v, l := range levels {
			given[v] = l
		}
		sum += n.brute(map[int]int{y: yLevel}, nil, given) * n.brute(levels, nil, nil)
	}
	walk(0)
	return sum
}

// Adjusting by every set that is declared valid gives do(), exactly; by every set that
// is declared invalid it gives something else for random tables. (That it must for
// some tables is what completeness means; that it does for random ones holds but for a
// set of measure 0, here with a distance above rounding.)
func TestAdjustmentIsDo(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	valid, invalid := 0, 0
	for range 120 {
		g := randomGraph(rng, 3+rng.IntN(3), 0.3+0.4*rng.Float64(), 0)
		n := randomNetwork(rng, g, 0)
		x, y := 0, 1
		a, err := n.Query(Query{Of: []Setting{{Variable: "b", Level: "1"}}, Do: []Setting{{Variable: "a", Level: "1"}}})
		if err != nil {
			t.Fatal(err)
		}
		subsets(len(g.names), g.others(x, y), func(z nodeSet) {
			verdict, err := g.Adjustment("a", "b", g.namesOf(z.list())...)
			if err != nil {
				t.Fatal(err)
			}
			got := n.adjusted(y, 1, x, 1, z.list())
			switch {
			case verdict.Valid && !near(got, a.P()):
				t.Fatalf("%v: adjusting for %v gives %v, do %v", g, g.namesOf(z.list()), got, a.P())
			case verdict.Valid:
				valid++
			case math.Abs(got-a.P()) < 1e-9:
				t.Fatalf("%v: %v is said to be invalid (%s), yet gives %v", g, g.namesOf(z.list()), verdict.Why, got)
			default:
				invalid++
			}
		})
	}
	if valid < 100 || invalid < 100 {
		t.Errorf("%d valid, %d invalid sets", valid, invalid)
	}
}

// exactData returns the distribution of what is observed as counts.
func (n *Network) exactData(scale float64) *Crosstab {
	var names []string
	for v, name := range n.g.names {
		if !n.g.latent[v] {
			names = append(names, name)
		}
	}
	c := NewCrosstab(names...)
	n.everyState(func(state []int) {
		p := scale
		var levels []string
		for v := range state {
			p *= n.prob(v, state)
			if !n.g.latent[v] {
				levels = append(levels, n.vars[v].Levels[state[v]])
			}
		}
		c.Add(p, levels...)
	})
	return c
}

// With some variables hidden, what is identified from the distribution of the others
// is what intervening in the whole network gives: by whatever route.
func TestFitHidden(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	counts := map[string]int{}
	for range 400 {
		k := 3 + rng.IntN(3)
		g := randomGraph(rng, k, 0.4+0.3*rng.Float64(), 0)
		marks := ""
		for u := range 1 + rng.IntN(3) {
			some := rng.Perm(k)
			marks += fmt.Sprintf("; u%d [latent]; u%[1]d -> {%s, %s}", u, g.names[some[0]], g.names[some[1]])
		}
		if k > 4 && rng.IntN(3) == 0 {
			marks += "; " + g.names[2] + " [latent]"
		}
		g = mustParse(t, g.String()+marks)
		n := randomNetwork(rng, g, 0)
		f := &Fit{Graph: g, Data: n.exactData(1)}
		x, y := g.index["a"], g.index["b"]
		do, given := map[int]int{x: 1}, map[int]int{}
		for _, v := range g.others(x, y) {
			switch r := rng.IntN(8); {
			case g.latent[v]:
			case r == 0:
				do[v] = 1
			case r == 1:
				given[v] = 0
			}
		}
		q := Query{Of: []Setting{{Variable: "b", Level: "1"}}, Do: n.settings(do), Given: n.settings(given)}
		a, err := f.Query(q)
		if hedge := (*HedgeError)(nil); errors.As(err, &hedge) {
			counts["hedge"]++
			continue
		}
		want := n.brute(map[int]int{y: 1}, do, given)
		// quotients of sums of a few hundred terms, of probabilities down to 1e-4 or so
		if err != nil || math.Abs(a.P()-want) > 1e-10 {
			t.Fatalf("%v: %v = %v, want %v (%v), by %s", g, q, a, want, err, a.Method)
		}
		counts[strings.Fields(a.Method)[0]]++
		sets, err := g.AdjustmentSets(Question{Treatment: "a", Outcome: "b"})
		if err == nil && len(sets.Minimal) == 0 && len(do) == 1 {
			counts["without adjustment set"]++
		}
	}
	for _, k := range []string{"hedge", "exact,", "identified", "without adjustment set"} {
		if counts[k] < 5 {
			t.Errorf("%d cases of %s: %v", counts[k], k, counts)
		}
	}
	t.Log(counts)
}

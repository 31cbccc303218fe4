package causal

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// Graphs that the literature says of whether the effect of x on y is identifiable:
// Pearl 2009, figures 3.8 (identifiable) and 3.9 (not), and the classics.
func TestIdentifyKnown(t *testing.T) {
	for _, c := range []struct {
		name, graph string
		ok          bool
		front, inst string
	}{
		{"3.8a", "x -> y", true, "", ""},
		{"3.8b", "z -> x -> y; z <-> x", true, "", "z|"},
		{"3.8c", "x -> z -> y; z <-> y; x -> y", true, "", ""},
		{"3.8e, front door", "x -> z -> y; x <-> y", true, "{z}", ""},
		{"3.8f", "x -> z1 -> y; x -> z2 -> y; z1 -> z2; x <-> y", true, "{z1 z2}", ""},
		{"3.9a, bow", "x -> y; x <-> y", false, "", ""},
		{"3.9b", "x -> z -> y; x <-> z", false, "", ""},
		{"3.9c", "x -> z -> y; x <-> z; z <-> y", false, "", ""},
		{"3.9d", "x -> y; x -> z; z <-> y; x <-> z; z -> y", false, "", ""},
		{"instrument", "z -> x -> y; x <-> y", false, "", "z|"},
		{"conditional instrument", "z -> x -> y; x <-> y; w -> z; w -> y", false, "", "z|w"},
		{"napkin", "w -> r -> x -> y; w <-> x; w <-> y", true, "", "r|w"},
		{"no effect", "x <- z -> y", true, "", ""},
		{"two front doors", "x -> a -> b -> y; x <-> y", true, "{a} {b}", ""},
		{"front door in two parts", "x -> a -> y; x -> b -> y; x <-> y", true, "{a b}", ""},
		{"verma", "x -> w -> z -> y; w <-> y; x -> z", true, "", ""},
		{"a confounded mediator", "x -> c -> m -> y; x <-> c", false, "", ""},
		{"m-bias", "x <-> m <-> y; x -> y", true, "", ""},
	} {
		id, err := mustParse(t, c.graph).Identify(Question{Treatment: "x", Outcome: "y"})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var inst []string
		for _, i := range id.Instruments {
			inst = append(inst, i.Variable+"|"+strings.Join(i.Given, " "))
		}
		got := strings.Join(inst, " ")
		if c.ok != id.Identifiable || (id.Hedge == nil) != c.ok || setsText(id.FrontDoors) != c.front || got != c.inst {
			t.Errorf("%s: %s: identifiable %v (%v), front doors %s, instruments %s; want %v, %s, %s", c.name, c.graph, id.Identifiable, id.Hedge, setsText(id.FrontDoors), got, c.ok, c.front, c.inst)
		}
	}
}

// What is identifiable without hidden variables is everything; an adjustment set or a
// front door makes an effect identifiable.
func TestIdentifyLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	counts := map[string]int{}
	for range 500 {
		both := 0.3 * float64(rng.IntN(2))
		g := randomGraph(rng, 3+rng.IntN(4), 0.5, both)
		id, err := g.Identify(Question{Treatment: "a", Outcome: "b"})
		if err != nil {
			t.Fatal(err)
		}
		if both == 0 && !id.Identifiable || !id.Identifiable && len(id.Sets.Minimal)+len(id.FrontDoors) > 0 || !id.Affects && !id.Identifiable {
			t.Fatalf("%v: %+v", g, id)
		}
		counts[fmt.Sprint(id.Identifiable, len(id.Sets.Minimal) > 0, len(id.FrontDoors) > 0)]++
	}
	for _, k := range []string{"true true false", "true false true", "true false false", "false false false"} {
		if counts[k] == 0 {
			t.Errorf("no case %s: %v", k, counts)
		}
	}
}

// hiddenNetwork returns a random network of a text in which a named [latent] variable
// stands for each <->.
func hiddenNetwork(t *testing.T, rng *rand.Rand, text string) *Network {
	var s []string
	for i, part := range strings.Split(text, ";") {
		if a, b, ok := strings.Cut(part, "<->"); ok {
			part = fmt.Sprintf("u%d [latent]; %s <- u%d -> %s", i, a, i, b)
		}
		s = append(s, part)
	}
	return randomNetwork(rng, mustParse(t, strings.Join(s, ";")), 0)
}

// The front-door formula, written out, is do() in the whole network; so is what Fit
// computes, for the front door and for graphs with neither door.
func TestFitClassics(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	for _, text := range []string{
		"x -> m; m -> y; x <-> y", "w -> r; r -> x; x -> y; w <-> x; w <-> y", "x -> w; w -> z; z -> y; w <-> y; x -> z",
		"x -> z1; z1 -> y; x -> z2; z2 -> y; z1 -> z2; x <-> y", "x -> z; z -> y; z <-> y; x -> y", "c -> x; c -> y; c -> m; x -> m; m -> y; x <-> y",
	} {
		for range 5 {
			n := hiddenNetwork(t, rng, text)
			f := &Fit{Graph: n.g, Data: n.exactData(1)}
			for level := range n.vars[n.g.index["x"]].Levels {
				q, err := ParseQuery(fmt.Sprintf("P(y=1 | do(x=%d))", level))
				if err != nil {
					t.Fatal(err)
				}
				a, err := f.Query(q)
				want := n.brute(map[int]int{n.g.index["y"]: 1}, map[int]int{n.g.index["x"]: level}, nil)
				if err != nil || math.Abs(a.P()-want) > 1e-10 {
					t.Fatalf("%s: %v = %v, want %v, %v", text, q, a, want, err)
				}
				if text[:6] != "x -> m" {
					continue
				}
				x, m, y := n.g.index["x"], n.g.index["m"], n.g.index["y"]
				formula := 0.0
				for ml := range n.vars[m].Levels {
					inner := 0.0
					for xl := range n.vars[x].Levels {
						inner += n.brute(map[int]int{y: 1}, nil, map[int]int{x: xl, m: ml}) * n.brute(map[int]int{x: xl}, nil, nil)
					}
					formula += n.brute(map[int]int{m: ml}, nil, map[int]int{x: level}) * inner
				}
				if math.Abs(formula-want) > 1e-10 {
					t.Fatalf("front door: %v, want %v", formula, want)
				}
			}
		}
	}
	// the joint effect on y and z is not identifiable, that on y given z is: z might as well have been set
	for _, text := range []string{"x -> z; x <-> z; z -> y", "x -> z; x <-> z; z -> y; w -> y; w -> z"} {
		n := hiddenNetwork(t, rng, text)
		f := &Fit{Graph: n.g, Data: n.exactData(1)}
		q := Query{Of: []Setting{{Variable: "y", Level: "1"}}, Do: []Setting{{Variable: "x", Level: "1"}}, Given: []Setting{{Variable: "z", Level: "1"}}}
		given := map[int]int{n.g.index["z"]: 1}
		if n.g.Has("w") {
			q.Given = append(q.Given, Setting{Variable: "w", Level: "0"})
			given[n.g.index["w"]] = 0
		}
		a, err := f.Query(q)
		want := n.brute(map[int]int{n.g.index["y"]: 1}, map[int]int{n.g.index["x"]: 1}, given)
		if err != nil || math.Abs(a.P()-want) > 1e-10 {
			t.Errorf("%s: %v = %v, want %v (%v)", text, q, a, want, err)
		}
	}
	for _, text := range []string{"x -> y; x <-> y", "x -> z; z -> y; x <-> z"} {
		n := hiddenNetwork(t, rng, text)
		q, _ := ParseQuery("P(y=1 | do(x=1))")
		_, err := (&Fit{Graph: n.g, Data: n.exactData(1)}).Query(q)
		if h := (*HedgeError)(nil); !errors.As(err, &h) {
			t.Errorf("%s: %v, want a hedge", text, err)
		}
	}
}

// Every front-door set found gives do() by its formula, and what is not listed among
// the subsets of mediators does not, but for those that hold one that is.
func TestFrontDoorIsDo(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	yes, no := 0, 0
	for range 150 {
		k := 4 + rng.IntN(2)
		g := mustParse(t, randomGraph(rng, k, 0.5, 0).acyclicWith("a -> c -> b; u [latent]; a <- u -> b"))
		n := randomNetwork(rng, g, 0)
		id, err := g.Identify(Question{Treatment: "a", Outcome: "b"})
		if err != nil {
			t.Fatal(err)
		}
		a, b := g.index["a"], g.index["b"]
		want := n.brute(map[int]int{b: 1}, map[int]int{a: 1}, nil)
		var mediators []int
		for _, v := range g.others(a, b) {
			if !g.latent[v] && g.descendants(setOf(len(g.names), a))[v] && g.ancestors(setOf(len(g.names), b))[v] {
				mediators = append(mediators, v)
			}
		}
		eachSubset(mediators, func(members []int) bool {
			listed, above := false, false
			for _, f := range id.FrontDoors {
				s := setsText([][]string{f})
				listed = listed || s == setsText([][]string{g.namesOf(members)})
				inside := true
				for _, name := range f {
					inside = inside && setOf(len(g.names), members...)[g.index[name]]
				}
				above = above || inside
			}
			got, m := 0.0, map[int]int{}
			var walk func(i int)
			walk = func(i int) {
				if i < len(members) {
					for l := range n.vars[members[i]].Levels {
						m[members[i]] = l
						walk(i + 1)
					}
					return
				}
				inner := 0.0
				for l := range n.vars[a].Levels {
					given := map[int]int{a: l}
					for v, l := range m {
						given[v] = l
					}
					inner += n.brute(map[int]int{b: 1}, nil, given) * n.brute(map[int]int{a: l}, nil, nil)
				}
				got += n.brute(m, nil, map[int]int{a: 1}) * inner
			}
			walk(0)
			switch right := math.Abs(got-want) < 1e-10; {
			case listed && !right:
				t.Fatalf("%v: front door %v gives %v, do %v", g, g.namesOf(members), got, want)
			case right && !above:
				t.Fatalf("%v: %v would do as a front door and is not found: %v", g, g.namesOf(members), id.FrontDoors)
			case listed:
				yes++
			default:
				no++
			}
			return true
		})
	}
	if yes < 20 || no < 20 {
		t.Errorf("%d front doors, %d other sets", yes, no)
	}
}

// nested computes E Y(x, M(other)) in a network without hidden variables by the
// definition: units differ in everything but x's descendants; those that are not the
// mediator follow x with the mediator set.
func (n *Network) nested(x, to, m, other, y, yLevel int) float64 {
	sum := 0.0
	below := setOf(len(n.vars), n.g.below(x)...)
	pre := map[int]int{}
	var rest []int
	for v := range n.vars {
		if !below[v] {
			rest = append(rest, v)
		}
	}
	var walk func(i int)
	walk = func(i int) {
		if i < len(rest) {
			for l := range n.vars[rest[i]].Levels {
				pre[rest[i]] = l
				walk(i + 1)
			}
			return
		}
		p := n.brute(pre, nil, nil)
		for l := range n.vars[m].Levels {
			pm := n.brute(map[int]int{m: l}, map[int]int{x: other}, pre)
			py := n.brute(map[int]int{y: yLevel}, map[int]int{x: to, m: l}, pre)
			sum += p * pm * py
		}
	}
	walk(0)
	return sum
}

func TestMediationBrute(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 1))
	for _, text := range []string{"x -> m; m -> y; x -> y", "z -> x; z -> m; z -> y; x -> m; m -> y; x -> y", "z -> m; z -> y; x -> m; m -> y; w -> x; w -> y", "x -> m; m -> d; d -> y; x -> y"} {
		n := randomNetwork(rng, mustParse(t, text), 0)
		f := &Fit{Graph: n.g, Data: n.exactData(1)}
		q, err := ParseQuery("P(y=1 | do(x=1)) - P(y=1 | do(x=0))")
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Mediation(q, "m")
		if err != nil {
			t.Fatal(text, err)
		}
		x, m, y := n.g.index["x"], n.g.index["m"], n.g.index["y"]
		zero := n.nested(x, 0, m, 0, y, 1)
		a, err := f.Query(q)
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"total", r.Total, a.P()}, {"direct", r.Direct, n.nested(x, 1, m, 0, y, 1) - zero}, {"indirect", r.Indirect, n.nested(x, 0, m, 1, y, 1) - zero},
			{"direct + total indirect", r.Direct + r.TotalIndirect, r.Total}, {"indirect + total direct", r.Indirect + r.TotalDirect, r.Total},
			{"controlled", r.Controlled[0].P, n.brute(map[int]int{y: 1}, map[int]int{x: 1, m: 0}, nil) - n.brute(map[int]int{y: 1}, map[int]int{x: 0, m: 0}, nil)},
		} {
			if math.Abs(c.got-c.want) > 1e-10 || err != nil {
				t.Errorf("%s: %s = %v, want %v (%v)", text, c.name, c.got, c.want, err)
			}
		}
	}
	for text, want := range map[string]string{
		"x -> m; m -> y; x -> y; m <-> y":                "direct and indirect effects through m: no observed variables that x does not affect block the back doors between x, m and y",
		"x -> l; l -> m; l -> y; x -> m; m -> y; x -> y": "direct and indirect effects through m: no observed variables that x does not affect block the back doors between x, m and y",
		"m -> x; m -> y; x -> y":                         "m does not mediate: no directed path leads from x through it to y",
		"x -> m; x -> y":                                 "m does not mediate: no directed path leads from x through it to y",
	} {
		n := hiddenNetwork(t, rng, text)
		q, _ := ParseQuery("P(y=1 | do(x=1)) - P(y=1 | do(x=0))")
		if _, err := (&Fit{Graph: n.g, Data: n.exactData(1)}).Mediation(q, "m"); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

package causal

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// linearModel returns the covariances of a linear model of g with random coefficients,
// b[v][w] of the arrow v -> w, and independent unit errors.
func linearModel(rng *rand.Rand, g *Graph) (cov *mat.Dense, total func(x, y int) float64) {
	n := len(g.names)
	effect := mat.NewDense(n, n, nil) // of row on column, along all directed paths: (I − B)⁻¹
	for _, v := range g.order {
		effect.Set(v, v, 1)
		for _, p := range g.parents[v] {
			b := (0.5 + rng.Float64()) * float64(1-2*rng.IntN(2))
			for u := range n {
				effect.Set(u, v, effect.At(u, v)+b*effect.At(u, p))
			}
		}
	}
	cov = mat.NewDense(n, n, nil)
	cov.Mul(effect.T(), effect)
	return cov, effect.At
}

// partial returns cov(a, b | w): one member of w after the other is regressed out.
func partial(cov *mat.Dense, a, b int, w []int) float64 {
	c := mat.DenseCopyOf(cov)
	n, _ := c.Dims()
	for _, v := range w {
		next := mat.NewDense(n, n, nil)
		for i := range n {
			for j := range n {
				next.Set(i, j, c.At(i, j)-c.At(i, v)*c.At(v, j)/c.At(v, v))
			}
		}
		c = next
	}
	return c.At(a, b)
}

// In linear models cov(z, y | w)/cov(z, x | w) is the total effect for each instrument z
// and its w, and for what is not listed with no w of admissible variables.
func TestInstrumentsLinear(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	listed, absent := 0, 0
	for range 200 {
		g := mustParse(t, randomGraph(rng, 4+rng.IntN(2), 0.35, 0.1).acyclicWith("a -> b; a <-> b"))
		x, y := g.index["a"], g.index["b"]
		id, err := g.Identify(Question{Treatment: "a", Outcome: "b"})
		if err != nil {
			t.Fatal(err)
		}
		q, err := g.ask(Question{Treatment: "a", Outcome: "b"})
		if err != nil {
			t.Fatal(err)
		}
		cov, effect := linearModel(rng, g)
		works := func(z int, w []int) bool {
			zx, zy := partial(cov, z, x, w), partial(cov, z, y, w)
			// covariances are sums of a few products of order 1 to 10³, the relevant ones above 10⁻⁶
			return math.Abs(zx) > 1e-9 && math.Abs(zy-effect(x, y)*zx) < 1e-9
		}
		below := setOf(len(g.names), g.below(x)...)
		for _, z := range g.others(x, y) {
			at := slices.IndexFunc(id.Instruments, func(i Instrument) bool { return i.Variable == g.names[z] })
			any := false
			if !below[z] {
				subsets(len(g.names), g.others(x, y, z), func(w nodeSet) {
					any = any || w.intersect(q.forbidden).empty() && works(z, w.list())
				})
			}
			if any != (at >= 0) {
				t.Fatalf("%v: %s listed %v, works %v", g, g.names[z], at >= 0, any)
			}
			if at < 0 {
				absent++
				continue
			}
			listed++
			w, _ := g.findAll(id.Instruments[at].Given)
			if !works(z, w.list()) {
				t.Fatalf("%v: %+v does not give the effect", g, id.Instruments[at])
			}
		}
	}
	if listed < 50 || absent < 50 {
		t.Errorf("%d instruments, %d others", listed, absent)
	}
}

package causal

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// Mediated is an effect split by whether it goes through a mediator M, all as
// differences of p(outcome): with treatment from x₀ to x₁ and Y(x, M(x′)) the outcome
// under x with the mediator that x′ would have brought about,
//
//	Total    = Y(x₁, M(x₁)) − Y(x₀, M(x₀))
//	Direct   = Y(x₁, M(x₀)) − Y(x₀, M(x₀))    the natural direct effect
//	Indirect = Y(x₀, M(x₁)) − Y(x₀, M(x₀))    the natural indirect effect
//
// Total = Direct + TotalIndirect and = Indirect + TotalDirect; Direct and Indirect
// add up to Total only where they do not interact.
type Mediated struct {
	Total, Direct, Indirect    float64
	TotalDirect, TotalIndirect float64

	// Controlled is, for each level of the mediator, the effect with the mediator held
	// there, averaged over the population's confounders: what adjusting for the
	// mediator is about. NaN where the data tell nothing of it.
	Controlled []AnswerCell

	// Confounders are the variables adjusted for: not affected by the treatment, they
	// block every back door between treatment, mediator and outcome.
	Confounders []string
}

// Mediation splits the effect that q is about, P(y=1 | do(x=1)) − P(y=1 | do(x=0)),
// by what goes through the mediator. It fails as [Fit.Query] does, if q is not of
// that form, if the mediator does not lie between treatment and outcome, or if no
// observed set that the treatment does not affect meets the conditions (Pearl 2001,
// 2014, doi:10.1037/a0036434); that means that the graph does not say enough, not
// that there is no such effect.
func (f *Fit) Mediation(q Query, mediator string) (Mediated, error) {
	s, err := f.split(q, mediator)
	if err != nil {
		return Mediated{}, err
	}
	all := &gaps{only: -1}
	r, err := s.effects(s.mean(all))
	if err == nil && (math.IsNaN(r.Total) || math.IsNaN(r.Direct) || math.IsNaN(r.Indirect)) {
		return r, s.gap(all.found)
	}
	return r, err
}

// DrawMediation returns n posterior draws of total, direct and indirect effect, as
// [Fit.Draw] does of a query.
func (f *Fit) DrawMediation(ctx context.Context, seed prob.Seed, q Query, mediator string, n int) ([][]float64, error) {
	s, err := f.split(q, mediator)
	if err != nil {
		return nil, err
	}
	draws := make([][]float64, 0, n)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return draws, err
		}
		r, err := s.effects(s.drawn(seed.Child(uint64(i)).Rand()))
		if err != nil {
			return draws, err
		}
		draws = append(draws, []float64{r.Total, r.Direct, r.Indirect})
	}
	return draws, nil
}

// A split is a mediation by numbers, on a graph that has the confounders, treatment,
// mediator and outcome, each with an arrow from all before it: nothing is assumed of
// their distribution.
type split struct {
	*learnt
	z            []int
	x, m, y      int
	from, to, at int // levels of x and y
}

// split checks q and finds the confounders.
func (f *Fit) split(q Query, mediator string) (*split, error) {
	outer, err := f.learn()
	if err != nil {
		return nil, err
	}
	if q.Minus == nil || len(q.Of) != 1 || q.Of[0].Level == "" || len(q.Do) != 1 || len(q.Minus.Do) != 1 ||
		q.Do[0].Variable != q.Minus.Do[0].Variable || len(q.Given)+len(q.Minus.Given) > 0 {
		return nil, &QueryError{Msg: "a mediator splits a difference", Mend: "ask for P(y=1 | do(x=1)) - P(y=1 | do(x=0))"}
	}
	a, err := q.bind(f.Graph, outer.vars)
	if err != nil {
		return nil, err
	}
	b, err := q.Minus.bind(f.Graph, outer.vars)
	if err != nil {
		return nil, err
	}
	m, err := f.Graph.find(mediator)
	if err != nil {
		return nil, fmt.Errorf("mediator: %w", err)
	}
	s := &split{x: a.do[0].v, y: a.of[0].v, m: m, from: b.do[0].at, to: a.do[0].at, at: a.of[0].at}
	if s.z, err = f.Graph.mediationSet(s.x, s.m, s.y); err != nil {
		return nil, err
	}
	order := append(slices.Clone(s.z), s.x, s.m, s.y)
	var text []string
	for i, v := range order {
		text = append(text, f.Graph.name(v))
		for _, u := range order[:i] {
			text = append(text, f.Graph.name(u)+" -> "+f.Graph.name(v))
		}
	}
	full, err := ParseGraph(strings.Join(text, ";"))
	if err != nil {
		return nil, err
	}
	inner := *f
	inner.Graph = full
	if s.learnt, err = inner.learn(); err != nil {
		return nil, err
	}
	for i := range s.z {
		s.z[i] = i
	}
	s.x, s.m, s.y = len(s.z), len(s.z)+1, len(s.z)+2
	return s, nil
}

// mediationSet finds a smallest set of observed variables that the treatment does
// not affect and that blocks the back doors from x to m and y, and, with x, from m
// to y.
func (g *Graph) mediationSet(x, m, y int) ([]int, error) {
	n := len(g.names)
	below := g.descendants(setOf(n, x))
	switch {
	case m == x || m == y:
		return nil, fmt.Errorf("%s is treatment or outcome: it cannot mediate", g.name(m))
	case g.latent[m]:
		return nil, fmt.Errorf("%s is not observed: no data tell what goes through it", g.name(m))
	case !below[m] || !g.descendants(setOf(n, m))[y]:
		return nil, fmt.Errorf("%s does not mediate: no directed path leads from %s through it to %s", g.name(m), g.name(x), g.name(y))
	}
	fromX := g.cut(func(from, _ int) bool { return from == x })
	fromM := g.cut(func(from, _ int) bool { return from == m })
	enough := func(z nodeSet) bool {
		return fromX.openPath(setOf(n, x), setOf(n, m, y), z, true) == nil &&
			fromM.openPath(setOf(n, m), setOf(n, y), z.union(setOf(n, x)), true) == nil
	}
	if enough(make(nodeSet, n)) {
		return nil, nil
	}
	may := g.ancestors(setOf(n, x, m, y)).without(below).without(g.latent).list()
	var found []int
	tried := 0
	eachSubset(may, func(members []int) bool {
		if enough(setOf(n, members...)) {
			found = slices.Clone(members)
		}
		tried++
		return found == nil && tried < 1<<14
	})
	if found == nil && enough(setOf(n, may...)) { // too many to try: take all
		found = may
	}
	if found == nil {
		return nil, fmt.Errorf("direct and indirect effects through %s: no observed variables that %s does not affect block the back doors between %s, %s and %s", g.name(m), g.name(x), g.name(x), g.name(m), g.name(y))
	}
	return found, nil
}

// effects computes the effects from tables.
func (s *split) effects(table tabler) (r Mediated, err error) {
	for _, v := range s.z {
		r.Confounders = append(r.Confounders, s.Graph.names[v])
	}
	weights := constant(1) // p(z)
	for i, v := range s.z {
		f, err := table(v, s.z[:i])
		if err != nil {
			return r, err
		}
		if weights, err = weights.times(f); err != nil {
			return r, err
		}
	}
	pm, err := table(s.m, append(slices.Clone(s.z), s.x))
	if err != nil {
		return r, err
	}
	py, err := table(s.y, append(slices.Clone(s.z), s.x, s.m))
	if err != nil {
		return r, err
	}
	py = py.at(s.y, s.at)
	// mean is E Y(x, M(other)): ∑ p(z) ∑ p(m | other, z) p(y | x, m, z)
	mean := func(x, other int) float64 {
		f, e := weights.times(pm.at(s.x, other))
		if e == nil {
			f, e = f.times(py.at(s.x, x))
		}
		if e != nil {
			err = e
		}
		return f.sum()
	}
	one, cross, back, zero := mean(s.to, s.to), mean(s.to, s.from), mean(s.from, s.to), mean(s.from, s.from)
	r.Total, r.Direct, r.Indirect = one-zero, cross-zero, back-zero
	r.TotalDirect, r.TotalIndirect = one-back, one-cross
	for level, name := range s.vars[s.m].Levels {
		f, e := weights.times(py.at(s.m, level))
		if e != nil {
			return r, e
		}
		r.Controlled = append(r.Controlled, AnswerCell{[]string{name}, f.at(s.x, s.to).sum() - f.at(s.x, s.from).sum()})
	}
	return r, err
}

// gap names the first combination that the effects depend on and no row has.
func (s *split) gap(found []gap) error {
	for i := range found {
		r, err := s.effects(s.mean(&gaps{only: i}))
		if err == nil && !math.IsNaN(r.Total) && !math.IsNaN(r.Direct) && !math.IsNaN(r.Indirect) {
			continue
		}
		e := &UnlearntError{Variable: s.Graph.names[found[i].v]}
		for _, l := range found[i].levels() {
			e.Given = append(e.Given, Setting{Variable: s.vars[l.v].Name, Level: s.vars[l.v].Levels[l.at]})
		}
		return e
	}
	return fmt.Errorf("the data do not determine the effects")
}

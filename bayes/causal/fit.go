package causal

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// A Fit is a causal graph with the data from which its probabilities are learnt.
type Fit struct {
	Graph *Graph

	// Data has a column for each variable of the graph that is not [latent]. Other
	// columns are ignored.
	Data *Crosstab

	// Pseudo is what each level counts beforehand, for each combination of the
	// parents' levels: the prior of each row of probabilities is
	// Dirichlet(Pseudo, …, Pseudo), and [Fit.Query] takes its posterior mean. 0 is
	// the improper limit: relative frequencies. Then a combination that no row of the
	// data has leaves its probabilities unknown, and a query that depends on them
	// fails with an [*UnlearntError].
	Pseudo float64
}

// An UnlearntError says that an answer depends on a probability of which the data
// tell nothing, because nobody has the combination of levels that it is given.
type UnlearntError struct {
	Variable string
	Given    []Setting
	More     int // how many other such combinations matter, at least
}

// Error names the first combination.
func (e *UnlearntError) Error() string {
	given := settings(e.Given)
	s := fmt.Sprintf("the answer depends on p(%s | %s), and no row has %s", quoteName(e.Variable), given, given)
	if e.More > 0 {
		s += fmt.Sprintf(", nor %d other combinations that matter", e.More)
	}
	return s
}

// Query answers q. Where nothing unobserved touches it the network is mutilated, as
// [Network.Query] does; else the effect is computed from the distribution of what is
// observed if it is identifiable (by adjustment, front door or any other way: the
// algorithm is complete), and if not the error is a [*HedgeError]. It fails with a
// [*QueryError] if q or the graph names what the data have not, with an
// [*UnlearntError], and with [ErrTooLarge].
func (f *Fit) Query(q Query) (Answer, error) {
	m, err := f.learn()
	if err != nil {
		return Answer{}, err
	}
	return m.query(q)
}

// Draw returns n draws from the posterior of the answer's cells, draws[i][cell]: the
// rows of probabilities are independent Dirichlet(count + Pseudo) a posteriori, with
// Pseudo 0 a level that was not seen keeping probability 0 (the Bayesian bootstrap,
// Rubin 1981). Draw i depends on seed and i alone. On cancellation it returns what
// there is, and ctx.Err().
func (f *Fit) Draw(ctx context.Context, seed prob.Seed, q Query, n int) ([][]float64, error) {
	m, err := f.learn()
	if err != nil {
		return nil, err
	}
	if _, err := m.query(q); err != nil { // nothing that matters is unknown
		return nil, err
	}
	draws := make([][]float64, 0, n)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return draws, err
		}
		cells, err := m.difference(q, m.drawn(seed.Child(uint64(i)).Rand()), nil)
		if err != nil {
			return draws, err
		}
		draws = append(draws, cells)
	}
	return draws, nil
}

// query answers q with posterior means.
func (m *learnt) query(q Query) (Answer, error) {
	b, err := q.bind(m.Graph, m.vars)
	if err != nil {
		return Answer{}, err
	}
	a := b.shape(q, m.vars)
	if a.Method, err = m.method(b); err != nil {
		return a, err
	}
	all := &gaps{only: -1}
	p, err := m.difference(q, m.mean(all), all)
	if err != nil {
		return Answer{}, err
	}
	if slices.ContainsFunc(p, math.IsNaN) {
		return Answer{}, m.unlearnt(q, all.found)
	}
	for i := range p {
		a.Cells[i].P = p[i]
	}
	return a, nil
}

// unlearnt finds the gaps that spoil the answer: those that do alone.
func (m *learnt) unlearnt(q Query, found []gap) error {
	e := &UnlearntError{}
	for i, g := range found {
		one := &gaps{only: i}
		if p, err := m.difference(q, m.mean(one), one); err == nil && !slices.ContainsFunc(p, math.IsNaN) {
			continue
		}
		if e.Variable != "" {
			e.More++
			continue
		}
		e.Variable = m.Graph.names[g.v]
		for _, l := range g.levels() {
			e.Given = append(e.Given, Setting{Variable: m.vars[l.v].Name, Level: m.vars[l.v].Levels[l.at]})
		}
	}
	if e.Variable == "" {
		return fmt.Errorf("the data do not determine %v", q)
	}
	return e
}

// difference computes the cells of q, less those of q.Minus.
func (m *learnt) difference(q Query, table tabler, unknown *gaps) ([]float64, error) {
	b, err := q.bind(m.Graph, m.vars)
	if err != nil {
		return nil, err
	}
	p, err := m.cells(b, table, unknown)
	if err != nil {
		return nil, q.explain(err)
	}
	if q.Minus == nil {
		return p, nil
	}
	minus, err := m.difference(*q.Minus, table, unknown)
	if err != nil {
		return nil, err
	}
	for i := range p {
		p[i] -= minus[i]
	}
	return p, nil
}

// hidden reports whether a common cause that nobody observed touches one of the
// variables whose own law the answer needs.
func (m *learnt) hidden(b bound) bool {
	need := b.relevant(m.Graph)
	for _, l := range b.do {
		need[l.v] = false
	}
	ends := make(nodeSet, len(need))
	for _, l := range append(slices.Clone(b.of), b.given...) {
		ends[l.v] = true
	}
	about := m.shape.restrict(m.shape.ancestors(ends))
	for _, v := range need.list() {
		if len(about.both[v]) > 0 {
			return true
		}
	}
	return false
}

func (m *learnt) method(b bound) (string, error) {
	switch {
	case len(b.do) == 0:
		return "the joint distribution that the graph and its tables give", nil
	case !m.hidden(b):
		return "exact, in the network without the arrows into what is set", nil
	}
	return "identified in spite of what is not observed, from the joint distribution of what is", nil
}

// cells computes the cells of b.
func (m *learnt) cells(b bound, table tabler, unknown *gaps) ([]float64, error) {
	if !m.hidden(b) {
		return b.mutilate(m.visible(), func(v int) (factor, error) { return table(v, m.shape.parents[v]) })
	}
	n := len(m.Graph.names)
	y, x := make(nodeSet, n), make(nodeSet, n)
	for _, l := range b.of {
		y[l.v] = true
	}
	for _, l := range b.do {
		x[l.v] = true
	}
	if len(b.do) > 0 {
		y = m.exchange(b, y, x)
	} else {
		for _, l := range b.given {
			y[l.v] = true
		}
	}
	shape := m.shape.restrict(m.shape.ancestors(y))
	joint, size := constant(1), []int{}
	for _, v := range shape.in.list() {
		size = append(size, len(m.vars[v].Levels))
	}
	if err := checkCells(size); err != nil {
		return nil, err
	}
	for _, v := range shape.order {
		f, err := table(v, shape.blanket(v).list())
		if err != nil {
			return nil, err
		}
		if joint, err = joint.times(f); err != nil {
			return nil, err
		}
	}
	id := &identifier{names: m.Graph.names, numeric: true, gaps: unknown}
	effect, err := id.effect(y, x.intersect(shape.in), joint, shape)
	if err != nil {
		return nil, err
	}
	for _, l := range append(slices.Clone(b.do), b.given...) {
		effect = effect.at(l.v, l.at)
	}
	// it does not depend on what is left; with few data it may seem to: average
	rest := make(nodeSet, n)
	for _, v := range effect.vars {
		rest[v] = !y[v]
	}
	if !rest.empty() {
		weights := joint.sumOutAll(shape.in.without(rest))
		if effect, err = effect.times(weights); err != nil {
			return nil, err
		}
		effect = effect.sumOutAll(rest)
	}
	return b.values(effect)
}

// exchange adds the evidence of b to y, except for what might as well have been set
// as seen: that goes to x (rule 2; Shpitser & Pearl 2006, IDC).
func (m *learnt) exchange(b bound, y, x nodeSet) nodeSet {
	g := m.Graph
	seen := make(nodeSet, len(y))
	for _, l := range b.given {
		seen[l.v] = true
	}
	for again := true; again; {
		again = false
		for _, z := range seen.list() {
			cut := g.cut(func(from, to int) bool { return x[to] || from == z })
			others := seen.without(setOf(len(y), z)).union(x)
			if cut.openPath(y, setOf(len(y), z), others, true) == nil {
				seen[z], x[z], again = false, true, true
			}
		}
	}
	return y.union(seen)
}

// visible returns the graph of what is observed, where nothing hidden matters.
func (m *learnt) visible() *Graph {
	return &Graph{digraph: m.shape.digraph, names: m.Graph.names, index: m.Graph.index, latent: m.Graph.latent}
}

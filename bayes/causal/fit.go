package causal

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/suggest"
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

// CentralOf returns the central interval that holds a share level of draws, and the
// Monte Carlo standard error of its ends, the greater of the two: from the order
// statistics one binomial standard deviation either side (Woodruff 1952).
func CentralOf(draws []float64, level float64) (iv bayes.Interval, stdErr float64) {
	sorted := slices.Clone(draws)
	sort.Float64s(sorted)
	n := float64(len(sorted))
	at := func(rank float64) float64 {
		rank = math.Min(math.Max(rank, 0), n-1)
		i := int(rank)
		j := min(i+1, len(sorted)-1)
		return sorted[i] + (rank-float64(i))*(sorted[j]-sorted[i])
	}
	end := func(p float64) float64 {
		rank, sd := p*(n-1), math.Sqrt(n*p*(1-p))
		stdErr = math.Max(stdErr, (at(rank+sd)-at(rank-sd))/2)
		return at(rank)
	}
	iv.Low, iv.High = end((1-level)/2), end((1+level)/2)
	return iv, stdErr
}

// learnt is a Fit made ready.
type learnt struct {
	*Fit
	vars    []Variable // by the graph's numbers
	columns []int      // in Data, by the graph's numbers; -1 of what is not observed
	shape   projection
	margins map[string]factor // counts by family
}

// A tabler returns p(v | given), or an unnormalised source of it.
type tabler func(v int, given []int) (factor, error)

func (f *Fit) learn() (*learnt, error) {
	if !(f.Pseudo >= 0) || math.IsInf(f.Pseudo, 1) {
		return nil, fmt.Errorf("a pseudo-count of %v: want a number from 0", f.Pseudo)
	}
	if f.Pseudo == 0 && f.Data.Total() == 0 {
		return nil, errors.New("there are no data, and no pseudo-count stands in for them")
	}
	g := f.Graph
	m := &learnt{Fit: f, vars: make([]Variable, len(g.names)), columns: make([]int, len(g.names)), margins: map[string]factor{}}
	have := f.Data.Variables()
	for v, name := range g.names {
		m.vars[v].Name = name
		m.columns[v] = -1
		if g.latent[v] {
			continue
		}
		if m.columns[v] = f.Data.column(name); m.columns[v] < 0 {
			return nil, noColumn(g.name(v), name, have)
		}
		m.vars[v] = have[m.columns[v]]
	}
	m.shape = g.project(g.latent)
	return m, nil
}

func noColumn(shown, name string, have []Variable) error {
	names := make([]string, len(have))
	for i, v := range have {
		names[i] = v.Name
	}
	if near, ok := suggest.Nearest(name, names); ok {
		return fmt.Errorf("the graph has %s and the data do not: did you mean %s? If nobody observed it, add %s [latent] to the graph", shown, quoteName(near), shown)
	}
	return fmt.Errorf("the graph has %s and the data do not: if nobody observed it, add %s [latent] to the graph", shown, shown)
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

// counts returns how often each combination of v and given occurs, and v's position
// among the variables.
func (m *learnt) counts(v int, given []int) (factor, error) {
	family := append(slices.Clone(given), v)
	key := fmt.Sprint(family)
	if f, ok := m.margins[key]; ok {
		return f, nil
	}
	columns := make([]int, len(family))
	for i, u := range family {
		columns[i] = m.columns[u]
	}
	f, err := m.Data.margin(columns)
	if err != nil {
		names := make([]string, len(given))
		for i, u := range given {
			names[i] = m.Graph.name(u)
		}
		return f, fmt.Errorf("the table of %s given %s: %w", m.Graph.name(v), shortList(names), err)
	}
	m.margins[key] = f
	return f, nil
}

// mean returns the tables of posterior means; unknown fills what no row tells of.
func (m *learnt) mean(unknown *gaps) tabler {
	cache := map[string]factor{}
	return m.each(cache, func(row, p []float64, g gap) {
		total := 0.0
		for _, c := range row {
			total += c + m.Pseudo
		}
		if total == 0 {
			fill(p, unknown.fill(g, len(row)))
			return
		}
		for i, c := range row {
			p[i] = (c + m.Pseudo) / total
		}
	})
}

// drawn returns tables drawn from the posterior.
func (m *learnt) drawn(rng *rand.Rand) tabler {
	alpha := []float64{}
	x := []float64{}
	return m.each(map[string]factor{}, func(row, p []float64, g gap) {
		alpha = alpha[:0]
		for _, c := range row {
			if c+m.Pseudo > 0 {
				alpha = append(alpha, c+m.Pseudo)
			}
		}
		switch x = slices.Grow(x[:0], len(alpha))[:len(alpha)]; len(alpha) {
		case 0:
			fill(p, math.NaN())
			return
		case 1:
			x[0] = 1
		default:
			prob.Dirichlet{Alpha: alpha}.Rand(rng, x)
		}
		j := 0
		for i, c := range row {
			p[i] = 0
			if c+m.Pseudo > 0 {
				p[i] = x[j]
				j++
			}
		}
	})
}

func fill(p []float64, x float64) {
	for i := range p {
		p[i] = x
	}
}

// each returns a tabler that makes each row of probabilities from its counts, once.
func (m *learnt) each(cache map[string]factor, make1 func(counts, p []float64, g gap)) tabler {
	return func(v int, given []int) (factor, error) {
		family := append(slices.Clone(given), v)
		key := fmt.Sprint(family)
		if f, ok := cache[key]; ok {
			return f, nil
		}
		counts, err := m.counts(v, given)
		if err != nil {
			return factor{}, err
		}
		f := factor{counts.vars, counts.size, make([]float64, len(counts.p))}
		k := counts.size[len(counts.size)-1]
		rows := factor{vars: given, size: counts.size[:len(given)]}
		for i := 0; i < len(f.p); i += k {
			make1(counts.p[i:i+k], f.p[i:i+k], gap{v, rows, i / k})
		}
		f = f.relabel(family)
		cache[key] = f
		return f, nil
	}
}

package causal

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/internal/suggest"
	"github.com/bayeskit/bayeskit/prob"
)

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

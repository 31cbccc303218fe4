package causal

import (
	"fmt"
	"math"
)

// A HedgeError says that an effect is not identifiable: that two models of the
// graph agree on everything observed and not on the effect, so that no data of the
// observed variables, however many, give it.
type HedgeError struct {
	// Variables are tied by common causes that nobody observed; Within is the part
	// of them that the effect is about (a hedge, Shpitser & Pearl 2006).
	Variables, Within []string
}

// Error says so in a sentence.
func (e *HedgeError) Error() string {
	return fmt.Sprintf("not identifiable: common causes that nobody observed tie %s together, so that the data cannot tell the effect from them", shortList(e.Variables))
}

// An identifier computes p(y | do(x)) from the distribution of what is observed, or
// finds that it cannot be: the complete algorithm ID of Shpitser & Pearl 2006
// (AAAI, 1219–1226), whose line numbers the comments give. Without numbers it
// decides only.
type identifier struct {
	names   []string
	numeric bool
	gaps    *gaps
}

// effect returns p(y | do(x)) as a factor of y, x and perhaps other variables on
// which it does not depend, if dist is p of the variables of p. dist may have more
// variables than p: those are held fixed.
func (id *identifier) effect(y, x nodeSet, dist factor, p projection) (factor, error) {
	v := p.in
	if x.intersect(v).empty() { // line 1
		return dist.sumOutAll(v.without(y)), nil
	}
	if an := p.ancestors(y); !v.without(an).empty() { // line 2
		return id.effect(y, x.intersect(an), dist.sumOutAll(v.without(an)), p.restrict(an))
	}
	uncut := p.cut(func(_, to int) bool { return x[to] })
	if w := v.without(x).without(uncut.ancestors(y)); !w.empty() { // line 3
		return id.effect(y, x.union(w), dist, p)
	}
	rest := p.restrict(v.without(x)).districts()
	if len(rest) > 1 { // line 4
		var factors []factor
		for _, s := range rest {
			f, err := id.effect(s, v.without(s), dist, p)
			if err != nil {
				return factor{}, err
			}
			factors = append(factors, f)
		}
		if !id.numeric {
			return factor{}, nil
		}
		free := v.without(y.union(x))
		keep := make(nodeSet, len(v))
		for u := range keep {
			keep[u] = !free[u]
		}
		return eliminate(factors, keep)
	}
	s := rest[0]
	for _, d := range p.districts() {
		if !d.intersect(s).equal(s) {
			continue
		}
		switch {
		case d.equal(v): // line 5
			e := &HedgeError{}
			for _, u := range v.list() {
				e.Variables = append(e.Variables, id.names[u])
				if s[u] {
					e.Within = append(e.Within, id.names[u])
				}
			}
			return factor{}, e
		case d.equal(s): // line 6
			f, err := id.kernel(s, dist, p)
			return f.sumOutAll(s.without(y)), err
		default: // line 7
			f, err := id.kernel(d, dist, p)
			if err != nil {
				return factor{}, err
			}
			return id.effect(y, x.intersect(d), f, p.restrict(d))
		}
	}
	panic("causal: identify: a district is in none")
}

// kernel returns the product of p(v | what was before v) over the members of s.
func (id *identifier) kernel(s nodeSet, dist factor, p projection) (factor, error) {
	product := constant(1)
	if !id.numeric {
		return product, nil
	}
	for _, v := range p.order {
		if !s[v] {
			continue
		}
		given := p.blanket(v)
		joint := dist.sumOutAll(p.in.without(given.union(setOf(len(given), v))))
		f, err := id.condition(joint, v)
		if err != nil {
			return product, err
		}
		if product, err = product.times(f); err != nil {
			return product, err
		}
	}
	return product, nil
}

// condition returns joint over its sum over v. Where that is 0 nothing is known.
func (id *identifier) condition(joint factor, v int) (factor, error) {
	below := joint.sumOut(v)
	unknown := factor{below.vars, below.size, make([]float64, len(below.p))}
	k := len(joint.p) / len(below.p)
	for i, p := range below.p {
		if p == 0 {
			unknown.p[i] = id.gaps.fill(gap{v, below, i}, k)
		}
	}
	f, err := joint.over(below)
	if err != nil {
		return f, err
	}
	return f.combine(unknown, func(p, u float64) float64 {
		if math.IsNaN(p) {
			return u
		}
		return p
	})
}

// A gap is a conditional distribution of v that no data tell: given the entry at of
// a table.
type gap struct {
	v     int
	given factor // its variables and sizes
	at    int
}

// levels returns what the gap is given.
func (g gap) levels() []level {
	out := make([]level, len(g.given.vars))
	at := g.at
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = level{g.given.vars[i], at % g.given.size[i]}
		at /= g.given.size[i]
	}
	return out
}

// gaps says what stands in for what is not known: NaN, which spreads to all that
// depends on it; or, to find out which of the gaps matters, NaN for one of them,
// the others being filled with equal probabilities. A nil *gaps is all NaN.
type gaps struct {
	found []gap // the first of them
	count int
	only  int // -1 for all
}

const mostGaps = 200

func (s *gaps) fill(g gap, k int) float64 {
	if s == nil {
		return math.NaN()
	}
	at := s.count
	s.count++
	if len(s.found) < mostGaps {
		s.found = append(s.found, g)
	}
	if s.only < 0 || s.only == at {
		return math.NaN()
	}
	return 1 / float64(k)
}

package causal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Question is what is asked of a graph: what one variable does to another.
type Question struct {
	Treatment, Outcome string

	// Direct asks for the direct effect, along Treatment -> Outcome alone, which
	// adjustment gives as a coefficient of a linear model (the single-door
	// criterion, Pearl 2009, §5.3.1). Otherwise the effect is the total one.
	Direct bool

	Forced     []string // in every set; so are those that the graph marks [adjusted]
	Unobserved []string // in no set; nor are those that the graph marks [latent]

	// Limit bounds how many sets are listed; 0 means 100.
	Limit int
}

const defaultSets = 100

// AdjustmentSets are the minimal adjustment sets of an effect: none can lose a member other
// than a forced one. They are listed by size, those of one size in the order of the
// graph's variables.
type AdjustmentSets struct {
	Minimal [][]string // the variables of each in the order of the graph

	// More reports that there are others beyond the limit.
	More bool

	// Why says why there is no set; "" if there is one. No set, Minimal empty, and
	// nothing to adjust, Minimal one empty set, are different answers.
	Why string
}

// AdjustmentSets lists the minimal sets of variables that adjustment for which
// gives the effect: ∑ p(outcome | treatment, set) p(set) is p(outcome | do(treatment)).
//
// The criterion is complete: a set fails it only if there is a distribution for
// which adjusting for it is wrong (Shpitser, VanderWeele & Robins 2010,
// arXiv:1203.3515; van der Zander, Liśkiewicz & Textor 2014). It fails if a name is
// unknown, or named in two roles.
func (g *Graph) AdjustmentSets(e Question) (AdjustmentSets, error) {
	q, err := g.ask(e)
	if err != nil {
		return AdjustmentSets{}, err
	}
	return q.minimalSets(), nil
}

// An inquiry is a Question by numbers, with what the criterion needs.
type inquiry struct {
	g                  *Graph
	x, y               int
	direct             bool
	forced, unobserved nodeSet
	limit              int

	mediating nodeSet // on directed paths from x to y, without x: with y if there is one
	forbidden nodeSet // spoils every set: what descends from mediating; of a direct effect, from y
	backdoor  digraph // without the first arrows of the paths that make up the effect
}

// ask checks a Question.
func (g *Graph) ask(e Question) (*inquiry, error) {
	q := &inquiry{g: g, direct: e.Direct, limit: e.Limit}
	if q.limit == 0 {
		q.limit = defaultSets
	}
	var err error
	if q.x, err = g.find(e.Treatment); err != nil {
		return nil, fmt.Errorf("treatment: %w", err)
	}
	if q.y, err = g.find(e.Outcome); err != nil {
		return nil, fmt.Errorf("outcome: %w", err)
	}
	if q.x == q.y {
		return nil, fmt.Errorf("treatment and outcome are both %s: name two variables", g.name(q.x))
	}
	for _, v := range []int{q.x, q.y} {
		if g.latent[v] {
			return nil, fmt.Errorf("the graph says that %s is not observed: a treatment or outcome must be", g.name(v))
		}
	}
	if q.forced, err = g.findAll(append(slices.Clone(e.Forced), g.Adjusted()...)); err != nil {
		return nil, err
	}
	if q.unobserved, err = g.findAll(e.Unobserved); err != nil {
		return nil, err
	}
	q.unobserved = q.unobserved.union(g.latent)
	for _, v := range []int{q.x, q.y} {
		if q.forced[v] || q.unobserved[v] {
			return nil, fmt.Errorf("%s is treatment or outcome: it cannot be adjusted for, nor be unobserved", g.name(v))
		}
	}
	if both := q.forced.intersect(q.unobserved).list(); len(both) > 0 {
		return nil, fmt.Errorf("%s is not observed: it cannot be adjusted for", g.name(both[0]))
	}
	q.prepare()
	return q, nil
}

func (q *inquiry) prepare() {
	n := len(q.g.names)
	x, y := setOf(n, q.x), setOf(n, q.y)
	q.mediating = q.g.descendants(x).intersect(q.g.ancestors(y)).without(x)
	if q.direct {
		q.forbidden = q.g.descendants(y)
		q.backdoor = q.g.cut(func(from, to int) bool { return from == q.x && to == q.y })
		return
	}
	q.forbidden = q.g.descendants(q.mediating)
	q.backdoor = q.g.cut(func(from, to int) bool { return from == q.x && q.mediating[to] })
}

// affects reports whether there is an effect to ask for at all.
func (q *inquiry) affects() bool {
	if q.direct {
		return q.g.hasArrow(q.x, q.y)
	}
	return q.mediating[q.y]
}

// minimalSets lists the sets.
func (q *inquiry) minimalSets() AdjustmentSets {
	g := q.g
	if spoilt := q.forced.intersect(q.forbidden).list(); len(spoilt) > 0 {
		return AdjustmentSets{Why: q.spoils(spoilt[0]).Why}
	}
	n := len(g.names)
	may := make(nodeSet, n)
	for v := range may {
		may[v] = !q.forbidden[v] && !q.unobserved[v] && v != q.x && v != q.y
	}
	found, more := q.backdoor.minimalSeparators(q.x, q.y, q.forced, may, q.limit)
	if len(found) == 0 {
		return AdjustmentSets{Why: q.noSet(may)}
	}
	lists := make([][]int, len(found))
	for i, s := range found {
		lists[i] = s.list()
	}
	slices.SortFunc(lists, func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b))
	})
	sets := AdjustmentSets{More: more, Minimal: make([][]string, len(lists))}
	for i, l := range lists {
		sets.Minimal[i] = g.namesOf(l)
	}
	return sets
}

// noSet says why no set of what may be adjusted for blocks every path: adjusting
// for all that are ancestors leaves one open that nothing can block.
func (q *inquiry) noSet(may nodeSet) string {
	g := q.g
	all := g.ancestors(setOf(len(g.names), q.x, q.y).union(q.forced)).intersect(may).union(q.forced)
	path := q.backdoor.openPath(setOf(len(g.names), q.x), setOf(len(g.names), q.y), all, true)
	return fmt.Sprintf("no set of observed variables blocks %s", g.pathText(path))
}

// setText writes a set for people: {a, b}.
func (g *Graph) setText(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quoteName(name)
	}
	return "{" + strings.Join(quoted, ", ") + "}"
}

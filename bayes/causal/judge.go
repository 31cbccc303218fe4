package causal

import (
	"fmt"
	"slices"
	"strings"
)

// A Fault is what is wrong with an adjustment set.
type Fault string

// The faults. Each spoils the effect in its own way.
const (
	Mediator              Fault = "mediator"                    // lies on a causal path
	MediatorDescendant    Fault = "descendant of a mediator"    // tells about one
	OutcomeDescendant     Fault = "descendant of the outcome"   // is an effect of what is to be explained
	TreatmentDescendant   Fault = "descendant of the treatment" // an effect of it that opens a path
	Collider              Fault = "collider"                    // two causes meet there: adjusting opens the path
	MBias                 Fault = "M-bias"                      // a collider before the treatment
	OpenPath              Fault = "open path"                   // a back door is left open
	UnobservedConfounding Fault = "unobserved confounding"      // a back door that nothing observed can close
	Unobserved            Fault = "unobserved"                  // there are no data of it
	Selection             Fault = "selection"                   // the data were selected on an effect of the outcome
)

// A Reason is one thing that is wrong with a set.
type Reason struct {
	Fault    Fault
	Variable string // that causes it, or would mend it; "" if none does
	Path     string // along which bias comes: "x <- z -> y"; "" for Unobserved
	Why      string // all that in words: one sentence without a full stop
}

// An Adjustment says whether adjusting for a set gives the effect, and if not why: the
// embedded Reason is the first, More has others.
type Adjustment struct {
	Valid bool
	Reason
	More []Reason

	// Note says of a valid set what is not obvious, "" if all is: that there is no
	// directed path and so no effect, for example. Of an invalid one it is "".
	Note string
}

// Adjustment judges a set of variables: does adjusting for it give the total effect
// of treatment on outcome? What the graph marks [adjusted] counts as part of the
// set. It fails if a name is unknown, or the set holds treatment or outcome.
func (g *Graph) Adjustment(treatment, outcome string, set ...string) (Adjustment, error) {
	return g.Judge(Question{Treatment: treatment, Outcome: outcome}, set...)
}

// Judge is [Graph.Adjustment] for any [Question], whose Forced variables count as part
// of the set.
func (g *Graph) Judge(e Question, set ...string) (Adjustment, error) {
	q, err := g.ask(e)
	if err != nil {
		return Adjustment{}, err
	}
	z, err := g.findAll(set)
	if err != nil {
		return Adjustment{}, err
	}
	if z[q.x] || z[q.y] {
		return Adjustment{}, fmt.Errorf("the set holds %s: treatment and outcome cannot be adjusted for", g.setText(g.namesOf(z.intersect(setOf(len(z), q.x, q.y)).list())))
	}
	return q.judge(z.union(q.forced)), nil
}

func (q *inquiry) judge(z nodeSet) Adjustment {
	var reasons []Reason
	harmless := slices.Clone(z)
	for _, v := range z.list() {
		switch {
		case q.unobserved[v]:
			reasons = append(reasons, Reason{Fault: Unobserved, Variable: q.g.names[v], Why: fmt.Sprintf("%s is not observed: it cannot be adjusted for", q.g.name(v))})
			harmless[v] = false
		case q.forbidden[v]:
			reasons = append(reasons, q.spoils(v))
			harmless[v] = false
		}
	}
	if r, open := q.leftOpen(harmless); open {
		reasons = append(reasons, r)
	}
	if r, selected := q.selection(harmless); selected {
		reasons = append(reasons, r)
	}
	if len(reasons) > 0 {
		return Adjustment{Reason: reasons[0], More: reasons[1:]}
	}
	return Adjustment{Valid: true, Note: q.note(z)}
}

// spoils says why v, which is forbidden, may not be adjusted for.
func (q *inquiry) spoils(v int) Reason {
	g, n := q.g, len(q.g.names)
	x, y, at := setOf(n, q.x), setOf(n, q.y), setOf(n, v)
	r := Reason{Variable: g.names[v]}
	if down := g.directedPath(y, at, nil); down != nil {
		r.Fault, r.Path = OutcomeDescendant, g.pathText(down)
		r.Why = fmt.Sprintf("%s is an effect of the outcome, %s: adjusting for it selects on the outcome", g.name(v), r.Path)
		return r
	}
	if q.mediating[v] {
		path := append(g.directedPath(x, at, nil), g.directedPath(at, y, nil)[1:]...)
		r.Fault, r.Path = Mediator, g.pathText(path)
		r.Why = fmt.Sprintf("%s is a mediator, %s: adjusting for it takes away the part of the effect that goes through it", g.name(v), r.Path)
		return r
	}
	path := g.directedPath(x, at, nil)
	if m := slices.IndexFunc(path, func(v int) bool { return q.mediating[v] }); m < 0 { // leave x towards the mediator instead
		down := g.directedPath(q.mediating, at, nil)
		path = append(g.directedPath(x, setOf(n, down[0]), nil), down[1:]...)
	}
	m := path[slices.IndexFunc(path, func(v int) bool { return q.mediating[v] })]
	for _, u := range path {
		if q.mediating[u] {
			m = u
		}
	}
	r.Fault, r.Path = MediatorDescendant, g.pathText(path)
	r.Why = fmt.Sprintf("%s tells about the mediator %s, %s: adjusting for it takes away part of the effect that goes through %s", g.name(v), g.name(m), r.Path, g.name(m))
	return r
}

// leftOpen finds a path that is open although z is adjusted for.
func (q *inquiry) leftOpen(z nodeSet) (Reason, bool) {
	g, n := q.g, len(q.g.names)
	x, y := setOf(n, q.x), setOf(n, q.y)
	if path := q.backdoor.openPath(x, y, z, false); path != nil {
		return q.backDoor(path), true
	}
	path := q.backdoor.openPath(x, y, z, true)
	if path == nil {
		return Reason{}, false
	}
	collider := g.collidersOn(path)[0]
	down := q.backdoor.directedPath(setOf(n, collider), z, nil)
	v := down[len(down)-1] // what opens the path
	r := Reason{Fault: Collider, Variable: g.names[v], Path: g.pathText(path)}
	what := fmt.Sprintf("%s is a collider", g.name(v))
	if v != collider {
		what = fmt.Sprintf("%s tells about the collider %s", g.name(v), g.name(collider))
	}
	switch {
	case g.descendants(x)[v]:
		r.Fault = TreatmentDescendant
		what = fmt.Sprintf("%s is an effect of the treatment and %s", g.name(v), strings.TrimPrefix(what, g.name(v)+" is "))
		what = strings.Replace(what, " and "+g.name(v)+" tells", " and tells", 1)
	case len(g.collidersOn(path)) == 1 && g.hasArrow(path[len(path)-2], path[len(path)-1]):
		r.Fault = MBias
		what += ", M-bias"
	}
	r.Why = fmt.Sprintf("%s: adjusting for it opens %s", what, r.Path)
	return r, true
}

// backDoor says what an open path without colliders takes.
func (q *inquiry) backDoor(path []int) Reason {
	g := q.g
	r := Reason{Fault: UnobservedConfounding, Path: g.pathText(path)}
	for _, v := range path[1 : len(path)-1] {
		if !q.unobserved[v] && !q.forbidden[v] {
			r.Fault, r.Variable = OpenPath, g.names[v]
			r.Why = fmt.Sprintf("%s is open: adjusting for %s would block it", r.Path, g.name(v))
			return r
		}
	}
	if len(path) == 2 {
		r.Why = fmt.Sprintf("%s is open and nothing lies on it: %s causes %s", r.Path, g.name(q.y), g.name(q.x))
		return r
	}
	r.Why = fmt.Sprintf("%s is open, and nothing observed on it could block it", r.Path)
	return r
}

// selection finds a variable on which the data were selected and which tells about
// the outcome, given treatment and z.
func (q *inquiry) selection(z nodeSet) (Reason, bool) {
	g, n := q.g, len(q.g.names)
	given := z.union(setOf(n, q.x))
	for _, s := range g.selected {
		if given[s] {
			continue
		}
		if path := g.openPath(setOf(n, q.y), setOf(n, s), given, true); path != nil {
			r := Reason{Fault: Selection, Variable: g.names[s], Path: g.pathText(path)}
			r.Why = fmt.Sprintf("the data are selected on %s, which depends on the outcome by %s", g.name(s), r.Path)
			return r, true
		}
	}
	return Reason{}, false
}

// note says what is not obvious about a valid set.
func (q *inquiry) note(z nodeSet) string {
	g := q.g
	x, y := g.name(q.x), g.name(q.y)
	switch {
	case q.direct && !q.affects():
		return fmt.Sprintf("there is no arrow %s -> %s: by the graph the direct effect is 0", x, y)
	case !q.affects():
		return fmt.Sprintf("no directed path leads from %s to %s: by the graph there is no effect", x, y)
	}
	return ""
}

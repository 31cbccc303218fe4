package bayes

import (
	"fmt"
	"slices"
)

// levels gives labels their indices: fixed where the prior or the table names
// them, otherwise in order of first appearance, up to as many as the prior has
// room for.
type levels struct {
	names []string
	at    map[string]int
	room  int  // labels there can be
	fixed bool // all labels are known beforehand
	equal bool // the prior treats all labels alike, so that order does not matter
}

func levelsOf(prior Belief, lik Likelihood) *levels {
	switch lik.Family {
	case "table":
		return newLevels(lik.table.labels, len(lik.table.labels), true)
	case "categorical", "multinomial":
		names, room, equal := categories(prior)
		l := newLevels(names, room, len(names) > 0)
		l.equal = equal
		return l
	}
	return nil
}

func newLevels(names []string, room int, fixed bool) *levels {
	l := &levels{at: map[string]int{}, room: room, fixed: fixed}
	for _, n := range names {
		l.at[n] = len(l.names)
		l.names = append(l.names, n)
	}
	return l
}

// categories returns the names and the number of the categories that prior has
// parameters for, and whether it is symmetric in them.
func categories(prior Belief) (names []string, k int, symmetric bool) {
	switch p := unwrap(prior).(type) {
	case Dirichlet:
		return p.Names, len(p.Alpha), same(p.Alpha)
	case Points:
		return nil, p.Dim(), same(p.At[0])
	case mixture:
		parts, _ := p.parts()
		symmetric = true
		for _, part := range parts {
			n, room, sym := categories(part)
			if len(n) > 0 {
				names = n
			}
			k, symmetric = room, symmetric && sym
		}
	}
	return names, k, symmetric
}

func same(v []float64) bool {
	for _, x := range v {
		if x != v[0] {
			return false
		}
	}
	return true
}

// index returns the index of label, giving it the next free one if it is new.
func (l *levels) index(label []byte) (float64, error) {
	if i, ok := l.at[string(label)]; ok {
		return float64(i), nil
	}
	switch {
	case l.fixed:
		return 0, fmt.Errorf("%q is none of the labels %s", label, list(l.names))
	case !l.equal:
		return 0, fmt.Errorf("the prior's numbers differ, and nothing says which is for %q: name them, as in dirichlet(%s=…, …)", label, label)
	case len(l.names) == l.room:
		return 0, fmt.Errorf("%q is one label more than the prior's %d (%s): give the prior a number for each", label, l.room, list(l.names))
	}
	i := len(l.names)
	l.at[string(label)] = i
	l.names = append(l.names, string(label))
	return float64(i), nil
}

// adopt makes room for the labels of other and returns the index here of each
// index there; nil where the two agree.
func (l *levels) adopt(other *levels) (order []int, err error) {
	if l == nil || other == nil || slices.Equal(l.names, other.names) {
		return nil, nil
	}
	for _, name := range other.names {
		i, err := l.index([]byte(name))
		if err != nil {
			return nil, err
		}
		order = append(order, int(i))
	}
	return order, nil
}

// named returns b with its categories named after ls.
func named(b Belief, ls *levels) Belief {
	if ls == nil || len(ls.names) == 0 {
		return b
	}
	switch d := b.(type) {
	case Dirichlet:
		d.Names = make([]string, len(d.Alpha))
		for i := range d.Names {
			if d.Names[i] = fmt.Sprint(i + 1); i < len(ls.names) {
				d.Names[i] = ls.names[i]
			}
		}
		return d
	case Mixture[Dirichlet, Tally]:
		m := Mixture[Dirichlet, Tally]{LogWeights: d.LogWeights}
		for _, c := range d.Components {
			m.Components = append(m.Components, named(c, ls).(Dirichlet))
		}
		return m
	}
	return b
}

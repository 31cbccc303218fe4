package causal

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// mostCells is how many numbers one table may hold: 32 MiB. What takes more is
// refused rather than tried.
const mostCells = 1 << 22

// ErrTooLarge is wrapped by the error about a query that takes too large a table.
var ErrTooLarge = errors.New("the table would be too large")

// A factor is a function of variables: a table, in which the last variable is the
// fastest. The variables are numbers in increasing order.
//
// An entry is NaN where it is not known. Nothing times what is not known is
// nothing: so what does not matter does not spoil a result, and what does shows.
type factor struct {
	vars []int
	size []int // of levels of each variable
	p    []float64
}

func cells(size []int) int {
	n := 1
	for _, s := range size {
		n *= s
	}
	return n
}

// checkCells fails if a table of so many levels would be too large.
func checkCells(size []int) error {
	n := 1.0
	for _, s := range size {
		n *= float64(s)
	}
	if n > mostCells {
		return fmt.Errorf("%w: %.3g entries, at most %d are tried", ErrTooLarge, n, mostCells)
	}
	return nil
}

// constant returns the factor of no variables.
func constant(p float64) factor { return factor{p: []float64{p}} }

// times returns a·b, 0 if either is, whatever the other.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// scope returns the variables of both and their numbers of levels.
func (f factor) scope(g factor) (vars, size []int) {
	i, j := 0, 0
	for i < len(f.vars) || j < len(g.vars) {
		switch {
		case j == len(g.vars) || i < len(f.vars) && f.vars[i] < g.vars[j]:
			vars, size = append(vars, f.vars[i]), append(size, f.size[i])
			i++
		case i == len(f.vars) || g.vars[j] < f.vars[i]:
			vars, size = append(vars, g.vars[j]), append(size, g.size[j])
			j++
		default:
			vars, size = append(vars, f.vars[i]), append(size, f.size[i])
			i, j = i+1, j+1
		}
	}
	return vars, size
}

// strides returns by how much the index into f grows with each of vars.
func (f factor) strides(vars []int) []int {
	step, s := map[int]int{}, 1
	for i := len(f.vars) - 1; i >= 0; i-- {
		step[f.vars[i]] = s
		s *= f.size[i]
	}
	strides := make([]int, len(vars))
	for i, v := range vars {
		strides[i] = step[v]
	}
	return strides
}

// combine returns the factor op(f, g) of the variables of both.
func (f factor) combine(g factor, op func(a, b float64) float64) (factor, error) {
	vars, size := f.scope(g)
	if err := checkCells(size); err != nil {
		return factor{}, err
	}
	h := factor{vars, size, make([]float64, cells(size))}
	sf, sg, at := f.strides(vars), g.strides(vars), make([]int, len(vars))
	i, j := 0, 0
	for k := range h.p {
		h.p[k] = op(f.p[i], g.p[j])
		for d := len(at) - 1; d >= 0; d-- {
			at[d]++
			i, j = i+sf[d], j+sg[d]
			if at[d] < size[d] {
				break
			}
			i, j = i-sf[d]*size[d], j-sg[d]*size[d]
			at[d] = 0
		}
	}
	return h, nil
}

// times returns the product f·g.
func (f factor) times(g factor) (factor, error) { return f.combine(g, times) }

// over returns f/g: not known where g is 0, whatever f is.
func (f factor) over(g factor) (factor, error) {
	return f.combine(g, func(a, b float64) float64 {
		if b == 0 {
			return math.NaN()
		}
		return a / b
	})
}

func (f factor) has(v int) bool { return slices.Contains(f.vars, v) }

// split returns what lies around dimension d: p is [outer][size[d]][inner].
func (f factor) split(d int) (outer, inner int) {
	return cells(f.size[:d]), cells(f.size[d+1:])
}

func (f factor) dropped(d int) factor {
	g := factor{slices.Delete(slices.Clone(f.vars), d, d+1), slices.Delete(slices.Clone(f.size), d, d+1), nil}
	g.p = make([]float64, cells(g.size))
	return g
}

// sumOut returns Σ over the levels of v.
func (f factor) sumOut(v int) factor {
	d := slices.Index(f.vars, v)
	if d < 0 {
		return f
	}
	g := f.dropped(d)
	outer, inner := f.split(d)
	for o := range outer {
		for l := range f.size[d] {
			row := f.p[(o*f.size[d]+l)*inner:][:inner]
			for i, p := range row {
				g.p[o*inner+i] += p
			}
		}
	}
	return g
}

// sumOutAll sums over all of vs that f has.
func (f factor) sumOutAll(vs nodeSet) factor {
	for _, v := range slices.Clone(f.vars) {
		if vs[v] {
			f = f.sumOut(v)
		}
	}
	return f
}

// at returns f where v has a level.
func (f factor) at(v, level int) factor {
	d := slices.Index(f.vars, v)
	if d < 0 {
		return f
	}
	g := f.dropped(d)
	outer, inner := f.split(d)
	for o := range outer {
		copy(g.p[o*inner:][:inner], f.p[(o*f.size[d]+level)*inner:])
	}
	return g
}

// relabel returns f with variable i called vars[i], in increasing order.
func (f factor) relabel(vars []int) factor {
	order := make([]int, len(vars))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return vars[a] - vars[b] })
	g := factor{make([]int, len(vars)), make([]int, len(vars)), make([]float64, len(f.p))}
	step := make([]int, len(vars)) // in g, by dimension of f
	for i := len(order) - 1; i >= 0; i-- {
		g.vars[i], g.size[i] = vars[order[i]], f.size[order[i]]
		step[order[i]] = cells(gSizes(f.size, order[i+1:]))
	}
	at, k := make([]int, len(vars)), 0
	for _, p := range f.p {
		g.p[k] = p
		for d := len(at) - 1; d >= 0; d-- {
			at[d]++
			k += step[d]
			if at[d] < f.size[d] {
				break
			}
			k -= step[d] * f.size[d]
			at[d] = 0
		}
	}
	return g
}

func gSizes(size, order []int) []int {
	s := make([]int, len(order))
	for i, d := range order {
		s[i] = size[d]
	}
	return s
}

// sum returns the sum of all entries.
func (f factor) sum() (total float64) {
	for _, p := range f.p {
		total += p
	}
	return total
}

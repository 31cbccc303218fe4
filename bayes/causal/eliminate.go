package causal

import "math"

// eliminate returns the product of factors, summed over all variables but keep
// (variable elimination). Next to go is the variable that makes the smallest table,
// of several the first. It fails with ErrTooLarge if even that is too large.
func eliminate(factors []factor, keep nodeSet) (factor, error) {
	e := &elimination{factors: append(make([]factor, 0, 2*len(factors)), factors...), with: make([][]int, len(keep)), cost: make([]float64, len(keep))}
	product := constant(1)
	var err error
	for i, f := range factors {
		for _, v := range f.vars {
			e.with[v] = append(e.with[v], i)
		}
	}
	for v := range keep {
		e.cost[v] = math.Inf(1)
		if !keep[v] {
			e.update(v)
		}
	}
	for {
		best := -1
		for v, c := range e.cost {
			if c < math.Inf(1) && (best < 0 || c < e.cost[best]) {
				best = v
			}
		}
		if best < 0 {
			break
		}
		f, err := e.multiply(best)
		if err != nil {
			return factor{}, err
		}
		e.replace(best, f.sumOut(best))
		for _, v := range f.vars {
			if !keep[v] && v != best {
				e.update(v)
			}
		}
	}
	for _, f := range e.factors {
		if f.p == nil {
			continue
		}
		if product, err = product.times(f); err != nil {
			return factor{}, err
		}
	}
	return product, nil
}

// An elimination is one under way.
type elimination struct {
	factors []factor  // those multiplied into another have no table
	with    [][]int   // the factors that a variable is in
	cost    []float64 // the size of the table that eliminating a variable makes; +Inf of what stays or is gone
}

// update finds the cost of v.
func (e *elimination) update(v int) {
	joint := factor{}
	for _, i := range e.with[v] {
		joint.vars, joint.size = joint.scope(e.factors[i])
	}
	e.cost[v] = math.Inf(1)
	if len(joint.vars) > 0 {
		e.cost[v] = 1
		for _, s := range joint.size {
			e.cost[v] = math.Min(e.cost[v]*float64(s), math.MaxFloat64)
		}
	}
}

// multiply returns the product of the factors that v is in.
func (e *elimination) multiply(v int) (product factor, err error) {
	product = constant(1)
	for _, i := range e.with[v] {
		if product, err = product.times(e.factors[i]); err != nil {
			return product, err
		}
	}
	return product, nil
}

// replace puts f in the place of the factors that v is in.
func (e *elimination) replace(v int, f factor) {
	gone := map[int]bool{}
	for _, i := range e.with[v] {
		gone[i] = true
	}
	for i := range gone {
		for _, u := range e.factors[i].vars {
			e.with[u] = remaining(e.with[u], gone)
		}
		e.factors[i] = factor{}
	}
	for _, u := range f.vars {
		e.with[u] = append(e.with[u], len(e.factors))
	}
	e.factors = append(e.factors, f)
	e.with[v], e.cost[v] = nil, math.Inf(1)
}

func remaining(list []int, gone map[int]bool) (left []int) {
	for _, i := range list {
		if !gone[i] {
			left = append(left, i)
		}
	}
	return left
}

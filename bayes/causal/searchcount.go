package causal

// A question is a treatment and an outcome. Each row has a code by which it is
// counted, below width, of which the last is that of rows that do not take part:
//
//	two levels and two levels    2·treatment + outcome    of counts
//	two levels and numbers       treatment                of counts, Σy and Σy²
//	numbers and numbers          0                        of counts, Σx, Σy, Σx², Σxy and Σy²
type question struct {
	treatment, outcome role
	swapped            bool // the outcome as treatment is a question too, answered by the same counts

	codes []uint8
	width int
	x, y  []float64 // 0 where a row does not take part
}

func newQuestion(t, y role) question {
	q := question{treatment: t, outcome: y}
	if !t.binary() {
		q.outcome = y.asNumbers()
		y = q.outcome
	}
	n := max(len(t.two), len(t.numbers))
	q.codes = make([]uint8, n)
	switch {
	case t.binary() && y.binary():
		q.width = 5
		for i, a := range t.two {
			if q.codes[i] = 2*a + y.two[i]; a > 1 || y.two[i] > 1 {
				q.codes[i] = 4
			}
		}
	case t.binary():
		q.width, q.y = 3, make([]float64, n)
		for i, a := range t.two {
			if q.codes[i] = 2; a <= 1 && y.numbers[i] == y.numbers[i] {
				q.codes[i], q.y[i] = a, y.numbers[i]
			}
		}
	default:
		q.width, q.x, q.y = 2, make([]float64, n), make([]float64, n)
		for i, x := range t.numbers {
			if q.codes[i] = 1; x == x && y.numbers[i] == y.numbers[i] {
				q.codes[i], q.x[i], q.y[i] = 0, x, y.numbers[i]
			}
		}
	}
	return q
}

// sums returns how many numbers are kept for each code.
func (q question) sums() int {
	switch {
	case q.x != nil:
		return 6
	case q.y != nil:
		return 3
	}
	return 1
}

// A counter counts rows by code and stratum, for one goroutine.
type counter struct {
	q       question
	counts  []int64 // for how many rows each stands; nil: for one
	base    []uint16
	bits    *bitCounter // nil where it does not apply
	first   grouping
	tallies [2][]uint32 // even and odd rows, so that one need not wait for the other
	table   []float64   // [stratum][code][sums], what is missing left out
}

func newCounter(q question, counts []int64) *counter {
	return &counter{q: q, counts: counts, base: make([]uint16, len(q.codes)), bits: newBitCounter(q, counts)}
}

// by puts rows into the strata of a grouping.
func (c *counter) by(g grouping) {
	c.first = g
	if c.bits != nil && g.bits != nil {
		c.bits.by(g)
	}
	width := uint16(c.q.width)
	codes := c.q.codes[:len(c.base)]
	for i, z := range g.codes[:len(c.base)] {
		c.base[i] = uint16(z)*width + uint16(codes[i])
	}
}

// single returns the table of the grouping that rows are in. It lives until the next.
func (c *counter) single() []float64 { return c.count(grouping{codes: nil, levels: 1}) }

// pair returns the table of that grouping and another; strata are numbered by the
// first and then the second.
func (c *counter) pair(h grouping) []float64 {
	if g := c.first; c.bits.pays(g, h) {
		c.table = zeroed(c.table, g.levels*h.levels*4)
		c.bits.pair(h, c.table)
		return c.table
	}
	return c.count(h)
}

func (c *counter) count(h grouping) []float64 {
	g := c.first
	inner := h.levels + 1
	if h.codes == nil {
		inner = 1
	}
	sums := c.q.sums()
	size := (g.levels + 1) * c.q.width * inner
	all := c.accumulate(h, inner, size, sums)
	// What is missing goes, and strata become the outer index.
	take := c.q.width - 1
	c.table = zeroed(c.table, g.levels*h.levels*take*sums)
	for z := range g.levels {
		for code := range take {
			for w := range h.levels {
				from := (z*c.q.width+code)*inner + w
				to := (z*h.levels+w)*take + code
				copy(c.table[to*sums:(to+1)*sums], all[from*sums:(from+1)*sums])
			}
		}
	}
	return c.table
}

func zeroed(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n)
	}
	x = x[:n]
	clear(x)
	return x
}

// accumulate returns the sums by code, whatever is missing included.
func (c *counter) accumulate(h grouping, inner, size, sums int) []float64 {
	if sums == 1 && c.counts == nil {
		return c.tally(h, inner, size)
	}
	codes := h.codes
	if codes == nil {
		codes = make([]uint8, len(c.base))
	}
	codes = codes[:len(c.base)]
	all := make([]float64, size*sums)
	n := 1.0
	switch sums {
	case 1:
		for i, b := range c.base {
			all[int(b)*inner+int(codes[i])] += float64(c.counts[i])
		}
	case 3:
		ys := c.q.y[:len(c.base)]
		for i, b := range c.base {
			if c.counts != nil {
				n = float64(c.counts[i])
			}
			at := (int(b)*inner + int(codes[i])) * 3
			cell := all[at : at+3 : at+3]
			y := ys[i]
			cell[0] += n
			cell[1] += n * y
			cell[2] += n * y * y
		}
	default:
		xs, ys := c.q.x[:len(c.base)], c.q.y[:len(c.base)]
		for i, b := range c.base {
			if c.counts != nil {
				n = float64(c.counts[i])
			}
			at := (int(b)*inner + int(codes[i])) * 6
			cell := all[at : at+6 : at+6]
			x, y := xs[i], ys[i]
			cell[0] += n
			cell[1] += n * x
			cell[2] += n * y
			cell[3] += n * x * x
			cell[4] += n * x * y
			cell[5] += n * y * y
		}
	}
	return all
}

// tally is accumulate for rows that are only counted.
func (c *counter) tally(h grouping, inner, size int) []float64 {
	for k := range c.tallies {
		if cap(c.tallies[k]) < size {
			c.tallies[k] = make([]uint32, size)
		}
		c.tallies[k] = c.tallies[k][:size]
		clear(c.tallies[k])
	}
	even, odd := c.tallies[0], c.tallies[1]
	base := c.base
	if h.codes == nil {
		i := 0
		for ; i+1 < len(base); i += 2 {
			even[base[i]]++
			odd[base[i+1]]++
		}
		if i < len(base) {
			even[base[i]]++
		}
	} else {
		codes := h.codes[:len(base)]
		i := 0
		for ; i+1 < len(base); i += 2 {
			even[int(base[i])*inner+int(codes[i])]++
			odd[int(base[i+1])*inner+int(codes[i+1])]++
		}
		if i < len(base) {
			even[int(base[i])*inner+int(codes[i])]++
		}
	}
	all := make([]float64, size)
	for i := range all {
		all[i] = float64(even[i]) + float64(odd[i])
	}
	return all
}

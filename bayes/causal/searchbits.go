package causal

import "math/bits"

// bitset holds a row in each bit.
type bitset []uint64

// mostBitLevels is up to how many levels a grouping has a bitset for each.
const mostBitLevels = 16

// withBits returns g with a bitset for each level, if there are few.
func (g grouping) withBits() grouping {
	if g.levels > mostBitLevels {
		return g
	}
	for range g.levels {
		g.bits = append(g.bits, make(bitset, (len(g.codes)+63)/64))
	}
	for i, code := range g.codes {
		if int(code) == g.levels {
			g.missing = true
			continue
		}
		g.bits[code][i>>6] |= 1 << (i & 63)
	}
	return g
}

// A bitCounter counts pairs of groupings for questions of two levels and two levels: a
// word of 64 rows at a time, which is faster than row by row where levels are few.
type bitCounter struct {
	codes [4]bitset // of the question
	cells []bitset  // of the question and the first grouping
	sizes []float64
}

// newBitCounter returns nil for other questions, and where rows stand for several.
func newBitCounter(q question, counts []int64) *bitCounter {
	if q.sums() > 1 || counts != nil {
		return nil
	}
	c := &bitCounter{}
	for k := range c.codes {
		c.codes[k] = make(bitset, (len(q.codes)+63)/64)
	}
	for i, code := range q.codes {
		if code < 4 {
			c.codes[code][i>>6] |= 1 << (i & 63)
		}
	}
	return c
}

// by puts rows into the strata of a grouping.
func (c *bitCounter) by(g grouping) {
	c.cells, c.sizes = c.cells[:0], c.sizes[:0]
	for _, level := range g.bits {
		for _, code := range c.codes {
			at := len(c.cells)
			if at == cap(c.cells) {
				c.cells = append(c.cells, make(bitset, len(code)))
			} else if c.cells = c.cells[:at+1]; c.cells[at] == nil {
				c.cells[at] = make(bitset, len(code))
			}
			cell := c.cells[at]
			for w := range cell {
				cell[w] = level[w] & code[w]
			}
			c.sizes = append(c.sizes, commonBits(cell, cell))
		}
	}
}

// pays reports whether counting by bits is the faster way: it looks at a word for each
// cell and each level of h but the last, which is what the others leave.
func (c *bitCounter) pays(g, h grouping) bool {
	return c != nil && g.bits != nil && h.bits != nil && g.levels*(h.levels-1) < 12
}

// pair writes the counts by stratum and code to table, strata numbered by g and then h.
func (c *bitCounter) pair(h grouping, table []float64) {
	for cell, of := range c.cells {
		z, code := cell/4, cell%4
		rest := c.sizes[cell]
		for w, level := range h.bits {
			n := rest
			if w < h.levels-1 || h.missing {
				n = commonBits(of, level)
			}
			table[(z*h.levels+w)*4+code] = n
			rest -= n
		}
	}
}

// commonBits returns how many bits are in both.
func commonBits(a, b bitset) float64 {
	var n [4]int // so that additions overlap
	for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
		n[0] += bits.OnesCount64(a[0] & b[0])
		n[1] += bits.OnesCount64(a[1] & b[1])
		n[2] += bits.OnesCount64(a[2] & b[2])
		n[3] += bits.OnesCount64(a[3] & b[3])
	}
	for w, x := range a {
		n[0] += bits.OnesCount64(x & b[w])
	}
	return float64(n[0] + n[1] + n[2] + n[3])
}

package bayes

import (
	"fmt"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Vectors gathers rows of numbers, each in a fraction of a microsecond and without
// allocating, into a [Scatter]. It is not safe for concurrent use; the statistics
// of shards are merged.
type Vectors struct {
	block [][]float64 // by column
	full  int         // rows in it
	all   Scatter
	mean  []total // scratch of a block
	sums  packed
	off   []total
	shift []float64
}

// NewVectors returns an empty Vectors of so many columns.
func NewVectors(columns int) *Vectors {
	v := &Vectors{all: newScatter(columns), mean: make([]total, columns), sums: make(packed, packedLen(columns)),
		off: make([]total, columns), shift: make([]float64, columns)}
	all := make([]float64, columns*blockLen)
	for i := range columns {
		v.block = append(v.block, all[i*blockLen:(i+1)*blockLen])
	}
	return v
}

// Add adds the row x, which is not retained. It panics if x has not as many
// numbers as v was made for.
func (v *Vectors) Add(x ...float64) {
	v.want(x)
	for i, a := range x {
		v.block[i][v.full] = a
	}
	if v.full++; v.full == blockLen {
		v.flush()
	}
}

// AddTimes adds a row that stands for so many such rows.
func (v *Vectors) AddTimes(times float64, x ...float64) {
	v.want(x)
	if times != 0 {
		v.all.include(dd.Of(times), x)
	}
}

func (v *Vectors) want(x []float64) {
	if len(x) != len(v.block) {
		panic(fmt.Sprintf("bayes: Vectors: %d numbers, want %d", len(x), len(v.block)))
	}
}

// Scatter returns the statistic of all rows so far.
func (v *Vectors) Scatter() Scatter {
	v.flush()
	return Scatter{}.Merge(v.all.clone())
}

// clone returns a copy of s; of no rows the zero value.
func (s Scatter) clone() Scatter {
	if s.N == 0 {
		return Scatter{}
	}
	return Scatter{N: s.N, low: s.low, mean: append([]total(nil), s.mean...), s: s.s.clone()}
}

// flush moves the block into the statistic: row by row if there are few, and
// otherwise as mean and scatter of the block, from the sums of x−c and of the
// products of these, c the first of each column if all of it lie between half and
// twice of that and 0 if not. As in [Reals] a sum of squares is then at least
// 1/(8·blockLen) of what is subtracted from it, and one of products in proportion.
func (v *Vectors) flush() {
	n := v.full
	v.full = 0
	if n < 8 {
		for r := range n {
			for i, column := range v.block {
				v.shift[i] = column[r]
			}
			v.all.include(dd.Of(1), v.shift)
		}
		return
	}
	rows := dd.Of(float64(n))
	for i, column := range v.block {
		v.shift[i] = shift(column[:n])
		v.off[i] = sumOf(column[:n])
		v.mean[i] = v.off[i].Div(rows)
		for j := range i + 1 {
			v.sums[packedLen(i)+j] = dot(column[:n], v.block[j][:n]).Sub(v.mean[i].Mul(v.off[j]))
		}
	}
	for i, c := range v.shift {
		v.mean[i] = v.mean[i].AddFloat(c)
		if at := packedLen(i) + i; v.sums[at].Hi < 0 { // all the same but for rounding
			for j := range v.shift {
				v.sums[packedLen(max(i, j))+min(i, j)] = total{}
			}
		}
	}
	v.all.pool(rows, v.mean, v.sums, v.off)
}

// sumOf returns Σ x in twice the precision (Ogita, Rump and Oishi 2005,
// doi:10.1137/030601818, algorithm 4.4).
func sumOf(xs []float64) total {
	var sum, low, e float64
	for _, x := range xs {
		sum, e = twoSum(sum, x)
		low += e
	}
	return dd.Sum(sum, low)
}

func (v *Vectors) empty() bool { return v.full == 0 && v.all.N == 0 }

// reset forgets all rows.
func (v *Vectors) reset() {
	v.full, v.all.N, v.all.low = 0, 0, 0
	clear(v.all.mean)
	clear(v.all.s)
}

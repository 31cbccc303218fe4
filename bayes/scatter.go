package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Scatter is the likelihood of the mean vector μ and the covariance matrix Σ of
// multivariate normal data of d columns:
//
//	log p(data | μ, Σ) = −½·N·d·log 2π − ½·N·log |Σ| − ½·tr(Σ⁻¹(S + N·(m−μ)(m−μ)ᵀ)),
//
// N the number of rows, m their mean and S the sum of (x−m)(x−m)ᵀ, kept in twice
// the precision: rows 10⁸ standard deviations from 0 lose nothing. The parameters
// are μ and the lower triangle of Σ, row by row ([prob.Pack]). The zero value is
// no data, of any number of columns. [Vector] makes it of one row, [Vectors] of many.
type Scatter struct {
	N float64 // rows

	low  float64
	mean []total
	s    packed
}

// Vector returns the likelihood of one row, x, which is not retained.
func Vector(x ...float64) Scatter {
	s := newScatter(len(x))
	s.include(dd.Of(1), x)
	return s
}

func newScatter(columns int) Scatter {
	return Scatter{mean: make([]total, columns), s: make(packed, packedLen(columns))}
}

func (s Scatter) n() total { return total{Hi: s.N, Lo: s.low} }

// Columns returns the number of columns, 0 for no data.
func (s Scatter) Columns() int { return len(s.mean) }

// Mean returns the mean of each column, nil for no data.
func (s Scatter) Mean() []float64 { return packed(s.mean).float64s() }

// Matrix returns the lower triangle of S, row by row: N−1 times the sample
// covariances.
func (s Scatter) Matrix() []float64 { return s.s.float64s() }

// include adds a row in place: with δ = x−m, m += δ/(N+1), S += N/(N+1)·δδᵀ.
func (s *Scatter) include(times total, x []float64) {
	n := s.n()
	sum := n.Add(times)
	s.N, s.low = sum.Hi, sum.Lo
	if sum.Hi == 0 {
		return
	}
	step := times.Div(sum)
	w := n.Mul(step)
	for i, v := range x {
		off := dd.Of(v).Sub(s.mean[i])
		wo := w.Mul(off)
		for j, u := range x[:i] { // whose means have moved: u−m = (u−m')·(N+1)/N
			at := packedLen(i) + j
			s.s[at] = s.s[at].Add(times.Mul(off).Mul(dd.Of(u).Sub(s.mean[j])))
		}
		at := packedLen(i) + i
		s.s[at] = s.s[at].Add(wo.Mul(off))
		s.mean[i] = s.mean[i].Add(step.Mul(off))
	}
}

// pool adds n rows of the given mean and scatter in place; off is scratch.
func (s *Scatter) pool(n total, mean []total, m packed, off []total) {
	before := s.n()
	sum := plus(before, n)
	s.N, s.low = sum.Hi, sum.Lo
	step := n.Div(sum)
	for i := range mean {
		off[i] = mean[i].Sub(s.mean[i])
		s.mean[i] = s.mean[i].Add(step.Mul(off[i]))
	}
	for i, v := range m {
		s.s[i] = s.s[i].Add(v)
	}
	s.s.addOuter(before.Mul(step), off)
}

// Dim returns d + d(d+1)/2, 0 for no data.
func (s Scatter) Dim() int { return len(s.mean) + len(s.s) }

// LogProb returns log p(data | μ, Σ) at x = (μ, Σ) and its derivatives in the
// elements of both. Where Σ is not positive definite it is −Inf.
func (s Scatter) LogProb(x, grad []float64) float64 {
	if s.N == 0 {
		clear(grad)
		return 0
	}
	lp, ok := gaussian(x, grad, s.n(), s.n(), s.mean, s.s)
	if !ok {
		return outsideCone(x)
	}
	return lp.Sub(s.n().Mul(halfLog2Pi()).MulFloat(float64(len(s.mean)))).Float64()
}

// gaussian returns, at x = (μ, Σ),
//
//	−½·power·log |Σ| − ½·tr(Σ⁻¹T),  T = S + n·(m−μ)(m−μ)ᵀ,
//
// and overwrites grad, if it is not nil, with the derivatives; ok is false where Σ
// is not positive definite.
func gaussian(x, grad []float64, power, n total, m []total, s packed) (lp total, ok bool) {
	d := len(m)
	f, bad := packedOf(x[d:]).factor()
	if bad >= 0 {
		return lp, false
	}
	off, t := make([]total, d), s.clone()
	for i := range off {
		off[i] = m[i].AddFloat(-x[i])
	}
	t.addOuter(n, off)
	inv := f.inverse()
	lp = power.Mul(f.logDet()).Add(inv.trace(t)).MulFloat(-0.5)
	if grad == nil {
		return lp, true
	}
	f.solve(off)
	for i, v := range off {
		grad[i] = n.Mul(v).Float64()
	}
	// ½·(Σ⁻¹TΣ⁻¹ − power·Σ⁻¹), twice that off the diagonal, which stands for two.
	columns := make([][]total, d) // of Σ⁻¹T
	for j := range columns {
		columns[j] = make([]total, d)
		for i := range d {
			columns[j][i] = t[packedLen(max(i, j))+min(i, j)]
		}
		f.solve(columns[j])
	}
	for i := range d {
		row := make([]total, d) // row i of Σ⁻¹T, solved: of Σ⁻¹TΣ⁻¹
		for j := range d {
			row[j] = columns[j][i]
		}
		f.solve(row)
		for j := range i + 1 {
			at := packedLen(i) + j
			g := row[j].Sub(power.Mul(inv[at])).Float64()
			if i == j {
				g /= 2
			}
			grad[d+at] = g
		}
	}
	return lp, true
}

// outsideCone returns −Inf, or NaN if an element of x is.
func outsideCone(x []float64) float64 {
	for _, v := range x {
		if math.IsNaN(v) {
			return v
		}
	}
	return math.Inf(-1)
}

// Merge implements [Stat]. It panics if the numbers of columns differ.
func (s Scatter) Merge(t Scatter) Scatter {
	switch {
	case len(t.mean) == 0:
		return s
	case len(s.mean) == 0:
		return t
	case len(s.mean) != len(t.mean):
		panic(fmt.Sprintf("bayes: merging rows of %d columns with rows of %d", len(s.mean), len(t.mean)))
	}
	sum := Scatter{N: s.N, low: s.low, mean: append([]total(nil), s.mean...), s: s.s.clone()}
	if plus(s.n(), t.n()).Hi == 0 {
		return sum.vanish(t)
	}
	off := make([]total, len(s.mean))
	sum.pool(t.n(), t.mean, t.s, off)
	if s.N > 0 != (t.N > 0) { // what rounding leaves of a column that is now constant
		for i := range off {
			at := packedLen(i) + i
			if math.Abs(sum.s[at].Hi) <= s.noise(i) {
				for j := range off {
					sum.s[packedLen(max(i, j))+min(i, j)] = total{}
				}
			}
		}
	}
	return sum
}

// noise returns what rounding can leave of the squares of column i: that of
// [spreadNoise], and the square of what it leaves of the mean.
func (s Scatter) noise(i int) float64 {
	m := 0x1p-98 * s.mean[i].Hi
	return spreadNoise(s.N, s.mean[i].Hi, s.s[packedLen(i)+i].Hi) + math.Abs(s.N)*m*m
}

// vanish returns what is left where t takes out as many rows as s has: nothing, or,
// if they were others, what no data have.
func (s Scatter) vanish(t Scatter) Scatter {
	for i, m := range s.mean {
		at := packedLen(i) + i
		if off := t.mean[i].Sub(m).Hi; !(math.Abs(off) <= 0x1p-80*math.Abs(m.Hi)) || !(math.Abs(s.s[at].Add(t.s[at]).Hi) <= s.noise(i)) {
			s.N, s.low, s.mean[i] = 0, 0, dd.Of(math.NaN())
			return s
		}
	}
	return Scatter{}
}

// Scale implements [Stat].
func (s Scatter) Scale(w float64) Scatter {
	if w == 0 || len(s.mean) == 0 {
		return Scatter{}
	}
	n := times(s.n(), w)
	t := Scatter{N: n.Hi, low: n.Lo, mean: s.mean, s: make(packed, len(s.s))}
	for i, v := range s.s {
		t.s[i] = times(v, w)
	}
	return t
}

// Check implements [Stat]: N is not negative, S is positive semi-definite, as it
// is not after taking out rows that were never in, and all numbers are finite.
func (s Scatter) Check() error {
	if !(s.N >= 0) || math.IsInf(s.N, 1) {
		return fmt.Errorf("%g rows: no data have these", s.N)
	}
	for i, m := range s.mean {
		v := s.s[packedLen(i)+i].Hi
		if err := checkSpread(fmt.Sprintf("column %d: number", i+1), s.N, m.Hi, v); err != nil {
			return err
		}
		for j, c := range s.s.row(i)[:i] {
			if bound := math.Sqrt(v) * math.Sqrt(s.s[packedLen(j)+j].Hi); !(math.Abs(c.Hi) <= bound*(1+0x1p-50)) {
				return fmt.Errorf("columns %d and %d: a sum of products of %g, with squares that allow %g: no data have these", j+1, i+1, c.Hi, bound)
			}
		}
	}
	return s.checkPivots()
}

// checkPivots reports a column of which those before it explain more than there is.
func (s Scatter) checkPivots() error {
	left := s.s.clone() // what the columns so far leave of those after them
	for i := range s.mean {
		d := left[packedLen(i)+i]
		whole := s.s[packedLen(i)+i].Hi
		switch {
		case d.Hi < -0x1p-60*whole:
			return fmt.Errorf("column %d: the columns before it explain %g more than its sum of squares, %g: no data have these", i+1, -d.Hi, whole)
		case d.Hi <= 0x1p-60*whole:
			continue
		}
		for j := i + 1; j < len(s.mean); j++ {
			r := left[packedLen(j)+i].Div(d)
			for m := i + 1; m <= j; m++ {
				at := packedLen(j) + m
				left[at] = left[at].Sub(r.Mul(left[packedLen(m)+i]))
			}
		}
	}
	return nil
}

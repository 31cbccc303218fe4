package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Rows gathers the rows of a regression, each in a fraction of a microsecond and
// without allocating, into [LeastSquares]. It is not safe for concurrent use;
// the statistics of shards are merged.
type Rows struct {
	p     int
	n     total
	block [][]float64 // by column, the response last; up to blockLen rows, and no longer than there was need
	tri   triangle
	part  triangle // scratch of a block
	gram  []total
	x     []total
	shift []float64
}

// NewRows returns an empty Rows of so many predictors.
func NewRows(predictors int) *Rows {
	c := predictors + 1
	r := &Rows{p: predictors, tri: newTriangle(c), part: newTriangle(c), gram: make([]total, c*c), x: make([]total, c), shift: make([]float64, c-1)}
	r.block = make([][]float64, c)
	return r
}

// Add adds the response y to the predictors x, which are not retained. It panics
// if there are not as many as r was made for.
func (r *Rows) Add(y float64, x ...float64) {
	if len(x) != r.p {
		panic(fmt.Sprintf("bayes: Rows.Add: %d predictors, want %d", len(x), r.p))
	}
	for i, v := range x {
		r.block[i] = append(r.block[i], v)
	}
	r.block[r.p] = append(r.block[r.p], y)
	if len(r.block[r.p]) == blockLen {
		r.flush()
	}
}

// AddTimes adds a row that stands for so many such rows.
func (r *Rows) AddTimes(times, y float64, x ...float64) {
	if len(x) != r.p {
		panic(fmt.Sprintf("bayes: Rows.AddTimes: %d predictors, want %d", len(x), r.p))
	}
	for i, v := range x {
		r.x[i] = dd.Of(v)
	}
	r.x[r.p] = dd.Of(y)
	r.n = r.n.AddFloat(times)
	r.tri.include(r.x, dd.Of(times))
}

// LeastSquares returns the statistic of all rows so far.
func (r *Rows) LeastSquares() LeastSquares {
	r.flush()
	if r.n.Hi == 0 {
		return LeastSquares{}
	}
	return LeastSquares{r.n.Hi, r.n.Lo, r.tri.clone()}
}

// flush moves the block into the triangle: row by row if there are few, and
// otherwise by the Cholesky factors of the block's sums of products.
func (r *Rows) flush() {
	n := len(r.block[r.p])
	if n == 0 {
		return
	}
	r.gather(n)
	for i, col := range r.block {
		r.block[i] = col[:0]
	}
}

// empty reports whether no row has been added.
func (r *Rows) empty() bool { return r.n.Hi == 0 && len(r.block[r.p]) == 0 }

// reset takes all rows out.
func (r *Rows) reset() {
	r.n = total{}
	for i, col := range r.block {
		r.block[i] = col[:0]
	}
	clear(r.tri.d)
	clear(r.tri.u)
}

// gather is flush of the n rows of the block, which it leaves in it.
func (r *Rows) gather(n int) {
	r.n = r.n.AddFloat(float64(n))
	c := r.p + 1
	if n < 4*c || n < 32 {
		for i := range n {
			for j, col := range r.block {
				r.x[j] = dd.Of(col[i])
			}
			r.tri.include(r.x, dd.Of(1))
		}
		return
	}
	clear(r.shift)
	if r.p > 0 && allOnes(r.block[0][:n]) {
		for i, col := range r.block[1:] {
			r.shift[i] = shift(col[:n])
		}
	}
	for j := range c {
		for k := j; k < c; k++ {
			r.gram[j*c+k] = dot(r.block[j][:n], r.block[k][:n])
		}
	}
	r.part.factor(r.gram, n)
	for k, u := range r.part.row(0) { // x = c·1 + (x−c): only the row of the intercept is touched
		r.part.row(0)[k] = u.AddFloat(r.shift[k])
	}
	for i, d := range r.part.d {
		if d.Hi == 0 {
			continue
		}
		clear(r.x[:i])
		r.x[i] = dd.Of(1)
		copy(r.x[i+1:], r.part.row(i))
		r.tri.include(r.x, d)
	}
}

func allOnes(xs []float64) bool {
	for _, x := range xs {
		if x != 1 {
			return false
		}
	}
	return true
}

// shift subtracts the first of xs from all, and returns it, if all lie between
// half and twice of it, so that the differences are exact (Sterbenz's lemma); 0
// if not.
func shift(xs []float64) float64 {
	c := xs[0]
	near, far := c/2, 2*c
	if c < 0 {
		near, far = far, near
	}
	for _, x := range xs {
		if !(x >= near && x <= far) {
			return 0
		}
	}
	for i := range xs {
		xs[i] -= c
	}
	return c
}

// dot returns Σ xᵢyᵢ in twice the precision (Ogita, Rump and Oishi 2005,
// doi:10.1137/030601818, algorithm 5.3): relative to Σ|xᵢyᵢ| the error is at
// most n²·2⁻¹⁰⁶.
func dot(xs, ys []float64) total {
	ys = ys[:len(xs)]
	var sum1, low1, sum2, low2, e float64 // two of each, so that their additions overlap
	i := 0
	for ; i+1 < len(xs); i += 2 {
		p, q := float64(xs[i]*ys[i]), float64(xs[i+1]*ys[i+1])
		pe, qe := math.FMA(xs[i], ys[i], -p), math.FMA(xs[i+1], ys[i+1], -q)
		sum1, e = twoSum(sum1, p)
		low1 += e + pe
		sum2, e = twoSum(sum2, q)
		low2 += e + qe
	}
	sum := dd.Sum(sum1, low1).Add(dd.Sum(sum2, low2))
	if i < len(xs) {
		sum = sum.Add(dd.Prod(xs[i], ys[i]))
	}
	return sum
}

// factor overwrites t with the factors of the n rows whose sums of products are
// the upper half of gram, which it overwrites. Squaring a matrix squares its
// condition number κ, but with twice the digits the error, κ²·2⁻¹⁰⁶, is below
// that of a QR decomposition in float64, κ·2⁻⁵³, for as long as there is any
// digit at all in either. What is left of a column after the columns before it
// is 0 if it is less than the error of its sums.
func (t triangle) factor(gram []total, n int) {
	c := len(t.d)
	bound := float64(n) * float64(n) * 0x1p-104
	for i := range c {
		t.d[i] = total{}
		whole := gram[i*c+i]
		for k := i; k < c; k++ {
			s := gram[i*c+k]
			for m := range i {
				s = s.Sub(gram[m*c+i].Mul(t.row(m)[k-1-m]))
			}
			gram[i*c+k] = s // dᵢ·uᵢₖ
		}
		row := t.row(i)
		if s := gram[i*c+i]; s.Hi <= bound*whole.Hi {
			clear(row)
			clear(gram[i*c : (i+1)*c])
			continue
		}
		t.d[i] = gram[i*c+i]
		for k := range row {
			row[k] = gram[i*c+i+1+k].Div(t.d[i])
		}
	}
}

package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// A triangle is what least squares keeps of rows z = (x, y) with weights w: the
// factors of Σ w·z·zᵀ = Uᵀ·D·U, with U unit upper triangular and D diagonal.
// √D·U is the R of a QR decomposition of the rows, its last column is Qᵀy, and
// the last of D is the residual sum of squares. Without the roots (Gentleman
// 1973, doi:10.1093/imamat/12.3.329) a weight may be anything, below 0 too: that
// takes a row out again. Numbers are in twice the precision, so that a condition
// number of 10⁸ costs nothing and what was added can be taken out to the last bit.
type triangle struct {
	d []total // the response last
	u []total // above the diagonal, row by row
}

func newTriangle(columns int) triangle {
	return triangle{make([]total, columns), make([]total, columns*(columns-1)/2)}
}

// row returns what is right of the diagonal in row i of U.
func (t triangle) row(i int) []total {
	c := len(t.d)
	at := i * (2*c - i - 1) / 2
	return t.u[at : at+c-1-i]
}

func (t triangle) clone() triangle {
	return triangle{append([]total(nil), t.d...), append([]total(nil), t.u...)}
}

// include adds the row x, which it overwrites, with weight w, by a Givens
// rotation for each column without its root.
func (t triangle) include(x []total, w total) {
	for i := range x {
		if w.Hi == 0 {
			return
		}
		xi, d, row, tail := x[i], t.d[i], t.row(i), x[i+1:]
		if xi.Hi == 0 {
			continue
		}
		if d.Hi == 0 { // the first to say anything about column i
			t.d[i] = w.Mul(xi).Mul(xi)
			for j, v := range tail {
				row[j] = v.Div(xi)
			}
			return
		}
		wx := w.Mul(xi)
		sum := plus(d, wx.Mul(xi))
		if sum.Hi == 0 {
			t.cancel(i, x)
			return
		}
		ratio := wx.Div(sum)
		for j, v := range tail {
			tail[j] = plus(v, xi.Mul(row[j]).Neg())
			row[j] = row[j].Add(ratio.Mul(tail[j]))
		}
		t.d[i], w = sum, w.Mul(d.Div(sum))
	}
}

// cancel removes row i, of which x takes out all there was. If x does not point
// the same way, the rest is of no data: it becomes NaN.
func (t triangle) cancel(i int, x []total) {
	t.d[i] = total{}
	row := t.row(i)
	for j := range row {
		z := x[i+1+j].Div(x[i])
		if off := row[j].Sub(z).Hi; math.Abs(off) > 0x1p-50*(math.Abs(z.Hi)+math.Abs(row[j].Hi)) {
			t.d[i] = dd.Of(math.NaN())
		}
		row[j] = total{}
	}
}

// add adds the rows of s.
func (t triangle) add(s triangle) {
	x := make([]total, len(t.d))
	for i, d := range s.d {
		if d.Hi == 0 {
			continue
		}
		clear(x[:i])
		x[i] = dd.Of(1)
		copy(x[i+1:], s.row(i))
		t.include(x, d)
	}
}

// merge returns the triangle of the rows of both.
func (t triangle) merge(s triangle) triangle {
	if t.negative() { // what is taken out comes after what is there
		t, s = s, t
	}
	switch {
	case len(s.d) == 0:
		return t
	case len(t.d) == 0:
		return s
	case len(s.d) != len(t.d):
		panic(fmt.Sprintf("bayes: merging rows of %d predictors with rows of %d", len(t.d)-1, len(s.d)-1))
	}
	sum := t.clone()
	sum.add(s)
	return sum
}

// negative reports whether t takes rows out.
func (t triangle) negative() bool {
	for _, d := range t.d {
		if d.Hi < 0 {
			return true
		}
	}
	return false
}

// scale returns t with all weights multiplied by w.
func (t triangle) scale(w float64) triangle {
	s := t.clone()
	for i, d := range s.d {
		s.d[i] = times(d, w)
	}
	return s
}

// predictors returns how many columns there are beside the response.
func (t triangle) predictors() int { return max(0, len(t.d)-1) }

// residual returns Σ dᵢ·rᵢ², r = Uᵧ − U·β, and the last of D: the two parts of
// the sum of squares about the response that β predicts. If grad is not nil it
// is overwritten by the derivatives of minus half of the sum in β.
func (t triangle) residual(beta, grad []float64) (explained, rest total) {
	p := t.predictors()
	if grad != nil {
		clear(grad[:p])
	}
	for i := range p {
		if t.d[i].Hi == 0 {
			continue
		}
		row := t.row(i)
		r := row[p-1-i].AddFloat(-beta[i])
		for j, b := range beta[i+1 : p] {
			r = r.Sub(row[j].MulFloat(b))
		}
		dr := t.d[i].Mul(r)
		explained = explained.Add(dr.Mul(r))
		if grad != nil {
			grad[i] += dr.Float64()
			for j := range beta[i+1 : p] {
				grad[i+1+j] += dr.Hi * row[j].Hi
			}
		}
	}
	return explained, t.d[p]
}

// solve returns the β that minimises the sum of squares; where nothing
// determines a coefficient it is that of guess.
func (t triangle) solve(guess []float64) []float64 {
	p := t.predictors()
	exact, beta := make([]total, p), make([]float64, p)
	for i := p - 1; i >= 0; i-- {
		if exact[i] = dd.Of(guess[i]); t.d[i].Hi != 0 {
			row := t.row(i)
			exact[i] = row[p-1-i]
			for j, b := range exact[i+1:] {
				exact[i] = exact[i].Sub(row[j].Mul(b))
			}
		}
		beta[i] = exact[i].Float64()
	}
	return beta
}

// length2 returns the sum of squares of column j.
func (t triangle) length2(j int) total {
	sum := t.d[j]
	for i := range j {
		u := t.row(i)[j-1-i]
		sum = sum.Add(t.d[i].Mul(u).Mul(u))
	}
	return sum
}

// collinear is how little of a column's squared length may be its own, rather
// than a combination of the columns before it, before it counts as none: a sine
// of 1e-12, which is what rounding leaves of sums of predictors of unlike size.
const collinear = 0x1p-80

// drop empties row j of U where column j is a combination of those before it.
func (t triangle) drop(j int) {
	if d := t.d[j]; d.Hi <= collinear*t.length2(j).Hi {
		t.d[j] = total{}
		clear(t.row(j))
	}
}

// check reports a triangle that no rows have.
func (t triangle) check(n float64) error {
	if !(n >= 0) || math.IsInf(n, 1) {
		return fmt.Errorf("%g rows: no data have these", n)
	}
	for i, d := range t.d {
		what := fmt.Sprintf("predictor %d", i+1)
		if i == len(t.d)-1 {
			what = "the response"
		}
		switch {
		case !(d.Hi >= 0) || n == 0 && d.Hi > 0:
			return fmt.Errorf("a squared length of %g for %s in %g rows: no data have this", d.Hi, what, n)
		case math.IsInf(d.Hi, 1):
			return fmt.Errorf("the squares of %s overflow: choose a larger unit", what)
		}
		for _, u := range t.row(i) {
			if math.IsNaN(u.Hi) || math.IsInf(u.Hi, 0) {
				return fmt.Errorf("a regression on %s of %g: no data have this", what, u.Hi)
			}
		}
	}
	return nil
}

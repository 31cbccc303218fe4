package bayes

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// packed is a symmetric matrix of k rows in twice the precision: its lower
// triangle, row by row, as [prob.Pack] orders it.
type packed []total

// packedLen returns k(k+1)/2, the size of a triangle and where row k begins in it.
func packedLen(k int) int { return k * (k + 1) / 2 }

// packedDim returns the largest k with packedLen(k) ≤ n.
func packedDim(n int) int { return int((math.Sqrt(float64(8*n+1)) - 1) / 2) }

func packedOf(a []float64) packed {
	p := make(packed, len(a))
	for i, v := range a {
		p[i] = dd.Of(v)
	}
	return p
}

func (a packed) rows() int { return packedDim(len(a)) }

// row returns row i up to the diagonal.
func (a packed) row(i int) []total { return a[packedLen(i) : packedLen(i)+i+1] }

func (a packed) clone() packed { return append(packed(nil), a...) }

// float64s returns a rounded.
func (a packed) float64s() []float64 {
	v := make([]float64, len(a))
	for i, x := range a {
		v[i] = x.Float64()
	}
	return v
}

// addOuter adds w·x·xᵀ.
func (a packed) addOuter(w total, x []total) {
	for i, xi := range x {
		wx := w.Mul(xi)
		for j, xj := range x[:i+1] {
			at := packedLen(i) + j
			a[at] = a[at].Add(wx.Mul(xj))
		}
	}
}

// factors are a = L·D·Lᵀ with L unit lower triangular and D diagonal, which takes
// the place of L's diagonal.
type factors packed

// factor returns the factors of a, and the first row whose pivot is not above 0:
// −1 if a is positive definite. From that row on the factors are unspecified.
func (a packed) factor() (f factors, bad int) {
	f = factors(a.clone())
	for i := range a.rows() {
		row := packed(f).row(i)
		for j := range i {
			above := packed(f).row(j)
			for m := range j {
				row[j] = row[j].Sub(row[m].Mul(above[m])) // row[m] is lᵢₘ·dₘ as yet
			}
		}
		for j, c := range row[:i] {
			row[j] = c.Div(f[packedLen(j)+j])
			row[i] = row[i].Sub(c.Mul(row[j]))
		}
		if !(row[i].Hi > 0) || math.IsInf(row[i].Hi, 1) {
			return f, i
		}
	}
	return f, -1
}

func (f factors) rows() int { return packedDim(len(f)) }

// logDet returns log |a|.
func (f factors) logDet() (sum total) {
	for i := range f.rows() {
		sum = sum.Add(dd.Log(f[packedLen(i)+i]))
	}
	return sum
}

// lower overwrites x with L⁻¹x.
func (f factors) lower(x []total) {
	for i := range x {
		row := packed(f).row(i)
		for j, v := range x[:i] {
			x[i] = x[i].Sub(row[j].Mul(v))
		}
	}
}

// solve overwrites x with a⁻¹x.
func (f factors) solve(x []total) {
	f.lower(x)
	for i := range x {
		x[i] = x[i].Div(f[packedLen(i)+i])
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := i + 1; j < len(x); j++ {
			x[i] = x[i].Sub(f[packedLen(j)+i].Mul(x[j]))
		}
	}
}

// square returns xᵀa⁻¹x, and overwrites x.
func (f factors) square(x []total) (sum total) {
	f.lower(x)
	for i, v := range x {
		sum = sum.Add(v.Mul(v).Div(f[packedLen(i)+i]))
	}
	return sum
}

// inverse returns a⁻¹.
func (f factors) inverse() packed {
	k := f.rows()
	inv, x := make(packed, len(f)), make([]total, k)
	for j := range k {
		clear(x)
		x[j] = dd.Of(1)
		f.solve(x)
		for i := j; i < k; i++ {
			inv[packedLen(i)+j] = x[i]
		}
	}
	return inv
}

// cholesky returns L·√D, the Cholesky factor, rounded.
func (f factors) cholesky() []float64 {
	c := make([]float64, len(f))
	for j := range f.rows() {
		root := sqrt(f[packedLen(j)+j])
		c[packedLen(j)+j] = root.Float64()
		for i := j + 1; i < f.rows(); i++ {
			c[packedLen(i)+j] = f[packedLen(i)+j].Mul(root).Float64()
		}
	}
	return c
}

// trace returns tr(ab).
func (a packed) trace(b packed) (sum total) {
	for i := range a.rows() {
		for j := range i {
			at := packedLen(i) + j
			sum = sum.Add(a[at].Mul(b[at]).MulFloat(2))
		}
		at := packedLen(i) + i
		sum = sum.Add(a[at].Mul(b[at]))
	}
	return sum
}

// definite returns nil if the matrix a, whose elements may each be off by a
// rounding, is positive definite all the same. Otherwise the error is a
// [*prob.NotPositiveDefiniteError], which names the row.
//
// With w the combination of row i and those before it that has the variance of its
// pivot, errors ε·√(aᵢᵢaⱼⱼ) move that by no more than ε·(Σ|wⱼ|√aⱼⱼ)².
func definite(a []float64) error {
	f, bad := packedOf(a).factor()
	k := packedDim(len(a))
	if bad < 0 {
		bad = k
	}
	w := make([]float64, k)
	for i := range min(bad+1, k) {
		pivot, whole := f[packedLen(i)+i].Hi, a[packedLen(i)+i]
		for j := range i {
			w[j] = -f[packedLen(i)+j].Hi
		}
		w[i] = 1
		reach := 0.0
		for j := i; j >= 0; j-- {
			for m := j + 1; m < i; m++ { // w = L⁻ᵀeᵢ
				w[j] -= f[packedLen(m)+j].Hi * w[m]
			}
			reach += math.Abs(w[j]) * math.Sqrt(a[packedLen(j)+j])
		}
		if !(pivot > 0x1p-52*reach*reach) || math.IsInf(pivot, 1) {
			return &prob.NotPositiveDefiniteError{Row: i, Left: pivot, Diagonal: whole}
		}
	}
	return nil
}

// checkSymmetric reports a packed matrix of k rows that is not symmetric positive
// semi-definite to rounding.
func checkSymmetric(family, name string, a []float64, k int) error {
	if len(a) != packedLen(k) {
		return fmt.Errorf("%s: %d numbers in the lower triangle of %s, want %d for %d columns", family, len(a), name, packedLen(k), k)
	}
	for i := range k {
		for j := range i + 1 {
			v := a[packedLen(i)+j]
			r := requirement(anyReal{fmt.Sprintf("%s[%d,%d]", name, i+1, j+1), v})
			if i == j {
				r = atLeast0{fmt.Sprintf("%s[%d,%d]", name, i+1, j+1), v}
			}
			if err := checkAll(family, r); err != nil {
				return err
			}
		}
	}
	for i := range k {
		for j := range i {
			bound := math.Sqrt(a[packedLen(i)+i]) * math.Sqrt(a[packedLen(j)+j])
			if v := a[packedLen(i)+j]; !(math.Abs(v) <= bound*(1+0x1p-50)) {
				return fmt.Errorf("%s: %s[%d,%d] = %g is beyond ±%g, what the diagonal allows", family, name, i+1, j+1, v, bound)
			}
		}
	}
	var at *prob.NotPositiveDefiniteError
	if errors.As(definite(a), &at) && at.Left < -1e-6*at.Diagonal { // what rounding leaves is far less
		return fmt.Errorf("%s: %s: the columns before it explain more than column %d has, by %g of %g", family, name, at.Row+1, -at.Left, at.Diagonal)
	}
	return nil
}

// matrixRows returns a packed matrix as its rows.
func matrixRows(a []float64) [][]float64 {
	k := packedDim(len(a))
	rows := make([][]float64, k)
	for i := range rows {
		rows[i] = make([]float64, k)
		for j := range rows[i] {
			rows[i][j] = a[packedLen(max(i, j))+min(i, j)]
		}
	}
	return rows
}

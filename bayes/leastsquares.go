package bayes

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// LeastSquares is the likelihood of the coefficients β and the variance σ² of
// the linear regression y = xᵀβ + ε, ε normal with mean 0 and variance σ²:
//
//	log p(y | β, σ²) = −½·n·log(2πσ²) − ½·Σ(y − xᵀβ)²/σ².
//
// It is kept as a QR decomposition of the rows keeps it, R, Qᵀy and the residual
// sum of squares, in twice the precision. An intercept is a predictor that is 1;
// where it is the first, predictors far from 0 are no harder than others. The
// zero value is no data. [Response] makes it of one row, [Rows] of many.
type LeastSquares struct {
	N float64 // rows

	low float64
	tri triangle
}

// Response returns the likelihood of the response y to the predictors x.
func Response(y float64, x ...float64) LeastSquares {
	z := make([]total, len(x)+1)
	for i, v := range x {
		z[i] = dd.Of(v)
	}
	z[len(x)] = dd.Of(y)
	t := newTriangle(len(z))
	t.include(z, dd.Of(1))
	return LeastSquares{N: 1, tri: t}
}

func (s LeastSquares) n() total { return total{Hi: s.N, Lo: s.low} }

// Predictors returns the number of predictors, 0 for no data.
func (s LeastSquares) Predictors() int { return s.tri.predictors() }

// RSS returns the least sum of squared residuals Σ(y − xᵀβ)² over all β.
func (s LeastSquares) RSS() float64 {
	if s.N == 0 {
		return 0
	}
	return s.tri.d[s.Predictors()].Float64()
}

// Coefficients returns the β of least squares. It fails if the data do not
// determine it: with fewer rows than predictors, or where a predictor is a
// combination of those before it, which it names by its number, from 1.
func (s LeastSquares) Coefficients() ([]float64, error) {
	if j := s.Collinear(); j >= 0 {
		return nil, fmt.Errorf("predictor %d is a combination of those before it: the data do not determine its coefficient", j+1)
	}
	return s.tri.solve(make([]float64, s.Predictors())), nil
}

// Collinear returns the index of the first predictor that is a combination of
// those before it in these data, −1 if there is none. One of which less than
// 1e-12 is its own counts as one.
func (s LeastSquares) Collinear() int {
	for j := range s.Predictors() {
		if s.tri.d[j].Hi <= collinear*s.tri.length2(j).Hi {
			return j
		}
	}
	return -1
}

// Square returns Σ xⱼ² over the rows, and the part of it that is left of xⱼ
// after regression on the predictors before it. j = Predictors() is the response.
func (s LeastSquares) Square(j int) (whole, own float64) {
	return s.tri.length2(j).Float64(), s.tri.d[j].Float64()
}

// Dim returns the number of coefficients and one for the variance.
func (s LeastSquares) Dim() int { return s.Predictors() + 1 }

// LogProb returns log p(y | β, σ²) at x = (β, σ²) and its derivatives.
func (s LeastSquares) LogProb(x, grad []float64) float64 {
	v := x[len(x)-1]
	if !(v > 0) {
		return outside(v)
	}
	if s.N == 0 {
		clear(grad)
		return 0
	}
	explained, rest := s.tri.residual(x, grad)
	squares := explained.Add(rest).Float64()
	if grad != nil {
		for i := range s.Predictors() {
			grad[i] /= v
		}
		grad[len(x)-1] = (squares/v - s.N) / (2 * v)
	}
	return dd.Of(-0.5 * s.N * math.Log(v)).AddFloat(-0.5 * squares / v).Sub(s.n().Mul(halfLog2Pi())).Float64()
}

// Merge implements [Stat]. It panics if the numbers of predictors differ.
func (s LeastSquares) Merge(t LeastSquares) LeastSquares {
	n, tri := mergeRows(s.n(), s.tri, t.n(), t.tri)
	return LeastSquares{n.Hi, n.Lo, tri}
}

// mergeRows adds up rows; those that took each other out leave nothing at all.
func mergeRows(n total, a triangle, m total, b triangle) (total, triangle) {
	sum, tri := plus(n, m), a.merge(b)
	if sum.Hi != 0 {
		return sum, tri
	}
	for i, d := range tri.d {
		if !(math.Abs(d.Hi) <= 0x1p-60*math.Abs(a.d[i].Hi)) {
			return sum, tri // more than rounding: they did not
		}
	}
	return total{}, triangle{}
}

// Scale implements [Stat].
func (s LeastSquares) Scale(w float64) LeastSquares {
	if w == 0 || len(s.tri.d) == 0 {
		return LeastSquares{}
	}
	n := times(s.n(), w)
	return LeastSquares{n.Hi, n.Lo, s.tri.scale(w)}
}

// Check implements [Stat]: no squared length is negative, as it is after taking
// out rows that were not in, and all numbers are finite.
func (s LeastSquares) Check() error { return s.tri.check(s.N) }

// jsonRows is the JSON of rows: d are the squared lengths, the response last,
// and u is the upper triangle above the unit diagonal, row by row.
type jsonRows struct {
	N       jsonTotal   `json:"n"`
	D       []jsonTotal `json:"d"`
	U       []jsonTotal `json:"u"`
	LogBase jsonTotal   `json:"log_base,omitzero"`
}

func rowsToJSON(n, base total, t triangle) ([]byte, error) {
	j := jsonRows{N: jsonTotal(n), D: make([]jsonTotal, len(t.d)), U: make([]jsonTotal, len(t.u)), LogBase: jsonTotal(base)}
	for i, d := range t.d {
		j.D[i] = jsonTotal(d)
	}
	for i, u := range t.u {
		j.U[i] = jsonTotal(u)
	}
	return json.Marshal(j)
}

func rowsFromJSON(data []byte, what string) (n, base total, t triangle, err error) {
	var j jsonRows
	if err := unmarshal(data, what, &j); err != nil {
		return n, base, t, err
	}
	if len(j.D) == 1 {
		return n, base, t, fmt.Errorf("reading %s: one number in d: want one for each predictor and one for the response", what)
	}
	if c := len(j.D); len(j.U) != c*(c-1)/2 {
		return n, base, t, fmt.Errorf("reading %s: %d numbers in u, want %d for %d in d", what, len(j.U), c*(c-1)/2, c)
	}
	if len(j.D) > 0 {
		t = newTriangle(len(j.D))
	}
	for i, d := range j.D {
		t.d[i] = total(d)
	}
	for i, u := range j.U {
		t.u[i] = total(u)
	}
	return total(j.N), total(j.LogBase), t, nil
}

// MarshalJSON implements [json.Marshaler], exactly.
func (s LeastSquares) MarshalJSON() ([]byte, error) { return rowsToJSON(s.n(), total{}, s.tri) }

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (s *LeastSquares) UnmarshalJSON(data []byte) error {
	n, _, t, err := rowsFromJSON(data, "least squares")
	if err != nil {
		return err
	}
	return accept(s, LeastSquares{n.Hi, n.Lo, t}, "least squares")
}

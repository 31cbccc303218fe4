package factor

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

// A Design is a response and predictors, centred, as the triangle R of their QR
// decomposition: all that any regression on any of them needs.
type Design struct {
	n, p  int
	r     *mat.Dense // p+1 columns, the response last
	total float64    // sum of squares of the response about its mean
}

// A CollinearError says that a predictor is a linear combination of those before
// it, or does not vary.
type CollinearError struct {
	Predictor int // from 0
	Constant  bool
}

// Error says which predictor.
func (e *CollinearError) Error() string {
	if e.Constant {
		return fmt.Sprintf("predictor %d does not vary", e.Predictor+1)
	}
	return fmt.Sprintf("predictor %d is a linear combination of those before it", e.Predictor+1)
}

// NewDesign returns the design of y and its predictors, one slice each. It fails
// with [ErrUndefined] for too few observations and for a response that does not
// vary, and with a *[CollinearError]. It panics if the lengths differ.
func NewDesign(y []float64, predictors ...[]float64) (*Design, error) {
	n, p := len(y), len(predictors)
	if n < p+2 {
		return nil, undefined("%d predictors and an intercept need at least %d observations, got %d", p, p+2, n)
	}
	all := mat.NewDense(n, p+1, nil)
	size := make([]float64, p+1)
	for j, col := range append(predictors[:p:p], y) {
		if len(col) != n {
			panic(fmt.Sprintf("factor: NewDesign: predictor %d has %d values for %d of the response", j+1, len(col), n))
		}
		s := SampleOf(col...)
		size[j] = math.Sqrt(s.SS)
		if flat(s) {
			if j == p {
				return nil, undefined("the response does not vary")
			}
			return nil, &CollinearError{j, true}
		}
		for i, v := range col {
			all.Set(i, j, (v-s.Mean)/size[j])
		}
	}
	var qr mat.QR
	qr.Factorize(all)
	var r mat.Dense
	qr.RTo(&r)
	for j := range p {
		// what rounding leaves of a dependent column, with room for one that is
		// known to ten digits
		if math.Abs(r.At(j, j)) < 1e-10 {
			return nil, &CollinearError{j, false}
		}
	}
	d := &Design{n: n, p: p, r: mat.NewDense(p+1, p+1, nil), total: size[p] * size[p]}
	for j := range p + 1 {
		for i := range j + 1 {
			d.r.Set(i, j, r.At(i, j)*size[j])
		}
	}
	return d, nil
}

// Fit returns the fit of the given predictors, or of all if none are given.
func (d *Design) Fit(predictors ...int) Fit {
	if len(predictors) == 0 {
		for j := range d.p {
			predictors = append(predictors, j)
		}
	}
	return d.fit(predictors)
}

func (d *Design) fit(predictors []int) Fit {
	p := len(predictors)
	sub := mat.NewDense(d.p+1, p+1, nil)
	for k, j := range append(predictors[:p:p], d.p) {
		for i := range d.p + 1 {
			sub.Set(i, k, d.r.At(i, j))
		}
	}
	var qr mat.QR
	qr.Factorize(sub)
	var r mat.Dense
	qr.RTo(&r)
	f := Fit{N: float64(d.n), P: float64(p)}
	for k := range p {
		f.R2 += r.At(k, p) * r.At(k, p) / d.total
	}
	left := r.At(p, p)
	f.Unexplained = left * left / d.total
	if f.Unexplained < 1e-28 { // what rounding leaves of nothing
		f.Unexplained = 0
	}
	f.R2 = math.Min(f.R2, 1)
	f.Unexplained = math.Min(f.Unexplained, 1)
	return f
}

// Coefficients returns the posterior of each coefficient of the regression on all
// predictors, averaged over g: given g it is Student's t with N−1 degrees of
// freedom about g/(1+g) times the least-squares estimate. It fails as
// [Regression.Factor] does, and panics unless 0 < level < 1.
func (p Regression) Coefficients(d *Design, level float64) ([]Effect, error) {
	checkLevel(level)
	f := d.Fit()
	if _, err := p.Factor(f); err != nil {
		return nil, err
	}
	r, _ := checkScale("", p.Scale, math.Sqrt2/4)
	var inverse mat.TriDense
	top := mat.NewTriDense(d.p, mat.Upper, nil)
	for j := range d.p {
		for i := range j + 1 {
			top.SetTri(i, j, d.r.At(i, j))
		}
	}
	if err := inverse.InverseTri(top); err != nil {
		return nil, fmt.Errorf("solving for the coefficients: %w", err)
	}
	c := f.N * r * r
	in := jzsIntegral(c, f.P, f.N-1, share{f.R2, f.Unexplained})
	effects := make([]Effect, d.p)
	for j := range effects {
		estimate, variance := 0.0, 0.0
		for k := j; k < d.p; k++ {
			estimate += inverse.At(j, k) * d.r.At(k, d.p)
			variance += inverse.At(j, k) * inverse.At(j, k)
		}
		var m tMixture
		in.weighted(func(v, w float64) {
			g := c * math.Exp(v)
			shrink := g / (1 + g)
			left := d.total * (f.Unexplained + f.R2/(1+g))
			m.add(w, prob.StudentT{DF: f.N - 1, Loc: shrink * estimate, Scale: math.Sqrt(shrink * variance * left / (f.N - 1))})
		})
		effects[j] = effectOf(m.cdf, level)
	}
	return effects, nil
}

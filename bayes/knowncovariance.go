package bayes

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

// KnownCovariance is the likelihood of the mean vector μ of multivariate normal
// data whose covariance matrix Σ is known:
//
//	log p(data | μ) = −½·N·d·log 2π − ½·N·log |Σ| − ½·tr(Σ⁻¹S) − ½·N·(m−μ)ᵀΣ⁻¹(m−μ),
//
// in the notation of [Scatter]. The zero value is no data. All rows have the one
// Σ: rows with another go into the posterior of these.
type KnownCovariance struct {
	Scatter
	known *covariance
}

// A covariance is a matrix Σ that is known, and what is often asked of it.
type covariance struct {
	cov     []float64 // packed
	factors factors
	inverse packed
	logDet  total
}

func newCovariance(cov []float64) *covariance {
	f, _ := packedOf(cov).factor()
	return &covariance{cov, f, f.inverse(), f.logDet()}
}

// WithCovariance returns s with the covariance matrix cov (not a precision) taken
// as known. It fails if cov has not as many rows as s has columns, or is not
// positive definite: a [*prob.NotPositiveDefiniteError] then says which column the
// ones before it determine.
func (s Scatter) WithCovariance(cov mat.Symmetric) (KnownCovariance, error) {
	if k := cov.SymmetricDim(); s.N != 0 && k != s.Columns() {
		return KnownCovariance{}, fmt.Errorf("a covariance matrix of %d rows for data of %d columns", k, s.Columns())
	}
	packed := prob.Pack(cov)
	if err := checkCovariance("covariance", packed, cov.SymmetricDim()); err != nil {
		return KnownCovariance{}, err
	}
	return newCovariance(packed).of(s), nil
}

// of returns s with c known.
func (c *covariance) of(s Scatter) KnownCovariance {
	if s.N == 0 && len(s.mean) == 0 {
		return KnownCovariance{}
	}
	return KnownCovariance{s, c}
}

// checkCovariance reports a packed matrix of k rows that is no covariance.
func checkCovariance(family string, cov []float64, k int) error {
	if err := checkSymmetric(family, "cov", cov, k); err != nil {
		return err
	}
	if err := definite(cov); err != nil {
		return fmt.Errorf("%s: cov is %w", family, err)
	}
	return nil
}

// Covariance returns the lower triangle of Σ, row by row; nil for no data.
func (s KnownCovariance) Covariance() []float64 {
	if s.known == nil {
		return nil
	}
	return slices.Clone(s.known.cov)
}

// Dim returns the number of columns, 0 for no data.
func (s KnownCovariance) Dim() int { return s.Columns() }

// LogProb returns log p(data | μ) at x = μ and its derivatives.
func (s KnownCovariance) LogProb(x, grad []float64) float64 {
	if s.N == 0 {
		clear(grad)
		return 0
	}
	n, off := s.n(), make([]total, len(s.mean))
	for i, m := range s.mean {
		off[i] = m.AddFloat(-x[i])
	}
	if grad != nil {
		z := slices.Clone(off)
		s.known.factors.solve(z)
		for i, v := range z {
			grad[i] = n.Mul(v).Float64()
		}
	}
	return s.base().Sub(n.Mul(s.known.factors.square(off)).MulFloat(0.5)).Float64()
}

// base returns the part of the log-likelihood without μ.
func (s KnownCovariance) base() total {
	each := s.known.logDet.MulFloat(0.5).Add(halfLog2Pi().MulFloat(float64(len(s.mean))))
	return s.n().Mul(each).Add(s.known.inverse.trace(s.s).MulFloat(0.5)).Neg()
}

// Merge implements [Stat]. It panics if the numbers of columns or the covariances
// differ.
func (s KnownCovariance) Merge(t KnownCovariance) KnownCovariance {
	switch {
	case t.known == nil:
		return s
	case s.known == nil:
		return t
	case s.known != t.known && !slices.Equal(s.known.cov, t.known.cov):
		panic("bayes: merging rows of one known covariance with rows of another")
	}
	return s.known.of(s.Scatter.Merge(t.Scatter))
}

// Scale implements [Stat].
func (s KnownCovariance) Scale(w float64) KnownCovariance {
	if s.known == nil {
		return s
	}
	return s.known.of(s.Scatter.Scale(w))
}

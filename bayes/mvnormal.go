package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// MultivariateNormal is the distribution of the mean vector μ of multivariate
// normal data of known covariance, conjugate to [KnownCovariance]: normal with mean
// Mean and covariance matrix Cov, of which the slice holds the lower triangle, row
// by row ([prob.Pack]). A variance of +Inf, with covariances of 0, knows nothing of
// its column and makes the prior improper.
//
// Methods neither modify nor retain the slices of others.
type MultivariateNormal struct {
	Mean []float64
	Cov  []float64 // d(d+1)/2 numbers
}

// NewMultivariateNormal returns the distribution of the given mean and covariance
// matrix. It fails if that is not positive definite: a
// [*prob.NotPositiveDefiniteError] says which column the ones before it determine.
func NewMultivariateNormal(mean []float64, cov mat.Symmetric) (MultivariateNormal, error) {
	d := MultivariateNormal{slices.Clone(mean), prob.Pack(cov)}
	return d, d.Check()
}

// known returns the indices of the columns of which d knows something, and the
// factors of their covariance matrix.
func (d MultivariateNormal) known() (at []int, f factors) {
	var cov packed
	for i := range d.Mean {
		if math.IsInf(d.Cov[packedLen(i)+i], 1) {
			continue
		}
		at = append(at, i)
		for _, j := range at {
			cov = append(cov, dd.Of(d.Cov[packedLen(i)+j]))
		}
	}
	f, _ = cov.factor()
	return at, f
}

// precision returns Cov⁻¹, 0 where nothing is known.
func (d MultivariateNormal) precision() packed {
	at, f := d.known()
	lambda, inv := make(packed, len(d.Cov)), f.inverse()
	for a, i := range at {
		for b, j := range at[:a+1] {
			lambda[packedLen(i)+j] = inv[packedLen(a)+b]
		}
	}
	return lambda
}

// Update implements [Prior]: with n rows of mean x̄, Λ' = Cov⁻¹+nΣ⁻¹,
//
//	Cov' = Λ'⁻¹,  Mean' = Mean + Λ'⁻¹·nΣ⁻¹(x̄−Mean),
//
// in twice the precision.
func (d MultivariateNormal) Update(s KnownCovariance) MultivariateNormal {
	if s.N == 0 {
		return d
	}
	k, n := d.columns(s.Scatter), s.n()
	lambda := d.precision()
	for i, p := range s.known.inverse {
		lambda[i] = lambda[i].Add(n.Mul(p))
	}
	f, _ := lambda.factor()
	off := make([]total, k)
	for i, m := range s.mean {
		off[i] = m.AddFloat(-d.Mean[i])
	}
	s.known.factors.solve(off)
	for i, v := range off {
		off[i] = n.Mul(v)
	}
	f.solve(off)
	post := MultivariateNormal{make([]float64, k), f.inverse().float64s()}
	for i, v := range off {
		post.Mean[i] = v.AddFloat(d.Mean[i]).Float64()
	}
	return post
}

// columns returns the number of columns, which must be that of the data.
func (d MultivariateNormal) columns(s Scatter) int {
	if got, want := s.Columns(), len(d.Mean); got != want {
		panic(fmt.Sprintf("bayes: data of %d columns for a prior of %d", got, want))
	}
	return len(d.Mean)
}

// LogEvidence returns, with A = Σ+n·Cov,
//
//	−½·n·(d·log 2π + log |Σ|) − ½·tr(Σ⁻¹S) − ½·log |A|/|Σ| − ½·n·(x̄−Mean)ᵀA⁻¹(x̄−Mean).
func (d MultivariateNormal) LogEvidence(s KnownCovariance) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if s.N == 0 {
		return 0
	}
	n, off := s.n(), make([]total, d.columns(s.Scatter))
	a := packedOf(s.known.cov)
	for i, v := range d.Cov {
		a[i] = a[i].Add(n.MulFloat(v))
	}
	for i, m := range s.mean {
		off[i] = m.AddFloat(-d.Mean[i])
	}
	f, _ := a.factor()
	shrink := f.logDet().Sub(s.known.logDet)
	return s.base().Sub(shrink.Add(n.Mul(f.square(off))).MulFloat(0.5)).Float64()
}

// Check reports a parameter outside its range, and a covariance matrix that is not
// positive definite.
func (d MultivariateNormal) Check() error {
	k := len(d.Mean)
	if k == 0 {
		return fmt.Errorf("%s: no columns", d.Family())
	}
	if len(d.Cov) != packedLen(k) {
		return fmt.Errorf("%s: %d numbers in the lower triangle of cov, want %d for %d columns", d.Family(), len(d.Cov), packedLen(k), k)
	}
	cov := slices.Clone(d.Cov)
	for i, m := range d.Mean {
		if err := checkAll(d.Family(), anyReal{fmt.Sprintf("mean[%d]", i+1), m}); err != nil {
			return err
		}
		if !math.IsInf(d.Cov[packedLen(i)+i], 1) {
			continue
		}
		cov[packedLen(i)+i] = 1
		for j := range k {
			if at := packedLen(max(i, j)) + min(i, j); j != i && d.Cov[at] != 0 {
				return fmt.Errorf("%s: column %d has variance +Inf and a covariance of %g with column %d, want 0", d.Family(), i+1, d.Cov[at], j+1)
			}
		}
	}
	return checkCovariance(d.Family(), cov, k)
}

// Proper implements [Prior]. The error names the first column of which nothing is
// known.
func (d MultivariateNormal) Proper() error {
	for i := range d.Mean {
		if math.IsInf(d.Cov[packedLen(i)+i], 1) {
			return improper(d, fmt.Sprintf("nothing is known of the mean of column %d", i+1))
		}
	}
	return nil
}

// Distribution returns d as a [prob.MultivariateNormal]; its factor is NaN if d is
// improper.
func (d MultivariateNormal) Distribution() prob.MultivariateNormal {
	return d.plus(make([]float64, len(d.Cov)))
}

// Predictive returns the distribution of the next row, whose known covariance is
// that of the data; its factor is NaN if d is improper.
func (d MultivariateNormal) Predictive(cov mat.Symmetric) prob.MultivariateNormal {
	return d.plus(prob.Pack(cov))
}

func (d MultivariateNormal) plus(cov []float64) prob.MultivariateNormal {
	if len(cov) != len(d.Cov) {
		panic(fmt.Sprintf("bayes: a covariance matrix of %d rows for a prior of %d columns", packedDim(len(cov)), len(d.Mean)))
	}
	sum := make(packed, len(cov))
	for i, v := range cov {
		sum[i] = dd.Sum(v, d.Cov[i])
	}
	p := prob.MultivariateNormal{Mu: slices.Clone(d.Mean), Chol: make([]float64, len(cov))}
	if d.Proper() != nil {
		undefined(p.Chol)
		return p
	}
	f, _ := sum.factor()
	p.Chol = f.cholesky()
	return p
}

// Marginals returns the distributions of the means; NaN where nothing is known.
func (d MultivariateNormal) Marginals() []Marginal {
	ms := make([]Marginal, len(d.Mean))
	for i, m := range d.Mean {
		one := Normal{m, math.Sqrt(d.Cov[packedLen(i)+i])}
		ms[i] = Marginal{fmt.Sprintf("mean[%d]", i+1), one.Marginals()[0].Continuous}
	}
	return ms
}

// Family implements [Belief].
func (d MultivariateNormal) Family() string { return "multivariate-normal" }

// Params implements [Belief].
func (d MultivariateNormal) Params() []Param {
	return []Param{{"mean", slices.Clone(d.Mean)}, {"cov", matrixRows(d.Cov)}}
}

// String returns "multivariate-normal(mean=[…], cov=[[…], …])".
func (d MultivariateNormal) String() string { return vectorSpec(d.Family(), d.Params()) }

// Dim returns the number of columns.
func (d MultivariateNormal) Dim() int { return len(d.Mean) }

// Support implements [prob.Density].
func (d MultivariateNormal) Support() prob.Bijector { return prob.Identity(len(d.Mean)) }

// LogProb returns log p(μ) at x = μ and its derivatives; without a normaliser if d
// is improper.
func (d MultivariateNormal) LogProb(x, grad []float64) float64 {
	if d.Proper() == nil {
		return d.Distribution().LogProb(x, grad)
	}
	clear(grad)
	at, f := d.known()
	off := make([]total, len(at))
	for a, i := range at {
		off[a] = dd.Sum(x[i], -d.Mean[i])
	}
	z := slices.Clone(off)
	f.solve(z)
	half := 0.0
	for a, i := range at {
		half += 0.5 * off[a].Mul(z[a]).Float64()
		if grad != nil {
			grad[i] = -z[a].Float64()
		}
	}
	return -half
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d MultivariateNormal) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	d.Distribution().Rand(rng, x)
}

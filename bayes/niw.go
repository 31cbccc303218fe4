package bayes

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// NormalInverseWishart is the distribution of the mean vector μ and the covariance
// matrix Σ of multivariate normal data of d columns, conjugate to [Scatter]:
//
//	Σ ~ inverse Wishart(DF, Ψ),  μ | Σ ~ normal with mean Mean and covariance Σ/Count.
//
// Scale holds the lower triangle of Ψ, row by row ([prob.Pack]): Ψ is of the size
// of Σ, whose mean is Ψ/(DF−d−1), and DF is above d−1. Under DF = d+1 every
// correlation is uniform if Ψ is diagonal. For d = 1 it is [NormalInverseGamma]
// with Shape = DF/2 and Scale = Ψ/2. The reference prior
// p(μ, Σ) ∝ |Σ|^−(d+1)/2 is Count = 0, DF = −1, Scale = 0. It is improper, and so is
// whatever has Count at 0, DF at d−1 or below or a Ψ that is not positive definite;
// it becomes proper once enough data have come, d+1 rows for the reference prior.
//
// Methods neither modify nor retain the slices of others.
type NormalInverseWishart struct {
	Mean      []float64
	Count, DF float64
	Scale     []float64 // d(d+1)/2 numbers
}

// NewNormalInverseWishart returns the distribution with the given parameters, of
// which scale is Ψ. It fails if one is out of range; scale may be singular.
func NewNormalInverseWishart(mean []float64, count, df float64, scale mat.Symmetric) (NormalInverseWishart, error) {
	d := NormalInverseWishart{slices.Clone(mean), count, df, prob.Pack(scale)}
	return d, d.Check()
}

// Update implements [Prior]: with n rows of mean x̄ and scatter S,
//
//	κ' = κ+n,  ν' = ν+n,  m' = m + n(x̄−m)/κ',  Ψ' = Ψ + S + κn/κ'·(x̄−m)(x̄−m)ᵀ.
func (d NormalInverseWishart) Update(s Scatter) NormalInverseWishart {
	n := s.n()
	if n.Hi == 0 {
		return d
	}
	count, off, scale := d.shift(s)
	post := NormalInverseWishart{make([]float64, len(d.Mean)), count.Float64(), n.AddFloat(d.DF).Float64(), scale.float64s()}
	step := n.Div(count)
	for i, v := range off {
		post.Mean[i] = step.Mul(v).AddFloat(d.Mean[i]).Float64()
	}
	return post
}

// shift returns κ', x̄−m and Ψ'.
func (d NormalInverseWishart) shift(s Scatter) (count total, off []total, scale packed) {
	if got, want := s.Columns(), len(d.Mean); got != want {
		panic(fmt.Sprintf("bayes: data of %d columns for a prior of %d", got, want))
	}
	n := s.n()
	count, off, scale = n.AddFloat(d.Count), make([]total, len(d.Mean)), s.s.clone()
	for i, m := range s.mean {
		off[i] = m.AddFloat(-d.Mean[i])
	}
	scale.addOuter(n.Div(count).MulFloat(d.Count), off)
	for i, v := range d.Scale {
		scale[i] = scale[i].AddFloat(v)
	}
	return count, off, scale
}

// LogEvidence returns, in the notation of Update, each Γ ratio taken as a whole,
//
//	−½·nd·log π − ½·d·log κ'/κ − ½·ν·log |Ψ'|/|Ψ| − ½·n·log |Ψ'| + Σ log Γ(½(ν'−i))/Γ(½(ν−i)),
//
// i from 0 to d−1.
func (d NormalInverseWishart) LogEvidence(s Scatter) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	n := s.n()
	if n.Hi == 0 {
		return 0
	}
	_, _, scale := d.shift(s)
	before, _ := packedOf(d.Scale).factor()
	after, _ := scale.factor()
	logAfter := after.logDet()
	sum := logAfter.Sub(before.logDet()).MulFloat(d.DF).Add(logAfter.Mul(n))
	k := float64(len(d.Mean))
	logPi := halfLog2Pi().MulFloat(2).Sub(dd.Log(dd.Of(2)))
	sum = sum.Add(logPi.Mul(n).MulFloat(k)).Add(logRatio(dd.Of(d.Count), n).MulFloat(k)).MulFloat(-0.5)
	half := n.MulFloat(0.5)
	for i := range d.Mean {
		sum = sum.Add(dd.LogRising(dd.Sum(d.DF, -float64(i)).MulFloat(0.5), half))
	}
	return sum.Float64()
}

// Check reports a parameter outside its range. Count may be 0, DF as low as −d−2,
// which is flat in μ and Σ, and Ψ singular.
func (d NormalInverseWishart) Check() error {
	k := len(d.Mean)
	if k == 0 {
		return fmt.Errorf("%s: no columns", d.Family())
	}
	for i, m := range d.Mean {
		if err := checkAll(d.Family(), anyReal{fmt.Sprintf("mean[%d]", i+1), m}); err != nil {
			return err
		}
	}
	if least := -2 - float64(k); !(d.DF >= least) || math.IsInf(d.DF, 1) {
		return fmt.Errorf("%s: df = %g, want a finite number, %g or above", d.Family(), d.DF, least)
	}
	if err := checkAll(d.Family(), atLeast0{"count", d.Count}); err != nil {
		return err
	}
	return checkSymmetric(d.Family(), "scale", d.Scale, k)
}

// Proper implements [Prior]. Where Ψ is what fails, the error wraps a
// [*prob.NotPositiveDefiniteError], which says which column is constant or a
// combination of those before it.
func (d NormalInverseWishart) Proper() error {
	if least := float64(len(d.Mean) - 1); !(d.Count > 0 && d.DF > least) {
		return improper(d, fmt.Sprintf("it integrates to infinity unless count is above 0 and df above %g, one less than the columns", least))
	}
	return d.Singular()
}

// Singular returns an error if Ψ is not positive definite, to rounding: it wraps
// [ErrImproper] and a [*prob.NotPositiveDefiniteError], whose Row, from 0, is the
// first column that is constant or a combination of those before it.
func (d NormalInverseWishart) Singular() error {
	err := definite(d.Scale)
	if err == nil {
		return nil
	}
	at := err.(*prob.NotPositiveDefiniteError)
	why := fmt.Sprintf("column %d is a combination of those before it", at.Row+1)
	if at.Diagonal == 0 {
		why = fmt.Sprintf("column %d is constant", at.Row+1)
	}
	return fmt.Errorf("%w: its scale is %w", improper(d, why), err)
}

// freedom returns ν−d+1, the degrees of freedom of the marginals.
func (d NormalInverseWishart) freedom() float64 { return d.DF - float64(len(d.Mean)-1) }

// scaled returns the t distribution with location Mean and scale matrix Ψ·w/(ν−d+1);
// all but the location NaN if d is improper.
func (d NormalInverseWishart) scaled(w float64) prob.MultivariateT {
	t := prob.MultivariateT{DF: math.NaN(), Mu: slices.Clone(d.Mean), Chol: make([]float64, len(d.Scale))}
	if d.Proper() != nil {
		undefined(t.Chol)
		return t
	}
	f, _ := packedOf(d.Scale).factor()
	t.DF, t.Chol = d.freedom(), f.cholesky()
	root := math.Sqrt(w) / math.Sqrt(t.DF)
	for i := range t.Chol {
		t.Chol[i] *= root
	}
	return t
}

// Predictive returns the distribution of the next row: t with ν−d+1 degrees of
// freedom and scale matrix Ψ(κ+1)/(κ(ν−d+1)). All but its location is NaN if d is
// improper.
func (d NormalInverseWishart) Predictive() prob.MultivariateT {
	return d.scaled((d.Count + 1) / d.Count)
}

// MeanMarginal returns the distribution of μ, Σ integrated out: t with ν−d+1
// degrees of freedom and scale matrix Ψ/(κ(ν−d+1)). All but its location is NaN if d
// is improper.
func (d NormalInverseWishart) MeanMarginal() prob.MultivariateT { return d.scaled(1 / d.Count) }

// Covariance returns the distribution of Σ; NaN if d is improper.
func (d NormalInverseWishart) Covariance() prob.InverseWishart {
	w := prob.InverseWishart{DF: math.NaN(), Chol: make([]float64, len(d.Scale))}
	if d.Proper() != nil {
		undefined(w.Chol)
		return w
	}
	f, _ := packedOf(d.Scale).factor()
	return prob.InverseWishart{DF: d.DF, Chol: f.cholesky()}
}

// Variance returns the distribution of the variance of column i, from 0; NaN if d
// is improper.
func (d NormalInverseWishart) Variance(i int) prob.InverseGamma {
	if d.Proper() != nil {
		return prob.InverseGamma{Shape: math.NaN(), Scale: math.NaN()}
	}
	return prob.InverseGamma{Shape: d.freedom() / 2, Scale: d.Scale[packedLen(i)+i] / 2}
}

// Correlation returns the distribution of the correlation of columns i and j, from
// 0: that of the correlation coefficient of a sample of ν−d+3 rows from a normal
// distribution whose own is that of Ψ (Fisher 1915), by quadrature to 1e-12. All
// about it is NaN if d is improper. It panics if i = j.
func (d NormalInverseWishart) Correlation(i, j int) Continuous {
	if i == j {
		panic(fmt.Sprintf("bayes: the correlation of column %d with itself", i))
	}
	if d.Proper() != nil {
		return gridCurve{&panels{log: math.NaN()}, axisOnto(-1, 1)}
	}
	return correlation{d.freedom() + 1, d.slope(i, j)}.curve()
}

// slope returns artanh ρ = arsinh(ψᵢⱼ/√(ψᵢᵢψⱼⱼ−ψᵢⱼ²)).
func (d NormalInverseWishart) slope(i, j int) float64 {
	at := func(i, j int) total { return dd.Of(d.Scale[packedLen(max(i, j))+min(i, j)]) }
	det := at(i, i).Mul(at(j, j)).Sub(at(i, j).Mul(at(i, j)))
	return math.Asinh(at(i, j).Div(sqrt(det)).Float64())
}

// Marginals returns the distributions of the means, of the standard deviations and
// of the correlations. All about them is NaN where d is improper.
func (d NormalInverseWishart) Marginals() (ms []Marginal) {
	t, improper := prob.StudentT{DF: d.freedom()}, d.Proper() != nil
	for i, m := range d.Mean {
		t.Loc, t.Scale = m, math.Sqrt(d.Scale[packedLen(i)+i])/math.Sqrt(d.Count*t.DF)
		if improper {
			t = prob.StudentT{DF: math.NaN(), Loc: math.NaN(), Scale: math.NaN()}
		}
		ms = append(ms, Marginal{fmt.Sprintf("mean[%d]", i+1), symmetric{t}})
	}
	for i := range d.Mean {
		v := prob.InverseGamma{Shape: t.DF / 2, Scale: d.Scale[packedLen(i)+i] / 2}
		if improper {
			v = prob.InverseGamma{Shape: math.NaN(), Scale: math.NaN()}
		}
		root := rootInverseGamma(v)
		ms = append(ms, Marginal{fmt.Sprintf("sd[%d]", i+1), peaked{root, root.mode()}})
	}
	for i := range d.Mean {
		for j := i + 1; j < len(d.Mean); j++ {
			ms = append(ms, Marginal{fmt.Sprintf("corr[%d,%d]", i+1, j+1), lately(func() Continuous { return d.Correlation(i, j) })})
		}
	}
	return ms
}

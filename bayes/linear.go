package bayes

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// LinearNormalInverseGamma is the distribution of the coefficients β and the
// variance σ² of a linear regression, in this order, conjugate to [LeastSquares]:
//
//	σ² ~ inverse gamma(Shape, Scale),  β | σ² ~ normal with mean Mean and variance σ²·(RᵀR)⁻¹.
//
// R is upper triangular with no element of the diagonal below 0, the root of the
// precision of β in units of 1/σ²; Root holds it row by row, from the diagonal
// on. A row of zeros knows nothing of its coefficient. The reference prior
// p(β, σ²) ∝ 1/σ² is Root = 0, Shape = −p/2, Scale = 0 for p coefficients. It
// is improper, and so is whatever has a 0 on the diagonal, Shape or Scale at 0 or
// below; it becomes proper once enough data have come.
//
// [IndependentCoefficients] and [Zellner] make common priors. Methods neither
// modify nor retain the slices of others.
type LinearNormalInverseGamma struct {
	Mean         []float64
	Root         []float64 // p(p+1)/2 numbers
	Shape, Scale float64
	Names        []string // of the coefficients; nil: x1, x2 …
}

// IndependentCoefficients returns the prior under which the coefficients are
// independent given σ, βⱼ normal with mean mean[j] and standard deviation
// σ·sd[j]; sd = +Inf is flat.
func IndependentCoefficients(mean, sd []float64, shape, scale float64) LinearNormalInverseGamma {
	return LinearNormalInverseGamma{Mean: slices.Clone(mean), Root: diagonalRoot(sd), Shape: shape, Scale: scale}
}

// diagonalRoot returns the packed diagonal matrix of the reciprocals of sd.
func diagonalRoot(sd []float64) []float64 {
	p := len(sd)
	root := make([]float64, p*(p+1)/2)
	for i, s := range sd {
		rootRow(root, p, i)[0] = 1 / s
	}
	return root
}

// Zellner returns the g prior of Zellner (1986) of a first batch of data: σ² ~
// inverse gamma(shape, scale), β | σ² ~ normal with mean 0 and variance
// g·σ²·(XᵀX)⁻¹, X the predictors of that batch. It fails if one of them is a
// combination of those before it, and names its number.
//
// The prior is what it is from then on. It may meet the batch that it was made
// from, which then counts for 1 + 1/g, as it should; but made from another batch
// it is another prior, so that the laws of order hold for data that come after
// it and not for the choice of the batch.
func Zellner(first LeastSquares, g, shape, scale float64) (LinearNormalInverseGamma, error) {
	p := first.Predictors()
	if _, err := first.Coefficients(); err != nil || p == 0 {
		if p == 0 {
			err = fmt.Errorf("no data")
		}
		return LinearNormalInverseGamma{}, fmt.Errorf("a g prior needs predictors that are not collinear: %w", err)
	}
	if !(g > 0) || math.IsInf(g, 1) {
		return LinearNormalInverseGamma{}, fmt.Errorf("g = %g, want a finite number above 0", g)
	}
	return LinearNormalInverseGamma{Mean: make([]float64, p), Root: first.tri.scale(1 / g).root(), Shape: shape, Scale: scale}, nil
}

// rootRow returns row i of a packed upper triangle, from the diagonal on.
func rootRow(root []float64, p, i int) []float64 {
	at := i * (2*p - i + 1) / 2
	return root[at : at+p-i]
}

// root returns the packed √D·U of the predictors.
func (t triangle) root() []float64 {
	p := t.predictors()
	root := make([]float64, p*(p+1)/2)
	for i := range p {
		row, r := rootRow(root, p, i), sqrt(t.d[i])
		row[0] = r.Float64()
		for j := range row[1:] {
			row[1+j] = t.row(i)[j].Mul(r).Float64()
		}
	}
	return root
}

// sqrt returns the square root, by one step of Newton's method from that of a
// float64.
func sqrt(x total) total {
	r := math.Sqrt(x.Hi)
	if r == 0 {
		return total{}
	}
	return dd.Of(r).AddFloat(x.Sub(dd.Prod(r, r)).Hi / (2 * r))
}

// asRows returns what a normal prior of β is worth as rows: those of R, with the
// response R·mean, which leave no residual.
func asRows(mean, root []float64) triangle {
	p := len(mean)
	t := newTriangle(p + 1)
	for i := range p {
		row := rootRow(root, p, i)
		if row[0] == 0 {
			continue
		}
		t.d[i] = dd.Prod(row[0], row[0])
		u := t.row(i)
		at := dd.Of(mean[i])
		for j, r := range row[1:] {
			u[j] = dd.Of(r).Div(dd.Of(row[0]))
			at = at.Add(u[j].MulFloat(mean[i+1+j]))
		}
		u[len(u)-1] = at
	}
	return t
}

// learn returns the rows of prior and data together. What the prior knows
// nothing about and the data do not determine stays unknown, not known from
// rounding errors.
func learn(mean, root []float64, data triangle) triangle {
	prior := asRows(mean, root)
	if len(data.d) == 0 {
		return prior
	}
	if got, want := data.predictors(), len(mean); got != want {
		panic(fmt.Sprintf("bayes: data of %d predictors for a prior of %d coefficients", got, want))
	}
	both := prior.merge(data)
	for i := range mean {
		if prior.d[i].Hi == 0 {
			both.drop(i)
		}
	}
	return both
}

// Update implements [Prior]: with Λ = RᵀR,
//
//	Λ' = Λ+XᵀX,  Mean' = Λ'⁻¹(Λ·Mean+Xᵀy),  α' = α + n/2,
//	β' = β + ½·(‖y−X·Mean'‖² + ‖R(Mean'−Mean)‖²),
//
// of which the last is what the QR decomposition of R over X leaves as residual.
func (d LinearNormalInverseGamma) Update(s LeastSquares) LinearNormalInverseGamma {
	if s.N == 0 {
		return d
	}
	both := learn(d.Mean, d.Root, s.tri)
	return LinearNormalInverseGamma{
		Mean:  both.solve(d.Mean),
		Root:  both.root(),
		Shape: s.n().MulFloat(0.5).AddFloat(d.Shape).Float64(),
		Scale: both.d[len(d.Mean)].MulFloat(0.5).AddFloat(d.Scale).Float64(),
		Names: d.Names,
	}
}

// LogEvidence returns, in the notation of Update, the Γ ratio taken as a whole,
//
//	−½·n·log 2π − ½·log |Λ'|/|Λ| − α·log(β'/β) − ½·n·log β' + log Γ(α')/Γ(α).
func (d LinearNormalInverseGamma) LogEvidence(s LeastSquares) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if s.N == 0 {
		return 0
	}
	both, n := learn(d.Mean, d.Root, s.tri), s.n()
	more := both.d[len(d.Mean)].MulFloat(0.5)
	sum := logShrink(d.Root, both).Sub(logRatio(dd.Of(d.Scale), more).MulFloat(d.Shape))
	sum = sum.Sub(dd.Log(more.AddFloat(d.Scale)).MulFloat(0.5).Add(halfLog2Pi()).Mul(n))
	return sum.Add(dd.LogRising(dd.Of(d.Shape), n.MulFloat(0.5))).Float64()
}

// logShrink returns −½·log |Λ'|/|Λ|: by how much data shrank what β may be.
func logShrink(root []float64, both triangle) (sum total) {
	p := both.predictors()
	for i := range p {
		r := rootRow(root, p, i)[0]
		sum = sum.Sub(dd.Log(both.d[i].Div(dd.Prod(r, r))).MulFloat(0.5))
	}
	return sum
}

// Check reports a parameter outside its range. Scale may be 0, Shape as low as
// −1 − p/2, which is flat in β and σ².
func (d LinearNormalInverseGamma) Check() error {
	if err := checkCoefficients(d.Family(), d.Mean, d.Root, d.Names); err != nil {
		return err
	}
	if least := -1 - 0.5*float64(len(d.Mean)); !(d.Shape >= least) || math.IsInf(d.Shape, 1) {
		return fmt.Errorf("%s: shape = %g, want a finite number, %g or above", d.Family(), d.Shape, least)
	}
	return checkAll(d.Family(), atLeast0{"scale", d.Scale})
}

// checkCoefficients reports means and roots that are no normal distribution of
// coefficients.
func checkCoefficients(family string, mean, root []float64, names []string) error {
	p := len(mean)
	switch {
	case len(root) != p*(p+1)/2:
		return fmt.Errorf("%s: %d numbers in the root of the precision, want %d for %d coefficients", family, len(root), p*(p+1)/2, p)
	case names != nil && len(names) != p:
		return fmt.Errorf("%s: %d names for %d coefficients", family, len(names), p)
	}
	for i := range p {
		row := rootRow(root, p, i)
		rs := []requirement{anyReal{"mean of " + coefficient(names, i), mean[i]}, atLeast0{"root of the precision of " + coefficient(names, i), row[0]}}
		for _, r := range row[1:] {
			rs = append(rs, anyReal{"root of the precision", r})
			if row[0] == 0 && r != 0 {
				return fmt.Errorf("%s: the root of the precision has a 0 on the diagonal at %s, but not beside it", family, coefficient(names, i))
			}
		}
		if err := checkAll(family, rs...); err != nil {
			return err
		}
	}
	return nil
}

// coefficient returns the name of coefficient i.
func coefficient(names []string, i int) string {
	if names != nil {
		return names[i]
	}
	return fmt.Sprintf("x%d", i+1)
}

// Proper implements [Prior]. The error names the first coefficient of which
// nothing is known.
func (d LinearNormalInverseGamma) Proper() error {
	if i := unknownCoefficient(d.Mean, d.Root); i >= 0 {
		return improper(d, unknownBecause(d.Names, i))
	}
	if d.Shape > 0 && d.Scale > 0 {
		return nil
	}
	return improper(d, "it integrates to infinity unless shape and scale are above 0")
}

// unknownBecause says what is wrong where nothing is known of coefficient i.
func unknownBecause(names []string, i int) string {
	return fmt.Sprintf("nothing is known of the coefficient of %s", coefficient(names, i))
}

func unknownCoefficient(mean, root []float64) int {
	for i := range mean {
		if !(rootRow(root, len(mean), i)[0] > 0) {
			return i
		}
	}
	return -1
}

// Predictive returns the distribution of the next response at predictors x; NaN
// if d is improper.
func (d LinearNormalInverseGamma) Predictive(x ...float64) prob.StudentT {
	return d.along(x, 1)
}

// Fitted returns the distribution of xᵀβ, the mean response at predictors x; NaN
// if d is improper.
func (d LinearNormalInverseGamma) Fitted(x ...float64) prob.StudentT { return d.along(x, 0) }

// along returns the distribution of xᵀβ plus noise of variance noise·σ².
func (d LinearNormalInverseGamma) along(x []float64, noise float64) prob.StudentT {
	mean, v := spread(d.Mean, d.Root, x)
	if d.Proper() != nil {
		return prob.StudentT{DF: math.NaN(), Loc: math.NaN(), Scale: math.NaN()}
	}
	return prob.StudentT{DF: 2 * d.Shape, Loc: mean, Scale: math.Sqrt(d.Scale/d.Shape) * math.Sqrt(v+noise)}
}

// spread returns xᵀmean and xᵀ(RᵀR)⁻¹x = ‖R⁻ᵀx‖².
func spread(mean, root, x []float64) (at, v float64) {
	p := len(mean)
	if len(x) != p {
		panic(fmt.Sprintf("bayes: %d predictors for %d coefficients", len(x), p))
	}
	z := slices.Clone(x)
	for i := range p {
		row := rootRow(root, p, i)
		z[i] /= row[0]
		for j, r := range row[1:] {
			z[i+1+j] -= z[i] * r
		}
		at += x[i] * mean[i]
		v += z[i] * z[i]
	}
	return at, v
}

// variance returns the distribution of σ²; NaN if d is improper.
func (d LinearNormalInverseGamma) variance() prob.InverseGamma {
	if d.Proper() != nil {
		return prob.InverseGamma{Shape: math.NaN(), Scale: math.NaN()}
	}
	return prob.InverseGamma{Shape: d.Shape, Scale: d.Scale}
}

// Marginals returns the distributions of the coefficients, the variance and,
// since it is what people ask for, the standard deviation. All about them is NaN
// where d is improper.
func (d LinearNormalInverseGamma) Marginals() (ms []Marginal) {
	x := make([]float64, len(d.Mean))
	for i := range x {
		x[i] = 1
		ms = append(ms, Marginal{coefficient(d.Names, i), symmetric{d.Fitted(x...)}})
		x[i] = 0
	}
	v := d.variance()
	root := rootInverseGamma(v)
	return append(ms, Marginal{"variance", peaked{v, v.Scale / (v.Shape + 1)}}, Marginal{"sd", peaked{root, root.mode()}})
}

package bayes

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// KnownNoise is the likelihood of the coefficients β of the linear regression
// y = xᵀβ + ε, each ε normal with mean 0 and a standard deviation σᵢ that is
// known:
//
//	log p(y | β) = −½·Σ((yᵢ − xᵢᵀβ)/σᵢ)² + c,  c = −Σ log(σᵢ√2π).
//
// It is the [LeastSquares] of the rows divided by their σᵢ. The zero value is no
// data. [NoisyResponse] makes it of one row, [LeastSquares.KnownNoise] of many.
type KnownNoise struct {
	N float64 // rows

	low  float64
	tri  triangle
	base total // c
}

// NoisyResponse returns the likelihood of the response y, of known standard
// deviation sd, to the predictors x.
func NoisyResponse(y, sd float64, x ...float64) KnownNoise { return Response(y, x...).KnownNoise(sd) }

// KnownNoise returns the likelihood of β where σ is known to be sd.
func (s LeastSquares) KnownNoise(sd float64) KnownNoise {
	if s.N == 0 {
		return KnownNoise{}
	}
	k := KnownNoise{s.N, s.low, s.tri.clone(), dd.Log(dd.Of(sd)).Add(halfLog2Pi()).Neg().Mul(s.n())}
	variance := dd.Prod(sd, sd)
	for i, d := range k.tri.d {
		k.tri.d[i] = d.Div(variance)
	}
	return k
}

func (s KnownNoise) n() total { return total{Hi: s.N, Lo: s.low} }

// Dim returns the number of coefficients, 0 for no data.
func (s KnownNoise) Dim() int { return s.tri.predictors() }

// LogProb returns log p(y | β) at x = β and its derivatives.
func (s KnownNoise) LogProb(x, grad []float64) float64 {
	if s.N == 0 {
		clear(grad)
		return 0
	}
	explained, rest := s.tri.residual(x, grad)
	return s.base.Sub(explained.Add(rest).MulFloat(0.5)).Float64()
}

// Merge implements [Stat]. It panics if the numbers of predictors differ.
func (s KnownNoise) Merge(t KnownNoise) KnownNoise {
	n, tri := mergeRows(s.n(), s.tri, t.n(), t.tri)
	return KnownNoise{n.Hi, n.Lo, tri, plus(s.base, t.base)}
}

// Scale implements [Stat].
func (s KnownNoise) Scale(w float64) KnownNoise {
	if w == 0 || len(s.tri.d) == 0 {
		return KnownNoise{}
	}
	n := times(s.n(), w)
	return KnownNoise{n.Hi, n.Lo, s.tri.scale(w), times(s.base, w)}
}

// Check implements [Stat], as [LeastSquares.Check] does.
func (s KnownNoise) Check() error {
	if err := s.tri.check(s.N); err != nil {
		return err
	}
	return checkBase(s.base)
}

// MarshalJSON implements [json.Marshaler], exactly.
func (s KnownNoise) MarshalJSON() ([]byte, error) { return rowsToJSON(s.n(), s.base, s.tri) }

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (s *KnownNoise) UnmarshalJSON(data []byte) error {
	n, base, t, err := rowsFromJSON(data, "rows of known noise")
	if err != nil {
		return err
	}
	return accept(s, KnownNoise{n.Hi, n.Lo, t, base}, "rows of known noise")
}

// LinearNormal is the distribution of the coefficients β of a linear regression
// whose noise is known, conjugate to [KnownNoise]: normal with mean Mean and
// variance (RᵀR)⁻¹. Root is R as in [LinearNormalInverseGamma], but in units of
// the coefficients themselves. A 0 on its diagonal makes it improper.
type LinearNormal struct {
	Mean  []float64
	Root  []float64
	Names []string // of the coefficients; nil: x1, x2 …
}

// IndependentNormals returns the prior under which the coefficients are
// independent, βⱼ normal with mean mean[j] and standard deviation sd[j]; sd =
// +Inf is flat.
func IndependentNormals(mean, sd []float64) LinearNormal {
	return LinearNormal{Mean: slices.Clone(mean), Root: diagonalRoot(sd)}
}

// Update implements [Prior], as [LinearNormalInverseGamma.Update] does.
func (d LinearNormal) Update(s KnownNoise) LinearNormal {
	if s.N == 0 {
		return d
	}
	both := learn(d.Mean, d.Root, s.tri)
	return LinearNormal{Mean: both.solve(d.Mean), Root: both.root(), Names: d.Names}
}

// LogEvidence returns −½·log |Λ'|/|Λ| − ½·(Σ((yᵢ−xᵢᵀMean')/σᵢ)² +
// ‖R(Mean'−Mean)‖²) + c, Λ = RᵀR.
func (d LinearNormal) LogEvidence(s KnownNoise) float64 {
	if d.Proper() != nil {
		return math.NaN()
	}
	if s.N == 0 {
		return 0
	}
	both := learn(d.Mean, d.Root, s.tri)
	return logShrink(d.Root, both).Sub(both.d[len(d.Mean)].MulFloat(0.5)).Add(s.base).Float64()
}

// Check reports a parameter outside its range.
func (d LinearNormal) Check() error { return checkCoefficients(d.Family(), d.Mean, d.Root, d.Names) }

// Proper implements [Prior]. The error names the first coefficient of which
// nothing is known.
func (d LinearNormal) Proper() error {
	if i := unknownCoefficient(d.Mean, d.Root); i >= 0 {
		return improper(d, unknownBecause(d.Names, i))
	}
	return nil
}

// Predictive returns the distribution of the next response, of noise sd, at
// predictors x; sd = 0 is for its mean xᵀβ. It is NaN if d is improper.
func (d LinearNormal) Predictive(sd float64, x ...float64) prob.Normal {
	mean, v := spread(d.Mean, d.Root, x)
	if d.Proper() != nil {
		return prob.Normal{Mu: math.NaN(), Sigma: math.NaN()}
	}
	return prob.Normal{Mu: mean, Sigma: math.Hypot(sd, math.Sqrt(v))}
}

// Marginals returns the distributions of the coefficients; NaN where d is
// improper.
func (d LinearNormal) Marginals() (ms []Marginal) {
	x := make([]float64, len(d.Mean))
	for i := range x {
		x[i] = 1
		ms = append(ms, Marginal{coefficient(d.Names, i), symmetric{d.Predictive(0, x...)}})
		x[i] = 0
	}
	return ms
}

// Family implements [Belief].
func (d LinearNormal) Family() string { return "linear-normal" }

// Params implements [Belief].
func (d LinearNormal) Params() []Param {
	ps := []Param{{"mean", slices.Clone(d.Mean)}, {"root", slices.Clone(d.Root)}}
	if d.Names != nil {
		ps = append(ps, Param{"names", slices.Clone(d.Names)})
	}
	return ps
}

// String returns the spec of a [Regression] if the coefficients are independent,
// and otherwise "linear-normal(mean=[…], root=[…])".
func (d LinearNormal) String() string { return linearString(d) }

// Dim returns the number of coefficients.
func (d LinearNormal) Dim() int { return len(d.Mean) }

// Support implements [prob.Density].
func (d LinearNormal) Support() prob.Bijector { return prob.Identity(len(d.Mean)) }

// LogProb returns log p(β) at x = β and its derivatives; without a normaliser if
// d is improper.
func (d LinearNormal) LogProb(x, grad []float64) float64 {
	half, logRoot := quadratic(d.Mean, d.Root, x, grad)
	if d.Proper() != nil {
		return -half
	}
	return logRoot - half - 0.5*float64(len(d.Mean))*math.Log(2*math.Pi)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d LinearNormal) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	drawCoefficients(rng, d.Mean, d.Root, 1, x)
}

// MarshalJSON writes {"family": …, "params": {…}}.
func (d LinearNormal) MarshalJSON() ([]byte, error) { return MarshalBelief(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (d *LinearNormal) UnmarshalJSON(data []byte) error {
	j, err := readLinear(data, d.Family())
	if err != nil {
		return err
	}
	return accept(d, LinearNormal{j.Mean, j.Root, j.Names}, "a belief")
}

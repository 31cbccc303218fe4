package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// KnownCoefficients is the prior of a linear regression some of whose coefficients
// are known: at 0 for predictors that have no effect, so that its evidence is that
// of the smaller model. P is [LinearNormalInverseGamma] with S = [LeastSquares], or
// [LinearNormal] with [KnownNoise].
type KnownCoefficients[P linearPrior[P, S], S linearStat[S]] struct {
	Names []string  // of all coefficients
	At    []float64 // what each of them is, NaN where it is not known
	Rest  P         // of the others, in their order
}

// linearPrior is what the priors of linear regressions have in common.
type linearPrior[P, S any] interface {
	Belief
	prob.Distribution
	Prior[P, S]
	moments() (mean, root []float64)
}

// linearStat is what their statistics have in common.
type linearStat[S any] interface {
	Stat[S]
	Given(at []float64) S
}

// Given returns the likelihood of the other coefficients where coefficient j is
// known to be at[j]; it is not known where that is NaN.
func (s LeastSquares) Given(at []float64) LeastSquares {
	if s.N == 0 {
		return s
	}
	return LeastSquares{s.N, s.low, s.tri.given(at)}
}

// Given returns the likelihood of the other coefficients, as [LeastSquares.Given]
// does.
func (s KnownNoise) Given(at []float64) KnownNoise {
	if s.N == 0 {
		return s
	}
	return KnownNoise{s.N, s.low, s.tri.given(at), s.base}
}

// given returns the triangle of the rows from whose response at[j] times predictor
// j is taken, and which lack that predictor.
func (t triangle) given(at []float64) triangle {
	p := t.predictors()
	if len(at) != p {
		panic(fmt.Sprintf("bayes: %d coefficients, %d predictors", len(at), p))
	}
	left := 1
	for _, v := range at {
		if math.IsNaN(v) {
			left++
		}
	}
	out := newTriangle(left)
	x, part := make([]total, p+1), make([]total, left)
	for i, d := range t.d {
		if d.Hi == 0 {
			continue
		}
		clear(x[:i])
		x[i] = dd.Of(1)
		copy(x[i+1:], t.row(i))
		y, k := x[p], 0
		for j, v := range at {
			if math.IsNaN(v) {
				part[k] = x[j]
				k++
			} else {
				y = y.Sub(x[j].MulFloat(v))
			}
		}
		part[k] = y
		out.include(part, d)
	}
	return out
}

// Given returns the prior of the other coefficients and of σ², given that
// coefficient j is at[j], NaN where it is not known. σ² is as likely to be large
// as before: what is given is that the model lacks a predictor, or has one of
// known effect, and not an observation.
func (d LinearNormalInverseGamma) Given(at []float64) KnownCoefficients[LinearNormalInverseGamma, LeastSquares] {
	names := coefficientNames(d.Names, len(d.Mean))
	rest := d
	rest.Mean, rest.Root, rest.Names = conditional(d.Mean, d.Root, names, at)
	return KnownCoefficients[LinearNormalInverseGamma, LeastSquares]{names, slices.Clone(at), rest}
}

// Given returns the prior of the other coefficients, given that coefficient j is
// at[j], NaN where it is not known.
func (d LinearNormal) Given(at []float64) KnownCoefficients[LinearNormal, KnownNoise] {
	names := coefficientNames(d.Names, len(d.Mean))
	mean, root, left := conditional(d.Mean, d.Root, names, at)
	return KnownCoefficients[LinearNormal, KnownNoise]{names, slices.Clone(at), LinearNormal{mean, root, left}}
}

func coefficientNames(names []string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = coefficient(names, i)
	}
	return all
}

// conditional returns mean, root and names of the coefficients that are not known.
func conditional(mean, root []float64, names []string, at []float64) (m, r []float64, left []string) {
	t := asRows(mean, root).given(at)
	var guess []float64
	for i, v := range at {
		if math.IsNaN(v) {
			guess, left = append(guess, mean[i]), append(left, names[i])
		}
	}
	return t.solve(guess), t.root(), left
}

// Update implements [Prior].
func (d KnownCoefficients[P, S]) Update(s S) KnownCoefficients[P, S] {
	d.Rest = d.Rest.Update(d.given(s))
	return d
}

// LogEvidence implements [Prior].
func (d KnownCoefficients[P, S]) LogEvidence(s S) float64 { return d.Rest.LogEvidence(d.given(s)) }

func (d KnownCoefficients[P, S]) given(s S) S {
	var none S
	if s.Dim() == none.Dim() {
		return none
	}
	return s.Given(d.At)
}

// Proper implements [Prior].
func (d KnownCoefficients[P, S]) Proper() error { return d.Rest.Proper() }

// Dim returns the number of coefficients, and one for a variance that is not known.
func (d KnownCoefficients[P, S]) Dim() int { return d.Rest.Dim() + d.known() }

func (d KnownCoefficients[P, S]) known() (n int) {
	for _, v := range d.At {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}

// LogProb returns the log-density of what is not known, where the rest is what it
// is known to be, and −Inf elsewhere. It panics if grad is non-nil.
func (d KnownCoefficients[P, S]) LogProb(x, grad []float64) float64 {
	if grad != nil {
		panic("bayes: KnownCoefficients.LogProb: what is known has no gradient")
	}
	var rest []float64
	for i, v := range d.At {
		if math.IsNaN(v) {
			rest = append(rest, x[i])
		} else if x[i] != v {
			return math.Inf(-1)
		}
	}
	return d.Rest.LogProb(append(rest, x[len(d.At):]...), nil)
}

// Rand implements [prob.Distribution].
func (d KnownCoefficients[P, S]) Rand(rng *rand.Rand, x []float64) {
	rest := make([]float64, d.Rest.Dim())
	d.Rest.Rand(rng, rest)
	k := 0
	for i, v := range d.At {
		if x[i] = v; math.IsNaN(v) {
			x[i] = rest[k]
			k++
		}
	}
	copy(x[len(d.At):], rest[k:])
}

// Marginals returns the distributions of all coefficients, known or not, and of
// what else [KnownCoefficients.Rest] has.
func (d KnownCoefficients[P, S]) Marginals() (ms []Marginal) {
	rest := d.Rest.Marginals()
	for i, v := range d.At {
		if math.IsNaN(v) {
			ms, rest = append(ms, rest[0]), rest[1:]
			continue
		}
		point := Point(v).Marginals()[0]
		point.Name = coefficient(d.Names, i)
		ms = append(ms, point)
	}
	return append(ms, rest...)
}

// knownCoefficients is the name of the family.
const knownCoefficients = "known-coefficients"

// Family implements [Belief].
func (d KnownCoefficients[P, S]) Family() string { return knownCoefficients }

// Params implements [Belief].
func (d KnownCoefficients[P, S]) Params() []Param {
	return []Param{{"names", slices.Clone(d.Names)}, {"at", slices.Clone(d.At)}, {"rest", []Belief{d.Rest}}}
}

// String returns the spec of a [Regression] if the other coefficients are
// independent, and otherwise "x = 0, given ‹that of the others›".
func (d KnownCoefficients[P, S]) String() string {
	if r, ok := independent(d); ok {
		return r.String()
	}
	return fmt.Sprintf("%s, given %s", d.fixed(), d.Rest)
}

// fixed returns "x=0, z=1".
func (d KnownCoefficients[P, S]) fixed() string {
	var known []string
	for i, v := range d.At {
		if !math.IsNaN(v) {
			known = append(known, fmt.Sprintf("%s=%g", coefficient(d.Names, i), v))
		}
	}
	return strings.Join(known, ", ")
}

// Check reports numbers that do not go together, or are out of range.
func (d KnownCoefficients[P, S]) Check() error {
	mean, _ := d.Rest.moments()
	left := len(mean)
	if len(d.Names) != len(d.At) || len(d.At)-d.known() != left {
		return fmt.Errorf("%s: %d names of %d coefficients, of which %d are known and %d are not", d.Family(), len(d.Names), len(d.At), d.known(), left)
	}
	for i, v := range d.At {
		if math.IsInf(v, 0) {
			return fmt.Errorf("%s: %s is known to be %g, want a finite number", d.Family(), d.Names[i], v)
		}
	}
	return d.Rest.Check()
}

// jsonKnown are the parameters of KnownCoefficients.
type jsonKnown struct {
	Names []string          `json:"names"`
	At    []*float64        `json:"at"`
	Rest  []json.RawMessage `json:"rest"`
}

// unmarshalKnown reads a KnownCoefficients of whatever kind.
func unmarshalKnown(params []byte) (Belief, error) {
	var j jsonKnown
	if err := unmarshal(params, "a "+knownCoefficients, &j); err != nil {
		return nil, err
	}
	if len(j.Rest) != 1 {
		return nil, fmt.Errorf("reading a %s: %d priors of the rest, want 1", knownCoefficients, len(j.Rest))
	}
	at := make([]float64, len(j.At))
	for i, v := range j.At {
		if at[i] = math.NaN(); v != nil {
			at[i] = *v
		}
	}
	rest, err := unmarshalLinear(j.Rest[0])
	if err != nil {
		return nil, err
	}
	var b Belief
	switch rest := rest.(type) {
	case LinearNormal:
		b = KnownCoefficients[LinearNormal, KnownNoise]{j.Names, at, rest}
	case LinearNormalInverseGamma:
		b = KnownCoefficients[LinearNormalInverseGamma, LeastSquares]{j.Names, at, rest}
	}
	return b, b.Check()
}

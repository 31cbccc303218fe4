package factor

import (
	"fmt"
	"math"
)

// A TTest is the JZS test of a mean, or of two: the standardised effect δ = (μ−μ₀)/σ,
// or (μ₁−μ₂)/σ, is 0 under the null and Cauchy(0, Scale) under the alternative, and
// σ² has Jeffreys' prior under both (Rouder, Speckman, Sun, Morey and Iverson 2009,
// doi:10.3758/PBR.16.2.225). With ν degrees of freedom and N observations (two
// groups: n₁n₂/(n₁+n₂)) of which the data say only t,
//
//	BF₁₀ = ∫₀^∞ (1+Ngr²)^−½ (1+t²/((1+Ngr²)ν))^−½(ν+1) IG(g; ½, ½) dg / (1+t²/ν)^−½(ν+1).
//
// The integral is taken over log g. One-sided alternatives and the posterior need
// the noncentral t likelihood of δ and an integral over it.
type TTest struct {
	Scale float64 // r; 0 means √2/2
}

// A TStatistic is Student's t of a sample, or of two with a common variance.
type TStatistic struct {
	T  float64
	DF float64 // degrees of freedom
	N  float64 // effective number of observations: n, or n₁n₂/(n₁+n₂)
}

// OneSampleT returns the statistic of n observations, or pairs, whose t is known.
func OneSampleT(t, n float64) TStatistic { return TStatistic{t, n - 1, n} }

// TwoSampleT returns the statistic of two groups of n1 and n2 whose t, with pooled
// variance, is known.
func TwoSampleT(t, n1, n2 float64) TStatistic {
	return TStatistic{t, n1 + n2 - 2, n1 / (n1 + n2) * n2}
}

// Check returns an error that names what is wrong with s; it wraps [ErrUndefined]
// if more observations would help.
func (s TStatistic) Check() error {
	switch {
	case s.DF <= 0 || s.N <= 0:
		return undefined("t needs at least two observations, and one in each group: got %v degrees of freedom", s.DF)
	case !(s.DF > 0) || !(s.N > 0) || math.IsInf(s.DF, 1) || math.IsInf(s.N, 1):
		return fmt.Errorf("t = %v with %v degrees of freedom is no statistic: want finite numbers", s.T, s.DF)
	case !(math.Abs(s.T) <= 1e50):
		return undefined("t is %v: the observations do not vary about their means", shown(s.T))
	}
	return nil
}

// share returns how the sum of squares about the null divides.
func (s TStatistic) share() share {
	all := s.DF + s.T*s.T
	return share{s.T * s.T / all, s.DF / all}
}

// Test returns the test given the statistic. It fails if the scale or the
// statistic is none.
func (p TTest) Test(s TStatistic) (Test, error) {
	r, err := p.scale()
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return Test{}, err
	}
	v := jzs(s.N*r*r, 1, s.DF+1, s.share())
	l := newNoncentral(s)
	width := math.Sqrt(1/s.N + s.T*s.T/s.N/(2*s.DF))
	return Test{
		name: "δ", least: math.Inf(-1), most: math.Inf(1),
		free: identity, natural: identity,
		logRatio:   l.logRatio,
		logPrior:   func(d float64) float64 { return -math.Log(math.Pi*r) - math.Log1p(d/r*(d/r)) },
		logMass:    func(a, b float64) float64 { return logCauchyMass(a/r, b/r) },
		priorKnots: around(0, r),
		dataKnots:  around(s.T/math.Sqrt(s.N), width),
		noise:      2e-16*math.Sqrt(s.DF) + 4e-16*(1+math.Min(s.T*s.T, s.DF*(1+math.Log1p(s.T*s.T/s.DF)))),
		twoSided:   &v,
	}, nil
}

// Factor returns the Bayes factor of δ ≠ 0 against δ = 0, without the work that
// the rest of a [Test] takes.
func (p TTest) Factor(s TStatistic) (Value, error) {
	r, err := p.scale()
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return Value{}, err
	}
	return jzs(s.N*r*r, 1, s.DF+1, s.share()), nil
}

func (p TTest) scale() (float64, error) {
	return checkScale("the scale of the prior on δ", p.Scale, math.Sqrt2/2)
}

func identity(x float64) float64 { return x }

// logCauchyMass returns the logarithm of the standard Cauchy probability of
// (a, b): the angle between them over π, without a difference of two angles.
func logCauchyMass(a, b float64) float64 {
	angle := 0.0
	switch {
	case math.IsInf(a, -1):
		angle = math.Atan2(1, -b)
	case math.IsInf(b, 1):
		angle = math.Atan2(1, a)
	default:
		angle = math.Atan2(b-a, 1+a*b)
	}
	return math.Log(angle / math.Pi)
}

package bayes

import "github.com/bayeskit/bayeskit/prob"

// Any is a prior of whatever family the statistic S acts on, for programs that
// learn the family at run time and for mixtures of unlike components. It is
// itself a [Prior], so everything that is generic over priors takes it.
type Any[S Stat[S]] interface {
	Belief
	prob.Distribution
	Update(S) Any[S]
	LogEvidence(S) float64
}

// AnyOf returns p as an Any. Unwrapping is not needed: the result prints,
// checks and marshals as p does.
func AnyOf[P interface {
	Belief
	prob.Distribution
	Prior[P, S]
}, S Stat[S]](p P) Any[S] {
	return anyOf[P, S]{p, p}
}

// anyOf holds p twice: embedded as the interfaces it forwards to, and as the
// type that Update needs.
type anyOf[P interface {
	Belief
	prob.Distribution
	Prior[P, S]
}, S Stat[S]] struct {
	beliefDistribution
	p P
}

type beliefDistribution interface {
	Belief
	prob.Distribution
}

func (a anyOf[P, S]) Update(s S) Any[S]       { return AnyOf[P, S](a.p.Update(s)) }
func (a anyOf[P, S]) LogEvidence(s S) float64 { return a.p.LogEvidence(s) }
func (a anyOf[P, S]) unwrap() Belief          { return a.p }

// unwrap returns the belief inside an Any, or b itself.
func unwrap(b Belief) Belief {
	if a, ok := b.(interface{ unwrap() Belief }); ok {
		return a.unwrap()
	}
	return b
}

// anyPoints is Points as a prior for the statistic S.
type anyPoints[S Stat[S]] struct{ Points }

func (a anyPoints[S]) Update(s S) Any[S]       { return anyPoints[S]{a.Points.Update(s)} }
func (a anyPoints[S]) LogEvidence(s S) float64 { return a.Points.LogEvidence(s) }
func (a anyPoints[S]) unwrap() Belief          { return a.Points }

// lift returns b as a prior for S, and false if S does not act on b's family.
func lift[S Stat[S]](b Belief) (Any[S], bool) {
	var a any
	switch b := unwrap(b).(type) {
	case Points:
		return anyPoints[S]{b}, true
	case Beta:
		a = AnyOf[Beta, Trials](b)
	case Dirichlet:
		a = AnyOf[Dirichlet, Tally](b)
	case Gamma:
		a = AnyOf[Gamma, Events](b)
	case Normal:
		a = AnyOf[Normal, Measurements](b)
	case VonMises:
		a = AnyOf[VonMises, Directions](b)
	case Pareto:
		a = AnyOf[Pareto, Extent](b)
	case LocalLevel:
		a = AnyOf[LocalLevel, Walk](b)
	case InverseGamma:
		a = AnyOf[InverseGamma, Deviations](b)
	case NormalInverseGamma:
		a = AnyOf[NormalInverseGamma, Moments](b)
	case NormalInverseWishart:
		a = AnyOf[NormalInverseWishart, Scatter](b)
	case MultivariateNormal:
		a = AnyOf[MultivariateNormal, KnownCovariance](b)
	case LinearNormal:
		a = AnyOf[LinearNormal, KnownNoise](b)
	case LinearNormalInverseGamma:
		a = AnyOf[LinearNormalInverseGamma, LeastSquares](b)
	case KnownCoefficients[LinearNormal, KnownNoise]:
		a = AnyOf[KnownCoefficients[LinearNormal, KnownNoise], KnownNoise](b)
	case KnownCoefficients[LinearNormalInverseGamma, LeastSquares]:
		a = AnyOf[KnownCoefficients[LinearNormalInverseGamma, LeastSquares], LeastSquares](b)
	case Hypotheses:
		a = AnyOf[Hypotheses, LogLiks](b)
	case mixture:
		return liftMixture[S](b)
	}
	p, ok := a.(Any[S])
	return p, ok
}

// mixture is what every instance of Mixture offers.
type mixture interface {
	Belief
	parts() ([]Belief, []float64)
}

func liftMixture[S Stat[S]](m mixture) (Any[S], bool) {
	parts, logWeights := m.parts()
	lifted := make([]Any[S], len(parts))
	for i, p := range parts {
		a, ok := lift[S](p)
		if !ok {
			return nil, false
		}
		lifted[i] = a
	}
	return AnyOf[Mixture[Any[S], S], S](Mixture[Any[S], S]{lifted, logWeights}), true
}

var _ Prior[Any[Trials], Trials] = Any[Trials](nil)

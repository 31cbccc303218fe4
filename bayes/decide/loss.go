package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// ExpectedLoss returns E max(B − A, 0): what choosing a costs on average, in the
// units of the parameter, since b may be the better; and a bound on its absolute
// error. It is +Inf where B's upper or A's lower tail is too heavy for a mean, NaN
// if one is improper. ExpectedLoss(a, b) − ExpectedLoss(b, a) = E B − E A.
//
// Method: the integral of P(A ≤ t)·P(B > t) over t, all of whose terms are
// positive.
func ExpectedLoss(a, b prob.Univariate) (loss, bound float64) {
	la, lb := laws(a), laws(b)
	if !la.defined() || !lb.defined() {
		return math.NaN(), math.NaN()
	}
	if ma, mb := a.Mean(), b.Mean(); math.IsNaN(ma) || math.IsInf(ma, -1) || math.IsNaN(mb) || math.IsInf(mb, 1) {
		return math.Inf(1), 0
	}
	logLoss, bound := la.pairs(lb, law.logLoss)
	loss = math.Exp(logLoss)
	return loss, bound * loss
}

// logLoss returns log E max(Y − X, 0).
func (x law) logLoss(y law) (logLoss, bound float64) {
	f := func(p place) float64 {
		l := blend{[]float64{0}, []law{x}}.logBelow(p, true)
		if v, ok := y.point(); ok {
			if p.x() >= v {
				return math.Inf(-1)
			}
			return l
		}
		return l + y.logSurvival(p)
	}
	return newIntegral(f, x.low, y.high, x.knots, y.knots).log()
}

package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// EValue returns how strongly something unmeasured would have to go with both
// treatment and outcome, as risk ratios beyond the strata, to explain a risk ratio
// away: RR + √(RR·(RR−1)), of 1/RR if it is below 1 (VanderWeele and Ding 2017,
// doi:10.7326/M16-2607). 1 says that nothing is needed. For a difference use the ratio
// of the same two risks, [Effect.Ratio]: both vanish together.
func EValue(rr float64) float64 {
	if rr < 1 {
		rr = 1 / rr
	}
	if math.IsInf(rr, 1) {
		return rr
	}
	return rr + math.Sqrt(rr)*math.Sqrt(rr-1)
}

// EValueOfInterval returns the E-value of the end of an interval of the risk ratio
// that is nearer to 1, or 1 if the interval holds 1: what it takes to move the
// interval, and not just the estimate, to no effect.
func EValueOfInterval(rr bayes.Interval) float64 {
	switch {
	case rr.Low > 1:
		return EValue(rr.Low)
	case rr.High < 1:
		return EValue(rr.High)
	case math.IsNaN(rr.Low) || math.IsNaN(rr.High):
		return nan
	}
	return 1
}

// RatioOfOdds returns the risk ratio that an odds ratio stands for: the odds ratio
// itself where the outcome is rare (below about 15%), else about its square root
// (VanderWeele 2017, doi:10.1111/biom.12197). Where the risks are at hand they are
// better than either.
func RatioOfOdds(or float64, rare bool) float64 {
	if rare {
		return or
	}
	return math.Sqrt(or)
}

// BoundingFactor returns by how much, at most, something unmeasured can change a risk
// ratio: γ·δ/(γ+δ−1), with γ ≥ 1 the greatest ratio by which it is more frequent under
// one treatment than under the other, and δ ≥ 1 the greatest ratio by which it raises
// the risk of the outcome (Ding and VanderWeele 2016,
// doi:10.1097/EDE.0000000000000457). A true ratio lies between RR divided by the factor
// and RR times it.
func BoundingFactor(gamma, delta float64) float64 {
	switch {
	case !(gamma >= 1) || !(delta >= 1):
		return nan
	case math.IsInf(gamma, 1):
		return delta
	case math.IsInf(delta, 1):
		return gamma
	}
	return delta / (1 + (delta-1)/gamma)
}

// StrengthNeeded returns the δ that explains a risk ratio away together with a given γ
// ≥ 1: BoundingFactor(γ, δ) is then RR, or 1/RR if that is above 1. It is +Inf where γ
// is no greater than RR: then no δ suffices. StrengthNeeded(rr, EValue(rr)) is
// EValue(rr).
func StrengthNeeded(rr, gamma float64) float64 {
	if rr < 1 {
		rr = 1 / rr
	}
	switch {
	case !(gamma >= 1) || math.IsNaN(rr):
		return nan
	case rr == 1:
		return 1
	case gamma <= rr:
		return math.Inf(1)
	case math.IsInf(gamma, 1):
		return rr
	}
	return rr * (gamma - 1) / (gamma - rr)
}

// Hidden is a supposed binary confounder within strata: how frequent it is under each
// treatment, and by what ratio it multiplies the risk of the outcome.
type Hidden struct {
	Treated, Control float64 // 0 to 1
	Ratio            float64 // above 0
}

// Bias returns what h alone multiplies the risk ratio by (Bross 1966; Schlesselman
// 1978): (1 + (Ratio−1)·Treated) / (1 + (Ratio−1)·Control). The observed ratio
// divided by it is the ratio had h been adjusted for. It never exceeds the
// [BoundingFactor] of Treated/Control and Ratio.
func (h Hidden) Bias() float64 {
	return (1 + (h.Ratio-1)*h.Treated) / (1 + (h.Ratio-1)*h.Control)
}

// UnderHidden returns where the risks e would lie had something unmeasured been adjusted
// for whose [BoundingFactor] is at most factor, treated being the share treated. The risk
// ratio then lies between that of e divided by the factor and times it; the difference is
// no better than (p₁ − factor·p₀)·(treated + (1−treated)/factor), as Ding and VanderWeele
// have it. With their own treatment people have the risk seen, so that only that under the
// other one is in doubt:
//
//	p₁·(treated + (1−treated)/factor) ≤ do(1) ≤ p₁·(treated + (1−treated)·factor)
//	p₀·(1−treated + treated/factor)   ≤ do(0) ≤ p₀·(1−treated + treated·factor)
//
// and no risk in doubt greater than 1, for which reason this is not for rates. It is NaN
// unless factor is 1 or more and treated between 0 and 1.
func UnderHidden(e Effect, factor, treated float64) Bounds {
	if !(factor >= 1) || !(treated >= 0 && treated <= 1) {
		return Bounds{bayes.Interval{Low: nan, High: nan}, bayes.Interval{Low: nan, High: nan}}
	}
	of := func(p, own float64) bayes.Interval {
		return bayes.Interval{
			Low:  p * (own + (1-own)/factor),
			High: p*own + math.Min(1, p*factor)*(1-own),
		}
	}
	return Bounds{of(e.Treated, treated), of(e.Control, 1-treated)}
}

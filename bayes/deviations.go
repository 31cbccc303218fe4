package bayes

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Deviations is the likelihood of a scale θ:
//
//	log p(data | θ) = −a·log θ − b/θ + c,
//
// a half the number of values and b half their sum of squares where θ is the
// variance of normal data of known mean ([NormalOf]), the number of values and
// the sum of their k-th powers where θ is the k-th power of the scale of Weibull
// data of known shape k ([WeibullOf]). c does not depend on θ; it is kept, so
// that evidence is normalised over the data. The zero value is no data.
type Deviations struct {
	Count, Sum float64 // a, b

	low  [2]float64 // what the two lose to rounding
	base total      // c
}

// NormalOf returns the likelihood of a number y from a normal distribution of
// known mean and unknown variance θ.
func NormalOf(mean, y float64) Deviations {
	off := dd.Sum(y, -mean)
	return newDeviations(dd.Of(0.5), off.Mul(off).MulFloat(0.5), halfLog2Pi().Neg())
}

// WeibullOf returns the likelihood of a number y from a Weibull distribution of
// known shape k whose scale to the power k is unknown, θ:
//
//	k·y^(k−1)·exp(−y^k/θ)/θ.
//
// y^k is then exponential with mean θ. y ≤ 0 is impossible.
func WeibullOf(shape, y float64) Deviations {
	if !(y > 0) {
		return Deviations{Count: 1, base: impossible()}
	}
	base := dd.Log(dd.Of(y)).Mul(dd.Sum(shape, -1)).Add(dd.Log(dd.Of(shape)))
	return newDeviations(dd.Of(1), dd.Of(math.Pow(y, shape)), base)
}

func (t Deviations) count() total { return total{Hi: t.Count, Lo: t.low[0]} }
func (t Deviations) sum() total   { return total{Hi: t.Sum, Lo: t.low[1]} }

func newDeviations(count, sum, base total) Deviations {
	return Deviations{count.Hi, sum.Hi, [2]float64{count.Lo, sum.Lo}, base}
}

// Dim returns 1.
func (t Deviations) Dim() int { return 1 }

// LogProb returns log p(data | θ) at x[0] = θ and its derivative in θ.
func (t Deviations) LogProb(x, grad []float64) float64 {
	theta := x[0]
	if !(theta >= 0) || theta == 0 && t.Sum != 0 || isImpossible(t.base) {
		return outside(theta)
	}
	if grad != nil {
		grad[0] = ratio(ratio(t.Sum, theta)-t.Count, theta)
	}
	return dd.Of(-xlogy(t.Count, theta)).AddFloat(-ratio(t.Sum, theta)).Add(t.base).Float64()
}

// Merge implements [Stat].
func (t Deviations) Merge(u Deviations) Deviations {
	return newDeviations(plus(t.count(), u.count()), plus(t.sum(), u.sum()), plus(t.base, u.base))
}

// Scale implements [Stat].
func (t Deviations) Scale(w float64) Deviations {
	return newDeviations(times(t.count(), w), times(t.sum(), w), times(t.base, w))
}

// Check implements [Stat]: neither the count nor the sum is negative.
func (t Deviations) Check() error {
	if !(t.Count >= 0 && t.Sum >= 0) || math.IsInf(t.Count, 1) || math.IsInf(t.Sum, 1) {
		return fmt.Errorf("%g deviations that sum to %g: both are finite and neither is negative", t.Count, t.Sum)
	}
	return checkBase(t.base)
}

type jsonDeviations struct {
	Count   jsonTotal `json:"count"`
	Sum     jsonTotal `json:"sum"`
	LogBase jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Deviations) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonDeviations{jsonTotal(t.count()), jsonTotal(t.sum()), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Deviations) UnmarshalJSON(data []byte) error {
	var j jsonDeviations
	if err := unmarshal(data, "deviations", &j); err != nil {
		return err
	}
	return accept(t, newDeviations(total(j.Count), total(j.Sum), total(j.LogBase)), "deviations")
}

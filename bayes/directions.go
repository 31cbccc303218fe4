package bayes

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// Directions is the likelihood of a mean direction μ, of angles from von Mises
// distributions of known concentrations κᵢ, which may differ:
//
//	log p(data | μ) = C·cos μ + S·sin μ − K + c,
//
// C = Σ κᵢ cos yᵢ, S = Σ κᵢ sin yᵢ, K = Σ κᵢ, and c the part without μ, which is
// kept so that evidence is normalised over angles from −π to π. The zero value is
// no data.
type Directions struct {
	Cos, Sin float64 // C, S
	Weight   float64 // K

	low  [3]float64 // what the three lose to rounding
	base total      // c
}

// VonMisesOf returns the likelihood of an angle y, in radians, whose direction is
// unknown and whose concentration is kappa > 0. Whole turns make no difference.
func VonMisesOf(kappa, y float64) Directions {
	sin, cos := sincos(y)
	k := total{Hi: kappa}
	return newDirections(cos.MulFloat(kappa), sin.MulFloat(kappa), k, total{Hi: logPeak(kappa)})
}

// logPeak returns the log of the density of a von Mises distribution at its
// direction: −log(2π·e^(−κ)·I₀(κ)).
func logPeak(kappa float64) float64 { return prob.LogProb(prob.VonMises{Kappa: kappa}, 0) }

func (t Directions) cos() total    { return total{Hi: t.Cos, Lo: t.low[0]} }
func (t Directions) sin() total    { return total{Hi: t.Sin, Lo: t.low[1]} }
func (t Directions) weight() total { return total{Hi: t.Weight, Lo: t.low[2]} }

func newDirections(cos, sin, weight, base total) Directions {
	return Directions{cos.Hi, sin.Hi, weight.Hi, [3]float64{cos.Lo, sin.Lo, weight.Lo}, base}
}

// Dim returns 1.
func (t Directions) Dim() int { return 1 }

// LogProb returns log p(data | μ) at x[0] = μ and its derivative in μ.
func (t Directions) LogProb(x, grad []float64) float64 {
	sin, cos := sincos(x[0])
	if grad != nil {
		grad[0] = t.sin().Mul(cos).Sub(t.cos().Mul(sin)).Float64()
	}
	return t.cos().Mul(cos).Add(t.sin().Mul(sin)).Sub(t.weight()).Add(t.base).Float64()
}

// Merge implements [Stat]. What cancels of the sums but for rounding, at opposite
// directions, is kept to 1e-32 of the weight.
func (t Directions) Merge(u Directions) Directions {
	w := plus(t.weight(), u.weight())
	if w.Hi == 0 { // all taken out again
		return Directions{base: plus(t.base, u.base)}
	}
	return newDirections(t.cos().Add(u.cos()), t.sin().Add(u.sin()), w, plus(t.base, u.base))
}

// Scale implements [Stat].
func (t Directions) Scale(w float64) Directions {
	return newDirections(times(t.cos(), w), times(t.sin(), w), times(t.weight(), w), times(t.base, w))
}

// Check implements [Stat]: the weight is not negative, and the sums are no longer
// than it.
func (t Directions) Check() error {
	if length := math.Hypot(t.Cos, t.Sin); !(t.Weight >= 0 && length <= t.Weight*(1+1e-12)) || math.IsInf(t.Weight, 1) {
		return fmt.Errorf("directions of weight %g that sum to (%g, %g): no data have these", t.Weight, t.Cos, t.Sin)
	}
	return checkBase(t.base)
}

type jsonDirections struct {
	Cos     jsonTotal `json:"cos"`
	Sin     jsonTotal `json:"sin"`
	Weight  jsonTotal `json:"weight"`
	LogBase jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Directions) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonDirections{jsonTotal(t.cos()), jsonTotal(t.sin()), jsonTotal(t.weight()), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Directions) UnmarshalJSON(data []byte) error {
	var j jsonDirections
	if err := unmarshal(data, "directions", &j); err != nil {
		return err
	}
	return accept(t, newDirections(total(j.Cos), total(j.Sin), total(j.Weight), total(j.LogBase)), "directions")
}

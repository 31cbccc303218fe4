package bayes

import (
	"encoding/json"
	"fmt"
	"math"
)

// Extent is the likelihood of the upper end θ of data that are uniform from 0 to
// θ:
//
//	log p(data | θ) = −N·log θ  for θ ≥ Max, −∞ below,
//
// N the number of values and Max the largest. The zero value is no data.
type Extent struct {
	N, Max float64

	low  float64 // what N loses to rounding
	base total   // 0 or −∞
}

// UniformOf returns the likelihood of a number y that is uniform from 0 to an
// unknown θ. A negative y is impossible.
func UniformOf(y float64) Extent {
	if !(y >= 0) {
		return Extent{N: 1, base: impossible()}
	}
	return Extent{N: 1, Max: y}
}

func (t Extent) n() total { return total{Hi: t.N, Lo: t.low} }

// Dim returns 1.
func (t Extent) Dim() int { return 1 }

// LogProb returns log p(data | θ) at x[0] = θ and its derivative in θ.
func (t Extent) LogProb(x, grad []float64) float64 {
	theta := x[0]
	if !(theta >= t.Max) || isImpossible(t.base) {
		return outside(theta)
	}
	if grad != nil {
		grad[0] = -ratio(t.N, theta)
	}
	return -xlogy(t.N, theta)
}

// Merge implements [Stat].
func (t Extent) Merge(u Extent) Extent {
	n := plus(t.n(), u.n())
	return Extent{n.Hi, math.Max(t.Max, u.Max), n.Lo, plus(t.base, u.base)}
}

// Scale implements [Stat]. The largest value stays what it is, whatever it weighs,
// but for w = 0; and what was second to it is not kept, so that data cannot be
// taken out: a negative w gives what is not a number, which Check reports.
func (t Extent) Scale(w float64) Extent {
	if w == 0 || t == (Extent{}) {
		return Extent{}
	}
	if !(w > 0) {
		return Extent{N: math.NaN(), Max: math.NaN()}
	}
	n := times(t.n(), w)
	return Extent{n.Hi, t.Max, n.Lo, times(t.base, w)}
}

// Check implements [Stat].
func (t Extent) Check() error {
	switch {
	case math.IsNaN(t.N):
		return fmt.Errorf("of uniform data only the largest is kept: they cannot be taken out again")
	case !(t.N >= 0 && t.Max >= 0) || math.IsInf(t.N+t.Max, 1) || t.N == 0 && t.Max != 0:
		return fmt.Errorf("%g values up to %g: no data have these", t.N, t.Max)
	}
	return checkBase(t.base)
}

type jsonExtent struct {
	N       jsonTotal `json:"n"`
	Max     float64   `json:"max"`
	LogBase jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Extent) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonExtent{jsonTotal(t.n()), t.Max, jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Extent) UnmarshalJSON(data []byte) error {
	var j jsonExtent
	if err := unmarshal(data, "extent", &j); err != nil {
		return err
	}
	return accept(t, Extent{j.N.Hi, j.Max, j.N.Lo, total(j.LogBase)}, "extent")
}

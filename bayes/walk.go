package bayes

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Walk is the likelihood of a stretch of a series: measurements of a level that
// drifts between them as a random walk does. As a function of the level x₀ before
// the stretch, and of the level x at its end,
//
//	p(data | x₀) = exp(−½·J·(x₀ − m)² + c),
//	x | x₀, data ~ normal with mean e + A·(x₀ − m) and variance C,
//
// which is all that a filter has to know of it (Särkkä and García-Fernández 2021,
// doi:10.1109/TAC.2020.2976316, for one dimension). Merge puts a stretch after
// another: it is associative, so that a series can be filtered in pieces, but
// not commutative, since order is what a series is about. Laws that need another
// order do not hold, and nothing but the stretches in their order can be said
// to add up: a Walk is not a [Stat] of the level at any one time. The zero value
// is no data. [LocalLevel.Row] makes a stretch of one row.
type Walk struct {
	decay     float64 // A, from 0 to 1
	spread    float64 // C
	precision float64 // J
	start     total   // m
	end       total   // e
	base      total   // c
	rows      float64
}

// walk returns the stretch of one row: the level moves by a step of standard
// deviation drift and is then measured as y, with standard deviation noise.
func walk(drift, y, noise float64) Walk {
	q, r := dd.Prod(drift, drift), dd.Prod(noise, noise)
	s := q.Add(r)
	return Walk{
		decay:     r.Div(s).Float64(),
		spread:    q.Mul(r).Div(s).Float64(),
		precision: dd.Of(1).Div(s).Float64(),
		start:     dd.Of(y),
		end:       dd.Of(y),
		base:      dd.Log(s).MulFloat(-0.5).Sub(halfLog2Pi()),
		rows:      1,
	}
}

// Merge returns the stretch t followed by the stretch u. Between the two the
// level has a normal distribution given x₀ and t; u's likelihood updates that
// and is then averaged over it.
func (t Walk) Merge(u Walk) Walk {
	switch {
	case t.rows == 0:
		return u
	case u.rows == 0:
		return t
	}
	known := 1 + t.spread*u.precision // the share of the level that t leaves to u
	j := u.precision / known
	off := t.end.Sub(u.start) // what u disagrees with t by, at t's best x₀
	w := t.precision + t.decay*t.decay*j
	step := off.MulFloat(-t.decay * j / w)
	misfit := off.Mul(off).MulFloat(t.precision * j / w)
	return Walk{
		decay:     t.decay * u.decay / known,
		spread:    u.spread + u.decay*u.decay*t.spread/known,
		precision: w,
		start:     t.start.Add(step),
		end:       off.Add(step.MulFloat(t.decay)).MulFloat(u.decay / known).Add(u.end),
		base:      t.base.Add(u.base).Sub(misfit.AddFloat(math.Log1p(t.spread * u.precision)).MulFloat(0.5)),
		rows:      t.rows + u.rows,
	}
}

// Scale returns t so many times in a row for a whole number w ≥ 0. A row of a
// series has a time of its own, and can neither count for a fraction nor be
// taken out: the rest is not a number, which Check reports.
func (t Walk) Scale(w float64) Walk {
	switch {
	case w == 0 || t.rows == 0:
		return Walk{}
	case w == 1:
		return t
	case !whole(w):
		return Walk{decay: math.NaN(), base: dd.Of(math.NaN()), rows: math.NaN()}
	}
	var all Walk
	for n := int64(w); n > 0; n /= 2 {
		if n%2 == 1 {
			all = all.Merge(t)
		}
		t = t.Merge(t)
	}
	return all
}

// Check implements [Stat].
func (t Walk) Check() error {
	if math.IsNaN(t.rows) {
		return fmt.Errorf("a row of a series has its place in time: it cannot be taken out again, and counts for a whole number of rows")
	}
	bad := !(t.decay >= 0 && t.decay <= 1 && t.spread >= 0 && t.precision >= 0) || math.IsInf(t.spread+t.precision, 1)
	for _, x := range []total{t.start, t.end, t.base} {
		bad = bad || math.IsNaN(x.Hi) || math.IsInf(x.Hi, 0)
	}
	if t.rows != 0 && (bad || !(t.rows > 0)) {
		return fmt.Errorf("a series of %g rows with decay %g, spread %g, precision %g: no data have these", t.rows, t.decay, t.spread, t.precision)
	}
	return nil
}

// Dim returns 1.
func (t Walk) Dim() int { return 1 }

// LogProb returns log p(data | x₀) at x[0] = x₀, the level before the first row,
// and its derivative.
func (t Walk) LogProb(x, grad []float64) float64 {
	off := t.start.AddFloat(-x[0])
	if grad != nil {
		grad[0] = off.MulFloat(t.precision).Float64()
	}
	return t.base.Sub(off.Mul(off).MulFloat(0.5 * t.precision)).Float64()
}

type jsonWalk struct {
	Rows      float64   `json:"rows"`
	Decay     float64   `json:"decay"`
	Spread    float64   `json:"spread"`
	Precision float64   `json:"precision"`
	Start     jsonTotal `json:"start"`
	End       jsonTotal `json:"end"`
	LogBase   jsonTotal `json:"log_base"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Walk) MarshalJSON() ([]byte, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	return json.Marshal(jsonWalk{t.rows, t.decay, t.spread, t.precision, jsonTotal(t.start), jsonTotal(t.end), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Walk) UnmarshalJSON(data []byte) error {
	var j jsonWalk
	if err := unmarshal(data, "series", &j); err != nil {
		return err
	}
	return accept(t, Walk{j.Decay, j.Spread, j.Precision, total(j.Start), total(j.End), total(j.LogBase), j.Rows}, "series")
}

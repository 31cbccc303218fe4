package decide

import "math"

// A place is the point base + off of the line, kept as two numbers: close to an
// end of a support, or to a kink, what counts is the distance from there, which
// the sum has lost.
type place struct{ base, off float64 }

func (p place) x() float64 { return p.base + p.off }

// plus returns the place that lies d further up. The rounding error of base + d
// goes to off (Knuth 1969, TAOCP 2, §4.2.2).
func (p place) plus(d float64) place {
	s := p.base + d
	if math.IsInf(s, 0) {
		return place{s, 0}
	}
	t := s - p.base
	return place{s, p.off + ((p.base - (s - t)) + (d - t))}
}

// times returns the place that is r times as far from 0, for a factor r that is
// itself in two parts: 1 + lift, say.
func (p place) times(r place) place {
	s := float64(p.base * r.base)
	if math.IsInf(s, 0) || math.IsNaN(s) {
		return place{p.x() * r.x(), 0}
	}
	return place{s, p.off*r.base + math.FMA(p.base, r.base, -s) + p.x()*r.off}
}

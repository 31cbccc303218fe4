// Package dd computes in double-double arithmetic: a number is the unevaluated
// sum of two float64s, about 32 significant digits.
//
// It is for sums that must not cancel: differences of log-gammas that are 1e13
// each and differ by 1, and log evidences made of them.
//
// The error-free transforms are those of Dekker (1971) and Knuth (1969, TAOCP 2,
// §4.2.2), with a fused multiply-add in place of Dekker's splitting; the
// operations and their bounds are in Joldes, Muller and Popescu (2017),
// doi:10.1145/3121432. Every product that meets a sum is wrapped in a conversion
// to float64, which forbids the compiler to fuse the two, so results have the
// same bits on every architecture.
package dd

import "math"

// A Float is the number Hi + Lo, with |Lo| ≤ ½ ulp(Hi). Its zero value is 0.
// Where Hi is infinite or NaN, Lo is 0.
type Float struct{ Hi, Lo float64 }

// Of returns x.
func Of(x float64) Float { return Float{Hi: x} }

// Sum returns a + b exactly, unless it overflows.
func Sum(a, b float64) Float {
	s := a + b
	if special(s) {
		return Float{Hi: s}
	}
	t := s - a
	return Float{s, (a - (s - t)) + (b - t)}
}

// Prod returns a·b exactly, unless it overflows or its low part, near 1e-16 of
// the product, falls below the smallest normal number.
func Prod(a, b float64) Float {
	p := float64(a * b)
	if special(p) {
		return Float{Hi: p}
	}
	return Float{p, math.FMA(a, b, -p)}
}

// fast returns a + b exactly where |a| ≥ |b| or a = 0.
func fast(a, b float64) Float {
	s := a + b
	if special(s) {
		return Float{Hi: s}
	}
	return Float{s, b - (s - a)}
}

// special reports whether x is infinite or NaN: x−x is then NaN and otherwise 0.
func special(x float64) bool { return x-x != 0 }

// Add returns x + y to a relative 3·2⁻¹⁰⁶ (Joldes, Muller and Popescu,
// algorithm 6), also where x and y have opposite signs.
func (x Float) Add(y Float) Float {
	s := Sum(x.Hi, y.Hi)
	if special(s.Hi) {
		return s
	}
	t := Sum(x.Lo, y.Lo)
	v := fast(s.Hi, s.Lo+t.Hi)
	return fast(v.Hi, v.Lo+t.Lo)
}

// AddFloat returns x + y to a relative 2·2⁻¹⁰⁶.
func (x Float) AddFloat(y float64) Float {
	s := Sum(x.Hi, y)
	if special(s.Hi) {
		return s
	}
	return fast(s.Hi, s.Lo+x.Lo)
}

// Sub returns x − y, as accurate as [Float.Add].
func (x Float) Sub(y Float) Float { return x.Add(y.Neg()) }

// Neg returns −x.
func (x Float) Neg() Float { return Float{-x.Hi, -x.Lo} }

// Mul returns x·y to a relative 5·2⁻¹⁰⁶ (algorithm 12 there), where nothing
// underflows.
func (x Float) Mul(y Float) Float {
	p := Prod(x.Hi, y.Hi)
	if special(p.Hi) {
		return p
	}
	t := float64(x.Lo * y.Lo)
	t = math.FMA(x.Hi, y.Lo, t)
	t = math.FMA(x.Lo, y.Hi, t)
	return fast(p.Hi, p.Lo+t)
}

// MulFloat returns x·y to a relative 2·2⁻¹⁰⁶ (algorithm 9 there), where nothing
// underflows.
func (x Float) MulFloat(y float64) Float {
	p := Prod(x.Hi, y)
	if special(p.Hi) {
		return p
	}
	return fast(p.Hi, math.FMA(x.Lo, y, p.Lo))
}

// Div returns x/y to a relative 10·2⁻¹⁰⁶ (algorithm 17 there), where nothing
// underflows. Division by zero and by infinity are as for float64.
func (x Float) Div(y Float) Float {
	q := x.Hi / y.Hi
	if special(q) || q == 0 {
		return Float{Hi: q}
	}
	r := y.MulFloat(q)
	d := (x.Hi - r.Hi) + (x.Lo - r.Lo)
	return fast(q, d/y.Hi)
}

// Float64 returns the float64 nearest to x.
func (x Float) Float64() float64 { return x.Hi + x.Lo }

// IsNaN reports whether x is not a number.
func (x Float) IsNaN() bool { return math.IsNaN(x.Hi) }

// Cmp returns −1, 0 or +1 as x is less than, equal to or greater than y, and 0
// where either is NaN.
func (x Float) Cmp(y Float) int {
	switch {
	case x.Hi < y.Hi, x.Hi == y.Hi && x.Lo < y.Lo:
		return -1
	case x.Hi > y.Hi, x.Hi == y.Hi && x.Lo > y.Lo:
		return +1
	}
	return 0
}

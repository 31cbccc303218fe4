package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
)

// The formulas. Polynomials interpolate at Chebyshev nodes; coef.py made them.
var (
	// exp(r) = 1 + r + r²·p(r) for |r| ≤ ½ log 2: 2e-18 and 8e-10.
	expDouble = []float64{0.5, 0.1666666666666667, 0.04166666666666667, 0.008333333333326084, 0.0013888888888883711, 0.0001984126987500228, 2.480158732567746e-05, 2.755725517000089e-06, 2.755727347871858e-07, 2.5105312729622103e-08, 2.09147553258932e-09}
	expSingle = []float64{0.5, 0.1666666716337204, 0.041666463017463684, 0.00833331048488617, 0.0013933731243014336, 0.000198910798644647}
	// log((1+s)/(1−s)) = 2s + s³·q(s²) for √½ ≤ (1+s)/(1−s) ≤ √2: 5e-18 and 3e-10.
	logDouble = []float64{0.666666666666667, 0.3999999999989889, 0.28571428626253836, 0.22222211089379496, 0.1818289243253687, 0.15331611722055008, 0.14617807153417325}
	logSingle = []float64{0.6666666865348816, 0.4000012278556824, 0.28550779819488525, 0.23331613838672638}
)

// ln2 returns log 2 in two parts, the first with zeros enough in its end to make
// its product with an exponent exact.
func (m *maths) ln2() (high, low float64) {
	if m.double {
		return 0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33
	}
	return 0.693359375, -2.12194440054690583e-4
}

// reduced returns n, the integer nearest to x / log 2, and exp(x − n·log 2) − 1. The
// clamps keep n where 2ⁿ/² is a number; NaN passes them.
func (m *maths) reduced(x vec) (n, q vec) {
	x = m.least(m.c(pick(m.isa, 89.0, 710)), x)
	x = m.most(m.c(pick(m.isa, -104.0, -746)), x)
	n = m.round(m.times(x, m.c(math.Log2E)))
	hi, lo := m.ln2()
	r := m.minusTimes(n, m.c(hi), x)
	r = m.minusTimes(n, m.c(lo), r)
	p := m.polynomial(r, pick(m.isa, expSingle, expDouble)...)
	return n, m.plusTimes(m.times(r, r), p, r)
}

// power returns 2ⁿ for an n of normal range: adding to a number whose last bit
// stands for 1 leaves n, biased, in the lowest bits.
func (m *maths) power(n vec) vec {
	biased := m.plus(n, m.c(pick(m.isa, 1.5*(1<<23)+127, 1.5*(1<<52)+1023)))
	return m.left(biased, pick[uint64](m.isa, 23, 52))
}

// scale returns y·2ⁿ, rounded once or, where that is subnormal, twice.
func (m *maths) scale(y, n vec) vec {
	if m.wide {
		return m.new(func(r vec) { pick(m.isa, VSCALEFPS, VSCALEFPD)(n, y, r) })
	}
	half := m.round(m.times(n, m.c(0.5)))
	return m.times(m.times(y, m.power(half)), m.power(m.minus(n, half)))
}

func (m *maths) exp(x vec) vec {
	n, q := m.reduced(x)
	return m.scale(m.plus(q, m.c(1)), n)
}

// expm1 is 2ⁿq + (2ⁿ − 1) where the 1 counts, and exp beyond.
func (m *maths) expm1(x vec) vec {
	n, q := m.reduced(x)
	large := m.scale(m.plus(q, m.c(1)), n)
	far := m.less(m.constant(64), n)
	s := m.power(m.most(m.c(-100), m.least(m.c(64), n)))
	y := m.plusTimes(s, q, m.minus(s, m.c(1)))
	return m.or(m.choose(far, large, y), m.and(x, m.sign()))
}

// log splits x into 2ᵏ and a factor between √½ and √2.
func (m *maths) log(x vec) vec {
	tiny := m.less(x, m.bits(0x00800000, 0x0010000000000000))
	lift, drop := float64(1<<24), -24.0
	if m.double {
		lift, drop = 1<<54, -54
	}
	y := m.choose(tiny, m.times(x, m.c(lift)), x)
	k := m.choose(tiny, m.c(drop), m.constant(0))

	exponent := m.right(y, pick[uint64](m.isa, 23, 52))
	whole := math.Float64frombits(0x4330000000000000) // 2⁵²
	bias := whole + 1023
	if !m.double {
		whole, bias = 1<<23, 1<<23+127
	}
	k = m.plus(k, m.minus(m.or(exponent, m.c(whole)), m.c(bias)))
	f := m.or(m.and(y, m.bits(0x007fffff, 0x000fffffffffffff)), m.c(1))
	upper := m.less(m.constant(math.Sqrt2), f)
	f = m.choose(upper, m.times(f, m.c(0.5)), f)
	k = m.choose(upper, m.plus(k, m.c(1)), k)

	f = m.minus(f, m.c(1))
	s := m.over(f, m.plus(f, m.c(2)))
	z := m.times(s, s)
	r := m.times(m.polynomial(z, pick(m.isa, logSingle, logDouble)...), z)
	hi, lo := m.ln2()
	square := m.times(m.times(f, f), m.c(0.5))
	low := m.plusTimes(s, m.plus(r, square), m.times(k, m.c(lo)))
	sum := m.minus(f, m.minus(square, low))
	sum = m.plusTimes(k, m.c(hi), sum)

	finite := m.less(x, m.c(math.Inf(1)))
	sum = m.choose(finite, sum, x) // +Inf and NaN are their own logarithms
	sum = m.choose(m.less(x, m.c(0)), m.c(math.NaN()), sum)
	return m.choose(m.equal(x, m.c(0)), m.c(math.Inf(-1)), sum)
}

// log1p adds to log(u), u = 1 + x rounded, what rounding lost: (1 + x − u) / u.
func (m *maths) log1p(x vec) vec {
	one := m.constant(1)
	u := m.plus(x, one)
	b := m.minus(u, one)
	lost := m.plus(m.minus(x, b), m.minus(one, m.minus(u, b)))
	l := m.log(u)
	y := m.plus(l, m.over(lost, u))
	y = m.choose(m.equal(u, m.c(0)), l, y)
	y = m.choose(m.equal(u, m.c(math.Inf(1))), l, y)
	return m.or(y, m.and(x, m.sign()))
}

// tanh is −t / (t + 2) of the magnitude a, t = expm1(−2a).
func (m *maths) tanh(x vec) vec {
	t := m.expm1(m.times(m.and(x, m.magnitude()), m.c(-2)))
	y := m.over(t, m.plus(t, m.c(2)))
	return m.or(m.and(y, m.magnitude()), m.and(x, m.sign()))
}

// sigmoid is 1 / (1+e) or e / (1+e), e = exp(−|x|), so that nothing overflows.
func (m *maths) sigmoid(x vec) vec {
	e := m.exp(m.or(x, m.sign()))
	top := m.choose(m.less(x, m.c(0)), e, m.constant(1))
	return m.over(top, m.plus(e, m.c(1)))
}

// softplus is max(x, 0) + log1p(exp(−|x|)).
func (m *maths) softplus(x vec) vec {
	y := m.log1p(m.exp(m.or(x, m.sign())))
	return m.plus(y, m.most(m.c(0), x))
}

package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// smaller makes two tails of one of them, and of the other where the first is more
// than half. upper is what is tried first.
func smaller(upper bool, tail func(upper bool) float64) (logCDF, logSurvival float64) {
	l := tail(upper)
	if l > -math.Ln2 {
		upper = !upper
		l = math.Min(0, tail(upper))
	}
	if upper {
		return prob.Log1mExp(l), l
	}
	return l, prob.Log1mExp(l)
}

// differenceTails returns log P(A − B ≤ d) and log P(A − B > d).
func (c *Contrast) differenceTails(d float64, upper bool) (logCDF, logSurvival float64) {
	return smaller(upper, func(upper bool) (l float64) {
		if upper {
			l, _ = c.a.pairs(c.b, func(x, y law) (float64, float64) { return x.logGreaterShifted(y, d, false) })
		} else { // B ≥ A − d
			l, _ = c.b.pairs(c.a, func(y, x law) (float64, float64) { return y.logGreaterShifted(x, -d, true) })
		}
		return l
	})
}

// logGreaterShifted returns log P(X > Y + d), or with orTie log P(X ≥ Y + d).
func (x law) logGreaterShifted(y law, d float64, orTie bool) (logP, bound float64) {
	u, isPoint := x.point()
	v, arePoints := y.point()
	switch {
	case isPoint && arePoints:
		if u-v > d || orTie && u-v == d {
			return 0, 0
		}
		return math.Inf(-1), 0
	case isPoint:
		return y.logCDF(place{u, 0}.plus(-d)), ulps
	case arePoints:
		return x.logSurvival(place{v, 0}.plus(d)), ulps
	}
	return x.logGreaterBy(y, d)
}

// differenceBracket returns values that are too low and too high for the p-quantile:
// A − B is below qA(p/2) − qB(1−p/2) with probability at most p, and likewise above.
func (c *Contrast) differenceBracket(p float64) (low, high float64) {
	return c.a.quantile(p/2) - c.b.quantile(1-p/2), c.a.quantile((1+p)/2) - c.b.quantile((1-p)/2)
}

// quantile returns a bracket end: of a mixture the whole is not needed, so it takes
// the parts' extremes.
func (b blend) quantile(p float64) float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for _, l := range b.laws {
		q := l.d.Quantile(p)
		least, most = math.Min(least, q), math.Max(most, q)
	}
	if p < 0.5 {
		return least
	}
	return most
}

// ratioTails returns log P(A/B ≤ r) and log P(A/B > r), for r = x of a ratio and
// 1 + x of a lift, whose x keeps the digits that the sum has not.
func (c *Contrast) ratioTails(x float64, upper bool) (logCDF, logSurvival float64) {
	r := place{x, 0}
	if c.lift {
		r = place{1, x}
	}
	return smaller(upper, func(upper bool) float64 {
		l, _ := c.a.pairs(c.b, func(x, y law) (float64, float64) { return x.logRatioTail(y, r, upper) })
		return l
	})
}

// logRatioTail returns log P(X/Y > r) if upper, or else log P(X/Y ≤ r): for Y > 0 that
// X > rY, for Y < 0 that X < rY. Where Y is 0 the ratio counts as +Inf or −Inf by the
// sign of X.
func (x law) logRatioTail(y law, r place, upper bool) (logP, bound float64) {
	tail := func(p place) float64 { // at Y = p
		exceeds := (p.x() >= 0) == upper // X must be above rY, not below
		if u, ok := x.point(); ok {
			q := p.times(r).x()
			return logIf(u != q && (u > q) == exceeds || u == q && !upper)
		}
		if exceeds {
			return x.logSurvival(p.times(r))
		}
		return x.logCDF(p.times(r))
	}
	if v, ok := y.point(); ok {
		return tail(place{v, 0}), ulps
	}
	if l, ok := closedRatio(x.d, y.d, r, upper); ok {
		return l, ulps * (1 + math.Abs(l))
	}
	knots := []knot{{0, 0}}
	for _, k := range x.knots {
		if r := r.x(); r != 0 {
			knots = append(knots, knot{k.at / r, k.within / math.Abs(r)})
		}
	}
	f := func(p place) float64 { return y.logProb(p) + tail(p) }
	return newIntegral(f, y.low, y.high, y.knots, knots).log()
}

// closedRatio is logRatioTail of two gammas or two lognormals: X/Y > r where X/r,
// which is of the same family, is above Y.
func closedRatio(x, y prob.Univariate, r place, upper bool) (logP float64, ok bool) {
	switch d := x.(type) {
	case prob.Gamma:
		if _, ok := y.(prob.Gamma); !ok {
			return 0, false
		}
		d.Rate *= r.x()
		x = d
	case prob.LogNormal:
		if _, ok := y.(prob.LogNormal); !ok {
			return 0, false
		}
		d.Mu -= math.Log(r.base) + math.Log1p(r.off/r.base)
		x = d
	default:
		return 0, false
	}
	switch {
	case r.x() <= 0:
		return logIf(upper), true
	case upper:
		return closedForm(x, y)
	}
	return closedForm(y, x)
}

func logIf(b bool) float64 {
	if b {
		return 0
	}
	return math.Inf(-1)
}

// ratioBracket widens a guess until it holds the p-quantile.
func (c *Contrast) ratioBracket(p float64) (low, high float64) {
	less := 0.0
	if c.lift {
		less = 1
	}
	if p == 0 || p == 1 {
		low, high = c.ratioEnd(p)
		return low - less, high - less
	}
	if c.b.low() >= 0 && c.a.low() >= 0 { // as of the difference of logarithms
		low, high = c.a.quantile(p/2)/c.b.quantile(1-p/2), c.a.quantile((1+p)/2)/c.b.quantile((1-p)/2)
		if low > 0 && high > 0 && !math.IsInf(high, 1) {
			const slack = 0x1p-50 // what the quotients may be out by
			return low - less - low*slack, high - less + high*slack
		}
	}
	target := prob.Logit(p)
	f := func(x float64) float64 {
		logCDF, logSurvival := c.ratioTails(x, p > 0.5)
		return logit(logCDF, logSurvival)
	}
	mid := c.a.quantile(0.5)/c.b.quantile(0.5) - less
	if math.IsNaN(mid) || math.IsInf(mid, 0) {
		mid = 0
	}
	step := math.Max(math.Abs(mid)/8, 1e-3)
	for low = mid - step; f(low) >= target && step < 1e300; low -= step {
		step *= 2
	}
	for high = mid + step; f(high) < target && step < 1e300; high += step {
		step *= 2
	}
	return low, high
}

// ratioEnd returns the ends of the support of A/B, as both ends of a bracket.
func (c *Contrast) ratioEnd(p float64) (low, high float64) {
	end := math.Inf(int(math.Copysign(1, p-0.5)))
	aLow, bLow := c.a.low(), c.b.low()
	switch {
	case p == 0 && aLow >= 0 && bLow >= 0:
		end = aLow / c.b.high()
	case p == 1 && bLow > 0:
		end = c.a.high() / bLow
	}
	return end, end
}

// low and high return the ends of the support.
func (b blend) low() float64 {
	low := math.Inf(1)
	for _, l := range b.laws {
		low = math.Min(low, l.low)
	}
	return low
}

func (b blend) high() float64 {
	high := math.Inf(-1)
	for _, l := range b.laws {
		high = math.Max(high, l.high)
	}
	return high
}

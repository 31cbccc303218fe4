package prob

import "math"

// logBetaRace returns log P(V < W) and log P(V > W) for independent V ~ Beta(a, b)
// and W ~ Beta(c, d): the distribution functions of the beta-binomial families,
// whose probability of success is one of the two and whose n-th success or trial is
// decided by the other.
//
// Method: the integral of the density of one times a tail of the other, over
// t = logit. Both factors, so their product, are log-concave in t: golden section
// finds the peak, t = peak + width·sinh(u) turns exponential tails into doubly
// exponential ones, and the trapezoidal rule then converges exponentially (Takahasi
// and Mori 1974; Trefethen and Weideman 2014, doi:10.1137/130932132). The narrower
// of the two supplies the density. All terms are positive: the smaller probability
// has a relative error of 1e-11 for parameters up to 1e9, and growing as their
// square root beyond, because a float64 does not tell t apart any better.
func logBetaRace(a, b, c, d float64) (less, more float64) {
	if Trigamma(a)+Trigamma(b) > Trigamma(c)+Trigamma(d) {
		more, less = logBetaRace(c, d, a, b)
		return less, more
	}
	less = race{a, b, c, d, true}.integral()
	if less > -math.Ln2 {
		more = race{a, b, c, d, false}.integral()
		return Log1mExp(more), more
	}
	return less, Log1mExp(less)
}

// A race is the integrand: the density of V at a point times P(W > it), or P(W < it)
// if not less.
type race struct {
	a, b, c, d float64
	less       bool
}

// A logit is a point t of the line with what its place v on the unit interval
// needs to be known well: w = 1 − v, and the excess (a+b)·v − a.
type logit struct{ t, v, w, excess float64 }

// mode returns the mode of the logit of V.
func (r race) mode() logit {
	n := r.a + r.b
	return logit{t: math.Log(r.a) - math.Log(r.b), v: r.a / n, w: r.b / n}
}

// from returns the point p + s, to the accuracy of the step rather than of its end.
func (r race) from(p logit, s float64) logit {
	t := p.t + s
	if math.Min(p.v, p.w) < underflow {
		v, w := Expit(t), Expit(-t)
		return logit{t, v, w, meanExcess(r.a, r.b, v, w)}
	}
	e, v, w := math.Exp(-math.Abs(s)), p.v, p.w
	if s > 0 { // v/w grows by eˢ
		w *= e
	} else {
		v *= e
	}
	sum := v + w
	rise := p.v * p.w * math.Copysign(1, s) * -math.Expm1(-math.Abs(s)) / sum
	return logit{t, v / sum, w / sum, p.excess + (r.a+r.b)*rise}
}

// at returns the logarithm of the integrand.
func (r race) at(p logit) float64 {
	less, more := logLogitBetaInc(r.c, r.d, p)
	if r.less {
		less = more
	}
	return logLogitBeta(r.a, r.b, p) + less
}

// peak returns the point where the integrand is largest, to a small part of the
// width that it returns as well: the distance to where it has fallen by e^−½, on
// the steeper side.
func (r race) peak() (p logit, width float64) {
	mode := r.mode()
	at := func(s float64) float64 { return r.at(r.from(mode, s)) }
	step := math.Sqrt(Trigamma(r.a) + Trigamma(r.b)) // the standard deviation
	if r.less {
		step = -step // P(W > t) falls: the peak is to the left
	}
	// A concave function lies below its value at mid beyond left and right.
	left, mid, right := 0.0, step/2, step
	for range 60 {
		if !(at(right) > at(mid)) {
			break
		}
		left, mid, right = mid, right, 2*right
	}
	// Golden section.
	const golden = 0.3819660112501051 // 2 − φ
	mid = left + golden*(right-left)
	top := at(mid)
	for range 200 {
		if top-math.Min(at(left), at(right)) < 0.1 {
			break
		}
		other := right - (mid - left)
		if f := at(other); f > top {
			if (other > mid) == (right > left) {
				left = mid
			} else {
				right = mid
			}
			mid, top = other, f
		} else if (other > mid) == (right > left) {
			right = other
		} else {
			left = other
		}
	}
	width = math.Abs(right - left)
	for range 60 {
		if math.Min(at(mid-width), at(mid+width)) < top-0.5 {
			break
		}
		width *= 1.5
	}
	return r.from(mode, mid), width
}

// integral returns the log of the integral over the line.
func (r race) integral() float64 {
	p, width := r.peak()
	top := r.at(p)
	if math.IsInf(top, -1) || math.IsNaN(top) || !(width > 0) {
		return top
	}
	// sum adds up one side at u = offset, offset + h, ….
	sum := func(side, h, offset float64) (sum float64) {
		for u := offset; u < 50; u += h {
			f := math.Cosh(u) * math.Exp(r.at(r.from(p, side*width*math.Sinh(u)))-top)
			sum += f
			if !(f > 1e-18) {
				break
			}
		}
		return sum
	}
	h := 0.5
	all := 1 + sum(1, h, h) + sum(-1, h, h)
	last := 1.0
	for range 10 {
		before := all
		all += sum(1, h, h/2) + sum(-1, h, h/2) // the points between
		h /= 2
		// Once the integrand is resolved, each halving squares the error.
		change := math.Abs(all/2-before) / before
		if change < 1e-7 && change <= 100*last*last || change < 1e-15*(1+math.Abs(top)) { // or what is left is rounding
			break
		}
		last = change
	}
	return top + math.Log(width*h*all)
}

// underflow is where v or 1 − v is about to lose digits, and t is used instead.
const underflow = 1e-290

// logLogitBeta returns the log density of the logit of a beta variate.
func logLogitBeta(a, b float64, p logit) float64 {
	if p.v < underflow || p.w < underflow {
		return a*LogExpit(p.t) + b*LogExpit(-p.t) - LogBeta(a, b)
	}
	return logBetaKernel(a, b, p.v, p.w, p.excess)
}

// logLogitBetaInc is [logBetaInc] at a logit, also where v or 1 − v underflows: the
// leading term there is right to a relative 1e-290.
func logLogitBetaInc(a, b float64, p logit) (logI, logIc float64) {
	switch {
	case p.v < underflow:
		logI = math.Min(0, a*p.t-math.Log(a)-LogBeta(a, b))
		return logI, Log1mExp(logI)
	case p.w < underflow:
		logIc = math.Min(0, -b*p.t-math.Log(b)-LogBeta(a, b))
		return Log1mExp(logIc), logIc
	}
	return logBetaInc(a, b, p.v, p.w)
}

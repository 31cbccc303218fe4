package decide

import (
	"cmp"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// An integral is ∫ exp(f) over the line from the first of the knots to the last,
// ±Inf among them. f is smooth between knots, but may have singularities, or
// change over any distance, however small, at a knot.
//
// Method: between knots, in the logarithm of the distance from them (a logit
// where there are two), whatever happens at a knot takes a distance of about 1.
// On that line the peak is found by a scan and golden section, and
// t = peak + width·sinh(u) makes exponential tails doubly exponential, so that
// the trapezoidal rule in u converges exponentially (Takahasi and Mori 1974;
// Trefethen and Weideman 2014, doi:10.1137/130932132): it is halved until it
// does. All terms are positive, and logs are taken relative to the peak, so the
// relative error is that of f.
type integral struct {
	f              func(place) float64
	knots          []float64
	narrow, spread float64 // the least and the greatest length that f knows
}

// newIntegral returns the integral from low to high. Of the knots it needs those
// between, less those that lie close to another that is as narrow.
func newIntegral(f func(place) float64, low, high float64, knots ...[]knot) integral {
	q := integral{f: f, knots: []float64{low, high}, narrow: math.Inf(1)}
	all := slices.Concat(knots...)
	slices.SortStableFunc(all, func(a, b knot) int { return cmp.Compare(a.within, b.within) })
	var kept []knot
	for _, k := range all {
		if k.within > 0 && !math.IsInf(k.within, 1) {
			q.narrow, q.spread = math.Min(q.narrow, k.within), math.Max(q.spread, k.within)
		}
		near := func(other knot) bool { return math.Abs(k.at-other.at) <= 4*other.within }
		if k.at > low && k.at < high && !slices.ContainsFunc(kept, near) {
			kept, q.knots = append(kept, k), append(q.knots, k.at)
		}
	}
	if q.spread == 0 {
		q.narrow, q.spread = 1, 1
	}
	if slices.Sort(q.knots); math.IsInf(low, -1) && math.IsInf(high, 1) && len(q.knots) == 2 {
		q.knots = []float64{low, 0, high}
	}
	q.knots = slices.Compact(q.knots)
	return q
}

// log returns the log of the integral, −Inf for 0, and a bound on its relative
// error.
func (q integral) log() (value, bound float64) {
	n := len(q.knots) - 1
	if n < 1 {
		return math.Inf(-1), 0
	}
	logs, bounds := make([]float64, n), make([]float64, n)
	for i := range n {
		p := panel{f: q.f, lo: q.knots[i], hi: q.knots[i+1]}
		p.first, p.last = -reach, reach
		if math.IsInf(p.lo, -1) || math.IsInf(p.hi, 1) {
			p.first, p.last = math.Log(q.narrow)-reach, math.Log(q.spread)+reach
		}
		logs[i], bounds[i] = p.log()
	}
	value = prob.LogSumExp(logs)
	if math.IsInf(value, -1) {
		return value, 0
	}
	for i, l := range logs {
		bound += math.Exp(l-value) * bounds[i]
	}
	return value, bound
}

const (
	reach = 44.0 // e⁻⁴⁴ is below 1e-19
	pace  = 4.0  // of the scan
)

// A panel is the part of an integral between two knots.
type panel struct {
	f           func(place) float64
	lo, hi      float64
	first, last float64 // where to look for the peak
}

// at returns the log of the integrand over t.
func (p panel) at(t float64) float64 {
	var where place
	var logJac float64
	switch {
	case math.IsInf(p.hi, 1):
		where, logJac = place{p.lo, math.Exp(t)}, t
	case math.IsInf(p.lo, -1):
		where, logJac = place{p.hi, -math.Exp(t)}, t
	default:
		width := p.hi - p.lo
		logJac = math.Log(width) - math.Abs(t) - 2*math.Log1p(math.Exp(-math.Abs(t)))
		if t <= 0 {
			where = place{p.lo, width * prob.Expit(t)}
		} else {
			where = place{p.hi, -width * prob.Expit(-t)}
		}
	}
	if where.off == 0 || math.IsInf(where.off, 0) {
		return math.Inf(-1)
	}
	return p.f(where) + logJac
}

// peak returns where the integrand is largest, how far from there it has fallen by
// e^−½, and the stretch outside which it is negligible.
func (p panel) peak() (mid, width, top, from, to float64) {
	n := int(math.Ceil((p.last-p.first)/pace)) + 1
	scan := make([]float64, n)
	best := 0
	for i := range scan {
		if scan[i] = p.at(p.first + pace*float64(i)); scan[i] > scan[best] {
			best = i
		}
	}
	mid, top = p.first+pace*float64(best), scan[best]
	if !(top > math.Inf(-1)) {
		return mid, 1, top, mid, mid
	}
	for _, step := range []float64{-pace, pace} { // a peak beyond the scan
		for v := p.at(mid + step); v > top; v = p.at(mid + step) {
			mid, top = mid+step, v
		}
	}
	from, to = mid-pace, mid+pace
	left, right := from, to
	for i, v := range scan {
		if v > top-50 {
			t := p.first + pace*float64(i)
			from, to = math.Min(from, t-pace), math.Max(to, t+pace)
		}
	}
	const golden = 0.3819660112501051 // 2 − φ
	atLeft, atRight := p.at(left), p.at(right)
	for range 200 {
		if top-math.Min(atLeft, atRight) < 0.1 {
			break
		}
		other := mid + golden*(right-mid)
		if mid-left > right-mid {
			other = mid - golden*(mid-left)
		}
		if f := p.at(other); f > top {
			if other > mid {
				left, atLeft = mid, top
			} else {
				right, atRight = mid, top
			}
			mid, top = other, f
		} else if other > mid {
			right, atRight = other, f
		} else {
			left, atLeft = other, f
		}
	}
	width = math.Max(right-left, 1e-300)
	for range 60 {
		if math.Min(p.at(mid-width), p.at(mid+width)) < top-0.5 {
			break
		}
		width *= 1.5
	}
	return mid, width, top, from, to
}

// log returns the log of the panel's integral and a bound on its relative error.
func (p panel) log() (value, bound float64) {
	mid, width, top, from, to := p.peak()
	if math.IsInf(top, -1) || math.IsNaN(top) {
		return top, 0
	}
	// sum adds up one side at u = offset, offset + h, ….
	sum := func(side, h, offset float64) (sum float64) {
		for u := offset; u < 50; u += h {
			t := mid + side*width*math.Sinh(u)
			f := math.Cosh(u) * math.Exp(p.at(t)-top)
			sum += f
			if !(f > 1e-18) && (t < from || t > to) {
				break
			}
		}
		return sum
	}
	h := 0.5
	all := 1 + sum(1, h, h) + sum(-1, h, h)
	last := 1.0
	for range 11 {
		before := all
		all += sum(1, h, h/2) + sum(-1, h, h/2) // the points between
		h /= 2
		// Each halving squares the error, once all is resolved: a change of 1e-10 that
		// does not follow from one of 1e-6 may be the first that is seen of something.
		bound = math.Abs(all/2-before) / before
		if bound < 1e-13 || bound < 1e-10 && bound <= 100*last*last {
			break
		}
		last = bound
	}
	return top + math.Log(width*h*all), bound + 0x1p-52*(8+math.Abs(top))
}

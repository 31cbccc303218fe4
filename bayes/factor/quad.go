package factor

import (
	"container/heap"
	"math"
	"slices"
)

// The integrals here are ∫ exp f(u) du with f known up to thousands of nats, one
// or two peaks whose whereabouts the caller knows, and tails that fall at least
// exponentially. The method is adaptive Gauss–Kronrod quadrature of exp(f − max f)
// (7 and 15 points, QUADPACK's QK15 with its error estimate: Piessens et al. 1983,
// ISBN 3-540-12553-1), on panels between knots, the worst halved until the whole
// is right to 1e-12.

const (
	negligible = 60    // nats below the peak where a tail is cut: exp(−60) = 9e-27
	wanted     = 1e-12 // relative error at which refinement stops
	mostPanels = 4000
)

// An integral is exp(logs) = ∫ exp f, with its panels, from left to right.
type integral struct {
	f      func(float64) float64
	log    float64
	err    float64 // relative error of the integral
	shift  float64 // what was subtracted from f
	panels []panel

	tolerance float64
}

type panel struct{ low, high, value, err float64 }

// integrate returns ∫ exp f over (low, high), either of which may be infinite.
// Knots are places that the integrand is to be looked at closely: peaks, and
// points around them. At least one must be inside. noise is
// the rounding error of f, below which there is nothing to refine. f may be −Inf,
// not NaN.
func integrate(f func(float64) float64, low, high float64, knots []float64, noise float64) integral {
	pts := inside(knots, low, high)
	best, at := math.Inf(-1), math.NaN()
	for i, u := range pts {
		for _, v := range []float64{u, between(pts, i)} {
			if y := f(v); y > best {
				best, at = y, v
			}
		}
	}
	if math.IsInf(best, -1) {
		return integral{f: f, log: best}
	}
	best = math.Max(best, climb(f, at, low, high, pts))
	pts = append(pts, tail(f, pts[0], pts, low, best, -1)...)
	slices.Sort(pts)
	pts = append(pts, tail(f, pts[len(pts)-1], pts, high, best, 1)...)
	slices.Sort(pts)
	pts = slices.Compact(pts)
	in := integral{f: f, shift: best, tolerance: math.Max(wanted, 16*noise)}
	for !in.refine(pts) {
	}
	return in
}

// inside returns the knots strictly between low and high, sorted, with points
// that close in on a finite end.
func inside(knots []float64, low, high float64) []float64 {
	var pts []float64
	for _, u := range knots {
		if u > low && u < high {
			pts = append(pts, u)
		}
	}
	width := high - low
	if math.IsInf(width, 1) {
		width = 1
		if n := len(pts); n > 1 {
			width = slices.Max(pts) - slices.Min(pts)
		}
	}
	for k := 1; k <= 12; k++ {
		step := math.Ldexp(width, -3*k)
		for _, u := range []float64{low + step, high - step} {
			if u > low && u < high {
				pts = append(pts, u)
			}
		}
	}
	slices.Sort(pts)
	return slices.Compact(pts)
}

func between(pts []float64, i int) float64 {
	if i+1 < len(pts) {
		return pts[i] + (pts[i+1]-pts[i])/2
	}
	return pts[i]
}

// climb returns about the largest f near at, by golden sections between the
// neighbours of at.
func climb(f func(float64) float64, at, low, high float64, pts []float64) float64 {
	a, b := math.Max(low, at-1), math.Min(high, at+1)
	for _, u := range pts {
		if u < at {
			a = math.Max(a, u)
		}
		if u > at {
			b = u
			break
		}
	}
	const ratio = 0.6180339887498949 // (√5 − 1)/2
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for range 24 {
		if fc > fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	return math.Max(fc, fd)
}

// tail returns points from the outermost knot to the end of the range, or to
// where f has become negligible.
func tail(f func(float64) float64, from float64, pts []float64, end, best, sign float64) (more []float64) {
	if !math.IsInf(end, 0) {
		return []float64{end}
	}
	step := math.Max(1e-3*math.Abs(from), 1e-6)
	if len(pts) > 1 {
		step = math.Max(math.Min(step, (pts[len(pts)-1]-pts[0])/4), math.Abs(from)*1e-12)
	}
	u := from
	for range 200 {
		u += sign * step
		more = append(more, u)
		if f(u) < best-negligible || math.IsInf(u, 0) {
			break
		}
		step *= 2
	}
	return more
}

// refine integrates between the points, halving panels until all is well. It
// returns false if f turned out to be larger than was thought, with the shift
// mended for another attempt.
func (in *integral) refine(pts []float64) bool {
	q := panelHeap{}
	sum, err := 0.0, 0.0
	add := func(low, high float64) bool {
		p, top := in.panel(low, high)
		if top > in.shift+200 {
			in.shift = top
			return false
		}
		heap.Push(&q, p)
		return true
	}
	for i := 1; i < len(pts); i++ {
		if !add(pts[i-1], pts[i]) {
			return false
		}
	}
	for {
		sum, err = 0, 0
		for _, p := range q {
			sum, err = sum+p.value, err+p.err
		}
		if err <= in.tolerance*sum || len(q) >= mostPanels || len(q) == 0 {
			break
		}
		// several at a time, so that the sums cost little
		for n := len(q) / 8; n >= 0; n-- {
			p := heap.Pop(&q).(panel)
			mid := p.low + (p.high-p.low)/2
			if !(p.low < mid && mid < p.high) { // no number lies between
				p.err = 0
				heap.Push(&q, p)
				continue
			}
			if !add(p.low, mid) || !add(mid, p.high) {
				return false
			}
		}
	}
	slices.SortFunc(q, func(a, b panel) int {
		if a.low < b.low {
			return -1
		}
		return 1
	})
	in.panels = q
	in.log, in.err = in.shift+math.Log(sum), err/sum
	if sum == 0 {
		in.log, in.err = math.Inf(-1), 0
	}
	return true
}

// A panelHeap has the panel with the largest error on top.
type panelHeap []panel

func (h panelHeap) Len() int           { return len(h) }
func (h panelHeap) Less(i, j int) bool { return h[i].err > h[j].err }
func (h panelHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *panelHeap) Push(x any)        { *h = append(*h, x.(panel)) }
func (h *panelHeap) Pop() any {
	old := *h
	p := old[len(old)-1]
	*h = old[:len(old)-1]
	return p
}

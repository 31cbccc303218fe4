package bayes

import (
	"math"
	"slices"
	"sort"
)

// panels is a density on the line, known by the log of any multiple of it, cut
// into intervals so short that in each of them Gauss and Legendre's rule of 16
// points, and that rule on both halves, agree to panelError of the whole, or to the
// rounding of f where that is more. Its integral, and that of anything smooth times
// it, is then good to about 1e-13, and a distribution function comes from the panels
// below and a part of one.
type panels struct {
	f     func(t float64) float64 // log of the density, unnormalised
	peak  float64                 // its largest value
	knots []float64               // of which one more than panels
	below []float64               // probability below each knot
	above []float64               // and above it
	norm  float64                 // one over the integral of exp(f − peak)
	log   float64                 // log of the integral of exp f

	closed bool // there is nothing beyond the knots, as on a circle
}

// panelError is relative to the integral; a panel that is halved deepest times is
// not halved again: 2⁻⁴⁰ of a panel holds a step, not a shape. No f of this package
// needs a tenth of mostPanels.
const (
	panelError = 1e-14
	deepest    = 40
	mostPanels = 20000
)

// newPanels integrates exp f between the first and the last of knots, at each of
// which f may have a kink. A peak that no knot lies near may be missed.
func newPanels(f func(float64) float64, knots []float64) *panels {
	p := &panels{f: f, peak: math.Inf(-1)}
	knots = slices.Clone(knots)
	sort.Float64s(knots)
	knots = slices.Compact(knots)
	top := 0
	for i, k := range knots {
		if v := f(k); v > p.peak {
			p.peak, top = v, i
		}
		if i > 0 {
			p.peak = math.Max(p.peak, f(knots[i-1]+(k-knots[i-1])/2))
		}
	}
	if math.IsInf(p.peak, 0) || math.IsNaN(p.peak) || len(knots) < 2 {
		p.log = p.peak // nothing there, or a bad density
		if math.IsInf(p.peak, 1) {
			p.log = math.NaN()
		}
		return p
	}
	rough := make([]float64, len(knots)-1)
	total := 0.0
	for i := range rough {
		rough[i] = p.integrate(knots[i], knots[i+1], one)
		total += rough[i]
	}
	tol := math.Max(panelError, rounding(f, knots, top)) * total
	p.knots = knots[:1:1]
	var masses []float64
	var halve func(a, b, mass float64, depth int)
	halve = func(a, b, mass float64, depth int) {
		m := a + (b-a)/2
		left, right := p.integrate(a, m, one), p.integrate(m, b, one)
		if bad := math.Abs(left+right-mass) > tol; bad && depth < deepest && len(masses) < mostPanels && a < m && m < b {
			halve(a, m, left, depth+1)
			halve(m, b, right, depth+1)
			return
		}
		p.knots = append(p.knots, m, b)
		masses = append(masses, left, right)
	}
	for i := range rough {
		halve(knots[i], knots[i+1], rough[i], 0)
	}
	p.below, p.above = make([]float64, len(p.knots)), make([]float64, len(p.knots))
	for i, m := range masses {
		p.below[i+1] = p.below[i] + m
	}
	for i := len(masses) - 1; i >= 0; i-- {
		p.above[i] = p.above[i+1] + masses[i]
	}
	total = p.above[0]
	for i := range p.knots {
		p.below[i] /= total
		p.above[i] /= total
	}
	p.norm, p.log = 1/total, p.peak+math.Log(total)
	return p
}

// rounding returns how much f jumps about at knots[i], for rounding alone: its
// second differences at points so close that the shape of f does not show.
func rounding(f func(float64) float64, knots []float64, i int) (most float64) {
	t := knots[i]
	h := math.Inf(1) // 2⁻²⁶ of the shorter panel beside it
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(knots) {
			h = math.Min(h, 0x1p-26*math.Abs(t-knots[j]))
		}
	}
	a, b := f(t-8*h), f(t-7*h)
	for k := -6.0; k <= 8; k++ {
		c := f(t + k*h)
		if d := math.Abs(a - 2*b + c); d > most && !math.IsInf(d, 1) {
			most = d
		}
		a, b = b, c
	}
	return most
}

func one(float64) float64 { return 1 }

// integrate returns the integral of g·exp(f − peak) from a to b.
func (p *panels) integrate(a, b float64, g func(float64) float64) (sum float64) {
	c, h := a+(b-a)/2, (b-a)/2
	for _, n := range gauss16() {
		for _, t := range [2]float64{c - h*n[0], c + h*n[0]} {
			if w := math.Exp(p.f(t) - p.peak); w > 0 {
				sum += n[1] * w * g(t)
			}
		}
	}
	return sum * h
}

// gauss16 returns the positive nodes of the Gauss–Legendre rule of 16 points and
// their weights (Abramowitz and Stegun 1964, table 25.4).
func gauss16() [8][2]float64 {
	return [8][2]float64{
		{0.0950125098376374402, 0.189450610455068496}, {0.281603550779258913, 0.182603415044923589},
		{0.458016777657227386, 0.169156519395002538}, {0.617876244402643748, 0.149595988816576732},
		{0.755404408355003034, 0.124628971255533872}, {0.865631202387831744, 0.0951585116824927848},
		{0.944575023073232576, 0.0622535239386478929}, {0.989400934991649933, 0.0271524594117540949},
	}
}

// at returns the panel that t lies in, −1 below the first and len(knots)−1 above
// the last.
func (p *panels) at(t float64) int {
	return sort.Search(len(p.knots), func(i int) bool { return p.knots[i] > t }) - 1
}

// cdf and survival return the probability below and above t.
func (p *panels) cdf(t float64) float64 {
	switch i := p.at(t); {
	case math.IsNaN(t) || len(p.knots) == 0:
		return math.NaN()
	case i < 0:
		return 0
	case i == len(p.knots)-1:
		return 1
	default:
		return p.below[i] + p.integrate(p.knots[i], t, one)*p.norm
	}
}

func (p *panels) survival(t float64) float64 {
	switch i := p.at(t); {
	case math.IsNaN(t) || len(p.knots) == 0:
		return math.NaN()
	case i < 0:
		return 1
	case i == len(p.knots)-1:
		return 0
	default:
		return p.above[i+1] + p.integrate(t, p.knots[i+1], one)*p.norm
	}
}

// quantile returns the t with cdf(t) = q, by Newton's iteration, which halves where
// it leaves its bracket; of q above one half from the probability above.
func (p *panels) quantile(q float64) float64 {
	n := len(p.knots)
	if !(q >= 0 && q <= 1) || n == 0 {
		return math.NaN()
	}
	upper := q > 0.5
	i := sort.Search(n, func(i int) bool { return p.below[i] >= q })
	if upper {
		i = sort.Search(n, func(i int) bool { return p.above[i] <= 1-q })
	}
	if i == 0 || i == n {
		return p.knots[min(i, n-1)]
	}
	low, high := p.knots[i-1], p.knots[i]
	t := low + (high-low)/2
	for range 200 {
		miss := p.cdf(t) - q
		if upper {
			miss = 1 - q - p.survival(t)
		}
		if miss < 0 {
			low = t
		} else {
			high = t
		}
		next := t - miss/math.Exp(p.f(t)-p.log)
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-t) <= 0x1p-52*math.Abs(t) || next == low || next == high {
			return next
		}
		t = next
	}
	return t
}

// beyond returns the mean of g over what lies above t, which counts as 0 below.
func (p *panels) beyond(t float64, g func(float64) float64) (sum float64) {
	for i := max(p.at(t), 0); i+1 < len(p.knots); i++ {
		sum += p.integrate(math.Max(t, p.knots[i]), p.knots[i+1], g)
	}
	return sum * p.norm
}

// mean returns the mean of g, which is monotone beyond the outermost panels but
// one. Where the panels grow by doubling at an end and their shares of the mean do
// not fall, it diverges: ±Inf, or NaN if it does at both ends with both signs.
func (p *panels) mean(g func(float64) float64) float64 {
	k := len(p.knots) - 1
	if k < 1 {
		return math.NaN()
	}
	parts := make([]float64, k)
	centre := g(p.quantile(0.5)) // so that what is far from 0 and narrow loses nothing
	off := func(t float64) float64 { return g(t) - centre }
	sum, size := 0.0, 0.0
	for i := range parts {
		parts[i] = p.integrate(p.knots[i], p.knots[i+1], off) * p.norm
		sum, size = sum+parts[i], size+math.Abs(parts[i])
	}
	if p.closed {
		return centre + sum
	}
	for _, end := range [2][2]int{{0, 1}, {k - 1, -1}} {
		// Two panels are the halves of one: compare whole ones.
		whole := func(j int) float64 {
			at := end[0] + 2*j*end[1]
			if at < 0 || at+end[1] < 0 || at >= k || at+end[1] >= k {
				return 0
			}
			return parts[at] + parts[at+end[1]]
		}
		last, before := whole(0), whole(1)
		edge := p.knots[0]
		if end[0] > 0 {
			edge = p.knots[k]
		}
		width := math.Abs(p.knots[k]-p.knots[0]) / 2
		if rest := math.Abs(off(edge)) * math.Exp(p.f(edge)-p.log) * width; rest <= 1e-12*size || math.IsNaN(rest) {
			continue // nothing is left beyond
		}
		if r := last / before; r < 0.9999 {
			sum += last * r / (1 - r)
		} else {
			sum += math.Inf(1) * last
		}
	}
	return centre + sum
}

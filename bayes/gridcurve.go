package bayes

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// An axis is a smooth increasing map from the line, on which panels lie, onto the
// values x of what they are panels of.
type axis struct {
	to, from  func(float64) float64
	logSlope  func(t float64) float64 // log dx/dt
	low, high float64                 // the ends of x
}

// axisOnto returns an axis onto (low, high): itself, low + eᵗ, or low + (high −
// low)·expit t.
func axisOnto(low, high float64) axis {
	a := axis{low: low, high: high}
	switch {
	case math.IsInf(low, -1):
		same := func(t float64) float64 { return t }
		a.to, a.from, a.logSlope = same, same, func(float64) float64 { return 0 }
	case math.IsInf(high, 1):
		a.to = func(t float64) float64 { return low + math.Exp(t) }
		a.from = func(x float64) float64 { return math.Log(x - low) }
		a.logSlope = func(t float64) float64 { return t }
	default:
		width := high - low
		a.to = func(t float64) float64 {
			if t > 0 {
				return high - width*prob.Expit(-t)
			}
			return low + width*prob.Expit(t)
		}
		a.from = func(x float64) float64 { return math.Log(x-low) - math.Log(high-x) }
		a.logSlope = func(t float64) float64 { return math.Log(width) + prob.LogExpit(t) + prob.LogExpit(-t) }
	}
	return a
}

// then returns the axis onto link(x).
func (a axis) then(l Link) axis {
	b := a
	switch l {
	case Log:
		b.to = func(t float64) float64 { return math.Exp(a.to(t)) }
		b.from = func(x float64) float64 { return a.from(math.Log(x)) }
		b.logSlope = func(t float64) float64 { return a.logSlope(t) + a.to(t) }
	case Logit:
		b.to = func(t float64) float64 { return prob.Expit(a.to(t)) }
		b.from = func(x float64) float64 { return a.from(prob.Logit(x)) }
		b.logSlope = func(t float64) float64 {
			v := a.to(t)
			return a.logSlope(t) + prob.LogExpit(v) + prob.LogExpit(-v)
		}
	}
	b.low, b.high = l.of(a.low), l.of(a.high)
	return b
}

// gridCurve is the distribution of x = axis(t) for a t with panels.
type gridCurve struct {
	p *panels
	a axis
}

func (d gridCurve) Dim() int               { return 1 }
func (d gridCurve) Support() prob.Bijector { return prob.Interval(d.a.low, d.a.high, 1) }

// LogProb implements [prob.LogDensity]; the derivative is a difference of fourth
// order over thousandths of the interquartile range, good to about 1e-11.
func (d gridCurve) LogProb(x, grad []float64) float64 {
	if !(x[0] > d.a.low && x[0] < d.a.high) {
		return outside(x[0])
	}
	lp := d.logProb(x[0])
	if grad != nil {
		h := 1e-3 * math.Min(d.Quantile(0.75)-d.Quantile(0.25), math.Min(x[0]-d.a.low, d.a.high-x[0]))
		up, down := d.logProb(x[0]+h)-d.logProb(x[0]-h), d.logProb(x[0]+2*h)-d.logProb(x[0]-2*h)
		grad[0] = (8*up - down) / (12 * h)
	}
	return lp
}

func (d gridCurve) logProb(x float64) float64 {
	t := d.a.from(x)
	return d.p.f(t) - d.p.log - d.a.logSlope(t)
}

func (d gridCurve) Rand(rng *rand.Rand, x []float64) { x[0] = d.Quantile(rng.Float64()) }

func (d gridCurve) Mean() float64 { return d.p.mean(d.a.to) }

// Var returns the mean of (x − mean)², which is taken about the median where there
// is no mean: it then is infinite, or undefined, like that.
func (d gridCurve) Var() float64 {
	mean := d.Mean()
	if math.IsNaN(mean) || math.IsInf(mean, 0) {
		return math.NaN()
	}
	return d.p.mean(func(t float64) float64 {
		off := d.a.to(t) - mean
		return off * off
	})
}

// under returns the t of x, and the end of the line where x is beyond its own.
func (d gridCurve) under(x float64) float64 {
	switch {
	case x <= d.a.low:
		return math.Inf(-1)
	case x >= d.a.high:
		return math.Inf(1)
	}
	return d.a.from(x)
}

func (d gridCurve) CDF(x float64) float64         { return d.p.cdf(d.under(x)) }
func (d gridCurve) Survival(x float64) float64    { return d.p.survival(d.under(x)) }
func (d gridCurve) LogCDF(x float64) float64      { return math.Log(d.CDF(x)) }
func (d gridCurve) LogSurvival(x float64) float64 { return math.Log(d.Survival(x)) }

func (d gridCurve) Quantile(q float64) float64 {
	switch {
	case len(d.p.knots) == 0:
		return math.NaN()
	case q == 0:
		return d.a.low
	case q == 1:
		return d.a.high
	}
	return d.a.to(d.p.quantile(q))
}

func (d gridCurve) Interval(level float64) Interval { return Central(d, level) }

// HDI returns the highest-density region. The density's turning points are looked
// for at four points of each panel that holds any probability to speak of.
func (d gridCurve) HDI(level float64) []Interval {
	var xs []float64
	for i := 0; i+1 < len(d.p.knots); i++ {
		if a, b := d.p.knots[i], d.p.knots[i+1]; d.p.below[i+1] > 1e-12 && d.p.above[i] > 1e-12 {
			for j := range 4 {
				if x := d.a.to(a + (b-a)*float64(j)/4); x > d.a.low && x < d.a.high {
					xs = append(xs, x)
				}
			}
		}
	}
	xs = slices.Compact(xs)
	least, most := math.Inf(1), math.Inf(-1)
	for _, x := range xs {
		lp := d.logProb(x)
		least, most = math.Min(least, lp), math.Max(most, lp)
	}
	if most-least < 1e-10 { // flat but for rounding: every region is as high as any other
		return []Interval{Central(d, level)}
	}
	// The first and the last point too: what the density is at the very ends of its
	// support no axis tells.
	first, last := xs[0], xs[len(xs)-1]
	knots := append(append([]float64{first}, turnsOf(d.logProb, xs)...), last)
	set := highest(d, level, knots...)
	if set[0].Low < first && !math.IsInf(d.a.low, -1) {
		set[0].Low = d.a.low
	}
	if k := len(set) - 1; set[k].High > last && !math.IsInf(d.a.high, 1) {
		set[k].High = d.a.high
	}
	return set
}

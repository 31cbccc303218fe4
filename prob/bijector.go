package prob

import (
	"math"
	"sync"
)

// A Bijector maps ℝⁿ one-to-one and differentiably onto a constrained set in
// ℝᵐ (m ≠ n for a simplex or a correlation matrix). It is what lets an engine
// that only knows free space work on rates, probabilities and proportions.
// Implementations are safe for concurrent use.
type Bijector interface {
	// Dims returns the lengths of the free and of the natural vector.
	Dims() (free, natural int)

	// Forward overwrites y with f(x) and returns log |det ∂f/∂x|. Where rounding
	// would put y on the boundary, on which a density may be infinite, it is the
	// float next to that, inside; but an overflow is infinite. Where m ≠ n
	// the determinant is that of the first n natural coordinates (of each part
	// of a [Join]), the ones densities on such sets are written in.
	Forward(y, x []float64) (logJac float64)

	// Inverse overwrites x with f⁻¹(y), y strictly inside the set.
	Inverse(x, y []float64)

	// Pullback overwrites gx with Jᵀ·gy + ∇ log |det J|: the gradient, with
	// respect to x, of g(f(x)) + log |det J(x)|, where gy is the gradient of g
	// at y = f(x).
	Pullback(gx, x, y, gy []float64)
}

// Free returns d as a density over ℝⁿ: log π(f(u)) + log |det ∂f/∂u|. Engines
// work on it and hand back draws on the natural scale, so nobody else meets
// Jacobians. It is safe for concurrent use and does not allocate per call.
func Free(d Density) LogDensity {
	f := d.Support()
	n, m := f.Dims()
	return free{d, f, n, &sync.Pool{New: func() any { return &scratch{make([]float64, m), make([]float64, m)} }}}
}

type free struct {
	d    Density
	f    Bijector
	n    int
	pool *sync.Pool // of *scratch
}

// scratch is a natural vector and a gradient there.
type scratch struct{ y, gy []float64 }

func (d free) Dim() int { return d.n }

func (d free) LogProb(u, grad []float64) float64 {
	s := d.pool.Get().(*scratch)
	defer d.pool.Put(s)
	logJac := d.f.Forward(s.y, u)
	if grad == nil {
		return d.d.LogProb(s.y, nil) + logJac
	}
	lp := d.d.LogProb(s.y, s.gy)
	d.f.Pullback(grad, u, s.y, s.gy)
	return lp + logJac
}

// Identity returns the bijector of an unconstrained vector of length n.
func Identity(n int) Bijector { return identity(n) }

type identity int

func (b identity) Dims() (free, natural int)       { return int(b), int(b) }
func (b identity) Forward(y, x []float64) float64  { copy(y, x); return 0 }
func (b identity) Inverse(x, y []float64)          { copy(x, y) }
func (b identity) Pullback(gx, x, y, gy []float64) { copy(gx, gy) }

// Interval returns the bijector onto (low, high)ⁿ, coordinate by coordinate;
// either bound may be infinite. Onto (low, ∞) it is low + eˣ, onto (−∞, high)
// high − eˣ, onto a bounded interval low + (high − low)·expit(x).
func Interval(low, high float64, n int) Bijector {
	switch lo, hi := math.IsInf(low, -1), math.IsInf(high, 1); {
	case lo && hi:
		return identity(n)
	case hi:
		return halfLine{low, 1, n}
	case lo:
		return halfLine{high, -1, n}
	}
	return interval{low, high, n}
}

// Positive returns the bijector onto (0, ∞)ⁿ, y = eˣ.
func Positive(n int) Bijector { return halfLine{0, 1, n} }

// UnitInterval returns the bijector onto (0, 1)ⁿ, y = expit(x).
func UnitInterval(n int) Bijector { return interval{0, 1, n} }

// halfLine is y = end + sign·eˣ, so that dy/dx = y − end and log |dy/dx| = x.
type halfLine struct {
	end, sign float64
	n         int
}

func (b halfLine) Dims() (free, natural int) { return b.n, b.n }

func (b halfLine) Forward(y, x []float64) (logJac float64) {
	for i, u := range x {
		if y[i] = b.end + b.sign*math.Exp(u); y[i] == b.end {
			y[i] = math.Nextafter(b.end, math.Inf(int(b.sign)))
		}
		logJac += u
	}
	return logJac
}

func (b halfLine) Inverse(x, y []float64) {
	for i, v := range y {
		x[i] = logOf(b.sign * (v - b.end))
	}
}

func (b halfLine) Pullback(gx, x, y, gy []float64) {
	for i := range gx {
		gx[i] = gy[i]*(b.sign*math.Exp(x[i])) + 1
	}
}

// interval is y = low + w·s with s = expit(x), w = high − low: dy/dx = w·s(1−s).
type interval struct {
	low, high float64
	n         int
}

func (b interval) Dims() (free, natural int) { return b.n, b.n }

func (b interval) Forward(y, x []float64) (logJac float64) {
	w := b.high - b.low
	for i, u := range x {
		if u > 0 { // measured from the nearer end, so that the far tail keeps its digits
			y[i] = b.high - w*Expit(-u)
		} else {
			y[i] = b.low + w*Expit(u)
		}
		if y[i] <= b.low {
			y[i] = math.Nextafter(b.low, b.high)
		} else if y[i] >= b.high {
			y[i] = math.Nextafter(b.high, b.low)
		}
		logJac += LogExpit(u) + LogExpit(-u)
	}
	return logJac + float64(len(x))*math.Log(w)
}

func (b interval) Inverse(x, y []float64) {
	for i, v := range y {
		x[i] = logOf(v-b.low) - logOf(b.high-v)
	}
}

func (b interval) Pullback(gx, x, y, gy []float64) {
	w := b.high - b.low
	for i, u := range x {
		s, c := Expit(u), Expit(-u)
		gx[i] = gy[i]*w*s*c + c - s
	}
}

// Join returns the bijector that applies each of parts to its own stretch of
// the vector, in order: Join(Identity(1), Positive(1)) for a mean and a
// variance.
func Join(parts ...Bijector) Bijector { return join(parts) }

type join []Bijector

func (b join) Dims() (free, natural int) {
	for _, p := range b {
		n, m := p.Dims()
		free, natural = free+n, natural+m
	}
	return free, natural
}

func (b join) Forward(y, x []float64) (logJac float64) {
	for _, p := range b {
		n, m := p.Dims()
		logJac += p.Forward(y[:m], x[:n])
		x, y = x[n:], y[m:]
	}
	return logJac
}

func (b join) Inverse(x, y []float64) {
	for _, p := range b {
		n, m := p.Dims()
		p.Inverse(x[:n], y[:m])
		x, y = x[n:], y[m:]
	}
}

func (b join) Pullback(gx, x, y, gy []float64) {
	for _, p := range b {
		n, m := p.Dims()
		p.Pullback(gx[:n], x[:n], y[:m], gy[:m])
		gx, x, y, gy = gx[n:], x[n:], y[m:], gy[m:]
	}
}

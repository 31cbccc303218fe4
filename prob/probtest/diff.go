package probtest

import "math"

const eps = 0x1p-52 // spacing of float64 at 1

// derivative returns f′(x) by central differences, and a bound on its error. The
// step is scaled to the function: the largest power of two times |x| over which f
// changes by no more than 1/16, or a few smaller ones if a singularity is near. For
// a log-density that is a small fraction of its width, whether the width is 1e-6 or
// 1e12, and a step that leaves the support, where f = −Inf, is never taken. unit is
// the slope that f would have if it changed by 1/16 over that step; a bound that is
// not small beside it means that differences cannot tell.
func derivative(f func(float64) float64, x float64) (slope, bound, unit float64) {
	f0 := f(x)
	change := func(h float64) float64 {
		d := math.Max(math.Abs(f(x+h)-f0), math.Abs(f(x-h)-f0))
		if math.IsNaN(d) {
			return math.Inf(1)
		}
		return d
	}
	const most = 1.0 / 16
	h := 1.0 / 8
	if x != 0 {
		h = math.Ldexp(1, math.Ilogb(x)-3)
	}
	for range 1100 {
		if change(h) <= most {
			break
		}
		h /= 2
	}
	for range 200 {
		if !(change(2*h) <= most) {
			break
		}
		h *= 2
	}
	slope, bound = math.NaN(), math.Inf(1)
	for i := range 6 {
		if s, b := ridders(f, x, math.Ldexp(h, -2*i)); b < bound {
			slope, bound = s, b
		}
	}
	return slope, bound, most / h
}

// ridders is central differences from a first step h with Richardson extrapolation
// (Ridders 1982, Adv. Eng. Software 4:75).
func ridders(f func(float64) float64, x, h float64) (slope, bound float64) {
	const levels = 4
	var row [levels]float64
	slope, bound = math.NaN(), math.Inf(1)
	for i := range levels {
		hi := math.Ldexp(h, -i)
		up, down := x+hi, x-hi
		next := [levels]float64{(f(up) - f(down)) / (up - down)}
		for j := 1; j <= i; j++ {
			next[j] = next[j-1] + (next[j-1]-row[j-1])/(math.Ldexp(1, 2*j)-1)
			e := math.Max(math.Abs(next[j]-next[j-1]), math.Abs(next[j]-row[j-1]))
			if e < bound {
				slope, bound = next[j], e
			}
		}
		row = next
	}
	// Each value of f carries the rounding of itself and that of x in it, doubled by
	// the extrapolation and divided by the smallest step.
	noise := eps * (math.Abs(f(x)) + math.Abs(x*slope) + 1)
	return slope, bound + 4*noise*math.Ldexp(1, levels-1)/h
}

// partial is derivative along coordinate i at the point x.
func partial(f func([]float64) float64, x []float64, i int) (slope, bound, unit float64) {
	p := append([]float64(nil), x...)
	return derivative(func(v float64) float64 {
		p[i] = v
		return f(p)
	}, x[i])
}

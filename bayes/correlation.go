package bayes

import (
	"math"
	"math/rand/v2"
	"sync"
)

// correlation is the distribution of the correlation coefficient r of a sample
// with n degrees of freedom, n > 1 and not necessarily whole, from a bivariate
// normal distribution whose own is tanh zeta. With t = artanh r (Fisher 1915,
// doi:10.1093/biomet/10.4.507, in the form of Hotelling 1953, eq. 15),
//
//	p(t) = (n−1)/π · cosh t · cosh(t−ζ)⁻ⁿ · ∫₀^∞ (1 + 2·sinh²(w/2)/a)⁻ⁿ dw,
//
// a = 1 − ρr = cosh(t−ζ)/(cosh t·cosh ζ), in which nothing cancels.
//
// Of Σ ~ inverse Wishart(ν, Ψ) the block of two columns is inverse Wishart with
// ν−d+2 degrees of freedom, so its inverse is Wishart: the scatter of a sample,
// whose correlation coefficient is that of Σ but for the sign, as is the one of Ψ⁻¹.
type correlation struct{ n, zeta float64 }

// logProb returns log p(t).
func (c correlation) logProb(t float64) float64 {
	logA := logCosh(t-c.zeta) - logCosh(t) - logCosh(c.zeta)
	return math.Log((c.n-1)/math.Pi) + logCosh(t) - c.n*logCosh(t-c.zeta) + math.Log(c.integral(math.Exp(logA)))
}

// logCosh returns log cosh x.
func logCosh(x float64) float64 {
	x = math.Abs(x)
	if x < 0.1 {
		s := math.Sinh(x / 2)
		return math.Log1p(2 * s * s)
	}
	return x + math.Log1p(math.Exp(-2*x)) - math.Ln2
}

// integral returns ∫₀^∞ (1 + 2·sinh²(w/2)/a)⁻ⁿ dw for 0 < a ≤ 2, by the trapezoidal
// rule in u, w = θ·sinh u with cos θ = 1−a. The integrand has its singularities at
// u = ±iπ/2, whatever a; there it is as (cosh u)^−2n, of which a step of h leaves an
// error of Π 1/(1 + (π/h(n+k))²), k from 0, the size of its Fourier transform at 2π/h
// (Trefethen and Weideman 2014, doi:10.1137/130932132, §5): below 1e-15 for this h.
func (c correlation) integral(a float64) float64 {
	theta := 2 * math.Asin(math.Sqrt(math.Min(a/2, 1)))
	h := math.Min(0.5, 0.25*math.Pow(c.n, 0.2)) / math.Sqrt(c.n)
	sum := 0.5
	for i := 1; ; i++ {
		u := float64(i) * h
		s := math.Sinh(theta * math.Sinh(u) / 2)
		term := math.Cosh(u) * math.Exp(-c.n*math.Log1p(2*s*s/a))
		sum += term
		if term < 1e-18*sum {
			return sum * h * theta
		}
	}
}

// curve integrates the density. Panels grow by doubling from the peak outwards, as
// far as there is anything, in the mean of (r−ρ)² too, which is of the size of
// 4·exp(−4|ζ|) where the density is highest and of 1 at the far end.
func (c correlation) curve() gridCurve {
	scale := 1 / math.Sqrt(c.n)
	top, depth := c.logProb(c.zeta), 45+4*math.Abs(c.zeta)
	knots := []float64{c.zeta}
	for _, sign := range []float64{-1, 1} {
		for step := scale; ; step *= 2 {
			t := c.zeta + sign*step
			lp := c.logProb(t)
			knots = append(knots, t)
			if top = math.Max(top, lp); lp < top-depth || step > 1e6 {
				break
			}
		}
	}
	a := axis{to: math.Tanh, from: math.Atanh, low: -1, high: 1}
	a.logSlope = func(t float64) float64 { return -2 * logCosh(t) }
	p := newPanels(c.logProb, knots)
	p.closed = true // means of what is bounded: they exist
	return gridCurve{p, a}
}

// A late distribution is worked out when something is first asked of it.
type late struct{ get func() Continuous }

func lately(get func() Continuous) late { return late{sync.OnceValue(get)} }

func (d late) Dim() int                          { return 1 }
func (d late) LogProb(x, grad []float64) float64 { return d.get().LogProb(x, grad) }
func (d late) Rand(rng *rand.Rand, x []float64)  { d.get().Rand(rng, x) }
func (d late) Mean() float64                     { return d.get().Mean() }
func (d late) Var() float64                      { return d.get().Var() }
func (d late) CDF(x float64) float64             { return d.get().CDF(x) }
func (d late) LogCDF(x float64) float64          { return d.get().LogCDF(x) }
func (d late) Survival(x float64) float64        { return d.get().Survival(x) }
func (d late) LogSurvival(x float64) float64     { return d.get().LogSurvival(x) }
func (d late) Quantile(p float64) float64        { return d.get().Quantile(p) }
func (d late) Interval(level float64) Interval   { return d.get().Interval(level) }
func (d late) HDI(level float64) []Interval      { return d.get().HDI(level) }

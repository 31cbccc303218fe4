package bayes

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/prob"
)

// VonMises is the von Mises distribution of a direction, in radians, conjugate to
// [Directions]: Kappa is the concentration, as if so much of it had been seen in
// direction Mu beforehand. Kappa = 0 is any direction alike, and proper.
//
// A direction has no ends. Intervals and highest-density regions are arcs that are
// centred at Mu and may run over ±π; mean, standard deviation and quantiles are
// those of the angle measured within half a turn of Mu, and so about Mu. Draws are
// angles between −π and π.
type VonMises prob.VonMises

// Update adds the data's vector (C, S) to (κ cos μ, κ sin μ); the length of the sum
// is the new concentration, which is what directions that agree have in common.
func (d VonMises) Update(t Directions) VonMises {
	if t.Weight == 0 {
		return d
	}
	cos, sin := d.sum(t)
	kappa := rootOfTotal(cos.Mul(cos).Add(sin.Mul(sin)))
	return VonMises{Mu: math.Atan2(sin.Float64(), cos.Float64()), Kappa: kappa.Float64()}
}

// sum returns (κ cos μ + C, κ sin μ + S).
func (d VonMises) sum(t Directions) (cos, sin total) {
	sin, cos = sincos(d.Mu)
	return cos.MulFloat(d.Kappa).Add(t.cos()), sin.MulFloat(d.Kappa).Add(t.sin())
}

// LogEvidence returns, with κ' the new concentration,
//
//	log I₀(κ') − log I₀(κ) − K + c,
//
// as κ' − κ − K, in which nothing cancels, and what is left of the logs.
func (d VonMises) LogEvidence(t Directions) float64 {
	if t.Weight == 0 {
		return t.base.Float64()
	}
	cos, sin := d.sum(t)
	kappa := rootOfTotal(cos.Mul(cos).Add(sin.Mul(sin)))
	gain := kappa.AddFloat(-d.Kappa).Sub(t.weight())
	return gain.AddFloat(logPeak(d.Kappa)).AddFloat(-logPeak(kappa.Float64())).Add(t.base).Float64()
}

// Check reports a parameter outside its range.
func (d VonMises) Check() error {
	return checkAll("von-mises", anyReal{"mu", d.Mu}, atLeast0{"kappa", d.Kappa})
}

// Proper implements [Prior]; it always is.
func (d VonMises) Proper() error { return nil }

// about returns the distribution of the angle from Mu, between −π and π.
func (d VonMises) about() prob.VonMises { return prob.VonMises{Mu: 0, Kappa: d.Kappa} }

// HDI returns the arc around Mu that holds probability level.
func (d VonMises) HDI(level float64) []Interval { return []Interval{d.Interval(level)} }

// Interval returns the arc around Mu that holds probability level.
func (d VonMises) Interval(level float64) Interval { return Central(d, level) }

// PredictiveVonMises returns the distribution of the next angle, of concentration
// kappa, measured within half a turn of Mu.
func (d VonMises) PredictiveVonMises(kappa float64) prob.Univariate {
	// The sum of two angles: I₀ of the length of two vectors' sum, less what it
	// is at most, in which nothing cancels.
	f := func(t float64) float64 {
		s := math.Sin(t / 2)
		most := d.Kappa + kappa
		length := math.Sqrt(math.Max(0, most*most-4*d.Kappa*kappa*s*s))
		return logPeak(d.Kappa) + logPeak(kappa) - logPeak(length) - 4*d.Kappa*kappa*s*s/(length+most)
	}
	var knots []float64
	for w := math.Pi; w > 1e-2/math.Sqrt(1+math.Max(d.Kappa, kappa)); w /= 2 {
		knots = append(knots, -w, w)
	}
	a := axisOnto(-math.Pi, math.Pi)
	a.to, a.from = func(t float64) float64 { return t + d.Mu }, func(y float64) float64 { return y - d.Mu }
	a.logSlope, a.low, a.high = func(float64) float64 { return 0 }, d.Mu-math.Pi, d.Mu+math.Pi
	p := newPanels(f, append(knots, 0))
	p.closed = true
	return circular{gridCurve{p, a}, d.Mu}
}

// circular is the distribution of an angle within half a turn of mu, whose density
// knows whole turns.
type circular struct {
	gridCurve
	mu float64
}

func (d circular) LogProb(x, grad []float64) float64 {
	off := math.Remainder(x[0]-d.mu, 2*math.Pi)
	if grad != nil { // at its two ends the density is as smooth as anywhere
		const h = 1e-3
		at := func(t float64) float64 { return d.p.f(math.Remainder(t, 2*math.Pi)) }
		grad[0] = (8*(at(off+h)-at(off-h)) - at(off+2*h) + at(off-2*h)) / (12 * h)
	}
	return d.p.f(off) - d.p.log
}

// Family, Params and Marginals implement [Belief].

func (d VonMises) Family() string        { return "von-mises" }
func (d VonMises) Params() []Param       { return []Param{{"mu", d.Mu}, {"kappa", d.Kappa}} }
func (d VonMises) Marginals() []Marginal { return []Marginal{{"direction", d}} }

// Dim returns 1.
func (d VonMises) Dim() int { return 1 }

// Support implements [prob.Density]: one turn.
func (d VonMises) Support() prob.Bijector { return prob.Interval(-math.Pi, math.Pi, 1) }

// LogProb implements [prob.LogDensity], at any angle: whole turns make no
// difference.
func (d VonMises) LogProb(x, grad []float64) float64 {
	off := math.Remainder(x[0]-d.Mu, 2*math.Pi)
	return d.about().LogProb([]float64{math.Max(-math.Pi, math.Min(off, math.Pi))}, grad)
}

// Rand draws an angle between −π and π.
func (d VonMises) Rand(rng *rand.Rand, x []float64) { prob.VonMises(d).Rand(rng, x) }

func (d VonMises) Mean() float64                 { return d.Mu }
func (d VonMises) Var() float64                  { return d.about().Var() }
func (d VonMises) CDF(x float64) float64         { return d.about().CDF(x - d.Mu) }
func (d VonMises) LogCDF(x float64) float64      { return d.about().LogCDF(x - d.Mu) }
func (d VonMises) Survival(x float64) float64    { return d.about().Survival(x - d.Mu) }
func (d VonMises) LogSurvival(x float64) float64 { return d.about().LogSurvival(x - d.Mu) }
func (d VonMises) Quantile(p float64) float64    { return d.Mu + d.about().Quantile(p) }
func (d VonMises) String() string                { return prob.VonMises(d).String() }

func (d VonMises) MarshalJSON() ([]byte, error)     { return MarshalBelief(d) }
func (d *VonMises) UnmarshalJSON(data []byte) error { return readAs(d, data) }

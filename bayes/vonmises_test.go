package bayes

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestVonMisesLaws(t *testing.T) {
	draw := func(r *rand.Rand) Directions {
		return VonMisesOf(3*r.Float64(), 6*r.Float64()).Merge(VonMisesOf(0.1, -3*r.Float64()))
	}
	for _, prior := range []VonMises{{0, 1}, {2, 0.1}, {-3, 50}, {1, 0}} {
		t.Run(prior.String(), func(t *testing.T) { laws(t, prior, draw) })
	}
	t.Run("exactly", func(t *testing.T) { exactly(t, VonMises{0.5, 2}, VonMisesOf(1e6, 1), draw) })
}

// Directions that agree add up; the concentration is the length of the sum, and
// not its projection, which an implementation is known to have taken for it.
func TestVonMisesConcentration(t *testing.T) {
	post := VonMises{0, 0}.Update(VonMisesOf(2, math.Pi/2).Scale(3))
	within(t, "direction", post.Mu, math.Pi/2, 1e-15)
	within(t, "concentration", post.Kappa, 6, 1e-15)
	opposite := VonMises{0, 3}.Update(VonMisesOf(2, math.Pi))
	within(t, "against the prior", opposite.Kappa, 1, 1e-14)
}

// The sines that every direction is made of, to 25 digits by mpmath.
func TestSincos(t *testing.T) {
	for _, c := range []struct{ x, sinHi, sinLo, cosHi, cosLo float64 }{
		{0.5, 0.47942553860420300, 0, 0.87758256189037271, 0},
		{-3, -0.14112000805986722, 0, -0.98999249660044546, 0},
		{100, -0.50636564110975879, 0, 0.86231887228768393, 0},
	} {
		s, k := sincos(c.x)
		within(t, "sine", s.Float64(), c.sinHi, 1e-15)
		within(t, "cosine", k.Float64(), c.cosHi, 1e-15)
		one := s.Mul(s).Add(k.Mul(k)).AddFloat(-1)
		if d := math.Abs(one.Float64()); d > 1e-30*(1+math.Abs(c.x)) {
			t.Errorf("sin² + cos² of %g is off by %g", c.x, d)
		}
	}
	// sin(2x) = 2 sin x cos x ties the digits together that a float64 has not.
	for x := -6.0; x < 6; x += 0.17 {
		s, c := sincos(x)
		s2, _ := sincos(2 * x)
		if d := s.Mul(c).MulFloat(2).Sub(s2).Float64(); math.Abs(d) > 1e-29 {
			t.Errorf("sin %g is off by %g", 2*x, d)
		}
	}
}

func TestVonMisesPredictive(t *testing.T) {
	for _, d := range []VonMises{{0, 1}, {3, 40}, {-1, 0}, {0.3, 1e6}} {
		for _, kappa := range []float64{0.5, 8, 1e5} {
			p := d.PredictiveVonMises(kappa)
			for _, off := range []float64{-3, -0.4, -1e-3, 0, 0.02, 2} {
				y := d.Mu + off
				want := d.LogEvidence(VonMisesOf(kappa, y))
				near(t, "log predictive", prob.LogProb(p, y), want, math.Abs(want))
			}
			within(t, "median", p.CDF(d.Mu), 0.5, 1e-12)
			q := p.Quantile(0.9)
			within(t, "quantile", p.CDF(q), 0.9, 1e-12)
			if off := p.Mean() - d.Mu; !(math.Abs(off) < 1e-12) {
				t.Errorf("%v: the mean is off its direction by %g", d, off)
			}
		}
	}
}

// The arc of a direction near the cut is not cut.
func TestVonMisesArc(t *testing.T) {
	d := VonMises{Mu: 3.1, Kappa: 4}
	iv := d.Interval(0.9)
	within(t, "centre", (iv.Low+iv.High)/2, d.Mu, 1e-14)
	within(t, "probability", d.CDF(iv.High)-d.CDF(iv.Low), 0.9, 1e-12)
	within(t, "density, a turn on", prob.LogProb(d, 3.3), prob.LogProb(d, 3.3-2*math.Pi), 1e-13)
}

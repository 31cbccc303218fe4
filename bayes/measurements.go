package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Measurements is the likelihood of a mean μ, measured with normal errors of
// known standard deviations σᵢ, which may differ:
//
//	log p(data | μ) = −½·W·(μ−m)² − ½·SS + c,
//
// W = Σ 1/σᵢ², m the mean and SS the sum of squares about it, both weighted by
// 1/σᵢ², and c = −Σ log(σᵢ·√2π). The zero value is no data. A literal with
// SS = 0 is a normal likelihood whose constant is left out.
type Measurements struct {
	Precision float64 // W
	Mean      float64 // m; nothing if W = 0
	SS        float64

	low  [3]float64 // what the three lose to rounding
	base total      // c
}

// Measurement returns the likelihood of one measurement y with standard
// deviation sd (not variance), sd > 0.
func Measurement(y, sd float64) Measurements {
	variance := dd.Prod(sd, sd)
	return newMeasurements(dd.Of(1).Div(variance), dd.Of(y), total{},
		dd.Log(dd.Of(sd)).Neg().Sub(halfLog2Pi()))
}

// halfLog2Pi returns ½ log 2π (OEIS A075700) to twice the precision.
func halfLog2Pi() total { return total{Hi: 0x1.d67f1c864beb5p-1, Lo: -0x1.65b5a1b7ff5dfp-55} }

func (t Measurements) precision() total { return total{Hi: t.Precision, Lo: t.low[0]} }
func (t Measurements) mean() total      { return total{Hi: t.Mean, Lo: t.low[1]} }
func (t Measurements) ss() total        { return total{Hi: t.SS, Lo: t.low[2]} }

func newMeasurements(w, mean, ss, base total) Measurements {
	return Measurements{w.Hi, mean.Hi, ss.Hi, [3]float64{w.Lo, mean.Lo, ss.Lo}, base}
}

// Dim returns 1.
func (t Measurements) Dim() int { return 1 }

// LogProb returns log p(data | μ) at x[0] = μ and its derivative in μ.
func (t Measurements) LogProb(x, grad []float64) float64 {
	off := t.mean().AddFloat(-x[0])
	w := t.precision()
	if grad != nil {
		grad[0] = w.Mul(off).Float64()
	}
	if w.Hi == 0 { // whatever x is
		return t.base.Float64()
	}
	return t.base.Sub(w.Mul(off).Mul(off).Add(t.ss()).MulFloat(0.5)).Float64()
}

// Merge implements [Stat].
func (t Measurements) Merge(u Measurements) Measurements {
	w, mean, ss := pool(t.precision(), t.mean(), t.ss(), u.precision(), u.mean(), u.ss())
	return newMeasurements(w, mean, ss, plus(t.base, u.base))
}

// pool returns the weight, the mean and the sum of squares about the mean of
// two sets that are given by theirs (Chan, Golub and LeVeque 1979, Stanford
// STAN-CS-79-773). Nothing of the size of the mean squared is ever subtracted.
// A negative weight takes a set out; where the weights then cancel, the means
// must be the same, or there is no answer: NaN.
func pool(w1, m1, s1, w2, m2, s2 total) (w, mean, ss total) {
	switch {
	case w2.Hi == 0 && s2.Hi == 0:
		return w1, m1, s1
	case w1.Hi == 0 && s1.Hi == 0:
		return w2, m2, s2
	}
	w, ss = plus(w1, w2), s1.Add(s2)
	off := m2.Sub(m1)
	switch {
	case w.Hi != 0:
		step := w2.Div(w).Mul(off)
		mean, ss = m1.Add(step), ss.Add(w1.Mul(step).Mul(off))
	case math.Abs(off.Hi) > 0x1p-80*math.Abs(m1.Hi):
		mean, ss = dd.Of(math.NaN()), dd.Of(math.NaN())
	}
	if w1.Hi > 0 != (w2.Hi > 0) && math.Abs(ss.Hi) <= spreadNoise(w1.Hi, m1.Hi, s1.Hi) {
		ss = total{}
	}
	return w, mean, ss
}

// spreadNoise bounds what is left of a sum of squares by rounding alone once
// all of it has been taken out: that of 10⁹ rows in the sum itself, and that of
// the mean, 2⁻¹⁰⁵ of it, times the slope of the sum.
func spreadNoise(w, mean, ss float64) float64 {
	return 0x1p-80*math.Abs(ss) + 0x1p-90*math.Abs(mean)*math.Sqrt(math.Abs(w*ss))
}

// Scale implements [Stat].
func (t Measurements) Scale(w float64) Measurements {
	if w == 0 {
		return Measurements{}
	}
	return newMeasurements(times(t.precision(), w), t.mean(), times(t.ss(), w), times(t.base, w))
}

// Check implements [Stat]: neither the precision nor the sum of squares is
// negative, and all are finite.
func (t Measurements) Check() error {
	if err := checkSpread("precision", t.Precision, t.Mean, t.SS); err != nil {
		return err
	}
	return checkBase(t.base)
}

// checkSpread reports a weight, mean and sum of squares that no data have.
func checkSpread(name string, w, mean, ss float64) error {
	if !(w >= 0 && ss >= 0) || w == 0 && ss > 0 || math.IsNaN(mean) || math.IsInf(mean, 0) || math.IsInf(w+ss, 1) {
		return fmt.Errorf("%s %g, mean %g, sum of squares %g: no data have these", name, w, mean, ss)
	}
	return nil
}

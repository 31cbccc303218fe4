package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A normalMix is the distribution of a number that is normal given what is drawn: an
// equal mixture of as many normals as there are draws. Averages of normal
// probabilities have smaller Monte Carlo errors than counts of draws have (Rao and
// Blackwell), and keep their digits in the tails.
type normalMix struct{ mean, sd []float64 }

func newNormalMix(draws int) normalMix {
	return normalMix{make([]float64, draws), make([]float64, draws)}
}

// above returns P(X > x).
func (m normalMix) above(x float64) Chance {
	var p running
	for i, mu := range m.mean {
		p.add(normalAbove(mu-x, m.sd[i]))
	}
	return Chance{p.mean, p.stdErr()}
}

// below returns P(X ≤ x), from its own tail.
func (m normalMix) below(x float64) Chance {
	var p running
	for i, mu := range m.mean {
		p.add(normalAbove(x-mu, m.sd[i]))
	}
	return Chance{p.mean, p.stdErr()}
}

// sign returns the probability that X has the sign s; NaN if that is 0.
func (m normalMix) sign(s int) Chance {
	switch s {
	case 1:
		return m.above(0)
	case -1:
		return m.below(0)
	}
	return Chance{nan, nan}
}

// density returns the density at x.
func (m normalMix) density(x float64) float64 {
	total := 0.0
	for i, mu := range m.mean {
		z := (x - mu) / m.sd[i]
		total += math.Exp(-0.5*z*z) / m.sd[i]
	}
	return total / float64(len(m.mean)) / math.Sqrt(2*math.Pi)
}

// summary returns the mixture in a few numbers; mean is the exact one.
func (m normalMix) summary(mean, level float64) Summary {
	tail := (1 - level) / 2
	s := Summary{Mean: mean, Median: m.quantile(0.5), Low: m.quantile(tail), High: m.quantile(1 - tail)}
	s.LowErr = m.below(s.Low).StdErr / m.density(s.Low)
	s.HighErr = m.above(s.High).StdErr / m.density(s.High)
	return s
}

// quantile returns the x with P(X ≤ x) = p, by Newton's method kept within a bracket:
// the least and the greatest that one of the normals has.
func (m normalMix) quantile(p float64) float64 {
	z := prob.Normal{Mu: 0, Sigma: 1}.Quantile(p)
	low, high := math.Inf(1), math.Inf(-1)
	var centre running
	for i, mu := range m.mean {
		q := mu + z*m.sd[i]
		low, high = min(low, q), max(high, q)
		centre.add(q)
	}
	x := centre.mean
	for range 100 {
		off := m.below(x).Probability - p
		if off > 0 {
			high = x
		} else {
			low = x
		}
		next := x - off/m.density(x)
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-x) <= 1e-13*(math.Abs(x)+high-low) || next == low || next == high {
			return next
		}
		x = next
	}
	return x
}

// A running is a mean and a sum of squares about it, number by number (Welford 1962,
// doi:10.1080/00401706.1962.10490022).
type running struct{ n, mean, squares float64 }

func (r *running) add(x float64) {
	r.n++
	off := x - r.mean
	r.mean += off / r.n
	r.squares += off * (x - r.mean)
}

// stdErr returns the standard error of the mean.
func (r running) stdErr() float64 {
	if r.n < 2 {
		return nan
	}
	return math.Sqrt(r.squares / (r.n - 1) / r.n)
}

package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A screening is what the counts of a candidate say at once.
type screening struct {
	strata          int
	rows, all       float64 // in strata that count, and in all
	crude, adjusted float64 // in the unit of the roles
	sign            int     // of crude; 0 where it is none, or another in all rows than in those that count
	p               float64 // 1 − P(reversal), by the normal with the posterior's moments, or exactly
	exact           bool
}

// screen screens a table of the question; swapped is for the question the other way
// round.
func (q question) screen(table []float64, swapped bool) screening {
	switch q.sums() {
	case 1:
		return screenRisks(risks(table, swapped))
	case 3:
		return screenMeans(means(table))
	}
	return screenSlopes(slopes(table))
}

// risks returns a table of counts as strata.
func risks(table []float64, swapped bool) []Stratum {
	strata := make([]Stratum, 0, len(table)/4)
	for ; len(table) > 0; table = table[4:] {
		n01, n10 := table[1], table[2]
		if swapped {
			n01, n10 = n10, n01
		}
		s := Stratum{Treated: Cell{table[3], n10 + table[3]}, Control: Cell{n01, table[0] + n01}}
		if s.Total() > 0 {
			strata = append(strata, s)
		}
	}
	return strata
}

// means returns a table of sums as strata.
func means(table []float64) []MeanStratum {
	strata := make([]MeanStratum, 0, len(table)/6)
	for ; len(table) > 0; table = table[6:] {
		if s := (MeanStratum{Control: moments(table[:3]), Treated: moments(table[3:6])}); s.Total() > 0 {
			strata = append(strata, s)
		}
	}
	return strata
}

// moments returns n, Σy and Σy² as moments; y is centred over all rows and in units of
// its standard deviation, so that little cancels.
func moments(sums []float64) bayes.Moments {
	n := sums[0]
	if n == 0 {
		return bayes.Moments{}
	}
	mean := sums[1] / n
	return bayes.Moments{N: n, Mean: mean, SS: leftOf(sums[2], mean*sums[1])}
}

// leftOf returns whole − part, 0 where that is no more than rounding.
func leftOf(whole, part float64) float64 {
	if left := whole - part; left > 1e-12*whole {
		return left
	}
	return 0
}

// slopes returns a table of sums as lines, and the line of all.
func slopes(table []float64) (lines []Slope, all Slope) {
	var total [6]float64
	for ; len(table) > 0; table = table[6:] {
		if table[0] > 0 {
			lines = append(lines, lineOf(table[:6]))
		}
		for k, x := range table[:6] {
			total[k] += x
		}
	}
	return lines, lineOf(total[:])
}

// lineOf returns the line of the sums n, Σx, Σy, Σx², Σxy and Σy².
func lineOf(sums []float64) Slope {
	n := sums[0]
	xx, yy := leftOf(sums[3], sums[1]/n*sums[1]), leftOf(sums[5], sums[2]/n*sums[2])
	if xx == 0 {
		return Slope{N: n, Estimate: nan, DF: n - 1, rss: yy}
	}
	xy := sums[4] - sums[1]/n*sums[2]
	return Slope{N: n, Estimate: xy / xx, DF: n - 2, xx: xx, rss: leftOf(yy, xy/xx*xy)}
}

// trimmed returns the strata with people of both treatments.
func trimmed(strata []Stratum) []Stratum { return Comparison{Strata: strata}.Trim().Strata }

// screenRisks uses the moments of the standardised difference of risks: with m and v
// the mean and the variance of the difference in a stratum, and w̄ the mean of its
// share, which is Dirichlet distributed with total count n,
//
//	Σ w̄·m  and  Σ (w̄² + w̄(1−w̄)/(n+1))·v + Σ w̄·(m − Σ w̄m)²/(n+1).
func screenRisks(all []Stratum) screening {
	kept := trimmed(all)
	s := screening{strata: len(kept), all: totalOf(all), rows: totalOf(kept)}
	c := Comparison{Strata: kept}
	s.crude = c.Crude().Difference()
	s.sign = agreed(c.Crude().sign(), Comparison{Strata: all}.Crude().sign())
	var effects standardisedMoments
	for _, k := range kept {
		m1, v1 := jeffreys(k.Treated)
		m0, v0 := jeffreys(k.Control)
		effects.add(k.Total(), m1-m0, v1+v0)
		s.adjusted += k.Total() / s.rows * k.Effect().Difference()
	}
	s.p = effects.positive(s.sign)
	return s
}

func totalOf(strata []Stratum) (n float64) {
	for _, s := range strata {
		n += s.Total()
	}
	return n
}

// agreed returns the sign that both have, 0 if they differ.
func agreed(a, b int) int {
	if a == b {
		return a
	}
	return 0
}

// jeffreys returns the mean and the variance of a risk, of posterior
// Beta(events + ½, others + ½).
func jeffreys(c Cell) (mean, variance float64) {
	n := c.Total + 1
	mean = (c.Events + 0.5) / n
	return mean, mean * (1 - mean) / (n + 1)
}

// standardisedMoments gathers strata into the moments of their standardised effect.
type standardisedMoments struct{ n, sum, squares, vw, vw2 float64 }

func (e *standardisedMoments) add(count, mean, variance float64) {
	w := count + 0.5
	e.n += w
	e.sum += w * mean
	e.squares += w * mean * mean
	e.vw += w * variance
	e.vw2 += w * w * variance
}

func (e standardisedMoments) moments() (mean, sd float64) {
	mean = e.sum / e.n
	within := e.vw2/(e.n*e.n) + (e.vw/e.n-e.vw2/(e.n*e.n))/(e.n+1)
	between := max(0, e.squares/e.n-mean*mean) / (e.n + 1)
	return mean, math.Sqrt(within + between)
}

// positive returns the probability that the effect has the sign, by the normal of its
// moments; 1 where there is none.
func (e standardisedMoments) positive(sign int) float64 {
	mean, sd := e.moments()
	if sign == 0 || !(sd > 0) {
		return 1
	}
	return normalAbove(float64(sign)*mean, sd)
}

// screenMeans uses the moments of the standardised difference of means.
func screenMeans(all []MeanStratum) screening {
	c := MeanComparison{Strata: all}.Trim()
	s := screening{strata: len(c.Strata)}
	for _, k := range all {
		s.all += k.Total()
	}
	crude := c.Crude()
	s.crude = crude.Difference()
	s.sign = agreed(crude.sign(), MeanComparison{Strata: all}.Crude().sign())
	model := searchModel(c)
	for _, k := range c.Strata {
		s.rows += k.Total()
	}
	var effects standardisedMoments
	one, df := 0.0, 0.0
	for _, k := range c.Strata {
		one += k.Treated.SS + k.Control.SS
		df += k.Treated.N + k.Control.N - 2
	}
	for _, k := range c.Strata {
		v := k.Treated.SS/(k.Treated.N-3)/k.Treated.N + k.Control.SS/(k.Control.N-3)/k.Control.N
		if model.OneVariance {
			v = one / max(df-2, 0.5) * (1/k.Treated.N + 1/k.Control.N)
		}
		effects.add(k.Total(), k.Effect().Difference(), v)
		s.adjusted += k.Total() / s.rows * k.Effect().Difference()
	}
	if s.p = effects.positive(s.sign); one == 0 || df < 1 { // nothing tells the variance
		s.p, s.sign = 1, 0
	}
	return s
}

// searchModel returns the model for a comparison with rows in every cell: a variance
// for each cell, or one for all where some cell has fewer than 4 rows or no variation.
func searchModel(c MeanComparison) NormalModel {
	for _, s := range c.Strata {
		for _, m := range []bayes.Moments{s.Treated, s.Control} {
			if m.N < 4 || m.SS == 0 {
				return NormalModel{OneVariance: true}
			}
		}
	}
	return NormalModel{}
}

// screenSlopes is exact.
func screenSlopes(lines []Slope, all Slope) screening {
	w := parallel(lines)
	s := screening{all: all.N, crude: all.Estimate, adjusted: w.Estimate, sign: all.sign(), p: 1, exact: true}
	for _, line := range lines {
		if line.xx > 0 {
			s.strata++
			s.rows += line.N
		}
	}
	post := w.Update(NormalModel{}.prior())
	if post.Proper() != nil || s.sign == 0 {
		s.sign = 0
		return s
	}
	t := meanOf(post)
	s.p = prob.StudentT{DF: t.DF, Loc: float64(s.sign) * t.Loc, Scale: t.Scale}.Survival(0)
	return s
}

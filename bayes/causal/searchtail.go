package causal

import (
	"math"
	"math/rand/v2"
)

// riskTail draws from the posterior of a standardised difference of risks, to find the
// probability that it has a sign which it hardly ever has. Risks are drawn from beta
// distributions whose means are moved towards a difference of 0, in proportion to how
// much each matters, and each draw is weighted with what that makes less likely of it
// (importance sampling): so that small probabilities take no more draws than others.
type riskTail struct {
	sign  float64
	share []gammaDraws // of each stratum
	cells []tiltedRisk // treated and control of each stratum
	w     []float64
}

// A tiltedRisk is a risk of posterior Beta(α, β) drawn from Beta(a, b).
type tiltedRisk struct {
	a, b             gammaDraws
	forEvent, forNot float64 // α − a and β − b
	log              float64 // log of B(a, b)/B(α, β)
}

// newRiskTail is for strata with people of both treatments; sign is that of interest.
func newRiskTail(strata []Stratum, sign int) *riskTail {
	t := &riskTail{sign: float64(sign), w: make([]float64, len(strata))}
	var effects standardisedMoments
	for _, s := range strata {
		m1, v1 := jeffreys(s.Treated)
		m0, v0 := jeffreys(s.Control)
		effects.add(s.Total(), m1-m0, v1+v0)
		t.share = append(t.share, newGammaDraws(s.Total()+0.5))
	}
	mean, sd := effects.moments()
	pull := 0.0 // how far the mean has to be moved, per variance
	if float64(sign)*mean < 0 {
		pull = -mean / (sd * sd)
	}
	for _, s := range strata {
		w := (s.Total() + 0.5) / effects.n
		t.cells = append(t.cells, tilt(s.Treated, pull*w), tilt(s.Control, -pull*w))
	}
	return t
}

// tilt moves the mean of a risk by its variance times pull, but no further than to a
// twentieth of its distance from 0 or 1.
func tilt(c Cell, pull float64) tiltedRisk {
	mean, variance := jeffreys(c)
	moved := min(max(mean+pull*variance, 0.05*mean), 1-0.05*(1-mean))
	alpha, beta := c.Events+0.5, c.Total-c.Events+0.5
	a, b := moved*(alpha+beta), (1-moved)*(alpha+beta)
	r := tiltedRisk{a: newGammaDraws(a), b: newGammaDraws(b), forEvent: alpha - a, forNot: beta - b}
	r.log = lgamma(a) + lgamma(b) - lgamma(alpha) - lgamma(beta)
	return r
}

func lgamma(x float64) float64 {
	l, _ := math.Lgamma(x)
	return l
}

// rand returns a risk and the log of its weight.
func (r *tiltedRisk) rand(rng *rand.Rand) (risk, logWeight float64) {
	g, h := r.a.rand(rng), r.b.rand(rng)
	risk = g / (g + h)
	if r.forEvent == 0 && r.forNot == 0 {
		return risk, 0
	}
	if risk == 0 || h == 0 { // underflow: a place where the posterior has next to nothing
		return risk, math.Inf(-1)
	}
	return risk, r.log + r.forEvent*math.Log(risk) + r.forNot*math.Log(h/(g+h))
}

// estimate returns the probability that the difference has the sign, from so many
// draws.
func (t *riskTail) estimate(rng *rand.Rand, draws int) Chance {
	var p running
	for range draws {
		difference, logWeight := 0.0, 0.0 // of the difference the sign matters, not the total of the shares
		for z := range t.w {
			w := t.share[z].rand(rng)
			p1, l1 := t.cells[2*z].rand(rng)
			p0, l0 := t.cells[2*z+1].rand(rng)
			difference += w * (p1 - p0)
			logWeight += l1 + l0
		}
		weight := 0.0
		if t.sign*difference >= 0 {
			weight = math.Exp(logWeight)
		}
		p.add(weight)
	}
	return Chance{min(p.mean, 1), p.stdErr()}
}

// estimateMeans returns the probability that the standardised difference of means has
// the sign, from so many draws of variances and shares.
func estimateMeans(c MeanComparison, sign int, rng *rand.Rand, draws int) Chance {
	cells, err := c.cells(searchModel(c).withDefaults())
	if err != nil {
		return Chance{1, 0}
	}
	w := cells.newWorker()
	var p running
	for range draws {
		w.draw(rng)
		mean, variance := w.normal(int(Everyone))
		p.add(normalAbove(float64(sign)*mean, math.Sqrt(variance)))
	}
	return Chance{p.mean, p.stdErr()}
}

// estimate returns 1 − P(reversal) of a candidate from so many draws.
func (q question) estimate(table []float64, swapped bool, sign int, rng *rand.Rand, draws int) Chance {
	if q.sums() == 1 {
		return newRiskTail(trimmed(risks(table, swapped)), sign).estimate(rng, draws)
	}
	return estimateMeans(MeanComparison{Strata: means(table)}.Trim(), sign, rng, draws)
}

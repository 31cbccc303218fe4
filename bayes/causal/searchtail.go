package causal

import (
	"math"
	"math/rand/v2"
)

// riskTail draws from the posterior of a standardised difference of risks, to find the
// probability that it has a sign which it hardly ever has. Risks are drawn from beta
// distributions that are moved to where a difference of 0 is likeliest, and each draw
// is weighted with what that changes of its density (importance sampling): so that
// small probabilities take no more draws than others.
type riskTail struct {
	sign  float64
	share []gammaDraws // of each stratum
	cells []tiltedRisk // treated and control of each stratum
}

// A tiltedRisk is a risk of posterior Beta(α, β) drawn from Beta(a, b).
type tiltedRisk struct {
	a, b             gammaDraws
	forEvent, forNot float64 // α − a and β − b
	log              float64 // log of B(a, b)/B(α, β)
}

// newRiskTail is for strata with people of both treatments; sign is that of interest.
func newRiskTail(strata []Stratum, sign int) *riskTail {
	t := &riskTail{sign: float64(sign)}
	for _, s := range strata {
		t.share = append(t.share, newGammaDraws(s.Total()+0.5))
	}
	pull := pullToZero(strata, t.sign)
	for _, s := range strata {
		w := s.Total() + 0.5
		t.cells = append(t.cells, tilt(s.Treated, pull*w), tilt(s.Control, -pull*w))
	}
	return t
}

// pullToZero returns how much risks must be pulled, in the direction of the sign, for
// their standardised difference to be 0; 0 if it has the sign already.
func pullToZero(strata []Stratum, sign float64) float64 {
	difference := func(pull float64) (d float64) {
		for _, s := range strata {
			w := s.Total() + 0.5
			d += w * (likeliest(s.Treated, pull*w) - likeliest(s.Control, -pull*w))
		}
		return sign * d
	}
	if difference(0) >= 0 {
		return 0
	}
	low, high := 0.0, 1e-3
	for difference(sign*high) < 0 && high < 1e12 {
		low, high = high, 4*high
	}
	for range 40 {
		if middle := (low + high) / 2; difference(sign*middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return sign * high
}

// likeliest returns the risk p at which p^α·(1−p)^β·e^(pull·p) is greatest: the root
// between 0 and 1 of α(1−p) − βp + pull·p(1−p).
func likeliest(c Cell, pull float64) float64 {
	alpha, beta := c.Events+0.5, c.Total-c.Events+0.5
	n := alpha + beta - pull
	// pull·p² + n·p − α = 0; in the form in which nothing cancels.
	root := math.Sqrt(n*n + 4*pull*alpha)
	if n >= 0 {
		return 2 * alpha / (n + root)
	}
	return (root - n) / (2 * pull)
}

// tilt returns a risk that is pulled, drawn from a beta distribution with the place and
// the curvature of p^α·(1−p)^β·e^(pull·p) at its peak.
func tilt(c Cell, pull float64) tiltedRisk {
	alpha, beta := c.Events+0.5, c.Total-c.Events+0.5
	a, b := alpha, beta
	if pull != 0 {
		p := likeliest(c, pull)
		n := alpha*((1-p)/p) + beta*(p/(1-p))
		a, b = p*n, (1-p)*n
	}
	r := tiltedRisk{a: newGammaDraws(a), b: newGammaDraws(b), forEvent: alpha - a, forNot: beta - b}
	r.log = lgamma(a) + lgamma(b) - lgamma(a+b) - lgamma(alpha) - lgamma(beta) + lgamma(alpha+beta)
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
		for z := range t.share {
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

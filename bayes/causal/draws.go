package causal

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/bayeskit/bayeskit/prob"
)

// draws are the draws of a posterior under way: of each, running sums over the strata
// so far. Strata come one after the other, so that memory is for the draws alone.
type draws struct {
	c Comparison
	s Sampling

	observed Effect // crude
	withheld [3]*PositivityError
	other    *PositivityError

	sums   []drawSums
	strata []Spread
	p1, p0 []float64 // the current stratum's risks
	odds   []float64 // and odds ratio
	work   []float64
}

// drawSums are the running sums of one draw: totals, by treatment and of everyone, and
// of what each population's events would come to under either treatment.
type drawSums struct {
	n1, n0, n, m    float64
	treated         Effect // Σ over the treated; its Treated is observed, its Control is not
	control         Effect // over the control
	everyone, other Effect
	low, high       float64 // least and greatest difference within strata
	lowRR, highRR   float64 // and ratio
	opposite        bool    // all so far have the sign opposite to the observed crude one
}

func newDraws(c Comparison, s Sampling) *draws {
	d := &draws{c: c, s: s, observed: c.Crude()}
	for t := range d.withheld {
		if gaps := c.gaps(c.Mix(Target(t))); gaps != nil {
			d.withheld[t] = &PositivityError{gaps}
		}
	}
	if s.Mix != nil {
		if gaps := c.gaps(s.Mix); gaps != nil {
			d.other = &PositivityError{gaps}
		}
	}
	d.sums = make([]drawSums, s.Draws)
	for i := range d.sums {
		d.sums[i].low, d.sums[i].high, d.sums[i].opposite = math.Inf(1), math.Inf(-1), true
		d.sums[i].lowRR, d.sums[i].highRR = math.Inf(1), math.Inf(-1)
	}
	d.p1, d.p0, d.odds, d.work = make([]float64, s.Draws), make([]float64, s.Draws), make([]float64, s.Draws), make([]float64, s.Draws)
	return d
}

// chunk is how many draws share a stream of random numbers.
const chunk = 1024

// stratum draws all of stratum z, in chunks with a stream each.
func (d *draws) stratum(ctx context.Context, seed prob.Seed, z int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l := d.law(z)
	chunks := (len(d.sums) + chunk - 1) / chunk
	work := func(from, step int) {
		for i := from; i < chunks; i += step {
			l.fill(d, seed.Child(uint64(i)).Rand(), i*chunk, min((i+1)*chunk, len(d.sums)))
		}
	}
	workers := min(runtime.GOMAXPROCS(0), chunks)
	var wg sync.WaitGroup
	for w := 1; w < workers; w++ {
		wg.Go(func() { work(w, workers) })
	}
	work(0, workers)
	wg.Wait()
	if s := d.c.Strata[z]; s.Treated.Total > 0 && s.Control.Total > 0 {
		d.strata = append(d.strata, d.spread(
			func(i int) Effect { return Effect{d.p1[i], d.p0[i]} },
			func(i int) float64 { return d.odds[i] }))
	} else {
		d.strata = append(d.strata, withheldSpread())
	}
	return nil
}

// A stratumLaw is the posterior of one stratum.
type stratumLaw struct {
	rate, known      bool // known: both cells hold somebody
	events, rest     [2]gammaDraws
	exposure         [2]float64
	n1, n0, n, other gammaDraws
	fixed            [4]float64 // for rates, instead of n1, n0, n and other
	sign             int        // opposite to that of the observed crude effect
}

// law returns the posterior of stratum z. Shares are gamma draws that the sum over all
// strata divides. A risk is the share of events in two gamma draws, which gives its
// odds without loss too.
func (d *draws) law(z int) *stratumLaw {
	s, prior := d.c.Strata[z], d.s.Prior
	l := &stratumLaw{rate: d.c.Rate, known: s.Treated.Total > 0 && s.Control.Total > 0, sign: -d.observed.sign()}
	for i, cell := range []Cell{s.Treated, s.Control} {
		switch {
		case cell.Total == 0:
		case l.rate:
			l.events[i] = newGammaDraws(prior.Rate.Shape + cell.Events)
			l.exposure[i] = prior.Rate.Rate + cell.Total
		default:
			l.events[i] = newGammaDraws(prior.Risk.Alpha + cell.Events)
			l.rest[i] = newGammaDraws(prior.Risk.Beta + (cell.Total - cell.Events))
		}
	}
	mix := 0.0
	if d.s.Mix != nil {
		mix = d.s.Mix[z]
	}
	if l.rate {
		l.fixed = [4]float64{s.Treated.Total, s.Control.Total, s.Others, mix}
		return l
	}
	arms := 2.0
	for _, s := range d.c.Strata {
		if s.Others > 0 {
			arms = 3
			break
		}
	}
	share := func(n, concentration float64) gammaDraws {
		if n == 0 {
			return gammaDraws{}
		}
		return newGammaDraws(n + concentration)
	}
	l.n1, l.n0, l.n = share(s.Treated.Total, prior.Share/arms), share(s.Control.Total, prior.Share/arms), share(s.Others, prior.Share/arms)
	l.other = share(mix, prior.Share)
	return l
}

// fill draws number from to number upTo.
func (l *stratumLaw) fill(d *draws, rng *rand.Rand, from, upTo int) {
	for i := from; i < upTo; i++ {
		p, odds := [2]float64{}, [2]float64{}
		n1, n0, others, m := l.fixed[0], l.fixed[1], l.fixed[2], l.fixed[3]
		for t := range p {
			x := l.events[t].rand(rng)
			switch {
			case l.events[t].d == 0: // an empty cell
			case l.rate:
				p[t] = x / l.exposure[t]
			default:
				y := l.rest[t].rand(rng)
				p[t], odds[t] = x/(x+y), x/y
			}
		}
		if !l.rate {
			n1, n0, others, m = l.n1.rand(rng), l.n0.rand(rng), l.n.rand(rng), l.other.rand(rng)
		}
		d.p1[i], d.p0[i], d.odds[i] = p[0], p[1], odds[0]/odds[1]
		s := &d.sums[i]
		n := n1 + n0 + others
		s.n1 += n1
		s.n0 += n0
		s.n += n
		s.m += m
		s.treated.add(n1, p)
		s.control.add(n0, p)
		s.everyone.add(n, p)
		s.other.add(m, p)
		if rd := p[0] - p[1]; l.known {
			rr := p[0] / p[1]
			s.low, s.high = min(s.low, rd), max(s.high, rd)
			s.lowRR, s.highRR = min(s.lowRR, rr), max(s.highRR, rr)
			s.opposite = s.opposite && rd*float64(l.sign) > 0
		}
	}
}

// add adds n people at risks p.
func (e *Effect) add(n float64, p [2]float64) {
	e.Treated += n * p[0]
	e.Control += n * p[1]
}

// over returns the risks that events among n people amount to.
func (e Effect) over(n float64) Effect { return Effect{e.Treated / n, e.Control / n} }

// crude returns the risks of one draw with strata ignored.
func (s *drawSums) crude() Effect { return Effect{s.treated.Treated / s.n1, s.control.Control / s.n0} }

// spread summarises the draws of an effect. A nil odds is that of the two risks.
func (d *draws) spread(effect func(i int) Effect, odds func(i int) float64) (s Spread) {
	if odds == nil {
		odds = func(i int) float64 { return effect(i).OddsRatio() }
	}
	s.OddsRatio = withheld()
	for _, scale := range []struct {
		of    func(i int) float64
		to    *Summary
		ratio bool
	}{
		{func(i int) float64 { return effect(i).Difference() }, &s.Difference, false},
		{func(i int) float64 { return effect(i).Ratio() }, &s.Ratio, true},
		{odds, &s.OddsRatio, true},
	} {
		if d.c.Rate && scale.to == &s.OddsRatio {
			continue
		}
		for i := range d.work {
			d.work[i] = scale.of(i)
		}
		*scale.to = summarise(d.work, d.s.Level, scale.ratio)
	}
	return s
}

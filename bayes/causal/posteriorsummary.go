package causal

import "math"

// posterior summarises all draws.
func (d *draws) posterior() Posterior {
	post := Posterior{
		Draws: d.s.Draws, Level: d.s.Level,
		Strata:   d.strata,
		Withheld: d.withheld, OtherWithheld: d.other,
		Other: withheldSpread(), Bias: withheldSpread(),
	}
	post.Crude = d.spread(func(i int) Effect { return d.sums[i].crude() }, nil)
	of := [3]func(i int) Effect{
		Everyone:  func(i int) Effect { return d.sums[i].everyone.over(d.sums[i].n) },
		Treated:   func(i int) Effect { return d.sums[i].treated.over(d.sums[i].n1) },
		Untreated: func(i int) Effect { return d.sums[i].control.over(d.sums[i].n0) },
	}
	for t, effect := range of {
		post.Adjusted[t] = withheldSpread()
		if d.withheld[t] == nil {
			post.Adjusted[t] = d.spread(effect, nil)
		}
	}
	if d.s.Mix != nil && d.other == nil {
		post.Other = d.spread(func(i int) Effect { return d.sums[i].other.over(d.sums[i].m) }, nil)
	}
	ate := of[Everyone]
	if d.withheld[Everyone] == nil {
		post.Bias = d.bias(ate)
	}
	post.Verdicts = d.verdicts(ate, post.Bias)
	return post
}

// bias summarises what adjusting changes: nothing, where there is one stratum.
func (d *draws) bias(ate func(i int) Effect) (s Spread) {
	s.OddsRatio = withheld()
	if len(d.c.Strata) == 1 {
		s.Ratio = Summary{Mean: 1, Median: 1, Low: 1, High: 1}
		return s
	}
	for i := range d.work {
		d.work[i] = ate(i).Difference() - d.sums[i].crude().Difference()
	}
	s.Difference = summarise(d.work, d.s.Level, false)
	for i := range d.work {
		d.work[i] = ate(i).Ratio() / d.sums[i].crude().Ratio()
	}
	s.Ratio = summarise(d.work, d.s.Level, true)
	return s
}

// verdicts compares the crude effect with the adjusted one and with those in strata.
func (d *draws) verdicts(ate func(i int) Effect, bias Spread) Verdicts {
	v := Verdicts{Reversal: noVerdict(), Every: noVerdict(), Outside: noVerdict(), Confounded: noVerdict(), CrudeSign: Chance{nan, nan}}
	crude, sign := d.observed.Difference(), d.observed.sign()
	// share returns the chance of what holds in a draw.
	share := func(holds func(i int) bool) Chance {
		k := 0
		for i := range d.sums {
			if holds(i) {
				k++
			}
		}
		return chance(k, len(d.sums))
	}
	opposite := func(e Effect) bool { return e.Difference()*float64(sign) < 0 }
	if sign != 0 {
		v.CrudeSign = share(func(i int) bool { return d.sums[i].crude().Difference()*float64(sign) > 0 })
	}
	if d.withheld[Everyone] != nil {
		return v
	}
	observed, _ := d.c.Average(Everyone)
	low, high, every := math.Inf(1), math.Inf(-1), true
	for _, s := range d.c.Strata {
		e := s.Effect()
		low, high = math.Min(low, e.Difference()), math.Max(high, e.Difference())
		every = every && e.sign() == -sign
	}
	if sign != 0 {
		v.Reversal = Verdict{observed.sign() == -sign, share(func(i int) bool { return opposite(ate(i)) })}
		v.Every = Verdict{every, share(func(i int) bool { return d.sums[i].opposite })}
	}
	size := d.observed.Treated + d.observed.Control
	v.Outside = Verdict{signOf(low-crude, size) > 0 || signOf(crude-high, size) > 0, share(func(i int) bool {
		s, rd := &d.sums[i], d.sums[i].crude().Difference()
		return len(d.c.Strata) > 1 && (rd < s.low || rd > s.high)
	})}
	if to := signOf(observed.Difference()-crude, size); to != 0 {
		v.Confounded = Verdict{
			bias.Difference.Low > 0 || bias.Difference.High < 0,
			share(func(i int) bool {
				return (ate(i).Difference()-d.sums[i].crude().Difference())*float64(to) > 0
			}),
		}
	}
	return v
}

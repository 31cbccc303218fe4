package causal

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
	for t, effect := range of {
		post.Reversals[t] = d.reversal(Target(t), effect)
	}
	post.Verdicts.Reversal = post.Reversals[Everyone]
	post.OutsideRatio = d.outsideRatio()
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

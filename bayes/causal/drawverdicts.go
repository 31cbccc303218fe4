package causal

import "math"

// share returns the chance of what holds in a draw.
func (d *draws) share(holds func(i int) bool) Chance {
	k := 0
	for i := range d.sums {
		if holds(i) {
			k++
		}
	}
	return chance(k, len(d.sums))
}

// reversal says whether the effect on a target has the opposite sign to the crude one.
func (d *draws) reversal(t Target, effect func(i int) Effect) Verdict {
	sign := d.observed.sign()
	if sign == 0 || d.withheld[t] != nil {
		return noVerdict()
	}
	observed, _ := d.c.Average(t)
	return Verdict{observed.sign() == -sign, d.share(func(i int) bool { return effect(i).Difference()*float64(sign) < 0 })}
}

// outsideRatio says whether the crude ratio lies outside the range of the strata's. A
// stratum without events under either treatment has none.
func (d *draws) outsideRatio() Verdict {
	if d.withheld[Everyone] != nil {
		return noVerdict()
	}
	low, high, crude := math.Inf(1), math.Inf(-1), d.observed.Ratio()
	for _, s := range d.c.Strata {
		if r := s.Effect().Ratio(); !math.IsNaN(r) {
			low, high = min(low, r), max(high, r)
		}
	}
	return Verdict{signOf(low-crude, low+crude) > 0 || signOf(crude-high, crude+high) > 0, d.share(func(i int) bool {
		s, rr := &d.sums[i], d.sums[i].crude().Ratio()
		return len(d.c.Strata) > 1 && (rr < s.lowRR || rr > s.highRR)
	})}
}

// verdicts compares the crude effect with the adjusted one and with those in strata; the
// reversal is left to reversal.
func (d *draws) verdicts(ate func(i int) Effect, bias Spread) Verdicts {
	v := Verdicts{Every: noVerdict(), Outside: noVerdict(), Confounded: noVerdict(), CrudeSign: Chance{nan, nan}}
	crude, sign := d.observed.Difference(), d.observed.sign()
	if sign != 0 {
		v.CrudeSign = d.share(func(i int) bool { return d.sums[i].crude().Difference()*float64(sign) > 0 })
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
		v.Every = Verdict{every, d.share(func(i int) bool { return d.sums[i].opposite })}
	}
	size := d.observed.Treated + d.observed.Control
	v.Outside = Verdict{signOf(low-crude, size) > 0 || signOf(crude-high, size) > 0, d.share(func(i int) bool {
		s, rd := &d.sums[i], d.sums[i].crude().Difference()
		return len(d.c.Strata) > 1 && (rd < s.low || rd > s.high)
	})}
	if to := signOf(observed.Difference()-crude, size); to != 0 {
		v.Confounded = Verdict{
			bias.Difference.Low > 0 || bias.Difference.High < 0,
			d.share(func(i int) bool {
				return (ate(i).Difference()-d.sums[i].crude().Difference())*float64(to) > 0
			}),
		}
	}
	return v
}

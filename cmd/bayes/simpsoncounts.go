package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
)

// neither names what is not compared, as no level can: cells hold no NUL.
const neither = "\x00"

// table counts the rows of a case.
func (k *simpsonCase) table() (*causal.Table, error) {
	t := &causal.Table{}
	for _, name := range []string{k.arms.treated, k.arms.control, neither} {
		t.Treatment.Code(name)
	}
	event, not := t.Outcome.Code(k.event), t.Outcome.Code(neither)
	k.strata.enter(&t.Strata)
	codes := make([]int, len(k.by))
	for i, n := range k.frame.n {
		y := not
		if k.isEvent[k.outcome.column.codes[i]] {
			y = event
		}
		z := t.Strata.Combine(k.strata.codes(i, codes)...)
		if err := t.Add(k.arms.of[k.treatment.column.codes[i]], y, z, float64(n)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// proportions answers a case whose data are counts.
func (r *simpsonFindings) proportions(e *env) error {
	k := r.simpsonCase
	t, err := k.table()
	if err != nil {
		return err
	}
	c, err := t.Compare(k.arms.treated, k.arms.control, k.event)
	if err != nil {
		return fmt.Errorf("%s: %w", k.frame.file, err)
	}
	slices.SortFunc(c.Strata, func(a, b causal.Stratum) int { return k.strata.compare(a.Levels, b.Levels) })
	if k.trim {
		c = c.Trim()
	}
	sampling := causal.Sampling{Prior: causal.Prior{Risk: k.cell}, Draws: k.drawsFor(len(c.Strata)), Level: k.level}
	if k.mix != "" {
		if sampling.Mix, err = e.readMix(k, c); err != nil {
			return err
		}
	}
	p, err := c.Posterior(e.ctx, k.seed, sampling)
	if err != nil {
		return err
	}
	r.kind, r.verdicts, r.draws = proportions, p.Verdicts, p.Draws
	r.prior = specText(r.cellPrior(), k.digits) + " of the rate in each cell"
	if k.cell == (bayes.Beta{}) {
		r.prior += ", of Jeffreys: --prior states another"
	}
	effect := func(name string, e causal.Effect, s causal.Spread) simpsonEffect {
		return simpsonEffect{name, e.Treated, e.Control, e.Difference(), s.Difference, e.Ratio(), e.OddsRatio(), [2]causal.Summary{s.Ratio, s.OddsRatio}}
	}
	r.crude = effect("crude", c.Crude(), p.Crude)
	for _, s := range c.Strata {
		r.n += s.Total()
	}
	if len(k.by) > 0 {
		for target, name := range k.targetNames() {
			e, _ := c.Average(causal.Target(target)) // NaN where withheld
			r.adjusted = append(r.adjusted, effect(name, e, p.Adjusted[target]))
		}
		if k.mix != "" {
			e, err := c.Standardised(sampling.Mix)
			if err != nil {
				return fmt.Errorf("--standardise-to %s: %w", k.mix, err)
			}
			r.adjusted = append(r.adjusted, effect("in "+k.mix, e, p.Other))
		}
		mh := c.MantelHaenszel()
		r.adjusted = append(r.adjusted, simpsonEffect{"Mantel–Haenszel", math.NaN(), math.NaN(), mh.Difference.Value, summaryOf(mh.Difference.Interval(k.level)),
			mh.Ratio.Value, mh.OddsRatio.Value, [2]causal.Summary{summaryOf(mh.Ratio.Interval(k.level)), summaryOf(mh.OddsRatio.Interval(k.level))}})
		for z, s := range c.Strata {
			r.strata = append(r.strata, simpsonStratum{effect(s.Name(), s.Effect(), p.Strata[z]), s.Levels, s.Total(), s.Treated.Total, s.Control.Total,
				[2]bayes.Interval{r.spreadOf(s.Treated), r.spreadOf(s.Control)}})
		}
		r.split, err = c.Kitagawa()
		r.hasSplit = err == nil
		if p.Withheld[causal.Everyone] == nil {
			rr := p.Adjusted[causal.Everyone].Ratio
			if e := causal.EValue(r.adjusted[0].ratio); e >= 1 {
				r.eValue = &[2]float64{e, causal.EValueOfInterval(intervalOf(rr))}
			}
		}
	}
	r.collect(c, p)
	dropped := make([]string, len(c.Dropped))
	for i, s := range c.Dropped {
		dropped[i] = s.Name()
	}
	r.trimmed = len(dropped) > 0
	r.warnTrimmed(dropped, c.Estimand(causal.Everyone))
	if gaps := c.Gaps(); len(gaps) > 0 {
		b := c.Bounds(c.Mix(causal.Everyone)).Difference()
		r.warnGaps(gaps, fmt.Sprintf("; whatever it is, the standardised difference is between %s and %s", significant(b.Low, r.digits), significant(b.High, r.digits)))
	}
	r.warnFew()
	return nil
}

// drawsFor is how many draws are taken: those that were asked for, or else fewer of very
// many strata, which would take minutes.
func (k *simpsonCase) drawsFor(strata int) int {
	const many, least = 500, 2000
	if k.drawsGiven || strata <= many {
		return k.draws
	}
	return max(least, k.draws*many/strata)
}

// cellPrior is the prior of the rate in each cell.
func (k *simpsonCase) cellPrior() bayes.Beta {
	if k.cell == (bayes.Beta{}) {
		return bayes.Beta{Alpha: 0.5, Beta: 0.5}
	}
	return k.cell
}

// spreadOf is the interval of a cell's rate.
func (r *simpsonFindings) spreadOf(c causal.Cell) bayes.Interval {
	p := r.cellPrior()
	return bayes.Beta{Alpha: p.Alpha + c.Events, Beta: p.Beta + c.Total - c.Events}.Interval(r.level)
}

// targetNames name the effects standardised to the populations of causal.Target.
func (k *simpsonCase) targetNames() [3]string {
	return [3]string{"in everyone's mix (ATE)", "in the mix of " + k.shortArm(k.arms.treated) + " (ATT)", "in the mix of " + k.shortArm(k.arms.control) + " (ATC)"}
}

// collect names the estimates for programs.
func (r *simpsonFindings) collect(c causal.Comparison, p causal.Posterior) {
	intervals := map[string]causal.Summary{
		"crude_rd": p.Crude.Difference, "crude_rr": p.Crude.Ratio, "crude_or": p.Crude.OddsRatio,
		"ate_rd": p.Adjusted[causal.Everyone].Difference, "std_rr": p.Adjusted[causal.Everyone].Ratio,
		"att_rd": p.Adjusted[causal.Treated].Difference, "atc_rd": p.Adjusted[causal.Untreated].Difference,
	}
	mh := c.MantelHaenszel()
	for name, pooled := range map[string]causal.Pooled{"mh_rd": mh.Difference, "mh_rr": mh.Ratio, "mh_or": mh.OddsRatio} {
		intervals[name] = summaryOf(pooled.Interval(r.level))
	}
	for _, e := range c.Estimates() {
		if s, ok := intervals[e.Name]; ok {
			r.estimate(e.Name, e.Value, s)
		} else {
			r.plain(e.Name, e.Value)
		}
	}
	if r.mix != "" {
		other := r.adjusted[3]
		r.plain("other_p1", other.treated)
		r.plain("other_p0", other.control)
		r.estimate("other_rd", other.difference, other.interval)
	}
}

// readMix reads the strata of another population.
func (e *env) readMix(k *simpsonCase, c causal.Comparison) ([]float64, error) {
	q := k.query
	q.file, q.all, q.also, q.named = k.mix, false, nil, nil
	for _, p := range k.by {
		q.named = append(q.named, &simpsonRole{flag: "by", spec: p.column.name})
	}
	f, err := e.readSimpson(q)
	if err != nil {
		return nil, fmt.Errorf("--standardise-to: %w", err)
	}
	var t causal.Table
	nobody, nothing := t.Treatment.Code(""), t.Outcome.Code("")
	names := make([]string, len(q.named))
	for i, n := range f.n {
		for j, p := range q.named {
			if names[j], err = k.strata.columns[j].nameOf(p.column, i); err != nil {
				return nil, fmt.Errorf("--standardise-to %s: %w", f.file, err)
			}
		}
		if err := t.Add(nobody, nothing, t.Strata.Code(names...), float64(n)); err != nil {
			return nil, err
		}
	}
	mix, err := c.MixOf(&t)
	if err != nil {
		return nil, fmt.Errorf("--standardise-to %s: %w", k.mix, err)
	}
	return mix, nil
}

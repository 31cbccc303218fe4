package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

// meanTable gathers an outcome that is a number, by treatment and stratum.
func (k *simpsonCase) meanTable() (*causal.MeanTable, error) {
	t := &causal.MeanTable{Outcome: k.outcome.column.name}
	for _, name := range []string{k.arms.treated, k.arms.control, neither} {
		t.Treatment.Code(name)
	}
	k.strata.enter(&t.Strata)
	codes := make([]int, len(k.by))
	for i, n := range k.frame.n {
		z := t.Strata.Combine(k.strata.codes(i, codes)...)
		arm := k.arms.of[k.treatment.column.codes[i]]
		var err error
		switch {
		case k.frame.cells != nil:
			err = t.AddMoments(arm, z, k.frame.cells[i].flush())
		case n == 1:
			err = t.Add(arm, z, k.outcome.column.numberAt(i))
		default:
			err = t.AddTimes(arm, z, k.outcome.column.numberAt(i), float64(n))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.frame.file, err)
		}
	}
	return t, nil
}

// needsProportions refuses what is asked of a table of counts only.
func (k *simpsonCase) needsProportions(why string) error {
	switch {
	case k.cell != (bayes.Beta{}):
		return usagef("--prior is of the rate in each cell, but %s", why)
	case k.mix != "":
		return usagef("--standardise-to is for proportions, but %s", why)
	}
	return nil
}

// referencePrior says what is taken for means and slopes.
const referencePrior = "reference: flat in each %s and in log variance"

// averages answers a case whose outcome is a number.
func (r *simpsonFindings) averages(e *env) error {
	k := r.simpsonCase
	if err := k.needsProportions(fmt.Sprintf("%s is a number: name an event by --outcome %[1]s=LEVEL", k.outcome.column.name)); err != nil {
		return err
	}
	t, err := k.meanTable()
	if err != nil {
		return err
	}
	c, err := t.Compare(k.arms.treated, k.arms.control)
	if err != nil {
		return fmt.Errorf("%s: %w", k.frame.file, err)
	}
	slices.SortFunc(c.Strata, func(a, b causal.MeanStratum) int { return k.strata.compare(a.Levels, b.Levels) })
	if k.trim {
		c = c.Trim()
	}
	model := causal.NormalModel{Level: k.level}
	if k.drawsGiven {
		model.Draws = k.simpsonSpec.draws
	}
	p, err := c.Posterior(e.ctx, k.seed, model)
	if err != nil && !errors.Is(err, e.ctx.Err()) {
		model.OneVariance = true
		var again error
		if p, again = c.Posterior(e.ctx, k.seed, model); again == nil {
			why, _, _ := strings.Cut(err.Error(), ": take one variance")
			r.warn("%s: so the variance is taken to be the same in all cells", why)
		}
		err = again
	}
	if err != nil {
		return fmt.Errorf("%s: %w", k.frame.file, err)
	}
	r.kind, r.verdicts, r.draws, r.prior = averages, p.Verdicts, 0, fmt.Sprintf(referencePrior, "mean")
	effect := func(name string, e causal.MeanEffect, s causal.Summary) simpsonEffect {
		return simpsonEffect{name: name, treated: e.Treated, control: e.Control, difference: e.Difference(), interval: s, ratio: math.NaN(), odds: math.NaN()}
	}
	r.crude = effect("crude", c.Crude(), p.Crude)
	r.plain("crude_m1", r.crude.treated)
	r.plain("crude_m0", r.crude.control)
	r.estimate("crude_md", r.crude.difference, r.crude.interval)
	for _, s := range c.Strata {
		r.n += s.Total()
	}
	if len(k.by) > 0 {
		keys := [3]string{"ate_md", "att_md", "atc_md"}
		for target, name := range k.targetNames() {
			e, _ := c.Average(causal.Target(target)) // NaN where withheld
			if target == int(causal.Everyone) {
				r.plain("do_m1", e.Treated)
				r.plain("do_m0", e.Control)
			}
			r.adjusted = append(r.adjusted, effect(name, e, p.Adjusted[target]))
			r.estimate(keys[target], e.Difference(), p.Adjusted[target])
		}
		r.adjusted = append(r.adjusted, effect("weighted by overlap", causal.MeanEffect{Treated: math.NaN(), Control: math.NaN()}, p.Overlap))
		r.adjusted[3].difference = c.Overlap()
		r.estimate("overlap_md", c.Overlap(), p.Overlap)
		for z, s := range c.Strata {
			r.strata = append(r.strata, simpsonStratum{effect(s.Name(), s.Effect(), p.Strata[z]), s.Levels, s.Total(), s.Treated.N, s.Control.N,
				[2]bayes.Interval{meanInterval(s.Treated, k.level), meanInterval(s.Control, k.level)}})
		}
		r.split, err = c.Kitagawa()
		r.hasSplit = err == nil
		r.plain("kitagawa_rate", r.split.Rate)
		r.plain("kitagawa_composition", r.split.Composition)
	}
	dropped := make([]string, len(c.Dropped))
	for i, s := range c.Dropped {
		dropped[i] = s.Name()
	}
	r.trimmed = len(dropped) > 0
	r.warnTrimmed(dropped, fmt.Sprintf("%d of %d strata remain", len(c.Strata), len(c.Strata)+len(dropped)))
	if gaps := c.Gaps(); len(gaps) > 0 {
		r.warnGaps(gaps, "")
	}
	r.warnFew()
	return nil
}

// meanInterval is the interval of a mean, its variance being that of its own cell.
func meanInterval(m bayes.Moments, level float64) bayes.Interval {
	if !(m.N > 1) || !(m.SS > 0) {
		return unknownInterval()
	}
	return bayes.Central(prob.StudentT{DF: m.N - 1, Loc: m.Mean, Scale: math.Sqrt(m.SS / (m.N - 1) / m.N)}, level)
}

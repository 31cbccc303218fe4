package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// response is the outcome of row i as a number: 1 for the event, where there is one.
func (k *simpsonCase) response(i int) float64 {
	if k.event == "" {
		return k.outcome.column.numberAt(i)
	}
	if k.isEvent[k.outcome.column.codes[i]] {
		return 1
	}
	return 0
}

// slopeTable gathers the regression of the outcome on the dose in each stratum.
func (k *simpsonCase) slopeTable() (*causal.SlopeTable, error) {
	t := &causal.SlopeTable{Treatment: k.treatment.column.name, Outcome: k.outcomeName()}
	k.strata.enter(&t.Strata)
	codes := make([]int, len(k.by))
	for i, n := range k.frame.n {
		z := t.Strata.Combine(k.strata.codes(i, codes)...)
		if err := t.AddTimes(z, k.treatment.column.numberAt(i), k.response(i), float64(n)); err != nil {
			return nil, fmt.Errorf("%s: %w", k.frame.file, err)
		}
	}
	return t, nil
}

// slopes answers a case whose treatment is a dose.
func (r *simpsonFindings) slopes(e *env) error {
	k := r.simpsonCase
	if err := k.needsProportions(fmt.Sprintf("%s is a dose: name a level by --treatment %[1]s=LEVEL", k.treatment.column.name)); err != nil {
		return err
	}
	if k.frame.cells != nil {
		return &rows.Error{File: k.frame.file, Column: k.treatment.column.name, Msg: "had two values at first and has more later, so it cannot be told whether it is a dose",
			Mend: fmt.Sprintf("name a level: --treatment %s=LEVEL", k.treatment.column.name)}
	}
	t, err := k.slopeTable()
	if err != nil {
		return err
	}
	s, err := t.Slopes()
	if err != nil {
		return fmt.Errorf("%s: %w", k.frame.file, err)
	}
	slices.SortFunc(s.Strata, func(a, b causal.SlopeStratum) int { return k.strata.compare(a.Levels, b.Levels) })
	p, err := s.Posterior(causal.NormalModel{Level: k.level})
	if err != nil {
		return fmt.Errorf("%s: %w", k.frame.file, err)
	}
	r.kind, r.verdicts, r.prior = slopes, p.Verdicts, fmt.Sprintf(referencePrior, "coefficient")
	effect := func(name string, slope float64, s causal.Summary) simpsonEffect {
		nan := math.NaN()
		return simpsonEffect{name: name, treated: nan, control: nan, difference: slope, interval: s, ratio: nan, odds: nan}
	}
	r.n = s.Crude.N
	r.crude = effect("crude, one line for all", s.Crude.Estimate, p.Crude)
	r.estimate("crude_slope", s.Crude.Estimate, p.Crude)
	if len(k.by) > 0 {
		r.adjusted = []simpsonEffect{effect("within strata, parallel lines", s.Within.Estimate, p.Within)}
		r.estimate("within_slope", s.Within.Estimate, p.Within)
		r.split, r.hasSplit = causal.Decomposition{Rate: s.WithinPart, Composition: s.BetweenPart}, true
		r.plain("within_part", s.WithinPart)
		r.plain("between_part", s.BetweenPart)
		for z, stratum := range s.Strata {
			one := simpsonStratum{simpsonEffect: effect(stratum.Name(), stratum.Estimate, p.Strata[z]), levels: stratum.Levels, n: stratum.N}
			one.spread = [2]bayes.Interval{unknownInterval(), unknownInterval()}
			r.strata = append(r.strata, one)
		}
	}
	if k.event != "" {
		r.notes = append(r.notes, fmt.Sprintf("%s is 1 or 0: slopes are changes of a proportion", k.outcomeName()))
	}
	if len(p.Flat) > 0 {
		r.warn("%s does not vary in %s: nothing is learnt there", k.treatment.column.name, strataText(p.Flat))
	}
	if len(p.Undetermined) > 0 {
		r.warn("%s: too few rows for a slope with an interval", strataText(p.Undetermined))
	}
	if k.plot != "" || k.paged {
		r.scatter = k.sample()
	}
	return nil
}

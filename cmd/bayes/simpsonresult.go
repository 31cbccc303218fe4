package main

import (
	"errors"
	"fmt"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// A simpsonResult is what a table of counts says.
type simpsonResult struct {
	*simpsonCase
	comparison causal.Comparison
	crude      causal.Effect
	average    [3]causal.Effect // by causal.Target; NaN where withheld
	other      *causal.Effect   // standardised to another population, if one is given
	common     causal.Common
	split      causal.Decomposition
	hasSplit   bool
	posterior  causal.Posterior
	warnings   []string
}

// evaluate answers a case whose data are counts.
func (e *env) evaluate(k *simpsonCase) (*simpsonResult, error) {
	t, err := k.table()
	if err != nil {
		return nil, err
	}
	r := &simpsonResult{simpsonCase: k}
	if r.comparison, err = t.Compare(k.arms.treated, k.arms.control, k.event); err != nil {
		return nil, fmt.Errorf("%s: %w", k.frame.file, err)
	}
	if k.trim {
		r.comparison = r.comparison.Trim()
	}
	c := r.comparison
	r.crude, r.common = c.Crude(), c.MantelHaenszel()
	for target := range r.average {
		if r.average[target], err = c.Average(causal.Target(target)); err != nil && !errors.As(err, new(*causal.PositivityError)) {
			return nil, err
		}
	}
	r.split, err = c.Kitagawa()
	r.hasSplit = err == nil
	sampling := causal.Sampling{Prior: causal.Prior{Risk: k.prior}, Draws: k.draws, Level: k.level}
	if k.mix != "" {
		if sampling.Mix, err = e.readMix(k, c); err != nil {
			return nil, err
		}
		other, err := c.Standardised(sampling.Mix)
		if err != nil {
			return nil, fmt.Errorf("--standardise-to %s: %w", k.mix, err)
		}
		r.other = &other
	}
	if r.posterior, err = c.Posterior(e.ctx, k.seed, sampling); err != nil {
		return nil, err
	}
	r.warn()
	return r, nil
}

// readMix reads the strata of another population.
func (e *env) readMix(k *simpsonCase, c causal.Comparison) ([]float64, error) {
	q := k.query
	q.file, q.all, q.also, q.named = k.mix, false, nil, nil
	by := make([]*simpsonRole, len(k.by))
	for i, p := range k.by {
		by[i] = &simpsonRole{flag: "by", spec: p.column.name}
	}
	q.named = by
	f, err := e.readSimpson(q)
	if err != nil {
		return nil, fmt.Errorf("--standardise-to: %w", err)
	}
	var t causal.Table
	nobody, nothing := t.Treatment.Code(""), t.Outcome.Code("")
	names := make([]string, len(by))
	for i, n := range f.n {
		for j, p := range by {
			names[j] = k.strata.columns[j].nameOf(p.column, i)
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

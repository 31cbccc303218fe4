package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// A cutting is the result with measurements cut otherwise, or not cut but regressed on.
type cutting struct {
	how      string
	adjusted simpsonEffect
	reversal causal.Chance
	draws    int
}

// recut shows how far the result depends on where measurements are cut: it is worked
// out with other numbers of bands, and by a regression that cuts nothing.
func (r *simpsonFindings) recut(e *env) error {
	if !r.simpsonCase.strata.banded {
		if c, ok := r.regressed(); ok && len(r.by) > 0 && !r.answered() {
			r.cuts = append(r.cuts, c)
		}
		return nil
	}
	for _, bands := range []int{2, 3, bandsOf, 10} {
		k, spec := *r.simpsonCase, *r.simpsonCase.simpsonSpec
		spec.plot, spec.mix = "", ""
		k.simpsonSpec = &spec
		k.strata = newSimpsonStrata(k.frame, k.by, k.most, bands)
		other, err := &simpsonFindings{simpsonCase: &k}, error(nil)
		switch r.kind {
		case proportions:
			err = other.proportions(e)
		case averages:
			err = other.averages(e)
		default:
			err = other.slopes(e)
		}
		if err != nil || !other.answered() {
			if e.ctx.Err() != nil {
				return err
			}
			continue // too finely cut to say
		}
		r.cuts = append(r.cuts, cutting{fmt.Sprintf("%d bands", bands), other.adjusted[0], other.verdicts.Reversal.Chance, other.draws})
	}
	if c, ok := r.regressed(); ok {
		r.cuts = append(r.cuts, c)
	}
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, c := range r.cuts {
		if p := c.reversal.Probability; !math.IsNaN(p) {
			lowest, highest = math.Min(lowest, p), math.Max(highest, p)
		}
	}
	what := "cut into bands, within which people are not all alike"
	if len(r.cuts) < 2 {
		r.warn("%s %s", r.bandedNames(), what)
	} else if verdictOf(true, lowest) != verdictOf(true, highest) {
		r.warn("%s %s, and the verdict depends on how it is cut: P(reversal) is from %s to %s", r.bandedNames(), what,
			chance(causal.Chance{Probability: lowest}, 0), chance(causal.Chance{Probability: highest}, 0))
	} else {
		r.warn("%s %s; cut otherwise P(reversal) is from %s to %s", r.bandedNames(), what,
			chance(causal.Chance{Probability: lowest}, 0), chance(causal.Chance{Probability: highest}, 0))
	}
	return nil
}

// bandedNames names the columns that are cut.
func (r *simpsonFindings) bandedNames() string {
	var names []string
	for _, c := range r.simpsonCase.strata.columns {
		if c.bands != nil {
			names = append(names, c.column.name)
		}
	}
	if len(names) == 1 {
		return names[0] + " is"
	}
	return strings.Join(names, " and ") + " are"
}

// mostTerms is how many coefficients such a regression may have: its cost grows as their
// square, row by row.
const mostTerms = 40

// regressed adjusts by least squares: for measurements as they are, and for the levels of
// the other columns.
func (r *simpsonFindings) regressed() (c cutting, ok bool) {
	k, terms := r.simpsonCase, 2
	for _, s := range k.strata.columns {
		if s.bands != nil {
			terms++
		} else {
			terms += len(s.names) - 1
		}
	}
	if terms > mostTerms || k.frame.cells != nil { // folded: the rows are gone
		return c, false
	}
	treatment, outcome := k.asTreatment(), k.asOutcome()
	g := causal.Regression{Treatment: treatment.Name, Outcome: outcome.Name}
	data := causal.Data{Columns: []causal.Column{treatment, outcome}, Counts: k.frame.n}
	if k.arms != nil {
		g.Treated, g.Control = k.arms.treated, k.arms.control
	}
	if k.event != "" {
		g.Event = k.event
	}
	for _, s := range k.strata.columns {
		column := s.column.data()
		if s.bands == nil {
			column.Numbers = nil // levels, not a slope
		}
		g.Covariates = append(g.Covariates, column.Name)
		data.Columns = append(data.Columns, column)
	}
	fit, err := g.Fit(data)
	if err != nil {
		return c, false
	}
	p, err := fit.Posterior(causal.NormalModel{Level: k.level})
	if err != nil {
		return c, false
	}
	if fit.Alone > 0.05 {
		r.notes = append(r.notes, fmt.Sprintf("regression: %s%% of the rows are where the other treatment has none alike; for them a straight line is all there is", brief(100*fit.Alone, 3)))
	}
	return cutting{how: "regression", adjusted: simpsonEffect{difference: fit.Adjusted.Estimate, interval: p.Within}, reversal: p.Verdicts.Reversal.Chance}, true
}

// cutTable has a row for each way to cut.
func (r *simpsonFindings) cutTable() *table {
	t := &table{head: []string{"measurements as", "adjusted " + r.differenceName(), r.intervalName(), "P(reversal)"}}
	for _, c := range r.cuts {
		d, iv := differenceTexts(c.adjusted, r.digits)
		t.add(c.how, d, iv, chance(c.reversal, c.draws))
	}
	return t
}

func (c cutting) json() object {
	return object{{"how", c.how}, {"adjusted", number(c.adjusted.difference)},
		{"interval", [2]number{number(c.adjusted.interval.Low), number(c.adjusted.interval.High)}}, {"p_reversal", number(c.reversal.Probability)}}
}

package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
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
		return nil
	}
	for _, bands := range []int{2, 3, bandsOf, 10} {
		k := *r.simpsonCase
		k.plot, k.mix = "", ""
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
	if verdictOf(true, lowest) != verdictOf(true, highest) {
		r.warn("%s %s, and the verdict depends on how it is cut: P(reversal) is from %s to %s", r.bandedNames(), what,
			chance(causal.Chance{Probability: lowest}, 0), chance(causal.Chance{Probability: highest}, 0))
	} else {
		r.warn("%s %s; the verdict is the same for other bands", r.bandedNames(), what)
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

// mostTerms is how many coefficients a regression of this kind may have.
const mostTerms = 40

// regressed adjusts by least squares: for measurements as they are, and for the levels
// of the other columns. The treatment comes last, so that what is left of it after
// the others is known.
func (r *simpsonFindings) regressed() (cutting, bool) {
	k := r.simpsonCase
	terms := 2
	for _, c := range k.strata.columns {
		if c.bands != nil {
			terms++
		} else {
			terms += len(c.names) - 1
		}
	}
	if terms > mostTerms {
		return cutting{}, false
	}
	all, x := bayes.NewRows(terms), make([]float64, terms)
	for i, n := range k.frame.n {
		x[0] = 1
		next := 1
		for _, c := range k.strata.columns {
			if c.bands != nil {
				x[next] = c.column.numberAt(i)
				next++
				continue
			}
			for level := 1; level < len(c.names); level++ {
				x[next] = 0
				if int(c.column.codes[i]) == level {
					x[next] = 1
				}
				next++
			}
		}
		switch {
		case k.arms == nil:
			x[next] = k.treatment.column.numberAt(i)
		case k.arms.of[k.treatment.column.codes[i]] == isTreated:
			x[next] = 1
		case k.arms.of[k.treatment.column.codes[i]] == isControl:
			x[next] = 0
		default:
			continue
		}
		all.AddTimes(float64(n), k.response(i), x...)
	}
	fit := all.LeastSquares()
	df := fit.N - float64(terms)
	if df < 1 || fit.Collinear() >= 0 {
		return cutting{}, false
	}
	beta, err := fit.Coefficients()
	_, own := fit.Square(terms - 1)
	if err != nil || !(own > 0) || !(fit.RSS() > 0) {
		return cutting{}, false
	}
	t := prob.StudentT{DF: df, Loc: beta[terms-1], Scale: math.Sqrt(fit.RSS() / df / own)}
	c := cutting{how: "regression", adjusted: simpsonEffect{difference: t.Loc, interval: summaryOf(bayes.Central(t, k.level))}}
	c.reversal.Probability = t.CDF(0)
	switch d := r.crude.difference; {
	case d == 0:
		c.reversal.Probability = math.NaN()
	case d < 0:
		c.reversal.Probability = t.Survival(0)
	}
	return c, true
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

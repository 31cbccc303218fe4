package causal

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// Regression adjusts by linear regression of the outcome on treatment and covariates,
// several and of any kind: numbers as they are, others with a number for each level
// but the first. The coefficient of the treatment is the effect if effects are alike and
// the covariates act along straight lines. Unlike strata, lines reach where there are
// no data; [Regressed.Alone] says how far they had to.
type Regression struct {
	Treatment, Outcome string   // columns
	Covariates         []string // columns

	// Treated, Control and Event are levels, as in a [Search]; if empty, a column of
	// numbers of more than two levels is treated as numbers.
	Treated, Control, Event string

	// Varying lets the effect depend on the covariates (treatment times covariate, as
	// Lin 2013, doi:10.1214/12-AOAS583, has it). The effect is then the average over
	// the Target, whose covariates are taken as they are.
	Varying bool
	Target  Target
}

// Regressed is what a [Regression] found.
type Regressed struct {
	Treatment, Outcome      string
	Treated, Control, Event string // levels; empty where the column is of numbers

	// Crude is the outcome on the treatment alone, Adjusted on the covariates too: for
	// two levels of treatment, differences of means, both of the same rows.
	Crude, Adjusted Slope

	Predictors []string // besides the treatment: columns, and "column=level"
	Collinear  []string // predictors left out, as they are combinations of those before them
	Missing    float64  // rows left out, because something is missing or the treatment is neither

	// Alone is the share of the rows of which some covariate lies outside the range
	// that the other treatment has, or is a level that it lacks: for them the lines are
	// all there is. NaN for a treatment of numbers.
	Alone float64
}

// Posterior returns the posterior. Of the treatment's coefficient and the variance it is
// that of the model's prior, of the other coefficients that of a flat one. Crude and
// Within are the crude and adjusted effect; verdicts on strata are withheld. It fails if
// rows are too few for the reference prior.
func (r Regressed) Posterior(m NormalModel) (SlopePosterior, error) {
	if err := m.Check(); err != nil {
		return SlopePosterior{}, err
	}
	p, ok := m.withDefaults().slopePosterior(r.Crude, r.Adjusted)
	if !ok && r.Adjusted.DF < 1 {
		return p, fmt.Errorf("%g rows are too few for %d predictors: want %d or more, or a proper prior",
			r.Adjusted.N, len(r.Predictors)+1, len(r.Predictors)+3)
	}
	if !ok {
		return p, fmt.Errorf("the predictors determine %s exactly, so its variance is 0: give a proper prior", r.Outcome)
	}
	return p, nil
}

// Fit regresses. It fails if there is no such column or level, if the treatment is a
// combination of the covariates, or if nothing is left once rows with something missing
// are left out.
func (g Regression) Fit(data Data) (Regressed, error) {
	r, err := g.fit(data)
	if err != nil {
		return r, fmt.Errorf("regressing %q on %q: %w", g.Outcome, g.Treatment, err)
	}
	return r, nil
}

func (g Regression) fit(data Data) (Regressed, error) {
	r := Regressed{Treatment: g.Treatment, Outcome: g.Outcome}
	if err := data.Check(); err != nil {
		return r, err
	}
	d, err := g.design(data)
	if err != nil {
		return r, err
	}
	r.Treated, r.Control, r.Event = d.treatment.names[1], d.treatment.names[0], d.outcome.names[1]
	r.Missing = d.missing
	r.Alone = d.alone()
	crude := d.fit(data, nil)
	if r.Crude = slopeOf(crude); r.Crude.xx == 0 {
		return r, errors.New("the treatment is the same in every row that is left")
	}
	keep := make([]int, len(d.predictors))
	for i := range keep {
		keep[i] = i
	}
	for {
		fitted := d.fit(data, keep)
		kept := keep[:0:0]
		for i, k := range keep {
			if whole, own := fitted.Square(1 + i); own > alike*whole {
				kept = append(kept, k)
			} else {
				r.Collinear = append(r.Collinear, d.predictors[k].name)
			}
		}
		if len(kept) < len(keep) { // the rest again: what was left of those is rounding
			keep = kept
			continue
		}
		last := 1 + len(keep)
		whole, own := fitted.Square(last)
		if !(own > alike*whole) {
			return r, errors.New("the treatment is a combination of the covariates, so nothing tells its effect from theirs: leave some out")
		}
		beta, err := fitted.Coefficients()
		if err != nil {
			return r, err
		}
		for _, k := range keep {
			r.Predictors = append(r.Predictors, d.predictors[k].name)
		}
		r.Adjusted = Slope{N: fitted.N, Estimate: beta[last], DF: max(0, fitted.N-float64(last)-1), xx: own, rss: fitted.RSS()}.withStdErr()
		return r, nil
	}
}

// alike is how little of a predictor's squared length may be left after regression on
// those before it: 2⁻⁸⁰, as in package bayes, a sine of 1e-12.
const alike = 0x1p-80

// fit returns the regression of the outcome on 1, the predictors kept, and the
// treatment.
func (d *design) fit(data Data, keep []int) bayes.LeastSquares {
	rows := bayes.NewRows(2 + len(keep))
	x := make([]float64, 2+len(keep))
	x[0] = 1
	for i, ok := range d.complete {
		if !ok {
			continue
		}
		t := d.treatment.numbers[i]
		for j, k := range keep {
			p := d.predictors[k]
			if x[1+j] = p.at(i); p.times {
				x[1+j] = t * ((x[1+j] - p.first) - p.mean)
			}
		}
		x[len(x)-1] = t
		if n := data.times(i); n == 1 {
			rows.Add(d.outcome.numbers[i], x...)
		} else {
			rows.AddTimes(n, d.outcome.numbers[i], x...)
		}
	}
	return rows.LeastSquares()
}

// isComplete reports whether no number is missing.
func isComplete(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) {
			return false
		}
	}
	return true
}

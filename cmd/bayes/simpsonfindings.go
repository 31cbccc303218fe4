package main

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// What an effect is made of.
type simpsonKind int

const (
	proportions simpsonKind = iota // how often an event happens under two treatments
	averages                       // means of a number under two treatments
	slopes                         // by how much a number changes with a dose
)

// A simpsonEffect is one comparison, of everyone or of those in a stratum. What does
// not apply, or is withheld, is NaN.
type simpsonEffect struct {
	name             string
	treated, control float64 // proportions or means
	difference       float64 // treated − control; or the slope
	interval         causal.Summary
	ratio, odds      float64
	ratios           [2]causal.Summary // intervals of these
}

// A simpsonStratum is the comparison in one stratum.
type simpsonStratum struct {
	simpsonEffect
	levels    []string
	n, n1, n0 float64           // of all, of the treated, of the control
	spread    [2]bayes.Interval // of the proportion or mean of each, for the picture
}

// An estimate is one number with the name that programs know it by.
type simpsonEstimate struct {
	name        string
	value       float64
	low, high   float64
	hasInterval bool
}

// simpsonFindings are what the data of a case say, whatever its kind.
type simpsonFindings struct {
	*simpsonCase
	kind     simpsonKind
	n        float64
	crude    simpsonEffect
	adjusted []simpsonEffect // that of everyone, or the slope within strata, is the first; none without strata
	strata   []simpsonStratum
	verdicts causal.Verdicts
	draws    int // 0: nothing is drawn

	split     causal.Decomposition // within strata, and from their mix
	hasSplit  bool
	trimmed   bool // strata were left out
	estimates []simpsonEstimate
	eValue    *[2]float64 // of the adjusted ratio and of its interval; nil if there is none
	prior     string
	cuts      []cutting // how the result depends on the bands of measurements
	notes     []string
	warnings  []string
	scatter   *scatter // for the picture of slopes
	search    *simpsonSearch
}

// answered reports whether there is an adjusted effect.
func (r *simpsonFindings) answered() bool {
	return len(r.adjusted) > 0 && !math.IsNaN(r.adjusted[0].difference)
}

// evaluate answers a case.
func (e *env) evaluate(k *simpsonCase) (*simpsonFindings, error) {
	r := &simpsonFindings{simpsonCase: k}
	var err error
	switch {
	case k.arms != nil && k.event != "":
		err = r.proportions(e)
	case k.arms != nil:
		err = r.averages(e)
	default:
		err = r.slopes(e)
	}
	if err != nil {
		return nil, err
	}
	if r.draws > 0 && r.draws < k.draws {
		r.notes = append(r.notes, fmt.Sprintf("%d draws for %d strata: --draws asks for more", r.draws, len(r.strata)))
	}
	for _, p := range k.by {
		if p.column.x == nil && len(p.column.levels) == 1 {
			r.warn("%s is %s in all rows: by it there is nothing to adjust for", p.column.name, rows.Quote(p.column.levels[0]))
		}
	}
	return r, r.recut(e)
}

// estimate adds a number with an interval.
func (r *simpsonFindings) estimate(name string, value float64, s causal.Summary) {
	r.estimates = append(r.estimates, simpsonEstimate{name, value, s.Low, s.High, true})
}

// plain adds a number without one.
func (r *simpsonFindings) plain(name string, value float64) {
	r.estimates = append(r.estimates, simpsonEstimate{name: name, value: value})
}

// unknown is the summary of what is withheld or has none.
func unknownSummary() causal.Summary {
	return causal.Summary{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
}

func unknownInterval() bayes.Interval { return bayes.Interval{Low: math.NaN(), High: math.NaN()} }

func intervalOf(s causal.Summary) bayes.Interval { return bayes.Interval{Low: s.Low, High: s.High} }

func summaryOf(iv bayes.Interval) causal.Summary { return causal.Summary{Low: iv.Low, High: iv.High} }

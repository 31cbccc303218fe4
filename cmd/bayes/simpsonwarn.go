package main

import (
	"fmt"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// warn gathers what a reader of the tables has to know.
func (r *simpsonResult) warn() {
	c := r.comparison
	if len(c.Dropped) > 0 {
		names := make([]string, len(c.Dropped))
		for i, s := range c.Dropped {
			names[i] = s.Name()
		}
		r.warnings = append(r.warnings, fmt.Sprintf("--trim left out %s: all figures are about those who remain; %s", strataText(names), c.Estimand(causal.Everyone)))
	}
	if gaps := c.Gaps(); len(gaps) > 0 {
		r.warnings = append(r.warnings, r.gapText(gaps))
	}
	if few := r.fewIn(); few != "" {
		r.warnings = append(r.warnings, few)
	}
}

// strataText names a few strata.
func strataText(names []string) string {
	const most = 5
	quoted := make([]string, 0, most)
	for i, n := range names {
		if i == most {
			break
		}
		quoted = append(quoted, rows.Quote(n))
	}
	s := "stratum " + quoted[0]
	if len(names) > 1 {
		s = "the strata " + strings.Join(quoted, ", ")
	}
	if len(names) > most {
		s += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return s
}

// gapText says where a treatment never occurred, and what is known nevertheless.
func (r *simpsonResult) gapText(gaps []causal.Gap) string {
	parts, share := make([]string, 0, 5), 0.0
	last := ""
	for i, g := range gaps {
		if i < 5 {
			parts = append(parts, fmt.Sprintf("nobody in stratum %s had %s", rows.Quote(g.Stratum), rows.Quote(g.Treatment)))
		}
		if g.Stratum != last {
			share += g.Share
		}
		last = g.Stratum
	}
	if len(gaps) > 5 {
		parts = append(parts, fmt.Sprintf("and %d more", len(gaps)-5))
	}
	b := r.comparison.Bounds(r.comparison.Mix(causal.Everyone)).Difference()
	return fmt.Sprintf("%s (%s%% of everyone): what would have happened there the data do not say; whatever it is, the standardised difference is between %s and %s; --trim leaves such strata out",
		strings.Join(parts, ", "), brief(100*share, 3), significant(b.Low, r.digits), significant(b.High, r.digits))
}

// fewIn says how many strata hold a few people only, where the prior matters.
func (r *simpsonResult) fewIn() string {
	const few = 5
	var names []string
	for _, s := range r.comparison.Strata {
		for _, n := range []float64{s.Treated.Total, s.Control.Total} {
			if n > 0 && n < few {
				names = append(names, s.Name())
				break
			}
		}
	}
	if len(names) == 0 || len(r.by) == 0 {
		return ""
	}
	holds := "holds"
	if len(names) > 1 {
		holds = "hold"
	}
	return fmt.Sprintf("%s %s fewer than %d people of a treatment: there the prior has a say", strataText(names), holds, few)
}

// notes are what stands below the tables.
func (r *simpsonResult) notes() []string {
	notes := append([]string{}, r.chosen...)
	if s := r.sensitivity(); s != "" && len(r.by) > 0 {
		notes = append(notes, s)
	}
	notes = append(notes, r.graphNotes()...)
	for _, w := range r.warnings {
		notes = append(notes, "warning: "+w)
	}
	return notes
}

// sensitivity says how strong something unmeasured would have to be.
func (r *simpsonResult) sensitivity() string {
	e, interval, ok := r.eValues()
	if !ok {
		return ""
	}
	s := fmt.Sprintf("something unmeasured that goes with treatment and with outcome, each by a risk ratio of %s beyond the strata, would explain the adjusted effect away (E-value)", significant(e, r.digits-1))
	if interval > 1 {
		s += fmt.Sprintf("; for the interval to reach none, %s", significant(interval, r.digits-1))
	} else {
		s += "; the interval holds no effect as it is"
	}
	return s
}

// eValues are the E-values of the standardised ratio and of its interval.
func (r *simpsonResult) eValues() (estimate, interval float64, ok bool) {
	if r.posterior.Withheld[causal.Everyone] != nil {
		return 0, 0, false
	}
	s := r.posterior.Adjusted[causal.Everyone].Ratio
	estimate = causal.EValue(r.average[causal.Everyone].Ratio())
	return estimate, causal.EValueOfInterval(intervalOf(s)), estimate >= 1
}

package main

import (
	"fmt"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

func (r *simpsonFindings) warn(format string, args ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
}

// warnTrimmed says that the question has changed.
func (r *simpsonFindings) warnTrimmed(dropped []string, estimand string) {
	if len(dropped) > 0 {
		lacks := "which lack"
		if len(dropped) == 1 {
			lacks = "which lacks"
		}
		r.warn("left out: %s, %s a treatment: all figures are about those who remain; %s", strataText(dropped), lacks, estimand)
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

// warnGaps says where a treatment never occurred; known, what is known nevertheless.
func (r *simpsonFindings) warnGaps(gaps []causal.Gap, known string) {
	parts, share := make([]string, 0, 6), 0.0
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
	r.warn("%s (%s%% of everyone): what would have happened there the data do not say%s; --trim leaves such strata out", strings.Join(parts, ", "), brief(100*share, 3), known)
}

// warnFew names the strata that hold a few people only.
func (r *simpsonFindings) warnFew() {
	const few = 5
	var names []string
	for _, s := range r.strata {
		if s.n1 > 0 && s.n1 < few || s.n0 > 0 && s.n0 < few {
			names = append(names, s.name)
		}
	}
	if len(names) > 0 {
		holds := "holds"
		if len(names) > 1 {
			holds = "hold"
		}
		r.warn("%s %s fewer than %d people of a treatment: little is known there, and the prior has a say", strataText(names), holds, few)
	}
}

// allNotes are what stands below the tables: choices, what it rests on, the graph,
// warnings.
func (r *simpsonFindings) allNotes() []string {
	notes := append(append([]string{}, r.chosen...), r.notes...)
	if e := r.eValue; e != nil {
		s := fmt.Sprintf("something unmeasured that goes with treatment and with outcome, each by a risk ratio of %s beyond the strata, would explain the adjusted effect away (E-value)", significant(e[0], r.digits-1))
		if e[1] > 1 {
			s += fmt.Sprintf("; for the interval to reach none, %s", significant(e[1], r.digits-1))
		} else {
			s += "; the interval holds no effect as it is"
		}
		notes = append(notes, s)
	}
	notes = append(notes, r.graphNotes()...)
	if r.search != nil {
		notes = append(notes, r.search.notes()...)
	}
	for _, w := range r.warnings {
		notes = append(notes, "warning: "+w)
	}
	return notes
}

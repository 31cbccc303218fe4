package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A simpsonSearch is what was looked through, where nobody says by what to stratify.
type simpsonSearch struct {
	found   causal.Found
	level   float64
	skipped []causal.Skipped // columns first
}

// searchFor looks for what is reversed by what, and makes the likeliest the case.
func (e *env) searchFor(s *simpsonSpec, f *simpsonFrame) (*simpsonCase, *simpsonSearch, error) {
	k := &simpsonCase{simpsonSpec: s, frame: f, most: bandsOf}
	search := causal.Search{Bands: bandsOf, Draws: searchDraws}
	data := causal.Data{Counts: f.n}
	if s.treatment != nil {
		if err := k.settleTreatment(); err != nil {
			return nil, nil, err
		}
		search.Treatment = s.treatment.column.name
		if k.arms != nil {
			search.Treated, search.Control = k.arms.treated, k.arms.control
		}
	}
	if s.outcome != nil {
		if err := k.settleOutcome(); err != nil {
			return nil, nil, err
		}
		search.Outcome, search.Event = s.outcome.column.name, k.event
	}
	out := &simpsonSearch{level: s.level}
	for _, c := range f.dropped {
		out.skipped = append(out.skipped, causal.Skipped{Column: c.name, Reason: c.refusal})
	}
	for _, c := range f.columns {
		switch {
		case s.treatment != nil && c == s.treatment.column:
			data.Columns = append(data.Columns, k.asTreatment())
		case s.outcome != nil && c == s.outcome.column:
			data.Columns = append(data.Columns, k.asOutcome())
		case c.identifies():
			out.skipped = append(out.skipped, causal.Skipped{Column: c.name, Reason: "a value of its own in every row, as an identifier has"})
		default:
			data.Columns = append(data.Columns, c.data())
		}
	}
	var err error
	if out.found, err = search.Run(e.ctx, s.seed, data); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.file, err)
	}
	out.skipped = append(out.skipped, out.found.Skipped...)
	if len(out.found.Candidates) == 0 {
		return nil, nil, out.nothing(f)
	}
	best := out.found.Candidates[0]
	for i, c := range out.found.Candidates {
		out.found.Candidates[i] = k.usual(c)
		if c.Claimed && !best.Claimed {
			best = c // a pair that holds a column claimed alone may come before it
		}
	}
	return k, out, k.become(best)
}

// usual turns a candidate so that what counts are the levels that are taken by default.
func (k *simpsonCase) usual(c causal.Candidate) causal.Candidate {
	flip := func() { c.Crude, c.Adjusted = -c.Crude, -c.Adjusted }
	for _, column := range k.frame.columns {
		if len(column.levels) != 2 {
			continue
		}
		level := column.levels[byDefault(column.levels)]
		if column.name == c.Treatment && k.treatment == nil && c.Treated != level {
			c.Treated, c.Control = c.Control, c.Treated
			flip()
		}
		if column.name == c.Outcome && k.outcome == nil && c.Event != level {
			c.Event = level
			flip()
		}
	}
	return c
}

// nothing says why there was nothing to try.
func (s *simpsonSearch) nothing(f *simpsonFrame) error {
	why := make([]string, 0, len(s.skipped))
	for i, skipped := range s.skipped {
		if i == 5 {
			why = append(why, fmt.Sprintf("and %d more", len(s.skipped)-i))
			break
		}
		why = append(why, skipped.Column+": "+skipped.Reason)
	}
	e := &rows.Error{File: f.file, Msg: "there is nothing to try: a search takes a treatment, an outcome and a column to stratify by", Err: errors.New("nothing to try")}
	if len(why) > 0 {
		e.Msg += " (" + strings.Join(why, "; ") + ")"
	}
	return e
}

// become makes a candidate the case that is reported.
func (k *simpsonCase) become(c causal.Candidate) error {
	column := func(flag, name string) *simpsonRole {
		for _, c := range k.frame.columns {
			if c.name == name {
				return &simpsonRole{flag: flag, spec: name, column: c}
			}
		}
		return nil
	}
	spec := *k.simpsonSpec
	k.simpsonSpec = &spec
	spec.trim = spec.trim || c.Kept < 1 // the search is about the strata that have both treatments
	for _, by := range c.By {
		spec.by = append(spec.by, column("by", by))
	}
	if spec.treatment == nil {
		spec.treatment = column("treatment", c.Treatment)
		if err := k.settleTreatment(); err != nil {
			return err
		}
	}
	if spec.outcome == nil {
		spec.outcome = column("outcome", c.Outcome)
		if err := k.settleOutcome(); err != nil {
			return err
		}
	}
	k.strata = newSimpsonStrata(k.frame, spec.by, k.most, bandsOf)
	return nil
}

// The JSON of a search.
type searchJSON struct {
	Tried   int      `json:"tried"`
	Rule    string   `json:"rule"`
	Claimed int      `json:"claimed"`
	Found   []object `json:"found"`
	Skipped []object `json:"skipped"`
}

// searchDraws is how many draws a search takes at most.
const searchDraws = 64_000

// rule says when a reversal is claimed.
func (s *simpsonSearch) rule() string {
	return fmt.Sprintf("Benjamini–Hochberg on 1 − P(reversal): of what is claimed, at most %s%% are expected to be false", brief(100*s.found.Rate, 3))
}

// most is how many candidates are shown, beside those claimed.
const mostCandidates = 10

// shown are the candidates that a table has: those claimed, and the likeliest others that
// are not pairs with a column claimed alone.
func (s *simpsonSearch) shown() (shown []causal.Candidate) {
	for _, c := range s.found.Candidates {
		if c.Claimed && len(shown) < mostStrata {
			shown = append(shown, c)
		}
	}
	for _, c := range s.found.Candidates {
		if !c.Claimed && c.Within == "" && len(shown) < mostCandidates {
			shown = append(shown, c)
		}
	}
	return shown
}

func (s *simpsonSearch) json() *searchJSON {
	doc := &searchJSON{Tried: s.found.Tried, Rule: s.rule(), Claimed: s.found.Claimed, Found: []object{}, Skipped: []object{}}
	level := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	for _, c := range s.found.Candidates {
		doc.Found = append(doc.Found, object{{"treatment", c.Treatment}, {"treated", level(c.Treated)}, {"control", level(c.Control)},
			{"outcome", c.Outcome}, {"event", level(c.Event)}, {"by", c.By}, {"strata", c.Strata}, {"kept", number(c.Kept)},
			{"crude", number(c.Crude)}, {"adjusted", number(c.Adjusted)}, {"p_reversal", number(c.Reversal.Probability)},
			{"screened", c.Screened}, {"claimed", c.Claimed}, {"within", level(c.Within)}})
	}
	for _, skipped := range s.skipped {
		doc.Skipped = append(doc.Skipped, object{{"column", skipped.Column}, {"reason", skipped.Reason}})
	}
	return doc
}

// table has a row for each candidate that is shown.
func (s *simpsonSearch) table(digits int) *table {
	t := &table{head: []string{"treatment", "outcome", "by", "crude", "adjusted", "P(reversal)", "claimed"}}
	for _, c := range s.shown() {
		treatment, outcome := c.Treatment, c.Outcome
		if c.Treated != "" {
			treatment += ": " + c.Treated + " − " + c.Control
		}
		if c.Event != "" {
			outcome += "=" + c.Event
		}
		claimed := "no"
		if c.Claimed {
			claimed = "yes"
		}
		p := chance(c.Reversal, searchDraws)
		if c.Screened && !strings.HasPrefix(p, "<") && !strings.HasPrefix(p, ">") {
			p = "≈ " + p
		}
		places := decimals(math.Max(math.Abs(c.Crude), math.Abs(c.Adjusted)), digits)
		t.add(treatment, outcome, strings.Join(c.By, " and "), fixed(c.Crude, places, digits), fixed(c.Adjusted, places, digits),
			p, claimed)
	}
	return t
}

// clause opens the sentence of a search.
func (s *simpsonSearch) clause() string {
	switch {
	case s.found.Tried == 1 && s.found.Claimed == 1:
		return "the one column tried is claimed to reverse the effect: "
	case s.found.Tried == 1:
		return "the one column tried is not claimed to reverse the effect: "
	case s.found.Claimed == 0:
		return fmt.Sprintf("of %d tried none is claimed to be reversed; the likeliest: ", s.found.Tried)
	case s.found.Claimed == 1:
		return fmt.Sprintf("of %d tried one is claimed to be reversed: ", s.found.Tried)
	}
	return fmt.Sprintf("of %d tried %d are claimed to be reversed; the likeliest: ", s.found.Tried, s.found.Claimed)
}

// notes say by what rule, and what was not tried.
func (s *simpsonSearch) notes() []string {
	tried := fmt.Sprintf("%d combinations of treatment, outcome and one or two columns to stratify by were tried", s.found.Tried)
	if s.found.Tried == 1 {
		tried = "one column was tried"
	}
	notes := []string{"search: " + tried + "; " + s.rule()}
	if left := len(s.found.Candidates) - len(s.shown()); left > 0 {
		notes[0] += fmt.Sprintf("; --format json lists %d more", left)
	}
	if n := s.found.Sparse; n > 0 {
		pairs := "pairs"
		if n == 1 {
			pairs = "pair"
		}
		notes = append(notes, fmt.Sprintf("not tried: %d %s of columns, since too few rows are in strata that have both treatments", n, pairs))
	}
	for i, skipped := range s.skipped {
		if i == mostCandidates {
			notes = append(notes, fmt.Sprintf("not tried: %d more", len(s.skipped)-i))
			break
		}
		notes = append(notes, "not tried: "+skipped.Column+": "+skipped.Reason)
	}
	return notes
}

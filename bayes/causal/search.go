package causal

import (
	"errors"
	"fmt"
)

// Search looks for what a crude effect is reversed by, where nobody says by what to
// stratify: every column is tried, then every pair of columns.
//
// # What is claimed
//
// A candidate is a treatment, an outcome and one or two columns to stratify by. Its
// P(reversal) is the posterior probability that the effect within strata has the sign
// opposite to the observed crude one. Among many candidates some are high by chance. So
// a candidate is claimed by the rule of Benjamini and Hochberg (1995,
// doi:10.1111/j.2517-6161.1995.tb02031.x) at a rate q: with m candidates tried, in the
// order of 1 − P(reversal), the first k are claimed, k the greatest for which that of
// the k-th, and twice its Monte Carlo error, is at most kq/m. Where effects within
// strata are 0, 1 − P(reversal) is about uniform, or greater where crude effect and
// effect within agree, as they do where the column has nothing to do with them. So of
// what is claimed no more than a share q is expected to be false, and where there is
// nothing to find, something is claimed with a probability of at most q. Candidates
// share columns, and so depend on each other, positively; the rule is good for that
// (Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998).
//
// That a column reverses an effect is no reason to adjust for it: it may be a
// consequence of the treatment. A [Graph] tells.
//
// A pair of columns of which one alone is claimed is not claimed again: it is
// [Candidate.Within] that.
type Search struct {
	Treatment string // column; empty: each in turn
	Outcome   string // column; empty: each in turn

	// Treated and Control are levels of the treatment, Event is one of the outcome. If
	// empty: of two levels the second in the order of [Levels.Order] is Treated, or
	// the Event. Columns of numbers with more levels are treated as numbers; others
	// are then left out. Rows of other levels of the treatment take no part.
	Treated, Control, Event string

	Single    bool    // single columns alone, no pairs
	Rate      float64 // expected share of what is claimed that is false, 0 to 1; 0 means 0.05
	Bands     int     // of columns of numbers with more levels than that, to stratify by; 0 means 5
	MaxLevels int     // a column of words with more levels identifies and does not stratify; 0 means 50, the most is 250
	Keep      float64 // least share of the rows in strata that have both treatments; 0 means 0.9
	Draws     int     // at most, for a candidate that is near the limit; 0 means 64,000
}

// complete returns s with defaults filled in, or what is wrong with it.
func (s Search) complete() (Search, error) {
	if s.Rate == 0 {
		s.Rate = 0.05
	}
	if s.Bands == 0 {
		s.Bands = 5
	}
	if s.MaxLevels == 0 {
		s.MaxLevels = 50
	}
	if s.Keep == 0 {
		s.Keep = 0.9
	}
	if s.Draws == 0 {
		s.Draws = 64_000
	}
	switch {
	case !(s.Rate > 0 && s.Rate < 1):
		return s, fmt.Errorf("rate = %g, want between 0 and 1", s.Rate)
	case s.Bands < 2 || s.Bands > mostLevels:
		return s, fmt.Errorf("bands = %d, want 2 to %d", s.Bands, mostLevels)
	case s.MaxLevels < 2 || s.MaxLevels > mostLevels:
		return s, fmt.Errorf("levels = %d, want 2 to %d", s.MaxLevels, mostLevels)
	case !(s.Keep > 0 && s.Keep <= 1):
		return s, fmt.Errorf("keep = %g, want above 0, up to 1", s.Keep)
	case s.Draws < fewDraws:
		return s, fmt.Errorf("draws = %d, want %d or more", s.Draws, fewDraws)
	case s.Treatment != "" && s.Treatment == s.Outcome:
		return s, fmt.Errorf("%q is both treatment and outcome", s.Treatment)
	case s.Treatment == "" && (s.Treated != "" || s.Control != ""):
		return s, errors.New("levels of a treatment that is not named")
	case s.Outcome == "" && s.Event != "":
		return s, errors.New("a level of an outcome that is not named")
	}
	return s, nil
}

// Found is what a search found.
type Found struct {
	Tried   int     // candidates, on which the rule is based
	Rate    float64 // of false ones expected among those claimed, at most
	Claimed int

	// Candidates are in the order of decreasing P(reversal): 20, or as many as there are,
	// or more if more were promising.
	Candidates []Candidate

	// Skipped are columns that were not tried, and single ones that could not be for
	// the treatment in question. Sparse is the number of pairs that could not be: too
	// few of their rows are in strata that have both treatments.
	Skipped []Skipped
	Sparse  int
}

// A Candidate is a treatment and an outcome, stratified.
type Candidate struct {
	Treatment, Outcome      string
	Treated, Control, Event string   // levels; empty where the column is of numbers
	By                      []string // one column or two

	Strata int     // that have rows of both treatments, or in which the treatment varies
	Rows   float64 // in these
	Kept   float64 // their share of the rows

	Crude, Adjusted float64 // observed: differences of risks or means, or slopes

	// Reversal is its probability. If Screened it was not drawn but is that of a normal
	// with the posterior's mean and variance, and its StdErr is 0.
	Reversal Chance
	Screened bool

	Claimed bool
	Within  string // of a pair, the column that is claimed alone; else empty
}

// Skipped is a column that was not tried in some role.
type Skipped struct{ Column, Reason string }

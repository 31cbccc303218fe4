package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// points returns a probability difference in percentage points, with as many places
// as the width of its interval deserves.
func points(d float64, s causal.Summary) string {
	return fixed(100*d, pointPlaces(s), 6)
}

// pointPlaces returns how many decimal places of percentage points an interval
// deserves: two digits of a standard deviation, one place at least.
func pointPlaces(s causal.Summary) int {
	if sd := 25 * (s.High - s.Low); sd > 0 {
		return max(1, decimals(sd, 2)-1)
	}
	return 1
}

// signed writes the interval of a difference in points.
func signedPoints(s causal.Summary, places int) string {
	minus := func(x float64) string {
		return strings.ReplaceAll(strconv.FormatFloat(100*x, 'f', places, 64), "-", "−")
	}
	return minus(s.Low) + " to " + minus(s.High)
}

// chance shows a probability from draws. One that all or none of the draws had is
// known to be near an end only.
func chance(c causal.Chance, draws int) string {
	switch digits := 3; {
	case math.IsNaN(c.Probability):
		return undefinedText
	case c.Probability == 1:
		nines := max(1, int(math.Log10(float64(draws))))
		return "> 0." + strings.Repeat("9", nines)
	case c.Probability == 0:
		return "< " + strconv.FormatFloat(1/float64(draws), 'g', 1, 64)
	case c.Probability > 1-1e-3 || c.Probability < 1e-3:
		return strconv.FormatFloat(c.Probability, 'f', digits+2, 64)
	default:
		return strconv.FormatFloat(c.Probability, 'f', digits, 64)
	}
}

// equals puts a probability after a name.
func equals(text string) string {
	if strings.HasPrefix(text, "<") || strings.HasPrefix(text, ">") {
		return text
	}
	return "= " + text
}

// sentence is the answer.
func (r *simpsonResult) sentence() string {
	crude := r.posterior.Crude.Difference
	s := fmt.Sprintf("%s is %s with %s than with %s", r.outcomeName(), likelier(r.crude.Difference(), crude), r.armName(r.arms.treated), r.armName(r.arms.control))
	if len(r.by) == 0 {
		return s + "; nothing is adjusted for" + r.byTheGraph()
	}
	adjusted := r.posterior.Adjusted[causal.Everyone]
	if r.posterior.Withheld[causal.Everyone] != nil {
		return s + fmt.Sprintf("; standardised to %s it is not known, since some strata lack a treatment%s", r.population(), r.byTheGraph())
	}
	d := r.average[causal.Everyone].Difference()
	return s + fmt.Sprintf("; standardised to %s it is %s (%s%%: %s): %s, P(reversal) %s%s", r.population(), likelier(d, adjusted.Difference),
		brief(100*r.level, 4), signedPoints(adjusted.Difference, pointPlaces(adjusted.Difference)), r.verdictWord(),
		equals(chance(r.posterior.Verdicts.Reversal.Chance, r.posterior.Draws)), r.byTheGraph())
}

// armName names a treatment as sentences do.
func (k *simpsonCase) armName(level string) string {
	if level == k.arms.control && k.arms.rest {
		return level
	}
	return k.treatment.column.name + "=" + level
}

// population names whose mix of strata is meant.
func (r *simpsonResult) population() string {
	whose := "everyone's"
	if len(r.comparison.Dropped) > 0 {
		whose = "the remaining strata's"
	}
	return whose + " mix of " + r.byName()
}

// likelier says by how many points.
func likelier(d float64, s causal.Summary) string {
	switch {
	case d > 0:
		return points(d, s) + " points likelier"
	case d < 0:
		return points(-d, s) + " points less likely"
	}
	return "as likely"
}

// verdictWord says what the probability of a reversal amounts to.
func (r *simpsonResult) verdictWord() string {
	v := r.posterior.Verdicts.Reversal
	return verdictOf(v.Holds, v.Probability)
}

// verdictOf says what the probability of a reversal amounts to.
func verdictOf(observed bool, p float64) string {
	switch {
	case math.IsNaN(p):
		return "there is nothing to reverse"
	case p >= 0.95:
		return "a reversal"
	case p <= 0.05:
		return "no reversal"
	case observed && p >= 0.75:
		return "probably a reversal"
	case observed:
		return "a reversal in the data that may well be chance"
	case p <= 0.25:
		return "probably no reversal"
	}
	return "no reversal in the data, though there may be one"
}

// byTheGraph says which of the two is the effect, if there is a graph.
func (k *simpsonCase) byTheGraph() string {
	g := k.verdict
	switch {
	case g == nil:
		return ""
	case g.judged.Valid && len(g.by) == 0:
		return "; by the graph that is the effect, as it stands"
	case g.judged.Valid:
		return "; by the graph the adjusted one is the effect"
	case g.crudeIsRight():
		return "; by the graph the crude one is the effect, and adjusting for " + k.byName() + " spoils it"
	}
	return "; by the graph neither is the effect"
}

// crudeIsRight reports whether there is nothing to adjust for.
func (g *graphVerdict) crudeIsRight() bool {
	return len(g.sets.Minimal) > 0 && len(g.sets.Minimal[0]) == 0
}

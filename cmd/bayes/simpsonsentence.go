package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// sentence is the answer: verdict, probability, estimand.
func (r *simpsonFindings) sentence() string {
	s := r.crudeClause()
	if r.search != nil {
		s = r.search.clause() + s
	}
	if len(r.by) == 0 {
		return s + "; nothing is adjusted for" + r.byTheGraph()
	}
	where := "standardised to " + r.population()
	if r.kind == slopes {
		where = "within " + r.byName()
	}
	if !r.answered() {
		return s + fmt.Sprintf("; %s it is not known, since some strata lack a treatment%s", where, r.byTheGraph())
	}
	a := r.adjusted[0]
	v := r.verdicts.Reversal
	s += fmt.Sprintf("; %s it is %s (%s%%: %s): %s", where, r.change(a), brief(100*r.level, 4), r.spanOf(a), r.verdictText())
	if !math.IsNaN(v.Probability) {
		s += ", P(reversal) " + equals(chance(v.Chance, r.draws))
	}
	return s + r.byTheGraph()
}

// crudeClause says what was seen.
func (r *simpsonFindings) crudeClause() string {
	if r.kind == slopes {
		return fmt.Sprintf("for each 1 more of %s, %s is %s", r.treatment.column.name, r.outcomeName(), r.change(r.crude))
	}
	than := "than"
	if r.crude.difference == 0 {
		than = "as"
	}
	return fmt.Sprintf("%s is %s with %s %s with %s", r.outcomeName(), r.change(r.crude), r.armName(r.arms.treated), than, r.armName(r.arms.control))
}

// population names whose mix of strata is meant.
func (r *simpsonFindings) population() string {
	whose := "everyone's"
	if r.trimmed {
		whose = "the remaining strata's"
	}
	return whose + " mix of " + r.byName()
}

// factor is what turns an effect into what sentences speak of: points of a proportion.
func (r *simpsonFindings) factor() float64 {
	if r.event != "" {
		return 100
	}
	return 1
}

// change says by how much and which way.
func (r *simpsonFindings) change(e simpsonEffect) string {
	up, down, none := "higher", "lower", "the same"
	size := fixed(math.Abs(e.difference)*r.factor(), r.places(e), 6)
	if r.event != "" {
		up, down, none = "likelier", "less likely", "as likely"
		size += " points"
	}
	switch {
	case e.difference > 0:
		return size + " " + up
	case e.difference < 0:
		return size + " " + down
	}
	return none
}

// places returns how many decimal places the interval of an effect deserves: two digits
// of a standard deviation.
func (r *simpsonFindings) places(e simpsonEffect) int {
	places := 1
	if sd := r.factor() * (e.interval.High - e.interval.Low) / 4; sd > 0 {
		places = decimals(sd, 2)
		if r.event != "" {
			places = max(1, places-1)
		}
	}
	return places
}

// spanOf writes the interval of an effect as sentences do.
func (r *simpsonFindings) spanOf(e simpsonEffect) string {
	number := func(x float64) string {
		return strings.ReplaceAll(strconv.FormatFloat(x*r.factor(), 'f', r.places(e), 64), "-", "−")
	}
	return number(e.interval.Low) + " to " + number(e.interval.High)
}

// chance shows a probability. Of one from draws that all or none of them had no more
// is known than that it is near an end.
func chance(c causal.Chance, draws int) string {
	const digits = 3
	p := c.Probability
	least := 1 / float64(draws)
	if draws == 0 {
		least = 1e-6
	}
	switch {
	case math.IsNaN(p):
		return undefinedText
	case p > 1-least:
		return "> 0." + strings.Repeat("9", max(1, int(math.Round(-math.Log10(least)-0.5))))
	case p < least:
		return "< " + strconv.FormatFloat(least, 'g', 1, 64)
	case p > 1-1e-3 || p < 1e-3:
		return strconv.FormatFloat(p, 'f', digits+3, 64)
	}
	return strconv.FormatFloat(p, 'f', digits, 64)
}

// equals puts a probability after a name.
func equals(text string) string {
	if strings.HasPrefix(text, "<") || strings.HasPrefix(text, ">") {
		return text
	}
	return "= " + text
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

// verdictText is the verdict on the case, which in a search is one of many.
func (r *simpsonFindings) verdictText() string {
	v := r.verdicts.Reversal
	if r.search != nil && r.search.found.Claimed == 0 && v.Holds {
		return "a reversal in the data, not claimed among so many"
	}
	return verdictOf(v.Holds, v.Probability)
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

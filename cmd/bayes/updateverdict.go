package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// verdict says in a sentence what came out, with the numbers of the tables.
func (r *report) verdict() string {
	after := fmt.Sprintf("after %s %s", brief(r.n, r.digits+2), plural("observation", r.n))
	if len(r.groups) > 1 {
		after += fmt.Sprintf(" in %d groups", len(r.groups))
	}
	switch {
	case len(r.groups) == 0:
		return "There are no rows, so there is nothing to say"
	case r.hypotheses():
		return r.likeliest() + ", " + after
	case len(r.groups) == 1:
		return r.ofParameters(r.groups[0]) + ", " + after
	}
	return r.extremes() + ", " + after
}

func plural(what string, n float64) string {
	if n == 1 {
		return what
	}
	return what + "s"
}

// mostSaid is how many parameters, or groups, a sentence speaks of.
const mostSaid = 3

// ofParameters says where the parameters of a group are. Of a regression they are the
// coefficients.
func (r *report) ofParameters(g groupReport) string {
	_, linear := r.lik.Linear()
	var said []string
	left := 0
	texts := summaryTexts(g.parameters, r.digits)
	for i, s := range g.parameters {
		name := s.name
		if linear { // each with digits of its own, as in the table
			texts[i] = summaryTexts([]summary{s}, r.digits)[0]
			if name == "sigma" || name == "intercept" && len(g.parameters) > 2 {
				continue
			}
			if name != "intercept" {
				name = map[bool]string{true: "The", false: "the"}[len(said) == 0] + " coefficient of " + name
			}
		}
		switch {
		case name == "variance" && len(g.parameters) > 1: // sd says the same
		case len(said) == mostSaid:
			left++
		default:
			said = append(said, r.isAt(name, texts[i]))
		}
	}
	if left > 0 {
		said = append(said, fmt.Sprintf("and %d more", left))
	}
	return strings.Join(said, "; ")
}

// isAt says where one number is, in the texts of its mean, sd and interval.
func (r *report) isAt(name string, texts []string) string {
	mean, interval := texts[0], texts[2]
	switch {
	case mean == undefinedText && interval == undefinedText:
		return "Nothing is known of " + name + ": its posterior is improper"
	case mean == undefinedText:
		return name + " has no mean (" + r.within(interval) + ")"
	case interval == undefinedText:
		return name + " is " + mean
	}
	return name + " is " + mean + " (" + r.within(interval) + ")"
}

// within writes an interval of a table as sentences do: 95%: 0.2 to 0.4.
func (r *report) within(interval string) string {
	kind := brief(100*r.level, 4) + "%"
	if r.hdi {
		kind += " HDI"
	}
	return kind + ": " + strings.NewReplacer("] [", " or ", "[", "", "]", "", ", ", " to ").Replace(interval)
}

// extremes names the groups whose first parameter is highest and lowest.
func (r *report) extremes() string {
	var all []summary
	var ends [2]int // of the means; −1 is none
	ends[0], ends[1] = -1, -1
	at := make([]int, len(r.groups)) // where the groups' parameters begin
	which, known := 0, 0
	if _, linear := r.lik.Linear(); linear && len(r.groups[0].parameters) > 2 {
		which = 1 // a coefficient rather than the intercept
	}
	for i, g := range r.groups {
		at[i] = len(all) + which
		all = append(all, g.parameters...)
		if which >= len(g.parameters) || math.IsNaN(g.parameters[which].mean) {
			continue
		}
		known++
		if mean := g.parameters[which].mean; ends[0] < 0 || mean > r.groups[ends[0]].parameters[which].mean {
			ends[0] = i
		}
		if mean := g.parameters[which].mean; ends[1] < 0 || mean < r.groups[ends[1]].parameters[which].mean {
			ends[1] = i
		}
	}
	if ends[0] < 0 {
		return "No group has a posterior with a mean"
	}
	texts := summaryTexts(all, r.digits)
	say := func(i int) string {
		cells := texts[at[i]]
		if _, linear := r.lik.Linear(); linear {
			cells = summaryTexts(all[at[i]:at[i]+1], r.digits)[0]
		}
		return strings.Join(r.groups[i].key, ", ") + ", " + strings.TrimPrefix(r.isAt("", cells), " is ")
	}
	name := r.groups[0].parameters[which].name
	if known == 1 {
		return fmt.Sprintf("%s is known of one group only, %s", name, say(ends[0]))
	}
	if ends[0] == ends[1] {
		return fmt.Sprintf("%s is the same in all groups", name)
	}
	return fmt.Sprintf("%s is highest in %s, and lowest in %s", name, say(ends[0]), say(ends[1]))
}

// likeliest names the likeliest hypothesis of each group.
func (r *report) likeliest() string {
	var said []string
	names := r.prior.(bayes.Hypotheses).Names
	for i, g := range r.groups {
		if i == mostSaid && len(r.groups) > mostSaid+1 {
			said = append(said, fmt.Sprintf("and so on in %d more", len(r.groups)-i))
			break
		}
		before, p := g.prior.(bayes.Hypotheses).Probabilities(), g.posterior.(bayes.Hypotheses).Probabilities()
		lead := 0
		for k := range p {
			if p[k] > p[lead] {
				lead = k
			}
		}
		where := ""
		if len(r.by) > 0 {
			where = "in group " + strings.Join(g.key, ", ") + " "
		}
		if math.IsNaN(p[lead]) {
			said = append(said, where+"the data are impossible under every hypothesis")
			continue
		}
		said = append(said, fmt.Sprintf("%s%s is the likeliest, with probability %s (%s before)", where, names[lead],
			probability(p[lead], r.digits), probability(before[lead], r.digits)))
	}
	return strings.Join(said, "; ")
}

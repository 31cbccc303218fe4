package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// A dagReport is what bayes dag has found.
type dagReport struct {
	graph    *causal.Graph
	question causal.Question // without a treatment: none
	adjust   []string        // the set to judge, if it is asked for
	asked    bool

	identified    causal.Identification
	judged        causal.Adjustment
	independent   []causal.Independence
	moreSeparated bool
}

// fromMarks takes treatment and outcome from the graph's marks where they are not
// given. One without the other is a usage error.
func (r *dagReport) fromMarks() error {
	for _, p := range []struct {
		name   *string
		marked []string
		flag   string
	}{{&r.question.Treatment, r.graph.Exposures(), "treatment"}, {&r.question.Outcome, r.graph.Outcomes(), "outcome"}} {
		switch {
		case *p.name != "":
		case len(p.marked) == 1:
			*p.name = p.marked[0]
		case len(p.marked) > 1:
			return usagef("the graph marks several variables: name one of %s by --%s", strings.Join(p.marked, ", "), p.flag)
		}
	}
	switch t, o := r.question.Treatment, r.question.Outcome; {
	case t != "" && o == "":
		return usagef("--outcome is missing: the effect of %s on what?", t)
	case t == "" && o != "":
		return usagef("--treatment is missing: the effect of what on %s?", o)
	}
	return nil
}

// fill asks the graph.
func (r *dagReport) fill() (err error) {
	if r.question.Treatment == "" {
		r.independent, r.moreSeparated = r.graph.Independencies(r.question.Limit)
		return nil
	}
	if r.identified, err = r.graph.Identify(r.question); err != nil {
		return err
	}
	if r.asked {
		r.judged, err = r.graph.Judge(r.question, r.adjust...)
	}
	return err
}

func (r *dagReport) write(w io.Writer, format string) (err error) {
	var out bytes.Buffer
	switch format {
	case "json":
		err = writeIndented(&out, r.json())
	case "csv":
		err = r.csv().writeCSV(&out)
	default:
		err = writeFacts(&out, r.facts(), r.tables(), r.notes(), format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// braces writes a set for people.
func braces(names []string) string { return oneLine("{" + strings.Join(names, ", ") + "}") }

// graphText shows a graph on one line, the beginning of it if it is large.
func graphText(g *causal.Graph) string {
	text := []rune(oneLine(g.String()))
	if len(text) <= 200 {
		return string(text)
	}
	return fmt.Sprintf("%s … (%d variables)", strings.TrimSpace(string(text[:180])), len(g.Variables()))
}

func (r *dagReport) facts() [][]string {
	facts := [][]string{{"graph", graphText(r.graph)}}
	if r.question.Treatment == "" {
		return facts
	}
	kind := "total"
	if r.question.Direct {
		kind = "direct"
	}
	facts = append(facts, []string{kind + " effect", oneLine("of " + r.question.Treatment + " on " + r.question.Outcome)})
	if r.asked {
		verdict := "valid"
		if !r.judged.Valid {
			verdict = "not valid: " + string(r.judged.Fault)
		}
		facts = append(facts, []string{"adjusting for " + braces(r.adjust), verdict})
	}
	return facts
}

func (r *dagReport) tables() (all []*table) {
	if r.question.Treatment == "" {
		if len(r.independent) == 0 {
			return nil
		}
		t := &table{head: []string{"independent", "", "given"}}
		for _, i := range r.independent {
			t.add(i.A, i.B, braces(i.Given))
		}
		return []*table{t}
	}
	id := r.identified
	if len(id.Sets.Minimal) > 0 {
		t := &table{head: []string{"minimal adjustment sets"}}
		for _, s := range id.Sets.Minimal {
			t.add(braces(s))
		}
		all = append(all, t)
		return all
	}
	if len(id.FrontDoors) > 0 {
		t := &table{head: []string{"front doors"}}
		for _, s := range id.FrontDoors {
			t.add(braces(s))
		}
		all = append(all, t)
	}
	if len(id.Instruments) > 0 {
		t := &table{head: []string{"instruments", "given"}}
		for _, i := range id.Instruments {
			t.add(i.Variable, braces(i.Given))
		}
		all = append(all, t)
	}
	return all
}

// notes are the verdicts in words.
func (r *dagReport) notes() (notes []string) {
	if r.question.Treatment == "" {
		switch {
		case len(r.independent) == 0:
			notes = append(notes, "The graph implies no independence of observed variables: no data can speak against it.")
		case r.moreSeparated:
			notes = append(notes, fmt.Sprintf("There are more than %d: --limit lists more.", r.question.Limit))
		}
		return append(notes, "--treatment and --outcome ask for an effect.")
	}
	if r.asked {
		notes = append(notes, r.judgement()...)
	}
	return append(notes, fullStop(r.conclusion()))
}

// judgement says in words what is wrong with the set asked about, or that nothing is.
func (r *dagReport) judgement() (notes []string) {
	j := r.judged
	if j.Valid {
		s := "adjusting for " + braces(r.adjust) + " gives the effect"
		if j.Note != "" {
			s += "; " + j.Note
		}
		return []string{fullStop(s)}
	}
	notes = []string{fullStop(j.Why)}
	for _, m := range j.More {
		notes = append(notes, fullStop("and "+m.Why))
	}
	return notes
}

// conclusion says by what means the effect can be had.
func (r *dagReport) conclusion() string {
	id, q := r.identified, r.question
	switch {
	case len(id.Sets.Minimal) > 0:
		s := ""
		switch {
		case len(id.Sets.Minimal[0]) == 0:
			s = "nothing needs adjusting: treated and untreated differ in " + q.Outcome + " by the effect alone"
		case len(id.Sets.Minimal) == 1:
			s = "adjust for " + braces(id.Sets.Minimal[0])
		default:
			s = "adjust for one of the sets: in theory all give the same effect"
		}
		if id.Sets.More {
			s += fmt.Sprintf("; there are more than %d, --limit lists more", q.Limit)
		}
		switch {
		case !id.Affects && q.Direct:
			s += fmt.Sprintf("; the graph has no arrow %s -> %s, so by it the effect is 0", q.Treatment, q.Outcome)
		case !id.Affects:
			s += fmt.Sprintf("; no directed path leads from %s to %s, so by the graph the effect is 0", q.Treatment, q.Outcome)
		}
		return s
	case q.Direct:
		return "no adjustment gives the direct effect: " + id.Sets.Why
	case !id.Affects:
		return fmt.Sprintf("no directed path leads from %s to %s: by the graph the effect is 0, whatever the data; no adjustment shows it, since %s", q.Treatment, q.Outcome, id.Sets.Why)
	case len(id.FrontDoors) > 0:
		return fmt.Sprintf("no adjustment gives the effect: %s; the front door does, by way of %s: bayes do computes it", id.Sets.Why, braces(id.FrontDoors[0]))
	case id.Identifiable:
		return fmt.Sprintf("neither adjustment nor a front door gives the effect: %s; it is identifiable nevertheless: bayes do computes it", id.Sets.Why)
	case len(id.Instruments) > 0:
		return fmt.Sprintf("%s; %v; an instrument bounds the effect, and gives it in a linear model", id.Sets.Why, id.Hedge)
	}
	return fmt.Sprintf("%s; %v, nor is there an instrument", id.Sets.Why, id.Hedge)
}

// fullStop makes a sentence of s, which may begin with a name and so keeps its letters
// as they are.
func fullStop(s string) string { return oneLine(s) + "." }

// means says in a word by what means the effect is identified; "" if by none.
func (r *dagReport) means() string {
	id := r.identified
	switch {
	case len(id.Sets.Minimal) > 0:
		return "adjustment"
	case !id.Identifiable:
		return ""
	case !id.Affects:
		return "no effect"
	case len(id.FrontDoors) > 0:
		return "front door"
	}
	return "other"
}

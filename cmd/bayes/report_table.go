package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bayeskit/bayeskit/bayes"
)

// writeTables writes the report for people, as text or as Markdown.
func (r *report) writeTables(w io.Writer, markdown bool) error {
	return writeFacts(w, r.facts(), r.tables(), r.notes(), markdown)
}

// tables are those for people, in their order.
func (r *report) tables() (all []*table) {
	if r.traced {
		all = append(all, r.trace())
	}
	if _, ok := r.lik.Linear(); ok {
		all = append(all, r.coefficients())
		if t := r.responses(); t != nil {
			all = append(all, t)
		}
		return all
	}
	all = append(all, r.summaries())
	if t := r.predictions(); t != nil {
		all = append(all, t)
	}
	return all
}

// writeFacts writes facts, tables and notes, as text or as Markdown.
func writeFacts(w io.Writer, facts [][]string, tables []*table, notes []string, markdown bool) error {
	if markdown {
		head := &table{head: []string{"", ""}, rows: facts}
		if err := head.writeMarkdown(w); err != nil {
			return err
		}
	} else {
		width := 0
		for _, f := range facts {
			width = max(width, utf8.RuneCountInString(f[0]))
		}
		for _, f := range facts {
			fmt.Fprintf(w, "%-*s  %s\n", width, f[0], f[1])
		}
	}
	for _, t := range tables {
		fmt.Fprintln(w)
		write := t.writeText
		if markdown {
			write = t.writeMarkdown
		}
		if err := write(w); err != nil {
			return err
		}
	}
	for _, note := range notes {
		fmt.Fprintf(w, "\n%s\n", note)
	}
	return nil
}

// facts are what there is one of, as names and values.
func (r *report) facts() [][]string {
	var facts [][]string
	if m, ok := r.lik.Linear(); ok {
		facts = r.linearFacts(m)
	} else {
		facts = [][]string{{"prior", specText(r.prior, r.digits)}, {"likelihood", r.lik.String()}}
	}
	if _, ok := r.lik.Linear(); !ok && len(r.groups) == 1 && len(r.by) == 0 {
		facts = append(facts, []string{"posterior", specText(r.groups[0].posterior, r.digits)})
	}
	n := brief(r.n, r.digits+2)
	if r.skipped > 0 {
		n += fmt.Sprintf(" (%d rows left out, for missing values)", r.skipped)
	}
	facts = append(facts, []string{"n", n}, []string{r.evidenceName(), logText(r.logEvidence(), r.digits)})
	if r.until != nil {
		facts = append(facts, []string{"against " + r.until.name(r.digits), r.until.factor.String()})
	}
	return facts
}

// notes are sentences about what the numbers do not say.
func (r *report) notes() (notes []string) {
	switch {
	case r.stopped != nil:
		s := fmt.Sprintf("stopped at row %d, where %s was crossed", r.stopped.row, r.until.text)
		if r.stopped.at.line > 0 && r.stopped.at.file != inlineName {
			s += fmt.Sprintf(": %s, line %d", r.stopped.at.file, r.stopped.at.line)
		}
		notes = append(notes, s)
	case r.until != nil && r.until.text != "":
		notes = append(notes, fmt.Sprintf("%s was not crossed: all rows were read", r.until.text))
	}
	if r.n == 0 && r.skipped == 0 {
		notes = append(notes, "there are no observations: what was believed before stands")
	}
	said := map[string]bool{}
	for _, g := range r.groups {
		if g.reason != "" && !said[g.reason] {
			said[g.reason] = true
			notes = append(notes, "no log evidence: "+g.reason)
		}
	}
	if len(r.groups) > 0 {
		if ms := r.lik.Marginals(r.groups[0].posterior); len(ms) > 1 && strings.HasPrefix(ms[0].Name, "log ") {
			notes = append(notes, fmt.Sprintf("the prior is of the %s, since %s cannot be any number", ms[0].Name, ms[1].Name))
		}
	}
	if r.scaled {
		notes = append(notes, "the default prior is scaled by the data: to compare models, give each a --prior")
	}
	switch r.evidenceName() {
	case "log evidence, prequential":
		notes = append(notes, "rows are forgotten: the evidence is prequential, Σ log p(row | what was left of those before), and n is what is left")
	case "log pseudo-evidence":
		notes = append(notes, "weights that are not whole numbers make this a pseudo-evidence: of no data that could be seen")
	}
	return notes
}

// summaries has a row for each group and parameter.
func (r *report) summaries() *table {
	if r.hypotheses() {
		return r.probabilities()
	}
	grouped := len(r.by) > 0
	several := len(r.groups) > 0 && len(r.groups[0].parameters) > 1
	t := &table{caption: "Posterior"}
	if grouped {
		t.head = append(append(t.head, r.by...), "n")
	}
	if several || !grouped {
		t.head = append(t.head, "parameter")
	}
	t.head = append(t.head, "mean", "sd", r.intervalName())
	if grouped {
		t.head = append(t.head, r.evidenceName(), "posterior")
	}
	var all []summary
	for _, g := range r.groups {
		all = append(all, g.parameters...)
	}
	texts := summaryTexts(all, r.digits)
	for _, g := range r.groups {
		key, n, le, post := g.key, brief(g.n, r.digits+2), logText(g.logEvidence, r.digits), specText(g.posterior, r.digits)
		for _, s := range g.parameters {
			var row []string
			if grouped {
				row = append(append(row, key...), n)
			}
			if several || !grouped {
				row = append(row, s.name)
			}
			row = append(row, texts[0]...)
			texts = texts[1:]
			if grouped {
				row = append(row, le, post)
			}
			t.add(row...)
			key, n, le, post = make([]string, len(g.key)), "", "", ""
		}
	}
	return t
}

// probabilities has a row for each group and hypothesis.
func (r *report) probabilities() *table {
	t := &table{caption: "Probability of each hypothesis"}
	grouped := len(r.by) > 0
	if grouped {
		t.head = append(append(t.head, r.by...), "n")
	}
	t.head = append(t.head, "hypothesis", "prior", "posterior")
	if grouped {
		t.head = append(t.head, r.evidenceName())
	}
	for _, g := range r.groups {
		prior, post := g.prior.(bayes.Hypotheses), g.posterior.(bayes.Hypotheses)
		p, q := prior.Probabilities(), post.Probabilities()
		key, n, le := g.key, brief(g.n, r.digits+2), logText(g.logEvidence, r.digits)
		for i, name := range prior.Names {
			var row []string
			if grouped {
				row = append(append(row, key...), n)
			}
			row = append(row, name, probability(p[i], r.digits), probability(q[i], r.digits))
			if grouped {
				row = append(row, le)
			}
			t.add(row...)
			key, n, le = make([]string, len(g.key)), "", ""
		}
	}
	return t
}

// probability shows a probability with so many digits.
func probability(p float64, digits int) string {
	if p == 0 || p == 1 {
		return significant(p, digits)
	}
	return fixed(p, decimals(p, digits), digits)
}

// trace has a row for each step, or, of hypotheses, one for each of them and
// one for their sum.
func (r *report) trace() *table {
	if r.hypotheses() {
		return r.theorems()
	}
	t := &table{caption: "Path: the posterior after each row shown"}
	t.head = append(append(t.head, r.by...), "row", r.firstParameter(), r.centralName(), r.evidenceName(), "increment")
	var all []summary
	for _, g := range r.groups {
		for _, s := range g.steps {
			all = append(all, summary{mean: s.mean, sd: math.NaN(), intervals: []bayes.Interval{s.interval}})
		}
	}
	texts := summaryTexts(all, r.digits)
	for _, g := range r.groups {
		for _, s := range g.steps {
			t.add(append(append([]string{}, g.key...), strconv.FormatInt(s.row, 10), texts[0][0], texts[0][2],
				logText(s.logEvidence, r.digits), logText(s.increment, r.digits))...)
			texts = texts[1:]
		}
	}
	return t
}

// firstParameter is the head of a path's means: the name of the parameter.
func (r *report) firstParameter() string {
	if len(r.groups) > 0 { // a posterior knows what the prior is of
		if ms := r.lik.Marginals(r.groups[0].posterior); len(ms) > 0 {
			return ms[pathIndex(r.lik)].Name
		}
	}
	if ms := r.lik.Marginals(r.prior); len(ms) > 0 {
		return ms[0].Name
	}
	return "mean"
}

// centralName is the head of the intervals of a path, which are central.
func (r *report) centralName() string {
	return brief(100*r.level, 4) + "% interval"
}

// theorems shows prior × likelihood = joint, whose sum is the evidence, and the
// posterior, step by step.
func (r *report) theorems() *table {
	t := &table{caption: "Path: prior × likelihood = joint, whose sum is the evidence"}
	t.head = append(append(t.head, r.by...), "row", "hypothesis", "prior", "likelihood", "joint", "posterior")
	for _, g := range r.groups {
		for _, s := range g.steps {
			key, row := g.key, strconv.FormatInt(s.row, 10)
			for i, name := range r.prior.(bayes.Hypotheses).Names {
				t.add(append(append([]string{}, key...), row, name,
					probability(s.bayes.prior[i], r.digits), expText(s.bayes.likelihood[i], r.digits),
					expText(s.bayes.joint[i], r.digits), probability(s.bayes.posterior[i], r.digits))...)
				key, row = make([]string, len(g.key)), ""
			}
			t.add(append(append([]string{}, key...), "", "evidence", "", "", expText(s.increment, r.digits), "")...)
		}
	}
	return t
}

// predictions has a row for each group, or for each label in each group; nil if
// none were asked for.
func (r *report) predictions() *table {
	t := &table{caption: "Prediction of the next observation"}
	t.head = append(t.head, r.by...)
	for i, g := range r.groups {
		p := g.predicted
		switch {
		case p == nil:
			return nil
		case p.columns != nil:
			r.addColumns(t, g)
		case p.number != nil:
			if binary := r.lik.Outcome() == bayes.Binary || r.lik.Outcome() == bayes.OfTrials; binary {
				if i == 0 {
					t.head = append(t.head, "next observation", "probability")
				}
				t.add(append(append([]string{}, g.key...), "success", probability(p.number.mean, r.digits))...)
				continue
			}
			if i == 0 {
				t.head = append(t.head, "next observation", "mean", "sd", r.centralName())
			}
			cells := summaryTexts([]summary{*p.number}, r.digits)[0]
			if iv := p.number.intervals[0]; r.lik.Outcome() == bayes.Count && !math.IsNaN(iv.Low) {
				cells[2] = "[" + brief(iv.Low, r.digits) + ", " + brief(iv.High, r.digits) + "]"
			}
			t.add(append(append(append([]string{}, g.key...), string(r.lik.Outcome())), cells...)...)
		default:
			if i == 0 {
				t.head = append(t.head, "next observation", "probability")
			}
			for j, label := range p.labels {
				t.add(append(append([]string{}, g.key...), label, probability(p.p[j], r.digits))...)
			}
		}
	}
	return t
}

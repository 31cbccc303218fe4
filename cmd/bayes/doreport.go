package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// A doReport is what bayes do has found.
type doReport struct {
	*doSpec
	data    *doData
	fit     *causal.Fit
	answers []doAnswer
}

func (r *doReport) write(w io.Writer, format string) (err error) {
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

func (r *doReport) facts() [][]string {
	n := brief(r.data.table.Total(), r.digits+2)
	if r.data.skipped > 0 {
		n += fmt.Sprintf(" (%d rows left out, for missing values)", r.data.skipped)
	}
	prior := "none: relative frequencies"
	if r.pseudo > 0 {
		p := brief(r.pseudo, r.digits)
		prior = fmt.Sprintf("dirichlet(%s, …, %[1]s) of each row of probabilities", p)
	}
	return [][]string{{"graph", graphText(r.graph)}, {"n", n}, {"prior", prior}}
}

// cellName says which query, and which level of what it asks for.
func (a doAnswer) cellName(i int) string {
	name := a.Query.String()
	if len(a.Variables) > 0 {
		name = cellLevels(a.Variables, a.Cells[i].Levels)
	}
	return oneLine(name)
}

func cellLevels(variables, levels []string) string {
	s := make([]string, len(levels))
	for i, l := range levels {
		s[i] = variables[i] + "=" + l
	}
	return strings.Join(s, ", ")
}

// tables are one for the queries that have one answer, one for each distribution and
// one for each split.
func (r *doReport) tables() (all []*table) {
	single := r.newTable("")
	for _, a := range r.answers {
		if len(a.Variables) == 0 {
			r.addCells(single, a)
		}
	}
	if len(single.rows) > 0 {
		all = append(all, single)
	}
	for _, a := range r.answers {
		if len(a.Variables) > 0 {
			t := r.newTable(oneLine(a.Query.String()))
			r.addCells(t, a)
			all = append(all, t)
		}
		if a.split != nil {
			all = append(all, r.splitTable(a))
		}
	}
	return all
}

// newTable returns a table with the columns that some query fills.
func (r *doReport) newTable(first string) *table {
	t := &table{head: []string{first, "p"}}
	if r.draws > 0 {
		t.head = append(t.head, brief(100*r.level, 4)+"% interval")
	}
	if r.anySeen() {
		t.head = append(t.head, "seen")
	}
	return t
}

func (r *doReport) anySeen() bool {
	for _, a := range r.answers {
		if a.seen != nil {
			return true
		}
	}
	return false
}

func (r *doReport) addCells(t *table, a doAnswer) {
	for i, c := range a.Cells {
		row := []string{a.cellName(i), r.orUnknown(c.P)}
		if r.draws > 0 {
			row = append(row, r.interval(a.bounds[i]))
		}
		if r.anySeen() {
			row = append(row, r.seenText(a, i))
		}
		t.add(row...)
	}
}

// interval shows an interval with the places that its width deserves.
func (r *doReport) interval(b doBounds) string {
	if math.IsNaN(b.Low) {
		return undefinedText
	}
	places := decimals((b.High-b.Low)/4, max(1, r.digits-2))
	if b.High == b.Low {
		places = decimals(b.Low, r.digits)
	}
	return "[" + fixed(b.Low, places, r.digits) + ", " + fixed(b.High, places, r.digits) + "]"
}

func (r *doReport) seenText(a doAnswer, i int) string {
	switch {
	case a.seen == nil:
		return ""
	case i >= len(a.seen):
		return undefinedText
	}
	return r.orUnknown(a.seen[i])
}

// splitTable shows a difference split by a mediator.
func (r *doReport) splitTable(a doAnswer) *table {
	t := &table{head: []string{oneLine(a.Query.String()), "difference"}}
	if r.draws > 0 {
		t.head = append(t.head, brief(100*r.level, 4)+"% interval")
	}
	add := func(name string, x float64, share int) {
		row := []string{name, r.orUnknown(x)}
		if r.draws > 0 {
			row = append(row, "")
			if share < len(a.shares) {
				row[2] = r.interval(a.shares[share])
			}
		}
		t.add(row...)
	}
	add("total", a.split.Total, 0)
	add("natural direct", a.split.Direct, 1)
	add(oneLine("natural indirect, through "+r.mediator), a.split.Indirect, 2)
	for _, c := range a.split.Controlled {
		add(oneLine("with "+r.mediator+" held at "+c.Levels[0]), c.P, math.MaxInt)
	}
	return t
}

// orUnknown shows a probability or a difference. What rounding has left of 0.1 is
// 0.1, and has no digit more.
func (r *doReport) orUnknown(x float64) string {
	if math.IsNaN(x) {
		return undefinedText
	}
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 11, 64), 64); err == nil {
		x = rounded
	}
	return probability(x, r.digits)
}

// notes say how answers were found, and what they are about.
func (r *doReport) notes() (notes []string) {
	var methods []string // in the order of the queries
	queries := map[string][]string{}
	for _, a := range r.answers {
		if queries[a.Method] == nil {
			methods = append(methods, a.Method)
		}
		queries[a.Method] = append(queries[a.Method], a.Query.String())
	}
	for _, m := range methods {
		of := "p: "
		if len(methods) > 1 {
			of = strings.Join(queries[m], ", ") + ": "
		}
		notes = append(notes, oneLine(of+m+"."))
	}
	if r.anySeen() {
		notes = append(notes, "seen: the same with what do sets only seen to be so, which is no effect.")
	}
	if r.draws > 0 {
		worst := 0.0
		for _, a := range r.answers {
			for _, b := range append(append([]doBounds(nil), a.bounds...), a.shares...) {
				if b.stdErr > worst {
					worst = b.stdErr
				}
			}
		}
		s := fmt.Sprintf("The intervals are of %d posterior draws; their ends have a standard error of %s at most.", r.draws, brief(worst, 2))
		if worst == 0 {
			s = "No draw differs from another, so there is no interval."
		}
		if r.pseudo == 0 {
			s += " Without a prior what was never seen keeps probability 0: --pseudo 0.5 states one."
		}
		notes = append(notes, s)
	}
	for _, a := range r.answers {
		if a.split != nil {
			notes = append(notes, r.mediationNotes(a.split)...)
			break
		}
	}
	return notes
}

// mediationNotes say what the parts of an effect are, and what adjusting for a
// mediator is not.
func (r *doReport) mediationNotes(m *causal.Mediated) []string {
	z := "Nothing is adjusted for"
	if len(m.Confounders) > 0 {
		z = "Adjusted for " + braces(m.Confounders)
	}
	return []string{
		oneLine(fmt.Sprintf("Direct: the treatment changes and %s stays as it would have been without. Indirect: %[1]s changes as with the treatment, and nothing else does. They add up to the total where the two do not interact. %s.", r.mediator, z)),
		oneLine(fmt.Sprintf("Adjusting for %s, which the treatment changes, answers another question: the effect with %[1]s held fixed. It is not the effect of the treatment.", r.mediator)),
	}
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// write writes the report in the given format.
func (r *simpsonFindings) write(w io.Writer, format string) (err error) {
	var out bytes.Buffer
	switch format {
	case "json":
		err = writeIndented(&out, r.json())
	case "csv":
		err = r.csv().writeCSV(&out)
	default:
		err = r.writeTables(&out, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// writeTables writes the report for people: the answer in a sentence, then what it
// is made of.
func (r *simpsonFindings) writeTables(w io.Writer, markdown bool) error {
	fmt.Fprintf(w, "%s\n\n", oneLine(r.sentence()))
	notes := r.allNotes()
	if r.lesson {
		notes = append(notes, r.explain()...)
	}
	for i, n := range notes {
		notes[i] = oneLine(n)
	}
	return writeFacts(w, r.facts(), r.tables(), notes, markdown)
}

// tables are those for people, in their order.
func (r *simpsonFindings) tables() []*table {
	all := []*table{r.effectTable().called("Effects")}
	if len(r.by) > 0 {
		all = append(all, r.strataTable().called("Strata"))
		if r.hasSplit {
			all = append(all, r.splitTable().called("Where the crude "+r.differenceName()+" comes from"))
		}
		all = append(all, r.verdictTable().called("Verdicts"))
	}
	if len(r.cuts) > 0 {
		all = append(all, r.cutTable().called("Other ways to take the measurements"))
	}
	if r.search != nil {
		all = append(all, r.search.table(r.digits).called("What was searched"))
	}
	return all
}

// facts are what there is one of.
func (r *simpsonFindings) facts() [][]string {
	treatment := r.treatment.column.name
	if r.arms != nil {
		treatment += ": " + r.arms.treated + " against " + r.arms.control
	}
	facts := [][]string{{"treatment", oneLine(treatment)}, {"outcome", oneLine(r.outcomeName())}}
	if len(r.by) > 0 {
		facts = append(facts, []string{"strata", oneLine(r.byName())})
	}
	facts = append(facts, []string{"n", brief(r.n, 17)}, []string{"prior", r.prior})
	if r.frame.skipped > 0 {
		facts = append(facts, []string{"skipped", fmt.Sprintf("%d rows with missing values", r.frame.skipped)})
	}
	return facts
}

// differenceTexts shows a difference and its interval, with as many places as the
// interval deserves.
func differenceTexts(e simpsonEffect, digits int) (difference, interval string) {
	places := decimals(e.difference, digits)
	if sd := (e.interval.High - e.interval.Low) / 4; sd > 0 {
		places = decimals(sd, digits-1)
	}
	if !math.IsNaN(e.difference) {
		difference = fixed(e.difference, places, digits)
	}
	if iv := e.interval; !math.IsNaN(iv.Low) && !math.IsNaN(iv.High) {
		interval = "[" + fixed(iv.Low, places, digits) + ", " + fixed(iv.High, places, digits) + "]"
	}
	return difference, interval
}

// known shows a number, and nothing where there is none.
func known(x float64, digits int) string {
	if math.IsNaN(x) {
		return ""
	}
	return significant(x, digits)
}

// differenceName is the head of the column of effects.
func (r *simpsonFindings) differenceName() string {
	if r.kind == slopes {
		return "slope"
	}
	return "difference"
}

func (r *simpsonFindings) intervalName() string { return brief(100*r.level, 4) + "% interval" }

// head returns the columns of an effect.
func (r *simpsonFindings) head() (head []string) {
	if r.kind != slopes {
		head = append(head, r.under(r.arms.treated), r.under(r.arms.control))
	}
	head = append(head, r.differenceName(), r.intervalName())
	if r.kind == proportions {
		head = append(head, "ratio", "odds ratio")
	}
	return head
}

// cells returns an effect in these columns.
func (r *simpsonFindings) cells(e simpsonEffect) (cells []string) {
	if r.kind != slopes {
		cells = append(cells, known(e.treated, r.digits), known(e.control, r.digits))
	}
	difference, interval := differenceTexts(e, r.digits)
	cells = append(cells, difference, interval)
	if r.kind == proportions {
		cells = append(cells, known(e.ratio, r.digits), known(e.odds, r.digits))
	}
	return cells
}

// effectTable has a row for each way to compare everyone.
func (r *simpsonFindings) effectTable() *table {
	t := &table{head: append([]string{"effect"}, r.head()...)}
	for _, e := range append([]simpsonEffect{r.crude}, r.adjusted...) {
		row := append([]string{e.name}, r.cells(e)...)
		if math.IsNaN(e.difference) {
			for i, head := range t.head {
				if head == r.differenceName() {
					row[i] = "no answer"
				}
			}
		}
		t.add(row...)
	}
	return t
}

// mostStrata is how many strata a table for people has.
const mostStrata = 40

// strataTable has a row for each stratum.
func (r *simpsonFindings) strataTable() *table {
	t := &table{}
	for _, p := range r.by {
		t.head = append(t.head, p.column.name)
	}
	if r.kind == slopes {
		t.head = append(t.head, "n")
	} else {
		t.head = append(t.head, "n "+r.shortArm(r.arms.treated), "n "+r.shortArm(r.arms.control))
	}
	t.head = append(t.head, r.head()...)
	for z, s := range r.strata {
		if z == mostStrata && len(r.strata) > mostStrata+1 {
			row := make([]string, len(t.head))
			row[0] = fmt.Sprintf("… %d more", len(r.strata)-z)
			t.add(row...)
			break
		}
		row := append([]string{}, s.levels...)
		if r.kind == slopes {
			row = append(row, brief(s.n, 17))
		} else {
			row = append(row, brief(s.n1, 17), brief(s.n0, 17))
		}
		t.add(append(row, r.cells(s.simpsonEffect)...)...)
	}
	return t
}

// splitTable shows that the crude effect is one part within strata and one part between
// them.
func (r *simpsonFindings) splitTable() *table {
	places := decimals(math.Max(math.Abs(r.split.Rate), math.Abs(r.split.Composition)), r.digits)
	show := func(x float64) string { return fixed(x, places, r.digits) }
	t := &table{head: []string{"crude " + r.differenceName(), "within strata", "from their mix"}}
	for z, c := range r.split.Strata {
		if z == mostStrata && len(r.split.Strata) > mostStrata+1 {
			var rate, composition float64
			for _, c := range r.split.Strata[z:] {
				rate, composition = rate+c.Rate, composition+c.Composition
			}
			t.add(fmt.Sprintf("… %d more", len(r.split.Strata)-z), show(rate), show(composition))
			break
		}
		t.add(c.Stratum, show(c.Rate), show(c.Composition))
	}
	t.add(show(r.crude.difference)+" in all", show(r.split.Rate), show(r.split.Composition))
	return t
}

// A namedVerdict is one of the verdicts with its name, for programs and for people.
type namedVerdict struct {
	name, text string
	verdict    causal.Verdict
}

func (r *simpsonFindings) namedVerdicts() []namedVerdict {
	v := r.verdicts
	return []namedVerdict{
		{"reversal", "the adjusted effect has the other sign", v.Reversal},
		{"every_stratum", "so has the effect in every stratum", v.Every},
		{"outside", "the crude effect is outside the range of the strata's", v.Outside},
		{"confounded", "crude and adjusted effect differ", v.Confounded},
	}
}

// verdictTable has a row for each of what may be wrong with the crude effect.
func (r *simpsonFindings) verdictTable() *table {
	t := &table{head: []string{"verdict", "in the data", "probability"}}
	for _, v := range r.namedVerdicts() {
		holds, p := "no", chance(v.verdict.Chance, r.draws)
		switch {
		case p == undefinedText:
			holds, p = "no answer", ""
		case v.verdict.Holds:
			holds = "yes"
		}
		t.add(v.text, holds, p)
	}
	return t
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A simpsonReport is what bayes simpson has found, whatever the kinds of columns.
type simpsonReport struct {
	sentence string
	facts    [][]string
	tables   []*table
	notes    []string // of the tables, of the graph, warnings
	lesson   []string // paragraphs; nil unless --explain
	json     any
	csv      *table
}

// write writes the report in the given format.
func (r *simpsonReport) write(w io.Writer, format string) (err error) {
	var out bytes.Buffer
	switch format {
	case "json":
		err = writeIndented(&out, r.json)
	case "csv":
		err = r.csv.writeCSV(&out)
	default:
		fmt.Fprintf(&out, "%s\n\n", oneLine(r.sentence))
		notes := make([]string, 0, len(r.notes)+len(r.lesson))
		for _, n := range append(append(notes, r.notes...), r.lesson...) {
			notes = append(notes, oneLine(n))
		}
		err = writeFacts(&out, r.facts, r.tables, notes, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// report arranges the result for writing.
func (r *simpsonResult) report() *simpsonReport {
	out := &simpsonReport{sentence: r.sentence(), facts: r.facts(), json: r.json(), csv: r.csv()}
	out.tables = []*table{r.effects()}
	if len(r.by) > 0 {
		out.tables = append(out.tables, r.strataTable())
		if r.hasSplit {
			out.tables = append(out.tables, r.splitTable())
		}
		out.tables = append(out.tables, r.verdictTable())
	}
	out.notes = r.notes()
	if r.lesson {
		out.lesson = r.explain()
	}
	return out
}

// facts are what there is one of.
func (r *simpsonResult) facts() [][]string {
	prior := bayes.Beta{Alpha: 0.5, Beta: 0.5}
	stated := ", of Jeffreys: --prior states another"
	if r.prior != (bayes.Beta{}) {
		prior, stated = r.prior, ""
	}
	facts := append(r.simpsonCase.facts(),
		[]string{"n", brief(r.counted(), 17)},
		[]string{"prior", specText(prior, r.digits) + " of the rate in each cell" + stated})
	if r.frame.skipped > 0 {
		facts = append(facts, []string{"skipped", fmt.Sprintf("%d rows with missing values", r.frame.skipped)})
	}
	return facts
}

// facts are what every kind of case tells of itself.
func (k *simpsonCase) facts() [][]string {
	treatment := k.treatment.column.name
	if k.arms != nil {
		treatment += ": " + k.arms.treated + " against " + k.arms.control
	}
	facts := [][]string{{"treatment", oneLine(treatment)}, {"outcome", oneLine(k.outcomeName())}}
	if len(k.by) > 0 {
		facts = append(facts, []string{"strata", oneLine(k.byName())})
	}
	return facts
}

// counted returns the people in the comparison's strata.
func (r *simpsonResult) counted() (n float64) {
	for _, s := range r.comparison.Strata {
		n += s.Total()
	}
	return n
}

// interval shows an interval with so many places.
func intervalText(s causal.Summary, places, digits int) string {
	if math.IsNaN(s.Low) || math.IsNaN(s.High) {
		return ""
	}
	return "[" + fixed(s.Low, places, digits) + ", " + fixed(s.High, places, digits) + "]"
}

func intervalOf(s causal.Summary) bayes.Interval { return bayes.Interval{Low: s.Low, High: s.High} }

// differenceText shows a difference and its interval, in step.
func differenceText(d float64, s causal.Summary, digits int) [2]string {
	places := decimals(d, digits)
	if sd := (s.High - s.Low) / 4; sd > 0 {
		places = decimals(sd, digits-1)
	}
	if math.IsNaN(d) {
		return [2]string{"", intervalText(s, places, digits)}
	}
	return [2]string{fixed(d, places, digits), intervalText(s, places, digits)}
}

// known shows a number, and nothing where there is none.
func known(x float64, digits int) string {
	if math.IsNaN(x) {
		return ""
	}
	return significant(x, digits)
}

// risk names the probability of the event under a treatment.
func (r *simpsonResult) risk(level string) string {
	return "P(" + r.shortEvent() + " | " + r.shortArm(level) + ")"
}

// shortEvent and shortArm are levels that speak for themselves, or else with their
// columns.
func (k *simpsonCase) shortEvent() string {
	if speaks(k.event) {
		return k.event
	}
	return k.outcomeName()
}

func (k *simpsonCase) shortArm(level string) string {
	if speaks(level) {
		return level
	}
	return k.armName(level)
}

// speaks reports whether a level says what it is without the name of its column.
func speaks(level string) bool {
	switch strings.ToLower(level) {
	case "true", "false", "yes", "no", "y", "n", "t", "f":
		return false
	}
	_, err := rows.ParseFloat([]byte(level))
	return err != nil
}

// effects has a row for each way to compare everyone.
func (r *simpsonResult) effects() *table {
	t := &table{head: []string{"effect", r.risk(r.arms.treated), r.risk(r.arms.control), "difference", brief(100*r.level, 4) + "% interval", "ratio", "odds ratio"}}
	add := func(name string, e causal.Effect, s causal.Spread) {
		d := differenceText(e.Difference(), s.Difference, r.digits)
		t.add(name, known(e.Treated, r.digits), known(e.Control, r.digits), d[0], d[1], known(e.Ratio(), r.digits), known(e.OddsRatio(), r.digits))
	}
	add("crude", r.crude, r.posterior.Crude)
	if len(r.by) == 0 {
		return t
	}
	for target, name := range r.targetNames() {
		if withheld := r.posterior.Withheld[target]; withheld != nil {
			t.add(name, "", "", "no answer", "", "", "")
			continue
		}
		add(name, r.average[target], r.posterior.Adjusted[target])
	}
	if r.other != nil {
		add("in "+r.mix, *r.other, r.posterior.Other)
	}
	mh := r.common
	iv := mh.Difference.Interval(r.level)
	d := differenceText(mh.Difference.Value, causal.Summary{Low: iv.Low, High: iv.High}, r.digits)
	t.add("Mantel–Haenszel", "", "", d[0], d[1], known(mh.Ratio.Value, r.digits), known(mh.OddsRatio.Value, r.digits))
	return t
}

// targetNames name the adjusted effects.
func (r *simpsonResult) targetNames() [3]string {
	return [3]string{"in everyone's mix (ATE)", "in the mix of " + r.shortArm(r.arms.treated) + " (ATT)", "in the mix of " + r.shortArm(r.arms.control) + " (ATC)"}
}

// mostStrata is how many strata a table for people has.
const mostStrata = 40

// strataTable has a row for each stratum.
func (r *simpsonResult) strataTable() *table {
	t := &table{}
	for _, p := range r.by {
		t.head = append(t.head, p.column.name)
	}
	t.head = append(t.head, "n "+r.shortArm(r.arms.treated), "n "+r.shortArm(r.arms.control), r.risk(r.arms.treated), r.risk(r.arms.control), "difference",
		brief(100*r.level, 4)+"% interval", "ratio", "odds ratio")
	for z, s := range r.comparison.Strata {
		if z == mostStrata && len(r.comparison.Strata) > mostStrata+1 {
			row := make([]string, len(t.head))
			row[0] = fmt.Sprintf("… %d more", len(r.comparison.Strata)-z)
			t.add(row...)
			break
		}
		e := s.Effect()
		d := differenceText(e.Difference(), r.posterior.Strata[z].Difference, r.digits)
		t.add(append(append([]string{}, s.Levels...), brief(s.Treated.Total, 17), brief(s.Control.Total, 17),
			known(e.Treated, r.digits), known(e.Control, r.digits), d[0], d[1], known(e.Ratio(), r.digits), known(e.OddsRatio(), r.digits))...)
	}
	return t
}

// splitTable shows that the crude difference is one part within strata and one part
// between them.
func (r *simpsonResult) splitTable() *table {
	places := decimals(math.Max(math.Abs(r.split.Rate), math.Abs(r.split.Composition)), r.digits)
	show := func(x float64) string { return fixed(x, places, r.digits) }
	t := &table{head: []string{"crude difference", "within strata", "from their mix"}}
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
	t.add(show(r.crude.Difference())+" in all", show(r.split.Rate), show(r.split.Composition))
	return t
}

// verdictTable has a row for each of what may be wrong with the crude effect.
func (r *simpsonResult) verdictTable() *table {
	t := &table{head: []string{"verdict", "in the data", "probability"}}
	for _, v := range r.verdicts() {
		holds := "no"
		if v.verdict.Holds {
			holds = "yes"
		}
		p := chance(v.verdict.Chance, r.posterior.Draws)
		if p == undefinedText {
			holds, p = "no answer", ""
		}
		t.add(v.text, holds, p)
	}
	return t
}

// A namedVerdict is one of the verdicts with its name, for programs and for people.
type namedVerdict struct {
	name, text string
	verdict    causal.Verdict
}

func (r *simpsonResult) verdicts() []namedVerdict {
	v := r.posterior.Verdicts
	return []namedVerdict{
		{"reversal", "the standardised effect has the other sign", v.Reversal},
		{"every_stratum", "so has the effect in every stratum", v.Every},
		{"outside", "the crude effect is outside the range of the strata's", v.Outside},
		{"confounded", "crude and standardised effect differ", v.Confounded},
	}
}

// graphNotes say what the graph says.
func (k *simpsonCase) graphNotes() (notes []string) {
	g := k.verdict
	if g == nil {
		return nil
	}
	sets := make([]string, 0, len(g.sets.Minimal))
	for _, s := range g.sets.Minimal {
		sets = append(sets, "{"+strings.Join(s, ", ")+"}")
	}
	what := "adjusting for {" + strings.Join(g.by, ", ") + "}"
	switch {
	case g.judged.Valid:
		notes = append(notes, fmt.Sprintf("graph: %s gives the effect of %s on %s", what, g.question.Treatment, g.question.Outcome))
		if g.chosen {
			notes[0] += "; it is the smallest set that does"
		}
		if g.judged.Note != "" {
			notes[0] += "; " + g.judged.Note
		}
	default:
		notes = append(notes, fmt.Sprintf("graph: %s does not give the effect of %s on %s: %s", what, g.question.Treatment, g.question.Outcome, g.judged.Why))
		for _, m := range g.judged.More {
			notes = append(notes, "graph: "+m.Why)
		}
	}
	switch {
	case len(sets) == 0:
		notes = append(notes, "graph: no set does: "+g.sets.Why)
	case len(g.sets.Minimal[0]) == 0:
		notes = append(notes, "graph: there is nothing to adjust for: the crude effect is the effect")
	default:
		more := ""
		if g.sets.More {
			more = " and others"
		}
		notes = append(notes, "graph: the smallest sets that do: "+strings.Join(sets, ", ")+more)
	}
	return notes
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes/decide"
	"github.com/bayeskit/bayeskit/prob"
)

// The JSON of a comparison. What is undefined is null.
type abJSON struct {
	Groups   []groupJSON  `json:"groups"`
	Contrast contrastJSON `json:"contrast"`
}

type contrastJSON struct {
	Baseline string     `json:"baseline"`
	PBest    object     `json:"p_best"`
	Pairs    []pairJSON `json:"pairs"`
}

type pairJSON struct {
	A            string     `json:"a"`
	B            string     `json:"b"`
	PGreater     number     `json:"p_greater"`
	Difference   momentJSON `json:"difference"`
	Ratio        momentJSON `json:"ratio"`
	Lift         momentJSON `json:"lift"`
	ExpectedLoss number     `json:"expected_loss"`
	InRope       number     `json:"in_rope"`
}

type momentJSON struct {
	Mean     number      `json:"mean"`
	SD       number      `json:"sd"`
	Interval [][2]number `json:"interval"`
}

func (s summary) moments() momentJSON {
	doc := s.json()
	return momentJSON{doc.Mean, doc.SD, doc.Interval}
}

func univariates(ds []decide.Quantity) []prob.Univariate {
	us := make([]prob.Univariate, len(ds))
	for i, d := range ds {
		us[i] = d.Univariate
	}
	return us
}

// write writes the comparison in the given format.
func (c *contrast) write(w io.Writer, format string) error {
	var out bytes.Buffer
	var err error
	switch format {
	case "json":
		err = c.writeJSON(&out)
	case "csv":
		t := c.csv()
		err = t.writeCSV(&out)
	default:
		err = c.writeTables(&out, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

func (c *contrast) writeJSON(w io.Writer) error {
	doc := abJSON{Contrast: contrastJSON{Baseline: c.names[c.baseline], PBest: byName(c.names, c.best, identity)}}
	for _, g := range c.groups {
		one, err := c.groupJSON(g)
		if err != nil {
			return err
		}
		doc.Groups = append(doc.Groups, one)
	}
	for _, p := range c.pairs {
		doc.Contrast.Pairs = append(doc.Contrast.Pairs, pairJSON{
			A: c.names[p.a], B: c.names[p.b], PGreater: number(p.greater),
			Difference: p.difference.moments(), Ratio: p.ratio.moments(), Lift: p.lift.moments(),
			ExpectedLoss: number(p.loss), InRope: number(p.inRope),
		})
	}
	return writeIndented(w, doc)
}

// csv has a row for each statement, with every digit.
func (c *contrast) csv() *table {
	t := &table{head: []string{"a", "b", "measure", "value", "sd", "low", "high"}}
	for i, name := range c.names {
		t.add(name, "", "p_best", exact(c.best[i]), "", "", "")
	}
	for _, p := range c.pairs {
		a, b := c.names[p.a], c.names[p.b]
		t.add(a, b, "p_greater", exact(p.greater), "", "", "")
		for _, m := range []struct {
			measure string
			s       summary
		}{{"difference", p.difference}, {"ratio", p.ratio}, {"lift", p.lift}} {
			iv := m.s.intervals[0]
			t.add(a, b, m.measure, exact(m.s.mean), exact(m.s.sd), exact(iv.Low), exact(iv.High))
		}
		t.add(a, b, "expected_loss", exact(p.loss), "", "", "")
		if c.rope != nil {
			t.add(a, b, "in_rope", exact(p.inRope), "", "", "")
		}
	}
	return t
}

// writeTables writes the comparison for people, as text or as Markdown.
func (c *contrast) writeTables(w io.Writer, markdown bool) error {
	fmt.Fprintf(w, "%s\n\n", oneLine(c.sentence()))
	return writeFacts(w, c.setting(), c.tables(), c.allNotes(), markdown)
}

// setting is what there is one of.
func (c *contrast) setting() [][]string {
	facts := c.facts()
	if !c.stated {
		facts[0][1] += ", of Jeffreys: --prior states another"
	}
	return facts
}

// tables are those for people, in their order.
func (c *contrast) tables() []*table {
	return []*table{c.summaries(), c.choices(), c.differences()}
}

// allNotes are those of the comparison and of the groups.
func (c *contrast) allNotes() []string { return append(slices.Clone(c.notes), c.report.notes()...) }

// choices has a row for each group: what speaks for choosing it.
func (c *contrast) choices() *table {
	t := &table{caption: "What speaks for each", head: []string{"group", "P(best)", "P(greater than " + c.names[c.baseline] + ")", "expected loss"}}
	if c.rope != nil {
		t.head = append(t.head, "P("+c.rope.text+")")
	}
	next := 0
	for i, name := range c.names {
		row := []string{name, probability(c.best[i], c.digits)}
		if i == c.baseline {
			row = append(row, "", "")
			if c.rope != nil {
				row = append(row, "")
			}
		} else {
			p := c.pairs[next]
			next++
			loss := significant(p.loss, c.digits)
			if math.IsInf(p.loss, 0) {
				loss = undefinedText
			}
			row = append(row, probability(p.greater, c.digits), loss)
			if c.rope != nil {
				row = append(row, probability(p.inRope, c.digits))
			}
		}
		t.add(row...)
	}
	return t
}

// differences has three rows for each pair.
func (c *contrast) differences() *table {
	t := &table{caption: "Compared with " + c.names[c.baseline], head: []string{"compared", "mean", "sd", c.intervalName()}}
	var all []summary
	for _, p := range c.pairs {
		all = append(all, p.difference, p.ratio, p.lift)
	}
	for _, s := range all {
		t.add(append([]string{s.name}, summaryTexts([]summary{s}, c.digits)[0]...)...)
	}
	return t
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/factor"
)

// write writes the report in the given format.
func (r *testReport) write(w io.Writer, format string) (err error) {
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

func (r *testReport) writeTables(w io.Writer, markdown bool) error {
	fmt.Fprintf(w, "H1: %s    H0: %s\nprior under H1: %s\n", r.alternative, r.null, r.prior)
	for _, t := range r.tables() {
		fmt.Fprintln(w)
		write := t.writeText
		if markdown {
			write = t.writeMarkdown
		}
		if err := write(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.Join(r.notes(), "\n"))
	return err
}

// tables are those for people, in their order.
func (r *testReport) tables() []*table {
	var all []*table
	if r.counts != nil {
		all = append(all, r.counts)
	}
	if len(r.sequential) > 0 {
		t := &table{caption: "Bayes factor row by row", head: []string{"row", "line", "BF10", "ln BF10"}}
		for _, s := range r.sequential {
			line := fmt.Sprint(s.line)
			if s.row == 0 {
				line = ""
			}
			t.add(fmt.Sprint(s.row), line, r.factorText(s.value), logText(float64(s.value.Log), r.digits))
		}
		all = append(all, t)
	}
	main := &table{caption: "Bayes factor", head: []string{"BF10", "BF01", "ln BF10", "error"}}
	main.add(r.factorText(r.value), r.factorText(r.value.Inverse()), logText(float64(r.value.Log), r.digits), errorText(r.value.Err))
	all = append(all, main)
	if len(r.effects) > 0 {
		t := &table{caption: "Under the alternative", head: []string{"under H1", "median", brief(100*r.level, 4) + "% interval"}}
		for _, e := range r.effects {
			places := decimals((e.High-e.Low)/4, r.digits-1)
			show := func(x float64) string { return fixed(x, places, r.digits) }
			t.add(e.name, show(e.Median), "["+show(e.Low)+", "+show(e.High)+"]")
		}
		all = append(all, t)
	}
	if len(r.models) > 0 {
		t := &table{caption: "The likeliest models", head: []string{"predictors", "BF10", "R²", "posterior"}}
		for _, m := range r.models {
			t.add(m.name(), r.factorText(m.value), fixed(m.r2, r.digits, r.digits), probability(m.p, r.digits))
		}
		all = append(all, t)
	}
	if len(r.robustness) > 0 {
		t := &table{caption: "Bayes factor at other scales of the prior", head: []string{r.scaleName, "BF10", "BF01", "ln BF10"}}
		for _, v := range r.robustness {
			t.add(significant(v.Scale, r.digits), r.factorText(v.Value), r.factorText(v.Value.Inverse()), logText(float64(v.Value.Log), r.digits))
		}
		all = append(all, t)
	}
	return all
}

func (m shownModel) name() string {
	if len(m.terms) == 0 {
		return "(none)"
	}
	return strings.Join(m.terms, " + ")
}

// errorText shows a bound on an error as the power of ten above it.
func errorText(err float64) string {
	if !(err > 0) {
		return "0"
	}
	return fmt.Sprintf("1e%+03.0f", math.Ceil(math.Log10(err)))
}

func (r *testReport) factorText(v factor.Value) string { return expText(float64(v.Log), r.digits) }

// notes are the lines below the tables: what the data are, and what the factor
// means.
func (r *testReport) notes() []string {
	notes := []string{r.meaning(), r.statisticText}
	if len(r.models) > 0 {
		s := "probability that a predictor is in the model, all 2^" + fmt.Sprint(len(r.inclusion)) + " models being equally likely beforehand: "
		for i, p := range r.inclusion {
			if i > 0 {
				s += ", "
			}
			s += r.effects[i].name + " " + probability(p, r.digits)
		}
		notes = append(notes, s)
	}
	if r.skipped > 0 {
		notes = append(notes, fmt.Sprintf("%d rows left out, for missing values", r.skipped))
	}
	switch {
	case r.stopped != nil:
		notes = append(notes, fmt.Sprintf("%s was crossed after row %d (%s:%d): the result is that of the rows so far", r.rule, r.stopped.row, r.file, r.stopped.line))
	case r.rule != "":
		notes = append(notes, r.rule+" was not crossed: all rows were read")
	}
	if r.why != "" {
		notes = append(notes, fmt.Sprintf("the test is %s, since %s: --kind names another", r.kind, r.why))
	}
	return notes
}

// meaning says in a sentence what the factor is, without a verdict.
func (r *testReport) meaning() string { return r.favoured("H1", "H0") }

// favoured says it of hypotheses called h1 and h0.
func (r *testReport) favoured(h1, h0 string) string {
	log, more, less := float64(r.value.Log), h1, h0
	if log < 0 {
		log, more, less = -log, less, more
	}
	s := fmt.Sprintf("The data are %s times as likely under %s as under %s", expText(log, r.digits), more, less)
	if p := 1 / (1 + math.Exp(-log)); p < 0.9999 {
		s += fmt.Sprintf(": even odds beforehand become a probability of %s for %s", probability(p, r.digits), more)
	}
	return s + "."
}

// csv returns one table with every digit: the path if there is one, then the
// robustness, then the result.
func (r *testReport) csv() *table {
	switch {
	case len(r.sequential) > 0:
		t := &table{head: []string{"row", "line", "bf10", "log_bf10", "error"}}
		for _, s := range r.sequential {
			t.add(fmt.Sprint(s.row), fmt.Sprint(s.line), exact(s.value.BF10()), exact(float64(s.value.Log)), exact(s.value.Err))
		}
		return t
	case len(r.robustness) > 0:
		t := &table{head: []string{r.scaleName, "bf10", "log_bf10", "error"}}
		for _, v := range r.robustness {
			t.add(exact(v.Scale), exact(v.Value.BF10()), exact(float64(v.Value.Log)), exact(v.Value.Err))
		}
		return t
	}
	t := &table{head: []string{"kind", "n", "alternative", "bf10", "bf01", "log_bf10", "error"}}
	t.add(r.kind, exact(r.n), r.side, exact(r.value.BF10()), exact(r.value.BF01()), exact(float64(r.value.Log)), exact(r.value.Err))
	return t
}

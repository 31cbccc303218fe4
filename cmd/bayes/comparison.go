package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
)

// The JSON of a weighing.
type evidenceJSON struct {
	Models  []modelJSON     `json:"models"`
	N       number          `json:"n"`
	Skipped int64           `json:"skipped"`
	Pseudo  bool            `json:"pseudo_evidence,omitempty"`
	Trace   []modelStepJSON `json:"trace"`
}

type modelJSON struct {
	Name        string `json:"name"`
	Likelihood  any    `json:"likelihood,omitempty"`
	LogEvidence number `json:"log_evidence"`
	LogBF       number `json:"log_bf"` // against the first
	Prior       number `json:"prior"`
	Posterior   number `json:"posterior"`
	Reason      string `json:"reason,omitempty"`
}

type modelStepJSON struct {
	Row    int64           `json:"row"`
	Models []modelPathJSON `json:"models"`
}

type modelPathJSON struct {
	Name        string `json:"name"`
	LogEvidence number `json:"log_evidence"`
	LogBF       number `json:"log_bf"`
	Posterior   number `json:"posterior"`
}

// write writes the comparison in the given format.
func (c *comparison) write(w io.Writer, format string) (err error) {
	var out bytes.Buffer
	switch {
	case format == "json":
		err = writeIndented(&out, c.json())
	case format == "csv":
		t := c.table(exact, exact)
		if len(c.steps) > 0 {
			t = c.trace(exact, exact)
		}
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

func (c *comparison) json() evidenceJSON {
	doc := evidenceJSON{Models: []modelJSON{}, N: number(c.n), Skipped: c.skipped, Pseudo: c.pseudo, Trace: []modelStepJSON{}}
	post := c.posterior(c.final)
	for i, name := range c.names {
		m := modelJSON{Name: name, Likelihood: c.lik[i], LogEvidence: number(c.final.logEvidence[i]),
			LogBF: number(c.final.factor(i)), Prior: number(c.odds[i]), Posterior: number(post[i])}
		if math.IsInf(c.final.logEvidence[i], -1) {
			m.Reason = "the data are impossible under this model"
		}
		doc.Models = append(doc.Models, m)
	}
	for _, s := range c.steps {
		step := modelStepJSON{Row: s.row}
		post := c.posterior(s)
		for i, name := range c.names {
			step.Models = append(step.Models, modelPathJSON{name, number(s.logEvidence[i]), number(s.factor(i)), number(post[i])})
		}
		doc.Trace = append(doc.Trace, step)
	}
	return doc
}

// tables are those for people, in their order.
func (c *comparison) tables() (all []*table) {
	logs := func(x float64) string { return logText(x, c.digits) }
	probs := func(x float64) string { return probability(x, c.digits) }
	if len(c.steps) > 0 {
		all = append(all, c.trace(logs, probs))
	}
	return append(all, c.people(logs, probs))
}

func (c *comparison) writeTables(w io.Writer, markdown bool) error {
	for i, t := range c.tables() {
		if i > 0 {
			fmt.Fprintln(w)
		}
		write := t.writeText
		if markdown {
			write = t.writeMarkdown
		}
		if err := write(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", c.note())
	return err
}

// note says what the table is of.
func (c *comparison) note() string {
	note := fmt.Sprintf("n = %s", significant(c.n, c.digits+2))
	if len(c.names) > 1 {
		note += fmt.Sprintf("; Bayes factors are against %s, logs are natural", c.names[0])
	}
	if c.skipped > 0 {
		note += fmt.Sprintf("; %d rows left out, for missing values", c.skipped)
	}
	if c.pseudo {
		note += "; weights that are not whole numbers make these pseudo-evidences"
	}
	return note
}

// people is the table for people.
func (c *comparison) people(logs, probs func(float64) string) *table {
	t := &table{caption: "Models", head: []string{"model", "log evidence", "Bayes factor", "prior", "posterior"}}
	post := c.posterior(c.final)
	for i, name := range c.names {
		bf := c.final.factor(i).String()
		if i == 0 {
			bf = ""
		}
		t.add(name, logs(c.final.logEvidence[i]), bf, probs(c.odds[i]), probs(post[i]))
	}
	return t
}

// table is the table for programs.
func (c *comparison) table(logs, probs func(float64) string) *table {
	t := &table{head: []string{"model", "log_evidence", "log_bf", "prior", "posterior"}}
	post := c.posterior(c.final)
	for i, name := range c.names {
		t.add(name, logs(c.final.logEvidence[i]), logs(float64(c.final.factor(i))), probs(c.odds[i]), probs(post[i]))
	}
	return t
}

// trace has a row for each step and model.
func (c *comparison) trace(logs, probs func(float64) string) *table {
	t := &table{caption: "Path: the models after each row shown", head: []string{"row", "model", "log_evidence", "log_bf", "posterior"}}
	for _, s := range c.steps {
		post := c.posterior(s)
		for i, name := range c.names {
			t.add(strconv.FormatInt(s.row, 10), name, logs(s.logEvidence[i]), logs(float64(s.factor(i))), probs(post[i]))
		}
	}
	return t
}

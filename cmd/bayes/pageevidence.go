package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/page"
)

// page implements [paged].
func (c *comparison) page() (p page.Page, err error) {
	p = page.Page{Title: "Models weighed by their evidence", Verdict: oneLine(c.verdict()), Notes: []string{c.note()}}
	addTables(&p, c.tables())
	if len(c.steps) > 0 {
		p.PathLast()
	}
	if len(c.names) > 1 && !math.IsNaN(c.posterior(c.final)[0]) {
		f, err := c.plot().picture().figure()
		if err != nil {
			return p, err
		}
		p.Figures = append(p.Figures, f)
	}
	write := func(c comparison) func(io.Writer) error {
		return func(w io.Writer) error { return writeIndented(w, c.json()) }
	}
	without := *c
	without.steps = nil
	var brief func(io.Writer) error
	if len(c.steps) > 0 {
		brief = write(without)
	}
	return p, embed(&p, write(*c), brief, "the path")
}

// plot draws the probabilities of the models, and the path of the first.
func (c *comparison) plot() plotData {
	n := min(len(c.names), mostNamed)
	post := c.posterior(c.final)
	g := plotGroup{Labels: c.names[:n], PriorP: c.odds[:n], PosteriorP: post[:n]}
	for _, s := range c.steps {
		q := c.posterior(s)[0]
		g.Path = append(g.Path, pathPoint{N: float64(s.row), Mean: q, Low: q, High: q})
	}
	d := plotData{Title: "Probabilities of the models, before and after", Level: 0.95, Groups: []plotGroup{g}}
	if n < len(c.names) {
		d.Title += fmt.Sprintf(" (the first %d of %d)", n, len(c.names))
	}
	return d
}

// verdict names the likeliest model, and by how much it leads.
func (c *comparison) verdict() string {
	post := c.posterior(c.final)
	lead, second := 0, -1
	for i := range post {
		if post[i] > post[lead] {
			lead = i
		}
	}
	for i := range post {
		if i != lead && (second < 0 || c.final.logEvidence[i] > c.final.logEvidence[second]) {
			second = i
		}
	}
	switch {
	case second < 0:
		return fmt.Sprintf("The log evidence of %s is %s", c.names[0], logText(c.final.logEvidence[0], c.digits))
	case math.IsNaN(post[lead]):
		return "The data are impossible under every model"
	}
	rival, factor := 0, c.final.factor(lead) // against the first, as in the table
	if lead == 0 {
		rival, factor = second, bayes.BayesFactor(-c.final.factor(second))
	}
	return fmt.Sprintf("%s is the likeliest of %d models, with probability %s (%s before); against %s the Bayes factor is %s",
		c.names[lead], len(post), probability(post[lead], c.digits), probability(c.odds[lead], c.digits), c.names[rival], strings.TrimPrefix(factor.String(), "BF "))
}

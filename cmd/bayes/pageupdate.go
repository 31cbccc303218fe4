package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/page"
)

// page implements [paged].
func (r *report) page() (p page.Page, err error) {
	p = page.Page{Title: r.title(), Verdict: oneLine(r.verdict()), Facts: r.facts(), Notes: r.notes()}
	addTables(&p, r.tables())
	if r.traced {
		p.PathLast()
	}
	d := r.plot()
	if d.Title = "Prior and posterior: " + d.Title; r.traced {
		d.Title = strings.Replace(d.Title, "Prior and posterior", "Prior, posterior and path", 1)
	}
	if err := r.addFigure(&p, d); err != nil {
		return p, err
	}
	without := *r
	without.groups = slices.Clone(r.groups)
	for i := range without.groups {
		without.groups[i].steps = nil
	}
	var brief func(io.Writer) error
	if r.traced {
		brief = without.writeJSON
	}
	return p, embed(&p, r.writeJSON, brief, "the path")
}

// addFigure draws the groups, the first of them if there are many.
func (r *report) addFigure(p *page.Page, d plotData) error {
	if len(d.Groups) == 0 {
		return nil
	}
	if n := len(d.Groups); n > mostNamed {
		d.Title += fmt.Sprintf(" (the first %d of %d groups)", mostNamed, n)
		d.Groups = d.Groups[:mostNamed]
	}
	d.Lines = d.Lines[:min(len(d.Lines), mostNamed)]
	f, err := d.picture().figure()
	if err == nil {
		p.Figures = append(p.Figures, f)
	}
	return err
}

// title says what is updated.
func (r *report) title() string {
	by := ""
	if len(r.by) > 0 {
		by = ", by " + strings.Join(r.by, " and ")
	}
	if m, ok := r.lik.Linear(); ok {
		return "Regression " + m.Formula() + by
	}
	if r.hypotheses() {
		return "Hypotheses and what they come to" + by
	}
	return "Posterior of " + r.firstParameter() + by
}

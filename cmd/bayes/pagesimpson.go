package main

import (
	"io"

	"github.com/bayeskit/bayeskit/internal/page"
)

// page implements [paged].
func (r *simpsonFindings) page() (p page.Page, err error) {
	p = page.Page{Title: r.pageTitle(), Verdict: oneLine(r.sentence()), Facts: r.facts()}
	notes := r.allNotes()
	if r.lesson {
		notes = append(notes, r.explain()...)
	}
	for _, n := range notes {
		p.Notes = append(p.Notes, oneLine(n))
	}
	addTables(&p, r.tables())
	f, err := r.picture().figure()
	if err != nil {
		return p, err
	}
	f.Caption = "Strata, crude and adjusted: " + f.Caption
	p.Figures = append(p.Figures, f)
	return p, embed(&p, func(w io.Writer) error { return writeIndented(w, r.json()) }, nil, "")
}

// pageTitle says what is compared, within what.
func (r *simpsonFindings) pageTitle() string {
	s := r.outcomeName() + " by " + r.treatment.column.name
	if len(r.by) > 0 {
		s += ", within " + r.byName()
	}
	return s
}

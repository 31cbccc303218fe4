package main

import (
	"io"

	"github.com/bayeskit/bayeskit/internal/page"
)

// page implements [paged].
func (r *testReport) page() (p page.Page, err error) {
	p = page.Page{
		Title:   "Bayes factor: " + r.formula,
		Verdict: oneLine(r.favoured("H1 ("+r.alternative+")", "H0 ("+r.null+")")),
		Facts:   [][]string{{"H1", r.alternative}, {"H0", r.null}, {"prior under H1", r.prior}, {"test", r.kind}, {"data", r.statisticText}},
	}
	for _, n := range r.notes()[1:] { // the first is the verdict
		if n != r.statisticText {
			p.Notes = append(p.Notes, oneLine(n))
		}
	}
	addTables(&p, r.tables())
	if len(r.sequential) > 0 && r.counts == nil {
		p.PathLast()
	}
	if len(r.curve) > 0 || len(r.sequential) > 0 {
		f, err := r.picture().figure()
		if err != nil {
			return p, err
		}
		p.Figures = append(p.Figures, f)
	}
	write := func(r testReport) func(io.Writer) error {
		return func(w io.Writer) error { return writeIndented(w, r.json()) }
	}
	without := *r
	without.sequential = nil
	var brief func(io.Writer) error
	if len(r.sequential) > 0 {
		brief = write(without)
	}
	return p, embed(&p, write(*r), brief, "the factor row by row")
}

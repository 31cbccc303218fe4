package main

import "github.com/bayeskit/bayeskit/internal/page"

// page implements [paged].
func (c *contrast) page() (p page.Page, err error) {
	p = page.Page{Title: "Comparison of " + enumerate(c.names), Verdict: oneLine(c.sentence()), Facts: c.setting(), Notes: c.allNotes()}
	addTables(&p, c.tables())
	d := c.plot()
	d.Title = "Posterior of each group, " + d.Title
	if err := c.addFigure(&p, d); err != nil {
		return p, err
	}
	return p, embed(&p, c.writeJSON, nil, "")
}

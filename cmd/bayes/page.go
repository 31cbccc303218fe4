package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/page"
)

// A paged is a result that --report can write as a page.
type paged interface {
	page() (page.Page, error)
}

func reportFlag() cli.Flag {
	return &cli.StringFlag{Name: "report", Usage: "write the result as a page, FILE.html"}
}

// checkReport returns a usage error if --report cannot have the name that it was given,
// so that nothing is computed for a page that will not be.
func checkReport(c *cli.Context) error {
	path := c.String("report")
	switch {
	case !c.IsSet("report"):
		return nil
	case !strings.EqualFold(filepath.Ext(path), ".html"):
		return usagef("--report %s: a report is a page: want a name that ends in .html, such as --report %s", path, htmlName(path))
	case path == c.String("save") || path == c.String("checkpoint"):
		return usagef("--report %s: another file is to have that name: give the report one of its own", path)
	}
	return nil
}

// htmlName is path with the extension that a page has.
func htmlName(path string) string {
	if name := strings.TrimSuffix(path, filepath.Ext(path)); name != "" {
		return name + ".html"
	}
	return "report.html"
}

// writeReport writes r as the page that --report names, if it does.
func writeReport(c *cli.Context, r paged) error {
	path := c.String("report")
	if path == "" {
		return nil
	}
	p, err := r.page()
	if err != nil {
		return writeError(path, err)
	}
	p.Command = "bayes " + c.Command.Name
	p.Palette = page.Palette{Paper: white, Ink: ink, Muted: grey, Rule: faint}
	for i := range 6 {
		p.Palette.Series = append(p.Palette.Series, colour(i))
	}
	return writeAtomic(path, p.Write)
}

// addTables puts tables of the terminal on a page, cell by cell.
func addTables(p *page.Page, all []*table) {
	for _, t := range all {
		one := page.Table{Caption: oneLine(t.caption)}
		for _, cell := range t.head {
			one.Head = append(one.Head, oneLine(cell))
		}
		for _, row := range t.rows {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = oneLine(cell)
			}
			one.Rows = append(one.Rows, cells)
		}
		p.Tables = append(p.Tables, one)
	}
}

// embed puts the JSON that whole writes into a page; where that is too long, what brief
// writes, which is the same without that which is said to be missing.
func embed(p *page.Page, whole, brief func(io.Writer) error, missing string) error {
	var texts [][]byte
	for _, write := range []func(io.Writer) error{whole, brief} {
		if write == nil {
			continue
		}
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		texts = append(texts, b.Bytes())
	}
	result, which, err := page.Embed(texts...)
	switch {
	case err != nil:
		return err
	case which == 1:
		p.Notes = append(p.Notes, "the JSON in this file is without "+missing+", which would be too long: --format json prints all of it")
	case which < 0:
		p.Notes = append(p.Notes, "there is no JSON in this file, since it would be too long: --format json prints it")
	}
	p.Result = result
	return nil
}

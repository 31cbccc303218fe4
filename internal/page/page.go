// Package page writes a result as one HTML file that needs nothing else: no network, no
// script, no font. It is read on a phone, on paper and in the dark, and by a screen
// reader; programs find the result in it as JSON.
package page

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.html
var body string

//go:embed page.css
var style string

// A Page is a result for people, with the same result for programs.
type Page struct {
	Command string // what made it: bayes update
	Title   string // of what it is, in a few words
	Verdict string // what came out, in a sentence

	Facts   [][]string // what there is one of: a name, and a line or several
	Figures []Figure
	Tables  []Table
	Notes   []string // what the numbers do not say

	Palette Palette // of the figures
	Result  []byte  // JSON
}

// A Table is rows of cells under a head. Rows have a cell for each column.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
}

// A Figure is a picture, drawn once for a desk and once for a phone.
type Figure struct {
	Caption     string
	Description string // what is to be seen, for those who do not see it
	Wide        []byte // an SVG file
	Narrow      []byte // the same in one column; nil if there is none
}

// MostBytes is how long a page may get. Rows, columns and pictures are left out, and the
// page says so, until it is no longer. The JSON is never cut: see [Embed].
const MostBytes = 500_000

// detail is how much of a page is shown.
type detail struct {
	rows, columns, facts, runes int
	narrow, figures             bool
}

// details are tried in this order. The last is below [MostBytes] whatever the
// data, of ten tables and a line or two to a fact: what is of the data is cut to 40 runes,
// or 160 in sentences, of at most 5 bytes each.
func details() []detail {
	return []detail{
		{200, 40, 40, 400, true, true},
		{200, 40, 40, 400, false, true},
		{60, 20, 20, 200, false, true},
		{20, 12, 12, 80, false, true},
		{10, 6, 12, 40, false, false},
	}
}

// PathLast moves the first table, which is of the way there, behind those of the result.
func (p *Page) PathLast() {
	if n := len(p.Tables); n > 1 {
		p.Tables = append(p.Tables[1:n:n], p.Tables[0])
	}
}

// Write writes the page. The same page gives the same bytes.
func (p Page) Write(w io.Writer) error {
	t, err := template.New("page").Parse(body)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	for _, d := range details() {
		v, err := p.view(d)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := t.Execute(&out, v); err != nil {
			return fmt.Errorf("page: %w", err)
		}
		if out.Len() <= MostBytes || d == details()[len(details())-1] {
			_, err = w.Write(out.Bytes())
			return err
		}
	}
	return nil
}

// mostJSON is how long the JSON within a page may be.
const mostJSON = 200_000

// Embed returns the first of these JSON texts that is short enough for a page, and which
// it is; null and −1 if none is.
func Embed(texts ...[]byte) (result []byte, which int, err error) {
	for i, text := range texts {
		result, err := inert(text)
		if err != nil {
			return nil, 0, err
		}
		if len(result) <= mostJSON {
			return result, i, nil
		}
	}
	return []byte("null"), -1, nil
}

// inert returns JSON of the same value that can stand in a script element: without white
// space, and without <, > and &, which within strings are written as \u003c and so on.
func inert(text []byte) ([]byte, error) {
	var compact, safe bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return nil, fmt.Errorf("page: the result is no JSON: %w", err)
	}
	json.HTMLEscape(&safe, compact.Bytes())
	return safe.Bytes(), nil
}

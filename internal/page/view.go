package page

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

// A view is a page as the template takes it.
type view struct {
	Command, Title, Verdict string
	Style                   template.CSS
	Facts                   []fact
	Figures                 []drawing
	Tables                  []shown
	Notes                   [][]span
	Result                  template.JS
}

type fact struct {
	Name  string
	Lines [][]span
}

// A span is text, or a flag of the command, which no line breaks.
type span struct {
	Text string
	Flag bool
}

// spans cuts text at its flags.
func spans(text string) (all []span) {
	at := 0
	for _, m := range regexp.MustCompile(`--[a-z][a-z-]+`).FindAllStringIndex(text, -1) {
		all = append(all, span{text[at:m[0]], false}, span{text[m[0]:m[1]], true})
		at = m[1]
	}
	return append(all, span{text[at:], false})
}

type drawing struct {
	ID, Caption  string
	Wide, Narrow template.HTML
	Class        string
}

type shown struct {
	ID, Caption string
	Head        []cell
	Rows        [][]cell
}

// A cell is a cell of a table. Head cells head a row or a column.
type cell struct {
	Text         string
	Head, Number bool
	Span         int // over so many columns, if it is not 0
}

func (p Page) view(d detail) (v view, err error) {
	v = view{Command: p.Command, Title: cut(p.Title, d.runes), Verdict: sentence(cut(p.Verdict, 4*d.runes)), Style: template.CSS(style)}
	for i, f := range p.Facts {
		if i == d.facts {
			v.Facts = append(v.Facts, fact{"…", [][]span{spans(fmt.Sprintf("%d more are left out", len(p.Facts)-i))}})
			break
		}
		one := fact{Name: cut(f[0], d.runes)}
		for _, line := range f[1:] {
			one.Lines = append(one.Lines, spans(cut(line, 2*d.runes)))
		}
		v.Facts = append(v.Facts, one)
	}
	for i, t := range p.Tables {
		v.Tables = append(v.Tables, t.view(d, fmt.Sprintf("table-%d", i+1)))
	}
	for i, n := range p.Notes {
		if i == d.facts {
			v.Notes = append(v.Notes, spans(fmt.Sprintf("%d more notes are left out.", len(p.Notes)-i)))
			break
		}
		v.Notes = append(v.Notes, spans(sentence(cut(n, 4*d.runes))))
	}
	for i, f := range p.Figures {
		if !d.figures {
			v.Notes = append(v.Notes, spans("A picture is left out: it is too large for a page."))
			continue
		}
		one, err := f.view(p.Palette, fmt.Sprintf("figure-%d", i+1), d.narrow)
		if err != nil {
			return v, err
		}
		v.Figures = append(v.Figures, one)
	}
	result := []byte("null")
	if p.Result != nil {
		if result, err = inert(p.Result); err != nil {
			return v, err
		}
	}
	v.Result = template.JS(result)
	return v, nil
}

// view returns the table, cut to what is shown: the first rows and the last.
func (t Table) view(d detail, id string) shown {
	s := shown{ID: id, Caption: cut(t.Caption, d.runes)}
	columns := min(len(t.Head), d.columns)
	if left := len(t.Head) - columns; left > 0 {
		s.Caption += fmt.Sprintf(" (the first %d of %d columns)", columns, len(t.Head))
	}
	number := make([]bool, columns)
	for j := range number {
		number[j] = t.numeric(j)
		s.Head = append(s.Head, cell{Text: cut(t.Head[j], d.runes), Number: number[j]})
	}
	from, to := len(t.Rows), len(t.Rows)
	if len(t.Rows) > d.rows {
		from, to = d.rows/2, len(t.Rows)-d.rows/2
		s.Caption += fmt.Sprintf(" (the first %d and the last %d of %d rows)", from, from, len(t.Rows))
	}
	for i, row := range t.Rows {
		if i == from && i < to {
			s.Rows = append(s.Rows, []cell{{Text: fmt.Sprintf("… %d rows are left out: --format csv has them all", to-from), Span: columns}})
		}
		if i >= from && i < to {
			continue
		}
		cells := make([]cell, columns)
		for j := range cells {
			cells[j] = cell{Text: cut(row[j], d.runes), Head: j == 0 && row[j] != "", Number: number[j]}
		}
		s.Rows = append(s.Rows, cells)
	}
	return s
}

// numeric reports whether a column goes to the right: it holds numbers, intervals of
// numbers, or nothing.
func (t Table) numeric(j int) bool {
	any := false
	for _, row := range t.Rows {
		switch c := row[j]; c {
		case "":
		case "undefined", "inf", "-inf":
			any = true
		default:
			if strings.Trim(strings.ReplaceAll(c, "inf", ""), "0123456789.,+-−eE[]<>% ") != "" || !strings.ContainsAny(c, "0123456789") {
				return false
			}
			any = true
		}
	}
	return any
}

// cut returns s with at most so many runes.
func cut(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// sentence returns s with a full stop at its end.
func sentence(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

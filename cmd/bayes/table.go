package main

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A table is rows of cells under a head. The caption is for pages.
type table struct {
	caption string
	head    []string
	rows    [][]string
}

// called returns the table with a caption.
func (t *table) called(caption string) *table {
	t.caption = caption
	return t
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// writeText writes the table for people: columns of numbers to the right.
func (t *table) writeText(w io.Writer) error {
	widths, right := t.columns()
	var b strings.Builder
	for _, row := range append([][]string{t.head}, t.rows...) {
		line := ""
		for i, cell := range row {
			cell = oneLine(cell)
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if right[i] {
				line += pad + cell + "  "
			} else {
				line += cell + pad + "  "
			}
		}
		b.WriteString(strings.TrimRight(line, " "))
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeMarkdown writes the table as GitHub and Pandoc read it.
func (t *table) writeMarkdown(w io.Writer) error {
	widths, right := t.columns()
	var b strings.Builder
	write := func(row []string) {
		b.WriteByte('|')
		for i, cell := range row {
			pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell)))
			cell = strings.ReplaceAll(oneLine(cell), "|", `\|`)
			if right[i] {
				cell = pad + cell
			} else {
				cell += pad
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteByte('\n')
	}
	write(t.head)
	rule := make([]string, len(t.head))
	for i := range rule {
		rule[i] = strings.Repeat("-", max(3, widths[i]))
		if right[i] {
			rule[i] = rule[i][1:] + ":"
		}
	}
	write(rule)
	for _, row := range t.rows {
		write(row)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCSV writes the table for programs.
func (t *table) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write(t.head)
	c.WriteAll(t.rows)
	return c.Error()
}

// columns returns how wide each column is and whether it goes to the right: if
// all in it are numbers.
func (t *table) columns() (widths []int, right []bool) {
	widths, right = make([]int, len(t.head)), make([]bool, len(t.head))
	for i, cell := range t.head {
		widths[i] = utf8.RuneCountInString(cell)
		for _, row := range t.rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
			if row[i] == "" {
				continue
			}
			_, err := strconv.ParseFloat(row[i], 64)
			if right[i] = err == nil || row[i] == undefinedText; !right[i] {
				break
			}
		}
		for _, row := range t.rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	return widths, right
}

// oneLine returns a cell with what a terminal would obey, and what would end the
// line, replaced.
func oneLine(cell string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, cell)
}

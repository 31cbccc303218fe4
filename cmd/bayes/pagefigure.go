package main

import (
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"github.com/bayeskit/bayeskit/internal/page"
)

// columnWidth is the width of a picture whose panels stand in one column.
const columnWidth = 4 * vg.Inch

// figure returns the picture for a page: as --plot draws it, and in one column. The title
// becomes the caption.
func (pic picture) figure() (f page.Figure, err error) {
	f = page.Figure{Caption: oneLine(pic.title), Description: pic.inWords()}
	pic.title = ""
	if f.Wide, err = pic.encode(".svg"); err != nil {
		return f, err
	}
	f.Narrow, err = pic.narrow().encode(".svg")
	return f, err
}

// narrow returns the picture with its panels in one column.
func (pic picture) narrow() picture {
	var column [][]*plot.Plot
	for _, panel := range pic.all() {
		one := *panel
		if l, ok := one.X.Tick.Marker.(labelTicks); ok {
			one.X.Tick.Marker = shortTicks(l)
		}
		column = append(column, []*plot.Plot{&one})
	}
	pic.panels, pic.path, pic.column = column, nil, true
	return pic
}

// all returns the panels in their order.
func (pic picture) all() (panels []*plot.Plot) {
	for _, row := range pic.panels {
		for _, panel := range row {
			if panel != nil {
				panels = append(panels, panel)
			}
		}
	}
	if pic.path != nil {
		panels = append(panels, pic.path)
	}
	return panels
}

// shortTicks are labelTicks for a picture of [columnWidth].
type shortTicks []string

// Ticks implements [plot.Ticker].
func (l shortTicks) Ticks(_, _ float64) []plot.Tick {
	marks := make([]plot.Tick, len(l))
	for i, s := range l {
		marks[i] = plot.Tick{Value: float64(i) + 0.5, Label: fit(textStyle(9), s, (columnWidth-vg.Inch)/vg.Length(len(l)))}
	}
	return marks
}

// inWords says what is drawn, for those who cannot see it.
func (pic picture) inWords() string {
	var parts []string
	for _, panel := range pic.all() {
		s := panel.Y.Label.Text
		if panel.X.Label.Text != "" {
			s += " against " + panel.X.Label.Text
		}
		parts = append(parts, s)
	}
	s := "Drawn: " + strings.Join(parts, "; ") + "."
	var legend []string
	for _, e := range pic.legend {
		legend = append(legend, e.text)
	}
	if len(legend) > 0 {
		s += " Legend: " + strings.Join(legend, "; ") + "."
	}
	return oneLine(s) + " The tables below have the numbers."
}

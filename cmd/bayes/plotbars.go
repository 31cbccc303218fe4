package main

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars returns a panel of the probabilities of hypotheses: for each a bar of the
// prior and one for each group's posterior.
func (p plotData) bars() (panels []*plot.Plot, legend []legendEntry) {
	labels := p.Groups[0].Labels
	panel := newPanel("", "probability")
	panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max = 0, float64(len(labels)), 0, 1
	panel.X.Tick.Marker = labelTicks(labels)
	panel.X.Tick.LineStyle.Width = 0 // room between axis and label, but no mark

	var series []barSeries
	if len(p.Groups[0].PriorP) > 0 {
		series = append(series, barSeries{"prior", p.Groups[0].PriorP, shade(grey), grey})
	}
	for i, g := range p.Groups {
		name := g.Name
		if len(p.Groups) == 1 && name == "" {
			name = "posterior"
		}
		series = append(series, barSeries{name, g.PosteriorP, colour(i), colour(i)})
	}
	for i, s := range series {
		legend = append(legend, legendEntry{text: s.name, area: s.fill})
		panel.Add(s.draw(i, len(series)))
	}
	return []*plot.Plot{panel}, legend
}

type barSeries struct {
	name       string
	p          []float64
	fill, line color.NRGBA
}

// draw draws the i-th of n bars of every hypothesis, with its height above it if
// there is room.
func (s barSeries) draw(i, n int) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		style := textStyle(8.5)
		for k, p := range s.p {
			if !(p >= 0) { // NaN: the data were impossible
				continue
			}
			width := 0.76 / float64(n)
			left := float64(k) + 0.12 + width*float64(i)
			x0, x1 := x(left+0.04*width), x(left+0.96*width)
			canvas.SetColor(s.fill)
			canvas.Fill(rectangle(x0, y(0), x1, y(p)))
			canvas.SetLineStyle(draw.LineStyle{Color: s.line, Width: 0.7})
			canvas.Stroke(rectangle(x0, y(0), x1, y(p)))
			label := fmt.Sprintf("%.3g", p)
			if style.Width(label) > x1-x0+8 {
				continue
			}
			at := vg.Point{X: (x0 + x1 - style.Width(label)) / 2, Y: y(p) + 3}
			style.Color = ink
			if at.Y+style.Font.Size > canvas.Max.Y {
				at.Y = y(p) - style.Font.Size - 1
				style.Color = white
				if s.fill.A < 255 {
					style.Color = ink
				}
			}
			canvas.FillText(style, at, label)
		}
	}
}

// labelTicks writes each label under the middle of its place.
type labelTicks []string

// Ticks implements [plot.Ticker].
func (l labelTicks) Ticks(_, _ float64) []plot.Tick {
	marks := make([]plot.Tick, len(l))
	for i, s := range l {
		marks[i] = plot.Tick{Value: float64(i) + 0.5, Label: fit(textStyle(9), s, 5.6*vg.Inch/vg.Length(len(l)))}
	}
	return marks
}

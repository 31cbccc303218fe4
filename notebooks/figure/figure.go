// Package figure draws the notebooks' figures: lines, points, bands, bars and graphs
// of what causes what, in one style, as SVG. The same figure is the same bytes.
package figure

import (
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Figure is a pair of axes with what is drawn between them. Its methods add to it
// and return it. Each named series has a colour of its own; one whose name is ""
// has the colour of the one before it and no entry in the legend.
type Figure struct {
	title  string
	plot   *plot.Plot
	legend []entry
	series int
}

// New returns empty axes with labels.
func New(title, x, y string) *Figure { return &Figure{title: title, plot: newPlot(x, y)} }

// Line joins the points (x[i], y[i]).
func (f *Figure) Line(name string, x, y []float64) *Figure {
	style := f.next(name, false)
	line := &plotter.Line{XYs: points(x, y), LineStyle: style}
	f.plot.Add(line)
	return f
}

// Curve draws a function between two places.
func (f *Figure) Curve(name string, from, to float64, fn func(float64) float64) *Figure {
	x, y := Grid(from, to, 201), make([]float64, 201)
	for i := range x {
		y[i] = fn(x[i])
	}
	return f.Line(name, x, y)
}

// Points draws a dot at each (x[i], y[i]).
func (f *Figure) Points(name string, x, y []float64) *Figure {
	style := f.next(name, true)
	radius := vg.Length(2.2)
	if len(x) > 100 {
		radius = 1.4
	}
	dots := &plotter.Scatter{XYs: points(x, y), GlyphStyle: draw.GlyphStyle{Color: style.Color, Radius: radius, Shape: draw.CircleGlyph{}}}
	f.plot.Add(dots)
	return f
}

// Band fills what is between low[i] and high[i] at x[i], in the colour of the series
// that comes next.
func (f *Figure) Band(name string, x, low, high []float64) *Figure {
	outline := points(x, high)
	for i := len(x) - 1; i >= 0; i-- {
		outline = append(outline, plotter.XY{X: x[i], Y: low[i]})
	}
	c := shade(colour(f.series))
	band := &plotter.Polygon{XYs: []plotter.XYs{outline}, Color: c}
	band.LineStyle.Width = 0
	f.plot.Add(band)
	f.legend = append(f.legend, entry{text: name, area: c})
	return f
}

// NamesX labels the places 0, 1, 2 … of the horizontal axis.
func (f *Figure) NamesX(names ...string) *Figure {
	marks := make(plot.ConstantTicks, len(names))
	for i, name := range names {
		marks[i] = plot.Tick{Value: float64(i), Label: name}
	}
	f.plot.X.Tick.Marker = marks
	f.plot.X.Min, f.plot.X.Max = -0.5, float64(len(names))-0.5
	return f
}

// LimitY shows nothing below low and above high.
func (f *Figure) LimitY(low, high float64) *Figure {
	f.plot.Y.Min, f.plot.Y.Max = low, high
	return f
}

// LogY makes the vertical axis logarithmic.
func (f *Figure) LogY() *Figure {
	f.plot.Y.Scale, f.plot.Y.Tick.Marker = plot.LogScale{}, plot.TickerFunc(powers)
	return f
}

// LogX makes the horizontal axis logarithmic, with marks at the places given.
func (f *Figure) LogX(at ...float64) *Figure {
	marks := make(plot.ConstantTicks, len(at))
	for i, v := range at {
		marks[i] = plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'g', -1, 64)}
	}
	f.plot.X.Scale, f.plot.X.Tick.Marker = plot.LogScale{}, marks
	return f
}

// next returns the style of the next series, and has the legend name it.
func (f *Figure) next(name string, dot bool) draw.LineStyle {
	if name != "" {
		f.series++
	}
	i := max(f.series-1, 0)
	style := draw.LineStyle{Color: colour(i), Width: 1.7, Dashes: dashes(i)}
	switch {
	case name == "":
	case dot:
		f.legend = append(f.legend, entry{text: name, dot: style.Color})
	default:
		f.legend = append(f.legend, entry{text: name, line: &style})
	}
	return style
}

// Grid returns n numbers at equal distances, the first of them from and the last to.
func Grid(from, to float64, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = from + (to-from)*float64(i)/float64(n-1)
	}
	return x
}

func points(x, y []float64) plotter.XYs {
	xys := make(plotter.XYs, len(x))
	for i := range x {
		xys[i] = plotter.XY{X: x[i], Y: y[i]}
	}
	return xys
}

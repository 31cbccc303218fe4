package main

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/bayes"
)

// regions returns the interval of a posterior; in several parts where the region
// of highest density is.
func (p plotData) regions(c curve) []bayes.Interval {
	if p.HDI {
		if all := c.m.HDI(p.Level); len(all) > 0 && !math.IsNaN(all[0].Low) {
			return all
		}
	}
	return []bayes.Interval{c.m.Interval(p.Level)}
}

// bar draws the interval and the mean of a posterior so far under the densities.
func (p plotData) bar(c curve, under float64) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		at := y(-under)
		for _, iv := range p.regions(c) {
			canvas.StrokeLine2(draw.LineStyle{Color: c.colour, Width: 2}, x(math.Max(iv.Low, pl.X.Min)), at, x(math.Min(iv.High, pl.X.Max)), at)
		}
		if mean := c.m.Mean(); mean >= pl.X.Min && mean <= pl.X.Max {
			canvas.DrawGlyph(draw.GlyphStyle{Color: c.colour, Radius: 2.8, Shape: draw.CircleGlyph{}}, vg.Point{X: x(mean), Y: at})
		}
	}
}

// area shades the interval of a posterior under its density.
func (p plotData) area(c curve, low, high float64, spikes []float64) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		for _, iv := range p.regions(c) {
			from, to := math.Max(iv.Low, low), math.Min(iv.High, high)
			if !(from < to) {
				continue
			}
			pts := []vg.Point{{X: x(from), Y: y(0)}}
			for _, at := range abscissas(c.m, from, to) {
				pts = append(pts, vg.Point{X: x(at), Y: y(math.Min(height(c.m, at, spikes), pl.Y.Max))})
			}
			pts = append(pts, vg.Point{X: x(to), Y: y(0)})
			canvas.FillPolygon(shade(c.colour), pts)
		}
	}
}

// outline draws a density as a line, where it is more than nothing: the lines of
// several groups along the axis would hide each other and tell no one anything.
func outline(c curve, low, high float64, spikes []float64) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		var pts []vg.Point
		flush := func() {
			canvas.StrokeLines(c.line(), canvas.ClipLinesY(pts)...)
			pts = nil
		}
		for _, at := range abscissas(c.m, low, high) {
			h := height(c.m, at, spikes)
			if h < pl.Y.Max/2000 {
				flush()
				continue
			}
			// far above the ceiling, but not so far that a canvas could not draw it
			pts = append(pts, vg.Point{X: x(at), Y: y(math.Min(h, 3*pl.Y.Max))})
		}
		flush()
	}
}

// stems draws the point masses of a distribution, as high as the ceiling for a
// mass of 1, with the mass written at its side. Beside moves them to the right, so
// that those of several distributions do not cover each other.
func stems(c curve, spikes []float64, top float64, beside vg.Length) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		style := textStyle(8.5)
		style.Color = c.colour
		for _, at := range spikes {
			mass := massAt(c.m, at)
			if mass == 0 {
				continue
			}
			end := vg.Point{X: x(at) + beside, Y: y(mass * top)}
			line := c.line()
			line.Width += 0.4
			canvas.StrokeLine2(line, end.X, y(0), end.X, end.Y)
			canvas.DrawGlyph(draw.GlyphStyle{Color: c.colour, Radius: 3, Shape: draw.CircleGlyph{}}, end)
			label := fmt.Sprintf("P = %.3g", mass)
			width := style.Width(label)
			place := vg.Point{X: end.X + 6, Y: end.Y - 1}
			if place.X+width > canvas.Max.X {
				place.X = end.X - 6 - width
			}
			backing := white
			backing.A = 200
			canvas.SetColor(backing)
			canvas.Fill(rectangle(place.X-1, place.Y-2, place.X+width+1, place.Y+style.Font.Size-1))
			canvas.FillText(style, place, label)
		}
	}
}

package main

import (
	"image/color"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawTo draws the robustness and the path, a panel each, into the file at path.
func (r *testReport) drawTo(path string) error {
	text, err := r.picture().encode(strings.ToLower(filepath.Ext(path)))
	return writePicture(path, text, err)
}

func (r *testReport) picture() picture {
	pic := picture{title: r.formula + ": " + r.alternative + " against " + r.null}
	var row []*plot.Plot
	if len(r.curve) > 0 {
		pts := make([][2]float64, len(r.curve))
		for i, v := range r.curve {
			pts[i] = [2]float64{v.Scale, float64(v.Value.Log)}
		}
		used := [2]float64{r.scale, float64(r.value.Log)}
		row = append(row, factorPanel(r.scaleName+" of the prior", pts, &used, colour(0)))
		pic.legend = append(pic.legend, legendEntry{text: r.scaleName + " = " + brief(r.scale, r.digits), dot: colour(0)})
	}
	if len(r.sequential) > 0 {
		pts := make([][2]float64, len(r.sequential))
		for i, s := range r.sequential {
			pts[i] = [2]float64{float64(s.row), float64(s.value.Log)}
		}
		panel := factorPanel("rows so far", pts, nil, colour(1))
		panel.X.Tick.Marker = ticks{whole: true}
		row = append(row, panel)
	}
	pic.legend = append(pic.legend, legendEntry{text: "above the line the data favour H1, below it H0", line: &draw.LineStyle{Color: grey, Width: 0.8, Dashes: dashes(6)}})
	pic.panels = [][]*plot.Plot{row}
	return pic
}

// factorPanel draws a log Bayes factor against x, with a line where neither
// hypothesis is favoured, and perhaps a point.
func factorPanel(xLabel string, pts [][2]float64, mark *[2]float64, c color.NRGBA) *plot.Plot {
	panel := newPanel(xLabel, "ln BF10")
	low, high := 0.0, 0.0
	for _, p := range pts {
		low, high = math.Min(low, p[1]), math.Max(high, p[1])
	}
	pad := math.Max((high-low)/20, 0.05)
	panel.X.Min, panel.X.Max = pts[0][0], pts[len(pts)-1][0]
	if !(panel.X.Max > panel.X.Min) {
		panel.X.Max = panel.X.Min + 1
	}
	panel.Y.Min, panel.Y.Max = low-pad, high+pad
	panel.Add(drawFunc(func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		canvas.StrokeLine2(draw.LineStyle{Color: grey, Width: 0.8, Dashes: dashes(6)}, x(pl.X.Min), y(0), x(pl.X.Max), y(0))
		line := make([]vg.Point, len(pts))
		for i, p := range pts {
			line[i] = vg.Point{X: x(p[0]), Y: y(p[1])}
		}
		canvas.StrokeLines(draw.LineStyle{Color: c, Width: 1.7}, line)
		if mark != nil {
			canvas.DrawGlyph(draw.GlyphStyle{Color: c, Radius: 4, Shape: draw.CircleGlyph{}}, vg.Point{X: x(mark[0]), Y: y(mark[1])})
		}
	}))
	return panel
}

package main

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// A scatter is a sample of rows for a picture, and where the lines go.
type scatter struct {
	points []scatterPoint
	all    linePart   // of everyone
	parts  []linePart // of the strata, in their order
	share  float64    // of the rows that are drawn
}

type scatterPoint struct {
	x, y    float64
	stratum int
}

// A linePart is what it takes to draw a line of given slope: a point it goes through,
// and how far it goes.
type linePart struct{ n, x, y, low, high float64 }

func (l *linePart) take(x, y, n float64) {
	if l.n == 0 {
		l.low, l.high = x, x
	}
	l.low, l.high = math.Min(l.low, x), math.Max(l.high, x)
	l.n += n
	l.x += (x - l.x) * (n / l.n)
	l.y += (y - l.y) * (n / l.n)
}

// mostPoints is how many rows a picture has.
const mostPoints = 1500

// sample takes every so manieth row, in the order of the frame, which is that of the
// treatment: so all of its range is seen, and the rows and a table that counts them
// look alike.
func (k *simpsonCase) sample() *scatter {
	s := &scatter{share: 1}
	every := float64(k.frame.total) / mostPoints
	if every > 1 {
		s.share = 1 / every
	}
	var strata causal.Strata
	k.strata.enter(&strata)
	passed, next := 0.0, 0.0
	codes := make([]int, len(k.by))
	var parts []linePart
	for i, n := range k.frame.n {
		x, y, z := k.treatment.column.numberAt(i), k.response(i), strata.Combine(k.strata.codes(i, codes)...)
		s.all.take(x, y, float64(n))
		for z >= len(parts) {
			parts = append(parts, linePart{})
		}
		parts[z].take(x, y, float64(n))
		if passed += float64(n); passed > next {
			s.points = append(s.points, scatterPoint{x, y, z})
			next = math.Max(next+every, passed)
		}
	}
	rank := make([]int, len(parts))
	var order []int
	for z, part := range parts {
		if part.n > 0 {
			order = append(order, z)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return k.strata.compare(strata.Names(a), strata.Names(b)) })
	for _, z := range order {
		rank[z] = len(s.parts)
		s.parts = append(s.parts, parts[z])
	}
	for i := range s.points {
		s.points[i].stratum = rank[s.points[i].stratum]
	}
	return s
}

// scatterPanel draws the sample, the pooled line and those within strata.
func (r *simpsonFindings) scatterPanel() *plot.Plot {
	s := r.scatter
	panel := newPanel(r.treatment.column.name, r.outcomeName())
	xs, ys := reach{math.Inf(1), math.Inf(-1)}, reach{math.Inf(1), math.Inf(-1)}
	for _, p := range s.points {
		xs.take(p.x)
		ys.take(p.y)
	}
	panel.X.Min, panel.X.Max = xs.pad()
	panel.Y.Min, panel.Y.Max = ys.pad()
	line := func(c draw.Canvas, pl *plot.Plot, l linePart, slope float64, style draw.LineStyle) {
		x, y := pl.Transforms(&c)
		at := func(v float64) vg.Point { return vg.Point{X: x(v), Y: y(l.y + slope*(v-l.x))} }
		c.StrokeLines(style, c.ClipLinesXY([]vg.Point{at(l.low), at(l.high)})...)
	}
	panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&c)
		for _, p := range s.points {
			faded := colour(p.stratum)
			faded.A = 110
			c.DrawGlyph(draw.GlyphStyle{Color: faded, Radius: 1.6, Shape: draw.CircleGlyph{}}, vg.Point{X: x(p.x), Y: y(p.y)})
		}
		for z, stratum := range r.strata {
			if z < mostDrawn && !math.IsNaN(stratum.difference) {
				line(c, pl, s.parts[z], stratum.difference, draw.LineStyle{Color: colour(z), Width: 1.8, Dashes: dashes(z)})
			}
		}
		line(c, pl, s.all, r.crude.difference, draw.LineStyle{Color: ink, Width: 1.8, Dashes: []vg.Length{6, 3}})
	}))
	return panel
}

// scatterLegend names the lines.
func (r *simpsonFindings) scatterLegend() []legendEntry {
	legend := []legendEntry{{text: "all, on one line", line: &draw.LineStyle{Color: ink, Width: 1.8, Dashes: []vg.Length{6, 3}}}}
	for z, s := range r.strata[:min(len(r.strata), mostDrawn)] {
		legend = append(legend, legendEntry{text: s.name, line: &draw.LineStyle{Color: colour(z), Width: 1.8, Dashes: dashes(z)}})
	}
	if r.scatter.share < 1 {
		legend = append(legend, legendEntry{text: fmt.Sprintf("%d of %s rows are drawn", len(r.scatter.points), brief(r.n, 17))})
	}
	return legend
}

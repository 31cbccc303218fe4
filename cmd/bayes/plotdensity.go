package main

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/bayes"
)

// A curve is a density to be drawn, of a prior or of a posterior.
type curve struct {
	name   string
	m      bayes.Marginal
	prior  bool
	colour color.NRGBA
	dashes []vg.Length
}

func (c curve) line() draw.LineStyle {
	if c.prior {
		return draw.LineStyle{Color: c.colour, Width: 1.2, Dashes: []vg.Length{4, 3}}
	}
	return draw.LineStyle{Color: c.colour, Width: 1.7, Dashes: c.dashes}
}

// drawable reports whether the distribution is proper: an improper one has no
// quantiles, and a density of no particular height.
func drawable(m bayes.Marginal) bool { return !math.IsNaN(m.Quantile(0.5)) }

// densities returns a panel for each parameter, in which the groups lie over
// each other. A Dirichlet of a single group is one panel, of all its categories.
func (p plotData) densities() (panels []*plot.Plot, legend []legendEntry) {
	if len(p.Groups) == 0 {
		return nil, nil
	}
	if len(p.Groups) == 1 && len(p.Groups[0].Posterior) > 1 && isProportion(p.Groups[0].Posterior[0].Name) {
		p = p.byCategory()
	}
	for j, m := range p.Groups[0].Posterior {
		if m.Name == "variance" { // the standard deviation says the same
			continue
		}
		panel, entries := p.density(j)
		panels = append(panels, panel)
		for _, e := range entries {
			if !slices.ContainsFunc(legend, func(f legendEntry) bool { return f.text == e.text }) {
				legend = append(legend, e)
			}
		}
	}
	return panels, legend
}

// mostNamed is how many groups the legend names.
const mostNamed = 24

// isProportion recognises the marginals of a Dirichlet, p[label].
func isProportion(name string) bool { return len(name) > 3 && name[:2] == "p[" }

// byCategory makes a group of each category.
func (p plotData) byCategory() plotData {
	g := p.Groups[0]
	split := plotData{Title: p.Title, Level: p.Level, HDI: p.HDI}
	for j, m := range g.Posterior {
		one := plotGroup{Name: m.Name[2 : len(m.Name)-1], Posterior: []bayes.Marginal{{Name: "p", Continuous: m.Continuous}}}
		if j < len(g.Prior) {
			one.Prior = g.Prior[j : j+1]
		}
		split.Groups = append(split.Groups, one)
	}
	return split
}

// curves returns what is to be drawn of parameter j: priors first, one if the
// groups share it. Remarks tell what cannot be drawn.
func (p plotData) curves(j int) (all []curve, remarks []string) {
	shared := true
	for _, g := range p.Groups {
		shared = shared && (j < len(g.Prior)) == (j < len(p.Groups[0].Prior)) &&
			(j >= len(g.Prior) || alike(g.Prior[j], p.Groups[0].Prior[j]))
	}
	for i, g := range p.Groups {
		if j >= len(g.Prior) || shared && i > 0 {
			continue
		}
		c := curve{name: "prior", m: g.Prior[j], prior: true, colour: grey}
		if !shared {
			c.name, c.colour = "prior of "+g.Name, colour(i)
		}
		if !drawable(c.m) {
			remarks = append(remarks, c.name+": improper, not drawn")
			continue
		}
		all = append(all, c)
	}
	for i, g := range p.Groups {
		if j >= len(g.Posterior) {
			continue
		}
		c := curve{name: g.Name, m: g.Posterior[j], colour: colour(i), dashes: dashes(i)}
		if len(p.Groups) == 1 && g.Name == "" {
			c.name = "posterior"
		}
		if !drawable(c.m) {
			remarks = append(remarks, c.name+": improper, not drawn")
			continue
		}
		all = append(all, c)
	}
	return all, remarks
}

func alike(a, b bayes.Marginal) bool {
	for _, q := range []float64{0.1, 0.5, 0.9} {
		x, y := a.Quantile(q), b.Quantile(q)
		if x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
			return false
		}
	}
	return true
}

// mostShaded is how many intervals may be shaded before they are drawn as bars
// under the densities instead.
const mostShaded = 3

// density returns the panel of parameter j and its share of the legend.
func (p plotData) density(j int) (*plot.Plot, []legendEntry) {
	curves, remarks := p.curves(j)
	panel := newPanel(p.Groups[0].Posterior[j].Name, "density")
	var legend []legendEntry
	named := 0
	for _, c := range curves {
		if !c.prior {
			if named++; named > mostNamed {
				continue
			}
		}
		line := c.line()
		e := legendEntry{text: c.name, line: &line}
		if !c.prior && len(p.Groups) <= mostShaded {
			e.area = shade(c.colour)
		}
		legend = append(legend, e)
	}
	if named > mostNamed {
		legend = append(legend, legendEntry{text: fmt.Sprintf("and %d more", named-mostNamed)})
	}
	for _, r := range remarks {
		legend = append(legend, legendEntry{text: r})
	}
	low, high := limits(curves)
	spikes := atoms(curves)
	top := ceiling(curves, low, high, spikes)
	shaded := top > 0
	if top == 0 { // spikes only, or nothing at all
		top = 1
		if len(spikes) > 0 {
			panel.Y.Label.Text = "probability"
		}
	}
	panel.X.Min, panel.X.Max, panel.Y.Min, panel.Y.Max = low, high, 0, 1.06*top
	distance := math.Min(0.055, 0.6/float64(len(p.Groups))) // between bars, in heights of the densities
	bars := 0
	for _, c := range curves {
		if c.prior {
			continue
		}
		if len(p.Groups) <= mostShaded {
			panel.Add(p.area(c, low, high, spikes))
		} else {
			bars++
			panel.Add(p.bar(c, top*distance*float64(bars)))
		}
	}
	if bars > 0 {
		panel.Y.Min = -top * distance * (float64(bars) + 1)
		panel.Y.Tick.Marker = positiveTicks{}
		legend = append(legend, legendEntry{text: fmt.Sprintf("bars: mean and %s interval", percent(p.Level))})
	} else if shaded {
		legend = append(legend, legendEntry{text: fmt.Sprintf("shaded: %s interval", percent(p.Level))})
	}
	slices.SortStableFunc(curves, priorsLast) // their dashes are seen on a posterior's line, not under it
	for _, c := range curves {
		panel.Add(outline(c, low, high, spikes))
	}
	for i, c := range curves {
		beside := 5 * (vg.Length(i) - vg.Length(len(curves)-1)/2)
		panel.Add(stems(c, spikes, top, beside))
	}
	return panel, legend
}

func priorsLast(a, b curve) int {
	switch {
	case a.prior == b.prior:
		return 0
	case b.prior:
		return -1
	}
	return 1
}

func percent(level float64) string { return fmt.Sprintf("%.4g%%", 100*level) }

// positiveTicks leaves out the marks below 0, where no density is.
type positiveTicks struct{}

// Ticks implements [plot.Ticker].
func (positiveTicks) Ticks(low, high float64) []plot.Tick {
	return ticks{}.Ticks(math.Max(low, 0), high)
}

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

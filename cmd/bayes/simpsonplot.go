package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/bayes"
)

// drawTo draws the strata, and crude against adjusted, into the file at path.
func (r *simpsonFindings) drawTo(path string) error {
	text, err := r.picture().encode(strings.ToLower(filepath.Ext(path)))
	return writePicture(path, text, err)
}

// mostDrawn is how many strata a picture has.
const mostDrawn = 24

// picture has a panel of what was observed in each stratum, and one of the effects.
func (r *simpsonFindings) picture() picture {
	pic := picture{title: r.outcomeName() + " by " + r.treatment.column.name}
	if len(r.by) > 0 {
		pic.title += ", within " + r.byName()
	}
	if left := len(r.strata) - mostDrawn; left > 0 {
		pic.title += fmt.Sprintf(" (the first %d of %d strata)", mostDrawn, len(r.strata))
	}
	bars := r.bars()
	if r.kind == slopes {
		pic.panels = [][]*plot.Plot{{r.scatterPanel()}, {r.differencePanel(bars)}}
		pic.legend = r.scatterLegend()
		return pic
	}
	pic.panels = [][]*plot.Plot{{r.levelPanel(bars)}, {r.differencePanel(bars)}}
	for arm, level := range []string{r.arms.treated, r.arms.control} {
		pic.legend = append(pic.legend, legendEntry{text: r.shortArm(level), dot: colour(arm)})
	}
	pic.legend = append(pic.legend, legendEntry{text: "larger dots: more people; bars: " + brief(100*r.level, 4) + "% intervals"})
	return pic
}

// bars are the strata that are drawn, then the crude comparison and the adjusted one.
func (r *simpsonFindings) bars() []simpsonStratum {
	bars := append([]simpsonStratum{}, r.strata[:min(len(r.strata), mostDrawn)]...)
	none := [2]bayes.Interval{unknownInterval(), unknownInterval()}
	crude := simpsonStratum{simpsonEffect: r.crude, n1: math.Inf(1), n0: math.Inf(1), spread: none}
	crude.name = "crude"
	bars = append(bars, crude)
	if r.answered() {
		adjusted := simpsonStratum{simpsonEffect: r.adjusted[0], n1: math.Inf(1), n0: math.Inf(1), spread: none}
		adjusted.name = "adjusted"
		bars = append(bars, adjusted)
	}
	return bars
}

// barPanel is a panel with a place for each of these, and a line after the strata.
func (r *simpsonFindings) barPanel(bars []simpsonStratum, label string) *plot.Plot {
	panel := newPanel("", label)
	names := make([]string, len(bars))
	for i, b := range bars {
		names[i] = b.name
	}
	panel.X.Min, panel.X.Max = 0, float64(len(bars))
	panel.X.Tick.Marker = labelTicks(names)
	panel.X.Tick.LineStyle.Width = 0
	if strata := min(len(r.strata), mostDrawn); strata > 0 {
		panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
			x, _ := pl.Transforms(&c)
			c.StrokeLine2(draw.LineStyle{Color: faint, Width: 1}, x(float64(strata)), c.Min.Y, x(float64(strata)), c.Max.Y)
		}))
	}
	return panel
}

// A reach is the range of what is drawn.
type reach struct{ low, high float64 }

func (r *reach) take(values ...float64) {
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			r.low, r.high = math.Min(r.low, v), math.Max(r.high, v)
		}
	}
}

// pad returns it a little wider.
func (r reach) pad() (low, high float64) {
	pad := (r.high - r.low) / 20
	if !(pad > 0) {
		pad = math.Max(1e-9, math.Abs(r.low)/20)
	}
	return r.low - pad, r.high + pad
}

// levelPanel draws the proportions or means of both treatments.
func (r *simpsonFindings) levelPanel(bars []simpsonStratum) *plot.Plot {
	label := "mean " + r.outcomeName()
	if r.kind == proportions {
		label = "P(" + r.shortEvent() + ")"
	}
	panel := r.barPanel(bars, label)
	most, span := 0.0, reach{math.Inf(1), math.Inf(-1)}
	for _, b := range bars {
		span.take(b.treated, b.control)
		for arm, n := range []float64{b.n1, b.n0} {
			if n > 0 {
				span.take(b.spread[arm].Low, b.spread[arm].High)
			}
			if !math.IsInf(n, 1) {
				most = math.Max(most, n)
			}
		}
	}
	panel.Y.Min, panel.Y.Max = span.pad()
	if r.kind == proportions {
		panel.Y.Min, panel.Y.Max = 0, math.Min(1, panel.Y.Max)
	}
	panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&c)
		for i, b := range bars {
			values, ns := [2]float64{b.treated, b.control}, [2]float64{b.n1, b.n0}
			for arm, v := range values {
				if math.IsNaN(v) {
					continue
				}
				at := vg.Point{X: x(float64(i) + 0.38 + 0.24*float64(arm)), Y: y(v)}
				if iv := b.spread[arm]; !math.IsNaN(iv.Low) {
					c.StrokeLine2(draw.LineStyle{Color: colour(arm), Width: 1}, at.X, y(math.Max(iv.Low, pl.Y.Min)), at.X, y(math.Min(iv.High, pl.Y.Max)))
				}
				radius := vg.Length(1.8 + 5.2*math.Sqrt(math.Min(1, ns[arm]/most)))
				if most == 0 || math.IsInf(ns[arm], 1) {
					radius = 5
				}
				c.DrawGlyph(draw.GlyphStyle{Color: colour(arm), Radius: radius, Shape: draw.CircleGlyph{}}, at)
			}
		}
	}))
	return panel
}

// differencePanel draws the effects with their intervals, against 0.
func (r *simpsonFindings) differencePanel(bars []simpsonStratum) *plot.Plot {
	label := "slope"
	if r.kind != slopes {
		label = r.shortArm(r.arms.treated) + " − " + r.shortArm(r.arms.control)
	}
	panel := r.barPanel(bars, label)
	span := reach{}
	for _, b := range bars {
		span.take(b.difference, b.interval.Low, b.interval.High)
	}
	panel.Y.Min, panel.Y.Max = span.pad()
	panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&c)
		c.StrokeLine2(draw.LineStyle{Color: grey, Width: 0.8, Dashes: dashes(6)}, c.Min.X, y(0), c.Max.X, y(0))
		for i, b := range bars {
			if math.IsNaN(b.difference) {
				continue
			}
			at := vg.Point{X: x(float64(i) + 0.5), Y: y(b.difference)}
			if !math.IsNaN(b.interval.Low + b.interval.High) {
				c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.6}, at.X, y(b.interval.Low), at.X, y(b.interval.High))
			}
			c.DrawGlyph(draw.GlyphStyle{Color: ink, Radius: 3, Shape: draw.CircleGlyph{}}, at)
		}
	}))
	return panel
}

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
	"github.com/bayeskit/bayeskit/bayes/causal"
)

// drawTo draws the strata, and crude against adjusted, into the file at path.
func (r *simpsonResult) drawTo(path string) error {
	text, err := r.picture().encode(strings.ToLower(filepath.Ext(path)))
	return writePicture(path, text, err)
}

// mostDrawn is how many strata a picture has.
const mostDrawn = 24

// A column of the picture is a stratum, the crude comparison, or an adjusted one: the
// proportions under both treatments, and their difference.
type simpsonBar struct {
	name       string
	risk       [2]float64 // of treated and control
	interval   [2]bayes.Interval
	n          [2]float64
	difference float64
	spread     causal.Summary
}

func (r *simpsonResult) picture() picture {
	bars, left := r.bars()
	pic := picture{title: r.outcomeName() + " by " + r.treatment.column.name}
	if len(r.by) > 0 {
		pic.title += ", within " + r.byName()
	}
	if left > 0 {
		pic.title += fmt.Sprintf(" (the first %d of %d strata)", mostDrawn, mostDrawn+left)
	}
	pic.panels = [][]*plot.Plot{{r.riskPanel(bars)}, {r.differencePanel(bars)}}
	for arm, level := range []string{r.shortArm(r.arms.treated), r.shortArm(r.arms.control)} {
		pic.legend = append(pic.legend, legendEntry{text: level, dot: colour(arm)})
	}
	pic.legend = append(pic.legend, legendEntry{text: "larger dots: more people; bars: " + brief(100*r.level, 4) + "% intervals"})
	return pic
}

// bars are the columns of the picture, and how many strata are left out.
func (r *simpsonResult) bars() (bars []simpsonBar, left int) {
	prior := r.prior
	if prior == (bayes.Beta{}) {
		prior = bayes.Beta{Alpha: 0.5, Beta: 0.5}
	}
	of := func(name string, cells [2]causal.Cell, d float64, s causal.Summary) simpsonBar {
		b := simpsonBar{name: name, difference: d, spread: s}
		for arm, c := range cells {
			b.risk[arm], b.n[arm] = c.Risk(), c.Total
			b.interval[arm] = bayes.Beta{Alpha: prior.Alpha + c.Events, Beta: prior.Beta + c.Total - c.Events}.Interval(r.level)
		}
		return b
	}
	var all [2]causal.Cell
	for z, s := range r.comparison.Strata {
		all[0].Events, all[0].Total = all[0].Events+s.Treated.Events, all[0].Total+s.Treated.Total
		all[1].Events, all[1].Total = all[1].Events+s.Control.Events, all[1].Total+s.Control.Total
		if len(r.by) == 0 || z >= mostDrawn {
			continue
		}
		bars = append(bars, of(s.Name(), [2]causal.Cell{s.Treated, s.Control}, s.Effect().Difference(), r.posterior.Strata[z].Difference))
	}
	bars = append(bars, of("crude", all, r.crude.Difference(), r.posterior.Crude.Difference))
	if len(r.by) > 0 && r.posterior.Withheld[causal.Everyone] == nil {
		ate := r.average[causal.Everyone]
		none := bayes.Interval{Low: math.NaN(), High: math.NaN()}
		bars = append(bars, simpsonBar{name: "adjusted", risk: [2]float64{ate.Treated, ate.Control}, interval: [2]bayes.Interval{none, none},
			n: [2]float64{all[0].Total, all[1].Total}, difference: ate.Difference(), spread: r.posterior.Adjusted[causal.Everyone].Difference})
	}
	return bars, max(0, len(r.comparison.Strata)-mostDrawn)
}

// barPanel is a panel with a place for each column, and a line before those that are
// not strata.
func (r *simpsonResult) barPanel(bars []simpsonBar, label string) *plot.Plot {
	panel := newPanel("", label)
	names := make([]string, len(bars))
	for i, b := range bars {
		names[i] = b.name
	}
	panel.X.Min, panel.X.Max = 0, float64(len(bars))
	panel.X.Tick.Marker = labelTicks(names)
	panel.X.Tick.LineStyle.Width = 0
	if strata := min(len(r.comparison.Strata), mostDrawn); len(r.by) > 0 {
		panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
			x, _ := pl.Transforms(&c)
			c.StrokeLine2(draw.LineStyle{Color: faint, Width: 1}, x(float64(strata)), c.Min.Y, x(float64(strata)), c.Max.Y)
		}))
	}
	return panel
}

// riskPanel draws the proportions.
func (r *simpsonResult) riskPanel(bars []simpsonBar) *plot.Plot {
	panel := r.barPanel(bars, "P("+r.shortEvent()+")")
	most, top := 0.0, 0.0
	for i, b := range bars {
		for arm := range b.n {
			if i < len(r.comparison.Strata) {
				most = math.Max(most, b.n[arm])
			}
			for _, v := range []float64{b.risk[arm], b.interval[arm].High} {
				if b.n[arm] > 0 && !math.IsNaN(v) {
					top = math.Max(top, v)
				}
			}
		}
	}
	panel.Y.Min, panel.Y.Max = 0, math.Min(1, 1.05*top)
	panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&c)
		for i, b := range bars {
			for arm := range b.n {
				if b.n[arm] == 0 {
					continue
				}
				at := vg.Point{X: x(float64(i) + 0.38 + 0.24*float64(arm)), Y: y(b.risk[arm])}
				if iv := b.interval[arm]; !math.IsNaN(iv.Low) {
					c.StrokeLine2(draw.LineStyle{Color: colour(arm), Width: 1}, at.X, y(iv.Low), at.X, y(math.Min(iv.High, pl.Y.Max)))
				}
				radius := vg.Length(1.8 + 5.2*math.Sqrt(math.Min(1, b.n[arm]/most)))
				c.DrawGlyph(draw.GlyphStyle{Color: colour(arm), Radius: radius, Shape: draw.CircleGlyph{}}, at)
			}
		}
	}))
	return panel
}

// differencePanel draws the differences with their intervals, against 0.
func (r *simpsonResult) differencePanel(bars []simpsonBar) *plot.Plot {
	panel := r.barPanel(bars, r.shortArm(r.arms.treated)+" − "+r.shortArm(r.arms.control))
	low, high := 0.0, 0.0
	for _, b := range bars {
		for _, v := range []float64{b.difference, b.spread.Low, b.spread.High} {
			if !math.IsNaN(v) {
				low, high = math.Min(low, v), math.Max(high, v)
			}
		}
	}
	pad := (high - low) / 20
	panel.Y.Min, panel.Y.Max = low-pad, high+pad
	panel.Add(drawFunc(func(c draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&c)
		c.StrokeLine2(draw.LineStyle{Color: grey, Width: 0.8, Dashes: dashes(6)}, c.Min.X, y(0), c.Max.X, y(0))
		for i, b := range bars {
			if math.IsNaN(b.difference) {
				continue
			}
			c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.6}, x(float64(i)+0.5), y(b.spread.Low), x(float64(i)+0.5), y(b.spread.High))
			c.DrawGlyph(draw.GlyphStyle{Color: ink, Radius: 3, Shape: draw.CircleGlyph{}}, vg.Point{X: x(float64(i) + 0.5), Y: y(b.difference)})
		}
	}))
	return panel
}

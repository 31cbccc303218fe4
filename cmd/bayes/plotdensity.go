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

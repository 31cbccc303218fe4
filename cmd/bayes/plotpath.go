package main

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// pathPanel returns the panel of the mean and the interval against n, or nil if
// no group has a path.
func (p plotData) pathPanel() *plot.Plot {
	var label string
	low, high, longest := math.Inf(1), math.Inf(-1), 0.0
	paths := make([][]pathPoint, len(p.Groups))
	for i, g := range p.Groups {
		if len(g.Path) == 0 {
			continue
		}
		paths[i] = p.fromPrior(g)
		switch {
		case len(g.Labels) > 0:
			label = "P(" + g.Labels[0] + ")"
		case len(g.Posterior) > 0:
			label = g.Posterior[p.PathOf].Name
		}
		a, b := pathLimits(paths[i])
		low, high = math.Min(low, a), math.Max(high, b)
		for _, pt := range g.Path {
			longest = math.Max(longest, pt.N)
		}
	}
	if !(low <= high) || longest == 0 {
		return nil
	}
	panel := newPanel("n, observations so far", label)
	pad := (high - low) / 20
	if pad == 0 {
		pad = math.Max(1e-3, math.Abs(low)/20)
	}
	panel.X.Min, panel.X.Max = 0, longest
	panel.Y.Min, panel.Y.Max = low-pad, high+pad
	panel.X.Tick.Marker = ticks{whole: true}
	for i, path := range paths {
		panel.Add(band(path, colour(i), len(p.Groups) <= mostShaded))
	}
	for i, path := range paths {
		panel.Add(meanLine(path, draw.LineStyle{Color: colour(i), Width: 1.7, Dashes: dashes(i)}))
	}
	return panel
}

// fromPrior returns the path of a group, from the prior at n = 0 on.
func (p plotData) fromPrior(g plotGroup) []pathPoint {
	start := pathPoint{}
	switch {
	case g.Path[0].N == 0:
		return g.Path
	case len(g.PriorP) > 0:
		start.Mean = g.PriorP[0]
		start.Low, start.High = start.Mean, start.Mean
	case len(g.Prior) > 0:
		iv := g.Prior[p.PathOf].Interval(p.Level)
		start.Mean, start.Low, start.High = g.Prior[p.PathOf].Mean(), iv.Low, iv.High
	default:
		return g.Path
	}
	return append([]pathPoint{start}, g.Path...)
}

// pathLimits returns the range of a path. Intervals of the first few rows may be
// so wide that nothing else would be seen: then the range is that of the later
// ones.
func pathLimits(path []pathPoint) (low, high float64) {
	between := func(path []pathPoint) (low, high float64) {
		low, high = math.Inf(1), math.Inf(-1)
		for _, pt := range path {
			for _, v := range []float64{pt.Low, pt.Mean, pt.High} {
				if !math.IsNaN(v) && !math.IsInf(v, 0) {
					low, high = math.Min(low, v), math.Max(high, v)
				}
			}
		}
		return low, high
	}
	low, high = between(path)
	a, b := between(path[len(path)/8:])
	if b > a && high-low > 4*(b-a) {
		return a - (b - a), b + (b - a)
	}
	return low, high
}

// band draws the intervals: shaded, or as their two ends where several would
// cover each other.
func band(path []pathPoint, c color.NRGBA, shaded bool) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		clip := func(v float64) vg.Length { return y(math.Max(pl.Y.Min, math.Min(pl.Y.Max, v))) }
		for _, run := range runs(path) {
			lower, upper := make([]vg.Point, len(run)), make([]vg.Point, len(run))
			for i, pt := range run {
				lower[i], upper[i] = vg.Point{X: x(pt.N), Y: clip(pt.Low)}, vg.Point{X: x(pt.N), Y: clip(pt.High)}
			}
			if len(run) == 1 {
				canvas.StrokeLines(draw.LineStyle{Color: shade(c), Width: 4}, []vg.Point{lower[0], upper[0]})
				continue
			}
			if !shaded {
				canvas.StrokeLines(draw.LineStyle{Color: c, Width: 0.5}, lower, upper)
				continue
			}
			outline := append([]vg.Point{}, lower...)
			for i := len(upper) - 1; i >= 0; i-- {
				outline = append(outline, upper[i])
			}
			canvas.FillPolygon(shade(c), outline)
		}
	}
}

func meanLine(path []pathPoint, style draw.LineStyle) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		for _, run := range runs(path) {
			var pts []vg.Point
			for _, pt := range run {
				at := vg.Point{X: x(pt.N), Y: y(pt.Mean)}
				pts = append(pts, at)
				if len(path) <= 40 && canvas.Contains(at) {
					canvas.DrawGlyph(draw.GlyphStyle{Color: style.Color, Radius: 2.2, Shape: draw.CircleGlyph{}}, at)
				}
			}
			canvas.StrokeLines(style, canvas.ClipLinesXY(pts)...)
		}
	}
}

// runs cuts a path where something is not finite, as with an improper posterior.
func runs(path []pathPoint) (all [][]pathPoint) {
	open := false
	for _, pt := range path {
		if math.IsNaN(pt.Mean+pt.Low+pt.High) || math.IsInf(pt.Mean+pt.Low+pt.High, 0) {
			open = false
			continue
		}
		if !open {
			all, open = append(all, nil), true
		}
		all[len(all)-1] = append(all[len(all)-1], pt)
	}
	return all
}

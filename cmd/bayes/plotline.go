package main

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/bayes"
)

// A plotLine is a regression on one predictor: where the mean response is, and
// where the next one will be. There are no dots: rows are read once, and not kept.
type plotLine struct {
	X, Y string
	Mean []pathPoint // N is the predictor
	Next []pathPoint
}

// line returns what a picture of l shows of its line, nil if there is no picture or
// not just one predictor. The line goes from 2.2 standard deviations of the
// predictor below its mean to as much above; through the origin, from there to 2.2
// root mean squares, since what is kept of the rows does not say where it begins.
func (r *report) line(l *bayes.Learner) *plotLine {
	m, ok := l.Likelihood().Linear()
	if !ok || !r.plotted || len(m.Predictors) != 1 {
		return nil
	}
	s, ok := l.LeastSquares()
	if !ok || s.N == 0 {
		return nil
	}
	const reach, steps = 2.2, 60
	low, high := 0.0, 0.0
	if m.Intercept {
		mean, sd := s.Spread(1)
		low, high = mean-reach*sd, mean+reach*sd
	} else {
		whole, _ := s.Square(0)
		high = reach * math.Sqrt(whole/s.N)
	}
	if !(high > low) {
		return nil
	}
	out := &plotLine{X: m.Predictors[0], Y: m.Response}
	for i := range steps + 1 {
		x := low + (high-low)*float64(i)/steps
		next, mean, err := l.PredictAt(x)
		if err != nil {
			return nil
		}
		tail := (1 - r.level) / 2
		out.Mean = append(out.Mean, pathPoint{N: x, Mean: mean.Mean(), Low: mean.Quantile(tail), High: mean.Quantile(1 - tail)})
		out.Next = append(out.Next, pathPoint{N: x, Mean: next.Mean(), Low: next.Quantile(tail), High: next.Quantile(1 - tail)})
	}
	return out
}

// linePanel draws the lines of all groups: a band for the mean response, and two
// thin lines between which the next response lies. Nil if there are none.
func (p plotData) linePanel() *plot.Plot {
	if len(p.Lines) == 0 {
		return nil
	}
	panel := newPanel(p.Lines[0].X, p.Lines[0].Y)
	panel.X.Min, panel.X.Max = math.Inf(1), math.Inf(-1)
	panel.Y.Min, panel.Y.Max = math.Inf(1), math.Inf(-1)
	for i, l := range p.Lines {
		panel.X.Min = math.Min(panel.X.Min, l.Mean[0].N)
		panel.X.Max = math.Max(panel.X.Max, l.Mean[len(l.Mean)-1].N)
		for _, pt := range l.Next {
			if y := pt.Low + pt.High; !math.IsNaN(y) && !math.IsInf(y, 0) {
				panel.Y.Min, panel.Y.Max = math.Min(panel.Y.Min, pt.Low), math.Max(panel.Y.Max, pt.High)
			}
		}
		panel.Add(band(l.Mean, colour(i), len(p.Lines) <= mostShaded))
		panel.Add(band(l.Next, colour(i), false))
		panel.Add(plainLine(l.Mean, draw.LineStyle{Color: colour(i), Width: vg.Length(1.7), Dashes: dashes(i)}))
	}
	if !(panel.Y.Max > panel.Y.Min) {
		return nil
	}
	return panel
}

// plainLine is meanLine without a mark at each point.
func plainLine(path []pathPoint, style draw.LineStyle) drawFunc {
	return func(canvas draw.Canvas, pl *plot.Plot) {
		x, y := pl.Transforms(&canvas)
		for _, run := range runs(path) {
			var pts []vg.Point
			for _, pt := range run {
				pts = append(pts, vg.Point{X: x(pt.N), Y: y(pt.Mean)})
			}
			canvas.StrokeLines(style, canvas.ClipLinesXY(pts)...)
		}
	}
}

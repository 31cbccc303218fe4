package main

import (
	"image/color"
	"math"
	"strconv"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const bold = xfont.WeightBold

var (
	white = color.NRGBA{255, 255, 255, 255}
	ink   = color.NRGBA{38, 38, 38, 255}
	grey  = color.NRGBA{110, 110, 110, 255} // of priors
	faint = color.NRGBA{225, 225, 225, 255}
)

// colour returns the i-th colour for groups. They are those of Okabe and Ito,
// "Color Universal Design" (2008), which people of any colour vision can tell
// apart; yellow and black, hard to see and taken by the text, are left out. From
// the seventh group on they come again, and [dashes] tells them apart.
func colour(i int) color.NRGBA {
	return []color.NRGBA{
		{0, 114, 178, 255}, // blue
		{213, 94, 0, 255},  // vermilion
		{0, 158, 115, 255}, // bluish green
		{204, 121, 167, 255},
		{230, 159, 0, 255},  // orange
		{86, 180, 233, 255}, // sky blue
	}[i%6]
}

// dashes returns the pattern of the i-th group's line.
func dashes(i int) []vg.Length {
	return [][]vg.Length{nil, {7, 2}, {2, 2}, {7, 2, 2, 2}}[i/6%4]
}

// shade returns c made translucent.
func shade(c color.NRGBA) color.NRGBA {
	c.A = 50
	return c
}

func textStyle(size vg.Length) draw.TextStyle {
	return text.Style{
		Color:   ink,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		Handler: plot.DefaultTextHandler,
	}
}

// fit returns s, cut to the width with an ellipsis if it is wider.
func fit(style draw.TextStyle, s string, width vg.Length) string {
	if style.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && style.Width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// newPanel returns an empty plot in our style.
func newPanel(xLabel, yLabel string) *plot.Plot {
	p := plot.New()
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = textStyle(10).Font
		axis.Label.TextStyle.Color = ink
		axis.Label.Padding = 3
		axis.Tick.Label.Font = textStyle(9).Font
		axis.Tick.Label.Color = ink
		axis.Tick.Length = 4
		axis.Tick.LineStyle = draw.LineStyle{Color: grey, Width: 0.6}
		axis.LineStyle = draw.LineStyle{Color: grey, Width: 0.6}
		axis.Padding = 0
		axis.Tick.Marker = ticks{}
	}
	p.X.Label.Text, p.Y.Label.Text = xLabel, yLabel
	return p
}

// ticks puts about five marks at multiples of 1, 2 or 5 times a power of ten.
type ticks struct{ whole bool } // whole: there is nothing between 1 and 2

// Ticks implements [plot.Ticker].
func (t ticks) Ticks(low, high float64) []plot.Tick {
	if !(high > low) {
		return []plot.Tick{{Value: low, Label: strconv.FormatFloat(low, 'g', 6, 64)}}
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/5)))
	for _, m := range []float64{10, 5, 2} {
		if (high-low)/(step*m) >= 3.9 {
			step *= m
			break
		}
	}
	if t.whole {
		step = math.Max(step, 1)
	}
	var marks []plot.Tick
	largest := math.Max(math.Abs(low), math.Abs(high))
	digits := int(math.Ceil(math.Log10(largest/step))) + 1 // significant ones that tell marks apart
	every := 1.0
	if digits > 7 {
		every = 2 // long labels need room
	}
	for k := math.Ceil(low / step * (1 - 1e-12)); k*step <= high+1e-9*step; k++ {
		mark := plot.Tick{Value: k * step}
		if math.Mod(k, every) == 0 {
			mark.Label = tickLabel(k*step, step, largest)
		}
		marks = append(marks, mark)
	}
	return marks
}

// tickLabel writes v with as many decimals as the step needs.
func tickLabel(v, step, largest float64) string {
	decimals := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	switch {
	case v == 0:
		return "0"
	case largest >= 1e7 && step >= 1e4 || largest < 1e-3:
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

// drawFunc is a function as a [plot.Plotter].
type drawFunc func(draw.Canvas, *plot.Plot)

// Plot implements [plot.Plotter].
func (f drawFunc) Plot(c draw.Canvas, p *plot.Plot) { f(c, p) }

// A legendEntry is a sample of a line or an area, and what it stands for. One
// without a line and an area is a remark.
type legendEntry struct {
	text string
	line *draw.LineStyle
	area color.Color
	dot  color.Color
}

const sampleWidth = vg.Length(24)

func (e legendEntry) width() vg.Length {
	w := textStyle(9).Width(e.text) + 16
	if e.line != nil || e.area != nil || e.dot != nil {
		w += sampleWidth + 5
	}
	return w
}

// legendRows breaks a legend into rows that fit into the width.
func legendRows(all []legendEntry, width vg.Length) (rows [][]legendEntry) {
	used := width + 1
	for _, e := range all {
		if used+e.width() > width+16 {
			rows, used = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
		used += e.width()
	}
	return rows
}

// drawLegend draws a row of the legend along the top of c.
func drawLegend(c draw.Canvas, row []legendEntry) {
	style := textStyle(9)
	x, y := c.Min.X, c.Max.Y-style.Font.Size
	for _, e := range row {
		middle := y + 0.33*style.Font.Size
		at := x
		if e.area != nil {
			c.SetColor(e.area)
			c.Fill(rectangle(x, middle-4, x+sampleWidth, middle+4))
		}
		if e.line != nil {
			c.StrokeLine2(*e.line, x, middle, x+sampleWidth, middle)
		}
		if e.dot != nil {
			c.DrawGlyph(draw.GlyphStyle{Color: e.dot, Radius: 3, Shape: draw.CircleGlyph{}}, vg.Point{X: x + sampleWidth/2, Y: middle})
		}
		if e.area != nil || e.line != nil || e.dot != nil {
			at += sampleWidth + 5
		}
		c.FillText(style, vg.Point{X: at, Y: y}, fit(style, e.text, c.Max.X-at))
		x += e.width()
	}
}

func rectangle(x0, y0, x1, y1 vg.Length) vg.Path {
	return vg.Rectangle{Min: vg.Point{X: x0, Y: y0}, Max: vg.Point{X: x1, Y: y1}}.Path()
}

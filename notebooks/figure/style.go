package figure

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var (
	white = color.NRGBA{255, 255, 255, 255}
	ink   = color.NRGBA{38, 38, 38, 255}
	grey  = color.NRGBA{110, 110, 110, 255}
)

// colour returns the i-th colour. They are those of Okabe and Ito, "Color Universal
// Design" (2008), which people of any colour vision can tell apart.
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

// dashes returns the pattern of the i-th line: past the sixth, colours come again.
func dashes(i int) []vg.Length { return [][]vg.Length{nil, {7, 2}, {2, 2}}[i/6%3] }

// shade returns c made translucent.
func shade(c color.NRGBA) color.NRGBA {
	c.A = 60
	return c
}

func textStyle(size vg.Length) draw.TextStyle {
	return text.Style{
		Color:   ink,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		Handler: plot.DefaultTextHandler,
	}
}

func newPlot(x, y string) *plot.Plot {
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
		axis.Tick.Marker = plot.TickerFunc(ticks)
	}
	p.X.Label.Text, p.Y.Label.Text = x, y
	return p
}

// ticks puts about five marks at multiples of 1, 2 or 5 times a power of ten.
func ticks(low, high float64) (marks []plot.Tick) {
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
	decimals := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	for k := math.Ceil(low/step - 1e-9); k*step <= high+1e-9*step; k++ {
		label := "0"
		if k != 0 {
			label = strconv.FormatFloat(k*step, 'f', decimals, 64)
		}
		marks = append(marks, plot.Tick{Value: k * step, Label: label})
	}
	return marks
}

// powers puts marks at the powers of ten.
func powers(low, high float64) (marks []plot.Tick) {
	for k := math.Ceil(math.Log10(low) - 1e-9); k <= math.Log10(high)+1e-9; k++ {
		marks = append(marks, plot.Tick{Value: math.Pow(10, k), Label: strconv.FormatFloat(math.Pow(10, k), 'g', -1, 64)})
	}
	return marks
}

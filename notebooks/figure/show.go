package figure

import (
	"bytes"
	"image/color"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

const (
	width  = 5 * vg.Inch // of a figure alone; of two, each is narrower
	height = 3 * vg.Inch
	margin = vg.Length(10)
	row    = vg.Length(15) // of a legend
)

// Show displays figures side by side below the cell.
func Show(figures ...*Figure) { display(SVG(figures...)) }

// SVG returns figures side by side as an SVG document.
func SVG(figures ...*Figure) string {
	w := width
	if len(figures) > 1 {
		w *= 0.82
	}
	rows := 0
	for _, f := range figures {
		rows = max(rows, len(legendRows(f.legend, w-2*margin)))
	}
	c := vgsvg.New(w*vg.Length(len(figures)), height+row*vg.Length(rows))
	all := draw.New(c)
	all.SetColor(white)
	all.Fill(all.Rectangle.Path())
	for i, f := range figures {
		f.draw(draw.Crop(all, vg.Length(i)*w+margin, vg.Length(i+1-len(figures))*w-margin, margin, -margin), rows)
	}
	var out bytes.Buffer
	if _, err := c.WriteTo(&out); err != nil {
		panic(err) // a buffer does not fail
	}
	// Without the XML declaration, which cannot stand inside a page. Arial and
	// Helvetica are as wide, letter by letter.
	text := out.String()
	text = text[strings.Index(text, "<svg"):]
	return strings.ReplaceAll(text, "font-family:Liberation Sans;", "font-family:Liberation Sans,Arial,Helvetica,sans-serif;")
}

func (f *Figure) draw(c draw.Canvas, rows int) {
	title := textStyle(11)
	title.Font.Weight = xfont.WeightBold
	c.FillText(title, vg.Point{X: c.Min.X, Y: c.Max.Y - title.Font.Size}, f.title)
	c = draw.Crop(c, 0, 0, 0, -18)
	for i, entries := range legendRows(f.legend, c.Max.X-c.Min.X) {
		drawLegend(draw.Crop(c, 0, 0, 0, -row*vg.Length(i)), entries)
	}
	f.plot.Draw(draw.Crop(c, 0, -8, 0, -row*vg.Length(rows)-4))
}

// display sends an SVG to the notebook, and does nothing outside one. It waits until
// the kernel has it: a program that ends before takes it along.
func display(svg string) {
	if gonbui.IsNotebook {
		gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMEImageSVG: svg}})
		gonbui.Sync()
	}
}

// An entry of a legend is a sample and what it stands for.
type entry struct {
	text string
	line *draw.LineStyle
	area color.Color
	dot  color.Color
}

const sample = vg.Length(20) // the width of one

func (e entry) width() vg.Length { return sample + 4 + textStyle(9).Width(e.text) + 12 }

// legendRows breaks a legend into rows that fit into the width.
func legendRows(all []entry, width vg.Length) (rows [][]entry) {
	used := width + 1
	for _, e := range all {
		if used+e.width() > width+12 {
			rows, used = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
		used += e.width()
	}
	return rows
}

// drawLegend draws a row of a legend along the top of c.
func drawLegend(c draw.Canvas, entries []entry) {
	style := textStyle(9)
	x, y := c.Min.X, c.Max.Y-style.Font.Size
	for _, e := range entries {
		middle := y + 0.33*style.Font.Size
		switch {
		case e.area != nil:
			c.SetColor(e.area)
			c.Fill(vg.Rectangle{Min: vg.Point{X: x, Y: middle - 4}, Max: vg.Point{X: x + sample, Y: middle + 4}}.Path())
		case e.dot != nil:
			c.DrawGlyph(draw.GlyphStyle{Color: e.dot, Radius: 2.6, Shape: draw.CircleGlyph{}}, vg.Point{X: x + sample/2, Y: middle})
		default:
			c.StrokeLine2(*e.line, x, middle, x+sample, middle)
		}
		c.FillText(style, vg.Point{X: x + sample + 4, Y: y}, e.text)
		x += e.width()
	}
}

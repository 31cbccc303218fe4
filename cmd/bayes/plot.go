package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/bayeskit/bayeskit/bayes"
)

// plotData is what --plot draws.
type plotData struct {
	Title  string
	Level  float64 // of the intervals; 0 means 0.95
	HDI    bool    // intervals of highest density rather than central ones
	Groups []plotGroup
	PathOf int        // the parameter that paths are of
	Lines  []plotLine // of a regression on one predictor, a line for each group
}

// A plotGroup is one group's beliefs: distributions of parameters, or
// probabilities of hypotheses with their Labels.
type plotGroup struct {
	Name               string
	Prior, Posterior   []bayes.Marginal
	Labels             []string
	PriorP, PosteriorP []float64
	Path               []pathPoint
}

// A pathPoint is the posterior of the first parameter, or of the first
// hypothesis, after n observations.
type pathPoint struct{ N, Mean, Low, High, LogEvidence float64 }

// checkPlotPath returns a usage error if a plot cannot have that name, so that
// nothing is computed for a picture that will not be.
func checkPlotPath(path string) error {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".svg", ".png":
		return nil
	case "":
		return usagef("--plot %s: the name has no extension: want .svg or .png", path)
	default:
		return usagef("--plot %s: cannot draw %s: want .svg or .png", path, ext)
	}
}

// plotBeliefs draws p into the file at path: SVG or PNG, by its extension. The
// same beliefs give the same bytes.
func plotBeliefs(path string, p plotData) error {
	if err := checkPlotPath(path); err != nil {
		return err
	}
	text, err := p.render(strings.ToLower(filepath.Ext(path)))
	return writePicture(path, text, err)
}

// writePicture writes what a picture was encoded as, or says why it was not.
func writePicture(path string, text []byte, err error) error {
	if err != nil {
		return writeError(path, err)
	}
	return writeAtomic(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// render returns p as a file with the extension .svg or .png.
func (p plotData) render(ext string) ([]byte, error) {
	if p.Level == 0 {
		p.Level = 0.95
	}
	return p.picture().encode(ext)
}

// encode returns the picture as a file with the extension .svg or .png.
func (pic picture) encode(ext string) ([]byte, error) {
	var out bytes.Buffer
	if ext == ".png" {
		w, h := pic.size()
		c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(dotsPerInch))}
		pic.draw(draw.New(c))
		_, err := c.WriteTo(&out)
		return out.Bytes(), err
	}
	c := vgsvg.New(pic.size())
	pic.draw(draw.New(c))
	if _, err := c.WriteTo(&out); err != nil {
		return nil, err
	}
	// Arial and Helvetica are as wide, letter by letter.
	return bytes.ReplaceAll(out.Bytes(), []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")), nil
}

const (
	dotsPerInch = 144
	mostPanels  = 9 // more parameters than that are left out, and the title says so
)

// A picture is a title, a legend, rows of panels, and a row for the path.
type picture struct {
	title  string
	legend []legendEntry
	panels [][]*plot.Plot // rows of equal length, nil where there is none
	path   *plot.Plot     // or nil
	column bool           // the panels stand in one column
}

// picture lays out p.
func (p plotData) picture() picture {
	pic := picture{title: p.Title}
	var all []*plot.Plot
	if len(p.Groups) > 0 && len(p.Groups[0].Labels) > 0 {
		all, pic.legend = p.bars()
	} else {
		all, pic.legend = p.densities()
	}
	if line := p.linePanel(); line != nil {
		all = append([]*plot.Plot{line}, all...)
		pic.legend = append(pic.legend, legendEntry{text: "thin lines: where the next " + p.Lines[0].Y + " is"})
	}
	if len(all) > mostPanels {
		pic.title += fmt.Sprintf(" (the first %d of %d parameters)", mostPanels, len(all))
		all = all[:mostPanels]
	}
	cols := min(len(all), 3)
	if len(all) == 4 {
		cols = 2
	}
	for i := 0; i < len(all); i += cols {
		row := make([]*plot.Plot, cols)
		copy(row, all[i:min(i+cols, len(all))])
		pic.panels = append(pic.panels, row)
	}
	pic.path = p.pathPanel()
	return pic
}

// Sizes and distances.
const (
	margin       = 14 * vg.Length(1)
	panelHeight  = 2.7 * vg.Inch
	pathHeight   = 2.5 * vg.Inch
	headerHeight = 22 * vg.Length(1) // of the title
	legendHeight = 16 * vg.Length(1) // of a row of the legend
)

func (pic picture) size() (w, h vg.Length) {
	w = pic.width()
	h = 2*margin + vg.Length(len(pic.panels))*panelHeight
	if pic.title != "" {
		h += headerHeight
	}
	h += legendHeight * vg.Length(len(legendRows(pic.legend, w-2*margin)))
	if pic.path != nil {
		h += pathHeight
	}
	return w, h
}

func (pic picture) width() vg.Length {
	switch {
	case pic.column:
		return columnWidth
	case len(pic.panels) == 0 || len(pic.panels[0]) == 1:
		return 6.6 * vg.Inch
	case len(pic.panels[0]) == 2:
		return 8.6 * vg.Inch
	}
	return 10.5 * vg.Inch
}

func (pic picture) draw(c draw.Canvas) {
	c.SetColor(white)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)
	if pic.title != "" {
		style := textStyle(12)
		style.Font.Weight = bold
		c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y - style.Font.Size}, fit(style, pic.title, c.Max.X-c.Min.X))
		c = draw.Crop(c, 0, 0, 0, -headerHeight)
	}
	for _, row := range legendRows(pic.legend, c.Max.X-c.Min.X) {
		drawLegend(draw.Crop(c, 0, 0, 0, 0), row)
		c = draw.Crop(c, 0, 0, 0, -legendHeight)
	}
	below := vg.Length(0)
	if pic.path != nil {
		below = pathHeight
	}
	grid := pic.panels
	if len(grid) == 1 && len(grid[0]) == 1 && pic.path != nil {
		// one column: both panels share their left edge
		grid, below = [][]*plot.Plot{grid[0], {pic.path}}, 0
	} else if pic.path != nil {
		drawGrid([][]*plot.Plot{{pic.path}}, draw.Crop(c, 0, 0, 0, below-(c.Max.Y-c.Min.Y)))
	}
	drawGrid(grid, draw.Crop(c, 0, 0, below, 0))
}

func drawGrid(grid [][]*plot.Plot, c draw.Canvas) {
	if len(grid) == 0 {
		return
	}
	tiles := draw.Tiles{Rows: len(grid), Cols: len(grid[0]), PadX: margin, PadY: margin / 2}
	for i, row := range plot.Align(grid, tiles, c) {
		for j, at := range row {
			if grid[i][j] != nil {
				grid[i][j].Draw(at)
			}
		}
	}
}

package main

import (
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// plotLoss draws the loss by epoch into the file at path.
func plotLoss(path string, f *tabular.Fitted) error {
	text, err := lossPicture(f).encode(strings.ToLower(filepath.Ext(path)))
	return writePicture(path, text, err)
}

func lossPicture(f *tabular.Fitted) picture {
	var trained, held []pathPoint
	for _, e := range f.History {
		trained = append(trained, pathPoint{N: float64(e.Number), Mean: e.Loss})
		if e.Validation != nil {
			held = append(held, pathPoint{N: float64(e.Number), Mean: *e.Validation})
		}
	}
	panel := newPanel("epoch", "loss, −log p a row")
	panel.X.Tick.Marker = ticks{whole: true}
	pic := picture{title: "loss of " + namesOf(f.Outcomes), panels: [][]*plot.Plot{{panel}}}
	addCurve(&pic, panel, "rows trained on", 0, trained)
	if held != nil {
		addCurve(&pic, panel, "rows held out", 1, held)
	}
	return pic
}

// addCurve adds a line to a panel, which grows to hold it, and its name to the legend.
func addCurve(pic *picture, panel *plot.Plot, name string, i int, points []pathPoint) {
	style := draw.LineStyle{Color: colour(i), Width: 1.7, Dashes: dashes(i)}
	panel.Add(meanLine(points, style))
	for _, p := range points {
		panel.X.Min, panel.X.Max = math.Min(panel.X.Min, p.N), math.Max(panel.X.Max, p.N)
		panel.Y.Min, panel.Y.Max = math.Min(panel.Y.Min, p.Mean), math.Max(panel.Y.Max, p.Mean)
	}
	pic.legend = append(pic.legend, legendEntry{text: name, line: &style})
}

package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"
	"gonum.org/v1/plot"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// The function of the demonstration, on [−1, 1]: continuous, with a bend, a wave and a
// corner.
func demoFunction(x float64) float64 { return math.Sin(3*math.Pi*x)*(1-x)/2 + math.Abs(x-0.3) }

const demoText = "f(x) = sin(3πx)·(1 − x)/2 + |x − 0.3| on [−1, 1]"

// A demoFit is the best network of a width that some starts found.
type demoFit struct {
	width, params int
	largest, rms  float64 // error on a fine grid
	curve         []pathPoint
}

// mlpDemo is bayes mlp demo.
func (e *env) mlpDemo(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	if c.Args().Present() {
		return usagef("bayes mlp demo takes no file: %s", c.Args().First())
	}
	widths, err := readWidths("widths", c.String("widths"))
	if err != nil {
		return err
	}
	if len(widths) == 0 {
		return usagef("--widths: want some, such as 1,2,4,8")
	}
	for _, w := range widths {
		if w > 256 {
			return usagef("--widths %d: want at most 256", w)
		}
	}
	activation, err := readActivation(c)
	if err != nil {
		return err
	}
	if path := c.String("plot"); path != "" {
		if err := checkPlotPath(path); err != nil {
			return err
		}
	}
	var fits []demoFit
	for _, w := range widths {
		f, err := e.demoFit(w, activation, prob.NewSeed(c.Uint64("seed")))
		if err != nil {
			return err
		}
		fits = append(fits, f)
	}
	if path := c.String("plot"); path != "" {
		text, err := demoPicture(fits).encode(strings.ToLower(filepath.Ext(path)))
		if err := writePicture(path, text, err); err != nil {
			return err
		}
	}
	return writeDemo(e.stdout, out, activation, fits)
}

const (
	demoRows   = 201 // to learn from, without noise
	demoStarts = 4
)

// demoFit fits a network of one hidden layer by least squares, from several starts, and
// keeps the one of least error.
func (e *env) demoFit(width int, a mlp.Activation, seed prob.Seed) (demoFit, error) {
	t := mlp.Training[float64, float64]{
		Model:     mlp.Model[float64]{Net: mlp.Dense(a, 1, width, 1), Head: mlp.SquaredError(1)},
		Optimiser: mlp.LBFGS{}, Epochs: 500,
	}
	var data mlp.Data[float64, float64]
	for i := range demoRows {
		x := float64(2*i-demoRows+1) / (demoRows - 1)
		data.X, data.Y = append(data.X, x), append(data.Y, demoFunction(x))
	}
	best := demoFit{width: width, params: t.Model.Dim(), largest: math.Inf(1)}
	for start := range demoStarts {
		from := t.Start(seed.Child(uint64(start)))
		placeUnits(from.Params, width, seed.Child(uint64(start)).Child(1).Rand())
		s, err := t.Resume(e.ctx, from, data, nil)
		if err != nil {
			return best, fmt.Errorf("width %d: %w", width, err)
		}
		f := demoFit{width: width, params: t.Model.Dim()}
		const fine = 1001
		var sum float64
		for i := range fine {
			x := float64(2*i-fine+1) / (fine - 1)
			y := mlp.Apply(t.Model.Net, s.Params, []float64{x})[0]
			d := math.Abs(y - demoFunction(x))
			f.largest = math.Max(f.largest, d)
			sum += d * d
			if i%5 == 0 {
				f.curve = append(f.curve, pathPoint{N: x, Mean: y})
			}
		}
		f.rms = math.Sqrt(sum / fine)
		if f.largest < best.largest {
			best = f
		}
	}
	return best, nil
}

// placeUnits has the hidden units turn at places all over the interval, the steeper the more
// there are; the usual start has them all turn at 0.
func placeUnits(params []float64, width int, rng *rand.Rand) {
	slopes, biases, outputs := params[:width], params[width:2*width], params[2*width:3*width]
	for i := range width {
		centre := 2*(float64(i)+rng.Float64())/float64(width) - 1
		slope := (1 + float64(width)/4) * (0.5 + rng.Float64())
		if rng.IntN(2) == 0 {
			slope = -slope
		}
		slopes[i], biases[i] = slope, -slope*centre
		outputs[i] /= 10
	}
}

func writeDemo(w io.Writer, out output, a mlp.Activation, fits []demoFit) error {
	if out.format == "json" {
		type fit struct {
			Width      int     `json:"width"`
			Parameters int     `json:"parameters"`
			Largest    float64 `json:"largest_error"`
			RMS        float64 `json:"rms_error"`
		}
		doc := struct {
			Function   string         `json:"function"`
			Activation mlp.Activation `json:"activation"`
			Fits       []fit          `json:"fits"`
		}{demoText, a, nil}
		for _, f := range fits {
			doc.Fits = append(doc.Fits, fit{f.width, f.params, f.largest, f.rms})
		}
		return writeIndented(w, doc)
	}
	t := &table{head: []string{"width", "parameters", "largest error", "rms error"}}
	for _, f := range fits {
		t.add(fmt.Sprint(f.width), fmt.Sprint(f.params), significant(f.largest, out.digits), significant(f.rms, out.digits))
	}
	switch out.format {
	case "csv":
		return t.writeCSV(w)
	case "markdown":
		return t.writeMarkdown(w)
	}
	if _, err := fmt.Fprintf(w, "%s\none hidden layer of %s units, fitted by least squares to %d points without noise\n\n", demoText, a, demoRows); err != nil {
		return err
	}
	if err := t.writeText(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, demoLesson)
	return err
}

const demoLesson = `
The universal approximation theorem (Cybenko 1989; Hornik 1991; Leshno and others
1993): for every continuous function on an interval, every error above 0 and every
activation that is no polynomial, there are a width and weights that come so near
everywhere. That is a promise of existence. It does not say how wide, nor how the
weights are found: what stands above is what a search from a few starts found, and a
wider layer may do worse. Nor does it speak of places where there were no data.
`

// demoPicture has the fits, and the error against the width.
func demoPicture(fits []demoFit) picture {
	curves := newPanel("x", "f(x)")
	pic := picture{title: "one hidden layer of growing width"}
	var truth, errors []pathPoint
	for i := range 201 {
		x := float64(i-100) / 100
		truth = append(truth, pathPoint{N: x, Mean: demoFunction(x)})
	}
	addCurve(&pic, curves, "f", 0, truth)
	for i, f := range fits {
		if i == len(fits)-1 || i == 0 || i == len(fits)/2 {
			addCurve(&pic, curves, fmt.Sprintf("width %d", f.width), len(pic.legend), f.curve)
		}
		errors = append(errors, pathPoint{N: math.Log2(float64(f.width)), Mean: math.Log10(f.largest)})
	}
	against := newPanel("log₂ width", "log₁₀ largest error")
	addCurve(&picture{}, against, "", 0, errors)
	pic.panels = [][]*plot.Plot{{curves, against}}
	return pic
}

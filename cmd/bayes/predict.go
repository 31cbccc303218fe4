package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// A predictor is bayes predict under way.
type predictor struct {
	network *tabular.Network
	batch   *tabular.Predictor
	r       *rows.Reader
	columns []int // of the network's inputs in the file
	level   float64
	digits  int
	only    bool
	skip    bool

	needed []int // all columns that are read

	x     []float64  // inputs of rows read, not yet predicted
	kept  [][]string // their own cells
	lines []int
	put   func(i int, p []tabular.Prediction) error // takes the predictions of the i-th of them

	score *predictScore // nil without --score
}

// predictRows is how many rows are predicted at a time.
const predictRows = 256

// predict is bayes predict.
func (e *env) predict(c *cli.Context) error {
	if c.Args().Len() != 2 {
		return usagef("want a network and a file of rows: bayes predict m.json new.csv")
	}
	p := &predictor{level: c.Float64("level"), digits: c.Int("digits"), only: c.Bool("only")}
	if !(p.level > 0 && p.level < 1) {
		return usagef("--level %v: want a probability between 0 and 1, such as 0.9", p.level)
	}
	if p.digits < 1 || p.digits > 17 {
		return usagef("--digits %d: want 1 to 17", p.digits)
	}
	format := c.String("format")
	known := []string{"csv", "json"}
	if c.Bool("score") {
		if known = []string{"table", "json"}; !c.IsSet("format") {
			format = "table"
		}
	}
	if !slices.Contains(known, format) {
		return unknown("format ", format, known, "want "+strings.Join(known, " or "))
	}
	if err := checkScoreFlags(c); err != nil {
		return err
	}
	opt, err := readOptions(c)
	if err != nil {
		return err
	}
	p.skip = opt.SkipNA
	if p.network, err = readNetwork(c.Args().First()); err != nil {
		return err
	}
	p.batch = tabular.NewPredictor(p.network)
	if p.r, err = rows.Open(c.Args().Get(1), e.stdin, opt); err != nil {
		return err
	}
	defer p.r.Close()
	if p.columns, err = p.find(p.network.Inputs); err != nil {
		return err
	}
	p.needed = slices.Clone(p.columns)
	if c.Bool("score") {
		return p.runScore(e, c, format)
	}
	// Whole lines go out as they are made; a row that cannot be predicted ends the output
	// with an error, and what stands before it is right.
	out := &bytes.Buffer{}
	if format == "csv" {
		err = p.toCSV(out)
	} else {
		p.toJSON(out)
	}
	if err != nil {
		return err
	}
	return p.run(e, out)
}

// find finds columns of the network in the file.
func (p *predictor) find(columns []tabular.Column) (list []int, err error) {
	for _, c := range columns {
		at, err := p.r.Column(c.Name)
		if err != nil {
			return nil, err
		}
		list = append(list, at)
	}
	return list, nil
}

func (p *predictor) run(e *env, out *bytes.Buffer) error {
	progress := newProgress(e)
	defer progress.done()
	for n := 0; p.r.Next(); n++ {
		if n&(1<<12-1) == 0 {
			if err := progress.tick(p.r); err != nil {
				return err
			}
		}
		if err := p.read(); err != nil {
			return err
		}
		if len(p.kept) == predictRows {
			if err := p.flush(e.stdout, out); err != nil {
				return err
			}
		}
	}
	if err := p.r.Err(); err != nil {
		return err
	}
	return p.flush(e.stdout, out)
}

// read takes the current row.
func (p *predictor) read() error {
	for _, at := range p.needed {
		if rows.IsNA(bytes.TrimSpace(p.r.Field(at))) {
			if p.skip {
				p.r.Skip()
				return nil
			}
			_, err := p.r.Float(at)
			return err
		}
	}
	k := p.network.Net.Inputs
	x := slices.Grow(p.x, k)[:len(p.x)+k]
	if err := p.network.Encode(x[len(p.x):], p.cells(p.columns)); err != nil {
		return p.cellError(err, p.network.Inputs, p.columns)
	}
	p.x = x
	var own []string
	if p.score != nil {
		if err := p.score.read(p); err != nil {
			return err
		}
	} else if !p.only {
		for i := range p.r.Columns() {
			own = append(own, string(p.r.Field(i)))
		}
	}
	p.kept, p.lines = append(p.kept, own), append(p.lines, p.r.Line())
	return nil
}

// cells returns those of columns in the current row.
func (p *predictor) cells(columns []int) []string {
	cells := make([]string, len(columns))
	for i, at := range columns {
		cells[i] = string(p.r.Field(at))
	}
	return cells
}

// cellError gives an error about one of columns, which stand at, its place in the file.
func (p *predictor) cellError(err error, columns []tabular.Column, at []int) error {
	c := new(tabular.CellError)
	if !errors.As(err, &c) {
		return err
	}
	i := at[slices.IndexFunc(columns, func(in tabular.Column) bool { return in.Name == c.Column })]
	mend := "mend the cell, or leave the row out"
	if rows.DecimalComma(p.r.Field(i)) {
		mend = "write the decimal point as a point"
	}
	return p.r.Errorf(i, p.r.Field(i), mend, "%s", c.Msg)
}

// flush predicts what has been read and writes it.
func (p *predictor) flush(w io.Writer, out *bytes.Buffer) error {
	for i, prediction := range p.batch.Batch(p.x) {
		if slices.ContainsFunc(prediction, undefined) {
			return &rows.Error{File: p.r.Name(), Line: p.lines[i], Msg: "the network gives no number for this row", Mend: "its cells are too far from what was trained on, or the network is damaged"}
		}
		if err := p.put(i, prediction); err != nil {
			return err
		}
	}
	p.x, p.kept, p.lines = p.x[:0], p.kept[:0], p.lines[:0]
	_, err := out.WriteTo(w)
	return err
}

// tail returns the probability below a central interval.
func (p *predictor) tail() float64 { return (1 - p.level) / 2 }

// toCSV has lines of CSV written to out.
func (p *predictor) toCSV(out *bytes.Buffer) error {
	w := csv.NewWriter(out)
	var head []string
	if !p.only {
		head = append(head, p.r.Columns()...)
	}
	for _, c := range p.network.Outcomes {
		if c.Levels == nil {
			head = append(head, c.Name+"_mean", c.Name+"_sd", c.Name+"_low", c.Name+"_high")
			continue
		}
		head = append(head, c.Name+"_predicted")
		for _, l := range c.Levels {
			head = append(head, "p("+l+")")
		}
	}
	if err := w.Write(head); err != nil {
		return err
	}
	p.put = func(i int, ps []tabular.Prediction) error {
		line := p.kept[i]
		for _, q := range ps {
			if q.Levels == nil {
				for _, v := range []float64{q.Mean(), sdOf(q), q.Quantile(p.tail()), q.Quantile(1 - p.tail())} {
					line = append(line, brief(v, p.digits))
				}
				continue
			}
			line = append(line, q.Levels[q.Likeliest()])
			for _, v := range q.Probs {
				line = append(line, brief(v, p.digits))
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
		w.Flush()
		return w.Error()
	}
	w.Flush()
	return w.Error()
}

// toJSON has a line of JSON for each row written to out.
func (p *predictor) toJSON(out *bytes.Buffer) {
	type prediction struct {
		Mean      *number    `json:"mean,omitempty"`
		SD        *number    `json:"sd,omitempty"`
		Interval  *[2]number `json:"interval,omitempty"`
		Predicted string     `json:"predicted,omitempty"`
		P         object     `json:"p,omitempty"`
	}
	p.put = func(at int, ps []tabular.Prediction) error {
		doc := object{{"line", p.lines[at]}}
		if !p.only {
			row := object{}
			for i, name := range p.r.Columns() {
				row = append(row, member{name, p.kept[at][i]})
			}
			doc = append(doc, member{"row", row})
		}
		for i, q := range ps {
			var d prediction
			if q.Levels == nil {
				mean, sd := number(q.Mean()), number(sdOf(q))
				d.Mean, d.SD, d.Interval = &mean, &sd, &[2]number{number(q.Quantile(p.tail())), number(q.Quantile(1 - p.tail()))}
			} else {
				d.Predicted = q.Levels[q.Likeliest()]
				for j, l := range q.Levels {
					d.P = append(d.P, member{l, q.Probs[j]})
				}
			}
			doc = append(doc, member{p.network.Outcomes[i].Name, d})
		}
		text, err := doc.MarshalJSON()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n", text)
		return err
	}
}

// undefined reports a prediction that overflowed on its way through the network.
func undefined(q tabular.Prediction) bool {
	if q.Levels != nil {
		return slices.ContainsFunc(q.Probs, math.IsNaN)
	}
	mean := q.Mean()
	return math.IsInf(mean, 0) || math.IsNaN(mean) && math.IsNaN(q.Quantile(0.5)) // a t of 1 degree of freedom has no mean
}

func sdOf(q tabular.Prediction) float64 { return math.Sqrt(q.Var()) }

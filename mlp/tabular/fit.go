package tabular

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// A Fitted is a network and how it came about.
type Fitted struct {
	*Network
	History     []mlp.Epoch // losses in nats a row, of outcomes in their own units
	Best        int         // epoch whose parameters the network has, where rows were held out
	Stopped     string      // why training ended early; empty if it did not
	Trained     *Score      // on the rows trained on
	Validated   *Score      // on those held out; nil if there are none
	Interrupted bool        // the context ended before training did
}

// Fit trains a network of the outcomes, given the inputs; all columns have the same number of
// rows. Where training ends before its time, because ctx is done, because Config.Each said
// so or because it diverged, the network as it was at the end of the last epoch comes with
// the error, unless there was none.
func Fit(ctx context.Context, c Config, inputs, outcomes []Values) (*Fitted, error) {
	rows, err := sameRows(inputs, outcomes)
	if err != nil {
		return nil, err
	}
	if !(c.Holdout >= 0 && c.Holdout < 1) {
		return nil, fmt.Errorf("a fraction %v of rows held out: want from 0 up to but not 1", c.Holdout)
	}
	if err := c.checkWeights(rows); err != nil {
		return nil, err
	}
	l := c.Likelihood
	if l.Family == "" {
		l = suit(outcomes)
	}
	train, held := divide(c, rows)
	if len(train) == 0 {
		return nil, fmt.Errorf("holding out %d of %d rows leaves none to train on", len(held), rows)
	}
	in, out, err := c.columns(inputs, outcomes, l, train)
	if err != nil {
		return nil, err
	}
	n := &Network{Inputs: in, Outcomes: out, Likelihood: l, Single: !c.Double, Seed: c.Seed, Rows: len(train)}
	width := 0
	for _, col := range in {
		width += col.Inputs()
	}
	n.Net = c.net(width, l.outputs(out))
	x, xHeld := matrix(in, inputs, train), matrix(in, inputs, held)
	f := &Fitted{Network: n}
	switch l.family().kind {
	case yesNo:
		y := func(rows []int) []bool {
			return pickRows(rows, func(i int) bool { return outcomes[0].Labels[i] == 1 })
		}
		err = fitIn(ctx, f, c, mlp.Bernoulli(1), x, xHeld, y(train), y(held), c.weights(train), c.weights(held))
	case label:
		y := func(rows []int) []int { return pickRows(rows, func(i int) int { return outcomes[0].Labels[i] }) }
		err = fitIn(ctx, f, c, mlp.Categorical(len(out[0].Levels)), x, xHeld, y(train), y(held), c.weights(train), c.weights(held))
	case count:
		for _, v := range outcomes {
			if err := counts(v); err != nil {
				return nil, err
			}
		}
		fallthrough
	default:
		y := func(rows []int) (y []float64) {
			for _, i := range rows {
				for j, col := range out {
					y = append(y, (outcomes[j].Numbers[i]-col.Center)/col.Width)
				}
			}
			return y
		}
		err = fitIn(ctx, f, c, l.ofNumbers(out), x, xHeld, y(train), y(held), c.weights(train), c.weights(held))
	}
	if n.Params == nil {
		return nil, err
	}
	f.Trained = f.score(x, outcomes, train, c.Weights)
	if len(held) > 0 {
		f.Validated = f.score(xHeld, outcomes, held, c.Weights)
	}
	return f, err
}

// sameRows returns the number of rows that all columns have, and checks what is in them.
func sameRows(inputs, outcomes []Values) (int, error) {
	if len(outcomes) == 0 {
		return 0, errors.New("no outcome")
	}
	if len(inputs) == 0 {
		return 0, errors.New("no column is left to predict from")
	}
	rows := outcomes[0].Rows()
	for _, v := range slices.Concat(outcomes, inputs) {
		if v.Rows() != rows {
			return 0, fmt.Errorf("column %s has %d rows, and %s has %d", v.Name, v.Rows(), outcomes[0].Name, rows)
		}
		if err := v.check(); err != nil {
			return 0, err
		}
	}
	if rows == 0 {
		return 0, errors.New("no rows")
	}
	return rows, nil
}

// checkWeights reports weights that are none.
func (c Config) checkWeights(rows int) error {
	if c.Weights != nil && len(c.Weights) != rows {
		return fmt.Errorf("%d weights for %d rows", len(c.Weights), rows)
	}
	for i, w := range c.Weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return fmt.Errorf("weight %v of row %d: want a finite number, 0 or above", w, i+1)
		}
	}
	return nil
}

// weights returns those of rows, nil if all are 1.
func (c Config) weights(rows []int) []float64 {
	if c.Weights == nil {
		return nil
	}
	return pickRows(rows, func(i int) float64 { return c.Weights[i] })
}

// divide returns the rows to train on and those held out, each in order.
func divide(c Config, rows int) (train, held []int) {
	k := 0
	if c.Holdout > 0 {
		k = max(1, int(c.Holdout*float64(rows)+0.5))
	}
	order := prob.NewSeed(c.Seed).Child(seedHoldout).Rand().Perm(rows)
	held, train = order[:k], order[k:]
	slices.Sort(held)
	slices.Sort(train)
	return train, held
}

// matrix returns the network's inputs of rows, row-major.
func matrix(columns []Column, inputs []Values, rows []int) []float64 {
	width := 0
	for _, c := range columns {
		width += c.Inputs()
	}
	x := make([]float64, width*len(rows))
	for i, row := range rows {
		dst := x[i*width:][:width]
		for j, c := range columns {
			c.set(dst[:c.Inputs()], inputs[j], row)
			dst = dst[c.Inputs():]
		}
	}
	return x
}

func pickRows[Y any](rows []int, at func(int) Y) []Y {
	y := make([]Y, len(rows))
	for i, row := range rows {
		y[i] = at(row)
	}
	return y
}

// fitIn fits in the precision that the configuration asks for.
func fitIn[Y any](ctx context.Context, f *Fitted, c Config, h mlp.Head[Y], x, xHeld []float64, y, yHeld []Y, w, wHeld []float64) error {
	if c.Double {
		return fitAs(ctx, f, c, h, x, xHeld, y, yHeld, w, wHeld)
	}
	return fitAs(ctx, f, c, h, rounded(x), rounded(xHeld), y, yHeld, w, wHeld)
}

func rounded(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func fitAs[F mlp.Float, Y any](ctx context.Context, f *Fitted, c Config, h mlp.Head[Y], x, xHeld []F, y, yHeld []Y, w, wHeld []float64) error {
	t := mlp.Training[F, Y]{
		Model: mlp.Model[Y]{Net: f.Net, Head: h},
		Prior: mlp.Prior{Weights: c.Precision}, Optimiser: c.Optimiser, Schedule: c.Schedule,
		Epochs: c.Epochs, Batch: c.Batch, Clip: c.Clip, Patience: c.Patience, Threads: c.Threads,
	}
	if len(yHeld) > 0 {
		t.Validation = &mlp.Data[F, Y]{X: xHeld, Y: yHeld, Weights: wHeld}
	}
	if err := t.Check(); err != nil {
		return err
	}
	s := t.Start(prob.NewSeed(c.Seed).Child(seedTraining))
	if c.Resume != nil {
		s = &mlp.State[F]{}
		if err := json.Unmarshal(c.Resume, s); err != nil {
			return fmt.Errorf("resuming: %w", err)
		}
	}
	data := mlp.Data[F, Y]{X: x, Y: y, Weights: w}
	if c.Trace != nil {
		t.Batch = len(y)
		trace(f, c, 0, t.Model, s.Params, data)
	}
	s, err := t.Resume(ctx, s, data, func(s *mlp.State[F]) error {
		if c.Trace != nil {
			trace(f, c, s.Steps, t.Model, s.Params, data)
		}
		if c.Checkpoint != nil {
			state, err := json.Marshal(s)
			if err != nil {
				return fmt.Errorf("storing a checkpoint: %w", err)
			}
			if err := c.Checkpoint(state); err != nil {
				return err
			}
		}
		if c.Each == nil {
			return nil
		}
		return c.Each(Progress{f.ownUnits(s.Last()), cmp.Or(c.Epochs, 100)})
	})
	if s == nil {
		return err
	}
	f.Best, f.Stopped = s.BestEpoch, s.Stopped
	for _, e := range s.History {
		f.History = append(f.History, f.ownUnits(e))
	}
	f.Interrupted = ctx.Err() != nil && errors.Is(err, ctx.Err())
	if len(s.History) > 0 || err == nil {
		f.Params = doubled(s.Fitted())
	}
	return err
}

// trace reports a step.
func trace[F mlp.Float, Y any](f *Fitted, c Config, number int, m mlp.Model[Y], params []F, d mlp.Data[F, Y]) {
	grad := make([]F, len(params))
	loss := mlp.Loss(m, mlp.PerRow, params, d, grad)
	c.Trace(Step{number, doubled(params), doubled(grad), loss + f.logJacobian()})
}

// Matrix returns the inputs of a network for the columns, numbers standardised and labels
// as ones and zeros, n×width row-major.
func Matrix(inputs []Values) (x []float64, width int) {
	rows := make([]int, inputs[0].Rows())
	for i := range rows {
		rows[i] = i
	}
	columns := make([]Column, len(inputs))
	for i, v := range inputs {
		columns[i] = standardised(v, rows, nil, false)
		width += columns[i].Inputs()
	}
	return matrix(columns, inputs, rows), width
}

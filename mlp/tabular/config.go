package tabular

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/mlp"
)

// Config is how a network is fitted. The zero value is a linear model of the likelihood
// that suits the outcome.
type Config struct {
	Hidden     []int          // units of the hidden layers, from the inputs on; none is a linear model
	Activation mlp.Activation // of the hidden layers
	NoBias     bool
	Residual   bool    // add a hidden layer's input to its output, where they are equally long
	Dropout    float64 // probability of dropping a hidden unit in training
	Init       mlp.Init

	// Likelihood of the outcome; the zero value is gaussian for numbers, bernoulli for two
	// labels, categorical for more.
	Likelihood Likelihood

	// Precision is that of a normal prior of each weight, 1/variance, biases excepted; 0 is a flat
	// prior, and maximum likelihood.
	Precision float64

	Optimiser mlp.Optimiser // nil is mlp.Adam{}
	Schedule  mlp.Schedule  // nil is mlp.Constant{}
	Epochs    int           // 0 means 100
	Batch     int           // rows; 0 means 64
	Clip      float64       // of the gradient's length; 0 is no limit
	Holdout   float64       // fraction of rows validated on and not trained on
	Patience  int           // epochs without a better validation loss before training stops; 0 is never
	Raw       bool          // do not standardise
	Weights   []float64     // of each row, 0 or above: a row of weight 2 counts as two; nil is 1 for all
	Double    bool          // train in float64 rather than float32
	Threads   int           // 0 means 1; results do not depend on it
	Seed      uint64

	// Each, if not nil, is called after every epoch; its error ends training.
	Each func(Progress) error

	// Trace, if not nil, is called before the first step and after every one. It makes a
	// batch of all rows.
	Trace func(Step)

	// Checkpoint, if not nil, is given a state to store after every epoch, from which Resume
	// goes on as if nothing had happened. Both are of the same Config and data.
	Checkpoint func(state []byte) error
	Resume     []byte
}

// Progress is what is known after an epoch. Losses are those of outcomes in their own units.
type Progress struct {
	mlp.Epoch
	Epochs int // that there will be, unless training stops early
}

// A Step is where a gradient descent stands: the parameters, in the order of
// Network.Layout, and the mean loss of all rows there with its gradient.
type Step struct {
	Number           int // of steps taken
	Params, Gradient []float64
	Loss             float64
}

// The children of a seed: the training's own, and the rows held out.
const (
	seedTraining = iota
	seedHoldout
)

// suit returns the likelihood that suits an outcome.
func suit(outcomes []Values) Likelihood {
	switch l := outcomes[0].Levels; {
	case l == nil:
		return Likelihood{Family: "gaussian"}
	case len(l) == 2:
		return Likelihood{Family: "bernoulli"}
	}
	return Likelihood{Family: "categorical"}
}

// net returns the network for so many inputs and outputs.
func (c Config) net(inputs, outputs int) mlp.Net {
	n := mlp.Net{Inputs: inputs}
	for _, units := range c.Hidden {
		n.Layers = append(n.Layers, mlp.Layer{
			Units: units, Activation: c.Activation, NoBias: c.NoBias, Dropout: c.Dropout, Init: c.Init,
			Residual: c.Residual && units == inputs,
		})
		inputs = units
	}
	n.Layers = append(n.Layers, mlp.Layer{Units: outputs, NoBias: c.NoBias, Init: c.Init})
	return n
}

// columns decides what the network makes of the inputs and the outcomes, given the rows
// trained on.
func (c Config) columns(inputs, outcomes []Values, l Likelihood, rows []int) (in, out []Column, err error) {
	for _, v := range inputs {
		if v.Levels != nil && len(v.Levels) < 2 {
			return nil, nil, fmt.Errorf("column %s has the label %s in every row: leave it out", v.Name, some(v.Levels))
		}
		in = append(in, standardised(v, rows, c.Weights, c.Raw))
	}
	if _, err := lookup(l.Family); err != nil {
		return nil, nil, err
	}
	kind := l.family().kind
	for _, v := range outcomes {
		col := standardised(v, rows, c.Weights, c.Raw || kind == count)
		if l.Family == "gaussian" && l.Parameter != nil && !c.Raw { // the unit is the known sd
			col.Width = *l.Parameter
		}
		if kind == number && v.Levels == nil && constant(v.Numbers, rows) {
			return nil, nil, fmt.Errorf("outcome %s is %v in every row: there is nothing to learn", v.Name, v.Numbers[rows[0]])
		}
		out = append(out, col)
	}
	if err := distinct(slices.Concat(in, out)); err != nil {
		return nil, nil, err
	}
	return in, out, l.suits(out)
}

func constant(x []float64, rows []int) bool {
	for _, i := range rows {
		if x[i] != x[rows[0]] {
			return false
		}
	}
	return true
}

// counts reports the first number that is no count.
func counts(v Values) error {
	for i, x := range v.Numbers {
		if !isCount(x) {
			return &RowError{i, v.Name, fmt.Sprintf("%v is not a count: want a whole number, 0 or above", x)}
		}
	}
	return nil
}

func isCount(x float64) bool { return x >= 0 && x == math.Trunc(x) }

// A RowError says which row of a table cannot be used.
type RowError struct {
	Row    int // from 0
	Column string
	Msg    string
}

// Error implements error.
func (e *RowError) Error() string {
	return fmt.Sprintf("row %d, column %s: %s", e.Row+1, e.Column, e.Msg)
}

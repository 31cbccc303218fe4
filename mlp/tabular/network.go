package tabular

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/mlp"
)

// A Network is a fitted network with all that a prediction needs. It is plain data, as a
// file holds it; do not change it while it is used.
type Network struct {
	Inputs     []Column   `json:"inputs"`
	Outcomes   []Column   `json:"outcomes"` // one, or several columns of numbers
	Likelihood Likelihood `json:"likelihood"`
	Net        mlp.Net    `json:"net"`

	// Params are the weights, as Net.Layout says, and then what the likelihood learns. Those
	// of a network trained in float32 are float32 numbers, and are written as such.
	Params []float64 `json:"-"`
	Single bool      `json:"single,omitempty"` // trained in float32

	Seed uint64 `json:"seed"` // of the training
	Rows int    `json:"rows"` // trained on, those held out not counted
}

// The format of the file.
const (
	fileFormat  = "bayeskit network"
	fileVersion = 1
)

// mostFile bounds a file's length, and with it the memory that reading one takes: some
// hundred million parameters.
const mostFile = 2 << 30

// A file surrounds the network with what names the format. Params are last, where they do
// not bury the rest.
type file struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	*Network
	Params any `json:"params"` // []float64, or []float32, which need fewer digits
}

// Write writes the network, versioned JSON that [Read] reads.
func (n *Network) Write(w io.Writer) error {
	f := file{fileFormat, fileVersion, n, n.Params}
	if n.Single {
		single := make([]float32, len(n.Params))
		for i, v := range n.Params {
			single[i] = float32(v)
		}
		f.Params = single
	}
	text, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("writing network: %w", err)
	}
	if _, err := w.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("writing network: %w", err)
	}
	return nil
}

// Read reads what Write wrote and checks it, so that predictions cannot fail but for the
// cells that they are given.
func Read(r io.Reader) (*Network, error) {
	var f struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
		Network
		Params []float64 `json:"params"`
	}
	d := json.NewDecoder(io.LimitReader(r, mostFile))
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("reading network: %w", readError(err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("reading network: something follows it in the file")
	}
	switch {
	case f.Format != fileFormat:
		return nil, fmt.Errorf("reading network: format %q, want %q: is it a network?", f.Format, fileFormat)
	case f.Version != fileVersion:
		return nil, fmt.Errorf("reading network: version %d, and this program reads %d", f.Version, fileVersion)
	}
	n := f.Network
	n.Params = f.Params
	if n.Single {
		for i, v := range n.Params {
			n.Params[i] = float64(float32(v)) // JSON has the shortest digits of the float32
		}
	}
	if err := n.Check(); err != nil {
		return nil, fmt.Errorf("reading network: %w", err)
	}
	return &n, nil
}

// readError says in plain words where a file ends too early.
func readError(err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("the file is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends within the network, or is larger than a network can be")
	}
	return err
}

// Check reports what does not go together.
func (n *Network) Check() error {
	if err := n.Likelihood.check(); err != nil {
		return err
	}
	if err := n.Net.Check(); err != nil {
		return err
	}
	width := 0
	for _, c := range n.Inputs {
		if err := c.check(); err != nil {
			return err
		}
		width += c.Inputs()
	}
	if err := distinct(slices.Concat(n.Inputs, n.Outcomes)); err != nil {
		return err
	}
	if width != n.Net.Inputs {
		return fmt.Errorf("columns of %d inputs, and the network takes %d", width, n.Net.Inputs)
	}
	if err := n.Likelihood.suits(n.Outcomes); err != nil {
		return err
	}
	if want := n.Likelihood.outputs(n.Outcomes); n.Net.Outputs() != want {
		return fmt.Errorf("the network has %d outputs, and %s takes %d", n.Net.Outputs(), n.Likelihood, want)
	}
	_, learnt := n.Likelihood.etaDim(n.Outcomes)
	if want := n.Net.Dim() + learnt; len(n.Params) != want {
		return fmt.Errorf("%d parameters, and the model has %d", len(n.Params), want)
	}
	for i, p := range n.Params {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			return fmt.Errorf("parameter %d is %v", i, p)
		}
	}
	return nil
}

// distinct reports columns of one name, which no cell of a file could be told apart by.
func distinct(columns []Column) error {
	seen := make(map[string]bool, len(columns))
	for _, c := range columns {
		if seen[c.Name] {
			return fmt.Errorf("two columns are named %s", c.Name)
		}
		seen[c.Name] = true
	}
	return nil
}

// suits reports outcomes that the family cannot be of.
func (l Likelihood) suits(outcomes []Column) error {
	if len(outcomes) == 0 {
		return fmt.Errorf("no outcome")
	}
	k := l.family().kind
	for _, c := range outcomes {
		if err := c.check(); err != nil {
			return err
		}
		switch {
		case (k == number || k == count) && c.Levels != nil:
			return fmt.Errorf("outcome %s is labels (%s), and likelihood %s is of numbers: use bernoulli for two labels, categorical for more", c.Name, some(c.Levels), l.Family)
		case (k == yesNo || k == label) && c.Levels == nil:
			return fmt.Errorf("outcome %s is numbers, and likelihood %s is of labels", c.Name, l.Family)
		case k == yesNo && len(c.Levels) != 2:
			return fmt.Errorf("outcome %s has %d labels (%s), and bernoulli is of two: use categorical", c.Name, len(c.Levels), some(c.Levels))
		case k == label && len(c.Levels) < 2:
			return fmt.Errorf("outcome %s has one label, %s: there is nothing to learn", c.Name, some(c.Levels))
		case k == count && (c.Center != 0 || c.Width != 1):
			return fmt.Errorf("outcome %s: counts are not standardised", c.Name)
		}
	}
	if len(outcomes) > 1 && (k == yesNo || k == label) {
		return fmt.Errorf("%d outcomes: likelihood %s takes one", len(outcomes), l.Family)
	}
	return nil
}

// Layout returns the blocks of Params.
func (n *Network) Layout() []mlp.Block {
	switch n.Likelihood.family().kind {
	case yesNo:
		return mlp.Model[bool]{Net: n.Net, Head: mlp.Bernoulli(1)}.Layout()
	case label:
		return mlp.Model[int]{Net: n.Net, Head: mlp.Categorical(len(n.Outcomes[0].Levels))}.Layout()
	}
	return mlp.Model[float64]{Net: n.Net, Head: n.Likelihood.ofNumbers(n.Outcomes)}.Layout()
}

// InputNames returns the names of the network's inputs: of a column of numbers its own,
// of labels column=label.
func (n *Network) InputNames() (names []string) {
	for _, c := range n.Inputs {
		names = append(names, c.inputNames()...)
	}
	return names
}

// ONNX returns the network as an ONNX model, which takes the inputs as InputNames has them,
// numbers in their own units and labels as 0 or 1. Its y is in the outcome's units: means,
// medians of a laplace likelihood, rates of counts, probabilities of labels (of the second
// of two). For gaussian-rows and mixture y is eta, the parameters of the standardised outcome.
func (n *Network) ONNX() mlp.ONNX {
	o := mlp.ONNX{Net: n.Net, Weights: n.Params}
	for _, c := range n.Inputs {
		center, width := c.Center, c.Width
		if c.Levels != nil {
			center, width = 0, 1
		}
		for range c.Inputs() {
			o.Center, o.Width = append(o.Center, center), append(o.Width, width)
		}
	}
	switch n.Likelihood.family().kind {
	case yesNo:
		o.Link = mlp.ExpitLink
	case label:
		o.Link = mlp.SoftmaxLink
	case count:
		o.Link = mlp.ExpLink
	default:
		if n.Net.Outputs() == len(n.Outcomes) {
			for _, c := range n.Outcomes {
				o.Shift, o.Scale = append(o.Shift, c.Center), append(o.Scale, c.Width)
			}
		}
	}
	names, _ := json.Marshal(n.InputNames()) // strings always can be
	outcomes, _ := json.Marshal(n.Outcomes)
	o.Metadata = [][2]string{{"inputs", string(names)}, {"outcomes", string(outcomes)}, {"likelihood", n.Likelihood.String()}}
	return o
}

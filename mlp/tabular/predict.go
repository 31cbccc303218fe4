package tabular

import (
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// A Prediction is the distribution of one outcome, given a row: of a number or, if Levels
// is not nil, the probability of each label.
type Prediction struct {
	prob.Univariate // nil for labels

	Levels []string  // nil for numbers
	Probs  []float64 // of each level
}

// Likeliest returns the index of the level of greatest probability, the first of equals.
func (p Prediction) Likeliest() int {
	best := 0
	for i, v := range p.Probs {
		if v > p.Probs[best] {
			best = i
		}
	}
	return best
}

// A Predictor makes predictions for rows in batches. It serves one goroutine; [NewPredictor]
// is cheap.
type Predictor struct {
	network *Network
	single  []float32
}

// NewPredictor returns a predictor.
func NewPredictor(n *Network) *Predictor {
	p := &Predictor{network: n}
	if n.Single {
		p.single = make([]float32, len(n.Params))
		for i, v := range n.Params {
			p.single[i] = float32(v)
		}
	}
	return p
}

// Predict returns the distributions of the outcomes of a row, whose cells are those of
// Inputs, in that order. The error is a *[CellError]. It is safe for concurrent use.
func (n *Network) Predict(cells []string) ([]Prediction, error) {
	x := make([]float64, n.Net.Inputs)
	if err := n.Encode(x, cells); err != nil {
		return nil, err
	}
	return NewPredictor(n).Batch(x)[0], nil
}

// Encode overwrites x with the inputs of the network that a row's cells stand for.
func (n *Network) Encode(x []float64, cells []string) error {
	if len(cells) != len(n.Inputs) {
		return fmt.Errorf("%d cells, and the network takes %d columns", len(cells), len(n.Inputs))
	}
	clear(x)
	for i, c := range n.Inputs {
		if err := c.parse(x[:c.Inputs()], cells[i]); err != nil {
			return err
		}
		x = x[c.Inputs():]
	}
	return nil
}

// Observe overwrites y, as long as Outcomes, with the outcomes that a row's cells are:
// numbers in their own units, and for labels the index among Levels. The error is a
// *[CellError].
func (n *Network) Observe(y []float64, cells []string) error {
	if len(cells) != len(n.Outcomes) {
		return fmt.Errorf("%d cells, and the network has %d outcomes", len(cells), len(n.Outcomes))
	}
	for i, c := range n.Outcomes {
		if c.Levels != nil {
			level, err := c.level(cells[i])
			if err != nil {
				return err
			}
			y[i] = float64(level)
			continue
		}
		x, err := c.number(cells[i])
		if err != nil {
			return err
		}
		if n.Likelihood.family().kind == count && !isCount(x) {
			return &CellError{c.Name, strings.TrimSpace(cells[i]), "is not a count: want a whole number, 0 or above"}
		}
		y[i] = x
	}
	return nil
}

// Batch returns for each row of x, which [Network.Encode] made, the predictions of the
// outcomes.
func (p *Predictor) Batch(x []float64) [][]Prediction {
	eta := p.eta(x)
	rows := len(x) / p.network.Net.Inputs
	list := make([][]Prediction, rows)
	k := len(eta) / max(rows, 1)
	for i := range list {
		list[i] = p.network.predictions(eta[i*k : (i+1)*k])
	}
	return list
}

// eta returns the parameters of the likelihood for each row.
func (p *Predictor) eta(x []float64) []float64 {
	n := p.network
	switch n.Likelihood.family().kind {
	case yesNo:
		return etaOf(p, mlp.Bernoulli(1), x)
	case label:
		return etaOf(p, mlp.Categorical(len(n.Outcomes[0].Levels)), x)
	}
	return etaOf(p, n.Likelihood.ofNumbers(n.Outcomes), x)
}

func etaOf[Y any](p *Predictor, h mlp.Head[Y], x []float64) []float64 {
	m := mlp.Model[Y]{Net: p.network.Net, Head: h}
	if p.single == nil {
		return mlp.Predict(m, p.network.Params, x)
	}
	single := make([]float32, len(x))
	for i, v := range x {
		single[i] = float32(v)
	}
	return mlp.Predict(m, p.single, single)
}

// predictions returns what η of one row says of the outcomes.
func (n *Network) predictions(eta []float64) []Prediction {
	switch n.Likelihood.family().kind {
	case yesNo:
		p := prob.Expit(eta[0])
		return []Prediction{{Levels: n.Outcomes[0].Levels, Probs: []float64{prob.Expit(-eta[0]), p}}}
	case label:
		probs := make([]float64, len(eta))
		lse := prob.LogSumExp(eta)
		for i, v := range eta {
			probs[i] = math.Exp(v - lse)
		}
		return []Prediction{{Levels: n.Outcomes[0].Levels, Probs: probs}}
	}
	list := make([]Prediction, len(n.Outcomes))
	k := len(eta) / len(n.Outcomes)
	for i, c := range n.Outcomes {
		list[i] = Prediction{Univariate: n.Likelihood.predictive(eta[i*k:(i+1)*k], c)}
	}
	return list
}

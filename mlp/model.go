package mlp

import (
	"fmt"

	"github.com/bayeskit/bayeskit/prob"
)

// A Model is p(y | x, w): a network and the likelihood that its outputs are the
// parameters of. Its parameters are one flat slice, the weights of the network and after
// them those that the head learns.
type Model[Y any] struct {
	Net  Net
	Head Head[Y]
}

// Check reports what is wrong with the model.
func (m Model[Y]) Check() error {
	if err := m.Net.Check(); err != nil {
		return err
	}
	if err := m.Head.Check(); err != nil {
		return err
	}
	if got, want := m.Net.Outputs(), m.Head.Outputs(); got != want {
		return fmt.Errorf("mlp: the last layer has %d units, and the head %s of %d targets takes %d", got, m.Head.Name, m.Head.Observations(), want)
	}
	return nil
}

// Dim returns the number of parameters.
func (m Model[Y]) Dim() int { return m.Net.Dim() + m.Head.LearntDim() }

// Layout returns the blocks of the slice of parameters, in its order.
func (m Model[Y]) Layout() []Block {
	blocks := m.Net.Layout()
	at := m.Net.Dim()
	for _, l := range m.Head.Learnt {
		b := Block{l.Name, Noise, -1, 1, l.len(m.Head.Observations()), at}
		blocks = append(blocks, b)
		at += b.Len()
	}
	return blocks
}

// Init returns the parameters to start from, of length Dim: [Net.Init], and the head's
// where it says they start.
func (m Model[Y]) Init(seed prob.Seed) []float64 {
	w := m.Net.Init(seed)
	for _, l := range m.Head.Learnt {
		for range l.len(m.Head.Observations()) {
			w = append(w, l.Start)
		}
	}
	return w
}

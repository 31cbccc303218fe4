package mlp

import (
	"fmt"
	"math"
)

// A Net describes a network of dense layers: x ↦ h₁ ↦ … ↦ h_L, where
//
//	h = φ(x·W + b),  or  x + φ(x·W + b) in a layer that is Residual,
//
// x being a row. It is a description, and holds no weights. The outputs of the last
// layer are what the [Head] takes; its activation is usually Identity.
type Net struct {
	Inputs int     `json:"inputs"` // length of a row of X, at least 1
	Layers []Layer `json:"layers"` // at least one; the last is the output layer
}

// A Layer is one dense layer.
type Layer struct {
	Units      int        `json:"units"`              // number of outputs, at least 1
	Activation Activation `json:"activation"`         // Identity by default
	NoBias     bool       `json:"no_bias,omitempty"`  // leave b out
	Residual   bool       `json:"residual,omitempty"` // add the layer's input to its output; they must be equally long
	Dropout    float64    `json:"dropout,omitempty"`  // probability of dropping an output in training, in [0, 1); the others are divided by 1 − Dropout
	Init       Init       `json:"init,omitempty"`     // how weights start; the zero value suits the activation
}

// Dense returns the network of the given sizes, from the inputs to the outputs, with
// the activation after every layer but the last: Dense(ReLU, 64, 128, 64, 10) has 64
// inputs, hidden layers of 128 and 64, and 10 outputs. Dense(Identity, 3, 1) is linear.
func Dense(a Activation, sizes ...int) Net {
	if len(sizes) < 2 {
		panic(fmt.Sprintf("mlp: Dense: %d sizes, want inputs and outputs at least", len(sizes)))
	}
	n := Net{Inputs: sizes[0]}
	for i, units := range sizes[1:] {
		l := Layer{Units: units}
		if i < len(sizes)-2 {
			l.Activation = a
		}
		n.Layers = append(n.Layers, l)
	}
	return n
}

// Check reports what is wrong with the description. All other methods, and all functions
// that take a Net, are for one that has passed.
func (n Net) Check() error {
	if n.Inputs < 1 {
		return fmt.Errorf("mlp: network with %d inputs: want at least 1", n.Inputs)
	}
	if len(n.Layers) == 0 {
		return fmt.Errorf("mlp: network without layers: want at least an output layer")
	}
	in, room := n.Inputs, math.MaxInt/8 // bytes of float64
	for i, l := range n.Layers {
		switch {
		case l.Units < 1:
			return fmt.Errorf("mlp: layer %d has %d units: want at least 1", i+1, l.Units)
		case l.Activation < 0 || l.Activation >= activations:
			return fmt.Errorf("mlp: layer %d: no activation has the number %d", i+1, int(l.Activation))
		case !(l.Dropout >= 0 && l.Dropout < 1):
			return fmt.Errorf("mlp: layer %d: dropout %v: want a probability from 0 up to but not 1", i+1, l.Dropout)
		case l.Init < 0 || l.Init >= inits:
			return fmt.Errorf("mlp: layer %d: no initialisation has the number %d", i+1, int(l.Init))
		case l.Residual && l.Units != in:
			return fmt.Errorf("mlp: layer %d is residual with %d inputs and %d units: want as many", i+1, in, l.Units)
		case l.Units > room/(in+1):
			return fmt.Errorf("mlp: layer %d has %d inputs and %d units: more weights than memory can hold", i+1, in, l.Units)
		}
		room -= (in + 1) * l.Units
		in = l.Units
	}
	if last := n.Layers[len(n.Layers)-1]; last.Dropout != 0 {
		return fmt.Errorf("mlp: dropout %v in the output layer: it would drop parameters of the likelihood; put it in hidden layers", last.Dropout)
	}
	return nil
}

// Outputs returns the length of a row of outputs.
func (n Net) Outputs() int { return n.Layers[len(n.Layers)-1].Units }

// Dim returns the number of weights and biases.
func (n Net) Dim() int {
	var dim int
	in := n.Inputs
	for _, l := range n.Layers {
		dim += in * l.Units
		if !l.NoBias {
			dim += l.Units
		}
		in = l.Units
	}
	return dim
}

// drops reports whether any layer has dropout.
func (n Net) drops() bool {
	for _, l := range n.Layers {
		if l.Dropout > 0 {
			return true
		}
	}
	return false
}

package mlp

import "fmt"

// A Block is a named part of the flat slice of parameters.
type Block struct {
	Name   string `json:"name"`  // layer1.weight, layer1.bias, …; then the head's, such as log_sigma
	Kind   Kind   `json:"kind"`  // what it is
	Layer  int    `json:"layer"` // index of the layer in Net.Layers; −1 for the head's
	Rows   int    `json:"rows"`  // a weight matrix is inputs×units, row-major; a bias is 1×units
	Cols   int    `json:"cols"`
	Offset int    `json:"offset"` // of its first element
}

// A Kind says what a [Block] of parameters is.
type Kind int

// The kinds of blocks.
const (
	Weight Kind = iota // a layer's W, inputs×units: the transpose of what PyTorch stores
	Bias               // a layer's b
	Noise              // parameters of the likelihood that are learnt but are not outputs
)

// String returns weight, bias or noise.
func (k Kind) String() string {
	switch k {
	case Weight:
		return "weight"
	case Bias:
		return "bias"
	case Noise:
		return "noise"
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Len returns the number of elements.
func (b Block) Len() int { return b.Rows * b.Cols }

// Layout returns the blocks of the flat slice of weights, in its order: the W and the b
// of each layer in turn.
func (n Net) Layout() []Block {
	blocks := make([]Block, 0, 2*len(n.Layers))
	in, at := n.Inputs, 0
	add := func(layer int, name string, kind Kind, rows, cols int) {
		blocks = append(blocks, Block{fmt.Sprintf("layer%d.%s", layer+1, name), kind, layer, rows, cols, at})
		at += rows * cols
	}
	for i, l := range n.Layers {
		add(i, "weight", Weight, in, l.Units)
		if !l.NoBias {
			add(i, "bias", Bias, 1, l.Units)
		}
		in = l.Units
	}
	return blocks
}

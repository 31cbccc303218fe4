package mlp

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// An Init is a distribution from which a layer's weights start. Biases start at 0. All
// are normal with mean 0; they differ in the variance, which keeps the size of signals
// about the same from layer to layer.
type Init int

// The initialisations.
const (
	InitDefault Init = iota // He after ReLU and its kin, GELU and SiLU; Glorot after sigmoid and tanh; LeCun otherwise
	InitHe                  // variance 2/inputs (He et al. 2015, arXiv:1502.01852)
	InitGlorot              // variance 2/(inputs+units) (Glorot and Bengio 2010)
	InitLeCun               // variance 1/inputs (LeCun et al. 1998)
	InitZero                // all 0: for linear models, where every start will do
	inits
)

var initNames = [inits]string{"default", "he", "glorot", "lecun", "zero"}

// String returns the initialisation's name: default, he, ….
func (i Init) String() string {
	if i < 0 || i >= inits {
		return fmt.Sprintf("Init(%d)", int(i))
	}
	return initNames[i]
}

// MarshalText implements [encoding.TextMarshaler].
func (i Init) MarshalText() ([]byte, error) {
	if i < 0 || i >= inits {
		return nil, fmt.Errorf("mlp: no initialisation has the number %d", int(i))
	}
	return []byte(i.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (i *Init) UnmarshalText(text []byte) error {
	for k, name := range initNames {
		if name == string(text) {
			*i = Init(k)
			return nil
		}
	}
	return fmt.Errorf("mlp: unknown initialisation %q: want one of %v", text, initNames)
}

// std returns the standard deviation of a weight.
func (i Init) std(a Activation, in, units int) float64 {
	if i == InitDefault {
		switch a {
		case ReLU, LeakyReLU, GELU, SiLU, Softplus:
			i = InitHe
		case Sigmoid, Tanh:
			i = InitGlorot
		default:
			i = InitLeCun
		}
	}
	switch i {
	case InitHe:
		return math.Sqrt(2 / float64(in))
	case InitGlorot:
		return math.Sqrt(2 / float64(in+units))
	case InitLeCun:
		return math.Sqrt(1 / float64(in))
	}
	return 0
}

// Init returns initial weights, of length Dim. Layer i draws from seed.Child(i): a layer's
// start does not depend on the others.
func (n Net) Init(seed prob.Seed) []float64 {
	w := make([]float64, n.Dim())
	for _, b := range n.Layout() {
		if b.Kind != Weight {
			continue
		}
		l := n.Layers[b.Layer]
		sd := l.Init.std(l.Activation, b.Rows, b.Cols)
		if sd == 0 {
			continue
		}
		rng := seed.Child(uint64(b.Layer)).Rand()
		for i := range b.Len() {
			w[b.Offset+i] = sd * rng.NormFloat64()
		}
	}
	return w
}

package mlp

import "fmt"

// An Activation is the function φ that a layer applies to each of its outputs.
type Activation int

// The activations. The zero value is Identity.
const (
	Identity    Activation = iota // z
	ReLU                          // max(z, 0)
	LeakyReLU                     // z above 0, 0.01·z below
	Sigmoid                       // 1/(1+e⁻ᶻ)
	Tanh                          // tanh z
	GELU                          // z·Φ(z), Φ the normal distribution function, not its tanh approximation
	SiLU                          // z/(1+e⁻ᶻ), also known as swish
	Softplus                      // log(1+eᶻ)
	activations                   // how many there are
)

var activationNames = [activations]string{"identity", "relu", "leaky-relu", "sigmoid", "tanh", "gelu", "silu", "softplus"}

// String returns the activation's name: relu, leaky-relu, ….
func (a Activation) String() string {
	if a < 0 || a >= activations {
		return fmt.Sprintf("Activation(%d)", int(a))
	}
	return activationNames[a]
}

// MarshalText implements [encoding.TextMarshaler].
func (a Activation) MarshalText() ([]byte, error) {
	if a < 0 || a >= activations {
		return nil, fmt.Errorf("mlp: no activation has the number %d", int(a))
	}
	return []byte(a.String()), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (a *Activation) UnmarshalText(text []byte) error {
	for i, name := range activationNames {
		if name == string(text) {
			*a = Activation(i)
			return nil
		}
	}
	return fmt.Errorf("mlp: unknown activation %q: want one of %v", text, activationNames)
}

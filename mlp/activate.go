package mlp

import (
	"math"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

const leak = 0.01 // the slope of LeakyReLU below 0

// fromInput reports whether φ′ is made of z, and not of φ(z) alone: it is then computed
// on the way forward.
func (a Activation) fromInput() bool { return a == GELU || a == SiLU }

// activate sets y = φ(y) in place; not for those where fromInput.
func activate[F Float](a Activation, y []F) {
	switch a {
	case ReLU:
		kernel.ReLUForward(y, y)
	case LeakyReLU:
		for i, v := range y {
			y[i] = max(v, leak*v)
		}
	case Sigmoid:
		kernel.Sigmoid(kernel.Auto, y, y)
	case Tanh:
		kernel.Tanh(kernel.Auto, y, y)
	case Softplus:
		kernel.Softplus(kernel.Auto, y, y)
	}
}

// activateFromInput sets y = φ(z), and then z = φ′(z).
func activateFromInput[F Float](a Activation, y, z []F) {
	y = y[:len(z)]
	switch a {
	case GELU:
		gelu(y, z)
	case SiLU: // with s = 1/(1+e⁻ᶻ), φ′ = s + z·s·(1−s)
		kernel.Sigmoid(kernel.Auto, y, z)
		for i, s := range y {
			y[i] = z[i] * s
			z[i] = s + y[i]*(1-s)
		}
	}
}

// slope multiplies d by φ′(z). kept is φ′(z) where fromInput, and φ(z) otherwise.
func slope[F Float](a Activation, d, kept []F) {
	kept = kept[:len(d)]
	switch a {
	case ReLU:
		kernel.ReLUBackward(d, d, kept)
	case LeakyReLU:
		for i, y := range kept {
			if y < 0 {
				d[i] *= leak
			}
		}
	case Sigmoid:
		kernel.SigmoidBackward(d, kept)
	case Tanh:
		kernel.TanhBackward(d, kept)
	case GELU, SiLU:
		kernel.Times(d, kept)
	case Softplus: // the sigmoid of z is 1 − e^−φ
		for i, y := range kept {
			d[i] *= F(-math.Expm1(-float64(y)))
		}
	}
}

package mlp

import (
	"math"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/prob"
)

const leak = 0.01 // the slope of LeakyReLU below 0

// fromInput reports whether the derivative needs z; the others make do with φ(z).
func (a Activation) fromInput() bool { return a == GELU || a == SiLU }

// activate sets y = φ(z). The two may be the same slice.
func activate[F Float](a Activation, y, z []F) {
	switch a {
	case Identity:
		if len(z) > 0 && &y[0] != &z[0] {
			copy(y, z)
		}
	case ReLU:
		kernel.ReLUForward(y, z)
	case LeakyReLU:
		for i, v := range z {
			y[i] = max(v, leak*v)
		}
	case Sigmoid:
		for i, v := range z {
			y[i] = F(prob.Expit(float64(v)))
		}
	case Tanh:
		for i, v := range z {
			y[i] = F(math.Tanh(float64(v)))
		}
	case GELU:
		for i, v := range z {
			y[i] = v * F(normalCDF(float64(v)))
		}
	case SiLU:
		for i, v := range z {
			y[i] = v * F(prob.Expit(float64(v)))
		}
	case Softplus:
		for i, v := range z {
			y[i] = F(prob.Log1pExp(float64(v)))
		}
	}
}

// slope multiplies d by φ′(z). kept is z where fromInput, and φ(z) otherwise.
func slope[F Float](a Activation, d, kept []F) {
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
		for i, y := range kept {
			d[i] *= y * (1 - y)
		}
	case Tanh:
		for i, y := range kept {
			d[i] *= (1 - y) * (1 + y)
		}
	case GELU:
		for i, v := range kept {
			z := float64(v)
			d[i] *= F(normalCDF(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi))
		}
	case SiLU:
		for i, v := range kept {
			z := float64(v)
			d[i] *= F(prob.Expit(z) * (1 + z*prob.Expit(-z)))
		}
	case Softplus:
		for i, y := range kept {
			d[i] *= F(-math.Expm1(-float64(y))) // the sigmoid of z, from log(1+eᶻ)
		}
	}
}

// normalCDF returns Φ(z).
func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

package prob

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Categorical is the distribution of an index from 0 to len(P)−1, where i has
// probability P[i]. P sums to 1; the distribution keeps the slice. It has neither
// order nor moments.
type Categorical struct{ P []float64 }

// Check reports a probability outside its range, or a sum that is not 1 to 1e-9.
func (d Categorical) Check() error { return proportions("categorical", d.P) }

// Dim returns 1: x[0] is the index.
func (d Categorical) Dim() int { return 1 }

// LogProb returns log P[x[0]], −Inf unless x[0] is an index. It panics if grad is
// not nil: a mass function has no gradient in x.
func (d Categorical) LogProb(x, grad []float64) float64 {
	noGradient("Categorical", grad)
	if !isCount(x[0]) || x[0] >= float64(len(d.P)) {
		return notCount(x[0])
	}
	return math.Log(d.P[int(x[0])])
}

// Score overwrites grad with ∂ log p(x)/∂P, every probability moving on its own.
func (d Categorical) Score(x, grad []float64) {
	clear(grad[:len(d.P)])
	i := int(x[0])
	grad[i] = 1 / d.P[i]
}

// Rand implements [Distribution]. An index of probability 0 is never drawn.
func (d Categorical) Rand(rng *rand.Rand, x []float64) {
	u := rng.Float64() * total(d.P)
	last := 0
	for i, p := range d.P {
		if p > 0 {
			last = i
			if u < p {
				break
			}
		}
		u -= p
	}
	x[0] = float64(last)
}

// String returns "categorical(p=[…])".
func (d Categorical) String() string { return fmt.Sprintf("categorical(p=%s)", list(d.P)) }

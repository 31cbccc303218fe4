package tabular

import (
	"math"

	"github.com/bayeskit/bayeskit/mlp"
)

// logJacobian returns what turns the loss of a row of standardised outcomes into that of
// outcomes in their own units: Σ log width, since p(y) = p(z)/width where z = (y−c)/width.
func (n *Network) logJacobian() (sum float64) {
	for _, c := range n.Outcomes {
		if c.Levels == nil {
			sum += math.Log(c.Width)
		}
	}
	return sum
}

// ownUnits returns an epoch with losses of outcomes in their own units.
func (f *Fitted) ownUnits(e mlp.Epoch) mlp.Epoch {
	j := f.logJacobian()
	e.Loss += j
	if e.Validation != nil {
		v := *e.Validation + j
		e.Validation = &v
	}
	return e
}

func doubled[F mlp.Float](x []F) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

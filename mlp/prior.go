package mlp

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/prob"
)

// A Prior is independent normal distributions of the parameters, with mean 0 and stated
// precisions α = 1/variance; 0 is a flat prior, which adds nothing.
//
// Weight decay is such a prior, if N is where it belongs. For data of N rows,
//
//	loss + (λ/2)‖w‖²  is minus the log posterior, up to constants,
//
// of α = λ if the loss is summed over rows, of α = N·λ if it is their mean, and of
// α = N·D·λ if it is the mean over targets as well. For a Gaussian of known σ and the
// squared error M = SSE/N, the minimum of M + λ‖w‖² is the mode under α = N·λ/σ². Here α
// is stated, and the fit divides by what the reduction says, so that the posterior mode
// does not depend on the reduction or on the batch. The decoupled decay of [AdamW] is not
// a prior.
type Prior struct {
	Weights float64 `json:"weights"` // precision of each weight
	Biases  float64 `json:"biases"`  // precision of each bias; flat if 0, also where Weights is not

	// Blocks overrides the precision of single blocks of the layout, by name: the prior of
	// a layer, or of log_sigma.
	Blocks map[string]float64 `json:"blocks,omitempty"`
}

// check reports a precision out of range, or of a block that is not there.
func (p Prior) check(layout []Block) error {
	for _, v := range []struct {
		of        string
		precision float64
	}{{"weights", p.Weights}, {"biases", p.Biases}} {
		if err := checkPrecision(v.of, v.precision); err != nil {
			return err
		}
	}
	for name, precision := range p.Blocks {
		if err := checkPrecision(name, precision); err != nil {
			return err
		}
		if !slices.ContainsFunc(layout, func(b Block) bool { return b.Name == name }) {
			return fmt.Errorf("mlp: prior of %q, and the model has no such block; it has %v", name, names(layout))
		}
	}
	return nil
}

func checkPrecision(of string, v float64) error {
	if !(v >= 0) || math.IsInf(v, 1) {
		return fmt.Errorf("mlp: prior precision %v of %s: want a finite number, 1/variance, or 0 for a flat prior", v, of)
	}
	return nil
}

// names returns the names of blocks.
func names(layout []Block) []string {
	list := make([]string, len(layout))
	for i, b := range layout {
		list[i] = b.Name
	}
	return list
}

// precision returns α of a block.
func (p Prior) precision(b Block) float64 {
	if v, ok := p.Blocks[b.Name]; ok {
		return v
	}
	switch b.Kind {
	case Weight:
		return p.Weights
	case Bias:
		return p.Biases
	}
	return 0
}

// Density returns the prior as a density of the parameters that layout describes. It is
// normalised but for the flat directions, which add nothing, whatever their number.
func (p Prior) Density(layout []Block) prob.LogDensity { return newPriorDensity(p, layout) }

// A priorDensity is independent normals, a precision a block.
type priorDensity struct {
	blocks []Block
	alpha  []float64
	dim    int
	norm   float64 // Σ ½ log(α/2π)
}

func newPriorDensity(p Prior, layout []Block) *priorDensity {
	d := &priorDensity{blocks: layout}
	for _, b := range layout {
		a := p.precision(b)
		d.alpha = append(d.alpha, a)
		d.dim += b.Len()
		if a > 0 {
			d.norm += float64(b.Len()) * 0.5 * math.Log(a/(2*math.Pi))
		}
	}
	return d
}

// Dim returns the number of parameters.
func (d *priorDensity) Dim() int { return d.dim }

// LogProb implements [prob.LogDensity].
func (d *priorDensity) LogProb(w, grad []float64) float64 {
	if len(w) != d.dim || grad != nil && len(grad) != d.dim {
		panic(fmt.Sprintf("mlp: Prior.LogProb: len(w) = %d, want %d", len(w), d.dim))
	}
	sum := d.norm
	for i, b := range d.blocks {
		a, w := d.alpha[i], w[b.Offset:b.Offset+b.Len()]
		if a > 0 {
			sum -= a / 2 * kernel.SumSquares(w)
		}
		if grad != nil {
			kernel.Scale(grad[b.Offset:b.Offset+b.Len()], -a, w)
		}
	}
	return sum
}

// flat reports whether the prior adds nothing.
func (d *priorDensity) flat() bool {
	return !slices.ContainsFunc(d.alpha, func(a float64) bool { return a > 0 })
}

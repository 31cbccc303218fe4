package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// Family implements [Belief].
func (d LinearNormalInverseGamma) Family() string { return "linear-normal-inverse-gamma" }

// Params implements [Belief].
func (d LinearNormalInverseGamma) Params() []Param {
	ps := []Param{{"mean", slices.Clone(d.Mean)}, {"root", slices.Clone(d.Root)}, {"shape", d.Shape}, {"scale", d.Scale}}
	if d.Names != nil {
		ps = append(ps, Param{"names", slices.Clone(d.Names)})
	}
	return ps
}

// String returns the spec of a [Regression] if the coefficients are independent,
// and otherwise "linear-normal-inverse-gamma(mean=[…], root=[…], shape=…, scale=…)".
func (d LinearNormalInverseGamma) String() string { return linearString(d) }

// Dim returns the number of coefficients and one for the variance.
func (d LinearNormalInverseGamma) Dim() int { return len(d.Mean) + 1 }

// Support implements [prob.Density].
func (d LinearNormalInverseGamma) Support() prob.Bijector {
	return prob.Join(prob.Identity(len(d.Mean)), prob.Positive(1))
}

// LogProb returns log p(β, σ²) at x = (β, σ²) and its derivatives. An improper d
// has the log-density −(α+1+p/2)·log σ² − (β + ½·‖R(x−Mean)‖²)/σ², without a
// normaliser.
func (d LinearNormalInverseGamma) LogProb(x, grad []float64) float64 {
	p := len(d.Mean)
	v := x[p]
	if !(v > 0) {
		return outside(v)
	}
	half, logRoot := quadratic(d.Mean, d.Root, x[:p], grad)
	scale := d.Scale + half
	power := d.Shape + 1 + 0.5*float64(p)
	if grad != nil {
		for i := range p {
			grad[i] /= v
		}
		grad[p] = (scale/v - power) / v
	}
	if d.Proper() != nil {
		return -power*math.Log(v) - scale/v
	}
	return d.variance().LogProb(x[p:], nil) - half/v + logRoot - 0.5*float64(p)*(math.Log(2*math.Pi)+math.Log(v))
}

// quadratic returns ½·‖R(x−mean)‖² and log |R|. If grad is not nil its first
// elements are overwritten by minus the derivatives of the first.
func quadratic(mean, root, x, grad []float64) (half, logRoot float64) {
	p := len(mean)
	if grad != nil {
		clear(grad[:p])
	}
	for i := range p {
		row := rootRow(root, p, i)
		z := 0.0
		for j, r := range row {
			z += r * (x[i+j] - mean[i+j])
		}
		half += 0.5 * z * z
		logRoot += math.Log(row[0])
		if grad != nil {
			for j, r := range row {
				grad[i+j] -= r * z
			}
		}
	}
	return half, logRoot
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d LinearNormalInverseGamma) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	p := len(d.Mean)
	d.variance().Rand(rng, x[p:])
	drawCoefficients(rng, d.Mean, d.Root, math.Sqrt(x[p]), x[:p])
}

// drawCoefficients overwrites x with mean + sigma·R⁻¹z, z standard normal.
func drawCoefficients(rng *rand.Rand, mean, root []float64, sigma float64, x []float64) {
	p := len(mean)
	for i := p - 1; i >= 0; i-- {
		row := rootRow(root, p, i)
		z := sigma * rng.NormFloat64()
		for j, r := range row[1:] {
			z -= r * (x[i+1+j] - mean[i+1+j])
		}
		x[i] = mean[i] + z/row[0]
	}
}

// jsonLinear are the parameters of a linear prior.
type jsonLinear struct {
	Mean  []float64 `json:"mean"`
	Root  []float64 `json:"root"`
	Shape float64   `json:"shape,omitempty"`
	Scale float64   `json:"scale,omitempty"`
	Names []string  `json:"names,omitempty"`
}

// readLinear reads {"family": …, "params": …} of a given family.
func readLinear(data []byte, family string) (j jsonLinear, err error) {
	doc := struct {
		Family string          `json:"family"`
		Params json.RawMessage `json:"params"`
	}{}
	if err := unmarshal(data, "a "+family, &doc); err != nil {
		return j, err
	}
	if doc.Family != family {
		return j, fmt.Errorf("reading a %s: found family %q", family, doc.Family)
	}
	return j, unmarshal(doc.Params, "a "+family, &j)
}

// MarshalJSON writes {"family": …, "params": {…}}.
func (d LinearNormalInverseGamma) MarshalJSON() ([]byte, error) { return MarshalBelief(d) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (d *LinearNormalInverseGamma) UnmarshalJSON(data []byte) error {
	j, err := readLinear(data, d.Family())
	if err != nil {
		return err
	}
	return accept(d, LinearNormalInverseGamma{j.Mean, j.Root, j.Shape, j.Scale, j.Names}, "a belief")
}

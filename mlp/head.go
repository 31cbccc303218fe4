package mlp

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A Head turns a row of the network's outputs into the parameters η of a likelihood.
//
// A row has Targets observations, each with k = Likelihood.Dim() parameters, so η of a row
// is Targets×k, row-major. Those in Learnt are parameters of the model, the same for all
// rows; the others are the network's outputs, in the same order. So a Gaussian head with
// three targets takes three outputs if σ is fixed or learnt, and if σ depends on the row
// it takes six: μ₁, log σ₁, μ₂, log σ₂, ….
//
// The functions that return heads, [Gaussian], [Poisson], [Categorical] and so on, cover
// the usual families; any prob.Likelihood makes a Head.
type Head[Y any] struct {
	Name       string // for messages and files: gaussian, poisson, …
	Likelihood prob.Likelihood[Y]
	Targets    int      // observations a row, D; 0 means 1
	Learnt     []Learnt // which parameters of an observation are learnt, not emitted
	LogScales  []int    // which parameters of an observation are logs of a scale, with a floor

	// Floor is the smallest scale that a parameter of LogScales can stand for, in units of
	// y: below log Floor it counts as log Floor. Without one, a network that fits some rows
	// exactly has a likelihood without bound. 0 means 1e-6; a negative one, none. How often
	// it was active is in [Epoch].
	Floor float64
}

// A Learnt is a parameter of the likelihood that is the same for every row. It stands
// after the network's weights.
type Learnt struct {
	Name      string  // of its block in the layout, such as log_sigma
	Parameter int     // which of an observation's parameters it is, from 0
	PerTarget bool    // one for each target, rather than one for all
	Start     float64 // where it starts
}

const defaultFloor = 1e-6

// Check reports what is wrong with the head.
func (h Head[Y]) Check() error {
	if h.Likelihood == nil {
		return fmt.Errorf("mlp: head without a likelihood: want one, such as Gaussian(1, 1)")
	}
	if c, ok := h.Likelihood.(interface{ Check() error }); ok {
		if err := c.Check(); err != nil {
			return fmt.Errorf("mlp: head %s: %w", h.Name, err)
		}
	}
	if h.Targets < 0 {
		return fmt.Errorf("mlp: head %s with %d targets: want at least 1", h.Name, h.Targets)
	}
	k := h.Likelihood.Dim()
	last := -1
	for _, l := range h.Learnt {
		if l.Parameter <= last || l.Parameter >= k {
			return fmt.Errorf("mlp: head %s: learnt parameter %d: want different ones from 0 to %d, in order", h.Name, l.Parameter, k-1)
		}
		if last = l.Parameter; math.IsNaN(l.Start) || math.IsInf(l.Start, 0) {
			return fmt.Errorf("mlp: head %s: learnt parameter %s starts at %v", h.Name, l.Name, l.Start)
		}
	}
	if len(h.Learnt) == k {
		return fmt.Errorf("mlp: head %s: all %d parameters are learnt, none is left to the network", h.Name, k)
	}
	for _, j := range h.LogScales {
		if j < 0 || j >= k {
			return fmt.Errorf("mlp: head %s: log scale %d: want one of the parameters 0 to %d", h.Name, j, k-1)
		}
	}
	if math.IsNaN(h.Floor) || math.IsInf(h.Floor, 1) {
		return fmt.Errorf("mlp: head %s: floor %v", h.Name, h.Floor)
	}
	return nil
}

// Observations returns the number of observations in a row, D.
func (h Head[Y]) Observations() int { return max(h.Targets, 1) }

// Outputs returns the number of outputs that the head takes from the network.
func (h Head[Y]) Outputs() int {
	return h.Observations() * (h.Likelihood.Dim() - len(h.Learnt))
}

// EtaDim returns the length of η for one row.
func (h Head[Y]) EtaDim() int { return h.Observations() * h.Likelihood.Dim() }

// LearntDim returns the number of parameters that are learnt but not outputs.
func (h Head[Y]) LearntDim() int {
	var dim int
	for _, l := range h.Learnt {
		dim += l.len(h.Observations())
	}
	return dim
}

func (l Learnt) len(targets int) int {
	if l.PerTarget {
		return targets
	}
	return 1
}

// logFloor returns the least value of a log scale, −Inf if there is none.
func (h Head[Y]) logFloor() float64 {
	switch {
	case h.Floor < 0:
		return math.Inf(-1)
	case h.Floor == 0:
		return math.Log(defaultFloor)
	}
	return math.Log(h.Floor)
}

package causal

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// meanCells are the posteriors of the cells of a comparison: of stratum z, the treated
// are cell 2z and the control cell 2z+1.
type meanCells struct {
	normals
	shape  []float64 // of each cell's share, 0 where it is empty
	others []float64 // of the share of other treatments, by stratum
	weight []float64 // of each stratum in the overlap, adding up to 1
	centre float64   // near the means, so that differences do not cancel
}

// The numbers that are linear in the means of the cells, after those of a [Target].
const (
	toCrude = iota + 3
	toBias
	toOverlap
	contrasts
)

// cells returns the posteriors. A cell that holds rows must determine its mean.
func (c MeanComparison) cells(m NormalModel) (meanCells, error) {
	cells := meanCells{centre: c.Crude().Control}
	var data []gauss
	for _, s := range c.Strata {
		weight := 0.0
		if s.both() {
			weight = s.Treated.N / (s.Treated.N + s.Control.N) * s.Control.N
		}
		cells.weight = append(cells.weight, weight)
		cells.others = append(cells.others, s.Others)
		for _, d := range []bayes.Moments{s.Treated, s.Control} {
			g, shape := gauss{info: d.N}, 0.0
			if d.N > 0 {
				g = gauss{d.Mean, d.N, d.N - 1, d.SS}
				shape = d.N + m.Share/2
			}
			data, cells.shape = append(data, g), append(cells.shape, shape)
		}
	}
	cells.weight = shares(cells.weight)
	cells.normals = m.normalsOf(data)
	for i, shape := range cells.shape {
		if shape > 0 && math.IsNaN(cells.t(i).Scale) {
			return cells, c.errUndetermined(m, i)
		}
	}
	return cells, nil
}

// errUndetermined says why cell i has no posterior.
func (c MeanComparison) errUndetermined(m NormalModel, i int) error {
	s := c.Strata[i/2]
	who, d := c.Treated, s.Treated
	if i%2 == 1 {
		who, d = c.Control, s.Control
	}
	of := named(c.Outcome, "the outcome")
	if m.OneVariance {
		return fmt.Errorf("%s does not vary within any cell, so its variance is 0: give a proper prior", of)
	}
	what := fmt.Sprintf("all %g rows have the same %s", d.N, of)
	if d.N < 2 {
		what = "there is a single row"
	}
	return fmt.Errorf("stratum %q, %q: %s, which does not tell the variance: take one variance for all cells, or give a proper prior",
		s.Name(), who, what)
}

// difference returns treated less control in a stratum.
func (c meanCells) difference(z int, level float64) Summary {
	a, b := c.t(2*z), c.t(2*z+1)
	if c.one != nil {
		return exactly(prob.StudentT{DF: a.DF, Loc: a.Loc - b.Loc, Scale: math.Hypot(a.Scale, b.Scale)}, level)
	}
	return newTDifference(a, b).summary(level)
}

// every returns the probability that the difference in every stratum has the sign
// opposite to that of crude.
func (c meanCells) every(crude int) float64 {
	if crude == 0 {
		return nan
	}
	more, less := 0, 1 // treated is less
	if crude < 0 {
		more, less = 1, 0
	}
	return c.product(len(c.weight), func(z int) float64 {
		return newTDifference(c.t(2*z+less), c.t(2*z+more)).above(0)
	}, func(z int, v float64) float64 {
		a, b := c.own[2*z+less], c.own[2*z+more]
		return normalAbove(a.Mu-b.Mu, math.Sqrt(v/a.Count+v/b.Count))
	})
}

// portions are what a draw gives to the cells and strata.
type portions struct {
	treated, control, all    []float64
	nTreated, nControl, nAll float64
}

// expected returns the shapes: the expected shares but for a factor.
func (c meanCells) expected() portions {
	s := newPortions(len(c.weight))
	for z := range c.weight {
		s.set(z, c.shape[2*z], c.shape[2*z+1], c.others[z])
	}
	return s
}

func newPortions(strata int) portions {
	return portions{treated: make([]float64, strata), control: make([]float64, strata), all: make([]float64, strata)}
}

func (s *portions) set(z int, treated, control, others float64) {
	s.treated[z], s.control[z], s.all[z] = treated, control, treated+control+others
	s.nTreated, s.nControl, s.nAll = s.nTreated+treated, s.nControl+control, s.nAll+s.all[z]
}

// coefficients returns what the means of stratum z are multiplied with in a contrast.
func (c meanCells) coefficients(contrast, z int, s *portions) (treated, control float64) {
	switch contrast {
	case int(Everyone):
		treated = s.all[z] / s.nAll
		return treated, -treated
	case int(Treated):
		treated = s.treated[z] / s.nTreated
		return treated, -treated
	case int(Untreated):
		control = s.control[z] / s.nControl
		return control, -control
	case toOverlap:
		return c.weight[z], -c.weight[z]
	case toCrude:
		return s.treated[z] / s.nTreated, -s.control[z] / s.nControl
	}
	w := s.all[z] / s.nAll // bias
	return w - s.treated[z]/s.nTreated, s.control[z]/s.nControl - w
}

// mean returns the exact posterior mean of a contrast: shares and means of cells are
// independent. It is NaN where a mean does not exist, at 1 degree of freedom or fewer.
func (c meanCells) mean(contrast int) (mean float64) {
	s := c.expected()
	for z := range c.weight {
		a, b := c.coefficients(contrast, z, &s)
		if a != 0 {
			mean += a * (c.t(2*z).Mean() - c.centre)
		}
		if b != 0 {
			mean += b * (c.t(2*z+1).Mean() - c.centre)
		}
	}
	return mean
}

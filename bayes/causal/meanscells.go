package causal

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/decide"
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
	total := meansTotal(cells.weight)
	for z := range cells.weight {
		cells.weight[z] /= total
	}
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
	d := decide.Difference(a, b)
	iv := d.Interval(level)
	return Summary{Mean: d.Mean(), Median: d.Quantile(0.5), Low: iv.Low, High: iv.High}
}

// every returns the probability that the difference in every stratum has the sign
// opposite to that of crude.
func (c meanCells) every(crude float64) float64 {
	if crude == 0 || math.IsNaN(crude) {
		return math.NaN()
	}
	more, less := 0, 1 // treated is less
	if crude < 0 {
		more, less = 1, 0
	}
	return c.product(len(c.weight), func(z int) float64 {
		p, _ := decide.Greater(c.t(2*z+less), c.t(2*z+more))
		return p
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

// meanDraws are the draws of a comparison.
type meanDraws struct {
	mixes   [contrasts]normalMix
	outside running // whether crude is outside the range of the strata
}

// draw draws variances and shares.
func (c meanCells) draw(rng *rand.Rand, draws int) (d meanDraws) {
	for k := range d.mixes {
		d.mixes[k] = newNormalMix(draws)
	}
	x := []float64{0}
	gamma := func(shape float64) float64 {
		if shape == 0 {
			return 0
		}
		prob.Gamma{Shape: shape, Rate: 1}.Rand(rng, x)
		return x[0]
	}
	s := newPortions(len(c.weight))
	v := make([]float64, len(c.shape)) // of each cell's mean
	for range draws {
		s.nTreated, s.nControl, s.nAll = 0, 0, 0
		one := 0.0
		if c.one != nil {
			one = c.one.Scale / gamma(c.one.Shape)
		}
		for i, own := range c.own {
			if v[i] = 0; c.shape[i] == 0 {
				continue
			}
			sigma2 := one
			if c.one == nil {
				sigma2 = own.Scale / gamma(own.Shape)
			}
			v[i] = sigma2 / own.Count
		}
		for z := range c.weight {
			s.set(z, gamma(c.shape[2*z]), gamma(c.shape[2*z+1]), gamma(c.others[z]))
		}
		c.addTo(&d, &s, v, rng)
	}
	return d
}

// addTo adds the normals of one draw, and one draw of the means.
func (c meanCells) addTo(d *meanDraws, s *portions, v []float64, rng *rand.Rand) {
	for k := range d.mixes {
		var mean, variance float64
		for z := range c.weight {
			a, b := c.coefficients(k, z, s)
			mean += a*(c.own[2*z].Mu-c.centre) + b*(c.own[2*z+1].Mu-c.centre)
			variance += a*a*v[2*z] + b*b*v[2*z+1]
		}
		d.mixes[k].add(mean, variance)
	}
	low, high, crude := math.Inf(1), math.Inf(-1), 0.0
	for z := range c.weight {
		mu1 := c.own[2*z].Mu - c.centre + math.Sqrt(v[2*z])*rng.NormFloat64()
		mu0 := c.own[2*z+1].Mu - c.centre + math.Sqrt(v[2*z+1])*rng.NormFloat64()
		low, high = min(low, mu1-mu0), max(high, mu1-mu0)
		a, b := c.coefficients(toCrude, z, s)
		crude += a*mu1 + b*mu0
	}
	out := 0.0
	if crude < low || crude > high {
		out = 1
	}
	d.outside.add(out)
}

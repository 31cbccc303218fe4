package bayes

import (
	"math"
	"strconv"
)

// WeaklyInformative returns a prior that rules out little, scaled by data: for the
// coefficient of a predictor, 2.5 standard deviations of the response for one of
// the predictor; for the intercept what lets the response be where it is, given
// the others; and a variance of the noise that is worth one row. Through the
// origin, root mean squares stand for standard deviations. Numbers have three
// digits, so that the prior can be written down and is then one like any other.
//
// It is empirical: to compare models by their evidence, give each a prior that
// does not depend on the data.
func WeaklyInformative(s LeastSquares, m LinearModel) Regression {
	names := m.Coefficients()
	sd := make([]float64, len(names))
	yMean, unit := s.spread(len(names), m.Intercept)
	if !(unit > 0) {
		unit = math.Max(math.Abs(yMean), 1)
	}
	whole := math.Hypot(2.5*unit, yMean)
	for i := range names {
		if m.Intercept && i == 0 {
			continue
		}
		mean, spread := s.spread(i, m.Intercept)
		if !(spread > 0) {
			spread = math.Max(math.Abs(mean), 1)
		}
		sd[i] = 2.5 * unit / spread
		whole = math.Hypot(whole, sd[i]*mean)
	}
	if m.Intercept {
		sd[0] = whole
	}
	d := Regression{SD: math.NaN(), Shape: math.NaN(), Scale: math.NaN()}
	sigma := 1.0
	if m.SD == 0 {
		d.Shape, d.Scale = residualPrior(s)
		sigma = round3(residualSD(s))
	}
	for i, name := range names {
		d.Coefficients = append(d.Coefficients, CoefficientPrior{Name: name, SD: round3(sd[i] / sigma)})
	}
	return d
}

// spread returns the mean of column j and the standard deviation about it; without
// an intercept 0 and the root mean square.
func (s LeastSquares) spread(j int, intercept bool) (mean, sd float64) {
	if s.N == 0 {
		return 0, 0
	}
	if !intercept {
		return 0, math.Sqrt(s.tri.length2(j).Div(s.n()).Float64())
	}
	if j == 0 {
		return 1, 0
	}
	ss := s.tri.d[j] // by parts of what is left after the intercept, so that nothing cancels
	for i := 1; i < j; i++ {
		u := s.tri.row(i)[j-1-i]
		ss = ss.Add(s.tri.d[i].Mul(u).Mul(u))
	}
	if ss.Hi <= collinear*s.tri.length2(j).Hi { // all of it rounding
		ss = total{}
	}
	return s.tri.row(0)[j-1].Float64(), math.Sqrt(ss.Div(s.n()).Float64())
}

// Spread returns the mean of predictor j, from 0, and the standard deviation about
// it, where predictor 0 is an intercept. j = Predictors() is the response.
func (s LeastSquares) Spread(j int) (mean, sd float64) { return s.spread(j, true) }

// residualPrior returns an inverse gamma prior of σ² worth one row.
func residualPrior(s LeastSquares) (shape, scale float64) {
	sigma := round3(residualSD(s))
	return 0.5, round3(sigma * sigma / 2)
}

// residualSD returns what least squares say of σ, or where they say nothing the
// spread of the response, or 1.
func residualSD(s LeastSquares) float64 {
	if s.N == 0 {
		return 1
	}
	df := s.N
	p := s.Predictors()
	for j := range p {
		if whole, own := s.Square(j); own > 1e-24*whole {
			df--
		}
	}
	// A fit that is perfect but for rounding says nothing.
	whole, own := s.Square(p)
	if df >= 1 && own > 1e-24*whole {
		return math.Sqrt(own / df)
	}
	if sd := s.aboutFirst(); sd > 0 {
		return sd
	}
	return 1
}

// aboutFirst returns the standard deviation of the response about its regression
// on the first predictor, which is its mean if that is an intercept.
func (s LeastSquares) aboutFirst() float64 {
	p := s.Predictors()
	if p == 0 {
		return 0
	}
	_, sd := s.spread(p, true)
	return sd
}

// round3 returns x to three digits, so that a prior can be written down.
func round3(x float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		return x
	}
	return v
}

package causal

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A SlopeTable is what is kept of rows of a treatment x and an outcome y, both
// numbers: their regression in each stratum. It is a statistic: the order of rows
// does not matter, tables merge, and the zero value is one without data. How far x
// and y are from 0 is of no matter: all is kept in twice the precision. It is for one
// goroutine, and once in use it is not copied but by Merge.
type SlopeTable struct {
	Treatment, Outcome string // the columns' names
	Strata             Strata

	rows   []*bayes.Rows        // by stratum, those that came one by one
	merged []bayes.LeastSquares // by stratum, those of others
}

// Add adds a row. It allocates for new strata alone. It fails, and changes nothing,
// if a number is not finite or there are more than 2²⁰ strata.
func (t *SlopeTable) Add(stratum int, x, y float64) error {
	rows, err := t.at(stratum, x, y)
	if err == nil {
		rows.Add(y, 1, x)
	}
	return err
}

// AddTimes adds a row that stands for count rows, a whole number. It fails as Add
// does.
func (t *SlopeTable) AddTimes(stratum int, x, y, count float64) error {
	if !(count >= 0 && count <= maxCount) || count != math.Trunc(count) {
		return badCount(count)
	}
	rows, err := t.at(stratum, x, y)
	if err == nil && count > 0 {
		rows.AddTimes(count, y, 1, x)
	}
	return err
}

// notFinite says which number of a row cannot be reckoned with.
func notFinite(what string, x float64) error {
	return fmt.Errorf("the %s is %g: want a finite number", what, x)
}

func (t *SlopeTable) at(stratum int, x, y float64) (*bayes.Rows, error) {
	if x-x != 0 {
		return nil, notFinite("treatment", x)
	}
	if y-y != 0 {
		return nil, notFinite("outcome", y)
	}
	if err := tooMany(0, 0, stratum); err != nil {
		return nil, err
	}
	for stratum >= len(t.rows) {
		t.rows = append(t.rows, nil)
	}
	if t.rows[stratum] == nil {
		t.rows[stratum] = bayes.NewRows(2)
	}
	return t.rows[stratum], nil
}

// Stratum returns the regression in a stratum, on the predictors 1 and x.
func (t *SlopeTable) Stratum(stratum int) bayes.LeastSquares {
	var s bayes.LeastSquares
	if stratum < len(t.merged) {
		s = t.merged[stratum]
	}
	if stratum < len(t.rows) && t.rows[stratum] != nil {
		s = s.Merge(t.rows[stratum].LeastSquares())
	}
	return s
}

// Merge returns the table of all rows of t and u; it shares nothing with them. It
// panics if their strata are of different numbers of columns.
func (t *SlopeTable) Merge(u *SlopeTable) *SlopeTable {
	m := &SlopeTable{Treatment: t.Treatment, Outcome: t.Outcome, Strata: t.Strata.clone()}
	for z := range t.Strata.Len() {
		m.merged = append(m.merged, t.Stratum(z))
	}
	for z := range u.Strata.Len() {
		to := m.Strata.Code(u.Strata.Names(z)...)
		for to >= len(m.merged) {
			m.merged = append(m.merged, bayes.LeastSquares{})
		}
		m.merged[to] = m.merged[to].Merge(u.Stratum(z))
	}
	return m
}

// A Slope is by how much the outcome is greater where the treatment is greater by
// 1, on one line or on several that are parallel.
type Slope struct {
	N        float64 // rows
	Estimate float64 // of least squares; NaN where the treatment does not vary
	StdErr   float64 // its standard error; NaN where there is no degree of freedom
	DF       float64 // degrees of freedom of the residual

	xx, rss float64 // Σ(x−x̄)² and the residual sum of squares
}

// slopeOf returns the slope of a line of its own.
func slopeOf(rows bayes.LeastSquares) Slope {
	s := Slope{N: rows.N, rss: rows.RSS(), DF: rows.N - 1, Estimate: nan}
	if rows.N > 0 && rows.Collinear() < 0 {
		_, s.xx = rows.Square(1)
		beta, _ := rows.Coefficients()
		s.Estimate = beta[1]
		s.DF--
	}
	return s.withStdErr()
}

func (s Slope) withStdErr() Slope {
	s.StdErr = nan
	if s.DF > 0 && s.xx > 0 {
		s.StdErr = math.Sqrt(s.rss/s.DF) / math.Sqrt(s.xx)
	}
	return s
}

// parallel returns the slope that all lines share, each with an intercept of its
// own: Σ Sxx·b/Σ Sxx, with the residual sum of squares Σ RSS + Σ Sxx·(b−b̄)², in
// which nothing cancels. It is that of a regression with the stratum as a factor.
func parallel(lines []Slope) Slope {
	var w Slope
	for _, s := range lines {
		w.N += s.N
		w.DF += max(0, s.N-1)
		w.rss += s.rss
		if s.xx > 0 {
			w.xx += s.xx
			w.Estimate += s.xx * s.Estimate
		}
	}
	w.Estimate /= w.xx
	if w.xx > 0 {
		w.DF--
	}
	for _, s := range lines {
		if s.xx > 0 {
			off := s.Estimate - w.Estimate
			w.rss += s.xx * off * off
		}
	}
	return w.withStdErr()
}

// sign returns the sign of the slope, 0 where it is no greater than what rounding makes
// of none: 2⁻⁴⁴ of the correlation.
func (s Slope) sign() int {
	return signOf(s.Estimate*math.Sqrt(s.xx), math.Sqrt(s.rss))
}

// gauss returns what the lines say of their slope, the intercepts integrated out under
// a flat prior.
func (s Slope) gauss() gauss { return gauss{s.Estimate, s.xx, s.DF, s.rss} }

// Update returns the posterior of the slope and of the variance about the line,
// intercepts integrated out under a flat prior. Its Mu is the slope and its Count
// counts Σ(x−x̄)². Under the reference prior the slope is a Student t about Estimate
// of scale StdErr and DF degrees of freedom.
func (s Slope) Update(prior bayes.NormalInverseGamma) bayes.NormalInverseGamma {
	return s.gauss().update(prior)
}

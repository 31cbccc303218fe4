package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// A total is a sum kept in twice the precision of float64, as statistics keep
// theirs: 10⁹ rows then lose nothing, and what was added can be taken out again
// in any order without leaving −1e-17 of a success behind. Statistics export
// its leading part as a plain field and keep the rest to themselves.
type total = dd.Float

// plus returns x + y, and exactly 0 where the two cancel but for what 10⁹
// roundings of 2⁻¹⁰⁵ can leave.
func plus(x, y total) total {
	s := x.Add(y)
	if math.Abs(s.Hi) < 0x1p-80*math.Abs(x.Hi) {
		return total{}
	}
	return s
}

// times returns w·x, and 0 for w = 0 even if x is infinite: a likelihood to the
// power 0 is no data.
func times(x total, w float64) total {
	if w == 0 {
		return total{}
	}
	return x.MulFloat(w)
}

// impossible is the log-likelihood of what cannot be observed.
func impossible() total         { return dd.Of(math.Inf(-1)) }
func isImpossible(x total) bool { return math.IsInf(x.Hi, -1) }

// checkBase reports what is left of a log-likelihood after an impossible
// observation was taken out: nothing says what it had been before.
func checkBase(base total) error {
	if math.IsNaN(base.Hi) || math.IsInf(base.Hi, 1) {
		return fmt.Errorf("a log-likelihood of %g: an impossible observation cannot be taken out again", base.Hi)
	}
	return nil
}

// undefined overwrites x with NaN: a draw from what is not a distribution.
func undefined(x []float64) {
	for i := range x {
		x[i] = math.NaN()
	}
}

// A curve is the distribution of one number that has a density.
type curve interface {
	prob.Univariate
	Support() prob.Bijector
}

// peaked is a curve whose density rises up to mode and falls from there on.
type peaked struct {
	curve
	mode float64
}

func (d peaked) Interval(level float64) Interval { return Central(d.curve, level) }
func (d peaked) HDI(level float64) []Interval    { return highest(d.curve, level, d.mode) }

// symmetric is a curve whose density falls alike on both sides of its centre, so
// that the highest-density region is the central interval.
type symmetric struct{ curve }

func (d symmetric) Interval(level float64) Interval { return Central(d.curve, level) }
func (d symmetric) HDI(level float64) []Interval    { return []Interval{d.Interval(level)} }

package factor

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A tMixture is what the posterior of a coefficient is once the scale g of its
// prior is averaged over: Student's t, weighted.
type tMixture struct {
	weights []float64
	parts   []prob.StudentT
}

func (m *tMixture) add(w float64, t prob.StudentT) {
	m.weights, m.parts = append(m.weights, w), append(m.parts, t)
}

func (m tMixture) cdf(x float64) float64 {
	sum := 0.0
	for i, w := range m.weights {
		sum += w * m.parts[i].CDF(x)
	}
	return sum
}

// effectOf summarises the distribution of the given CDF.
func effectOf(cdf func(float64) float64, level float64) (e Effect) {
	e.Low = invert(cdf, (1-level)/2, 0)
	e.High = invert(cdf, (1+level)/2, 0)
	e.Median = invert(cdf, 0.5, 1e-12*(e.High-e.Low))
	return e
}

// invert returns the x of cdf(x) = p, to 1e-12 of its size or to within enough: a
// bracket, narrowed by false position with Illinois' rule (Dowell and Jarratt
// 1971, doi:10.1007/BF01934364) and by bisection where that dawdles.
func invert(cdf func(float64) float64, p, enough float64) float64 {
	low, high := -1.0, 1.0
	fl, fh := cdf(low)-p, cdf(high)-p
	for fl > 0 && low > -math.MaxFloat64/4 {
		low, high, fh = 4*low, low, fl
		fl = cdf(low) - p
	}
	for fh < 0 && high < math.MaxFloat64/4 {
		low, high, fl = high, 4*high, fh
		fh = cdf(high) - p
	}
	side := 0
	for k := range 300 {
		width := high - low
		if width <= math.Max(enough, 1e-12*math.Min(math.Abs(low), math.Abs(high))) {
			break
		}
		mid := low + width/2
		if x := low - fl*(width/(fh-fl)); k%3 != 2 && x > low && x < high {
			mid = x
		}
		switch f := cdf(mid) - p; {
		case math.Abs(f) < 1e-13: // as near as the CDF is known
			return mid
		case f < 0:
			low, fl = mid, f
			if side < 0 {
				fh /= 2
			}
			side = -1
		default:
			high, fh = mid, f
			if side > 0 {
				fl /= 2
			}
			side = 1
		}
	}
	return low + (high-low)/2
}

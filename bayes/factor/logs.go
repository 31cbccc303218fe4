package factor

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

func logAdd(a, b float64) float64 { return prob.LogAddExp(a, b) }

// logCosh returns log cosh x, to full relative accuracy near 0 too: there cosh x is
// 1 + 2 sinh²(x/2).
func logCosh(x float64) float64 {
	x = math.Abs(x)
	if x < 1 {
		s := math.Sinh(x / 2)
		return math.Log1p(2 * s * s)
	}
	return x + math.Log1p(math.Exp(-2*x)) - math.Ln2
}

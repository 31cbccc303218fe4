package mlp

import "fmt"

// A Reduction says how the losses of observations become one number. Constants are in
// under all of them. For N rows (or row weights that add up to N) of D targets:
type Reduction int

// The reductions. Their ratios are exactly N and D.
const (
	PerRow     Reduction = iota // sum over targets, mean over rows: −(1/N)·log-likelihood
	Sum                         // sum over both: −log-likelihood
	PerElement                  // mean over both: −(1/ND)·log-likelihood
)

// String returns per-row, sum or per-element.
func (r Reduction) String() string {
	switch r {
	case PerRow:
		return "per-row"
	case Sum:
		return "sum"
	case PerElement:
		return "per-element"
	}
	return fmt.Sprintf("Reduction(%d)", int(r))
}

// factor returns what the negative log-likelihood of n rows of d targets is multiplied by.
func (r Reduction) factor(n float64, d int) float64 {
	switch r {
	case Sum:
		return 1
	case PerElement:
		return 1 / (n * float64(d))
	}
	return 1 / n
}

package prob

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func wholeNumber(family, name string, v float64) error {
	if !isCount(v) {
		return fmt.Errorf("%s: %s = %g, want a whole number from 0 on", family, name, v)
	}
	return nil
}

func positiveProbability(family, name string, v float64) error {
	if !(v > 0 && v <= 1) {
		return fmt.Errorf("%s: %s = %g, want a number above 0, up to 1", family, name, v)
	}
	return nil
}

// proportions checks the probabilities of a vector-valued family. Their sum may be
// off by what rounding each of them explains.
func proportions(family string, p []float64) error {
	if len(p) == 0 {
		return fmt.Errorf("%s: p is empty, want at least one probability", family)
	}
	sum := 0.0
	for i, v := range p {
		if err := probability(family, fmt.Sprintf("p[%d]", i), v); err != nil {
			return err
		}
		sum += v
	}
	if math.Abs(sum-1) > 1e-9 {
		return fmt.Errorf("%s: p sums to %.12g, want 1", family, sum)
	}
	return nil
}

// concentrations checks the parameters of a Dirichlet family.
func concentrations(family string, alpha []float64) error {
	if len(alpha) == 0 {
		return fmt.Errorf("%s: alpha is empty, want at least one number", family)
	}
	for i, v := range alpha {
		if err := positive(family, fmt.Sprintf("alpha[%d]", i), v); err != nil {
			return err
		}
	}
	return nil
}

// list returns "[1, 2.5, 3]".
func list(v []float64) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, x := range v {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.FormatFloat(x, 'g', -1, 64))
	}
	b.WriteByte(']')
	return b.String()
}

func total(v []float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum
}

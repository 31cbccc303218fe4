package prob_test

import (
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// Log densities against determinants, inverses and log-gammas at 40 digits.
func TestMatrixGolden(t *testing.T) {
	probtest.Golden(t, "testdata/multivariate.csv", 64*eps, func(name string, p []float64) prob.LogDensity {
		for _, f := range matrixFamilies() {
			if f.name == name {
				return f.build(int(p[0]), p[1:])
			}
		}
		return nil
	})
}

package factor

import (
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
)

// A Model is a regression on some of the predictors of a design.
type Model struct {
	Predictors []int
	Fit        Fit
	Value      Value   // against the intercept alone
	P          float64 // posterior probability, all models being equally likely beforehand
}

// MostModels is how many predictors [Regression.Models] takes.
const MostModels = 16

// Models weighs the regressions on every subset of the predictors, the best first,
// the intercept alone among them. It fails for more than [MostModels] predictors.
func (p Regression) Models(d *Design) ([]Model, error) {
	if d.p > MostModels {
		return nil, fmt.Errorf("%d predictors make 2^%d models: want at most %d predictors", d.p, d.p, MostModels)
	}
	models := make([]Model, 1<<d.p)
	logs := make([]float64, len(models))
	for set := range models {
		m := &models[set]
		for j := range d.p {
			if set>>j&1 == 1 {
				m.Predictors = append(m.Predictors, j)
			}
		}
		m.Fit = d.fit(m.Predictors)
		var err error
		if m.Value, err = p.Factor(m.Fit); err != nil {
			return nil, err
		}
		logs[set] = float64(m.Value.Log)
	}
	for set, q := range bayes.ModelProbabilities(logs, nil) {
		models[set].P = q
	}
	slices.SortStableFunc(models, func(a, b Model) int {
		if a.Value.Log != b.Value.Log {
			return int(math.Copysign(1, float64(b.Value.Log-a.Value.Log)))
		}
		return 0
	})
	return models, nil
}

// Inclusion returns the posterior probability that each of p predictors is in the
// model: the sum of those of the models that have it.
func Inclusion(models []Model, p int) []float64 {
	sum := make([]float64, p)
	for _, m := range models {
		for _, j := range m.Predictors {
			sum[j] += m.P
		}
	}
	return sum
}

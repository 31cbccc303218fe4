package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

// A linearModel is what a weighing knows of a regression: which of the columns that
// are read it has for predictors, and whether its prior is made of the data.
type linearModel struct {
	model bayes.LinearModel
	g     *bayes.GPrior
	at    []int // its predictors among the columns
	x     []float64
}

// commonModel returns the likelihood of the models that do not name their own: that
// of --likelihood, or of --response and --predictors.
func (w *weighing) commonModel(c *cli.Context) (string, error) {
	m, ok, err := readLinearModel(c)
	if err != nil || !ok {
		return c.String("likelihood"), err
	}
	lik, err := m.Likelihood()
	if err != nil {
		return "", usageError(err.Error())
	}
	return lik.String(), nil
}

// checkKinds reports models of which some are regressions and some are not.
func (w *weighing) checkKinds(common string) error {
	linear := func(m *model) bool {
		names, _ := bayes.LikelihoodsOf(m.prior)
		return m.lik.Family == "linear" || slices.Equal(names, []string{"linear"}) || m.lik.Family == "" && strings.HasPrefix(common, "linear(")
	}
	for _, m := range w.models {
		if linear(m) != linear(w.models[0]) {
			return usagef("models %s and %s do not explain the same data: one is a linear regression, the other is not", w.models[0].name, m.name)
		}
		if linear(m) && m.lik.Family == "" && common == "" {
			return usagef("model %s: the columns are missing: --response and --predictors, or '… ~ linear(y ~ 1 + x)'", m.name)
		}
	}
	return nil
}

// start returns a learner of m. A g prior, which is made of the data, starts flat.
func (m *model) start() (*bayes.Learner, error) {
	linear, ok := m.lik.Linear()
	if !ok {
		return bayes.NewLearner(m.prior, m.lik)
	}
	m.linear = &linearModel{model: linear}
	l, err := bayes.NewLearner(m.prior, m.lik)
	if !errors.Is(err, bayes.ErrGivenData) {
		return l, err
	}
	g, _ := m.prior.(bayes.GPrior)
	if linear.SD == 0 && (math.IsNaN(g.Shape) || math.IsNaN(g.Scale)) {
		return nil, fmt.Errorf("the variance of the noise needs a prior of its own to be weighed: zellner(g=%g, shape=…, scale=…)", g.G)
	}
	m.linear.g = &g
	return bayes.NewLearner(bayes.Flat{}, m.lik)
}

// settled returns m's learner, under the prior made of its data if it is of that
// kind.
func (m *model) settled() (*bayes.Learner, error) {
	if m.linear == nil {
		return m.learner, nil
	}
	s, _ := m.learner.LeastSquares()
	if err := s.Check(); err != nil {
		return nil, namedColumns(err, m.linear.model)
	}
	if m.linear.g == nil {
		return m.learner, nil
	}
	prior, _, err := (&scaledPrior{m.linear.g}).given(s, m.linear.model)
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", m.name, err)
	}
	return m.learner.Under(prior)
}

// findPredictors settles which columns the regressions among the models need.
func (w *weighing) findPredictors(c *cli.Context, d *dataSpec) error {
	for _, m := range w.models {
		if m.linear == nil {
			continue
		}
		if err := checkRegressionFlags(c); err != nil {
			return err
		}
		if m.linear.g != nil && w.every > 0 {
			return usagef("--every and --trace: model %s has a prior that is made of all the data: give regression(…) instead", m.name)
		}
		switch r := m.linear.model.Response; {
		case d.response == "":
			d.response = r
		case d.response != r:
			return usagef("models %s and %s do not explain the same column: %s and %s", w.models[0].name, m.name, d.response, r)
		}
		for _, p := range m.linear.model.Predictors {
			i := slices.Index(d.predictors, p)
			if i < 0 {
				i = len(d.predictors)
				d.predictors = append(d.predictors, p)
			}
			m.linear.at = append(m.linear.at, i)
		}
		m.linear.x = make([]float64, len(m.linear.at))
	}
	return nil
}

// pick returns the observation with the predictors of the model alone.
func (m *linearModel) pick(o bayes.Observation) bayes.Observation {
	if m == nil {
		return o
	}
	for i, at := range m.at {
		m.x[i] = o.X[at]
	}
	o.X = m.x
	return o
}

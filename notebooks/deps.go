// Package notebooks has no code: it names what the notebooks' cells import, so
// that go.sum, which each notebook starts from, is whole.
package notebooks

import (
	_ "github.com/bayeskit/bayeskit/bayes"
	_ "github.com/bayeskit/bayeskit/bayes/causal"
	_ "github.com/bayeskit/bayeskit/mlp"
	_ "github.com/bayeskit/bayeskit/prob"
	_ "github.com/bayeskit/bayeskit/testdata"
	_ "github.com/janpfeifer/gonb/gonbui"
	_ "gonum.org/v1/plot/plotter"
	_ "gonum.org/v1/plot/vg/vgsvg"
)

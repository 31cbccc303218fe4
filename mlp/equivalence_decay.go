package mlp

import (
	"context"

	"github.com/bayeskit/bayeskit/prob"
)

// checkDecay computes what holds, and what does not, between a prior and the ways to
// decay weights, for the linear network, on the first thousand rows.
func checkDecay(seed prob.Seed, data Data[float64, float64], p, d int) ([]Equivalence, error) {
	rows := min(len(data.Y)/d, 1000) // thousands of epochs follow
	data = standardised(Data[float64, float64]{X: data.X[:rows*p], Y: data.Y[:rows*d]}, p, d)
	n := len(data.Y) / d
	m := Model[float64]{linear(p, d), Gaussian(d, 0.5)}
	const alpha = 7.0
	prior := Prior{Weights: alpha}

	batches := checkBatches(seed, m, prior, data)

	// Plain descent with step 2η on the Gaussian NLL of variance 1 is that with step η on M.
	descend := func(h Head[float64], rate float64) ([]float64, error) {
		t := Training[float64, float64]{Model: Model[float64]{m.Net, h}, Optimiser: SGD{Rate: rate}, Epochs: 3, Batch: 16}
		s, err := t.Fit(context.Background(), seed, data, nil)
		if err != nil {
			return nil, err
		}
		return s.Params, nil
	}
	onM, err := descend(SquaredError(d), 0.01)
	if err != nil {
		return nil, err
	}
	onNLL, err := descend(Gaussian(d, 1), 0.02)
	if err != nil {
		return nil, err
	}

	// Adam under the prior goes to the posterior mode; AdamW with the same decay does not.
	mode, err := minimum(Training[float64, float64]{Model: m, Prior: prior}, data)
	if err != nil {
		return nil, err
	}
	adam := Training[float64, float64]{Model: m, Prior: prior, Optimiser: Adam{Rate: 0.02}, Schedule: Cosine{}, Batch: n, Epochs: 2000}
	adamW := adam
	adamW.Prior, adamW.Optimiser = Prior{}, AdamW{Adam{Rate: 0.02}, alpha / float64(n)}
	under, err := adam.Fit(context.Background(), seed, data, nil)
	if err != nil {
		return nil, err
	}
	decayed, err := adamW.Fit(context.Background(), seed, data, nil)
	if err != nil {
		return nil, err
	}
	return []Equivalence{
		batches,
		equal("descent by 2η on the Gaussian NLL = by η on M", onNLL, onM, rounding(3*n)),
		// Adam's steps are of the size of its rate, which the cosine takes to nothing.
		equal("Adam, Gaussian prior of precision α, reaches the posterior mode", under.Params, mode, 1e-4),
		differs("AdamW, decay α/N, reaches the posterior mode", decayed.Params, mode, 1e-3),
	}, nil
}

// checkBatches compares the sum over the batches of an epoch of ∇[log-likelihood of B rows
// + (B/N)·log prior] with the gradient of the log posterior: a batch's, times N/B, is
// unbiased for it.
func checkBatches(seed prob.Seed, m Model[float64], prior Prior, data Data[float64, float64]) Equivalence {
	targets := m.Head.Observations()
	n := data.Rows(targets)
	w := perturbed(seed, m.Net)
	density := prior.Density(m.Layout())
	dPrior := make([]float64, m.Dim())
	density.LogProb(w, dPrior)

	e := newEngine[float64](m, n, 1)
	full, sum, part := make([]float64, m.Dim()), make([]float64, m.Dim()), make([]float64, m.Dim())
	e.all(w, data, 1, full)
	for i := range full {
		full[i] += dPrior[i]
	}
	for at := 0; at < n; at += 7 {
		b := data.slice(at, min(at+7, n), m.Net.Inputs, targets)
		e.run(w, b, nil, 1, part, false)
		for i, g := range part {
			sum[i] += g + float64(b.n)/float64(n)*dPrior[i]
		}
	}
	return equal("batches with B/N of the prior add up to the posterior's gradient", sum, full, rounding(n*targets))
}

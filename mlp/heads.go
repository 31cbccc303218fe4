package mlp

import "github.com/bayeskit/bayeskit/prob"

// Gaussian returns the head of d targets with normal noise of standard deviation sigma,
// which is not learnt, σ > 0. The network's outputs are the d means.
//
//	−log p = Σ_d [ ½((y−μ)/σ)² + log σ + ½ log 2π ]
//
// SquaredError(d) is σ = √½, for which −log p is (y−μ)² and a constant.
func Gaussian(d int, sigma float64) Head[float64] {
	return Head[float64]{Name: "gaussian", Likelihood: prob.Gaussian{Sigma: sigma}, Targets: d}
}

// SquaredError returns the Gaussian head whose −log p of a row is Σ_d (y−μ)² and the
// constant (d/2)·log π: σ = √½.
func SquaredError(d int) Head[float64] {
	return Head[float64]{Name: "squared-error", Likelihood: prob.SquaredError(), Targets: d}
}

// GaussianLearnt returns the head of d targets with normal noise of one standard
// deviation for all rows and targets, which is learnt: the parameter log_sigma. At its
// maximum σ² = SSE/(N·D), and the means are those of squared error.
func GaussianLearnt(d int) Head[float64] {
	return learnt("gaussian-learnt", prob.GaussianScale{}, d, Learnt{Name: "log_sigma", Parameter: 1}, true)
}

// GaussianPerTarget returns the head of d targets with normal noise, each with a
// standard deviation of its own that is learnt: the d parameters log_sigma. With d > 1
// the means are not those of squared error if targets share weights.
func GaussianPerTarget(d int) Head[float64] {
	return learnt("gaussian-per-target", prob.GaussianScale{}, d, Learnt{Name: "log_sigma", Parameter: 1, PerTarget: true}, true)
}

// GaussianRows returns the head of d targets with normal noise whose standard deviation
// depends on the row. The network's outputs are μ₁, log σ₁, μ₂, log σ₂, ….
func GaussianRows(d int) Head[float64] {
	return Head[float64]{Name: "gaussian-rows", Likelihood: prob.GaussianScale{}, Targets: d, LogScales: []int{1}}
}

// StudentT returns the head of d targets with t-distributed noise of df degrees of
// freedom, df > 0, around the outputs. One scale for all is learnt: log_scale.
func StudentT(d int, df float64) Head[float64] {
	return learnt("student-t", prob.StudentTScale{DF: df}, d, Learnt{Name: "log_scale", Parameter: 1}, true)
}

// StudentTFixed returns the head of d targets with t-distributed noise of df degrees of
// freedom and a scale that is not learnt; both are above 0.
func StudentTFixed(d int, df, scale float64) Head[float64] {
	return Head[float64]{Name: "student-t-fixed", Likelihood: prob.StudentTLocation{DF: df, Scale: scale}, Targets: d}
}

// AbsoluteError returns the Laplace head of scale b = 1, whose −log p of a row is
// Σ_d |y−η| and the constant d·log 2. The outputs are medians.
func AbsoluteError(d int) Head[float64] {
	return Head[float64]{Name: "absolute-error", Likelihood: prob.AbsoluteError(), Targets: d}
}

// Laplace returns the head of d targets with Laplace noise around the outputs, which are
// medians. One scale for all is learnt: log_scale.
func Laplace(d int) Head[float64] {
	return learnt("laplace", prob.LaplaceScale{}, d, Learnt{Name: "log_scale", Parameter: 1}, true)
}

// Poisson returns the head of d counts; the outputs are log rates.
func Poisson(d int) Head[float64] {
	return Head[float64]{Name: "poisson", Likelihood: prob.PoissonLog{}, Targets: d}
}

// PoissonRate returns the head of d counts over exposures; the outputs are log rates per
// unit of exposure.
func PoissonRate(d int) Head[prob.Exposed] {
	return Head[prob.Exposed]{Name: "poisson-rate", Likelihood: prob.PoissonLogRate{}, Targets: d}
}

// NegativeBinomial returns the head of d counts with a variance of μ + μ²/r; the outputs
// are log means, and one r for all is learnt: log_size.
func NegativeBinomial(d int) Head[float64] {
	return learnt("negative-binomial", prob.NegativeBinomialLogSize{}, d, Learnt{Name: "log_size", Parameter: 1}, false)
}

// Bernoulli returns the head of d yes-or-no observations; the outputs are logits.
func Bernoulli(d int) Head[bool] {
	return Head[bool]{Name: "bernoulli", Likelihood: prob.BernoulliLogit{}, Targets: d}
}

// Binomial returns the head of d numbers of successes in trials; the outputs are logits.
func Binomial(d int) Head[prob.Tally] {
	return Head[prob.Tally]{Name: "binomial", Likelihood: prob.BinomialLogit{}, Targets: d}
}

// Categorical returns the head of one category out of k, from 0; the k outputs are
// logits.
//
//	−log p = −log softmax(η)ᵧ
func Categorical(k int) Head[int] {
	return Head[int]{Name: "categorical", Likelihood: prob.CategoricalLogit{K: k}}
}

// MixtureDensity returns the head of d targets, each with a mixture of k normal
// distributions that depends on the row (Bishop 1994, mixture density networks). For
// each target the 3k outputs are the k logits of the weights, the k means and the k
// logs of the standard deviations.
func MixtureDensity(d, k int) Head[float64] {
	h := Head[float64]{Name: "mixture-density", Likelihood: prob.GaussianMixture{K: k}, Targets: d}
	for j := range k {
		h.LogScales = append(h.LogScales, 2*k+j)
	}
	return h
}

// learnt returns a head of which one parameter is learnt.
func learnt(name string, l prob.Likelihood[float64], d int, p Learnt, scale bool) Head[float64] {
	h := Head[float64]{Name: name, Likelihood: l, Targets: d, Learnt: []Learnt{p}}
	if scale {
		h.LogScales = []int{p.Parameter}
	}
	return h
}

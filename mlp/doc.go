// Package mlp fits networks whose loss is a negative log-likelihood.
//
// A fit has four parts, and each is a value of its own.
//
// # Data
//
// [Data] is n rows: X, n×Inputs row-major, in float32 or float64, and Y, the
// observations, of the type that the likelihood takes: float64 for numbers and counts,
// bool for yes or no, int for categories. Rows may have weights.
//
// # Model
//
// A [Net] is a description, layers and activations; it holds no weights. With a [Head],
// which turns its outputs into the parameters η of a prob.Likelihood, it is a [Model]
// of p(y | x, w). The weights w of all layers, and after them what noise parameters the
// head learns, are one flat slice, so that optimisers, samplers and files see a point
// in ℝⁿ. [Model.Layout] says which element is what. No hidden layers make a linear
// model: ordinary least squares, logistic regression, Poisson regression.
//
// # Loss
//
// The loss is minus the log-likelihood. [LogLik] is w ↦ Σᵢ log p(yᵢ | xᵢ, w), a
// prob.LogDensity in float64; a fit minimises
//
//	−(1/N)·[ Σᵢ log p(yᵢ | xᵢ, w) + log prior(w) ].
//
// The default [Reduction] is that: the sum over a row's outputs, the mean over rows, and
// all constants in, so that two families' losses can be compared. With ŷ for the outputs,
//
//	M  = 1/N Σᵢ Σ_d (y−ŷ)²       squared error, [MSE]
//	CE = −1/N Σᵢ Σ_k y·log ŷ     cross-entropy, [CrossEntropy]
//	−½·M − (D/2)·log 2π          the log-likelihood per row, normal noise of variance 1
//
// There is no type for losses, because squared error is a Gaussian ([Gaussian] with
// σ = √½), absolute error a Laplace likelihood, cross-entropy a categorical one. A [Prior]
// with precision α is what weight decay stands for: see there where N belongs.
//
// # Algorithm
//
// [Training] says how the loss is minimised: [SGD], [Adam], [AdamW] on mini-batches or
// [LBFGS] on all rows; schedules, clipping, early stopping. [Training.Fit] starts from a
// seed, [Training.Resume] from a [State], which is plain data and may be stored. The same
// seed gives the same bits, at any GOMAXPROCS and, but for [LBFGS], however often it was
// interrupted.
//
// [Equivalences] checks, on built-in data or yours, what the textbooks say about these
// losses: which ones are equal, and which are not.
package mlp

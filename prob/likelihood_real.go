package prob

import "math"

// The likelihoods of real-valued observations.

// Gaussian is the likelihood of a mean η: an observation with normal noise of
// standard deviation Sigma, σ > 0, which is not learnt. It is an exponential family
// in canonical form with A(η) = ½η² and φ = σ²:
//
//	log p(y|η) = (η·y − A(η))/φ + c(y) = −½((y−η)/σ)² − log σ − ½ log 2π,
//	∂/∂η = (y − η)/σ²,
//
// the gradient being observed minus expected, over φ.
type Gaussian struct{ Sigma float64 }

var _ Likelihood[float64] = Gaussian{}

// SquaredError returns the Gaussian whose −log p is the squared error and a
// constant, (y−η)² + ½ log π: σ = √½.
func SquaredError() Gaussian { return Gaussian{math.Sqrt(0.5)} }

// Check reports a parameter outside its range.
func (l Gaussian) Check() error { return positive("gaussian", "sigma", l.Sigma) }

// Dim returns 1.
func (Gaussian) Dim() int { return 1 }

// LogProb implements [Likelihood].
func (l Gaussian) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("Gaussian", len(y), 1, eta, rows, grad)
	c := -math.Log(l.Sigma) - halfLog2Pi
	phi := l.Sigma * l.Sigma
	for i, v := range y {
		miss := v - eta[i] // observed minus expected
		z := miss / l.Sigma
		row := c - 0.5*z*z
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[i] = miss / phi
		}
	}
	return sum
}

// GaussianScale is the likelihood of a mean and the log of a standard deviation,
// η = (μ, log σ): noise that depends on the row.
//
//	log p(y|η) = −½z² − log σ − ½ log 2π,  z = (y−μ)/σ,
//	∂/∂η = (z/σ, z² − 1).
type GaussianScale struct{}

var _ Likelihood[float64] = GaussianScale{}

// Dim returns 2.
func (GaussianScale) Dim() int { return 2 }

// LogProb implements [Likelihood].
func (GaussianScale) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("GaussianScale", len(y), 2, eta, rows, grad)
	for i, v := range y {
		logSigma := eta[2*i+1]
		miss, precision := v-eta[2*i], math.Exp(-logSigma) // 1/σ
		if miss == 0 {
			precision = 0 // it only multiplies miss, and may be +Inf
		}
		z := miss * precision
		row := -0.5*z*z - logSigma - halfLog2Pi
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[2*i], grad[2*i+1] = z*precision, z*z-1
		}
	}
	return sum
}

// StudentTLocation is the likelihood of a location η with t-distributed noise of
// DF degrees of freedom, ν > 0, and scale Scale, σ > 0: robust regression. An
// outlier's pull on η is bounded and in the end vanishes.
//
//	log p(y|η) = log t_ν(z) − log σ,  z = (y−η)/σ,  ∂/∂η = (ν+1)z/(ν+z²)/σ,
//
// as in [StudentT].
type StudentTLocation struct{ DF, Scale float64 }

var _ Likelihood[float64] = StudentTLocation{}

// Check reports a parameter outside its range.
func (l StudentTLocation) Check() error {
	if err := positive("student-t", "df", l.DF); err != nil {
		return err
	}
	return positive("student-t", "scale", l.Scale)
}

// Dim returns 1.
func (StudentTLocation) Dim() int { return 1 }

// LogProb implements [Likelihood].
func (l StudentTLocation) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("StudentTLocation", len(y), 1, eta, rows, grad)
	c := studentNorm(l.DF) - halfLog2Pi - math.Log(l.Scale)
	root := l.Scale * math.Sqrt(l.DF)
	for i, v := range y {
		miss := v - eta[i]
		row := c - (l.DF+1)/2*log1pSquare(miss, root)
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[i] = studentPull(l.DF, miss/l.Scale) / l.Scale
		}
	}
	return sum
}

// LaplaceLocation is the likelihood of a median η with Laplace noise of scale Scale,
// b > 0: median regression.
//
//	log p(y|η) = −|y−η|/b − log 2b,  ∂/∂η = sign(y−η)/b, 0 at the kink.
type LaplaceLocation struct{ Scale float64 }

var _ Likelihood[float64] = LaplaceLocation{}

// AbsoluteError returns the LaplaceLocation whose −log p is the absolute error and a
// constant, |y−η| + log 2: b = 1.
func AbsoluteError() LaplaceLocation { return LaplaceLocation{1} }

// Check reports a parameter outside its range.
func (l LaplaceLocation) Check() error { return positive("laplace", "scale", l.Scale) }

// Dim returns 1.
func (LaplaceLocation) Dim() int { return 1 }

// LogProb implements [Likelihood].
func (l LaplaceLocation) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("LaplaceLocation", len(y), 1, eta, rows, grad)
	c := -math.Log(l.Scale) - math.Ln2
	for i, v := range y {
		miss := v - eta[i]
		row := c - math.Abs(miss)/l.Scale
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[i] = sign(miss) / l.Scale
		}
	}
	return sum
}

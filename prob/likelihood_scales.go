package prob

import (
	"fmt"
	"math"
)

// The likelihoods of which a scale or a shape is a parameter too, as its log.

// StudentTScale is the likelihood of a location and the log of a scale,
// η = (loc, log σ), with t-distributed noise of DF degrees of freedom, ν > 0, which is
// not learnt.
//
//	log p(y|η) = log t_ν(z) − log σ,  z = (y−loc)/σ,
//	∂/∂η = (g/σ, z·g − 1),  g = (ν+1)z/(ν+z²),
//
// as in [StudentT].
type StudentTScale struct{ DF float64 }

var _ Likelihood[float64] = StudentTScale{}

// Check reports a parameter outside its range.
func (l StudentTScale) Check() error { return positive("student-t", "df", l.DF) }

// Dim returns 2.
func (StudentTScale) Dim() int { return 2 }

// LogProb implements [Likelihood].
func (l StudentTScale) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("StudentTScale", len(y), 2, eta, rows, grad)
	c := studentNorm(l.DF) - halfLog2Pi
	root := math.Sqrt(l.DF)
	for i, v := range y {
		logSigma := eta[2*i+1]
		miss := v - eta[2*i]
		z, precision := standardised(miss, logSigma)
		tail := log1pSquare(z, root) // log(1 + z²/ν)
		if math.IsInf(z, 0) {
			tail = 2 * (math.Log(math.Abs(miss)) - logSigma - math.Log(root))
		}
		row := c - logSigma - (l.DF+1)/2*tail
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			pull := studentPull(l.DF, z)
			grad[2*i], grad[2*i+1] = pull*precision, z*pull-1
			if math.IsInf(z, 0) { // z·g tends to ν+1
				grad[2*i], grad[2*i+1] = 0, l.DF
			}
		}
	}
	return sum
}

// LaplaceScale is the likelihood of a median and the log of a scale, η = (loc, log b),
// with Laplace noise.
//
//	log p(y|η) = −|z| − log b − log 2,  z = (y−loc)/b,
//	∂/∂η = (sign(z)/b, |z| − 1), 0 at the kink in loc.
type LaplaceScale struct{}

var _ Likelihood[float64] = LaplaceScale{}

// Dim returns 2.
func (LaplaceScale) Dim() int { return 2 }

// LogProb implements [Likelihood].
func (LaplaceScale) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("LaplaceScale", len(y), 2, eta, rows, grad)
	for i, v := range y {
		logB := eta[2*i+1]
		z, precision := standardised(v-eta[2*i], logB)
		row := -math.Abs(z) - logB - math.Ln2
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[2*i], grad[2*i+1] = sign(z)*precision, math.Abs(z)-1
		}
	}
	return sum
}

// standardised returns z = miss/σ and 1/σ; where miss is 0, 0 for both, since 1/σ only
// multiplies z and may be +Inf.
func standardised(miss, logSigma float64) (z, precision float64) {
	if miss == 0 {
		return 0, 0
	}
	precision = math.Exp(-logSigma)
	return miss * precision, precision
}

// NegativeBinomialLogSize is the likelihood of the log of a mean and the log of a size,
// η = (log μ, log r): a count with mean μ and variance μ + μ²/r, as
// [NegativeBinomialLog], where r is not learnt. It tends to the Poisson as r grows.
//
//	∂/∂η = ((y−μ)·p, r·[ψ(y+r) − ψ(r) + log p + (μ−y)/(r+μ)]),  p = r/(r+μ).
//
// A log r above 690 counts as 690.
type NegativeBinomialLogSize struct{}

var _ Likelihood[float64] = NegativeBinomialLogSize{}

// Dim returns 2.
func (NegativeBinomialLogSize) Dim() int { return 2 }

// LogProb implements [Likelihood]: −Inf if y is not a whole number from 0 on.
func (NegativeBinomialLogSize) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("NegativeBinomialLogSize", len(y), 2, eta, rows, grad)
	for i, v := range y {
		r := math.Exp(math.Min(eta[2*i+1], 690))
		row, miss := NegativeBinomialLog{r}.row(v, eta[2*i], grad != nil)
		sum += row
		if rows != nil {
			rows[i] = row
		}
		if grad != nil {
			grad[2*i], grad[2*i+1] = miss, sizeScore(v, eta[2*i], r, miss)
		}
	}
	return sum
}

// sizeScore returns the derivative in log r of the log mass at y of mean e^logMu and size
// r, where miss is (y−μ)·r/(r+μ). With u = miss/r, log p + log((y+r)/r) is log(1+u), and
// what is left of the digammas is of second order in 1/r.
func sizeScore(y, logMu, r, miss float64) float64 {
	if !isCount(y) {
		return math.NaN()
	}
	u := miss / r
	l := math.Log1p(u)
	if u < -0.5 {
		l = LogExpit(math.Log(r)-logMu) + math.Log1p(y/r)
	}
	if y == 0 {
		return r * (l - u)
	}
	return r * (l - u + digammaRise(r, y))
}

// GaussianMixture is the likelihood of a mixture of K normal distributions, whose
// 3K parameters are η = (a₁ … a_K, μ₁ … μ_K, log σ₁ … log σ_K), the logits of the weights,
// the means and the logs of the standard deviations (Bishop 1994, "Mixture density
// networks"). Adding a constant to all logits changes nothing.
//
//	log p(y|η) = log Σₖ e^(aₖ + lₖ) − log Σₖ e^aₖ,  lₖ = log N(y; μₖ, σₖ),
//	∂/∂aₖ = ρₖ − softmax(a)ₖ,  ∂/∂μₖ = ρₖ·zₖ/σₖ,  ∂/∂log σₖ = ρₖ·(zₖ²−1),
//
// with ρₖ the posterior probability of component k, softmax(a + l)ₖ.
type GaussianMixture struct{ K int }

var _ Likelihood[float64] = GaussianMixture{}

// Check reports a K below 1.
func (l GaussianMixture) Check() error {
	if l.K < 1 {
		return fmt.Errorf("gaussian mixture: k = %d, want at least one component", l.K)
	}
	return nil
}

// Dim returns 3K.
func (l GaussianMixture) Dim() int { return 3 * l.K }

// LogProb implements [Likelihood].
func (l GaussianMixture) LogProb(y, eta, rows, grad []float64) (sum float64) {
	checkRows("GaussianMixture", len(y), l.Dim(), eta, rows, grad)
	for i, v := range y {
		at, to := i*l.Dim(), (i+1)*l.Dim()
		var g []float64
		if grad != nil {
			g = grad[at:to]
		}
		row := l.row(v, eta[at:to], g)
		sum += row
		if rows != nil {
			rows[i] = row
		}
	}
	return sum
}

func (l GaussianMixture) row(y float64, eta, grad []float64) float64 {
	joint, prior := running{top: math.Inf(-1)}, running{top: math.Inf(-1)}
	for k := range l.K {
		joint.add(l.joint(y, eta, k))
		prior.add(eta[k])
	}
	logJoint, logPrior := joint.log(), prior.log()
	if grad == nil || math.IsInf(logJoint, -1) {
		return logJoint - logPrior
	}
	for k := range l.K {
		rho := math.Exp(l.joint(y, eta, k) - logJoint)
		z, precision := standardised(y-eta[l.K+k], eta[2*l.K+k])
		grad[k] = rho - math.Exp(eta[k]-logPrior)
		grad[l.K+k], grad[2*l.K+k] = 0, -rho
		if rho > 0 { // z may be infinite where it is 0
			grad[l.K+k], grad[2*l.K+k] = rho*z*precision, rho*(z*z-1)
		}
	}
	return logJoint - logPrior
}

// joint returns a + log N(y; μ, σ) of component k.
func (l GaussianMixture) joint(y float64, eta []float64, k int) float64 {
	logSigma := eta[2*l.K+k]
	z, _ := standardised(y-eta[l.K+k], logSigma)
	return eta[k] - 0.5*z*z - logSigma - halfLog2Pi
}

// running is [LogSumExp] of terms that come one at a time: log(e^top·(1 + rest)).
type running struct{ top, rest float64 }

func (r *running) add(x float64) {
	switch {
	case x <= r.top && !math.IsInf(x, -1):
		r.rest += math.Exp(x - r.top)
	case x > r.top:
		r.rest = (1 + r.rest) * math.Exp(r.top-x)
		r.top = x
	case x != x:
		r.top = x
	}
}

func (r *running) log() float64 { return r.top + math.Log1p(r.rest) }

package prob

import "math"

// The likelihoods of counts. But for the negative binomial they are exponential
// families in canonical form, log p(y|η) = η·y − A(η) + c(y), so that the gradient is
// y − A′(η): observed minus expected. Each is summed by the same loop.

// A countRow returns log p(y | η) and, if asked, its derivative in η.
type countRow[Y any] interface {
	row(y Y, eta float64, derivative bool) (logProb, grad float64)
}

// sumRows is [Likelihood].LogProb for one parameter a row.
func sumRows[Y any, R countRow[Y]](name string, r R, y []Y, eta, rows, grad []float64) float64 {
	checkRows(name, len(y), 1, eta, rows, grad)
	var sum float64
	for i, v := range y {
		l, g := r.row(v, eta[i], grad != nil)
		sum += l
		if rows != nil {
			rows[i] = l
		}
		if grad != nil {
			grad[i] = g
		}
	}
	return sum
}

// BernoulliLogit is the likelihood of a logit η: true with probability
// p = 1/(1+e⁻ᶯ). It is logistic regression's, and minus the binary cross-entropy.
//
//	log p(y|η) = y·η − log(1+eᶯ),  ∂/∂η = y − p.
type BernoulliLogit struct{}

var _ Likelihood[bool] = BernoulliLogit{}

// Dim returns 1.
func (BernoulliLogit) Dim() int { return 1 }

// LogProb implements [Likelihood], right for logits of any size.
func (l BernoulliLogit) LogProb(y []bool, eta, rows, grad []float64) float64 {
	return sumRows("BernoulliLogit", l, y, eta, rows, grad)
}

func (BernoulliLogit) row(y bool, eta float64, derivative bool) (logProb, grad float64) {
	sign := 1.0
	if !y { // p(false|η) = p(true|−η)
		sign, eta = -1, -eta
	}
	if derivative {
		grad = sign * Expit(-eta) // 1 − p or 0 − p
	}
	return LogExpit(eta), grad
}

// A Tally is an observation of [BinomialLogit]: Successes out of Trials.
type Tally struct{ Successes, Trials float64 }

// BinomialLogit is the likelihood of a logit η: the successes in n trials, each of
// probability p = 1/(1+e⁻ᶯ), in any order.
//
//	log p(y|η) = log C(n, y) + y·η − n·log(1+eᶯ),  ∂/∂η = y − n·p.
type BinomialLogit struct{}

var _ Likelihood[Tally] = BinomialLogit{}

// Dim returns 1.
func (BinomialLogit) Dim() int { return 1 }

// LogProb implements [Likelihood]: −Inf if successes are not a whole number from 0 to
// the number of trials.
func (l BinomialLogit) LogProb(y []Tally, eta, rows, grad []float64) float64 {
	return sumRows("BinomialLogit", l, y, eta, rows, grad)
}

func (BinomialLogit) row(y Tally, eta float64, derivative bool) (logProb, grad float64) {
	k, n := y.Successes, y.Trials
	if !isCount(k) || k > n {
		return notCount(k), math.NaN()
	}
	p, q := Expit(eta), Expit(-eta)
	if derivative {
		grad = -math.FMA(n, p, -k)
		if eta > 0 { // measured in failures: where p rounds to 1, q still has its digits
			grad = math.FMA(n, q, -(n - k))
		}
	}
	if math.Min(p, q) < underflow {
		return LogChoose(n, k) + times(k, LogExpit(eta)) + times(n-k, LogExpit(-eta)), grad
	}
	return binomialMass(k, n, p, q), grad
}

// PoissonLog is the likelihood of a log rate η: a count with mean λ = eᶯ. An
// exposure is an offset, log exposure, that the caller adds to η, or see
// [PoissonLogRate].
//
//	log p(y|η) = y·η − eᶯ − log y!,  ∂/∂η = y − λ.
type PoissonLog struct{}

var _ Likelihood[float64] = PoissonLog{}

// Dim returns 1.
func (PoissonLog) Dim() int { return 1 }

// LogProb implements [Likelihood]: −Inf if y is not a whole number from 0 on, or if
// eᶯ overflows (η > 709), as log p does too.
func (l PoissonLog) LogProb(y []float64, eta, rows, grad []float64) float64 {
	return sumRows("PoissonLog", l, y, eta, rows, grad)
}

func (PoissonLog) row(y, eta float64, derivative bool) (logProb, grad float64) {
	return poissonLogRow(y, eta, math.Exp(eta))
}

// poissonLogRow returns log p and its derivative at rate = eᶯ.
func poissonLogRow(y, eta, rate float64) (logProb, grad float64) {
	if !isCount(y) {
		return notCount(y), math.NaN()
	}
	grad = y - rate
	if rate < underflow {
		return times(y, eta) - LogGamma(y+1), grad
	}
	return poissonMass(y, rate), grad
}

// An Exposed is an observation of [PoissonLogRate]: a Count of events over an
// Exposure, in whatever unit the rate is per.
type Exposed struct{ Count, Exposure float64 }

// PoissonLogRate is the likelihood of a log rate η per unit of exposure t: a count
// with mean t·eᶯ.
//
//	log p(y|η) = y·(η+log t) − t·eᶯ − log y!,  ∂/∂η = y − t·eᶯ.
type PoissonLogRate struct{}

var _ Likelihood[Exposed] = PoissonLogRate{}

// Dim returns 1.
func (PoissonLogRate) Dim() int { return 1 }

// LogProb implements [Likelihood]: as [PoissonLog], and NaN for an exposure below 0.
// No exposure is compatible with no events only.
func (l PoissonLogRate) LogProb(y []Exposed, eta, rows, grad []float64) float64 {
	return sumRows("PoissonLogRate", l, y, eta, rows, grad)
}

func (PoissonLogRate) row(y Exposed, eta float64, derivative bool) (logProb, grad float64) {
	switch t := y.Exposure; {
	case t > 0:
		eta += math.Log(t)
		return poissonLogRow(y.Count, eta, math.Exp(eta))
	case t == 0 && isCount(y.Count):
		return poissonMass(y.Count, 0), y.Count
	case t == 0:
		return notCount(y.Count), math.NaN()
	}
	return math.NaN(), math.NaN()
}

// NegativeBinomialLog is the likelihood of a log mean η: a count with mean μ = eᶯ and
// variance μ + μ²/R, R > 0: a Poisson count whose rate varies, the more the smaller
// R. It is NegativeBinomial{R, R/(R+μ)}. R is fixed, so the family is exponential
// but not in η, and observed minus expected is weighted:
//
//	log p(y|η) = log [Γ(y+r)/(y! Γ(r))] + r·log p + y·log(1−p),  ∂/∂η = (y−μ)·p,  p = r/(r+μ).
type NegativeBinomialLog struct{ R float64 }

var _ Likelihood[float64] = NegativeBinomialLog{}

// Check reports a parameter outside its range.
func (l NegativeBinomialLog) Check() error { return positive("negative-binomial", "r", l.R) }

// Dim returns 1.
func (NegativeBinomialLog) Dim() int { return 1 }

// LogProb implements [Likelihood]: −Inf if y is not a whole number from 0 on.
func (l NegativeBinomialLog) LogProb(y []float64, eta, rows, grad []float64) float64 {
	return sumRows("NegativeBinomialLog", l, y, eta, rows, grad)
}

func (l NegativeBinomialLog) row(y, eta float64, derivative bool) (logProb, grad float64) {
	if !isCount(y) {
		return notCount(y), math.NaN()
	}
	t := math.Log(l.R) - eta // the logit of p
	p, q := Expit(t), Expit(-t)
	grad = productDiff(y, p, l.R, q) // μ·p = r·q
	if math.Min(p, q) < underflow {
		return LogRising(l.R, y) - LogGamma(y+1) + l.R*LogExpit(t) + times(y, LogExpit(-t)), grad
	}
	return negativeBinomialMass(y, l.R, p, q, grad), grad
}

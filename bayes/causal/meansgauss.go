package causal

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A gauss is what normal data say of one number θ, a mean or a slope: estimated as
// at, with variance σ²/info, and of σ² by a residual sum of squares rss with df
// degrees of freedom.
type gauss struct{ at, info, df, rss float64 }

// update returns the posterior of θ and σ².
func (g gauss) update(prior bayes.NormalInverseGamma) bayes.NormalInverseGamma {
	p := prior
	p.Shape += 0.5 * g.df
	p.Scale += 0.5 * g.rss
	if g.info > 0 {
		off := g.at - prior.Mu
		p.Shape += 0.5
		p.Count += g.info
		p.Mu += g.info / p.Count * off
		p.Scale += 0.5 * prior.Count * (g.info / p.Count) * off * off
	}
	return p
}

// normals are numbers θ that are independent given their variances: each has its own,
// or all have the same one.
type normals struct {
	own []bayes.NormalInverseGamma
	one *prob.InverseGamma
}

// normalsOf returns the posterior of what cells are about, under a common prior.
func (m NormalModel) normalsOf(cells []gauss) normals {
	prior := m.prior()
	n := normals{own: make([]bayes.NormalInverseGamma, len(cells))}
	one := prob.InverseGamma{Shape: prior.Shape, Scale: prior.Scale}
	if prior.Count == 0 { // flat in every θ, each with the factor 1/σ that a normal prior has
		one.Shape += 0.5
	}
	for i, g := range cells {
		n.own[i] = g.update(prior)
		one.Shape += n.own[i].Shape - prior.Shape
		one.Scale += n.own[i].Scale - prior.Scale
		if prior.Count == 0 && g.info > 0 {
			one.Shape -= 0.5
		}
	}
	if m.OneVariance {
		n.one = &one
	}
	return n
}

// t returns the distribution of θᵢ; NaN if the data do not determine it.
func (n normals) t(i int) prob.StudentT {
	d := n.own[i]
	if n.one != nil {
		d.Shape, d.Scale = n.one.Shape, n.one.Scale
	}
	return meanOf(d)
}

// product returns the probability of an event that is made of one for each of k
// effects, independent given the variance: own gives their probabilities, and given
// those where the common variance is v.
func (n normals) product(k int, own func(i int) float64, given func(i int, v float64) float64) float64 {
	if n.one == nil {
		p := 1.0
		for i := range k {
			p *= own(i)
		}
		return p
	}
	return overVariance(*n.one, func(v float64) float64 {
		p := 1.0
		for i := range k {
			p *= given(i, v)
		}
		return p
	})
}

// overVariance returns the expectation of f, bounded and smooth, of a variance: the
// trapezoidal rule in log σ², whose density falls like a power on one side and twice
// exponentially on the other, so that the error falls exponentially with the number
// of nodes. It is NaN if d is improper.
func overVariance(d prob.InverseGamma, f func(v float64) float64) float64 {
	if !(d.Shape > 0 && d.Scale > 0) || math.IsInf(d.Scale, 1) {
		return nan
	}
	const nodes = 256
	low, high := math.Log(d.Quantile(1e-20)), math.Log(d.Quantile(1-1e-16))
	sum, weight := 0.0, 0.0
	x := []float64{0}
	for i := range nodes + 1 {
		y := low + (high-low)*float64(i)/nodes
		x[0] = math.Exp(y)
		w := math.Exp(d.LogProb(x, nil) + y)
		if w > 0 {
			sum, weight = sum+w*f(x[0]), weight+w
		}
	}
	return sum / weight
}

// normalAbove returns P(θ > 0) of a normal.
func normalAbove(mean, sd float64) float64 { return 0.5 * math.Erfc(-mean/sd/math.Sqrt2) }

// exactly returns the summary of a distribution that is known; NaN throughout if it
// is not determined.
func exactly(d prob.Univariate, level float64) Summary {
	iv := bayes.Central(d, level)
	return Summary{Mean: d.Mean(), Median: d.Quantile(0.5), Low: iv.Low, High: iv.High}
}

// meanOf returns the distribution of μ, σ² integrated out; NaN if d is improper.
func meanOf(d bayes.NormalInverseGamma) prob.StudentT {
	if d.Proper() != nil {
		return prob.StudentT{DF: nan, Loc: nan, Scale: nan}
	}
	return prob.StudentT{DF: 2 * d.Shape, Loc: d.Mu, Scale: math.Sqrt(d.Scale/d.Shape) / math.Sqrt(d.Count)}
}

// against returns the probability of the sign opposite to that of crude; NaN where
// crude has none: what is 0 cannot be reversed.
func against(crude int, positive, negative float64) float64 {
	switch crude {
	case 1:
		return negative
	case -1:
		return positive
	}
	return nan
}

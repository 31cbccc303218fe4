package decide

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// closedForm returns log P(X > Y) where it needs no integral:
//
//   - of two normals, Φ((μ−ν)/√(σ²+τ²));
//   - of two lognormals, that of their logarithms;
//   - of two gammas with shapes a, c and rates b, d: X's share X·b/(X·b + Y·d) has
//     the distribution Beta(a, c), and X > Y where it is above b/(b+d);
//   - of two betas one of whose parameters is a whole number up to mostTerms, a sum
//     of as many terms.
func closedForm(x, y prob.Univariate) (logP float64, ok bool) {
	switch x := x.(type) {
	case prob.Normal:
		if y, ok := y.(prob.Normal); ok {
			return prob.LogNormalCDF((x.Mu - y.Mu) / math.Hypot(x.Sigma, y.Sigma)), true
		}
	case prob.LogNormal:
		if y, ok := y.(prob.LogNormal); ok {
			return closedForm(prob.Normal(x), prob.Normal(y))
		}
	case prob.Gamma:
		if y, ok := y.(prob.Gamma); ok {
			if x.Rate <= y.Rate {
				return prob.Beta{Alpha: x.Shape, Beta: y.Shape}.LogSurvival(1 / (1 + y.Rate/x.Rate)), true
			}
			return prob.Beta{Alpha: y.Shape, Beta: x.Shape}.LogCDF(1 / (1 + x.Rate/y.Rate)), true
		}
	case prob.Beta:
		if y, ok := y.(prob.Beta); ok {
			return betaSum(x, y)
		}
	}
	return 0, false
}

// mostTerms is where a sum would take longer than the integral.
const mostTerms = 300

// betaSum returns log P(X > Y) by a finite sum, if a parameter is whole and small.
//
// With X of parameters a, b and Y of c, d, and a whole,
//
//	P(X > Y) = Σ B(c+i, b+d) / ((b+i)·B(1+i, b)·B(c, d)), i = 0 … a−1:
//
// from P(X > y) as a sum over i of y^i·(1−y)^b, integrated over Y (the survival
// function of a beta variate, DLMF 8.17.5, in its negative-binomial form). All terms
// are positive and the ratio of two is rational. For another parameter to be the
// whole one there are the mirror images: X > Y is 1−Y > 1−X.
func betaSum(x, y prob.Beta) (logP float64, ok bool) {
	// The first term is a ratio of beta functions, good to ε of the smaller of b and c.
	small := func(a, b, c float64) bool {
		return a <= mostTerms && a == math.Trunc(a) && math.Min(b, c) <= mostTerms
	}
	switch {
	case small(x.Alpha, x.Beta, y.Alpha):
		return logBetaSum(x.Alpha, x.Beta, y.Alpha, y.Beta), true
	case small(y.Beta, y.Alpha, x.Beta):
		return logBetaSum(y.Beta, y.Alpha, x.Beta, x.Alpha), true
	case small(y.Alpha, y.Beta, x.Alpha): // 1 − P(Y > X)
		return complement(logBetaSum(y.Alpha, y.Beta, x.Alpha, x.Beta))
	case small(x.Beta, x.Alpha, y.Beta):
		return complement(logBetaSum(x.Beta, x.Alpha, y.Beta, y.Alpha))
	}
	return 0, false
}

// complement returns log(1 − p) where that has the digits of p.
func complement(logP float64) (float64, bool) {
	return prob.Log1mExp(math.Min(logP, 0)), logP < -math.Ln2
}

func logBetaSum(a, b, c, d float64) float64 {
	term, sum := 1.0, 0.0
	logScale := 0.0
	for i := range int(a) {
		if sum += term; sum > 1e200 {
			sum, term, logScale = sum*1e-200, term*1e-200, logScale+200*math.Ln10
		}
		k := float64(i)
		term *= (c + k) / (c + b + d + k) * (b + k) / (1 + k)
	}
	// B(c, b+d)/B(c, d) = Γ(b+d)Γ(c+d)/(Γ(d)Γ(b+c+d)), symmetric in b and c, and
	// (b+0)·B(1, b) = 1.
	lesser, greater := math.Min(b, c), math.Max(b, c)
	first := prob.LogRising(d, lesser) - prob.LogRising(greater+d, lesser)
	return math.Min(0, math.Log(sum)+logScale+first)
}

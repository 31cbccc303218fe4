package bayes

import "github.com/bayeskit/bayeskit/internal/dd"

// Positive data whose family has a rate that is unknown and another parameter
// that is known: further likelihoods of the form that [Events] has.

// GammaOf returns the likelihood of a number y from a gamma distribution of
// known shape and unknown rate λ: λ^shape y^(shape−1) e^(−λy) / Γ(shape). y ≤ 0
// is impossible. [Exponential] is shape 1.
func GammaOf(shape, y float64) Events {
	return gammaOf(shape, dd.LogGamma(dd.Of(shape)), y)
}

func gammaOf(shape float64, logGamma total, y float64) Events {
	if !(y > 0) {
		return Events{Count: shape, base: impossible()}
	}
	return Events{Count: shape, Exposure: y, base: dd.Log(dd.Of(y)).Mul(dd.Sum(shape, -1)).Sub(logGamma)}
}

// InverseGammaOf returns the likelihood of a number y from an inverse gamma
// distribution of known shape and unknown scale λ, that of a y whose reciprocal
// is gamma with rate λ: λ^shape y^(−shape−1) e^(−λ/y) / Γ(shape). y ≤ 0 is
// impossible.
func InverseGammaOf(shape, y float64) Events {
	return inverseGammaOf(shape, dd.LogGamma(dd.Of(shape)), y)
}

func inverseGammaOf(shape float64, logGamma total, y float64) Events {
	if !(y > 0) {
		return Events{Count: shape, base: impossible()}
	}
	base := dd.Log(dd.Of(y)).Mul(dd.Sum(shape, 1)).Add(logGamma).Neg()
	return newEvents(dd.Of(shape), dd.Of(1).Div(dd.Of(y)), base)
}

// ParetoOf returns the likelihood of a number y from a Pareto distribution of
// known minimum and unknown shape λ: λ·min^λ / y^(λ+1), that of a log(y/min)
// that is exponential with rate λ. y below the minimum is impossible.
func ParetoOf(min, y float64) Events {
	if !(y >= min) {
		return Events{Count: 1, base: impossible()}
	}
	excess := dd.Sum(y, -min)
	return newEvents(dd.Of(1), logRatio(dd.Of(min), excess), dd.Log(dd.Of(y)).Neg())
}

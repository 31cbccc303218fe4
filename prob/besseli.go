package prob

import "math"

// besselFrom is where the asymptotic series of Bessel functions take over: their
// smallest terms, the 40th, are there below 1e-18.
const besselFrom = 20

// logBesselI0 returns log(e^−κ·I₀(κ)), the logarithm of the exponentially scaled
// modified Bessel function of the first kind of order 0, for κ ≥ 0: 0 at 0, about
// −½·log(2πκ) for large κ. NaN below 0.
//
// Method: the power series Σ (κ²/4)ⁿ/n!² (DLMF 10.25.2) up to 20, from there on the
// asymptotic one (DLMF 10.40.1). All terms are positive. Absolute error ≤ 8ε, plus ε
// of the result.
func logBesselI0(kappa float64) float64 {
	switch {
	case !(kappa >= 0):
		return math.NaN()
	case kappa < besselFrom:
		i0, _ := besselSeries(kappa)
		return math.Log1p(i0) - kappa
	}
	excess, _ := besselAsymptotic(kappa)
	return math.Log1p(excess) - (log2Pi+math.Log(kappa))/2
}

// besselSeries returns I₀(κ) − 1 and I₁(κ)/(κ/2) by their power series.
func besselSeries(kappa float64) (i0, i1 float64) {
	q := kappa / 2 * (kappa / 2)
	term := 1.0 // qⁿ/n!²
	i1 = 1
	for n := 1.0; n < 100 && term > 0x1p-56*i0; n++ {
		term *= q / (n * n)
		i0 += term
		i1 += term / (n + 1)
	}
	return i0, i1
}

// besselAsymptotic returns √(2πκ)·e^−κ·I₀(κ) − 1 and √(2πκ)·e^−κ·(I₀(κ) − I₁(κ)), for
// κ ≥ 20. The terms cₙ = ((2n−1)!!)²/(n!·(8κ)ⁿ) of the first make those of the second
// 4n/(2n−1)·cₙ.
func besselAsymptotic(kappa float64) (excess, gap float64) {
	c := 1.0
	for n := 1.0; n <= 40 && c > 0x1p-60*gap; n++ {
		c *= (2*n - 1) * (2*n - 1) / (8 * n * kappa)
		excess += c
		gap += c * 4 * n / (2*n - 1)
	}
	return excess, gap
}

// besselRatio returns A(κ) = I₁(κ)/I₀(κ), the mean of cos θ under the von Mises
// distribution, and 1 − A(κ), each to a relative 16ε, for κ ≥ 0.
//
// Method: A by the series above. 1 − A = M(½, 2, 2κ)/M(½, 1, 2κ) by Kummer's series
// (DLMF 13.6.9, 13.3.1), Σ tₙ/(n+1) over Σ tₙ with tₙ = (½)ₙ·(2κ)ⁿ/n!² > 0: no
// difference is taken.
func besselRatio(kappa float64) (a, rest float64) {
	if kappa >= besselFrom {
		excess, gap := besselAsymptotic(kappa)
		rest = gap / (1 + excess)
		return 1 - rest, rest
	}
	i0, i1 := besselSeries(kappa)
	a = kappa / 2 * i1 / (1 + i0)
	term, sum, part := 1.0, 1.0, 1.0
	for n := 1.0; n < 300 && term > 0x1p-60*sum; n++ {
		term *= (n - 0.5) * 2 * kappa / (n * n)
		sum += term
		part += term / (n + 1)
	}
	return a, part / sum
}

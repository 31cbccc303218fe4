package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A Correlation is the test of Pearson's ρ = 0 between two jointly normal
// variables. Under the alternative ½(1+ρ) ~ Beta(1/κ, 1/κ), the stretched beta
// prior: uniform on (−1, 1) for κ = 1, closer to 0 for less (Ly, Verhagen and
// Wagenmakers 2016, doi:10.1016/j.jmp.2015.06.004). Means and variances have their
// right Haar prior, so that the data say n and r only, with Hotelling's (1953)
// exact likelihood
//
//	p(r | ρ) ∝ (1−ρ²)^½(n−1) (1−ρr)^−(n−3/2) ₂F₁(½, ½; n−½; ½(1+ρr)).
//
// The integral is over z = artanh ρ, in which it keeps its shape up to the ends.
type Correlation struct {
	Kappa float64 // κ; 0 means ⅓, the default of the R package BayesFactor (JASP's is 1)
}

// Test returns the test given the sample correlation r of n pairs. It fails, with
// [ErrUndefined], for fewer than three pairs, for r = ±1 and for NaN.
func (p Correlation) Test(r, n float64) (Test, error) {
	kappa, err := checkScale("κ of the prior on ρ", p.Kappa, 1.0/3)
	switch {
	case err != nil:
		return Test{}, err
	case n < 3:
		return Test{}, undefined("a correlation needs at least three pairs, got %v", n)
	case math.IsNaN(r):
		return Test{}, undefined("a variable that does not vary has no correlation")
	case !(math.Abs(r) <= 1) || math.IsInf(n, 1):
		return Test{}, fmt.Errorf("r = %v of n = %v is no correlation: want −1 to 1", r, n)
	case math.Abs(r) == 1:
		return Test{}, undefined("r is %v: the pairs lie on a line", r)
	}
	zr := math.Atanh(r)
	base := n - 1.5 // of the exponent
	f0 := logHotelling(n, 0)
	lc := logCosh(zr)
	norm := (2/kappa-1)*math.Ln2 + prob.LogBeta(1/kappa, 1/kappa)
	return Test{
		name: "ρ", least: -1, most: 1, free: math.Atanh, natural: math.Tanh,
		logRatio: func(z float64) float64 {
			// 1−ρ² = sech² z and 1−ρr = cosh(z−zr)/(cosh z cosh zr)
			return -logCosh(z)/2 - base*(logCosh(z-zr)-lc) + logHotelling(n, math.Tanh(z)*r) - f0
		},
		logPrior:   func(z float64) float64 { return -2/kappa*logCosh(z) - norm },
		priorKnots: around(0, math.Min(1, math.Sqrt(kappa))),
		dataKnots:  around(zr, 1/math.Sqrt(n)),
		noise:      4e-16 * (1 + n*lc),
	}, nil
}

// logHotelling returns log ₂F₁(½, ½; n−½; ½(1+s)), by its series: for n ≥ 3 the
// terms fall off at least as k^−5/2 even at s = 1, where Gauss's theorem
// (DLMF 15.4.20) gives the sum, and geometrically before.
func logHotelling(n, s float64) float64 {
	x, c := (1+s)/2, n-0.5
	sum, term := 1.0, 1.0
	for k := 0.0; k < 5000; k++ {
		term *= (k + 0.5) / (k + c) * (k + 0.5) / (k + 1) * x
		sum += term
		if term < 1e-17*sum*(1-x+1e-4) {
			break
		}
	}
	return math.Log(sum)
}

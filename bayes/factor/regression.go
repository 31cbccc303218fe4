package factor

import (
	"fmt"
	"math"
)

// A Regression is the test of a linear regression against its intercept alone.
// Under the alternative the coefficients of the centred predictors have the
// Zellner–Siow prior β | g, σ² ~ N(0, gσ²(XᵀX)⁻¹) with g inverse-gamma(½, ½Nr²), and
// intercept and σ² Jeffreys' under both (Liang, Paulo, Molina, Clyde and Berger
// 2008, doi:10.1198/016214507000001337). With p predictors the data say only N and
// R²:
//
//	BF₁₀ = ∫₀^∞ (1+g)^½(N−p−1) (1+g(1−R²))^−½(N−1) IG(g; ½, ½Nr²) dg.
type Regression struct {
	Scale float64 // r; 0 means √2/4
}

// A Fit is how well p predictors, and an intercept, explain N observations.
type Fit struct {
	N, P        float64
	R2          float64
	Unexplained float64 // 1 − R², kept apart since R² may be too near 1
}

// FitOf returns the fit of p predictors to n observations with the given R².
func FitOf(n, p int, r2 float64) Fit { return Fit{float64(n), float64(p), r2, 1 - r2} }

// Factor returns the Bayes factor of the regression against its intercept alone.
// It fails, with [ErrUndefined], for too few observations, N ≤ p+1, and for a
// perfect fit.
func (p Regression) Factor(f Fit) (Value, error) {
	r, err := checkScale("the scale of the prior on the coefficients", p.Scale, math.Sqrt2/4)
	if err == nil {
		err = f.check()
	}
	if err != nil || f.P == 0 {
		return Value{}, err
	}
	return jzs(f.N*r*r, f.P, f.N-1, share{f.R2, f.Unexplained}), nil
}

func (f Fit) check() error {
	switch {
	case !(f.R2 >= 0 && f.R2 <= 1 && f.Unexplained >= 0 && f.Unexplained <= 1 && f.P >= 0):
		return fmt.Errorf("R² = %v of %v predictors is no fit: want 0 ≤ R² ≤ 1", f.R2, f.P)
	case !(f.N > f.P+1):
		return undefined("%v predictors and an intercept need at least %v observations, got %v", f.P, f.P+2, f.N)
	case f.Unexplained == 0 && f.P > 0:
		return undefined("R² is 1: the predictors explain everything")
	}
	return nil
}

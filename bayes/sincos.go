package bayes

import (
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// sincos returns the sine and the cosine of x to twice the precision, with an
// absolute error of about 1e-31·(1 + |x|): directions of concentration 10⁹ weigh
// their cosines by that much.
//
// Method: x less a multiple of ½π, itself held to 107 bits, is between −¼π and ¼π,
// where Taylor's series to the 27th power leaves less than 1e-32.
func sincos(x float64) (sin, cos total) {
	halfPi := total{Hi: 0x1.921fb54442d18p0, Lo: 0x1.1a62633145c07p-54} // OEIS A019669
	k := math.Round(x / halfPi.Hi)
	r := dd.Of(x).Sub(halfPi.MulFloat(k))
	square := r.Mul(r).Neg()
	sin, cos = r, dd.Of(1)
	s, c := r, dd.Of(1)
	for n := 1.0; n < 28; n += 2 {
		c = c.Mul(square).Div(dd.Of(n * (n + 1)))
		s = s.Mul(square).Div(dd.Of((n + 1) * (n + 2)))
		cos, sin = cos.Add(c), sin.Add(s)
	}
	switch int64(math.Mod(k, 4)) {
	case 1, -3:
		sin, cos = cos, sin.Neg()
	case 2, -2:
		sin, cos = sin.Neg(), cos.Neg()
	case 3, -1:
		sin, cos = cos.Neg(), sin
	}
	return sin, cos
}

// rootOfTotal returns √x for x ≥ 0, to twice the precision: one step of Newton's.
func rootOfTotal(x total) total {
	if x.Hi == 0 {
		return total{}
	}
	r := math.Sqrt(x.Hi)
	return x.Sub(dd.Prod(r, r)).Div(dd.Of(2 * r)).AddFloat(r)
}

package prob

import "math"

// tailFrom is the parameter from which [logGammaInc] and [logBetaInc] integrate
// the density numerically: the exponent is then close enough to a parabola or a
// straight line for one Gaussian rule to have an error below ε.
const tailFrom = 20

// largestShape bounds the parameters of [logGammaInc] and [logBetaInc]: sums and small
// multiples of them, and of x near them, must not overflow.
const largestShape = 1e300

// logTail returns log ∫₀^∞ exp(g(s)) ds for a smooth concave g with g(0) = 0, slope
// g′(0) = d ≤ 0 and curvature g″(0) = −v < 0: the tail of a log-concave density
// from any point on, in units of the density there. Nothing under- or overflows
// however far out that point is, and all terms are positive.
//
// Method: Gauss–Legendre with 32 nodes on [0, S], where g(S) ≈ −40 makes what is
// left out less than 1e-16 of the whole.
func logTail(d, v float64, g func(s float64) float64) float64 {
	const drop = 40
	// S solves d·s − v·s²/2 = −drop, and grows while g is the flatter.
	end := 2 * drop / (math.Hypot(d, math.Sqrt(2*drop*v)) - d)
	for range 100 {
		if g(end) <= 1-drop {
			break
		}
		end *= 1.2
	}
	nodes := [...][2]float64{ // the positive nodes on [−1, 1] and their weights
		{0.99726386184948156354, 0.0070186100094700966004},
		{0.98561151154526833540, 0.016274394730905670605},
		{0.96476225558750643077, 0.025392065309262059456},
		{0.93490607593773968917, 0.034273862913021433103},
		{0.89632115576605212397, 0.042835898022226680657},
		{0.84936761373256997013, 0.050998059262376176196},
		{0.79448379596794240696, 0.058684093478535547145},
		{0.73218211874028968039, 0.065822222776361846838},
		{0.66304426693021520098, 0.072345794108848506225},
		{0.58771575724076232904, 0.078193895787070306472},
		{0.50689990893222939002, 0.083311924226946755222},
		{0.42135127613063534536, 0.087652093004403811143},
		{0.33186860228212764978, 0.091173878695763884713},
		{0.23928736225213707454, 0.093844399080804565639},
		{0.14447196158279649349, 0.095638720079274859419},
		{0.048307665687738316235, 0.096540088514727800567},
	}
	var sum float64
	half := end / 2
	for _, n := range nodes {
		sum += n[1] * (math.Exp(g(half*(1-n[0]))) + math.Exp(g(half*(1+n[0]))))
	}
	return math.Log(sum * half)
}

// expm1Excess returns eˢ − 1 − s with a relative error ≤ 4ε.
func expm1Excess(s float64) float64 {
	if math.Abs(s) > 0.5 {
		return math.Expm1(s) - s
	}
	// s²·Σ sⁿ/(n+2)!; the first term left out, n = 14, is below ε/10 of the sum.
	c := [...]float64{
		1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320, 1. / 362880, 1. / 3628800,
		1. / 39916800, 1. / 479001600, 1. / 6227020800, 1. / 87178291200,
		1. / 1307674368000,
	}
	var sum float64
	for n := len(c) - 1; n >= 0; n-- {
		sum = sum*s + c[n]
	}
	return s * s * sum
}

// log1pDefect returns t − log(1+t) with a relative error ≤ 8ε, for t > −1.
func log1pDefect(t float64) float64 { return bd0diff(1, 1+t, t) }

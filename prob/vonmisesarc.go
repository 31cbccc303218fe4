package prob

import "math"

// An arc of the circle is measured in pieces, on which the density of the von Mises
// distribution falls from a highest point, at an angle lo ≥ 0 from the mode, away from
// it: at lo + s it is exp(−2κ·sin(s/2)·sin(lo + s/2)) of what it is there.

// arcNodes are the positive nodes and the weights of Gauss–Legendre quadrature with 32
// points on [−1, 1].
func arcNodes() *[16][2]float64 {
	return &[16][2]float64{
		{0.99726386184948156354, 0.0070186100094700966004},
		{0.9856115115452683354, 0.016274394730905670605},
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
}

// weigh calls add with the nodes s and the weights, relative to the density at lo, of
// the piece of the given length from lo.
//
// Method: Gauss–Legendre with 32 points up to where the density has fallen by e⁻⁴². On
// κ from 0 to 1e8 and lo from 0 to 3.14 the error, measured at 40 digits, was at most
// 8e-18 of the whole, and what lies beyond at most 1e-18.
func (d VonMises) weigh(lo, length float64, add func(s, weight float64)) {
	// With p = sin²(lo/2) and q = p + 21/κ = sin²(hi/2), sin(½(hi − lo)) is a quotient.
	sin, cos := math.Sincos(lo / 2)
	drop := 21 / d.Kappa
	if q := sin*sin + drop; q < 1 {
		length = math.Min(length, 2*math.Asin(drop/(math.Sqrt(q)*math.Abs(cos)+sin*math.Sqrt(1-q))))
	}
	half := length / 2
	for _, n := range arcNodes() {
		for _, s := range [2]float64{half * (1 - n[0]), half * (1 + n[0])} {
			add(s, half*n[1]*math.Exp(-2*d.Kappa*math.Sin(s/2)*math.Sin(lo+s/2)))
		}
	}
}

// logPiece returns the log of the integral of exp(κ·(cos θ − 1)) over a piece.
func (d VonMises) logPiece(lo, length float64) float64 {
	var sum float64
	d.weigh(lo, length, func(_, w float64) { sum += w })
	s := math.Sin(lo / 2)
	return math.Log(sum) - 2*d.Kappa*s*s
}

// logArc returns the log mass of the arc of the given length from one angle to
// another, both measured from the mode and in [−π, π]. It takes all three, so that
// whichever matters is exact.
func (d VonMises) logArc(from, to, length float64) float64 {
	sum := math.Inf(-1)
	for length > 0 {
		var piece, room float64
		if from < 0 { // up to the mode
			room = -from
			if length <= room {
				piece = d.logPiece(math.Max(-to, 0), length)
			} else {
				piece = d.logPiece(0, room)
			}
			from = 0
		} else { // away from it
			room = math.Pi - from
			piece = d.logPiece(from, math.Min(length, room))
			from = -math.Pi
		}
		if room > 0 {
			sum = LogAddExp(sum, piece)
		}
		length -= room
	}
	return sum - log2Pi - logBesselI0(d.Kappa)
}

// tail returns both tails: the smaller one as a sum of positive pieces, with a relative
// error of a few ε·(4 + κ·sin²(½(x−μ))), plus that of rounding x − μ, and the larger as
// its complement.
func (d VonMises) tail(x float64) tail {
	switch {
	case math.IsNaN(x) || math.IsNaN(d.Mu) || !(d.Kappa >= 0):
		return unknown()
	case x <= -math.Pi:
		return nothing()
	case x >= math.Pi:
		return everything()
	}
	mu := d.mode()
	at := wrap(x - mu)
	// Half of the circle from the mode on has half of the mass: begin with the side
	// that is probably the lesser.
	lower := d.logArc(wrap(-math.Pi-mu), at, x+math.Pi)
	if lower < -math.Ln2 {
		return tail{lower, Log1mExp(lower)}
	}
	upper := math.Min(0, d.logArc(at, wrap(math.Pi-mu), math.Pi-x))
	return tail{Log1mExp(upper), upper}
}

// wrap brings an angle from [−2π, 2π] to [−π, π].
func wrap(t float64) float64 {
	switch {
	case t > math.Pi:
		return t - 2*math.Pi
	case t < -math.Pi:
		return t + 2*math.Pi
	}
	return t
}

// moments returns the mean and the variance of x, by the quadrature of weigh. For a
// mode m ≥ 0 the pieces are [−π, m−π], on the far side of the mode m − 2π, and those
// on either side of m.
func (d VonMises) moments() (mean, variance float64) {
	mu := d.mode()
	m := math.Abs(mu)
	c := math.Cos(m / 2)
	far := math.Exp(-2 * d.Kappa * c * c) // the density at −π
	visit := func(f func(x, w float64)) { // x measured from m
		d.weigh(math.Pi-m, m, func(s, w float64) { f(s-math.Pi-m, far*w) })
		d.weigh(0, math.Pi, func(s, w float64) { f(-s, w) })
		d.weigh(0, math.Pi-m, func(s, w float64) { f(s, w) })
	}
	var total, first, second float64
	visit(func(x, w float64) { total += w; first += w * x })
	first /= total
	visit(func(x, w float64) { second += w * (x - first) * (x - first) })
	return math.Copysign(m+first, mu), second / total
}

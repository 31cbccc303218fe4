package prob

import (
	"math"
	"math/rand/v2"
)

// poissonRand returns a Poisson draw.
//
// Method: up to a mean of 10 the number of arrivals of a unit-rate process,
// beyond it the transformed rejection PTRS of Hörmann (1993), Insurance:
// Mathematics and Economics 12:39–45. (gonum's PTRS was tried: it never returns
// 0, and its log-gammas lose the mass ratio from 1e12 on.)
func poissonRand(rng *rand.Rand, rate float64) float64 {
	switch {
	case !(rate <= math.MaxFloat64):
		return rate // NaN or +Inf
	case rate < 10:
		k := 0.0
		for t := rng.ExpFloat64(); t < rate; t += rng.ExpFloat64() {
			k++
		}
		return k
	}
	b := 0.931 + 2.53*math.Sqrt(rate)
	a := -0.059 + 0.02483*b
	invAlpha := 1.1239 + 1.1328/(b-3.4)
	vr := 0.9277 - 3.6224/(b-2)
	for {
		u, v := rng.Float64()-0.5, rng.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + rate + 0.43)
		if us >= 0.07 && v <= vr {
			return k
		}
		if k < 0 || us < 0.013 && v > us {
			continue
		}
		if math.Log(v*invAlpha/(a/(us*us)+b)) <= poissonMass(k, rate) {
			return k
		}
	}
}

// binomialRand returns a binomial draw; q is 1 − p, and whichever is the smaller
// is known accurately.
//
// Method: while the smaller mean is below 10, the gaps between successes are
// geometric; beyond it the transformed rejection BTRS of Hörmann (1993), Journal
// of Statistical Computation and Simulation 46:101–110.
func binomialRand(rng *rand.Rand, n, p, q float64) float64 {
	switch {
	case !(p >= 0 && q >= 0 && n <= math.MaxFloat64):
		return math.NaN()
	case p > q:
		return n - binomialRand(rng, n, q, p)
	case n*p < 10:
		logQ := math.Log1p(-p)
		k := 0.0
		for at := geometricRand(rng, logQ); at < n; at += 1 + geometricRand(rng, logQ) {
			k++
		}
		return k
	}
	sd := math.Sqrt(n * p * q)
	b := 1.15 + 2.53*sd
	a := -0.0873 + 0.0248*b + 0.01*p
	alpha := (2.83 + 5.1/b) * sd
	vr := 0.92 - 4.2/b
	top := binomialMass(math.Floor((n+1)*p), n, p, q)
	for {
		u, v := rng.Float64()-0.5, rng.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + n*p + 0.5)
		if us >= 0.07 && v <= vr {
			return k
		}
		if k < 0 || k > n {
			continue
		}
		if math.Log(v*alpha/(a/(us*us)+b)) <= binomialMass(k, n, p, q)-top {
			return k
		}
	}
}

// geometricRand returns the number of failures before the first success, given
// logQ = log(1−p) < 0: the whole part of an exponential with that rate. It is
// +Inf for p = 0.
func geometricRand(rng *rand.Rand, logQ float64) float64 {
	return math.Floor(-rng.ExpFloat64() / logQ)
}

// logGammaRand returns the logarithm of a draw from the gamma distribution with
// the given shape and rate 1. A draw of small shape is often below the smallest
// float64; its logarithm is not.
//
// Method: Marsaglia and Tsang (2000), doi:10.1145/358407.358414; below shape 1
// a draw of shape + 1 times U^(1/shape), in logs.
func logGammaRand(rng *rand.Rand, shape float64) float64 {
	switch {
	case !(shape > 0 && shape <= math.MaxFloat64):
		return math.NaN()
	case shape < 1:
		return logGammaRand(rng, shape+1) - rng.ExpFloat64()/shape
	}
	d := shape - 1./3
	c := 1 / (3 * math.Sqrt(d))
	for {
		z := rng.NormFloat64()
		v := 1 + c*z
		if v <= 0 {
			continue
		}
		// The density of the proposal is off by a factor of at most 1 + z⁴/108d,
		// which beyond d = 1e10 is less than the arithmetic below would lose.
		logV := 3 * math.Log(v)
		if d > 1e10 || -rng.ExpFloat64() < z*z/2+d*(1-v*v*v+logV) {
			return math.Log(d) + logV
		}
	}
}

// betaRand returns a draw p from the beta distribution and 1 − p, each to full
// relative accuracy however near 0 it is.
func betaRand(rng *rand.Rand, alpha, beta float64) (p, q float64) {
	logit := logGammaRand(rng, alpha) - logGammaRand(rng, beta)
	return Expit(logit), Expit(-logit)
}

package prob

import "math"

// The log mass functions that the discrete families and their likelihoods
// share. All are Loader's form (2000, "Fast and accurate computation of binomial
// probabilities"): the mass is the one at the mode, by Stirling's formula, less
// deviances [bd0]. No log-gammas of the size of the counts are subtracted, so
// the error is a few ε·(1 + |log p(x)| + log of the counts), whatever the counts.

// isCount reports whether x is a whole number from 0 on.
func isCount(x float64) bool { return x >= 0 && x <= math.MaxFloat64 && x == math.Floor(x) }

// notCount is the log mass where isCount is false: −Inf, or NaN at NaN.
func notCount(x float64) float64 {
	if math.IsNaN(x) {
		return x
	}
	return math.Inf(-1)
}

// noGradient panics if grad is there to be filled.
func noGradient(family string, grad []float64) {
	if grad != nil {
		panic("prob: " + family + ".LogProb: a mass function has no gradient in x: pass nil, or see Score")
	}
}

// productDiff returns a·b − c·d to two ulp, however near the products are
// (Kahan; Jeannerod, Louvet and Muller 2013, doi:10.1090/S0025-5718-2013-02679-8).
func productDiff(a, b, c, d float64) float64 {
	cd := c * d
	lost := math.FMA(-c, d, cd)
	return math.FMA(a, b, -cd) + lost
}

// over returns x/y, and 0 for x = 0 whatever y.
func over(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x / y
}

// times returns x·y, and 0 for x = 0 whatever y: 0·log 0 = 0.
func times(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * y
}

// poissonMass returns the log mass at a count x of the Poisson distribution.
func poissonMass(x, rate float64) float64 { return poissonMassDiff(x, rate, rate-x) }

// poissonMassDiff is [poissonMass] where d = rate − x is known to full accuracy.
func poissonMassDiff(x, rate, d float64) float64 {
	switch {
	case x == 0:
		return -rate
	case math.IsInf(rate, 1):
		return math.Inf(-1)
	}
	return -bd0diff(x, rate, d) - stirlerr(x) - (log2Pi+math.Log(x))/2
}

// binomialMass returns the log mass at a count x ≤ n of the binomial
// distribution; q is 1 − p, and whichever is the smaller is known accurately.
func binomialMass(x, n, p, q float64) float64 {
	if p > q {
		x, p, q = n-x, q, p
	}
	y := n - x
	switch {
	case x == 0:
		return times(n, math.Log1p(-p))
	case y == 0:
		return n * math.Log(p)
	}
	// The two means are as far from the two counts, in opposite directions.
	d := math.FMA(n, p, -x)
	deviance := bd0diff(x, n*p, d) + bd0diff(y, n*q, -d)
	return -deviance + (stirlerr(n) - stirlerr(x) - stirlerr(y)) - (log2Pi+math.Log(x)+math.Log(y/n))/2
}

// negativeBinomialMass returns the log mass at a count x of the negative binomial
// distribution; q is 1 − p and d is p·x − q·r.
func negativeBinomialMass(x, r, p, q, d float64) float64 {
	if x == 0 {
		if p < q {
			return r * math.Log(p)
		}
		return r * math.Log1p(-q)
	}
	n := x + r
	deviance := bd0diff(r, n*p, d) + bd0diff(x, n*q, -d)
	return -deviance + risingFactor(x, r)
}

// risingFactor returns log of r⁽ˣ⁾/x! (r/n)ʳ (x/n)ˣ with n = x + r and r⁽ˣ⁾ the
// rising factorial, for x > 0: the negative binomial mass at its own mean.
func risingFactor(x, r float64) float64 {
	n := x + r
	return (stirlerr(n) - stirlerr(r) - stirlerr(x)) - (log2Pi+math.Log(x)+math.Log(n/r))/2
}

// polyaTerm returns the share of one colour in [polyaMass]: the log mass at x of
// the negative binomial with parameter r, at the p and q that make a total of n
// the mean of their sum, whose parameter is s.
func polyaTerm(x, r, n, s float64) float64 {
	if x == 0 {
		return -r * math.Log1p(n/s)
	}
	m := (x + r) / (n + s)
	d := productDiff(x, s, n, r) / (n + s)
	return -(bd0diff(r, m*s, d) + bd0diff(x, m*n, -d)) + risingFactor(x, r)
}

// polyaTotal returns what the terms of n draws in all add up to. It is to be
// subtracted.
func polyaTotal(n, s float64) float64 {
	if n == 0 {
		return 0
	}
	return risingFactor(n, s)
}

// polyaMass returns log [C(x+y, x) a⁽ˣ⁾ b⁽ʸ⁾ / (a+b)⁽ˣ⁺ʸ⁾], the log probability
// of x balls of one colour and y of the other from Pólya's urn, for x, y ≥ 0,
// whole or not.
//
// Method: if X and Y are negative binomial with parameters a and b and the same
// p, this is P(X=x)·P(Y=y)/P(X+Y=x+y), whatever p. With the p whose mean is
// x + y the deviance of the last is 0 and the others are positive, so that
// nothing cancels, as in Loader's hypergeometric probabilities.
func polyaMass(x, y, a, b float64) float64 {
	n, s := x+y, a+b
	if n == 0 {
		return 0
	}
	return polyaTerm(x, a, n, s) + polyaTerm(y, b, n, s) - polyaTotal(n, s)
}

// polyaScore returns [ψ(a+j) − ψ(a)] − [ψ(b+k) − ψ(b)], the derivative of a
// ratio of two rising factorials; cross is j·b − k·a, accurately.
func polyaScore(a, j, b, k, cross float64) float64 {
	var l float64 // log of (1+j/a)/(1+k/b)
	if r := cross / (a * (b + k)); math.Abs(r) < 0.5 {
		l = math.Log1p(r)
	} else {
		l = math.Log1p(j/a) - math.Log1p(k/b)
	}
	return l + (digammaRise(a, j) - digammaRise(b, k))
}

// digammaRise returns ψ(a+k) − ψ(a) − log(1 + k/a) for a > 0, k ≥ 0: what
// discreteness adds to the derivative of a rising factorial.
//
// Method: the recurrence up to 8, then the asymptotic series term by term, so
// that nothing cancels.
func digammaRise(a, k float64) float64 {
	if k == 0 {
		return 0
	}
	var sum, ratio float64 = 0, 1
	for ; a < 8; a++ {
		// 1/a − 1/(a+k), and the step of log(1+k/a) from a to a+1.
		sum += k / (a * (a + k))
		ratio *= (a / (a + 1)) * ((a + k + 1) / (a + k))
	}
	u, v := 1/(a+k), 1/a
	_, diff := digammaPoly(u*u, v*v)
	return sum + math.Log(ratio) + k*u*v*(0.5+(u+v)*diff)
}

package causal

import (
	"fmt"
	"math"
)

// A Chance is the probability of something, from draws, with its Monte Carlo
// standard error; both are NaN if the question was withheld or has no meaning.
type Chance struct{ Probability, StdErr float64 }

// chance returns the probability of what held in k of n draws. The error is that of
// the probability (k+½)/(n+1), which is not 0 where k is 0 or n.
func chance(k, n int) Chance {
	q := (float64(k) + 0.5) / (float64(n) + 1)
	return Chance{float64(k) / float64(n), math.Sqrt(q * (1 - q) / float64(n))}
}

// Words returns [Words] of the probability.
func (c Chance) Words() string { return Words(c.Probability) }

// String returns "very likely (P = 0.942 ± 0.001)", or "withheld".
func (c Chance) String() string {
	if math.IsNaN(c.Probability) {
		return "withheld"
	}
	return fmt.Sprintf("%s (P = %.3f ± %.3f)", c.Words(), c.Probability, c.StdErr)
}

// Words says how likely something of probability p is, in the words of the IPCC's
// guidance on uncertainties (Mastrandrea et al. 2010, with those of 2013 for 95% and
// 5%):
//
//	≥ 0.99  virtually certain         ≤ 0.01  exceptionally unlikely
//	≥ 0.95  extremely likely          ≤ 0.05  extremely unlikely
//	≥ 0.90  very likely               ≤ 0.10  very unlikely
//	≥ 0.66  likely                    ≤ 0.33  unlikely
//	between 0.33 and 0.66             about as likely as not
//
// Of NaN it says "withheld".
func Words(p float64) string {
	switch {
	case p >= 0.99:
		return "virtually certain"
	case p >= 0.95:
		return "extremely likely"
	case p >= 0.90:
		return "very likely"
	case p >= 0.66:
		return "likely"
	case p <= 0.01:
		return "exceptionally unlikely"
	case p <= 0.05:
		return "extremely unlikely"
	case p <= 0.10:
		return "very unlikely"
	case p <= 0.33:
		return "unlikely"
	case math.IsNaN(p):
		return "withheld"
	}
	return "about as likely as not"
}

package causal

import "math"

// Verdicts are three different things that may be said of a crude effect. None rests
// on an odds ratio, which differs between a whole and its parts even where nothing is
// wrong.
type Verdicts struct {
	// Reversal: the effect standardised to everyone has the opposite sign to the
	// crude one observed. For a pair of standardised risks the sign is the same on
	// every scale. Its chance is that of the population's standardised effect having
	// the opposite sign to the crude one that was observed.
	Reversal Verdict

	// Every: the effect in each stratum has the opposite sign to the crude one
	// observed, as textbooks define the paradox. It is a much rarer thing, and depends
	// on how finely one stratifies.
	Every Verdict

	// Outside: the crude risk difference lies outside the range of the strata's.
	// There need be no reversal.
	Outside Verdict

	// Confounded: adjusting changes the risk difference. It holds if the interval of
	// adjusted − crude excludes 0, at the level of the posterior; its chance is that
	// of the population's adjusted − crude having the sign observed.
	Confounded Verdict

	// CrudeSign is the chance that the population's crude effect has the sign
	// observed: where it is small there is little to reverse.
	CrudeSign Chance
}

// A Verdict is whether something holds of the observed proportions (Confounded: of
// the interval), and with what probability it holds of the population. One that was
// withheld, because cells are empty, or has no meaning, because the observed crude
// effect is 0, does not hold and has a chance of NaN.
type Verdict struct {
	Holds bool
	Chance
}

// noVerdict is one that has no meaning or was withheld.
func noVerdict() Verdict { return Verdict{false, Chance{nan, nan}} }

// String returns "holds; very likely (P = 0.942 ± 0.001)", "does not hold; …" or
// "withheld".
func (v Verdict) String() string {
	switch {
	case math.IsNaN(v.Probability):
		return "withheld"
	case v.Holds:
		return "holds; " + v.Chance.String()
	}
	return "does not hold; " + v.Chance.String()
}

// sign returns the sign of a risk difference, 0 where it is no greater than what
// rounding makes of two equal risks.
func (e Effect) sign() int { return signOf(e.Difference(), e.Treated+e.Control) }

// signOf returns the sign of a difference of sums of about the given size.
func signOf(d, size float64) int {
	switch {
	case !(math.Abs(d) > 0x1p-44*size):
		return 0
	case d > 0:
		return 1
	}
	return -1
}

package causal

// Verdicts are three different things that may be wrong with a crude effect. None
// rests on an odds ratio.
type Verdicts struct {
	// Reversal: the effect standardised to everyone has the opposite sign to the
	// crude one that was observed.
	Reversal Verdict

	// Every: each stratum's effect has the opposite sign to the observed crude one.
	Every Verdict

	// Outside: the crude effect, a risk difference, lies outside the range of those
	// of the strata.
	Outside Verdict

	// Confounded: the central interval of adjusted − crude, risk differences,
	// excludes 0. Its Chance is the probability that the difference has the sign
	// observed.
	Confounded Verdict
}

// A Verdict is what the observed numbers say and how sure that is of the population.
type Verdict struct {
	Observed bool // the point estimates say so
	Chance
}

package causal

import "github.com/bayeskit/bayeskit/bayes"

// Sampling says how a posterior is drawn. The zero value draws 40,000 times from the
// Jeffreys prior and gives intervals of 95%.
type Sampling struct {
	Prior Prior
	Draws int     // 0 means 40,000
	Level float64 // that intervals hold, 0 to 1; 0 means 0.95

	// Mix is another population to standardise to: how many of its people, or how
	// much exposure, are in each stratum of the comparison. It may be nil.
	Mix []float64
}

// Prior is the prior of a comparison. The zero value is that of Jeffreys: Beta(½, ½)
// for every risk, or Gamma(½, 0) for every rate, and Dirichlet(½, ½, …) for the
// shares of the strata.
type Prior struct {
	Risk  bayes.Beta  // of each cell's risk, independently; zero means Beta(½, ½)
	Rate  bayes.Gamma // of each cell's rate, independently; zero means Gamma(½, 0)
	Share float64     // concentration of each stratum's share; 0 means ½
}

// A Summary is a posterior distribution in a few numbers, from draws. StdErr, LowErr
// and HighErr are the Monte Carlo standard errors of Mean, Low and High.
type Summary struct {
	Mean, StdErr    float64
	Median          float64
	Low, High       float64 // central interval of the level asked for
	LowErr, HighErr float64
}

// A Chance is the probability of something, from draws, with its Monte Carlo
// standard error; it is NaN if the question was withheld.
type Chance struct{ Probability, StdErr float64 }

// A Spread is the posterior of an effect on each scale.
type Spread struct {
	Difference, Ratio Summary
	OddsRatio         Summary // of rates: zero
}

// A Posterior is what the data and the prior say about a comparison.
type Posterior struct {
	Draws int
	Level float64 // of intervals

	Crude    Spread
	Adjusted [3]Spread // by [Target]; those withheld are NaN
	Other    Spread    // standardised to Sampling.Mix; zero without one
	Strata   []Spread  // in the order of the comparison's; NaN where a cell is empty
	Bias     Spread    // ATE less crude: the difference of differences, the ratio of ratios
	Verdicts Verdicts

	// Withheld says, by [Target], for whom the data hold no answer: nil where they
	// hold one.
	Withheld [3]*PositivityError
}

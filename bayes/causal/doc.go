// Package causal says what data in which nobody was assigned a treatment tell
// about its effect: whether a comparison of all with all is reversed within
// strata, what adjusting for the strata gives, how sure that is, and what it
// rests on.
//
// A [Table] counts outcomes by treatment and stratum; it is a statistic, so it
// streams and shards. A [Comparison] sets one treatment against another in it:
// a two by two table in each stratum. From that come
//
//	effects         Crude, Standardised (ATE, ATT, ATC, another mix), MantelHaenszel
//	what is absent  Gaps, Trim, Bounds
//	how sure        Posterior: intervals, and the probability of each verdict
//	verdicts        reversal, outside the strata, confounded: three different things
//	why             Kitagawa: crude = rate + composition
//	what if         EValue, BoundingFactor, UnderHidden, Transport
//
// The same is done for outcomes that are numbers, in a [MeanTable], for treatments that
// are numbers too, in a [SlopeTable], and with covariates of any kind in a [Regression].
// [Banding] shows how much depends on where a column of numbers is cut, [Search] looks
// for what reverses an effect where nobody says by what to stratify, and [Recipe] makes
// tables in which that is known.
//
// Adjustment answers a causal question only where the strata are what confounds
// treatment and outcome, and nothing that the treatment itself changes. No table
// can tell; a [Graph] of what causes what can: by which sets to adjust, by which not
// and why, or by what other way an effect is identified. A [Network] is a graph with
// numbers, and answers a [Query] such as P(y | do(x), z).
package causal

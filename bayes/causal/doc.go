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
//	what if         EValue, BoundingFactor, Transport
//
// Adjustment answers a causal question only where the strata are what confounds
// treatment and outcome, and nothing that the treatment itself changes. No table
// can tell; a graph of what causes what can.
package causal

// Package factor weighs the textbook hypotheses by default Bayes factors: a mean
// or two, a correlation, a proportion, a contingency table, a regression, a
// one-way analysis of variance. Each compares a point null with an alternative
// whose prior is a published default that needs one scale and no elicitation:
//
//	TTest           δ ~ Cauchy(0, r), the JZS prior of Rouder et al. (2009)
//	Correlation     ρ ~ stretched beta of Ly, Verhagen and Wagenmakers (2016)
//	Proportion      log odds ~ logistic; or a beta on the proportion itself
//	Table           Gunel and Dickey (1974), for five sampling plans
//	Regression      Zellner and Siow's g-prior mixture, Liang et al. (2008)
//	ANOVA           effects ~ Cauchy(0, r), Rouder et al. (2012), one fixed factor
//
// A factor is a [Value]: its logarithm and how far off that may be. Everything is
// computed as a logarithm by adaptive quadrature, so that t = 50 with a million
// observations is as ordinary as t = 2 with ten. The default scales are those of
// the R package BayesFactor, and so are the results.
//
// The first three have one parameter and share the type [Test], which also knows
// one-sided alternatives, interval nulls and the posterior. [Sequence] follows a
// factor observation by observation. Several factors at once, and random ones,
// are left out: their integrals have as many dimensions as there are factors.
package factor

// Package bayes turns priors and data into posteriors, exactly, together with
// the evidence p(data): the probability of the data with the parameters
// integrated out, which is what weighs models.
//
// Two ideas carry it. A sufficient statistic is the likelihood function itself,
// and merging two statistics adds their log-likelihoods. A conjugate prior is
// something a statistic acts on: p.Update(a).Update(b) is p.Update(a.Merge(b)),
// so the posterior is the next prior and a batch, a stream and a set of shards
// all end at the same place.
//
// # Which type do I need?
//
//	you observe                                 statistic                     prior
//	yes or no: Bernoulli(1, 0); k of n          Bernoulli, Binomial           Beta
//	tries until the first, the r-th success     Geometric, NegativeBinomial   Beta
//	one of k labels; counts of k labels         Categorical, Multinomial      Dirichlet
//	events in an exposure                       Poisson                       Gamma
//	times until an event, perhaps censored      Exponential, Censored         Gamma
//	positive numbers, gamma or inverse gamma
//	of known shape                              GammaOf, InverseGammaOf       Gamma
//	numbers above a minimum, Pareto             ParetoOf                      Gamma
//	lifetimes, Weibull of known shape           WeibullOf                     InverseGamma
//	numbers from 0 to an unknown end, uniform   UniformOf                     Pareto
//	positive numbers whose logs are normal      Lognormal                     NormalInverseGamma
//	measurements of known precision             Measurement                   Normal
//	measurements of known mean                  NormalOf                      InverseGamma
//	measurements of unknown precision           Reals                         NormalInverseGamma
//	measurements of a level that drifts         LocalLevel.Row                LocalLevel
//	several columns at once                     Vector, Vectors               NormalInverseWishart
//	the same, their covariance known            Scatter.WithCovariance        MultivariateNormal
//	a number and its predictors                 Response, Rows                LinearNormalInverseGamma
//	the same, the noise known                   NoisyResponse, Rows           LinearNormal
//	angles, directions                          VonMisesOf                    VonMises
//	whatever has a likelihood under each of
//	finitely many named hypotheses              LogLiks                       Hypotheses
//	any of the above at values that are fixed   any                           Points
//	any of the above, prior of another shape    any                           Mixture
//	what has one parameter, prior of any shape  any of one parameter          Grid
//
//	you want to                                 use
//	keep a posterior, undo, weight, forget,
//	merge, store                                Exact
//	follow a stream                             Updates, Prequential
//	weigh models                                ModelProbabilities, Factor
//	learn the family at run time                Parse, NewLearner
//
// # Scale and notation
//
// Parameters are on their natural scale: a probability, a rate, a mean with a
// variance. Gamma takes a rate, InverseGamma a scale, Normal a standard
// deviation; the fields say which. Evidence is a natural logarithm, normalised
// over the data: of a sequence under Bernoulli, of a count, coefficient
// included, under Binomial. Models are comparable where they were given the
// same data in the same form.
//
// An improper prior (Beta{0, 0}, say) updates as any other, but has no
// evidence: Proper says why, LogEvidence is NaN, and [Exact.LogEvidence] an
// error.
package bayes

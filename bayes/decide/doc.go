// Package decide says what independent posteriors of the same kind of number mean
// for a choice between them: is B's rate greater than A's, which of k is best, by
// how much, what is lost by choosing wrongly, and how many observations it takes.
//
//	P(A > B)                      Greater, LogGreater
//	P(each is the best of k)      Best
//	what choosing a costs         ExpectedLoss, E max(b − a, 0)
//	b − a, b/a, b/a − 1           Difference, Ratio, Lift: a Contrast
//	how many observations         Plan
//
// Larger is better throughout. Nothing but Plan is simulated. Where a closed form
// exists it is used (normals, gammas, betas with a small whole parameter);
// otherwise one integral over the line, by the double-exponential rule, in which
// all terms are positive: so small probabilities keep their digits too, and
// LogGreater goes where they underflow. Every distribution of package prob that is
// continuous will do, the posteriors and marginals of package bayes, mixtures, and
// what certain numbers (points) are mixed in.
//
// The accuracy is that of the distribution functions, about 1e-12, and the bounds
// returned say what was reached. Shapes below 0.05 are beyond it: there part of
// the probability lies within 1e-308 of an end, where no float64 is.
package decide

// Package probtest holds what tests of densities, families, bijectors and
// likelihoods have in common, in the spirit of testing/fstest: give it a value
// that implements an interface of package prob and it reports, as errors of
// the test, every promise of the interface that the value breaks.
//
// Three kinds of evidence are kept apart because each misses what another
// finds. Laws ([Univariate], [Bijector]) prove that the methods of one value
// agree with each other. Gradients ([Gradient], [Score], [Likelihood]) are held
// against finite differences. Neither can see an error that is common to all
// methods, a rate read as a scale, so [Golden] holds values against an outside
// implementation.
//
// Tolerances follow from the arithmetic: each check says in its comment what
// error it allows and why. Randomness is seeded, so a check that passes once
// passes always.
package probtest

// Package tabular fits networks to tables: columns of numbers and of labels on one side,
// an outcome on the other.
//
// [Fit] takes columns held in memory, standardises numbers, writes labels as ones and
// zeros, trains a network of package mlp, and returns a [Network]: a value that holds all
// that a prediction needs, and reads and writes itself as JSON.
//
//	n, err := tabular.Read(file)
//	…
//	p, err := n.Predict([]string{"3.5", "red"}) // a row's cells, in the order of n.Inputs
//	p[0].Mean(), p[0].Quantile(0.05)
//
// Outcomes that are numbers get a distribution in their own units, whatever was
// standardised within; an outcome that is a label gets the probability of each. Where
// outcomes are known, a [Scorer] says how well predictions did.
package tabular

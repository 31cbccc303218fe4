package bayes

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// ModelProbabilities returns p(model | data) for each of several models of the
// same data, from their log evidences and prior probabilities; nil priors are
// equal ones. Priors are scaled to add up to 1. The evidences must be of the
// same data in the same form: counts with counts, sequences with sequences, y
// with y and not with log y. It panics if the lengths differ.
func ModelProbabilities(logEvidence, prior []float64) []float64 {
	if prior != nil && len(prior) != len(logEvidence) {
		panic(fmt.Sprintf("bayes: ModelProbabilities: %d priors for %d models", len(prior), len(logEvidence)))
	}
	joint := make([]float64, len(logEvidence))
	for i, le := range logEvidence {
		joint[i] = le
		if prior != nil {
			joint[i] += math.Log(prior[i])
		}
	}
	logEvidenceAll := prob.LogSumExp(joint)
	for i := range joint {
		joint[i] = math.Exp(joint[i] - logEvidenceAll)
	}
	return joint
}

// A BayesFactor is the natural logarithm of p(data | one model) / p(data |
// another): by how much the data shift the odds between the two.
type BayesFactor float64

// Factor returns the Bayes factor of the first model against the second, and
// NaN where neither can have led to the data.
func Factor(logEvidence, against float64) BayesFactor {
	return BayesFactor(logEvidence - against)
}

// String returns "BF 17.3 (ln 2.85)"; far from 1 the factor is a power of ten.
func (f BayesFactor) String() string {
	switch v := float64(f); {
	case math.IsNaN(v):
		return "BF undefined"
	case math.IsInf(v, 0):
		return fmt.Sprintf("BF %v (ln %v)", math.Exp(v), v)
	case math.Abs(v) > 690: // beyond what a float64 can hold
		power := math.Floor(v / math.Ln10)
		return fmt.Sprintf("BF %.3ge%+03.0f (ln %.2f)", math.Exp(v-power*math.Ln10), power, v)
	default:
		return fmt.Sprintf("BF %.3g (ln %.2f)", math.Exp(v), v)
	}
}

// A Threshold is a bound on a Bayes factor at which to stop.
type Threshold struct {
	Log   float64 // the natural logarithm of the bound
	Below bool    // stop when the factor has fallen to it, rather than risen
}

// Crossed reports whether f is beyond the bound; never where f is undefined.
func (t Threshold) Crossed(f BayesFactor) bool {
	if t.Below {
		return float64(f) < t.Log
	}
	return float64(f) > t.Log
}

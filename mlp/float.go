package mlp

// A Float is the type of numbers that a network computes in. Likelihoods are always
// evaluated in float64.
type Float interface{ float32 | float64 }

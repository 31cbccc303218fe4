//go:build race

package mlp

// raced: under the race detector a sync.Pool forgets at random.
const raced = true

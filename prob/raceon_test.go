//go:build race

package prob_test

// raceOn says that the race detector is on, under which sync.Pool forgets at random.
const raceOn = true

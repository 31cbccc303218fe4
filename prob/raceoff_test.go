//go:build !race

package prob_test

const raceOn = false

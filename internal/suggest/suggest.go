// Package suggest finds what somebody who mistyped a name probably meant.
package suggest

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate closest to name, and false if none is close: at
// most a third of the letters, and one at least, may be inserted, removed,
// replaced or swapped with a neighbour, but not all: b is no slip for a. Letter
// case does not count.
func Nearest(name string, candidates []string) (string, bool) {
	best, limit := "", 1+len(name)/3
	for _, c := range candidates {
		d := distance(strings.ToLower(name), strings.ToLower(c), limit)
		if d >= max(utf8.RuneCountInString(name), utf8.RuneCountInString(c)) {
			continue
		}
		if d < limit || d == limit && best == "" {
			best, limit = c, d
		}
	}
	return best, best != ""
}

// distance returns the optimal string alignment distance of a and b, in
// letters, or something greater than limit if it is greater than limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			differ := 1
			if x[i-1] == y[j-1] {
				differ = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differ)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

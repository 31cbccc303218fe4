package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// A levelCheck watches for the label that --column C=LABEL calls success. One
// that never occurs is a success rate of nothing, which is what a misspelling
// looks like as well.
type levelCheck struct {
	column string
	label  []byte
	found  bool
	others []string // some of the labels there are
}

const mostOthers = 12

// see takes one cell, and reports whether it is a success.
func (c *levelCheck) see(cell []byte) bool {
	if bytes.Equal(cell, c.label) {
		c.found = true
		return true
	}
	if !c.found && len(c.others) < mostOthers && !slices.ContainsFunc(c.others, func(o string) bool { return o == string(cell) }) {
		c.others = append(c.others, string(cell))
	}
	return false
}

// verdict returns an error if the label never occurred but one like it did, and
// writes a warning if none like it did either.
func (c *levelCheck) verdict(e *env) error {
	if c == nil || c.found || len(c.others) == 0 {
		return nil
	}
	if near, ok := suggest.Nearest(string(c.label), c.others); ok {
		return fmt.Errorf("column %q: no value is %q: did you mean %q?", c.column, c.label, near)
	}
	quoted := make([]string, len(c.others))
	for i, o := range c.others {
		quoted[i] = fmt.Sprintf("%q", o)
	}
	fmt.Fprintf(e.stderr, "bayes: warning: column %q: no value is %q, so there is no success; there are %s\n", c.column, c.label, strings.Join(quoted, ", "))
	return nil
}

package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// data returns the column as the library takes it.
func (c *simpsonColumn) data() causal.Column {
	if c.x != nil {
		return causal.Column{Name: c.name, Values: c.x}
	}
	d := causal.Column{Name: c.name, Codes: c.codes, Levels: c.levels}
	if c.numeric() {
		d.Numbers = c.values
	}
	return d
}

// asTreatment returns the treatment as what is compared: two levels, all else missing; or
// a dose.
func (k *simpsonCase) asTreatment() causal.Column {
	c := k.treatment.column
	if k.arms == nil {
		return c.data()
	}
	codes := make([]int32, len(c.codes))
	for i, code := range c.codes {
		switch k.arms.of[code] {
		case isTreated:
			codes[i] = 1
		case isOther:
			codes[i] = absent
		}
	}
	return causal.Column{Name: c.name, Codes: codes, Levels: []string{k.arms.control, k.arms.treated}}
}

// asOutcome returns the outcome as the event or not; or a number.
func (k *simpsonCase) asOutcome() causal.Column {
	c := k.outcome.column
	if k.event == "" {
		return c.data()
	}
	codes := make([]int32, len(c.codes))
	for i, code := range c.codes {
		if k.isEvent[code] {
			codes[i] = 1
		}
	}
	return causal.Column{Name: c.name, Codes: codes, Levels: []string{neither, k.event}}
}

// identifies reports whether every row has a value of its own there: a name, or whole
// numbers one after the other. Such a column groups nothing.
func (c *simpsonColumn) identifies() bool {
	const few = 10
	if c.x != nil || c.seen != len(c.levels) || c.seen < few {
		return false
	}
	if !c.numeric() {
		return true
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range c.values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	return allWhole(c.values) && high-low < 2*float64(c.seen)
}

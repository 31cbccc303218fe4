package main

import (
	"strings"
	"unicode/utf8"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// outcomeName names the outcome as sentences do: admit=admitted, or a column of numbers.
func (k *simpsonCase) outcomeName() string {
	if k.event == "" {
		return k.outcome.column.name
	}
	return k.outcome.column.name + "=" + k.event
}

// byName names what is stratified by.
func (k *simpsonCase) byName() string {
	names := make([]string, len(k.by))
	for i, p := range k.by {
		names[i] = p.column.name
	}
	return strings.Join(names, " and ")
}

// armName names a treatment as sentences do: gender=male.
func (k *simpsonCase) armName(level string) string {
	if level == k.arms.control && k.arms.rest {
		return level
	}
	return k.treatment.column.name + "=" + level
}

// shortEvent and shortArm are levels that speak for themselves, or else with their
// columns.
func (k *simpsonCase) shortEvent() string {
	if speaks(k.event) {
		return k.event
	}
	return k.outcomeName()
}

func (k *simpsonCase) shortArm(level string) string {
	if speaks(level) {
		return level
	}
	return k.armName(level)
}

// speaks reports whether a level says what it is without the name of its column.
func speaks(level string) bool {
	switch strings.ToLower(level) {
	case "true", "false", "yes", "no":
		return false
	}
	_, err := rows.ParseFloat([]byte(level))
	return err != nil && utf8.RuneCountInString(level) > 1
}

// under names a proportion or a mean under a treatment, as heads of columns do.
func (r *simpsonFindings) under(level string) string {
	if r.kind == proportions {
		return "P(" + r.shortEvent() + " | " + r.shortArm(level) + ")"
	}
	return "mean, " + r.shortArm(level)
}

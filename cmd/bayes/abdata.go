package main

import (
	"fmt"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A groupValue is an item of --data: A=120/2400 or A=1.7.
type groupValue struct{ text, group, value, of string }

// readGroups reads "A=120/2400,B=150/2380".
func readGroups(list string) (all []groupValue, err error) {
	for i, item := range strings.Split(list, ",") {
		v := groupValue{text: strings.TrimSpace(item)}
		at := strings.LastIndexByte(v.text, '=')
		if at <= 0 {
			return nil, usagef("--data item %d: %q has no group: write A=120/2400", i+1, v.text)
		}
		v.group = strings.TrimSpace(v.text[:at])
		v.value, v.of, _ = strings.Cut(v.text[at+1:], "/")
		if v.group == "" || v.value == "" {
			return nil, usagef("--data item %d: %q: write A=120/2400", i+1, v.text)
		}
		all = append(all, v)
	}
	return all, nil
}

// takeGroups feeds the items of --data to the groups.
func (u *updater) takeGroups(items []groupValue) error {
	for i, v := range items {
		o, err := v.observation(u.template.Likelihood())
		if err == nil {
			g, ok := u.groups[v.group]
			if !ok {
				if g, err = u.newGroup(v.group); err != nil {
					return err
				}
			}
			err = g.now.Observe(o, 1)
		}
		if err != nil {
			return fmt.Errorf("--data item %d: %s: %w", i+1, v.text, err)
		}
	}
	return nil
}

// observation reads an item in the terms of the likelihood: K/N is successes of
// trials, or events in an exposure.
func (v groupValue) observation(lik bayes.Likelihood) (o bayes.Observation, err error) {
	o.Exposure = 1
	if o.Y, err = rows.ParseFloat([]byte(v.value)); err != nil {
		return o, fmt.Errorf("%q is not a number", v.value)
	}
	of := 1.0
	if v.of != "" {
		if of, err = rows.ParseFloat([]byte(v.of)); err != nil {
			return o, fmt.Errorf("%q is not a number", v.of)
		}
	}
	switch lik.Outcome() {
	case bayes.OfTrials:
		if v.of == "" {
			return o, fmt.Errorf("how many trials? write %s=%s/N", v.group, v.value)
		}
		o.Trials = of
	case bayes.Count:
		if v.of != "" && lik.Family != "poisson" {
			return o, fmt.Errorf("a %s likelihood takes no exposure", lik.Family)
		}
		o.Exposure = of
	case bayes.Label, bayes.Counts:
		return o, fmt.Errorf("%s data have no one number to compare", lik.Family)
	default:
		if v.of != "" {
			return o, fmt.Errorf("a %s likelihood takes plain values, not %s/%s", lik.Family, v.value, v.of)
		}
	}
	return o, nil
}

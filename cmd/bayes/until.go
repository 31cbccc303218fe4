package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// until is the rule of --until, with the model that the prior is weighed
// against.
type until struct {
	text      string // "" asks for the factor of all rows, and no bound
	threshold bayes.Threshold
	rival     *bayes.Learner
	spec      string            // of it, as it was given
	factor    bayes.BayesFactor // as it stands
	crossed   bool
}

// name returns what the rival is called.
func (u *until) name(digits int) string {
	if _, ok := u.rival.Likelihood().Linear(); ok {
		return u.spec
	}
	return specText(u.rival.Prior(), digits)
}

// parseUntil reads "bf > 10", "bf < 0.1" or "log_bf > 3". bf10 is bf, the factor
// of the prior against the rival, and bf01 its inverse.
func parseUntil(rule string) (bayes.Threshold, error) {
	const want = "--until %s: want 'bf > 10', 'bf < 0.1' or 'log_bf > 3'"
	var t bayes.Threshold
	i := strings.IndexAny(rule, "<>")
	if i < 0 {
		return t, usagef(want, rule)
	}
	name, value := strings.ToLower(strings.TrimSpace(rule[:i])), strings.TrimSpace(strings.TrimPrefix(rule[i+1:], "="))
	bound, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(bound) {
		return t, usagef(want, rule)
	}
	t.Below = rule[i] == '<'
	isLog := strings.HasPrefix(name, "log_") || strings.HasPrefix(name, "ln_")
	if _, base, found := strings.Cut(name, "_"); found && isLog {
		name = base
	}
	if !isLog {
		if !(bound > 0) {
			return t, usagef("--until %s: a Bayes factor is above 0", rule)
		}
		bound = math.Log(bound)
	}
	switch name {
	case "bf", "bf10":
	case "bf01":
		bound, t.Below = -bound, !t.Below
	default:
		return t, usagef(want, rule)
	}
	t.Log = bound
	return t, nil
}

// reached weighs the data of g so far and reports whether the bound is crossed.
func (u *until) reached(g *group) (bool, error) {
	if u.text == "" {
		return false, nil
	}
	if err := u.weigh(g); err != nil {
		return false, err
	}
	u.crossed = u.threshold.Crossed(u.factor)
	return u.crossed, nil
}

// weigh computes the Bayes factor of g's prior against the rival.
func (u *until) weigh(g *group) error {
	if g.trail != nil { // the block in progress counts too
		return u.weighPath(g)
	}
	e, err := g.logEvidence()
	if err != nil {
		return err
	}
	return u.against(e.Value)
}

func (u *until) weighPath(g *group) error {
	sum := 0.0
	if k := len(g.trail.steps); k > 0 {
		sum = g.trail.steps[k-1].logEvidence
	}
	e, err := g.trail.block.LogEvidenceAfter(g.trail.all)
	if err != nil {
		return err
	}
	return u.against(sum + e.Value)
}

func (u *until) against(logEvidence float64) error {
	r, err := u.rival.LogEvidence()
	if err != nil {
		return err
	}
	u.factor = bayes.Factor(logEvidence, r.Value)
	return nil
}

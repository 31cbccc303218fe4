package main

import (
	"fmt"
	"slices"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// The two things that are compared, and what is neither.
const (
	isTreated = iota
	isControl
	isOther
)

// arms says which levels of a treatment are compared.
type arms struct {
	treated, control string
	of               []int // by level: isTreated, isControl or isOther
	rest             bool  // control is all that is not treated, of several levels
	others           bool  // some are neither
}

// A simpsonCase is the question that a file and the command line ask: how an outcome
// goes with a treatment, within strata.
type simpsonCase struct {
	*simpsonSpec
	frame   *simpsonFrame
	arms    *arms    // nil: the treatment is a dose
	event   string   // "" if the outcome is a number to average
	isEvent []bool   // by level of the outcome
	chosen  []string // what was settled although nobody named it
	strata  *simpsonStrata
	most    int // numbers that are groups; columns of more are cut into bands
}

// newSimpsonCase settles what kind of columns they are.
func newSimpsonCase(s *simpsonSpec, f *simpsonFrame) (*simpsonCase, error) {
	k := &simpsonCase{simpsonSpec: s, frame: f, most: mostGroups}
	if err := k.settleTreatment(); err != nil {
		return nil, err
	}
	if err := k.settleOutcome(); err != nil {
		return nil, err
	}
	k.strata = newSimpsonStrata(f, s.by, k.most, bandsOf)
	return k, nil
}

// settleTreatment finds the levels that are compared.
func (k *simpsonCase) settleTreatment() error {
	p, c, file := k.treatment, k.treatment.column, k.frame.file
	if c.x != nil || c.numeric() && len(c.levels) > 2 && p.level == "" && k.baseline == "" {
		if p.level != "" || k.baseline != "" {
			_, err := p.group(file, p.level+k.baseline)
			return err
		}
		return nil // a dose
	}
	if len(c.levels) < 2 {
		return &rows.Error{File: file, Column: c.name, Msg: fmt.Sprintf("every value is %s", rows.Quote(c.levels[0])), Mend: "a treatment takes two levels or more"}
	}
	a := &arms{of: make([]int, len(c.levels))}
	control := int32(-1)
	var err error
	if k.baseline != "" {
		if control, err = p.group(file, k.baseline); err != nil {
			return err
		}
	}
	var treated int32
	if p.level != "" {
		if treated, err = p.group(file, p.level); err != nil {
			return err
		}
		if treated == control {
			return fmt.Errorf("--baseline %s is the treatment itself: want another level", k.baseline)
		}
	} else {
		left := slices.Clone(c.levels)
		if control >= 0 {
			left = slices.Delete(left, int(control), int(control)+1)
		}
		treated = int32(slices.Index(c.levels, left[byDefault(left)]))
		k.chosen = append(k.chosen, fmt.Sprintf("%s is taken as the treated: --treatment %s=LEVEL names another", rows.Quote(c.levels[treated]), c.name))
	}
	a.treated = c.levels[treated]
	for i, l := range c.levels {
		switch at := int32(i); {
		case at == treated:
			a.of[i] = isTreated
		case control < 0 || at == control:
			a.of[i], a.control = isControl, l
		default:
			a.of[i], a.others = isOther, true
		}
	}
	if control < 0 && len(c.levels) > 2 {
		a.control, a.rest = "all others", true
		k.chosen = append(k.chosen, fmt.Sprintf("%s is compared with all %d others: --baseline names one", rows.Quote(a.treated), len(c.levels)-1))
	}
	if a.others {
		k.chosen = append(k.chosen, fmt.Sprintf("of %d treatments two are compared; the others count in the mix of strata alone", len(c.levels)))
	}
	k.arms = a
	return nil
}

// settleOutcome finds the level that is counted.
func (k *simpsonCase) settleOutcome() error {
	p, c, file := k.outcome, k.outcome.column, k.frame.file
	if c.x != nil && p.level != "" {
		_, err := p.group(file, p.level)
		return err
	}
	if c.x != nil || c.numeric() && len(c.levels) > 2 && p.level == "" {
		return nil // a number
	}
	if len(c.levels) < 2 {
		return &rows.Error{File: file, Column: c.name, Msg: fmt.Sprintf("every value is %s", rows.Quote(c.levels[0])), Mend: "an outcome that is the same for all has nothing to explain"}
	}
	event, err := int32(0), error(nil)
	switch {
	case p.level != "":
		if event, err = p.group(file, p.level); err != nil {
			return err
		}
	case len(c.levels) > 2 && slices.ContainsFunc(c.levels, func(l string) bool { return rows.DecimalComma([]byte(l)) }):
		return &rows.Error{File: file, Column: c.name, Msg: "holds " + someLevels(c.levels), Mend: "write the decimal point as a point"}
	case len(c.levels) > 2:
		return &rows.Error{File: file, Column: c.name, Msg: "holds " + someLevels(c.levels), Mend: fmt.Sprintf("say which is the event: --outcome %s=LEVEL", c.name)}
	default:
		event = byDefault(c.levels)
		k.chosen = append(k.chosen, fmt.Sprintf("%s is taken as the event: --outcome %s=LEVEL names another", rows.Quote(c.levels[event]), c.name))
	}
	k.event = c.levels[event]
	k.isEvent = make([]bool, len(c.levels))
	k.isEvent[event] = true
	return nil
}

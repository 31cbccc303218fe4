package causal

import "fmt"

// prepare works out what there is to try.
func (r *searchRun) prepare() error {
	for column := range r.data.Columns {
		r.surveys = append(r.surveys, r.data.survey(column))
	}
	treatments, err := r.inRole(r.Treatment, "treatment")
	if err != nil {
		return err
	}
	outcomes, err := r.inRole(r.Outcome, "outcome")
	if err != nil {
		return err
	}
	for column, c := range r.data.Columns {
		if c.Name == r.Treatment || c.Name == r.Outcome {
			continue
		}
		g, err := r.grouping(r.data, column, r.surveys[column])
		if err != nil {
			r.found.Skipped = append(r.found.Skipped, Skipped{c.Name, err.Error()})
			continue
		}
		r.groupings = append(r.groupings, g)
	}
	for _, t := range treatments {
		for _, y := range outcomes {
			if t.column != y.column {
				r.plan(t, y)
			}
		}
	}
	if len(r.questions) == 0 {
		return fmt.Errorf("searching: no column can be a treatment and another its outcome: it takes two levels, or numbers")
	}
	return nil
}

// plan adds a question. If neither side is named, each pair of columns is there twice:
// two of two levels are one question to be answered both ways, two of numbers have the
// same signs both ways, and of two levels and numbers the levels are the treatment.
func (r *searchRun) plan(t, y role) {
	p := questionPlan{treatment: t, outcome: y}
	if r.Treatment == "" && r.Outcome == "" {
		switch {
		case t.binary() == y.binary() && t.column > y.column, !t.binary() && y.binary():
			return
		case t.binary() && y.binary():
			p.swapped = true
		}
	}
	r.questions = append(r.questions, p)
}

// inRole returns the column that is named, or all that can be in its role.
func (r *searchRun) inRole(name, what string) ([]role, error) {
	if name != "" {
		column, err := r.data.find(name)
		if err != nil {
			return nil, fmt.Errorf("searching: the %s: %w", what, err)
		}
		one, zero, rest := r.Treated, r.Control, false
		if what == "outcome" {
			one, zero, rest = r.Event, "", r.Event != ""
		}
		got, err := r.data.role(column, r.surveys[column], one, zero, rest)
		if err != nil {
			return nil, fmt.Errorf("searching: the %s %q: %w", what, name, err)
		}
		return []role{got}, nil
	}
	var roles []role
	for column := range r.data.Columns {
		if got, err := r.data.role(column, r.surveys[column], "", "", false); err == nil && !r.surveys[column].identifies(r.data.Columns[column]) {
			roles = append(roles, got)
		}
	}
	return roles, nil
}

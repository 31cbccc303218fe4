package causal

// report fills in the candidates, those in order.
func (r *searchRun) report(order []int) {
	alone := map[[2]int32]bool{} // question (swapped: below 0) and grouping
	key := func(t trial, g int32) [2]int32 {
		q := int32(t.question)
		if t.swapped {
			q = -q - 1
		}
		return [2]int32{q, g}
	}
	for _, at := range order {
		if t := r.trials[at]; t.claimed && t.by[1] < 0 {
			alone[key(t, t.by[0])] = true
		}
	}
	name := func(g int32) string { return r.data.Columns[r.groupings[g].column].Name }
	for _, at := range order {
		t := r.trials[at]
		c := r.candidate(t)
		for _, g := range t.by {
			if g < 0 {
				continue
			}
			c.By = append(c.By, name(g))
			if t.by[1] >= 0 && c.Within == "" && alone[key(t, g)] {
				c.Within = name(g)
			}
		}
		if c.Within != "" && c.Claimed {
			c.Claimed = false
			r.found.Claimed--
		}
		r.found.Candidates = append(r.found.Candidates, c)
	}
}

// candidate returns what a trial says, in the units of the columns.
func (r *searchRun) candidate(t trial) Candidate {
	plan := r.questions[t.question]
	x, y := plan.treatment, plan.outcome
	if t.swapped {
		x, y = y, x
	}
	unit := 1.0
	if !y.binary() {
		unit = y.unit
	}
	c := Candidate{
		Treatment: r.data.Columns[x.column].Name, Outcome: r.data.Columns[y.column].Name,
		Treated: x.names[1], Control: x.names[0], Event: y.names[1],
		Strata: t.strata, Rows: t.rows, Kept: t.rows / t.all,
		Reversal: Chance{1 - t.chance.Probability, t.chance.StdErr},
		Screened: t.drawn == 0 && !t.exact,
		Claimed:  t.claimed,
	}
	if !x.binary() {
		unit /= x.unit
	}
	c.Crude, c.Adjusted = t.crude*unit, t.adjusted*unit
	if t.sign == 0 {
		c.Reversal = Chance{nan, nan}
	}
	return c
}

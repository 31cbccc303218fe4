package causal

import (
	"fmt"
	"math"
)

// A design is what a [Regression] regresses on.
type design struct {
	treatment, outcome role // numbers as they are in the data
	covariates         []Column
	predictors         []predictor
	complete           []bool  // by row: nothing is missing
	missing            float64 // rows in which something is
	counts             func(i int) float64
}

// A predictor is a column of the design: a number, or 1 for one level and 0 for others;
// or, if times, the treatment times what that exceeds its mean, first + mean, by.
type predictor struct {
	name        string
	c           Column
	level       int32 // −1: the number itself
	times       bool
	first, mean float64
}

// at returns the predictor in a row, NaN if missing.
func (p predictor) at(i int) float64 {
	switch {
	case p.level < 0:
		return p.c.number(i)
	case p.c.Codes[i] < 0:
		return nan
	case p.c.Codes[i] == p.level:
		return 1
	}
	return 0
}

// raw returns a column as numbers as they are.
func (d Data) raw(column int) role {
	c := d.Columns[column]
	r := role{column: column, numbers: make([]float64, c.Len()), unit: 1}
	for i := range r.numbers {
		r.numbers[i] = c.number(i)
	}
	return r
}

// treatmentOf returns a column as treatment: as numbers, or 0 and 1 of two levels.
func (d Data) treatmentOf(name, treated, control string) (role, error) {
	column, err := d.find(name)
	if err != nil {
		return role{}, fmt.Errorf("the treatment: %w", err)
	}
	r, err := d.role(column, d.survey(column), treated, control, false)
	switch {
	case err != nil:
		return r, fmt.Errorf("the treatment %q: %w", name, err)
	case r.binary():
		return r.asNumbers(), nil
	}
	return d.raw(column), nil
}

// outcomeOf returns a column as outcome: as numbers, or 1 for the event and 0 else.
func (d Data) outcomeOf(name, event string) (role, error) {
	column, err := d.find(name)
	if err != nil {
		return role{}, fmt.Errorf("the outcome: %w", err)
	}
	if d.Columns[column].Numeric() && event == "" {
		return d.raw(column), nil
	}
	r, err := d.role(column, d.survey(column), event, "", event != "")
	if err != nil {
		return r, fmt.Errorf("the outcome %q: %w", name, err)
	}
	return r.asNumbers(), nil
}

// design lays out the regression.
func (g Regression) design(data Data) (*design, error) {
	d := &design{counts: data.times}
	var err error
	if d.treatment, err = data.treatmentOf(g.Treatment, g.Treated, g.Control); err != nil {
		return nil, err
	}
	if d.outcome, err = data.outcomeOf(g.Outcome, g.Event); err != nil {
		return nil, err
	}
	for _, name := range g.Covariates {
		column, err := data.find(name)
		if err != nil {
			return nil, fmt.Errorf("a covariate: %w", err)
		}
		if name == g.Treatment || name == g.Outcome {
			return nil, fmt.Errorf("%q is a covariate too", name)
		}
		d.covariates = append(d.covariates, data.Columns[column])
	}
	d.findComplete()
	for _, c := range d.covariates {
		d.expand(c)
	}
	if g.Varying {
		if d.treatment.names[1] == "" && g.Target != Everyone {
			return nil, fmt.Errorf("a treatment of numbers has no %s", g.Target.Population())
		}
		d.vary(g.Target)
	}
	return d, nil
}

// findComplete notes in which rows nothing is missing.
func (d *design) findComplete() {
	d.complete = make([]bool, len(d.treatment.numbers))
rows:
	for i := range d.complete {
		if d.counts(i) == 0 {
			continue
		}
		if !isComplete(d.treatment.numbers[i], d.outcome.numbers[i]) {
			d.missing += d.counts(i)
			continue
		}
		for _, c := range d.covariates {
			if c.Numeric() && math.IsNaN(c.number(i)) || !c.Numeric() && c.Codes[i] < 0 {
				d.missing += d.counts(i)
				continue rows
			}
		}
		d.complete[i] = true
	}
}

// expand adds the predictors of a column: one for each level that is there but the
// first in the order of [Levels.Order].
func (d *design) expand(c Column) {
	if c.Numeric() {
		d.predictors = append(d.predictors, predictor{name: c.Name, c: c, level: -1})
		return
	}
	seen := make([]bool, len(c.Levels))
	for i, ok := range d.complete {
		if ok {
			seen[c.Codes[i]] = true
		}
	}
	var levels Levels
	var codes []int32
	for code, ok := range seen {
		if ok {
			levels.Code(c.Levels[code])
			codes = append(codes, int32(code))
		}
	}
	for k, i := range levels.Order() {
		if k > 0 {
			d.predictors = append(d.predictors, predictor{name: c.Name + "=" + levels.Name(i), c: c, level: codes[i]})
		}
	}
}

// vary adds the products with the treatment, about the means of the target: so the
// coefficient of the treatment is the average effect there.
func (d *design) vary(target Target) {
	for _, p := range d.predictors {
		p.times, p.name = true, p.name+"·treatment"
		var sum, n float64
		p.first = nan
		for i, ok := range d.complete {
			if !ok || target == Treated && d.treatment.numbers[i] != 1 || target == Untreated && d.treatment.numbers[i] != 0 {
				continue
			}
			if p.first != p.first {
				p.first = p.at(i)
			}
			sum, n = sum+d.counts(i)*(p.at(i)-p.first), n+d.counts(i)
		}
		p.mean = sum / n
		d.predictors = append(d.predictors, p)
	}
}

// alone returns the share of rows with a covariate beyond what the other treatment has.
func (d *design) alone() float64 {
	if d.treatment.names[1] == "" {
		return nan
	}
	alone := make([]bool, len(d.complete))
	for _, c := range d.covariates {
		d.markAlone(c, alone)
	}
	var out, all float64
	for i, ok := range d.complete {
		if ok {
			all += d.counts(i)
			if alone[i] {
				out += d.counts(i)
			}
		}
	}
	return out / all
}

func (d *design) markAlone(c Column, alone []bool) {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	seen := [2][]bool{make([]bool, len(c.Levels)), make([]bool, len(c.Levels))}
	for i, ok := range d.complete {
		if !ok {
			continue
		}
		arm := int(d.treatment.numbers[i])
		if c.Numeric() {
			low[arm], high[arm] = min(low[arm], c.number(i)), max(high[arm], c.number(i))
		} else {
			seen[arm][c.Codes[i]] = true
		}
	}
	for i, ok := range d.complete {
		if !ok {
			continue
		}
		other := 1 - int(d.treatment.numbers[i])
		if c.Numeric() {
			x := c.number(i)
			alone[i] = alone[i] || x < low[other] || x > high[other]
		} else {
			alone[i] = alone[i] || !seen[other][c.Codes[i]]
		}
	}
}

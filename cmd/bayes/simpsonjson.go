package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// The JSON of bayes simpson. What is undefined is null.
type simpsonJSON struct {
	Treatment     treatmentJSON      `json:"treatment"`
	Outcome       outcomeJSON        `json:"outcome"`
	By            []string           `json:"by"`
	N             number             `json:"n"`
	Skipped       int64              `json:"skipped"`
	Level         float64            `json:"level"`
	Sentence      string             `json:"sentence"`
	Estimates     object             `json:"estimates"`
	Intervals     object             `json:"intervals"`
	PReversal     number             `json:"p_reversal"`
	PAllOpposite  number             `json:"p_all_opposite"`
	Verdicts      []verdictJSON      `json:"verdicts"`
	Strata        []object           `json:"strata"`
	Decomposition *decompositionJSON `json:"decomposition"`
	EValue        *number            `json:"e_value"`
	Banding       []object           `json:"banding,omitempty"`
	Graph         *graphJSON         `json:"graph"`
	Search        *searchJSON        `json:"search"`
	Warnings      []string           `json:"warnings"`
}

type treatmentJSON struct {
	Column  string  `json:"column"`
	Treated *string `json:"treated"` // null of a dose
	Control *string `json:"control"`
}

type outcomeJSON struct {
	Column string  `json:"column"`
	Event  *string `json:"event"` // null of a number
}

type verdictJSON struct {
	Name   string `json:"name"`
	Holds  bool   `json:"holds"`
	P      number `json:"p"`
	StdErr number `json:"std_err"`
}

type decompositionJSON struct {
	Rate        number   `json:"rate"`
	Composition number   `json:"composition"`
	Strata      []object `json:"strata,omitempty"`
}

type graphJSON struct {
	By      []string   `json:"by"`
	Valid   bool       `json:"valid"`
	Fault   string     `json:"fault,omitempty"`
	Why     string     `json:"why,omitempty"`
	Note    string     `json:"note,omitempty"`
	Minimal [][]string `json:"minimal_sets"`
	NoSet   string     `json:"no_set,omitempty"`
}

func (r *simpsonFindings) json() simpsonJSON {
	doc := simpsonJSON{
		Treatment: treatmentJSON{Column: r.treatment.column.name}, Outcome: outcomeJSON{Column: r.outcome.column.name},
		By: []string{}, N: number(r.n), Skipped: r.frame.skipped, Level: r.level, Sentence: r.sentence(),
		PReversal: number(r.verdicts.Reversal.Probability), PAllOpposite: number(r.verdicts.Every.Probability),
		Verdicts: []verdictJSON{}, Strata: []object{}, Warnings: []string{},
	}
	if r.arms != nil {
		doc.Treatment.Treated, doc.Treatment.Control = &r.arms.treated, &r.arms.control
	}
	if r.event != "" {
		doc.Outcome.Event = &r.event
	}
	for _, p := range r.by {
		doc.By = append(doc.By, p.column.name)
	}
	for _, e := range r.estimates {
		doc.Estimates = append(doc.Estimates, member{e.name, number(e.value)})
		if e.name == "crude_or" {
			doc.Estimates = append(doc.Estimates, member{"strata_signs", r.signs()})
		}
		if e.hasInterval {
			doc.Intervals = append(doc.Intervals, member{e.name, [2]number{number(e.low), number(e.high)}})
		}
	}
	if len(r.by) > 0 {
		for _, v := range r.namedVerdicts() {
			doc.Verdicts = append(doc.Verdicts, verdictJSON{v.name, v.verdict.Holds, number(v.verdict.Probability), number(v.verdict.StdErr)})
		}
	} else {
		doc.PReversal, doc.PAllOpposite = number(math.NaN()), number(math.NaN())
	}
	for _, s := range r.strata {
		doc.Strata = append(doc.Strata, r.stratumJSON(s))
	}
	if r.hasSplit {
		doc.Decomposition = &decompositionJSON{Rate: number(r.split.Rate), Composition: number(r.split.Composition)}
		for z, c := range r.split.Strata {
			doc.Decomposition.Strata = append(doc.Decomposition.Strata, object{{"by", r.levelsOf(r.strata[z])},
				{"rate", number(c.Rate)}, {"composition", number(c.Composition)}})
		}
	}
	if r.eValue != nil {
		value := number(r.eValue[0])
		doc.EValue = &value
	}
	for _, c := range r.cuts {
		doc.Banding = append(doc.Banding, c.json())
	}
	doc.Graph = r.verdict.json()
	if r.search != nil {
		doc.Search = r.search.json()
	}
	doc.Warnings = append(append(append(doc.Warnings, r.chosen...), r.notes...), r.warnings...)
	return doc
}

func (g *graphVerdict) json() *graphJSON {
	if g == nil {
		return nil
	}
	doc := &graphJSON{By: append([]string{}, g.by...), Valid: g.judged.Valid, Fault: string(g.judged.Fault), Why: g.judged.Why,
		Note: g.judged.Note, Minimal: [][]string{}, NoSet: g.sets.Why}
	for _, set := range g.sets.Minimal {
		doc.Minimal = append(doc.Minimal, append([]string{}, set...))
	}
	return doc
}

// measures name what is compared in a stratum, and its difference.
func (r *simpsonFindings) measures() (treated, control, difference string) {
	switch r.kind {
	case proportions:
		return "p1", "p0", "rd"
	case averages:
		return "m1", "m0", "md"
	}
	return "", "", "slope"
}

func (r *simpsonFindings) stratumJSON(s simpsonStratum) object {
	pair := func(s causal.Summary) [2]number { return [2]number{number(s.Low), number(s.High)} }
	treated, control, difference := r.measures()
	o := object{{"by", r.levelsOf(s)}, {"n", number(s.n)}}
	if r.kind != slopes {
		o = append(o, member{"n1", number(s.n1)}, member{"n0", number(s.n0)}, member{treated, number(s.treated)}, member{control, number(s.control)})
	}
	o = append(o, member{difference, number(s.difference)})
	intervals := object{{difference, pair(s.interval)}}
	if r.kind == proportions {
		o = append(o, member{"rr", number(s.ratio)}, member{"or", number(s.odds)})
		intervals = append(intervals, member{"rr", pair(s.ratios[0])}, member{"or", pair(s.ratios[1])})
	}
	return append(o, member{"intervals", intervals})
}

// levelsOf is a stratum as an object of columns and levels.
func (r *simpsonFindings) levelsOf(s simpsonStratum) object {
	o := object{}
	for i, l := range s.levels {
		o = append(o, member{r.by[i].column.name, l})
	}
	return o
}

// signs are those of the strata's effects: +, -, 0, or . where there is none.
func (r *simpsonFindings) signs() string {
	b := make([]byte, len(r.strata))
	for z, s := range r.strata {
		switch d := s.difference; {
		case d > 0:
			b[z] = '+'
		case d < 0:
			b[z] = '-'
		case d == 0:
			b[z] = '0'
		default:
			b[z] = '.'
		}
	}
	return string(b)
}

// csv has a row for each number, with every digit.
func (r *simpsonFindings) csv() *table {
	t := &table{head: []string{"measure", "stratum", "value", "low", "high"}}
	for _, e := range r.estimates {
		if e.hasInterval {
			t.add(e.name, "", exact(e.value), exact(e.low), exact(e.high))
		} else {
			t.add(e.name, "", exact(e.value), "", "")
		}
	}
	if len(r.by) > 0 {
		for _, v := range r.namedVerdicts() {
			t.add("p_"+v.name, "", exact(v.verdict.Probability), "", "")
		}
	}
	treated, control, difference := r.measures()
	for _, s := range r.strata {
		if r.kind == slopes {
			t.add("n", s.name, exact(s.n), "", "")
		} else {
			t.add("n1", s.name, exact(s.n1), "", "")
			t.add("n0", s.name, exact(s.n0), "", "")
			t.add(treated, s.name, exact(s.treated), "", "")
			t.add(control, s.name, exact(s.control), "", "")
		}
		t.add(difference, s.name, exact(s.difference), exact(s.interval.Low), exact(s.interval.High))
		if r.kind == proportions {
			t.add("rr", s.name, exact(s.ratio), exact(s.ratios[0].Low), exact(s.ratios[0].High))
			t.add("or", s.name, exact(s.odds), exact(s.ratios[1].Low), exact(s.ratios[1].High))
		}
	}
	return t
}

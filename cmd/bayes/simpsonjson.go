package main

import (
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

// json is the part that all kinds of cases share.
func (k *simpsonCase) json() simpsonJSON {
	doc := simpsonJSON{
		Treatment: treatmentJSON{Column: k.treatment.column.name}, Outcome: outcomeJSON{Column: k.outcome.column.name},
		By: []string{}, Skipped: k.frame.skipped, Level: k.level, Verdicts: []verdictJSON{}, Strata: []object{}, Warnings: []string{},
	}
	if k.arms != nil {
		doc.Treatment.Treated, doc.Treatment.Control = &k.arms.treated, &k.arms.control
	}
	if k.event != "" {
		doc.Outcome.Event = &k.event
	}
	for _, p := range k.by {
		doc.By = append(doc.By, p.column.name)
	}
	if g := k.verdict; g != nil {
		doc.Graph = &graphJSON{By: append([]string{}, g.by...), Valid: g.judged.Valid, Fault: string(g.judged.Fault), Why: g.judged.Why,
			Note: g.judged.Note, Minimal: [][]string{}, NoSet: g.sets.Why}
		for _, set := range g.sets.Minimal {
			doc.Graph.Minimal = append(doc.Graph.Minimal, append([]string{}, set...))
		}
	}
	return doc
}

func (r *simpsonResult) json() simpsonJSON {
	doc := r.simpsonCase.json()
	doc.N, doc.Sentence = number(r.counted()), r.sentence()
	doc.Warnings = append(append(doc.Warnings, r.chosen...), r.warnings...)
	for _, e := range r.estimates() {
		doc.Estimates = append(doc.Estimates, member{e.name, number(e.value)})
		if e.name == "crude_or" {
			doc.Estimates = append(doc.Estimates, member{"strata_signs", r.comparison.Signs()})
		}
		if e.hasInterval {
			doc.Intervals = append(doc.Intervals, member{e.name, [2]number{number(e.low), number(e.high)}})
		}
	}
	if e, _, ok := r.eValues(); ok && len(r.by) > 0 {
		value := number(e)
		doc.EValue = &value
	}
	v := r.posterior.Verdicts
	doc.PReversal, doc.PAllOpposite = number(v.Reversal.Probability), number(v.Every.Probability)
	for _, v := range r.verdicts() {
		doc.Verdicts = append(doc.Verdicts, verdictJSON{v.name, v.verdict.Holds, number(v.verdict.Probability), number(v.verdict.StdErr)})
	}
	for z, s := range r.comparison.Strata {
		doc.Strata = append(doc.Strata, r.stratumJSON(z, s))
	}
	if r.hasSplit {
		doc.Decomposition = &decompositionJSON{Rate: number(r.split.Rate), Composition: number(r.split.Composition)}
		for z, c := range r.split.Strata {
			doc.Decomposition.Strata = append(doc.Decomposition.Strata, object{{"by", r.levelsOf(r.comparison.Strata[z])},
				{"rate", number(c.Rate)}, {"composition", number(c.Composition)}})
		}
	}
	return doc
}

func (r *simpsonResult) stratumJSON(z int, s causal.Stratum) object {
	e, p := s.Effect(), r.posterior.Strata[z]
	pair := func(s causal.Summary) [2]number { return [2]number{number(s.Low), number(s.High)} }
	return object{
		{"by", r.levelsOf(s)}, {"n", number(s.Total())}, {"n1", number(s.Treated.Total)}, {"n0", number(s.Control.Total)},
		{"p1", number(e.Treated)}, {"p0", number(e.Control)},
		{"rd", number(e.Difference())}, {"rr", number(e.Ratio())}, {"or", number(e.OddsRatio())},
		{"intervals", object{{"rd", pair(p.Difference)}, {"rr", pair(p.Ratio)}, {"or", pair(p.OddsRatio)}}},
	}
}

// levelsOf is a stratum as an object of columns and levels.
func (r *simpsonResult) levelsOf(s causal.Stratum) object {
	o := object{}
	for i, l := range s.Levels {
		o = append(o, member{r.by[i].column.name, l})
	}
	return o
}

// An estimate is one number with the name that programs know it by.
type simpsonEstimate struct {
	name        string
	value       float64
	low, high   float64
	hasInterval bool
}

// estimates are those of everyone, in a fixed order.
func (r *simpsonResult) estimates() []simpsonEstimate {
	drawn := map[string]causal.Summary{
		"crude_rd": r.posterior.Crude.Difference, "crude_rr": r.posterior.Crude.Ratio, "crude_or": r.posterior.Crude.OddsRatio,
		"ate_rd": r.posterior.Adjusted[causal.Everyone].Difference, "std_rr": r.posterior.Adjusted[causal.Everyone].Ratio,
		"att_rd": r.posterior.Adjusted[causal.Treated].Difference, "atc_rd": r.posterior.Adjusted[causal.Untreated].Difference,
	}
	for name, p := range map[string]causal.Pooled{"mh_rd": r.common.Difference, "mh_rr": r.common.Ratio, "mh_or": r.common.OddsRatio} {
		iv := p.Interval(r.level)
		drawn[name] = causal.Summary{Low: iv.Low, High: iv.High}
	}
	estimates := r.comparison.Estimates()
	if r.other != nil {
		estimates = append(estimates, causal.Estimate{Name: "other_p1", Value: r.other.Treated}, causal.Estimate{Name: "other_p0", Value: r.other.Control},
			causal.Estimate{Name: "other_rd", Value: r.other.Difference()})
		drawn["other_rd"] = r.posterior.Other.Difference
	}
	all := make([]simpsonEstimate, len(estimates))
	for i, e := range estimates {
		all[i] = simpsonEstimate{name: e.Name, value: e.Value}
		if s, ok := drawn[e.Name]; ok {
			all[i].low, all[i].high, all[i].hasInterval = s.Low, s.High, true
		}
	}
	return all
}

// csv has a row for each number, with every digit.
func (r *simpsonResult) csv() *table {
	t := &table{head: []string{"measure", "stratum", "value", "low", "high"}}
	for _, e := range r.estimates() {
		switch {
		case e.hasInterval:
			t.add(e.name, "", exact(e.value), exact(e.low), exact(e.high))
		default:
			t.add(e.name, "", exact(e.value), "", "")
		}
	}
	for _, v := range r.verdicts() {
		t.add("p_"+v.name, "", exact(v.verdict.Probability), "", "")
	}
	for z, s := range r.comparison.Strata {
		e, p := s.Effect(), r.posterior.Strata[z]
		t.add("n1", s.Name(), exact(s.Treated.Total), "", "")
		t.add("n0", s.Name(), exact(s.Control.Total), "", "")
		t.add("p1", s.Name(), exact(e.Treated), "", "")
		t.add("p0", s.Name(), exact(e.Control), "", "")
		t.add("rd", s.Name(), exact(e.Difference()), exact(p.Difference.Low), exact(p.Difference.High))
		t.add("rr", s.Name(), exact(e.Ratio()), exact(p.Ratio.Low), exact(p.Ratio.High))
		t.add("or", s.Name(), exact(e.OddsRatio()), exact(p.OddsRatio.Low), exact(p.OddsRatio.High))
	}
	return t
}

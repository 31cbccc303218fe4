package main

import "github.com/bayeskit/bayeskit/bayes/factor"

// The JSON of bayes test. What is undefined, or too large for a number, is null;
// its logarithm is not.
type testJSON struct {
	Kind        string           `json:"kind"`
	Guessed     string           `json:"guessed,omitempty"` // why this kind
	Formula     string           `json:"formula"`
	N           number           `json:"n"`
	Skipped     int64            `json:"skipped"`
	Alternative string           `json:"alternative"`
	H1          string           `json:"h1"`
	H0          string           `json:"h0"`
	BF10        number           `json:"bf10"`
	LogBF10     number           `json:"log_bf10"`
	BF01        number           `json:"bf01"`
	Error       number           `json:"error"` // of log_bf10
	Prior       object           `json:"prior"`
	Statistic   object           `json:"statistic"`
	Level       float64          `json:"level"`
	Effects     []effectJSON     `json:"effects"`
	Models      []testModelJSON  `json:"models,omitempty"`
	Inclusion   object           `json:"inclusion,omitempty"`
	Robustness  []scaledJSON     `json:"robustness"`
	Sequential  []sequentialJSON `json:"sequential"`
	Stopped     *sequentialJSON  `json:"stopped"`
}

type effectJSON struct {
	Name     string    `json:"name"`
	Median   number    `json:"median"`
	Interval [2]number `json:"interval"`
}

type testModelJSON struct {
	Predictors []string `json:"predictors"`
	BF10       number   `json:"bf10"`
	LogBF10    number   `json:"log_bf10"`
	R2         number   `json:"r2"`
	Posterior  number   `json:"posterior"`
}

type scaledJSON struct {
	Scale   number `json:"scale"`
	BF10    number `json:"bf10"`
	LogBF10 number `json:"log_bf10"`
	Error   number `json:"error"`
}

type sequentialJSON struct {
	Row     int    `json:"row"`
	Line    int    `json:"line,omitempty"`
	BF10    number `json:"bf10"`
	LogBF10 number `json:"log_bf10"`
	Error   number `json:"error"`
}

func (r *testReport) json() testJSON {
	doc := testJSON{
		Kind: r.kind, Guessed: r.why, Formula: r.formula, N: number(r.n), Skipped: r.skipped, Alternative: r.side, H1: r.alternative, H0: r.null,
		BF10: number(r.value.BF10()), LogBF10: number(r.value.Log), BF01: number(r.value.BF01()), Error: number(r.value.Err),
		Prior: object{{"family", r.family}, {"text", r.prior}}, Statistic: r.statistic, Level: r.level,
		Effects: []effectJSON{}, Robustness: []scaledJSON{}, Sequential: []sequentialJSON{},
	}
	if r.scale > 0 {
		doc.Prior = append(doc.Prior, member{r.scaleName, number(r.scale)})
	}
	doc.Prior = append(doc.Prior, r.priorParams...)
	for _, e := range r.effects {
		doc.Effects = append(doc.Effects, effectJSON{e.name, number(e.Median), [2]number{number(e.Low), number(e.High)}})
	}
	for _, m := range r.models {
		doc.Models = append(doc.Models, testModelJSON{append([]string{}, m.terms...), number(m.value.BF10()), number(m.value.Log), number(m.r2), number(m.p)})
	}
	for i, p := range r.inclusion {
		doc.Inclusion = append(doc.Inclusion, member{r.effects[i].name, number(p)})
	}
	for _, v := range r.robustness {
		doc.Robustness = append(doc.Robustness, scaled(v))
	}
	for _, s := range r.sequential {
		doc.Sequential = append(doc.Sequential, s.json())
	}
	if r.stopped != nil {
		s := r.stopped.json()
		doc.Stopped = &s
	}
	return doc
}

func scaled(v factor.ScaledValue) scaledJSON {
	return scaledJSON{number(v.Scale), number(v.Value.BF10()), number(v.Value.Log), number(v.Value.Err)}
}

func (s testStep) json() sequentialJSON {
	return sequentialJSON{s.row, s.line, number(s.value.BF10()), number(s.value.Log), number(s.value.Err)}
}

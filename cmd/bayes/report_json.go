package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// The JSON of an update. What is undefined is null.
type updateJSON struct {
	Prior      json.RawMessage  `json:"prior"`
	Likelihood bayes.Likelihood `json:"likelihood"`
	N          number           `json:"n"`
	Skipped    int64            `json:"skipped"`
	Level      float64          `json:"level"`
	Groups     []groupJSON      `json:"groups"`
	LogBF      *number          `json:"log_bf,omitempty"`
	Stopped    *stoppedJSON     `json:"stopped"`
}

type stoppedJSON struct {
	Row   int64  `json:"row"`
	LogBF number `json:"log_bf"`
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"`
}

type groupJSON struct {
	By          object          `json:"by"`
	N           number          `json:"n"`
	Prior       json.RawMessage `json:"prior"`
	Spec        string          `json:"prior_spec,omitempty"` // of a regression
	Posterior   json.RawMessage `json:"posterior"`
	Parameters  []summaryJSON   `json:"parameters"`
	Predictive  any             `json:"predictive,omitempty"`
	LogEvidence number          `json:"log_evidence"`
	Reason      string          `json:"reason,omitempty"`
	Kind        string          `json:"log_evidence_kind,omitempty"` // prequential, pseudo; else it is what it says
	Pseudo      bool            `json:"pseudo_evidence,omitempty"`
	Trace       []stepJSON      `json:"trace"`
}

type summaryJSON struct {
	Name     string      `json:"name"`
	Mean     number      `json:"mean"`
	SD       number      `json:"sd"`
	Interval [][2]number `json:"interval"`
}

type stepJSON struct {
	Row         int64   `json:"row"`
	N           number  `json:"n"`
	LogEvidence number  `json:"log_evidence"`
	Increment   number  `json:"increment"`
	Mean        *number `json:"mean,omitempty"`

	Parameters []summaryJSON `json:"parameters,omitempty"` // of a regression

	Prior      object `json:"prior,omitempty"` // of hypotheses, by name
	Likelihood object `json:"likelihood,omitempty"`
	Joint      object `json:"joint,omitempty"`
	Posterior  object `json:"posterior,omitempty"`
}

// An object is a JSON object whose keys keep their order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (r *report) writeJSON(w io.Writer) error {
	doc := updateJSON{Likelihood: r.lik, N: number(r.n), Skipped: r.skipped, Level: r.level, Groups: []groupJSON{}}
	var err error
	if r.prior != nil {
		if doc.Prior, err = bayes.MarshalBelief(r.prior); err != nil {
			return err
		}
	}
	for _, g := range r.groups {
		one, err := r.groupJSON(g)
		if err != nil {
			return err
		}
		doc.Groups = append(doc.Groups, one)
	}
	if r.until != nil {
		bf := number(r.until.factor)
		doc.LogBF = &bf
	}
	if s := r.stopped; s != nil {
		doc.Stopped = &stoppedJSON{Row: s.row, LogBF: number(r.until.factor), File: s.at.file, Line: s.at.line}
	}
	if m, ok := r.lik.Linear(); ok {
		return r.writeRegression(m, doc, w)
	}
	return writeIndented(w, doc)
}

func writeIndented(w io.Writer, doc any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(doc)
}

func (r *report) groupJSON(g groupReport) (groupJSON, error) {
	doc := groupJSON{By: object{}, N: number(g.n), Parameters: []summaryJSON{}, Trace: []stepJSON{},
		LogEvidence: number(g.logEvidence), Reason: g.reason, Pseudo: g.pseudo, Kind: g.evidenceKind()}
	for i, v := range g.key {
		doc.By = append(doc.By, member{r.by[i], v})
	}
	var err error
	if doc.Prior, err = bayes.MarshalBelief(g.prior); err != nil {
		return doc, err
	}
	if doc.Posterior, err = bayes.MarshalBelief(g.posterior); err != nil {
		return doc, err
	}
	for _, s := range g.parameters {
		doc.Parameters = append(doc.Parameters, s.json())
	}
	doc.Spec = g.spec
	if len(g.at) > 0 {
		doc.Predictive = r.responsesJSON(g)
	}
	if p := g.predicted; p != nil && p.columns != nil {
		doc.Predictive = columnsJSON(p.columns)
	} else if p != nil {
		if doc.Predictive = byName(p.labels, p.p, identity); p.number != nil {
			doc.Predictive = p.number.json()
		}
	}
	for _, s := range g.steps {
		doc.Trace = append(doc.Trace, s.json(r.prior))
	}
	return doc, nil
}

// evidenceKind names an evidence that is not that of data seen.
func (g groupReport) evidenceKind() string {
	switch {
	case g.prequential:
		return "prequential"
	case g.pseudo:
		return "pseudo"
	}
	return ""
}

func (s summary) json() summaryJSON {
	doc := summaryJSON{Name: s.name, Mean: number(s.mean), SD: number(s.sd), Interval: [][2]number{}}
	for _, iv := range s.intervals {
		doc.Interval = append(doc.Interval, [2]number{number(iv.Low), number(iv.High)})
	}
	return doc
}

func (s step) json(prior bayes.Belief) stepJSON {
	doc := stepJSON{Row: s.row, N: number(s.n), LogEvidence: number(s.logEvidence), Increment: number(s.increment)}
	if t := s.bayes; t != nil {
		names := prior.(bayes.Hypotheses).Names
		doc.Prior, doc.Posterior = byName(names, t.prior, identity), byName(names, t.posterior, identity)
		doc.Likelihood, doc.Joint = byName(names, t.likelihood, math.Exp), byName(names, t.joint, math.Exp)
		return doc
	}
	mean := number(s.mean)
	doc.Mean = &mean
	for _, c := range s.all {
		doc.Parameters = append(doc.Parameters, c.json())
	}
	return doc
}

func identity(x float64) float64 { return x }

func byName(names []string, values []float64, f func(float64) float64) object {
	o := make(object, len(names))
	for i, n := range names {
		o[i] = member{n, number(f(values[i]))}
	}
	return o
}

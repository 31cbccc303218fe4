package main

import (
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// The JSON of bayes dag. What is about an effect is null if none is asked for.
type dagJSON struct {
	Variables []string          `json:"variables"`
	Latent    []string          `json:"latent"`
	Effect    *effectOfJSON     `json:"effect"`
	Independ  []independentJSON `json:"independencies,omitempty"`

	Identifiable *bool            `json:"identifiable,omitempty"`
	By           string           `json:"by,omitempty"` // adjustment, front door, no effect or other
	MinimalSets  *[][]string      `json:"minimal_sets,omitempty"`
	MoreSets     bool             `json:"more_sets,omitempty"`
	FrontDoors   [][]string       `json:"front_doors,omitempty"`
	Instruments  []instrumentJSON `json:"instruments,omitempty"`
	Why          string           `json:"why,omitempty"`
	Adjust       *adjustJSON      `json:"adjust,omitempty"`
}

type effectOfJSON struct {
	Treatment string `json:"treatment"`
	Outcome   string `json:"outcome"`
	Kind      string `json:"kind"`    // total or direct
	Affects   bool   `json:"affects"` // there is a directed path
}

type independentJSON struct {
	A     string   `json:"a"`
	B     string   `json:"b"`
	Given []string `json:"given"`
}

type instrumentJSON struct {
	Variable string   `json:"variable"`
	Given    []string `json:"given"`
}

type adjustJSON struct {
	Set   []string `json:"set"`
	Valid bool     `json:"valid"`
	reasonJSON
	More []reasonJSON `json:"more"`
	Note string       `json:"note"`
}

type reasonJSON struct {
	Fault    string `json:"fault"`
	Variable string `json:"variable"`
	Path     string `json:"path"`
	Why      string `json:"why"`
}

func reasonOf(r causal.Reason) reasonJSON {
	return reasonJSON{string(r.Fault), r.Variable, r.Path, r.Why}
}

func orEmpty(names []string) []string { return append([]string{}, names...) }

func (r *dagReport) json() dagJSON {
	doc := dagJSON{Variables: r.graph.Variables(), Latent: []string{}}
	for _, v := range doc.Variables {
		if r.graph.Latent(v) {
			doc.Latent = append(doc.Latent, v)
		}
	}
	if r.question.Treatment == "" {
		for _, i := range r.independent {
			doc.Independ = append(doc.Independ, independentJSON{i.A, i.B, orEmpty(i.Given)})
		}
		return doc
	}
	id := r.identified
	doc.Effect = &effectOfJSON{r.question.Treatment, r.question.Outcome, "total", id.Affects}
	if r.question.Direct {
		doc.Effect.Kind = "direct"
	}
	sets := [][]string{}
	for _, s := range id.Sets.Minimal {
		sets = append(sets, orEmpty(s))
	}
	doc.Identifiable, doc.By, doc.MinimalSets, doc.MoreSets, doc.FrontDoors = &id.Identifiable, r.means(), &sets, id.Sets.More, id.FrontDoors
	for _, i := range id.Instruments {
		doc.Instruments = append(doc.Instruments, instrumentJSON{i.Variable, orEmpty(i.Given)})
	}
	doc.Why = r.conclusion()
	if r.asked {
		a := &adjustJSON{Set: orEmpty(r.adjust), Valid: r.judged.Valid, reasonJSON: reasonOf(r.judged.Reason), More: []reasonJSON{}, Note: r.judged.Note}
		for _, m := range r.judged.More {
			a.More = append(a.More, reasonOf(m))
		}
		doc.Adjust = a
	}
	return doc
}

// csv returns a row for each set, front door, instrument or independence, and one
// for the set that is judged. Names within a cell are separated by commas.
func (r *dagReport) csv() *table {
	join := func(names []string) string { return strings.Join(names, ",") }
	if r.question.Treatment == "" {
		t := &table{head: []string{"a", "b", "given"}}
		for _, i := range r.independent {
			t.add(i.A, i.B, join(i.Given))
		}
		return t
	}
	t := &table{head: []string{"kind", "variables", "given", "valid", "why"}}
	for _, s := range r.identified.Sets.Minimal {
		t.add("adjustment", join(s), "", "true", "")
	}
	for _, s := range r.identified.FrontDoors {
		t.add("front door", join(s), "", "true", "")
	}
	for _, i := range r.identified.Instruments {
		t.add("instrument", i.Variable, join(i.Given), "true", "")
	}
	if !r.identified.Identifiable || len(t.rows) == 0 {
		t.add("none", "", "", "false", r.conclusion())
	}
	if r.asked {
		valid := "false"
		if r.judged.Valid {
			valid = "true"
		}
		t.add("adjust", join(r.adjust), "", valid, r.judged.Why)
	}
	return t
}

package bayes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// MarshalJSON returns {"family": …, "params": {…}}; a table's params are the
// probabilities of each label under the hypotheses in their order.
func (l Likelihood) MarshalJSON() ([]byte, error) {
	params := paramFields(l.Params)
	if l.table != nil {
		for i, label := range l.table.labels {
			params = append(params, field{label, l.table.p[i]})
		}
	}
	return json.Marshal(fields{{"family", l.Family}, {"params", params}})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (l *Likelihood) UnmarshalJSON(data []byte) error {
	var doc struct {
		Family string
		Params json.RawMessage
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("reading a likelihood: %w", err)
	}
	f, ok := findLikelihood(doc.Family)
	if !ok {
		return unknown("likelihood", doc.Family, likelihoodNames())
	}
	if doc.Family == "table" {
		t, err := readTable(doc.Params)
		*l = Likelihood{Family: doc.Family, table: t}
		return err
	}
	if doc.Family == "linear" {
		var err error
		*l, err = readLinearModel(doc.Params)
		return err
	}
	if doc.Family == multivariateNormal {
		var err error
		*l, err = readVectorModel(doc.Params)
		return err
	}
	if own := (struct{ SD string }{}); json.Unmarshal(doc.Params, &own) == nil && own.SD == eachRow {
		*l = ownSD()
		return nil
	}
	args := []argument{}
	if len(doc.Params) > 0 {
		var err error
		if args, err = arguments(doc.Params); err != nil {
			return fmt.Errorf("%s: %w", doc.Family, err)
		}
	}
	var err error
	*l, err = f.with(args)
	return err
}

func readTable(params []byte) (*table, error) {
	dec := json.NewDecoder(bytes.NewReader(params))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("table: want an object of labels")
	}
	t := &table{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var p []float64
		if err := dec.Decode(&p); err != nil {
			return nil, fmt.Errorf("table: %w", err)
		}
		label, _ := key.(string)
		t.labels, t.p = append(t.labels, label), append(t.p, p)
	}
	return t, t.check()
}

// learnerDoc is a learner as JSON.
type learnerDoc struct {
	Prior      json.RawMessage `json:"prior"`
	Likelihood Likelihood      `json:"likelihood"`
	Labels     []string        `json:"labels,omitempty"`
	N          float64         `json:"n"`
	Pseudo     bool            `json:"pseudo,omitempty"`
	Data       json.RawMessage `json:"data"`
}

// MarshalJSON returns the prior, the likelihood, the number of observations and
// the data as their sufficient statistic.
func (l *Learner) MarshalJSON() ([]byte, error) {
	prior, err := MarshalBelief(l.prior)
	if err != nil {
		return nil, err
	}
	data, err := l.engine.marshal()
	if err != nil {
		return nil, err
	}
	return json.Marshal(learnerDoc{prior, l.lik, l.Labels(), l.n, l.pseudo, data})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on anything that
// updating could not have led to.
func (l *Learner) UnmarshalJSON(data []byte) error {
	var doc learnerDoc
	if err := json.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("reading a saved posterior: %w", err)
	}
	prior, err := UnmarshalBelief(doc.Prior)
	if err != nil {
		return fmt.Errorf("reading a saved prior: %w", err)
	}
	if doc.Likelihood.Family == "" {
		return errors.New("reading a saved posterior: the likelihood is missing")
	}
	fresh, err := NewLearner(prior, doc.Likelihood)
	if err != nil {
		return err
	}
	if !(doc.N >= 0) {
		return fmt.Errorf("reading a saved posterior: n = %g, want 0 or above", doc.N)
	}
	for _, name := range doc.Labels {
		if fresh.levels == nil {
			return errors.New("reading a saved posterior: labels without categorical data")
		}
		if _, err := fresh.levels.index([]byte(name)); err != nil {
			return fmt.Errorf("reading a saved posterior: %w", err)
		}
	}
	if len(doc.Data) == 0 {
		return errors.New("reading a saved posterior: the data are missing")
	}
	if err := fresh.engine.unmarshal(doc.Data); err != nil {
		return fmt.Errorf("reading a saved posterior: %w", err)
	}
	fresh.n, fresh.pseudo = doc.N, doc.Pseudo
	*l = *fresh
	return nil
}

func (e *typed[S]) marshal() ([]byte, error) { return json.Marshal(e.data) }

func (e *typed[S]) unmarshal(data []byte) error {
	var s S
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if err := s.Check(); err != nil {
		return err
	}
	if t, ok := any(s).(Tally); ok && len(t.Counts) > e.prior.Dim() {
		return fmt.Errorf("counts of %d categories, the prior has %d", len(t.Counts), e.prior.Dim())
	}
	if h, ok := any(s).(LogLiks); ok && h != nil {
		if p, ok := unwrap(e.prior).(Hypotheses); ok && len(h) != len(p.Names) {
			return fmt.Errorf("likelihoods of %d hypotheses, the prior has %d", len(h), len(p.Names))
		}
	}
	e.data = s
	return nil
}

// MarshalJSON writes −Inf, a hypothesis ruled out, as "-inf".
func (l LogLiks) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("null"), nil
	}
	return json.Marshal(jsonNumbers(l))
}

// UnmarshalJSON implements [json.Unmarshaler].
func (l *LogLiks) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	v, err := readNumbers(list)
	*l = v
	return err
}

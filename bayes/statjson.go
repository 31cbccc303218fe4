package bayes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
)

// Statistics are JSON objects of their fields, with log_base for the part of
// the log-likelihood that does not depend on the parameters. A number that a
// float64 does not hold is an array of the two float64s whose sum it is, so
// that what is read back is what was written, to the last bit:
//
//	{"successes":3,"failures":7,"log_base":[4.787491742782046,-1.1e-16]}
//
// A field left out is 0. Reading refuses what Check refuses; an impossible
// statistic, whose log_base is −∞, has no JSON.

// A jsonTotal is a total in JSON.
type jsonTotal total

// MarshalJSON implements [json.Marshaler].
func (x jsonTotal) MarshalJSON() ([]byte, error) {
	if math.IsNaN(x.Hi) || math.IsInf(x.Hi, 0) {
		return nil, fmt.Errorf("%g has no JSON: leave out impossible observations", x.Hi)
	}
	if x.Lo == 0 {
		return json.Marshal(x.Hi)
	}
	return json.Marshal([2]float64{x.Hi, x.Lo})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (x *jsonTotal) UnmarshalJSON(data []byte) error {
	parts := []float64{0}
	var err error
	if bytes.HasPrefix(data, []byte("[")) {
		err = json.Unmarshal(data, &parts)
	} else if err = json.Unmarshal(data, &parts[0]); string(data) == "null" {
		err = fmt.Errorf("null, want a number")
	}
	if err != nil {
		return err
	}
	switch {
	case len(parts) == 1 && data[0] != '[':
		*x = jsonTotal{Hi: parts[0]}
	case len(parts) == 2 && parts[0]+parts[1] == parts[0]:
		*x = jsonTotal{Hi: parts[0], Lo: parts[1]}
	default:
		return fmt.Errorf("%s, want a number or an array of two, the second the rounding error of the first", data)
	}
	return nil
}

// unmarshal reads data into v, refusing fields that v does not have.
func unmarshal(data []byte, what string, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

// accept stores s in dst if it passes its Check.
func accept[S interface{ Check() error }](dst *S, s S, what string) error {
	if err := s.Check(); err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	*dst = s
	return nil
}

type jsonTrials struct {
	Successes jsonTotal `json:"successes"`
	Failures  jsonTotal `json:"failures"`
	LogBase   jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Trials) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonTrials{jsonTotal(t.successes()), jsonTotal(t.failures()), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Trials) UnmarshalJSON(data []byte) error {
	var j jsonTrials
	if err := unmarshal(data, "trials", &j); err != nil {
		return err
	}
	return accept(t, newTrials(total(j.Successes), total(j.Failures), total(j.LogBase)), "trials")
}

type jsonTally struct {
	Counts  []jsonTotal `json:"counts"`
	LogBase jsonTotal   `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Tally) MarshalJSON() ([]byte, error) {
	j := jsonTally{make([]jsonTotal, len(t.Counts)), jsonTotal(t.base)}
	for i := range j.Counts {
		j.Counts[i] = jsonTotal(t.count(i))
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Tally) UnmarshalJSON(data []byte) error {
	var j jsonTally
	if err := unmarshal(data, "tally", &j); err != nil {
		return err
	}
	return accept(t, build(len(j.Counts), total(j.LogBase), func(i int) total { return total(j.Counts[i]) }), "tally")
}

type jsonEvents struct {
	Count    jsonTotal `json:"count"`
	Exposure jsonTotal `json:"exposure"`
	LogBase  jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (e Events) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonEvents{jsonTotal(e.count()), jsonTotal(e.exposure()), jsonTotal(e.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (e *Events) UnmarshalJSON(data []byte) error {
	var j jsonEvents
	if err := unmarshal(data, "events", &j); err != nil {
		return err
	}
	return accept(e, newEvents(total(j.Count), total(j.Exposure), total(j.LogBase)), "events")
}

type jsonMeasurements struct {
	Precision jsonTotal `json:"precision"`
	Mean      jsonTotal `json:"mean"`
	SS        jsonTotal `json:"ss"`
	LogBase   jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Measurements) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonMeasurements{jsonTotal(t.precision()), jsonTotal(t.mean()), jsonTotal(t.ss()), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Measurements) UnmarshalJSON(data []byte) error {
	var j jsonMeasurements
	if err := unmarshal(data, "measurements", &j); err != nil {
		return err
	}
	return accept(t, newMeasurements(total(j.Precision), total(j.Mean), total(j.SS), total(j.LogBase)), "measurements")
}

type jsonMoments struct {
	N       jsonTotal `json:"n"`
	Mean    jsonTotal `json:"mean"`
	SS      jsonTotal `json:"ss"`
	LogBase jsonTotal `json:"log_base,omitzero"`
}

// MarshalJSON implements [json.Marshaler], exactly.
func (t Moments) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonMoments{jsonTotal(t.n()), jsonTotal(t.mean()), jsonTotal(t.ss()), jsonTotal(t.base)})
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (t *Moments) UnmarshalJSON(data []byte) error {
	var j jsonMoments
	if err := unmarshal(data, "moments", &j); err != nil {
		return err
	}
	return accept(t, newMoments(total(j.N), total(j.Mean), total(j.SS), total(j.LogBase)), "moments")
}

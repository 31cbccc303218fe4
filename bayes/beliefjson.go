package bayes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// JSON. A belief is {"family": …, "params": {…}}, a likelihood the same, and a
// learner holds its prior, its likelihood and its data, so that a process can
// stop and another go on where it was. Reading checks everything that writing
// would have made sure of.

// fields is a JSON object whose keys keep their order.
type fields []field

type field struct {
	name  string
	value any
}

func (fs fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range fs {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(f.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonNumber marshals a float so that it reads back exactly, infinities as
// "inf" and "-inf", and what is undefined as null.
type jsonNumber float64

func (n jsonNumber) MarshalJSON() ([]byte, error) {
	switch v := float64(n); {
	case math.IsNaN(v):
		return []byte("null"), nil
	case math.IsInf(v, 1):
		return []byte(`"inf"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-inf"`), nil
	default:
		return json.Marshal(v)
	}
}

// MarshalBelief returns {"family": …, "params": {…}}. A mixture's params are its
// weights and its components, each again a belief.
func MarshalBelief(b Belief) ([]byte, error) {
	b = unwrap(b)
	if g, ok := b.(Grid); ok {
		return g.marshal()
	}
	params := paramFields(b.Params())
	if logs := weightsOf(b); len(logs) > 1 {
		params = append(params, field{"log_weights", jsonNumbers(logs)})
	}
	return json.Marshal(fields{{"family", b.Family()}, {"params", params}})
}

// weightsOf returns the logs of the weights of a mixture or of points, which a
// file keeps beside the weights: those of 1e-400 would be 0 otherwise.
func weightsOf(b Belief) []float64 {
	switch b := b.(type) {
	case mixture:
		_, logs := b.parts()
		return logs
	case Points:
		return b.LogWeights
	}
	return nil
}

func jsonNumbers(v []float64) []jsonNumber {
	ns := make([]jsonNumber, len(v))
	for i, x := range v {
		ns[i] = jsonNumber(x)
	}
	return ns
}

func paramFields(ps []Param) fields {
	fs := fields{}
	for _, p := range ps {
		switch v := p.Value.(type) {
		case float64:
			fs = append(fs, field{p.Name, jsonNumber(v)})
		case []float64:
			fs = append(fs, field{p.Name, jsonNumbers(v)})
		case [][]float64:
			rows := make([][]jsonNumber, len(v))
			for i, row := range v {
				rows[i] = jsonNumbers(row)
			}
			fs = append(fs, field{p.Name, rows})
		case []Belief:
			bs := make([]json.RawMessage, len(v))
			for i, c := range v {
				bs[i], _ = MarshalBelief(c)
			}
			fs = append(fs, field{p.Name, bs})
		default:
			fs = append(fs, field{p.Name, v})
		}
	}
	return fs
}

// UnmarshalBelief reads what [MarshalBelief] writes and checks it.
func UnmarshalBelief(data []byte) (Belief, error) {
	return unmarshalBelief(data, 0)
}

// mostNested bounds how deeply mixtures of mixtures may nest in a file.
const mostNested = 8

func unmarshalBelief(data []byte, depth int) (Belief, error) {
	if depth > mostNested {
		return nil, fmt.Errorf("mixtures nested more than %d deep", mostNested)
	}
	var doc struct {
		Family string
		Params json.RawMessage
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("reading a belief: %w", err)
	}
	if doc.Family == "grid" {
		return unmarshalGrid(doc.Params, depth)
	}
	if doc.Family == knownCoefficients {
		return unmarshalKnown(doc.Params)
	}
	if linearBelief(doc.Family) {
		return unmarshalLinear(data)
	}
	if vectorBelief(doc.Family) {
		return unmarshalVectorPrior(doc.Family, doc.Params)
	}
	f, ok := findFamily(doc.Family)
	if !ok {
		return nil, unknown("family", doc.Family, familyNames())
	}
	switch doc.Family {
	case "mixture":
		return unmarshalMixture(doc.Params, depth)
	case "point":
		if b, err := unmarshalMixture(doc.Params, depth); err == nil {
			return b, nil
		}
	}
	args, err := arguments(doc.Params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doc.Family, err)
	}
	if doc.Family == "hypotheses" {
		names, p := make([]string, len(args)), make([]float64, len(args))
		for i, a := range args {
			names[i], p[i] = a.name, a.value
		}
		return NewHypotheses(names, p)
	}
	return f.parse(args)
}

func unmarshalMixture(params []byte, depth int) (Belief, error) {
	var doc struct {
		Weights    []float64
		LogWeights []json.RawMessage `json:"log_weights"`
		Components []json.RawMessage
	}
	if err := json.Unmarshal(params, &doc); err != nil {
		return nil, fmt.Errorf("mixture: %w", err)
	}
	if len(doc.Weights) != len(doc.Components) || len(doc.Weights) == 0 {
		return nil, fmt.Errorf("mixture: %d weights for %d components", len(doc.Weights), len(doc.Components))
	}
	parts := make([]Belief, len(doc.Components))
	for i, c := range doc.Components {
		var err error
		if parts[i], err = unmarshalBelief(c, depth+1); err != nil {
			return nil, err
		}
	}
	if doc.LogWeights == nil {
		logs, err := logWeights("mixture", doc.Weights)
		if err != nil {
			return nil, err
		}
		return mix(logs, parts)
	}
	logs, err := readNumbers(doc.LogWeights)
	switch {
	case err != nil:
		return nil, fmt.Errorf("mixture: log weights: %w", err)
	case len(logs) != len(parts):
		return nil, fmt.Errorf("mixture: %d log weights for %d components", len(logs), len(parts))
	}
	return mix(logs, parts)
}

func readNumbers(list []json.RawMessage) (v []float64, err error) {
	for _, item := range list {
		x, err := readNumber(item)
		if err != nil {
			return nil, err
		}
		v = append(v, x)
	}
	return v, nil
}

// arguments reads the numbers of a params object in their order. An array
// becomes positional arguments, or, under "alpha", the numbers of a Dirichlet,
// named by a "labels" array if there is one.
func arguments(params []byte) (args []argument, err error) {
	dec := json.NewDecoder(bytes.NewReader(params))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("params: want an object")
	}
	var labels []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, err
		}
		switch {
		case name == "labels" && len(raw) > 0 && raw[0] == '[':
			if err := json.Unmarshal(raw, &labels); err != nil {
				return nil, fmt.Errorf("labels: %w", err)
			}
		case len(raw) > 0 && raw[0] == '[':
			var list []json.RawMessage
			if err := json.Unmarshal(raw, &list); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			for _, item := range list {
				v, err := readNumber(item)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
				args = append(args, argument{value: v})
			}
		default:
			v, err := readNumber(raw)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			args = append(args, argument{name, v})
		}
	}
	if labels != nil {
		if len(labels) != len(args) {
			return nil, fmt.Errorf("%d labels for %d numbers", len(labels), len(args))
		}
		for i := range args {
			args[i].name = labels[i]
		}
	}
	return args, nil
}

func readNumber(raw []byte) (float64, error) {
	s := strings.Trim(string(raw), `"`)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) {
		return 0, fmt.Errorf("%.40s is not a number", raw)
	}
	return v, nil
}

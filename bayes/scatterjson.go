package bayes

import (
	"encoding/json"
	"fmt"
)

// jsonScatter is the JSON of a scatter: the lower triangle of S, row by row, and of
// one of known covariance that of Σ.
type jsonScatter struct {
	N       jsonTotal   `json:"n"`
	Mean    []jsonTotal `json:"mean"`
	Scatter []jsonTotal `json:"scatter"`
	Cov     []float64   `json:"cov,omitempty"`
}

func (s Scatter) json() jsonScatter {
	j := jsonScatter{N: jsonTotal(s.n()), Mean: make([]jsonTotal, len(s.mean)), Scatter: make([]jsonTotal, len(s.s))}
	for i, m := range s.mean {
		j.Mean[i] = jsonTotal(m)
	}
	for i, v := range s.s {
		j.Scatter[i] = jsonTotal(v)
	}
	return j
}

// scatter returns what j says, unchecked.
func (j jsonScatter) scatter() (Scatter, error) {
	d := len(j.Mean)
	if len(j.Scatter) != packedLen(d) {
		return Scatter{}, fmt.Errorf("reading rows: %d numbers in scatter, want %d for %d in mean", len(j.Scatter), packedLen(d), d)
	}
	if d == 0 {
		if j.N != (jsonTotal{}) {
			return Scatter{}, fmt.Errorf("reading rows: %g rows without columns", j.N.Hi)
		}
		return Scatter{}, nil
	}
	s := newScatter(d)
	s.N, s.low = j.N.Hi, j.N.Lo
	for i, m := range j.Mean {
		s.mean[i] = total(m)
	}
	for i, v := range j.Scatter {
		s.s[i] = total(v)
	}
	return s, nil
}

// MarshalJSON implements [json.Marshaler], exactly.
func (s Scatter) MarshalJSON() ([]byte, error) { return json.Marshal(s.json()) }

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (s *Scatter) UnmarshalJSON(data []byte) error {
	var j jsonScatter
	if err := unmarshal(data, "rows", &j); err != nil {
		return err
	}
	if j.Cov != nil {
		return fmt.Errorf("reading rows: found a known covariance")
	}
	t, err := j.scatter()
	if err != nil {
		return err
	}
	return accept(s, t, "rows")
}

// MarshalJSON implements [json.Marshaler], exactly.
func (s KnownCovariance) MarshalJSON() ([]byte, error) {
	j := s.Scatter.json()
	j.Cov = s.Covariance()
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. It fails on what no data can have.
func (s *KnownCovariance) UnmarshalJSON(data []byte) error {
	var j jsonScatter
	if err := unmarshal(data, "rows of known covariance", &j); err != nil {
		return err
	}
	t, err := j.scatter()
	switch {
	case err != nil:
		return err
	case len(t.mean) == 0 && j.Cov == nil:
		*s = KnownCovariance{}
		return nil
	}
	if err := checkCovariance("reading rows of known covariance", j.Cov, len(t.mean)); err != nil {
		return err
	}
	return accept(s, newCovariance(j.Cov).of(t), "rows of known covariance")
}

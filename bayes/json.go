package bayes

import (
	"encoding/json"
	"fmt"
)

// Every family marshals to {"family": …, "params": {…}} and reads back only
// what is of its own family.

func (d Beta) MarshalJSON() ([]byte, error)               { return MarshalBelief(d) }
func (d Dirichlet) MarshalJSON() ([]byte, error)          { return MarshalBelief(d) }
func (d Gamma) MarshalJSON() ([]byte, error)              { return MarshalBelief(d) }
func (d Normal) MarshalJSON() ([]byte, error)             { return MarshalBelief(d) }
func (d NormalInverseGamma) MarshalJSON() ([]byte, error) { return MarshalBelief(d) }
func (d Points) MarshalJSON() ([]byte, error)             { return MarshalBelief(d) }
func (d Hypotheses) MarshalJSON() ([]byte, error)         { return MarshalBelief(d) }
func (m Mixture[P, S]) MarshalJSON() ([]byte, error)      { return MarshalBelief(m) }

func (d *Beta) UnmarshalJSON(data []byte) error               { return readAs(d, data) }
func (d *Dirichlet) UnmarshalJSON(data []byte) error          { return readAs(d, data) }
func (d *Gamma) UnmarshalJSON(data []byte) error              { return readAs(d, data) }
func (d *Normal) UnmarshalJSON(data []byte) error             { return readAs(d, data) }
func (d *NormalInverseGamma) UnmarshalJSON(data []byte) error { return readAs(d, data) }
func (d *Points) UnmarshalJSON(data []byte) error             { return readAs(d, data) }
func (d *Hypotheses) UnmarshalJSON(data []byte) error         { return readAs(d, data) }
func (m *Mixture[P, S]) UnmarshalJSON(data []byte) error      { return readAs(m, data) }

func readAs[B Belief](dst *B, data []byte) error {
	b, err := UnmarshalBelief(data)
	if err != nil {
		return err
	}
	d, ok := b.(B)
	if !ok {
		return fmt.Errorf("reading a %s: found %v", (*dst).Family(), b)
	}
	*dst = d
	return nil
}

var _ json.Marshaler = Beta{}

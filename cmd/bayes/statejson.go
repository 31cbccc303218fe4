package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"unicode"

	"github.com/bayeskit/bayeskit/bayes"
)

// stateVersion is the version of the format below. A program reads its own
// version only: a posterior misread would be worse than one refused.
const stateVersion = 1

// A stateDoc is a stateFile as JSON. What is derived, log_evidence and posterior,
// is there for people and other programs; reading works it out again and refuses
// a file in which the two disagree.
type stateDoc struct {
	Version    int              `json:"version"`
	Prior      json.RawMessage  `json:"prior"`
	Likelihood bayes.Likelihood `json:"likelihood"`
	By         []string         `json:"by"`
	Groups     []groupDoc       `json:"groups"`
	Files      []seenFile       `json:"files"`
}

type groupDoc struct {
	By          map[string]string `json:"by"`
	N           float64           `json:"n"`
	LogEvidence *float64          `json:"log_evidence"`
	Posterior   json.RawMessage   `json:"posterior"`
	Data        json.RawMessage   `json:"data"`
}

// save writes the state to a file, atomically.
func (s *stateFile) save(path string) error {
	text, err := s.marshal()
	if err != nil {
		return writeError(path, err)
	}
	return writeAtomic(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// marshal returns the state as JSON, groups in the order of their keys.
func (s *stateFile) marshal() ([]byte, error) {
	s.sort()
	doc := stateDoc{Version: stateVersion, Likelihood: s.lik, By: append([]string{}, s.by...), Files: append([]seenFile{}, s.files...)}
	var err error
	if doc.Prior, err = bayes.MarshalBelief(s.prior); err != nil {
		return nil, err
	}
	for _, g := range s.groups {
		gd, err := s.groupDoc(g)
		if err != nil {
			return nil, err
		}
		if gd.Data, err = json.Marshal(g.learner); err != nil {
			return nil, plainJSON(err)
		}
		doc.Groups = append(doc.Groups, gd)
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	return append(text, '\n'), plainJSON(err)
}

// groupDoc returns a group without its data.
func (s *stateFile) groupDoc(g *stateGroup) (groupDoc, error) {
	doc := groupDoc{By: map[string]string{}, N: g.learner.N()}
	for i, c := range s.by {
		doc.By[c] = g.key[i]
	}
	if e, err := g.learner.LogEvidence(); err == nil && !math.IsNaN(e.Value) && !math.IsInf(e.Value, 0) {
		doc.LogEvidence = &e.Value
	}
	var err error
	doc.Posterior, err = bayes.MarshalBelief(g.learner.Posterior())
	return doc, err
}

// loadState reads what save wrote. Its errors are one line that names the file.
func loadState(path string) (*stateFile, error) {
	f, err := os.Open(path)
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostState+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, errors.Unwrap(err))
	}
	s, err := parseState(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// mostState bounds what is read into memory, about a million groups.
const mostState = 1 << 30

// parseState reads a state and checks everything in it.
func parseState(text []byte) (*stateFile, error) {
	var doc stateDoc
	if err := decodeState(text, &doc); err != nil {
		return nil, err
	}
	prior, err := bayes.UnmarshalBelief(doc.Prior)
	if err != nil {
		return nil, notState(fmt.Errorf("prior: %w", err))
	}
	if _, err := bayes.NewLearner(prior, doc.Likelihood); err != nil {
		return nil, notState(err)
	}
	s := newState(prior, doc.Likelihood, doc.By...)
	for i, c := range doc.By {
		if c == "" || strings.Contains(strings.Join(doc.By[:i], "\x00")+"\x00", c+"\x00") {
			return nil, notState(fmt.Errorf("by: column %q is empty or given twice", c))
		}
	}
	for i, g := range doc.Groups {
		if err := s.read(g); err != nil {
			return nil, notState(fmt.Errorf("group %d: %w", i+1, err))
		}
	}
	for _, f := range doc.Files {
		if f.Rows < 0 || f.Digest != "" && len(f.Digest) != 64 || strings.Trim(f.Digest, "0123456789abcdef") != "" {
			return nil, notState(fmt.Errorf("file %q: digest %q, rows %d", f.Name, f.Digest, f.Rows))
		}
	}
	s.files = doc.Files
	s.sort()
	return s, nil
}

// decodeState decodes text and tells apart the ways in which it may be no state
// of this version.
func decodeState(text []byte, doc *stateDoc) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return errors.New("the file is empty, no saved posterior")
	}
	if len(text) > mostState {
		return fmt.Errorf("more than %d bytes, no saved posterior", mostState)
	}
	var head struct {
		Version json.RawMessage
		Format  json.RawMessage // of other files of this program
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	err := dec.Decode(&head)
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file is cut short: restore it from a copy, or update again from the prior")
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d is not JSON (%w): name a file that --save wrote", 1+bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n")), plainJSON(err))
	case err != nil || head.Version == nil:
		return errors.New("not a saved posterior: name a file that --save wrote")
	case string(head.Format) == `"bayeskit network"`:
		return errors.New("a network, no saved posterior: bayes predict predicts rows by it")
	case string(head.Version) != fmt.Sprint(stateVersion):
		return fmt.Errorf("saved in version %.20s of the format, this program reads version %d: use the program that saved it, or a newer one", strings.Join(strings.Fields(string(head.Version)), " "), stateVersion)
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("something follows the end of the saved posterior: restore it from a copy, or update again from the prior")
	}
	if err := json.Unmarshal(text, doc); err != nil {
		return notState(err)
	}
	if len(doc.Prior) == 0 || doc.Likelihood.Family == "" {
		return notState(errors.New("it has no prior or no likelihood"))
	}
	return nil
}

// read adds a group of a file to s.
func (s *stateFile) read(doc groupDoc) error {
	key := make([]string, len(s.by))
	for i, c := range s.by {
		v, ok := doc.By[c]
		if !ok {
			return fmt.Errorf("it has no value of column %s", c)
		}
		key[i] = v
	}
	if len(doc.By) != len(s.by) {
		return fmt.Errorf("it has %d columns, want %d", len(doc.By), len(s.by))
	}
	if _, twice := s.at[strings.Join(key, "\x00")]; twice {
		return fmt.Errorf("%s is there twice", strings.Join(key, ", "))
	}
	if len(doc.Data) == 0 {
		return errors.New("it has no data")
	}
	l := new(bayes.Learner)
	if err := json.Unmarshal(doc.Data, l); err != nil {
		return plainJSON(err)
	}
	a, b, err := texts(s.prior, l.Prior())
	if err != nil {
		return err
	}
	if a != b || s.lik.String() != l.Likelihood().String() {
		return fmt.Errorf("its prior or likelihood, %v under %v, is not that of the file", l.Prior(), l.Likelihood())
	}
	s.put(key, l)
	derived, err := s.groupDoc(s.groups[len(s.groups)-1])
	if err != nil {
		return err
	}
	derived.By = doc.By
	return derived.agree(doc)
}

// agree reports where what a file says of a group differs from what follows from
// the group's data.
func (g groupDoc) agree(file groupDoc) error {
	type derived struct {
		N           any
		LogEvidence any
		Posterior   json.RawMessage
	}
	var mine, theirs any
	a, errA := json.Marshal(derived{g.N, g.LogEvidence, g.Posterior})
	b, errB := json.Marshal(derived{file.N, file.LogEvidence, file.Posterior})
	if err := errors.Join(errA, errB, json.Unmarshal(a, &mine), json.Unmarshal(b, &theirs)); err != nil {
		return plainJSON(err)
	}
	if !same(mine, theirs) {
		return errors.New("n, evidence or posterior are not those of its data: was the file edited?")
	}
	return nil
}

// same compares decoded JSON, numbers to six digits: between versions and
// machines the last few may differ.
func same(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= 1e-6*math.Max(math.Abs(a), math.Abs(b))+1e-9
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for k := range a {
			if v, ok := b[k]; !ok || !same(a[k], v) {
				return false
			}
		}
		return true
	}
	return a == b
}

// notState returns the error of a file that is JSON but no state. It is one line,
// whatever the file holds.
func notState(err error) error {
	why := strings.Join(strings.FieldsFunc(plainJSON(err).Error(), func(c rune) bool { return c == ' ' || !unicode.IsPrint(c) }), " ")
	return fmt.Errorf("not a saved posterior (%s): restore it from a copy, or update again from the prior", why)
}

// plainJSON returns err without what encoding/json says of Go types.
func plainJSON(err error) error {
	var m *json.MarshalerError
	for errors.As(err, &m) {
		err = m.Err
	}
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return fmt.Errorf("%s is a %s", t.Field, t.Value)
	}
	if err != nil {
		if msg := strings.ReplaceAll(err.Error(), "json: ", ""); msg != err.Error() {
			return errors.New(msg)
		}
	}
	return err
}

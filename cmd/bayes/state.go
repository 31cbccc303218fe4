package main

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// A stateFile is what --save writes and what a --prior that ends in .json reads:
// a prior, and for every group all the data so far as a sufficient statistic.
// Posteriors follow from the two, so that merging files counts the prior once.
type stateFile struct {
	prior  bayes.Belief
	lik    bayes.Likelihood
	by     []string // the columns that tell groups apart, in the order given
	groups []*stateGroup
	at     map[string]*stateGroup // the groups by their keys, joined by NUL
	files  []seenFile
}

// A stateGroup is one group of rows; key has a value for each column of by.
type stateGroup struct {
	key     []string
	learner *bayes.Learner
}

// A seenFile is a file whose rows are among the data.
type seenFile struct {
	Name   string `json:"name"` // base name: directories are nobody else's business
	Digest string `json:"digest"`
	Rows   int64  `json:"rows"`
}

// newState returns the state of a prior that has met no data.
func newState(prior bayes.Belief, lik bayes.Likelihood, by ...string) *stateFile {
	return &stateFile{prior: prior, lik: lik, by: by, at: map[string]*stateGroup{}}
}

// group returns the learner of the group with the given key, one that starts
// from the prior if there is none yet. It fails if the prior cannot be updated
// under the likelihood.
func (s *stateFile) group(key ...string) (*bayes.Learner, error) {
	if g, ok := s.at[strings.Join(key, "\x00")]; ok {
		return g.learner, nil
	}
	l, err := bayes.NewLearner(s.prior, s.lik)
	if err != nil {
		return nil, err
	}
	s.put(key, l)
	return l, nil
}

// put makes l the learner of a group that the state does not have yet.
func (s *stateFile) put(key []string, l *bayes.Learner) {
	g := &stateGroup{slices.Clone(key), l}
	s.groups = append(s.groups, g)
	s.at[strings.Join(key, "\x00")] = g
}

// sort orders the groups by their keys, so that neither the order of the rows
// nor that of merged files shows.
func (s *stateFile) sort() {
	slices.SortStableFunc(s.groups, func(a, b *stateGroup) int { return compareKeys(a.key, b.key) })
}

// compareKeys orders the keys of groups value by value, numbers by their size
// and before words.
func compareKeys(a, b []string) int {
	return slices.CompareFunc(a, b, func(a, b string) int {
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		switch {
		case errX == nil && errY == nil && !math.IsNaN(x) && !math.IsNaN(y):
			return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
		case errX == nil && !math.IsNaN(x):
			return -1
		case errY == nil && !math.IsNaN(y):
			return 1
		}
		return cmp.Compare(a, b)
	})
}

// add notes that the rows of a file are among the data.
func (s *stateFile) add(name, digest string, rows int64) {
	s.files = append(s.files, seenFile{filepath.Base(name), digest, rows})
}

// seen returns the file of that digest, if its rows are among the data already.
func (s *stateFile) seen(digest string) (seenFile, bool) {
	for _, f := range s.files {
		if f.Digest == digest && digest != "" {
			return f, true
		}
	}
	return seenFile{}, false
}

// merge adds the data of other to s, which count the prior that they share once.
// Again allows files that are in both.
func (s *stateFile) merge(other *stateFile, again bool) error {
	if a, b, err := texts(s.prior, other.prior); err != nil {
		return err
	} else if a != b {
		return fmt.Errorf("the priors differ, %s and %s: only data that met the same prior can be added up", s.priorText(), other.priorText())
	}
	if a, b := s.lik.String(), other.lik.String(); a != b {
		return fmt.Errorf("the likelihoods differ, %s and %s", a, b)
	}
	if !slices.Equal(s.by, other.by) {
		return fmt.Errorf("one has groups by %s, the other by %s", columns(s.by), columns(other.by))
	}
	for _, f := range other.files {
		if g, ok := s.seen(f.Digest); ok && !again {
			return fmt.Errorf("both have seen %s%s: its rows would count twice; --again merges them all the same", g.Name, alias(g.Name, f.Name))
		}
	}
	for _, g := range other.groups {
		l, err := s.group(g.key...)
		if err != nil {
			return err
		}
		if err := l.Merge(g.learner); err != nil {
			return err
		}
	}
	s.files = append(s.files, other.files...)
	s.sort()
	return nil
}

// priorText returns the prior as people read it.
func (s *stateFile) priorText() string {
	if _, ok := s.lik.Linear(); ok {
		return linearText(s.prior, 4)
	}
	return s.prior.String()
}

// texts returns two beliefs as JSON, which has every digit.
func texts(a, b bayes.Belief) (string, string, error) {
	x, err := bayes.MarshalBelief(a)
	if err != nil {
		return "", "", err
	}
	y, err := bayes.MarshalBelief(b)
	return string(x), string(y), err
}

func columns(by []string) string {
	if len(by) == 0 {
		return "nothing"
	}
	s := by[0]
	for _, c := range by[1:] {
		s += "," + c
	}
	return s
}

func alias(a, b string) string {
	if a == b {
		return ""
	}
	return " (also called " + b + ")"
}

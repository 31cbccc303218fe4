package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// A fitReport is the result for one group of a regression.
type fitReport struct {
	groupReport
	spec string // of the prior
}

// report writes what all groups have come to.
func (g *linearUpdate) report(r *report, w io.Writer, format string) error {
	if len(g.groups) == 0 && len(g.spec.by) == 0 {
		g.group("", len(g.names()))
	}
	var order []*lineFit
	for _, f := range g.groups {
		order = append(order, f)
	}
	slices.SortFunc(order, func(a, b *lineFit) int { return compareKeys(a.key, b.key) })
	var fits []fitReport
	for _, f := range order {
		one, err := g.finish(r, f)
		if err != nil && len(g.spec.by) > 0 {
			err = fmt.Errorf("where %s is %s: %w", strings.Join(g.spec.by, ", "), strings.Join(f.key, ", "), err)
		}
		if err != nil {
			return err
		}
		r.n += one.n
		r.groups = append(r.groups, one.groupReport)
		fits = append(fits, one)
	}
	var out bytes.Buffer
	var err error
	switch format {
	case "json":
		err = g.writeJSON(r, fits, &out)
	case "csv":
		err = r.csv().writeCSV(&out)
	default:
		err = g.writeTables(r, fits, &out, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// finish returns the posterior of a group.
func (g *linearUpdate) finish(r *report, f *lineFit) (fitReport, error) {
	s, names := f.rows.LeastSquares(), g.names()
	out := fitReport{groupReport: groupReport{key: f.key, n: s.N, pseudo: f.pseudo, logEvidence: math.NaN()}}
	if err := s.Check(); err != nil {
		return out, err
	}
	p := g.prior.scaled(names, f, s)
	out.spec = p.text
	if p.g > 0 {
		if j := s.Collinear(); j >= 0 || s.N == 0 {
			return out, g.undetermined(f, s, max(j, 0))
		}
	}
	prior, err := p.belief(names, s, g.noise)
	if err != nil {
		return out, err
	}
	out.prior = prior
	switch d := prior.(type) {
	case bayes.LinearNormal:
		k := s.KnownNoise(g.noise)
		out.posterior, out.logEvidence = d.Update(k), d.LogEvidence(k)
	case bayes.LinearNormalInverseGamma:
		out.posterior, out.logEvidence = d.Update(s), d.LogEvidence(s)
	}
	if err := prior.Proper(); err != nil {
		out.reason = "a prior that is flat is improper, and an improper prior has no evidence"
		if err := out.posterior.Proper(); err != nil {
			return out, g.improper(f, s, out.posterior)
		}
	}
	for _, m := range out.posterior.Marginals() {
		switch m.Name {
		case "variance":
			continue
		case "sd":
			m.Name = "sigma"
		}
		out.parameters = append(out.parameters, r.summarise(m.Name, m))
	}
	return out, nil
}

// improper explains a posterior that is none.
func (g *linearUpdate) improper(f *lineFit, s bayes.LeastSquares, post bayes.Belief) error {
	p := len(g.names())
	if s.N < float64(p) {
		return g.undetermined(f, s, int(s.N))
	}
	d, isNIG := post.(bayes.LinearNormalInverseGamma)
	if j := s.Collinear(); j >= 0 {
		return g.undetermined(f, s, j)
	} else if isNIG && !(d.Shape > 0) {
		return fmt.Errorf("%s for %d coefficients: under a flat prior nothing is left to tell σ from: give a proper --prior, such as the default", plural(s.N, "row"), p)
	} else if isNIG && !(d.Scale > 0) {
		return fmt.Errorf("the predictors give column %q exactly: under a flat prior σ is then 0: give a proper --prior, such as the default", g.response)
	}
	return post.Proper()
}

// formula returns "y ~ 1 + x1 + x2".
func (g *linearUpdate) formula() string {
	terms := slices.Clone(g.predictors)
	if g.intercept {
		terms = append([]string{"1"}, terms...)
	}
	return g.response + " ~ " + strings.Join(terms, " + ")
}

func (g *linearUpdate) writeTables(r *report, fits []fitReport, w io.Writer, markdown bool) error {
	facts := [][]string{{"model", g.formula()}}
	if len(fits) == 1 && len(r.by) == 0 {
		facts = append(facts, []string{"prior", fits[0].spec})
	} else {
		for _, f := range fits {
			facts = append(facts, []string{"prior of " + strings.Join(f.key, ", "), f.spec})
		}
		if g.prior.kind == "regression" || g.prior.kind == "flat" {
			facts = append(facts[:1], []string{"prior", fits[0].spec})
		}
	}
	if !math.IsNaN(g.noise) {
		facts = append(facts, []string{"noise", "normal(sd=" + exact(g.noise) + "), known"})
	}
	n := brief(r.n, r.digits+2)
	if r.skipped > 0 {
		n += fmt.Sprintf(" (%d rows left out, for missing values)", r.skipped)
	}
	facts = append(facts, []string{"n", n}, []string{r.evidenceName(), logText(r.logEvidence(), r.digits)})
	notes := r.notes()
	if g.prior.kind == "" {
		notes = append(notes, "the default prior is scaled by the data: to compare models, give each a --prior")
	}
	return writeFacts(w, facts, []*table{r.coefficients()}, notes, markdown)
}

// coefficients has a row for each coefficient and for sigma, in each group.
func (r *report) coefficients() *table {
	grouped := len(r.by) > 0
	t := &table{head: slices.Clone(r.by)}
	if grouped {
		t.head = append(t.head, "n")
	}
	t.head = append(t.head, "parameter", "mean", "sd", r.intervalName())
	if grouped {
		t.head = append(t.head, r.evidenceName())
	}
	for _, g := range r.groups {
		key, n, le := g.key, brief(g.n, r.digits+2), logText(g.logEvidence, r.digits)
		for _, s := range g.parameters {
			var row []string
			if grouped {
				row = append(append(row, key...), n)
			}
			// Coefficients have units of their own, so each has its own digits.
			row = append(append(row, s.name), summaryTexts([]summary{s}, r.digits)[0]...)
			if grouped {
				row = append(row, le)
			}
			t.add(row...)
			key, n, le = make([]string, len(g.key)), "", ""
		}
	}
	return t
}

// regressionJSON is the JSON of a regression, which has all that an update's has.
type regressionJSON struct {
	Model      string           `json:"model"`
	Response   string           `json:"response"`
	Predictors []string         `json:"predictors"`
	Intercept  bool             `json:"intercept"`
	Prior      json.RawMessage  `json:"prior"` // null where each group has its own
	Likelihood bayes.Likelihood `json:"likelihood"`
	N          number           `json:"n"`
	Skipped    int64            `json:"skipped"`
	Level      float64          `json:"level"`
	Groups     []fitJSON        `json:"groups"`
	Stopped    *stoppedJSON     `json:"stopped"`
}

type fitJSON struct {
	groupJSON
	Spec string `json:"prior_spec"`
}

func (g *linearUpdate) writeJSON(r *report, fits []fitReport, w io.Writer) error {
	doc := regressionJSON{Model: g.formula(), Response: g.response, Predictors: append([]string{}, g.predictors...), Intercept: g.intercept,
		Likelihood: bayes.Likelihood{Family: "linear"}, N: number(r.n), Skipped: r.skipped, Level: r.level, Groups: []fitJSON{}}
	if !math.IsNaN(g.noise) {
		doc.Likelihood.Params = []bayes.Param{{Name: "sd", Value: g.noise}}
	}
	for _, f := range fits {
		one, err := r.groupJSON(f.groupReport)
		if err != nil {
			return err
		}
		if len(r.by) == 0 {
			doc.Prior = one.Prior
		}
		doc.Groups = append(doc.Groups, fitJSON{one, f.spec})
	}
	return writeIndented(w, doc)
}

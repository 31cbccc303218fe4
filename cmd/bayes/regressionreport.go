package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// A predicted response: of the next row at given predictors, and of the mean of
// such rows, the height of the line.
type predictedAt struct {
	at         predictAt
	next, mean summary
}

// predictAt returns the predictions of a group.
func (r *report) predictAt(l *bayes.Learner, places []predictAt) (all []predictedAt) {
	for _, at := range places {
		next, mean, err := l.PredictAt(at.x...)
		if err != nil {
			return nil
		}
		one := predictedAt{at: at}
		for s, d := range map[*summary]interface {
			Mean() float64
			Var() float64
			Quantile(float64) float64
		}{&one.next: next, &one.mean: mean} {
			*s = summary{name: at.text, mean: d.Mean(), sd: math.Sqrt(d.Var())}
			tail := (1 - r.level) / 2
			s.intervals = []bayes.Interval{{Low: d.Quantile(tail), High: d.Quantile(1 - tail)}}
		}
		all = append(all, one)
	}
	return all
}

// linearFacts are the facts of a regression.
func (r *report) linearFacts(m bayes.LinearModel) [][]string {
	facts := [][]string{{"model", m.Formula()}}
	switch {
	case len(r.by) == 0 && len(r.groups) == 1:
		facts = append(facts, []string{"prior", r.groups[0].spec})
	case r.prior != nil:
		facts = append(facts, []string{"prior", linearText(r.prior, r.digits)})
	default:
		for _, g := range r.groups {
			facts = append(facts, []string{"prior of " + strings.Join(g.key, ", "), g.spec})
		}
	}
	if m.SD != 0 {
		facts = append(facts, []string{"noise", "normal(sd=" + exact(m.SD) + "), known"})
	}
	return facts
}

// linearText shows a prior of a regression: its spec if there is one, and otherwise
// where its coefficients are.
func linearText(b bayes.Belief, digits int) string {
	text := b.String()
	if !strings.Contains(text, "root=") {
		return text
	}
	var parts []string
	for _, m := range b.Marginals() {
		if m.Name == "variance" {
			continue
		}
		name := m.Name
		if name == "sd" {
			name = "sigma"
		}
		iv := m.Interval(0.95)
		parts = append(parts, fmt.Sprintf("%s [%s, %s]", name, brief(iv.Low, digits), brief(iv.High, digits)))
	}
	return "coefficients that depend on each other, 95% of each in " + strings.Join(parts, ", ")
}

// coefficients has a row for each coefficient and for sigma, in each group.
func (r *report) coefficients() *table {
	grouped := len(r.by) > 0
	t := &table{caption: "Posterior of the coefficients", head: slices.Clone(r.by)}
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

// responses has a row for each place where the next response is predicted.
func (r *report) responses() *table {
	m, _ := r.lik.Linear()
	t := &table{caption: "Prediction of " + m.Response, head: append(slices.Clone(r.by), "next "+m.Response+" at", "mean", "sd", r.centralName(), "of the mean "+m.Response)}
	for _, g := range r.groups {
		key := g.key
		for _, p := range g.at {
			texts := summaryTexts([]summary{p.next, p.mean}, r.digits)
			t.add(append(append(slices.Clone(key), p.at.text), texts[0][0], texts[0][1], texts[0][2], texts[1][2])...)
			key = make([]string, len(g.key))
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	return t
}

// csvResponses is the table of predictions with every digit.
func (r *report) csvResponses() *table {
	m, _ := r.lik.Linear()
	t := &table{head: append(append(slices.Clone(r.by), m.Predictors...), "mean", "sd", "low", "high", "line_sd", "line_low", "line_high")}
	for _, g := range r.groups {
		for _, p := range g.at {
			row := slices.Clone(g.key)
			for _, x := range p.at.x {
				row = append(row, exact(x))
			}
			a, b := p.next.intervals[0], p.mean.intervals[0]
			t.add(append(row, exact(p.next.mean), exact(p.next.sd), exact(a.Low), exact(a.High), exact(p.mean.sd), exact(b.Low), exact(b.High))...)
		}
	}
	return t
}

// regressionJSON is the JSON of a regression: what an update's is, and the model.
type regressionJSON struct {
	Model      string   `json:"model"`
	Response   string   `json:"response"`
	Predictors []string `json:"predictors"`
	Intercept  bool     `json:"intercept"`
	updateJSON          // whose prior is null where each group has its own
}

func (r *report) writeRegression(m bayes.LinearModel, doc updateJSON, w io.Writer) error {
	return writeIndented(w, regressionJSON{m.Formula(), m.Response, append([]string{}, m.Predictors...), m.Intercept, doc})
}

// A responseJSON is a prediction at given predictors.
type responseJSON struct {
	At       object      `json:"at"`
	Mean     number      `json:"mean"`
	SD       number      `json:"sd"`
	Interval [][2]number `json:"interval"`
	Line     summaryJSON `json:"mean_response"`
}

func (r *report) responsesJSON(g groupReport) (all []responseJSON) {
	m, _ := r.lik.Linear()
	for _, p := range g.at {
		next, line := p.next.json(), p.mean.json()
		line.Name = "mean of " + m.Response
		doc := responseJSON{object{}, next.Mean, next.SD, next.Interval, line}
		for i, x := range p.at.x {
			doc.At = append(doc.At, member{m.Predictors[i], number(x)})
		}
		all = append(all, doc)
	}
	return all
}

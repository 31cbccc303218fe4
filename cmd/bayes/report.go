package main

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A report is the result of an update, in whatever format.
type report struct {
	prior   bayes.Belief
	lik     bayes.Likelihood
	by      []string
	n       float64
	skipped int64
	groups  []groupReport
	until   *until // nil if nothing was weighed
	stopped *stopped

	scaled  bool // the prior is the default of a regression
	traced  bool
	plotted bool // there will be a picture
	level   float64
	hdi     bool
	digits  int
}

// stopped is where --until ended the reading.
type stopped struct {
	row int64
	at  place
}

// A groupReport is the result for one group.
type groupReport struct {
	key              []string
	n                float64
	prior, posterior bayes.Belief
	parameters       []summary
	logEvidence      float64 // NaN if undefined
	reason           string  // why it is
	pseudo           bool    // fractional weights make the evidence that of no data
	prequential      bool    // forgetting makes it a sum of predictions
	steps            []step
	predicted        *prediction   // nil if not asked for
	spec             string        // of a regression's prior
	at               []predictedAt // the next responses of a regression
	line             *plotLine     // of a regression on one predictor, for a plot
}

// A prediction is of the next observation: a number, or a label.
type prediction struct {
	number *summary
	labels []string
	p      []float64

	columns []summary // of each of several columns
}

// report describes a group that is finished.
func (g *group) report(r *report, predict bool) groupReport {
	out := groupReport{key: g.key, n: g.now.N(), prior: g.prior(), posterior: g.all.Posterior(), pseudo: g.all.Pseudo()}
	if g.trail != nil {
		out.steps = g.trail.steps
	}
	if g.fade != nil {
		out.steps, out.pseudo, out.prequential = g.fade.steps, false, true
	}
	for _, m := range g.all.Likelihood().Marginals(out.posterior) {
		out.parameters = append(out.parameters, r.summarise(m.Name, m))
	}
	out.logEvidence = math.NaN()
	if e, err := g.logEvidence(); err != nil {
		out.reason = err.Error()
	} else if out.logEvidence = e.Value; math.IsInf(e.Value, -1) {
		out.reason = "the data are impossible under the prior"
	}
	if _, ok := r.lik.Linear(); ok {
		out.at = r.predictAt(g.all, g.at)
		out.line = r.line(g.all)
		if out.spec = g.spec; out.spec == "" {
			if out.spec = linearText(out.prior, r.digits); g.past != nil {
				out.spec = "the posterior of " + rowCount(g.past.N()) + " before"
			}
		}
	} else if predict {
		out.predicted = r.predict(g.all)
	}
	return out
}

func (r *report) summarise(name string, d bayes.Continuous) summary {
	s := summary{name: name, mean: d.Mean(), sd: math.Sqrt(d.Var())}
	if r.hdi {
		s.intervals = d.HDI(r.level)
	} else {
		s.intervals = []bayes.Interval{d.Interval(r.level)}
	}
	return s
}

func (r *report) predict(l *bayes.Learner) *prediction {
	p := l.Predict()
	if p.Numbers != nil {
		return &prediction{columns: r.columns(p.Numbers)}
	}
	if p.Number == nil {
		return &prediction{labels: p.Labels, p: p.P}
	}
	s := summary{name: "next", mean: p.Number.Mean(), sd: math.Sqrt(p.Number.Var())}
	s.intervals = []bayes.Interval{bayes.Central(p.Number, r.level)}
	return &prediction{number: &s}
}

// formats are the values of --format.
var formats = []string{"table", "json", "csv", "markdown"}

// write writes the report in the given format.
func (r *report) write(w io.Writer, format string) error {
	var out bytes.Buffer
	var err error
	switch format {
	case "json":
		err = r.writeJSON(&out)
	case "csv":
		t := r.csv()
		err = t.writeCSV(&out)
	default:
		err = r.writeTables(&out, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// logEvidence returns the evidence of all groups together, NaN if one has none.
func (r *report) logEvidence() (sum float64) {
	for _, g := range r.groups {
		sum += g.logEvidence
	}
	return sum
}

// hypotheses reports whether beliefs are about hypotheses, which have
// probabilities and no moments.
func (r *report) hypotheses() bool {
	_, ok := r.prior.(bayes.Hypotheses)
	return ok
}

// evidenceName is what the log evidence is called.
func (r *report) evidenceName() string {
	for _, g := range r.groups {
		switch {
		case g.prequential:
			return "log evidence, prequential"
		case g.pseudo:
			return "log pseudo-evidence"
		}
	}
	return "log evidence"
}

// intervalName is the head of a column of intervals.
func (r *report) intervalName() string {
	kind := "interval"
	if r.hdi {
		kind = "HDI"
	}
	return brief(100*r.level, 4) + "% " + kind
}

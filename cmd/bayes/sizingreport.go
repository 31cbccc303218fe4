package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/bayes"
)

// sizes returns where the curve is shown: 1, 2, 5, 10 … around the sizes found.
func (s *sizing) sizes() []float64 {
	low, high := math.Min(s.byRight.n, s.byLoss.n)/30, 3*math.Max(s.byRight.n, s.byLoss.n)
	all := []float64{s.byRight.n, s.byLoss.n}
	for power := 1.0; power <= high; power *= 10 {
		for _, digit := range []float64{1, 2, 5} {
			if n := digit * power; n >= low && n <= high {
				all = append(all, n)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// write writes the plan in the given format.
func (s *sizing) write(w io.Writer, format string) error {
	var out bytes.Buffer
	var err error
	switch format {
	case "json":
		err = s.writeJSON(&out)
	case "csv":
		t := &table{head: []string{"n", "p_right", "p_right_se", "expected_loss", "expected_loss_se"}}
		for _, o := range s.curve {
			t.add(exact(o.N), exact(o.Right.Value), exact(o.Right.StdErr), exact(o.Loss.Value), exact(o.Loss.StdErr))
		}
		err = t.writeCSV(&out)
	default:
		err = s.writeTables(&out, format == "markdown")
	}
	if err == nil {
		_, err = out.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// sentence says what came out, in words.
func (s *sizing) sentence() string {
	return fmt.Sprintf("with %s observations of each group the better one is chosen with probability %g; with %s the expected loss is %s",
		s.byRight, s.right, s.byLoss, brief(s.loss, s.digits))
}

// String returns the size and its standard error.
func (s size) String() string {
	return fmt.Sprintf("%.0f (± %.0f)", s.n, math.Ceil(s.stdErr))
}

func (s *sizing) writeTables(w io.Writer, markdown bool) error {
	facts := [][]string{
		{"prior", specText(s.plan.Prior, s.digits) + ", of each group"},
		{"likelihood", s.plan.Likelihood.String()},
		{"replicates", brief(float64(s.plan.Replicates), s.digits)},
	}
	t := &table{head: []string{"n", "P(right)", "±", "expected loss", "± "}}
	for _, o := range s.curve {
		t.add(brief(o.N, s.digits), probability(o.Right.Value, s.digits), significant(o.Right.StdErr, 2),
			significant(o.Loss.Value, s.digits), significant(o.Loss.StdErr, 2))
	}
	fmt.Fprintf(w, "%s\n\n", s.sentence())
	if markdown {
		head := &table{head: []string{"", ""}, rows: facts}
		if err := head.writeMarkdown(w); err != nil {
			return err
		}
		fmt.Fprintln(w)
		return t.writeMarkdown(w)
	}
	for _, f := range facts {
		fmt.Fprintf(w, "%-10s  %s\n", f[0], f[1])
	}
	fmt.Fprintln(w)
	return t.writeText(w)
}

// The JSON of a plan.
type sizingJSON struct {
	Prior      json.RawMessage  `json:"prior"`
	Likelihood bayes.Likelihood `json:"likelihood"`
	Replicates int              `json:"replicates"`
	ByRight    targetJSON       `json:"by_right"`
	ByLoss     targetJSON       `json:"by_loss"`
	Curve      []outlookJSON    `json:"curve"`
}

type targetJSON struct {
	Target number `json:"target"`
	N      number `json:"n"`
	NE     number `json:"n_se"`
}

type outlookJSON struct {
	N      number `json:"n"`
	Right  number `json:"p_right"`
	RightE number `json:"p_right_se"`
	Loss   number `json:"expected_loss"`
	LossE  number `json:"expected_loss_se"`
}

func (s *sizing) writeJSON(w io.Writer) error {
	prior, err := bayes.MarshalBelief(s.plan.Prior)
	if err != nil {
		return err
	}
	doc := sizingJSON{Prior: prior, Likelihood: s.plan.Likelihood, Replicates: s.plan.Replicates,
		ByRight: targetJSON{number(s.right), number(s.byRight.n), number(s.byRight.stdErr)}, ByLoss: targetJSON{number(s.loss), number(s.byLoss.n), number(s.byLoss.stdErr)}}
	for _, o := range s.curve {
		doc.Curve = append(doc.Curve, outlookJSON{number(o.N), number(o.Right.Value), number(o.Right.StdErr), number(o.Loss.Value), number(o.Loss.StdErr)})
	}
	return writeIndented(w, doc)
}

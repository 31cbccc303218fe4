package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
	"github.com/bayeskit/bayeskit/prob"
)

// mlpCheck is bayes mlp check.
func (e *env) mlpCheck(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	hidden, err := readWidths("hidden", c.String("hidden"))
	if err != nil {
		return err
	}
	if !c.IsSet("hidden") {
		hidden = []int{8}
	}
	activation := mlp.Tanh
	if c.IsSet("activation") {
		if activation, err = readActivation(c); err != nil {
			return err
		}
	}
	seed := prob.NewSeed(c.Uint64("seed"))
	var found []mlp.Equivalence
	if c.Args().Len() == 0 {
		for _, f := range []string{"outcome", "predictors", "hidden", "activation"} {
			if c.IsSet(f) {
				return usagef("--%s needs a file of rows", f)
			}
		}
		found, err = mlp.Equivalences(seed)
	} else {
		var t *networkTable
		if t, err = e.readNetworkTable(c, false); err == nil {
			found, err = checkTable(seed, hidden, activation, t)
		}
	}
	if err != nil {
		return err
	}
	if err := writeEquivalences(e.stdout, out, found); err != nil {
		return err
	}
	for _, q := range found {
		if !q.OK {
			return fmt.Errorf("%s: expected %s, and the largest deviation is %.2g", q.Name, map[string]string{mlp.Equal: "no difference", mlp.Differs: "a difference"}[q.Expected], q.MaxDeviation)
		}
	}
	return nil
}

// checkTable checks what applies to the outcome of the table.
func checkTable(seed prob.Seed, hidden []int, a mlp.Activation, t *networkTable) ([]mlp.Equivalence, error) {
	x, width := tabular.Matrix(t.inputs)
	sizes := append([]int{width}, hidden...)
	if labels := t.outcomes[0]; labels.Levels != nil {
		if len(t.outcomes) > 1 {
			return nil, usagef("%d outcomes, and some are labels: name one", len(t.outcomes))
		}
		k := len(labels.Levels)
		if k < 2 {
			return nil, fmt.Errorf("outcome %s has one label: there is nothing to check", labels.Name)
		}
		found, err := mlp.CheckClasses(seed, mlp.Dense(a, append(sizes, k)...), mlp.Data[float64, int]{X: x, Y: labels.Labels})
		if err != nil || k > 2 {
			return found, err
		}
		yes := make([]bool, len(labels.Labels))
		for i, l := range labels.Labels {
			yes[i] = l == 1
		}
		more, err := mlp.CheckBinary(mlp.Data[float64, bool]{X: x, Y: yes})
		return append(found, more...), err
	}
	d := len(t.outcomes)
	y := make([]float64, t.rows*d)
	counts := d == 1
	for j, v := range t.outcomes {
		if v.Levels != nil {
			return nil, usagef("outcome %s is labels, and others are numbers: name one of them", v.Name)
		}
		for i, value := range v.Numbers {
			y[i*d+j] = value
			counts = counts && value >= 0 && value == float64(int64(value))
		}
	}
	data := mlp.Data[float64, float64]{X: x, Y: y}
	found, err := mlp.CheckRegression(seed, mlp.Dense(a, append(sizes, d)...), data)
	if err != nil || !counts {
		return found, err
	}
	more, err := mlp.CheckCounts(data)
	return append(found, more...), err
}

func writeEquivalences(w io.Writer, out output, found []mlp.Equivalence) error {
	if out.format == "json" {
		type identity struct {
			Name         string  `json:"name"`
			Expected     string  `json:"expected"`
			MaxDeviation number  `json:"max_deviation"`
			Tolerance    float64 `json:"tolerance"`
			OK           bool    `json:"ok"`
		}
		doc := struct {
			Identities []identity `json:"identities"`
		}{}
		for _, q := range found {
			doc.Identities = append(doc.Identities, identity{q.Name, q.Expected, number(q.MaxDeviation), q.Tolerance, q.OK})
		}
		return writeIndented(w, doc)
	}
	t := &table{head: []string{"expected", "statement", "largest deviation", "tolerance", ""}}
	short := func(x float64) string { return strconv.FormatFloat(x, 'e', out.digits-1, 64) }
	for _, q := range found {
		verdict := "ok"
		if !q.OK {
			verdict = "FAILED"
		}
		t.add(q.Expected, q.Name, short(q.MaxDeviation), short(q.Tolerance), verdict)
	}
	switch out.format {
	case "csv":
		return t.writeCSV(w)
	case "markdown":
		return t.writeMarkdown(w)
	}
	var b strings.Builder
	if err := t.writeText(&b); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s\ndeviations are relative; what is equal is so to rounding, what differs does so by more than the tolerance\n", b.String())
	return err
}

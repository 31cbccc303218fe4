package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// A networkReport is what bayes mlp train says: data, model, loss, algorithm, and how well
// it did.
type networkReport struct {
	*tabular.Fitted
	table   *networkTable
	config  tabular.Config
	traced  bool
	steps   []tabular.Step
	digits  int
	seconds float64
}

func (r *networkReport) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return r.writeJSON(w)
	case "csv":
		if r.traced {
			t := r.stepTable(17)
			return t.writeCSV(w)
		}
		t := r.epochTable()
		return t.writeCSV(w)
	}
	parts := r.parts()
	if format == "markdown" {
		for _, p := range parts {
			if _, err := fmt.Fprintf(w, "**%s** %s\n\n", p[0], strings.Join(p[1:], "; ")); err != nil {
				return err
			}
		}
		if r.traced {
			if err := r.stepTable(r.digits).writeMarkdown(w); err != nil {
				return err
			}
			fmt.Fprintln(w)
		}
		return r.scoreTable().writeMarkdown(w)
	}
	for _, p := range parts {
		for i, line := range p[1:] {
			head := p[0]
			if i > 0 {
				head = ""
			}
			if _, err := fmt.Fprintf(w, "%-10s  %s\n", head, line); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(w)
	if r.traced {
		if err := r.stepTable(r.digits).writeText(w); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	return r.scoreTable().writeText(w)
}

// parts are the four parts of a fit, each a name and lines.
func (r *networkReport) parts() [][]string {
	var outcomes, inputs []string
	for _, c := range r.Outcomes {
		outcomes = append(outcomes, kindOf(c))
	}
	for _, c := range r.Inputs {
		inputs = append(inputs, kindOf(c))
	}
	data := fmt.Sprintf("%s: %s", r.table.file, counted(r.table.rows, "row"))
	if r.Validated != nil {
		data += fmt.Sprintf(", %d of them held out", r.Validated.Rows)
	}
	if r.table.skipped > 0 {
		data += fmt.Sprintf(", %d skipped for a missing value", r.table.skipped)
	}
	of := strings.Join(outcomes, ", ") + " from " + listFew(inputs)
	if !r.config.Raw {
		of += "; numbers standardised"
	}
	loss := []string{"−log p(" + namesOf(r.Outcomes) + " | inputs), sum over outcomes, mean over rows, constants in"}
	if r.config.Precision > 0 {
		loss = append(loss, fmt.Sprintf("and a normal prior of each weight, precision %s", brief(r.config.Precision, 6)))
	}
	algorithm := nameOf(r.config.Optimiser, r.config.Schedule)
	_, full := r.config.Optimiser.(mlp.LBFGS)
	switch {
	case full || r.traced:
		algorithm += ", all rows at once"
	default:
		algorithm += fmt.Sprintf(", batches of %s", counted(min(r.config.Batch, r.Rows), "row"))
	}
	algorithm += fmt.Sprintf("; %s, seed %d", map[bool]string{true: "float64", false: "float32"}[r.config.Double], r.Seed)
	epochs := counted(len(r.History), "epoch")
	switch {
	case r.Stopped != "":
		epochs += ", then " + strings.ReplaceAll(r.Stopped, "-", " ")
	case r.Interrupted:
		epochs += ", then interrupted"
	}
	if r.Best > 0 {
		epochs += fmt.Sprintf("; the weights are those of epoch %d, the best on the rows held out", r.Best)
	}
	return [][]string{{"data", data, of}, {"model", r.describe()}, append([]string{"loss"}, loss...), {"algorithm", algorithm, epochs}}
}

// describe names the network: 2-64-64-1 tanh, gaussian.
func (r *networkReport) describe() string {
	sizes := fmt.Sprint(r.Net.Inputs)
	for _, l := range r.Net.Layers {
		sizes += fmt.Sprintf("-%d", l.Units)
	}
	text := sizes
	if len(r.Net.Layers) > 1 {
		text += " " + r.Net.Layers[0].Activation.String()
	} else {
		text += " linear"
	}
	if r.config.Dropout > 0 {
		text += ", dropout " + brief(r.config.Dropout, 4)
	}
	text += fmt.Sprintf("; %s; %s", r.Likelihood, counted(len(r.Params), "parameter"))
	for _, b := range r.Layout() {
		if b.Kind == mlp.Noise && b.Len() == 1 && len(r.Outcomes) == 1 {
			scale := math.Exp(r.Params[b.Offset])
			name := strings.TrimPrefix(b.Name, "log_")
			if name != "size" {
				scale *= r.Outcomes[0].Width
			}
			text += fmt.Sprintf(", %s = %s", name, significant(scale, r.digits))
		}
	}
	return text
}

func kindOf(c tabular.Column) string {
	if c.Levels != nil {
		return fmt.Sprintf("%s (%d labels)", c.Name, len(c.Levels))
	}
	return c.Name
}

func namesOf(columns []tabular.Column) string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

func listFew(names []string) string {
	if len(names) > 8 {
		return strings.Join(names[:7], ", ") + fmt.Sprintf(" and %d more", len(names)-7)
	}
	return strings.Join(names, ", ")
}

// scoreTable has a row for the rows trained on and one for those held out.
func (r *networkReport) scoreTable() *table {
	return newScoreTable(r.Network, r.digits, []namedScore{{"trained on", r.Trained}, {"held out", r.Validated}})
}

// A namedScore is a row of a table of scores: of which rows it is.
type namedScore struct {
	name string
	*tabular.Score
}

// newScoreTable has a row for each score that is not nil.
func newScoreTable(n *tabular.Network, digits int, scores []namedScore) *table {
	labels := n.Likelihood.OfLabels()
	t := &table{caption: "How well it does", head: []string{"", "rows", "loss", "rmse", "in 50%", "in 80%", "in 95%"}}
	if labels {
		t.head = []string{"", "rows", "loss", "accuracy", "brier", "calibration error"}
	}
	for _, s := range scores {
		if s.Score == nil {
			continue
		}
		row := []string{s.name, fmt.Sprint(s.Rows), logText(s.NLL, digits)}
		if labels {
			row = append(row, fixed(s.Accuracy, digits, digits), fixed(s.Brier, digits, digits), fixed(s.Calibration, digits, digits))
		} else {
			row = append(row, significant(s.RMSE, digits))
			for _, c := range s.Coverage {
				row = append(row, fmt.Sprintf("%.1f%%", 100*c))
			}
		}
		t.add(row...)
	}
	return t
}

// stepTable has a row for each step of gradient descent.
func (r *networkReport) stepTable(digits int) *table {
	t := &table{caption: "Steps", head: []string{"step", "loss"}}
	names := r.parameterNames()
	for _, n := range names {
		t.head = append(t.head, n)
	}
	for _, n := range names {
		t.head = append(t.head, "∂loss/∂"+n)
	}
	for _, s := range r.steps {
		row := []string{fmt.Sprint(s.Number), significant(s.Loss, digits)}
		for _, v := range append(append([]float64{}, s.Params...), s.Gradient...) {
			row = append(row, significant(v, digits))
		}
		t.add(row...)
	}
	return t
}

// parameterNames names each parameter: w and b of a line, layer1.weight[0,1] otherwise.
func (r *networkReport) parameterNames() (names []string) {
	inputs := r.InputNames()
	for _, b := range r.Layout() {
		for k := range b.Len() {
			row, col := k/b.Cols, k%b.Cols
			switch {
			case b.Kind == mlp.Noise && b.Len() == 1:
				names = append(names, b.Name)
			case b.Kind == mlp.Noise:
				names = append(names, fmt.Sprintf("%s[%d]", b.Name, k+1))
			case len(r.Net.Layers) == 1 && b.Cols == 1 && b.Kind == mlp.Bias:
				names = append(names, "b")
			case len(r.Net.Layers) == 1 && b.Cols == 1 && b.Rows == 1:
				names = append(names, "w")
			case len(r.Net.Layers) == 1 && b.Cols == 1:
				names = append(names, "w["+inputs[row]+"]")
			case b.Kind == mlp.Bias:
				names = append(names, fmt.Sprintf("%s[%d]", b.Name, k+1))
			default:
				names = append(names, fmt.Sprintf("%s[%d,%d]", b.Name, row+1, col+1))
			}
		}
	}
	return names
}

// epochTable has a row for each epoch.
func (r *networkReport) epochTable() *table {
	t := &table{head: []string{"epoch", "loss", "validation", "rate", "gradient", "clipped"}}
	for _, e := range r.History {
		validation := ""
		if e.Validation != nil {
			validation = exact(*e.Validation)
		}
		t.add(fmt.Sprint(e.Number), exact(e.Loss), validation, exact(e.Rate), exact(e.Gradient), fmt.Sprint(e.Clipped))
	}
	return t
}

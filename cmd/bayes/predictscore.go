package main

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// A predictScore is bayes predict --score under way: rows are predicted, compared with what
// their outcomes were, and forgotten.
type predictScore struct {
	scorer  *tabular.Scorer
	columns []int     // of the outcomes
	weight  *variable // column of weights; nil for none
	whole   bool      // they are counts

	y, w []float64 // of the rows not yet predicted
}

// checkScoreFlags reports flags of --score without it, and those that it has no use for.
func checkScoreFlags(c *cli.Context) error {
	score := c.Bool("score")
	for _, f := range []string{"only", "level"} {
		if score && c.IsSet(f) {
			return usagef("--%s has no meaning for --score, which prints no predictions", f)
		}
	}
	for _, f := range []string{"count", "weight"} {
		if !score && c.IsSet(f) {
			return usagef("--%s is of --score", f)
		}
	}
	return nil
}

// runScore is bayes predict --score, the columns of the inputs being found.
func (p *predictor) runScore(e *env, c *cli.Context, format string) (err error) {
	s := &predictScore{scorer: tabular.NewScorer(p.network), whole: c.IsSet("count")}
	p.score = s
	if s.columns, err = p.find(p.network.Outcomes); err != nil {
		return fmt.Errorf("%w; --score compares predictions with the outcome", err)
	}
	p.needed = append(p.needed, s.columns...)
	if s.weight, err = weightColumn(c, p.r); err != nil {
		return err
	}
	if s.weight != nil {
		p.needed = append(p.needed, s.weight.at)
	}
	p.put = func(i int, ps []tabular.Prediction) error {
		k := len(s.columns)
		s.scorer.Add(ps, s.y[i*k:(i+1)*k], s.w[i])
		if i == len(p.lines)-1 {
			s.y, s.w = s.y[:0], s.w[:0]
		}
		return nil
	}
	if err := p.run(e, &bytes.Buffer{}); err != nil {
		return err
	}
	score := s.scorer.Score()
	switch {
	case score.Rows == 0:
		return &rows.Error{File: p.r.Name(), Msg: "no row is complete in the columns that are used", Mend: "check the names and the file"}
	case score.Weight == 0:
		return &rows.Error{File: p.r.Name(), Column: s.weight.name, Msg: "is 0 in every row", Mend: "there is nothing to score"}
	}
	digits := 4
	if c.IsSet("digits") {
		digits = p.digits
	}
	return p.writeScore(e.stdout, format, digits, score)
}

// read takes the outcomes and the weight of the current row.
func (s *predictScore) read(p *predictor) error {
	y := make([]float64, len(s.columns))
	if err := p.network.Observe(y, p.cells(s.columns)); err != nil {
		return p.cellError(err, p.network.Outcomes, s.columns)
	}
	w := 1.0
	if s.weight != nil {
		var err error
		if w, err = p.r.Float(s.weight.at); err != nil {
			return err
		}
		if msg, mend := notWeight(w, s.whole); msg != "" {
			return p.r.Errorf(s.weight.at, p.r.Field(s.weight.at), mend, "%s", msg)
		}
	}
	s.y, s.w = append(s.y, y...), append(s.w, w)
	return nil
}

// notWeight says why w is no weight or, if they are whole, no count, and what would be.
func notWeight(w float64, whole bool) (msg, mend string) {
	switch {
	case !(w >= 0) || math.IsInf(w, 0):
		return "is no weight", "want a number, 0 or above"
	case whole && w != math.Trunc(w):
		return "is not a count", "want 0, 1, 2, …; --weight takes fractions"
	}
	return "", ""
}

// writeScore prints the table of bayes mlp train, of one row.
func (p *predictor) writeScore(w io.Writer, format string, digits int, score *tabular.Score) error {
	if format == "json" {
		var outcomes []string
		for _, c := range p.network.Outcomes {
			outcomes = append(outcomes, c.Name)
		}
		return writeIndented(w, object{
			{"file", p.r.Name()}, {"outcomes", outcomes}, {"likelihood", p.network.Likelihood.String()},
			{"skipped", p.r.Skipped()}, {"score", newScoreJSON(score)},
		})
	}
	return newScoreTable(p.network, digits, []namedScore{{p.r.Name(), score}}).writeText(w)
}

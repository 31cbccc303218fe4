package main

import (
	"fmt"
	"io"

	"github.com/bayeskit/bayeskit/internal/page"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// page implements [paged]. The JSON is without the time that the training took, so that
// the same training gives the same page.
func (r *networkReport) page() (p page.Page, err error) {
	p = page.Page{Title: "Network for " + namesOf(r.Outcomes), Verdict: oneLine(r.verdict()), Facts: r.parts()}
	tables := []*table{r.scoreTable()}
	if r.traced {
		tables = append(tables, r.stepTable(r.digits))
	}
	addTables(&p, tables)
	if len(r.History) > 0 {
		f, err := lossPicture(r.Fitted).figure()
		if err != nil {
			return p, err
		}
		p.Figures = append(p.Figures, f)
	}
	write := func(history, steps bool) func(io.Writer) error {
		return func(w io.Writer) error {
			j := r.json()
			j.Seconds = 0
			if !history {
				j.History = nil
			}
			if !steps {
				j.Steps = nil
			}
			return writeIndented(w, j)
		}
	}
	return p, embed(&p, write(true, true), write(false, false), "the history of the training")
}

// verdict says how well the network does, on rows that it has not seen if there are any.
func (r *networkReport) verdict() string {
	s, where := r.Validated, fmt.Sprintf("on %s held out", counted(r.heldOut(), "row"))
	if s == nil {
		s, where = r.Trained, "on the rows that it was trained on; none were held out"
	}
	after := "After " + counted(len(r.History), "epoch")
	if s == nil {
		return after + " nothing is known of how well it does"
	}
	return fmt.Sprintf("%s the loss is %s%s %s", after, logText(s.NLL, r.digits), r.inUnits(s), where)
}

func (r *networkReport) heldOut() int {
	if r.Validated == nil {
		return 0
	}
	return r.Validated.Rows
}

// inUnits says the same in units of the outcome: how often it is right, or how far off.
func (r *networkReport) inUnits(s *tabular.Score) string {
	if r.Likelihood.OfLabels() {
		return " and the accuracy " + fixed(s.Accuracy, r.digits, r.digits)
	}
	return " and the root mean square error " + significant(s.RMSE, r.digits)
}

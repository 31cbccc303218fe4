package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/internal/suggest"
)

// A graphVerdict is what the graph says about adjusting for the strata.
type graphVerdict struct {
	question causal.Question
	by       []string // what is adjusted for
	chosen   bool     // by is a set that the graph gave
	judged   causal.Adjustment
	sets     causal.AdjustmentSets
}

// fromGraph checks that the graph is about columns of the file. Where no strata are
// named, they are the smallest set that the graph says to adjust for.
func (s *simpsonSpec) fromGraph(columns []string) ([]*simpsonRole, error) {
	for _, v := range s.graph.Variables() {
		if s.graph.Latent(v) || slices.Contains(columns, v) {
			continue
		}
		if near, ok := suggest.Nearest(v, columns); ok {
			return nil, fmt.Errorf("--dag: no column %s: did you mean %q?", rows.Quote(v), near)
		}
		return nil, fmt.Errorf("--dag: no column %s: mark it [latent] in the graph if nobody observed it", rows.Quote(v))
	}
	for _, p := range []*simpsonRole{s.treatment, s.outcome} {
		if !s.graph.Has(p.column.name) {
			return nil, fmt.Errorf("--dag: the graph has no %s, which is the %s", rows.Quote(p.column.name), p.flag)
		}
	}
	g := &graphVerdict{question: causal.Question{Treatment: s.treatment.column.name, Outcome: s.outcome.column.name}}
	s.verdict = g
	var err error
	if g.sets, err = s.graph.AdjustmentSets(g.question); err != nil {
		return nil, fmt.Errorf("--dag: %w", err)
	}
	if len(s.by) > 0 {
		for _, p := range s.by {
			g.by = append(g.by, p.column.name)
		}
		return nil, s.judge()
	}
	if len(g.sets.Minimal) == 0 {
		return nil, fmt.Errorf("--dag: no adjustment gives the effect of %s on %s: %s; --by stratifies nevertheless", g.question.Treatment, g.question.Outcome, g.sets.Why)
	}
	g.by, g.chosen = g.sets.Minimal[0], true
	for _, v := range g.by {
		s.by = append(s.by, &simpsonRole{flag: "by", spec: v})
	}
	return s.by, s.judge()
}

// judge asks the graph about the strata.
func (s *simpsonSpec) judge() (err error) {
	for _, v := range s.verdict.by {
		if !s.graph.Has(v) {
			return fmt.Errorf("--dag: the graph has no %s, which --by names: say what it causes", rows.Quote(v))
		}
	}
	s.verdict.judged, err = s.graph.Judge(s.verdict.question, s.verdict.by...)
	if err != nil {
		return fmt.Errorf("--dag: %w", err)
	}
	return nil
}

// crudeIsRight reports whether there is nothing to adjust for.
func (g *graphVerdict) crudeIsRight() bool {
	return len(g.sets.Minimal) > 0 && len(g.sets.Minimal[0]) == 0
}

// graphNotes say what the graph says.
func (k *simpsonCase) graphNotes() (notes []string) {
	g := k.verdict
	if g == nil {
		return nil
	}
	sets := make([]string, 0, len(g.sets.Minimal))
	for _, s := range g.sets.Minimal {
		sets = append(sets, "{"+strings.Join(s, ", ")+"}")
	}
	what := "adjusting for {" + strings.Join(g.by, ", ") + "}"
	switch {
	case g.judged.Valid:
		notes = append(notes, fmt.Sprintf("graph: %s gives the effect of %s on %s", what, g.question.Treatment, g.question.Outcome))
		if g.chosen {
			notes[0] += "; it is the smallest set that does"
		}
		if g.judged.Note != "" {
			notes[0] += "; " + g.judged.Note
		}
	default:
		notes = append(notes, fmt.Sprintf("graph: %s does not give the effect of %s on %s: %s", what, g.question.Treatment, g.question.Outcome, g.judged.Why))
		for _, m := range g.judged.More {
			notes = append(notes, "graph: "+m.Why)
		}
	}
	switch {
	case len(sets) == 0:
		notes = append(notes, "graph: no set does: "+g.sets.Why)
	case g.crudeIsRight():
		notes = append(notes, "graph: there is nothing to adjust for: the crude effect is the effect")
	default:
		more := ""
		if g.sets.More {
			more = " and others"
		}
		notes = append(notes, "graph: the smallest sets that do: "+strings.Join(sets, ", ")+more)
	}
	return notes
}

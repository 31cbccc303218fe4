package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// The JSON of bayes do: of one query, its members are those of the document; of
// several they are in queries. What is not defined is null.
type doJSON struct {
	*answerJSON
	Queries []answerJSON `json:"queries,omitempty"`
	Graph   string       `json:"graph"`
	N       number       `json:"n"`
	Skipped int64        `json:"skipped"`
	Pseudo  float64      `json:"pseudo"`
	Level   float64      `json:"level"`
	Draws   int          `json:"draws"`
	Seed    uint64       `json:"seed"`
}

type answerJSON struct {
	Query        string        `json:"query"`
	P            *number       `json:"p"` // null of a distribution
	Interval     *boundsJSON   `json:"interval"`
	Seen         *number       `json:"seen"`
	Distribution []cellJSON    `json:"distribution,omitempty"`
	Method       string        `json:"method"`
	Mediation    *mediatedJSON `json:"mediation,omitempty"`
}

type boundsJSON struct {
	Low   number `json:"low"`
	High  number `json:"high"`
	Error number `json:"error"` // Monte Carlo standard error of the ends
}

type cellJSON struct {
	Levels   object      `json:"levels"`
	P        number      `json:"p"`
	Interval *boundsJSON `json:"interval"`
	Seen     *number     `json:"seen"`
}

type mediatedJSON struct {
	Mediator      string       `json:"mediator"`
	Total         shareJSON    `json:"total"`
	Direct        shareJSON    `json:"direct"`
	Indirect      shareJSON    `json:"indirect"`
	TotalDirect   number       `json:"total_direct"`
	TotalIndirect number       `json:"total_indirect"`
	Controlled    []doHeldJSON `json:"controlled"`
	Confounders   []string     `json:"confounders"`
}

type shareJSON struct {
	Difference number      `json:"difference"`
	Interval   *boundsJSON `json:"interval"`
}

type doHeldJSON struct {
	Level      string `json:"level"`
	Difference number `json:"difference"`
}

func (r *doReport) json() doJSON {
	doc := doJSON{Graph: r.graph.String(), N: number(r.data.table.Total()), Skipped: r.data.skipped, Pseudo: r.pseudo, Level: r.level, Draws: r.draws, Seed: r.seed}
	for _, a := range r.answers {
		doc.Queries = append(doc.Queries, r.answerJSON(a))
	}
	if len(doc.Queries) == 1 {
		doc.answerJSON, doc.Queries = &doc.Queries[0], nil
	}
	return doc
}

func boundsAt(all []doBounds, i int) *boundsJSON {
	if i >= len(all) || math.IsNaN(all[i].Low) {
		return nil
	}
	return &boundsJSON{number(all[i].Low), number(all[i].High), number(all[i].stdErr)}
}

func seenAt(seen []float64, i int) *number {
	if i >= len(seen) {
		return nil
	}
	n := number(seen[i])
	return &n
}

func (r *doReport) answerJSON(a doAnswer) answerJSON {
	doc := answerJSON{Query: a.Query.String(), Method: a.Method}
	if len(a.Variables) == 0 {
		p := number(a.P())
		doc.P, doc.Interval, doc.Seen = &p, boundsAt(a.bounds, 0), seenAt(a.seen, 0)
	} else {
		for i, c := range a.Cells {
			cell := cellJSON{P: number(c.P), Interval: boundsAt(a.bounds, i), Seen: seenAt(a.seen, i)}
			for j, l := range c.Levels {
				cell.Levels = append(cell.Levels, member{a.Variables[j], l})
			}
			doc.Distribution = append(doc.Distribution, cell)
		}
	}
	if a.split != nil {
		doc.Mediation = r.mediatedJSON(a.split, a.shares)
	}
	return doc
}

func (r *doReport) mediatedJSON(m *causal.Mediated, shares []doBounds) *mediatedJSON {
	doc := &mediatedJSON{Mediator: r.mediator, TotalDirect: number(m.TotalDirect), TotalIndirect: number(m.TotalIndirect), Confounders: orEmpty(m.Confounders)}
	for i, s := range []struct {
		to *shareJSON
		x  float64
	}{{&doc.Total, m.Total}, {&doc.Direct, m.Direct}, {&doc.Indirect, m.Indirect}} {
		*s.to = shareJSON{number(s.x), boundsAt(shares, i)}
	}
	for _, c := range m.Controlled {
		doc.Controlled = append(doc.Controlled, doHeldJSON{c.Levels[0], number(c.P)})
	}
	return doc
}

// csv returns a row for each cell of each query, with every digit. level is empty of
// a query with one answer. A split adds rows whose level is total, direct, indirect.
func (r *doReport) csv() *table {
	t := &table{head: []string{"query", "level", "p", "low", "high", "error", "seen"}}
	bounds := func(all []doBounds, i int) []string {
		if i >= len(all) {
			return []string{"", "", ""}
		}
		return []string{exact(all[i].Low), exact(all[i].High), exact(all[i].stdErr)}
	}
	for _, a := range r.answers {
		for i, c := range a.Cells {
			seen := math.NaN()
			if i < len(a.seen) {
				seen = a.seen[i]
			}
			row := append([]string{a.Query.String(), cellLevels(a.Variables, c.Levels), exact(c.P)}, bounds(a.bounds, i)...)
			t.add(append(row, exact(seen))...)
		}
		if a.split == nil {
			continue
		}
		for i, x := range []float64{a.split.Total, a.split.Direct, a.split.Indirect} {
			row := append([]string{a.Query.String(), []string{"total", "direct", "indirect"}[i], exact(x)}, bounds(a.shares, i)...)
			t.add(append(row, "")...)
		}
	}
	return t
}

package causal

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/bayeskit/bayeskit/prob"
)

// Run searches data. It fails if data or s are not what they should be, if a column
// that is named cannot be what it is named for, and with ctx.Err() if ctx is done
// first. Same seed, same bits, whatever the number of processors.
//
// All candidates are counted, in one pass over the rows for each column or pair, and
// screened by the moments of the posterior. Draws are for those that are near the
// limit, or above.
func (s Search) Run(ctx context.Context, seed prob.Seed, data Data) (Found, error) {
	s, err := s.complete()
	if err != nil {
		return Found{}, fmt.Errorf("searching: %w", err)
	}
	if err := data.Check(); err != nil {
		return Found{}, fmt.Errorf("searching: %w", err)
	}
	r := searchRun{Search: s, data: data, found: Found{Rate: s.Rate}}
	if err := r.prepare(); err != nil {
		return Found{}, err
	}
	for i := range r.questions {
		if err := r.ask(ctx, i); err != nil {
			return Found{}, err
		}
	}
	if err := r.weigh(ctx, seed); err != nil {
		return Found{}, err
	}
	return r.found, nil
}

// searchRun is a search under way.
type searchRun struct {
	Search
	data      Data
	surveys   []survey // of each column
	groupings []grouping
	questions []questionPlan
	trials    []trial
	found     Found
}

// A questionPlan is what a [question] is made of; it takes as much memory as some
// columns, so there is only one at a time.
type questionPlan struct {
	treatment, outcome role
	swapped            bool
}

// A trial is a candidate that was tried.
type trial struct {
	screening
	question int
	swapped  bool
	by       [2]int32 // groupings; the second is −1 for a single one
	chance   Chance   // 1 − P(reversal)
	drawn    int
	claimed  bool
}

// ask tries all groupings, and pairs of them, with a question.
func (r *searchRun) ask(ctx context.Context, i int) error {
	plan := r.questions[i]
	q := newQuestion(plan.treatment, plan.outcome)
	var groups []int32
	for g := range r.groupings {
		if c := r.groupings[g].column; c != plan.treatment.column && c != plan.outcome.column {
			groups = append(groups, int32(g))
		}
	}
	results := make([][]trial, len(groups)) // by the first grouping
	workers := min(runtime.GOMAXPROCS(0), len(groups))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			c := newCounter(q, r.data.Counts)
			for k := w; k < len(groups) && ctx.Err() == nil; k += workers {
				results[k] = r.tryAll(c, i, plan.swapped, groups[k:])
			}
		})
	}
	wg.Wait()
	for k, trials := range results {
		r.sort(trials, r.groupings[groups[k]], plan)
	}
	return ctx.Err()
}

// tryAll tries the first of the groups, and pairs of it with the others.
func (r *searchRun) tryAll(c *counter, question int, swapped bool, groups []int32) (trials []trial) {
	g := r.groupings[groups[0]]
	c.by(g)
	try := func(table []float64, other int32) {
		for _, swap := range []bool{false, true}[:1+oneIf(swapped)] {
			trials = append(trials, trial{screening: c.q.screen(table, swap), question: question, swapped: swap, by: [2]int32{groups[0], other}})
		}
	}
	try(c.single(), -1)
	if !r.Single {
		for _, other := range groups[1:] {
			try(c.pair(r.groupings[other]), other)
		}
	}
	return trials
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sort keeps the trials in which enough rows count, and notes the others.
func (r *searchRun) sort(trials []trial, g grouping, plan questionPlan) {
	for _, t := range trials {
		switch {
		case t.rows >= r.Keep*t.all && t.rows > 0:
			t.chance = Chance{Probability: t.p}
			r.trials = append(r.trials, t)
		case t.by[1] >= 0:
			r.found.Sparse++
		default:
			treatment := plan.treatment
			if t.swapped {
				treatment = plan.outcome
			}
			name := r.data.Columns[treatment.column].Name
			why := fmt.Sprintf("only %.3g%% of the rows are in strata with both levels of %s", 100*t.rows/t.all, name)
			switch {
			case t.all == 0:
				why = "no rows in which it, the treatment and the outcome are all known"
			case !treatment.binary():
				why = fmt.Sprintf("only %.3g%% of the rows are in strata in which %s varies", 100*t.rows/t.all, name)
			}
			r.found.Skipped = append(r.found.Skipped, Skipped{r.data.Columns[g.column].Name, why})
		}
	}
}

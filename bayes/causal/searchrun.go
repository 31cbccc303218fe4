package causal

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
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
	try(c.single(g), -1)
	if !r.Single {
		for _, other := range groups[1:] {
			try(c.pair(g, r.groupings[other]), other)
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

const (
	shownAtLeast = 20   // candidates, if there are as many
	mostDrawn    = 2000 // candidates
	fewDraws     = 2000 // of a candidate at first
)

// weigh draws what is promising, and claims what the rule supports.
func (r *searchRun) weigh(ctx context.Context, seed prob.Seed) error {
	order := make([]int, len(r.trials))
	for i := range order {
		order[i] = i
	}
	sortByChance := func() {
		slices.SortStableFunc(order, func(a, b int) int {
			return cmp.Compare(r.trials[a].chance.Probability, r.trials[b].chance.Probability)
		})
	}
	sortByChance()
	drawn := r.promising(order)
	for draws := fewDraws; ; draws = min(4*draws, r.Draws) {
		limit := r.limit(order)
		if err := r.draw(ctx, seed, order[:drawn], draws, limit); err != nil {
			return err
		}
		sortByChance()
		if draws == r.Draws {
			break
		}
	}
	limit := r.limit(order)
	r.found.Tried = len(r.trials)
	for _, at := range order {
		t := &r.trials[at]
		if t.claimed = t.sign != 0 && t.upper() <= limit; t.claimed {
			r.found.Claimed++
		}
	}
	r.report(order[:min(len(order), max(shownAtLeast, drawn, r.found.Claimed))])
	return nil
}

// upper returns 1 − P(reversal) and twice its Monte Carlo error.
func (t trial) upper() float64 { return t.chance.Probability + 2*t.chance.StdErr }

// limit returns the greatest 1 − P(reversal) that is claimed: kq/m, k the greatest for
// which that of k candidates is at most as much.
func (r *searchRun) limit(order []int) float64 {
	step := r.Rate / float64(max(1, len(order)))
	uppers := make([]float64, len(order))
	for i, at := range order {
		uppers[i] = r.trials[at].upper()
	}
	slices.Sort(uppers)
	for k := len(uppers); k > 0; k-- {
		if uppers[k-1] <= float64(k)*step {
			return float64(k) * step
		}
	}
	return step
}

// promising returns how many of the candidates, in order, are drawn: those for which
// the screening is within one standard deviation of the limit, or beyond, and of the
// first ones those that are more likely reversed than not.
func (r *searchRun) promising(order []int) int {
	z := prob.Normal{Mu: 0, Sigma: 1}.Quantile(r.limit(order))
	near := normalAbove(z+1, 1)
	for n, at := range order {
		p := r.trials[at].chance.Probability
		if p > near && (p > 0.5 || n >= shownAtLeast) || n == mostDrawn {
			return n
		}
	}
	return len(order)
}

// draw draws those of the trials that have not been, and those that are within three
// standard errors of the limit.
func (r *searchRun) draw(ctx context.Context, seed prob.Seed, which []int, draws int, limit float64) error {
	var due []int
	for _, at := range which {
		t := r.trials[at]
		if t.exact || t.sign == 0 || t.drawn >= draws {
			continue
		}
		if t.drawn == 0 || math.Abs(t.upper()-limit) <= 3*t.chance.StdErr {
			due = append(due, at)
		}
	}
	workers := min(runtime.GOMAXPROCS(0), len(due))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for k := w; k < len(due) && ctx.Err() == nil; k += workers {
				r.drawOne(seed, due[k], draws)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// drawOne draws a trial, with a stream of its own.
func (r *searchRun) drawOne(seed prob.Seed, at, draws int) {
	t := &r.trials[at]
	plan := r.questions[t.question]
	q := newQuestion(plan.treatment, plan.outcome)
	c := newCounter(q, r.data.Counts)
	c.by(r.groupings[t.by[0]])
	var table []float64
	if t.by[1] < 0 {
		table = c.single(r.groupings[t.by[0]])
	} else {
		table = c.pair(r.groupings[t.by[0]], r.groupings[t.by[1]])
	}
	t.chance = q.estimate(table, t.swapped, t.sign, seed.Child(uint64(at)).Rand(), draws)
	t.drawn = draws
}

// report fills in the candidates, those in order.
func (r *searchRun) report(order []int) {
	alone := map[[2]int32]bool{} // question (swapped: below 0) and grouping
	key := func(t trial, g int32) [2]int32 {
		q := int32(t.question)
		if t.swapped {
			q = -q - 1
		}
		return [2]int32{q, g}
	}
	for _, at := range order {
		if t := r.trials[at]; t.claimed && t.by[1] < 0 {
			alone[key(t, t.by[0])] = true
		}
	}
	name := func(g int32) string { return r.data.Columns[r.groupings[g].column].Name }
	for _, at := range order {
		t := r.trials[at]
		c := r.candidate(t)
		for _, g := range t.by {
			if g < 0 {
				continue
			}
			c.By = append(c.By, name(g))
			if t.by[1] >= 0 && c.Within == "" && alone[key(t, g)] {
				c.Within = name(g)
			}
		}
		if c.Within != "" && c.Claimed {
			c.Claimed = false
			r.found.Claimed--
		}
		r.found.Candidates = append(r.found.Candidates, c)
	}
}

// candidate returns what a trial says, in the units of the columns.
func (r *searchRun) candidate(t trial) Candidate {
	plan := r.questions[t.question]
	x, y := plan.treatment, plan.outcome
	if t.swapped {
		x, y = y, x
	}
	unit := 1.0
	if !y.binary() {
		unit = y.unit
	}
	c := Candidate{
		Treatment: r.data.Columns[x.column].Name, Outcome: r.data.Columns[y.column].Name,
		Treated: x.names[1], Control: x.names[0], Event: y.names[1],
		Strata: t.strata, Rows: t.rows, Kept: t.rows / t.all,
		Reversal: Chance{1 - t.chance.Probability, t.chance.StdErr},
		Screened: t.drawn == 0 && !t.exact,
		Claimed:  t.claimed,
	}
	if !x.binary() {
		unit /= x.unit
	}
	c.Crude, c.Adjusted = t.crude*unit, t.adjusted*unit
	if t.sign == 0 {
		c.Reversal = Chance{nan, nan}
	}
	return c
}

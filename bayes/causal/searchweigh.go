package causal

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/bayeskit/bayeskit/prob"
)

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
		table = c.single()
	} else {
		table = c.pair(r.groupings[t.by[1]])
	}
	t.chance = q.estimate(table, t.swapped, t.sign, seed.Child(uint64(at)).Rand(), draws)
	t.drawn = draws
}

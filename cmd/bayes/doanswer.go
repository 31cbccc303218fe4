package main

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

// A doAnswer is the answer to one query.
type doAnswer struct {
	causal.Answer
	text   string
	bounds []doBounds // of each cell; nil if nothing was drawn
	seen   []float64  // of each cell, what is seen where x happens to be as do sets it; nil if there is no do
	split  *causal.Mediated
	shares []doBounds // of total, direct and indirect effect
}

// doBounds are an interval and the Monte Carlo standard error of its ends.
type doBounds struct {
	bayes.Interval
	stdErr float64
}

// answer answers one query.
func (r *doReport) answer(e *env, q doQuery, seed prob.Seed) (a doAnswer, err error) {
	a.text = q.text
	if a.Answer, err = r.fit.Query(q.query); err != nil {
		return a, err
	}
	a.seen = r.seen(q.query)
	if r.draws > 0 {
		draws, err := r.fit.Draw(e.ctx, seed, q.query, r.draws)
		if err != nil {
			return a, err
		}
		a.bounds = r.boundsOf(draws)
	}
	if r.mediator == "" {
		return a, nil
	}
	m, err := r.fit.Mediation(q.query, r.mediator)
	if err != nil {
		return a, err
	}
	a.split = &m
	if r.draws > 0 {
		draws, err := r.fit.DrawMediation(e.ctx, seed.Child(0), q.query, r.mediator, r.draws)
		if err != nil {
			return a, err
		}
		a.shares = r.boundsOf(draws)
		if math.Abs(m.Total-a.P()) < 1e-12 { // the same number: one interval for it
			a.shares[0] = a.bounds[0]
		}
	}
	return a, nil
}

// boundsOf summarises draws, cell by cell. Draws that are all the same, since without
// a prior what was never seen is impossible, tell of no uncertainty and have no bounds.
func (r *doReport) boundsOf(draws [][]float64) []doBounds {
	all := make([]doBounds, len(draws[0]))
	column := make([]float64, len(draws))
	for cell := range all {
		for i, d := range draws {
			column[i] = d[cell]
		}
		all[cell].Interval, all[cell].stdErr = causal.CentralOf(column, r.level)
		if b := &all[cell]; r.pseudo == 0 && b.Low == b.High {
			b.Low, b.High, b.stdErr = math.NaN(), math.NaN(), math.NaN()
		}
	}
	return all
}

// seen returns the answer to q with what do sets merely seen: nil if there is no do,
// NaN where it is not defined, as where two interventions were never seen together.
func (r *doReport) seen(q causal.Query) []float64 {
	seeing, done := r.seeing(q)
	if !done {
		return nil
	}
	a, err := r.fit.Query(seeing)
	if err != nil {
		return []float64{math.NaN()}
	}
	p := make([]float64, len(a.Cells))
	for i, c := range a.Cells {
		p[i] = c.P
	}
	return p
}

func (r *doReport) seeing(q causal.Query) (causal.Query, bool) {
	done := len(q.Do) > 0
	q.Given = append(append([]causal.Setting(nil), q.Do...), q.Given...)
	q.Do = nil
	if q.Minus != nil {
		m, also := r.seeing(*q.Minus)
		q.Minus, done = &m, done || also
	}
	return q, done
}

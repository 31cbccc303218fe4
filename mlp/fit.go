package mlp

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/prob"
)

// Fit trains the model on the data from the start that seed gives: [Training.Start] and
// then [Training.Resume].
func (t Training[F, Y]) Fit(ctx context.Context, seed prob.Seed, data Data[F, Y], each func(*State[F]) error) (*State[F], error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	return t.Resume(ctx, t.Start(seed), data, each)
}

// Resume goes on from a state to the last epoch, or until training stops early, and
// returns the state then; from is not changed. After every epoch each, if it is not nil,
// is given the state, which is only lent ([State.Clone] it to keep it); its error ends
// training.
//
// Whatever the error, the state returned is that at the end of the last whole epoch, nil
// only where training could not begin. If ctx is done that is ctx.Err(); if a loss is not
// finite, a *[DivergenceError].
func (t Training[F, Y]) Resume(ctx context.Context, from *State[F], data Data[F, Y], each func(*State[F]) error) (*State[F], error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if err := from.check(t.Model.Dim(), t.optimiser().moments()); err != nil {
		return nil, err
	}
	if err := data.Check(t.Model); err != nil {
		return nil, err
	}
	if t.Validation != nil {
		if err := t.Validation.Check(t.Model); err != nil {
			return nil, fmt.Errorf("validation rows: %w", err)
		}
	}
	if each == nil {
		each = func(*State[F]) error { return nil }
	}
	if o, ok := t.optimiser().(LBFGS); ok {
		return t.lbfgs(ctx, o, from, data, each)
	}
	r, err := newRun(t, from, data)
	if err != nil {
		return nil, err
	}
	s := r.state
	for len(s.History) < t.epochs() && s.Stopped == "" {
		if err := r.epoch(ctx); err != nil {
			r.restore()
			return s, err
		}
		if err := each(s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// A run is a training under way.
type run[F Float, Y any] struct {
	t     Training[F, Y]
	state *State[F]
	split split[F, Y]

	engine *engine[F, Y]
	grad   []F
	parts  []part // the parameters, by what the step does to them
	prior  *priorDensity
	factor float64 // of the log-likelihood of all training rows in the loss

	order   []int // of the training rows
	x       []F   // those of the batch, gathered
	y       []Y
	weights []float64

	chacha *rand.ChaCha8 // reseeded for each use
	rng    *rand.Rand    // on top of it

	params, moments []F // as they were at the end of the last whole epoch
	steps           int
}

// A part is a range of parameters that share a penalty and a decay.
type part struct {
	from, to  int
	l2, decay float64
}

func newRun[F Float, Y any](t Training[F, Y], from *State[F], data Data[F, Y]) (*run[F, Y], error) {
	s := from.Clone()
	t.Optimiser, t.Schedule = t.optimiser(), t.schedule()
	r := &run[F, Y]{t: t, state: s, params: convert[F](s.Params), moments: convert[F](s.Moments), steps: s.Steps}
	r.chacha = rand.NewChaCha8(s.Seed)
	r.rng = rand.New(r.chacha)
	var err error
	if r.split, err = t.divide(s.Seed, data); err != nil {
		return nil, err
	}
	n, targets := len(r.split.train), t.Model.Head.Observations()
	r.order = make([]int, n)
	size := min(t.batch(), n)
	r.engine = newEngine[F](t.Model, max(size, min(blockRows, len(r.split.train))), t.Threads)
	r.x, r.y = make([]F, size*t.Model.Net.Inputs), make([]Y, size*targets)
	if data.Weights != nil {
		r.weights = make([]float64, size)
	}
	r.grad = make([]F, t.Model.Dim())
	total := r.split.total
	if !(total > 0) {
		return nil, fmt.Errorf("mlp: all rows that were not held out have weight 0: nothing to learn from")
	}
	r.factor = t.Reduction.factor(total, targets)
	r.prior = newPriorDensity(t.Prior, t.Model.Layout())
	r.parts = t.parts(r.prior, r.factor)
	return r, nil
}

// parts returns the parameters by what is done to them, neighbours that are treated alike
// in one: an optimiser then takes one pass over memory.
func (t Training[F, Y]) parts(prior *priorDensity, factor float64) []part {
	var decay float64
	if o, ok := t.optimiser().(AdamW); ok {
		decay = orDefault(o.Decay, 0.01)
	}
	var parts []part
	for i, b := range prior.blocks {
		p := part{b.Offset, b.Offset + b.Len(), prior.alpha[i] * factor, 0}
		if b.Kind == Weight {
			p.decay = decay
		}
		if k := len(parts); k > 0 && parts[k-1].l2 == p.l2 && parts[k-1].decay == p.decay {
			parts[k-1].to = p.to
			continue
		}
		parts = append(parts, p)
	}
	return parts
}

// restore goes back to the end of the last whole epoch.
func (r *run[F, Y]) restore() {
	copy(r.state.Params, r.params)
	copy(r.state.Moments, r.moments)
	r.state.Steps = r.steps
}

// epoch passes over the training rows once, in the order that belongs to this epoch.
func (r *run[F, Y]) epoch(ctx context.Context) error {
	s, n, size := r.state, len(r.order), min(r.t.batch(), len(r.order))
	e := Epoch{Number: len(s.History) + 1}
	copy(r.order, r.split.train)
	r.chacha.Seed(s.Seed.Child(seedOrder).Child(uint64(e.Number)))
	for i := n - 1; i > 0; i-- {
		j := r.rng.IntN(i + 1)
		r.order[i], r.order[j] = r.order[j], r.order[i]
	}
	var logLik float64
	batches := (n + size - 1) / size
	for k := range batches {
		if err := ctx.Err(); err != nil {
			return err
		}
		done := float64(e.Number-1) + float64(k+1)/float64(batches)
		l, err := r.step(r.order[k*size:min((k+1)*size, n)], done, &e)
		if err != nil {
			return err
		}
		logLik += l
	}
	if math.IsNaN(kernel.SumSquares(s.Params)) || math.IsInf(kernel.SumSquares(s.Params), 0) {
		return r.diverged(e, -1, math.NaN(), "the weights are no longer finite")
	}
	e.Loss = -r.factor * logLik
	if !r.prior.flat() {
		e.Penalty = r.penalty()
	}
	if err := r.validate(&e); err != nil {
		return err
	}
	s.History = append(s.History, e)
	copy(r.params, s.Params)
	copy(r.moments, s.Moments)
	r.steps = s.Steps
	return nil
}

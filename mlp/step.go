package mlp

import (
	"math"
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// step takes one step on the rows given, after which done epochs are done, and returns
// their log-likelihood before it.
func (r *run[F, Y]) step(rows []int, done float64, e *Epoch) (logLik float64, err error) {
	s := r.state
	b := r.gather(rows)
	// The mean over the batch stands for the mean over all rows, whatever the reduction.
	factor := r.factor * float64(len(r.order)) / float64(len(rows))
	var drops *rand.ChaCha8
	if r.t.Model.Net.drops() {
		drops = r.chacha
		drops.Seed(s.Seed.Child(seedDropout).Child(uint64(s.Steps)))
	}
	logLik = r.engine.run(s.Params, b, drops, -factor, r.grad, false)
	e.Floored += r.engine.held
	if math.IsNaN(logLik) || math.IsInf(logLik, 0) {
		row, l := r.engine.culprit(b)
		if row >= 0 {
			row = rows[row]
		}
		return 0, r.diverged(*e, row, l, "")
	}
	scale := 1.0
	if r.t.Clip > 0 || done == float64(e.Number) {
		e.Gradient = r.gradientLength()
		if math.IsNaN(e.Gradient) || math.IsInf(e.Gradient, 0) {
			return 0, r.diverged(*e, -1, math.NaN(), "the gradient is not finite")
		}
		if r.t.Clip > 0 && e.Gradient > r.t.Clip {
			scale = r.t.Clip / e.Gradient
			e.Clipped++
		}
	}
	s.Steps++
	e.Rate = r.t.Optimiser.rate() * r.t.Schedule.factor(moment{done, r.t.epochs(), s.History})
	r.update(e.Rate, scale)
	r.engine.project(s.Params[r.engine.weights:])
	return logLik, nil
}

// gather copies rows of the data to lie together.
func (r *run[F, Y]) gather(rows []int) batch[F, Y] {
	d, inputs, targets := &r.split.data, r.engine.inputs, r.engine.targets
	b := batch[F, Y]{x: r.x[:len(rows)*inputs], y: r.y[:len(rows)*targets], n: len(rows)}
	for i, row := range rows {
		copy(b.x[i*inputs:(i+1)*inputs], d.X[row*inputs:(row+1)*inputs])
	}
	if targets == 1 {
		for i, row := range rows {
			b.y[i] = d.Y[row]
		}
	} else {
		for i, row := range rows {
			copy(b.y[i*targets:(i+1)*targets], d.Y[row*targets:(row+1)*targets])
		}
	}
	if d.Weights != nil {
		b.weights = r.weights[:len(rows)]
		for i, row := range rows {
			b.weights[i] = d.Weights[row]
		}
	}
	return b
}

// gradientLength returns the length of the gradient of the loss and the penalty.
func (r *run[F, Y]) gradientLength() float64 {
	var sum float64
	for _, p := range r.parts {
		if p.l2 == 0 {
			sum += kernel.SumSquares(r.grad[p.from:p.to])
			continue
		}
		for i := p.from; i < p.to; i++ {
			g := float64(r.grad[i]) + p.l2*float64(r.state.Params[i])
			sum += g * g
		}
	}
	return math.Sqrt(sum)
}

// penalty returns the loss that the prior adds, without its constant.
func (r *run[F, Y]) penalty() (sum float64) {
	for _, p := range r.parts {
		if p.l2 > 0 {
			sum += p.l2 / 2 * kernel.SumSquares(r.state.Params[p.from:p.to])
		}
	}
	return sum
}

// update takes the optimiser's step, with the gradient scaled.
func (r *run[F, Y]) update(rate, scale float64) {
	s, dim := r.state, len(r.state.Params)
	for _, p := range r.parts {
		w, g := s.Params[p.from:p.to], r.grad[p.from:p.to]
		u := kernel.Update{Rate: rate, Scale: scale, L2: scale * p.l2, Decay: p.decay}
		switch o := r.t.Optimiser.(type) {
		case SGD:
			if o.Momentum == 0 {
				kernel.SGDStep(w, g, u)
				continue
			}
			kernel.MomentumStep(w, g, s.Moments[p.from:p.to], o.Momentum, o.Nesterov, u)
		case Adam:
			adam(o, w, g, s.Moments[:dim][p.from:p.to], s.Moments[dim:][p.from:p.to], s.Steps, u)
		case AdamW:
			adam(o.Adam, w, g, s.Moments[:dim][p.from:p.to], s.Moments[dim:][p.from:p.to], s.Steps, u)
		}
	}
}

func adam[F Float](o Adam, w, g, m, v []F, step int, u kernel.Update) {
	kernel.AdamStep(w, g, m, v, step, orDefault(o.Beta1, 0.9), orDefault(o.Beta2, 0.999), orDefault(o.Epsilon, 1e-8), u)
}

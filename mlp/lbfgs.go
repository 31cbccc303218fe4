package mlp

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
)

// lbfgs minimises the loss on all training rows in float64. One major iteration is one
// epoch.
func (t Training[F, Y]) lbfgs(ctx context.Context, o LBFGS, from *State[F], data Data[F, Y], each func(*State[F]) error) (*State[F], error) {
	r, err := newRun(t, from, data)
	if err != nil || len(from.History) >= t.epochs() || from.Stopped != "" {
		return from.Clone(), err
	}
	l := &descent[F, Y]{ctx: ctx, run: r, each: each, engine: newEngine[float64](t.Model, blockRows, t.Threads)}
	l.data = r.split.rows(t.Model.Net.Inputs, l.engine.targets)
	l.x, l.grad = make([]float64, t.Model.Dim()), make([]float64, t.Model.Dim())
	l.prior = make([]float64, t.Model.Dim())
	memory := o.Memory
	if memory == 0 {
		memory = 20
	}
	settings := &optimize.Settings{
		MajorIterations:   t.epochs() - len(from.History),
		GradientThreshold: orDefault(o.Tolerance, 1e-8) * r.factor * r.split.total, // of the mean loss
		Converger:         optimize.NeverTerminate{},
		Recorder:          l,
	}
	problem := optimize.Problem{
		Func: func(x []float64) float64 { return l.at(x) },
		Grad: func(grad, x []float64) { l.at(x); copy(grad, l.grad) },
	}
	start := convert[float64](from.Params)
	if v := l.at(start); math.IsNaN(v) || math.IsInf(v, 0) {
		row, logProb := l.engine.culpritOf(start, l.data)
		if row >= 0 {
			row = r.split.train[row]
		}
		return r.state, r.diverged(Epoch{Number: len(from.History) + 1}, row, logProb, "")
	}
	result, err := optimize.Minimize(problem, start, settings, &optimize.LBFGS{Store: memory})
	if l.err != nil && l.err != errStopped {
		return r.state, l.err
	}
	// Where the tolerance is met gonum ends before that iteration is recorded.
	if result != nil && l.err == nil && !slices.Equal(result.X, l.recorded) && len(r.state.History) < t.epochs() {
		if err := l.Record(&result.Location, optimize.MajorIteration, nil); err != nil && err != errStopped {
			return r.state, err
		}
	}
	switch last := r.state.Last(); {
	case r.state.Stopped != "":
	case err == nil && result.Status == optimize.GradientThreshold:
		r.state.Stopped = "converged"
	case err != nil && last.Gradient <= 1e-5*r.factor*r.split.total*math.Max(1, math.Abs(last.Loss)):
		// No step along the direction lowers the loss any more: the limit of the arithmetic.
		r.state.Stopped = "converged"
	case err != nil:
		r.state.Stopped = "stalled"
	}
	return r.state, nil
}

// rows returns the training rows in float64.
func (s split[F, Y]) rows(inputs, targets int) Data[float64, Y] {
	var d Data[float64, Y]
	for _, i := range s.train {
		for _, v := range s.data.X[i*inputs : (i+1)*inputs] {
			d.X = append(d.X, float64(v))
		}
		d.Y = append(d.Y, s.data.Y[i*targets:(i+1)*targets]...)
		if s.data.Weights != nil {
			d.Weights = append(d.Weights, s.data.Weights[i])
		}
	}
	return d
}

// A descent is a run of L-BFGS: the function that it minimises, and its recorder.
type descent[F Float, Y any] struct {
	ctx    context.Context
	run    *run[F, Y]
	each   func(*State[F]) error
	engine *engine[float64, Y]
	data   Data[float64, Y]

	x, grad, prior []float64 // where it was evaluated last, and the gradients there
	loss, penalty  float64
	known          bool
	recorded       []float64 // where the last epoch ended
	err            error
}

// at evaluates the loss with its penalty, and the gradient, at x.
func (l *descent[F, Y]) at(x []float64) float64 {
	if l.known {
		same := true
		for i, v := range x {
			if v != l.x[i] {
				same = false
				break
			}
		}
		if same {
			return l.loss + l.penalty
		}
	}
	copy(l.x, x)
	factor := l.run.factor
	l.loss = -factor * l.engine.all(x, l.data, -factor, l.grad)
	l.penalty, l.known = 0, true
	if p := l.run.prior; !p.flat() {
		l.penalty = -factor * (p.LogProb(x, l.prior) - p.norm)
		for i, g := range l.prior {
			l.grad[i] -= factor * g
		}
	}
	if math.IsNaN(l.loss) { // a step too far: as good as infinitely bad
		l.loss = math.Inf(1)
	}
	return l.loss + l.penalty
}

// Init implements [optimize.Recorder].
func (l *descent[F, Y]) Init() error { return nil }

// Record implements [optimize.Recorder]: it turns major iterations into epochs.
func (l *descent[F, Y]) Record(loc *optimize.Location, op optimize.Operation, stats *optimize.Stats) error {
	if op != optimize.MajorIteration {
		return nil
	}
	if l.err = l.ctx.Err(); l.err != nil {
		return l.err
	}
	s := l.run.state
	for i, v := range loc.X {
		s.Params[i] = F(v)
	}
	l.recorded = append(l.recorded[:0], loc.X...)
	l.run.engine.project(s.Params[l.run.engine.weights:]) // where the loss is the same
	l.at(loc.X)
	var length float64
	for _, g := range l.grad {
		length = math.Hypot(length, g)
	}
	e := Epoch{Number: len(s.History) + 1, Loss: l.loss, Penalty: l.penalty, Rate: 1, Gradient: length, Floored: l.engine.held}
	s.Steps++
	if l.err = l.run.validate(&e); l.err != nil {
		return l.err
	}
	s.History = append(s.History, e)
	if l.err = l.each(s); l.err == nil && s.Stopped != "" {
		l.err = errStopped
	}
	return l.err
}

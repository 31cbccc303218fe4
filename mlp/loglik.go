package mlp

import (
	"fmt"
	"sync"

	"github.com/bayeskit/bayeskit/prob"
)

// blockRows is how many rows are evaluated at a time where all are asked for.
const blockRows = 256

// LogLik returns the log-likelihood of the data as a density of the parameters,
//
//	w ↦ Σᵢ wᵢ·log p(yᵢ | xᵢ, w),
//
// in float64 and without dropout: minus what a fit minimises under [Sum] (times 1/N under
// [PerRow]), and the likelihood of a Bayesian network. With a [Prior]'s density it is a
// posterior, up to its evidence. It is safe for concurrent use. The data, which is not
// copied, must not change while it is in use. The error is that of [Model.Check] or
// [Data.Check].
func LogLik[Y any](m Model[Y], d Data[float64, Y]) (*LogLikelihood[Y], error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if err := d.Check(m); err != nil {
		return nil, err
	}
	l := &LogLikelihood[Y]{model: m, data: d}
	rows := min(blockRows, d.Rows(m.Head.Observations()))
	l.pool.New = func() any { return newEngine[float64](m, rows, 1) }
	return l, nil
}

// A LogLikelihood is the log-likelihood of fixed data as a function of a model's
// parameters; see [LogLik].
type LogLikelihood[Y any] struct {
	model Model[Y]
	data  Data[float64, Y]
	pool  sync.Pool // of *engine[float64, Y]
}

var _ prob.LogDensity = (*LogLikelihood[float64])(nil)

// Dim returns the number of parameters.
func (l *LogLikelihood[Y]) Dim() int { return l.model.Dim() }

// LogProb implements [prob.LogDensity]. It is NaN or −Inf where the network overflows.
func (l *LogLikelihood[Y]) LogProb(w, grad []float64) float64 {
	if dim := l.Dim(); len(w) != dim || grad != nil && len(grad) != dim {
		panic(fmt.Sprintf("mlp: LogLikelihood.LogProb: len(w) = %d, len(grad) = %d, want %d", len(w), len(grad), dim))
	}
	e := l.pool.Get().(*engine[float64, Y])
	defer l.pool.Put(e)
	return e.all(w, l.data, 1, grad)
}

// Loss returns the loss of parameters on data, under a reduction, without dropout and
// without a prior. If grad is not nil it is overwritten with the gradient. It does not
// check the data: see [Data.Check].
func Loss[F Float, Y any](m Model[Y], r Reduction, params []F, d Data[F, Y], grad []F) float64 {
	e := newEngine[F](m, min(blockRows, max(d.Rows(m.Head.Observations()), 1)), 1)
	factor := r.factor(d.total(m.Head.Observations()), m.Head.Observations())
	return -factor * e.all(params, d, -factor, grad)
}

// total returns the sum of the weights, N if there are none.
func (d Data[F, Y]) total(targets int) float64 {
	if d.Weights == nil {
		return float64(d.Rows(targets))
	}
	var sum float64
	for _, w := range d.Weights {
		sum += w
	}
	return sum
}

// Predict returns η for each of the rows x, n×EtaDim row-major, without dropout: the
// parameters that the likelihood takes, those learnt and floors included.
func Predict[F Float, Y any](m Model[Y], params, x []F) []float64 {
	n := len(x) / m.Net.Inputs
	e := newEngine[F](m, min(blockRows, max(n, 1)), 1)
	eta := make([]float64, 0, n*m.Head.EtaDim())
	for at := 0; at < n; at += e.rows {
		to := min(at+e.rows, n)
		out := e.forward(params, x[at*e.inputs:to*e.inputs], to-at, nil)
		eta = append(eta, e.fill(out, params[e.weights:], to-at)...)
	}
	return eta
}

// Apply returns the network's outputs for each of the rows x, n×Outputs row-major,
// without dropout.
func Apply[F Float](net Net, weights, x []F) []F {
	n := len(x) / net.Inputs
	p := newPass[F](net, min(blockRows, max(n, 1)), 1)
	y := make([]F, 0, n*net.Outputs())
	for at := 0; at < n; at += blockRows {
		to := min(at+blockRows, n)
		y = append(y, p.forward(weights, x[at*net.Inputs:to*net.Inputs], to-at, nil)...)
	}
	return y
}

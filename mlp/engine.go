package mlp

import (
	"math"
	"math/rand/v2"
)

// An engine computes the log-likelihood of a batch and its gradient: a [pass] and an
// [emitter]. It serves one goroutine and allocates nothing once made.
type engine[F Float, Y any] struct {
	*pass[F]
	*emitter[F, Y]
	inputs  int
	weights int // the length of the network's share of the parameters
	rows    int // how many it has room for
}

func newEngine[F Float, Y any](m Model[Y], rows, threads int) *engine[F, Y] {
	return &engine[F, Y]{newPass[F](m.Net, rows, threads), newEmitter[F](m.Head, rows), m.Net.Inputs, m.Net.Dim(), rows}
}

// A batch is some rows, lying together.
type batch[F Float, Y any] struct {
	x       []F
	y       []Y
	weights []float64 // nil or one a row
	n       int
}

// run returns the weighted log-likelihood of a batch. If grad is not nil it is
// overwritten with factor times its gradient, or that is added with acc. With rng there
// is dropout.
func (e *engine[F, Y]) run(params []F, b batch[F, Y], rng *rand.ChaCha8, factor float64, grad []F, acc bool) float64 {
	learnt := params[e.weights:]
	out := e.forward(params, b.x, b.n, rng)
	eta := e.fill(out, learnt, b.n)
	var dEta, each []float64
	if grad != nil {
		dEta = e.emitter.grad[:len(eta)]
	}
	if b.weights != nil {
		each = e.each[:len(b.y)]
	}
	logLik := e.head.Likelihood.LogProb(b.y, eta, each, dEta)
	if b.weights != nil {
		logLik = 0
		for i, l := range each {
			if w := b.weights[i/e.targets]; w != 0 { // a row of weight 0 is not there
				logLik += w * l
			}
		}
	}
	if grad == nil {
		return logLik
	}
	e.spread(e.outputs(b.n), grad[e.weights:], out, learnt, b.weights, b.n, factor, acc)
	e.backward(params, grad, acc)
	return logLik
}

// culprit returns the first row of the batch just run whose log-likelihood is not finite,
// and what it is; −1 if there is none.
func (e *engine[F, Y]) culprit(b batch[F, Y]) (row int, logProb float64) {
	each := e.each[:len(b.y)]
	e.head.Likelihood.LogProb(b.y, e.eta[:len(b.y)*len(e.slots)], each, nil)
	for i, l := range each {
		if math.IsNaN(l) || math.IsInf(l, 0) {
			return i / e.targets, l
		}
	}
	return -1, math.NaN()
}

// all runs over all rows of the data in blocks, without dropout: [engine.run] for any number
// of rows.
func (e *engine[F, Y]) all(params []F, d Data[F, Y], factor float64, grad []F) (logLik float64) {
	n := d.Rows(e.targets)
	if grad != nil && n == 0 {
		clear(grad)
	}
	var held int
	for at := 0; at < n; at += e.rows {
		logLik += e.run(params, d.slice(at, min(at+e.rows, n), e.inputs, e.targets), nil, factor, grad, at > 0)
		held += e.held
	}
	e.held = held
	return logLik
}

// slice returns the rows from i up to but not j.
func (d Data[F, Y]) slice(i, j, inputs, targets int) batch[F, Y] {
	b := batch[F, Y]{x: d.X[i*inputs : j*inputs], y: d.Y[i*targets : j*targets], n: j - i}
	if d.Weights != nil {
		b.weights = d.Weights[i:j]
	}
	return b
}

// culpritOf returns the first row of the data whose log-likelihood is not finite, and what
// it is; −1 if there is none.
func (e *engine[F, Y]) culpritOf(params []F, d Data[F, Y]) (row int, logProb float64) {
	n := d.Rows(e.targets)
	for at := 0; at < n; at += e.rows {
		b := d.slice(at, min(at+e.rows, n), e.inputs, e.targets)
		e.run(params, b, nil, 0, nil, false)
		if row, l := e.culprit(b); row >= 0 {
			return at + row, l
		}
	}
	return -1, math.NaN()
}

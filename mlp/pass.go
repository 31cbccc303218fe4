package mlp

import (
	"math/rand/v2"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// A pass takes rows through a network and gradients back. It owns all memory that this
// needs, for up to a number of rows, and so serves one goroutine.
type pass[F Float] struct {
	layers []dense[F]
	x      []F // the rows of the last forward pass
	n      int // how many
	work   kernel.Work[F]
}

// A dense is a layer with the memory of its outputs, each rows×units.
type dense[F Float] struct {
	Layer
	in     int
	w, b   int // offsets of the weights and of the bias, −1 without
	out    []F // what the next layer takes
	kept   []F // what the derivative is made of: φ(z) or φ′(z), before dropout; often out itself
	delta  []F // the gradient at out, and then at z
	mask   []F // of dropout: 0 or 1/(1−p)
	masked bool
}

func newPass[F Float](net Net, rows, threads int) *pass[F] {
	p := &pass[F]{work: kernel.Work[F]{Threads: threads}, layers: make([]dense[F], len(net.Layers))}
	in, at := net.Inputs, 0
	for i, l := range net.Layers {
		size := rows * l.Units
		d := dense[F]{Layer: l, in: in, w: at, b: -1, out: make([]F, size), delta: make([]F, size)}
		at += in * l.Units
		if !l.NoBias {
			d.b = at
			at += l.Units
		}
		d.kept = d.out
		if l.Residual || l.Dropout > 0 || l.Activation.fromInput() {
			d.kept = make([]F, size)
		}
		if l.Dropout > 0 {
			d.mask = make([]F, size)
		}
		p.layers[i], in = d, l.Units
	}
	return p
}

// forward returns the outputs of n rows x, n×units, in memory that is the pass's. With
// rng there is dropout. x is kept for backward.
func (p *pass[F]) forward(w, x []F, n int, rng *rand.ChaCha8) []F {
	p.x, p.n = x, n
	for i := range p.layers {
		x = p.layers[i].forward(&p.work, w, x, n, rng)
	}
	return x
}

func (l *dense[F]) forward(work *kernel.Work[F], w, x []F, n int, rng *rand.ChaCha8) []F {
	size := n * l.Units
	out, kept := l.out[:size], l.kept[:size]
	act := kernel.Identity
	if l.Activation == ReLU {
		act = kernel.ReLU
	}
	kernel.Affine(work, kept, x, w[l.w:l.w+l.in*l.Units], l.bias(w), n, l.Units, l.in, act)
	switch {
	case l.Activation.fromInput():
		activateFromInput(l.Activation, out, kept)
	default:
		if l.Activation != ReLU {
			activate(l.Activation, kept)
		}
		if &out[0] != &kept[0] {
			copy(out, kept)
		}
	}
	if l.masked = l.Dropout > 0 && rng != nil; l.masked {
		mask := l.mask[:size]
		drop(mask, l.Dropout, rng)
		kernel.Times(out, mask)
	}
	if l.Residual {
		kernel.Axpy(out, 1, x)
	}
	return out
}

func (l *dense[F]) bias(w []F) []F {
	if l.b < 0 {
		return nil
	}
	return w[l.b : l.b+l.Units]
}

// drop overwrites mask with 0, with probability p (a multiple of 2⁻³²), or 1/(1−p).
func drop[F Float](mask []F, p float64, rng *rand.ChaCha8) {
	keep, below := F(1/(1-p)), uint32(p*(1<<32))
	for i := 0; i < len(mask); i += 2 {
		u := rng.Uint64()
		mask[i] = choose(uint32(u) < below, keep)
		if i+1 < len(mask) {
			mask[i+1] = choose(uint32(u>>32) < below, keep)
		}
	}
}

func choose[F Float](dropped bool, keep F) F {
	if dropped {
		return 0
	}
	return keep
}

// outputs returns the memory that backward takes the gradient at the outputs from.
func (p *pass[F]) outputs(n int) []F {
	last := &p.layers[len(p.layers)-1]
	return last.delta[:n*last.Units]
}

// backward takes the gradient at the outputs back to that of the weights, which it
// overwrites, or adds to with acc. The gradient at the inputs is not formed.
func (p *pass[F]) backward(w, grad []F, acc bool) {
	for i := len(p.layers) - 1; i >= 0; i-- {
		l := &p.layers[i]
		x := p.x
		var dx []F
		if i > 0 {
			below := &p.layers[i-1]
			x, dx = below.out[:p.n*l.in], below.delta[:p.n*l.in]
		}
		l.backward(&p.work, w, x, dx, grad, p.n, acc)
	}
}

func (l *dense[F]) backward(work *kernel.Work[F], w, x, dx, grad []F, n int, acc bool) {
	size := n * l.Units
	d := l.delta[:size]
	if l.Residual && dx != nil {
		copy(dx, d)
	}
	if l.masked {
		kernel.Times(d, l.mask[:size])
	}
	slope(l.Activation, d, l.kept[:size])
	weights := l.in * l.Units
	kernel.MulATB(work, grad[l.w:l.w+weights], x, d, l.in, l.Units, n, acc)
	if l.b >= 0 {
		kernel.ColumnSums(grad[l.b:l.b+l.Units], d, n, l.Units, acc)
	}
	if dx != nil {
		kernel.MulABT(work, dx, d, w[l.w:l.w+weights], n, l.in, l.Units, l.Residual)
	}
}

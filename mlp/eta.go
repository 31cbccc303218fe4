package mlp

import "math"

// An emitter turns outputs into η and the gradient at η back into that at the outputs
// and at what is learnt: the one place where numbers change precision. It owns its
// memory, for up to a number of rows.
type emitter[F Float, Y any] struct {
	head    Head[Y]
	targets int
	slots   []slot
	plain   bool // η is the outputs and nothing else

	eta, grad []float64 // rows×EtaDim
	each      []float64 // the log-likelihood of each observation
	learnt    []float64 // the gradient of the learnt parameters
	logFloor  float64
	held      int // scales at or below the floor in the last fill
}

// A slot is where one parameter of an observation comes from.
type slot struct {
	learnt bool
	offset int // among the learnt
	stride int // 1 if there is one a target
	scale  bool
}

func newEmitter[F Float, Y any](h Head[Y], rows int) *emitter[F, Y] {
	e := &emitter[F, Y]{head: h, targets: h.Observations(), slots: make([]slot, h.Likelihood.Dim()), logFloor: h.logFloor()}
	at := 0
	for _, l := range h.Learnt {
		s := slot{learnt: true, offset: at}
		if l.PerTarget {
			s.stride = 1
		}
		e.slots[l.Parameter] = s
		at += l.len(e.targets)
	}
	for _, j := range h.LogScales {
		e.slots[j].scale = true
	}
	e.plain = len(h.Learnt) == 0 && (len(h.LogScales) == 0 || math.IsInf(e.logFloor, -1))
	e.eta, e.grad = make([]float64, rows*h.EtaDim()), make([]float64, rows*h.EtaDim())
	e.each, e.learnt = make([]float64, rows*e.targets), make([]float64, at)
	return e
}

// fill sets and returns η of n rows.
func (e *emitter[F, Y]) fill(out, learnt []F, n int) []float64 {
	eta := e.eta[:n*e.targets*len(e.slots)]
	e.held = 0
	if e.plain {
		for i, v := range out {
			eta[i] = float64(v)
		}
		return eta
	}
	at, from := 0, 0
	for range n {
		for t := range e.targets {
			for _, s := range e.slots {
				var v float64
				if s.learnt {
					v = float64(learnt[s.offset+s.stride*t])
				} else {
					v = float64(out[from])
					from++
				}
				if s.scale && v <= e.logFloor+floorSlack {
					e.held++
					v = math.Max(v, e.logFloor)
				}
				eta[at] = v
				at++
			}
		}
	}
	return eta
}

// floorSlack is how near to the floor a log scale counts as held there: where a
// projection puts it in float32.
const floorSlack = 1e-5

// spread turns the gradient of the log-likelihood at η, of n rows, into factor times it
// at the outputs and at what is learnt, in grad, which is overwritten, or added to with
// acc. out and learnt are what fill was given; weights are nil or those of rows.
func (e *emitter[F, Y]) spread(delta, grad, out, learnt []F, weights []float64, n int, factor float64, acc bool) {
	g := e.grad[:n*e.targets*len(e.slots)]
	if weights != nil {
		k := e.targets * len(e.slots)
		for i, w := range weights[:n] {
			row := g[i*k : (i+1)*k]
			if w == 0 { // a row of weight 0 is not there, even if its gradient is infinite
				clear(row)
			}
			for j := range row {
				row[j] *= w
			}
		}
	}
	if e.plain {
		for i, v := range g {
			delta[i] = F(factor * v)
		}
		return
	}
	clear(e.learnt)
	at, to := 0, 0
	for range n {
		for t := range e.targets {
			for _, s := range e.slots {
				v := g[at]
				at++
				if s.learnt {
					e.learnt[s.offset+s.stride*t] += v
					continue
				}
				if s.scale && float64(out[to]) < e.logFloor {
					v = 0
				}
				delta[to] = F(factor * v)
				to++
			}
		}
	}
	for _, s := range e.slots {
		for j := 0; s.learnt && j < 1+s.stride*(e.targets-1); j++ {
			v := factor * e.learnt[s.offset+j]
			if s.scale && float64(learnt[s.offset+j]) < e.logFloor {
				v = 0
			}
			if acc {
				v += float64(grad[s.offset+j])
			}
			grad[s.offset+j] = F(v)
		}
	}
}

// project puts learnt log scales that fell below the floor back on it, or just above.
func (e *emitter[F, Y]) project(learnt []F) {
	for _, s := range e.slots {
		for j := 0; s.learnt && s.scale && j < 1+s.stride*(e.targets-1); j++ {
			if v := &learnt[s.offset+j]; float64(*v) < e.logFloor {
				if *v = F(e.logFloor); float64(*v) < e.logFloor {
					*v = F(math.Nextafter32(float32(*v), float32(math.Inf(1))))
				}
			}
		}
	}
}

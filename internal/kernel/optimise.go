package kernel

import "math"

// Update says how an optimiser turns a gradient g into a change of the weights w.
// Every optimiser first takes g ← Scale·g + L2·w and then, after its own step,
// w ← w − Rate·Decay·w (Loshchilov and Hutter 2019, arXiv:1711.05101; the w is
// that before the step). All of it is one pass over memory.
type Update struct {
	Rate  float64 // step size η; steps go down the gradient
	Scale float64 // factor of the gradient: a clipping factor, 1/batch, −1 to climb; 0 means 1
	L2    float64 // coefficient of the penalty (L2/2)‖w‖², as part of the gradient
	Decay float64 // decoupled weight decay
}

// SGDStep moves the weights down the gradient: w ← w − η·g.
func SGDStep[T Float](w, g []T, u Update) { sgdOn(Best(), w, g, u) }

func sgdOn[T Float](path Path, w, g []T, u Update) {
	same("SGDStep", "g", g, len(w))
	rate, scale, l2, keep := u.factors()
	r, s, l, k := T(rate), T(scale), T(l2), T(keep)
	p := pass[T]{coef: [10]T{r, s, l, k}}
	if p.vectors(path, sgd, w, g) {
		return
	}
	for i, x := range w {
		w[i] = k*x - r*(s*g[i]+l*x)
	}
}

// MomentumStep moves the weights along a velocity that remembers gradients:
// v ← momentum·v + g, w ← w − η·v, or with nesterov w ← w − η·(g + momentum·v).
// This is PyTorch's form (the step size is outside the velocity; no dampening).
func MomentumStep[T Float](w, g, v []T, momentum float64, nesterov bool, u Update) {
	momentumOn(Best(), w, g, v, momentum, nesterov, u)
}

func momentumOn[T Float](path Path, w, g, v []T, beta float64, nesterov bool, u Update) {
	same("MomentumStep", "g", g, len(w))
	same("MomentumStep", "v", v, len(w))
	rate, scale, l2, keep := u.factors()
	r, s, l, k, mu := T(rate), T(scale), T(l2), T(keep), T(beta)
	ofG, ofV := T(0), T(1)
	if nesterov {
		ofG, ofV = 1, mu
	}
	p := pass[T]{coef: [10]T{r, s, l, k, mu, ofG, ofV}}
	if p.vectors(path, momentum, w, g, v) {
		return
	}
	for i, x := range w {
		gi := s*g[i] + l*x
		vi := mu*v[i] + gi
		v[i] = vi
		w[i] = k*x - r*(ofG*gi+ofV*vi)
	}
}

// AdamStep is step t = 1, 2, … of Adam (Kingma and Ba 2015, arXiv:1412.6980):
// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g²,
// w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ). With Decay it is AdamW.
func AdamStep[T Float](w, g, m, v []T, t int, beta1, beta2, epsilon float64, u Update) {
	adamOn(Best(), w, g, m, v, t, beta1, beta2, epsilon, u)
}

func adamOn[T Float](path Path, w, g, m, v []T, t int, beta1, beta2, epsilon float64, u Update) {
	same("AdamStep", "g", g, len(w))
	same("AdamStep", "m", m, len(w))
	same("AdamStep", "v", v, len(w))
	if t < 1 {
		panic("kernel: AdamStep: t < 1, want the number of this step, from 1")
	}
	rate, scale, l2, keep := u.factors()
	// η·m̂/(√v̂+ε) = [η/(1−β₁ᵗ)]·m / (√v/√(1−β₂ᵗ) + ε)
	step := T(rate / -math.Expm1(float64(t)*math.Log(beta1)))
	root := T(1 / math.Sqrt(-math.Expm1(float64(t)*math.Log(beta2))))
	s, l, k, eps := T(scale), T(l2), T(keep), T(epsilon)
	b1, b2, c1, c2 := T(beta1), T(beta2), T(1-beta1), T(1-beta2)
	p := pass[T]{coef: [10]T{step, s, l, k, b1, c1, b2, c2, root, eps}}
	if p.vectors(path, adam, w, g, m, v) {
		return
	}
	for i, x := range w {
		gi := s*g[i] + l*x
		mi := b1*m[i] + c1*gi
		vi := b2*v[i] + c2*gi*gi
		m[i], v[i] = mi, vi
		w[i] = k*x - step*mi/(T(math.Sqrt(float64(vi)))*root+eps)
	}
}

// factors returns the numbers of u with its zero values filled in, and 1−η·Decay.
func (u Update) factors() (rate, scale, l2, keep float64) {
	scale = u.Scale
	if scale == 0 {
		scale = 1
	}
	return u.Rate, scale, u.L2, 1 - u.Rate*u.Decay
}

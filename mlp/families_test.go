package mlp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// A family is a head to test, with a way to draw observations and the log density of one,
// from package prob or written out: independent of the head's likelihood.
type family[Y any] struct {
	name string
	head func(d int) Head[Y]
	draw func(rng *rand.Rand) Y
	logP func(y Y, eta []float64) float64 // of one observation at its parameters
}

// eachFamily calls f for every head, each of its own type.
func eachFamily(f func(name string, c any)) {
	real := func(rng *rand.Rand) float64 { return 2 * rng.NormFloat64() }
	count := func(rng *rand.Rand) float64 { return float64(rng.IntN(9)) }
	for _, c := range []family[float64]{
		{"gaussian", func(d int) Head[float64] { return Gaussian(d, 0.7) }, real, func(y float64, e []float64) float64 {
			return prob.LogProb(prob.Normal{Mu: e[0], Sigma: 0.7}, y)
		}},
		{"squared-error", SquaredError, real, func(y float64, e []float64) float64 {
			return -(y-e[0])*(y-e[0]) - math.Log(math.Pi)/2
		}},
		{"gaussian-learnt", GaussianLearnt, real, normalLogP},
		{"gaussian-per-target", GaussianPerTarget, real, normalLogP},
		{"gaussian-rows", GaussianRows, real, normalLogP},
		{"student-t", func(d int) Head[float64] { return StudentT(d, 4) }, real, func(y float64, e []float64) float64 {
			return prob.LogProb(prob.StudentT{DF: 4, Loc: e[0], Scale: math.Exp(e[1])}, y)
		}},
		{"student-t-fixed", func(d int) Head[float64] { return StudentTFixed(d, 4, 0.5) }, real, func(y float64, e []float64) float64 {
			return prob.LogProb(prob.StudentT{DF: 4, Loc: e[0], Scale: 0.5}, y)
		}},
		{"laplace", Laplace, real, func(y float64, e []float64) float64 {
			return prob.LogProb(prob.Laplace{Loc: e[0], Scale: math.Exp(e[1])}, y)
		}},
		{"absolute-error", AbsoluteError, real, func(y float64, e []float64) float64 { return -math.Abs(y-e[0]) - math.Ln2 }},
		{"poisson", Poisson, count, func(y float64, e []float64) float64 {
			return prob.LogProb(prob.Poisson{Rate: math.Exp(e[0])}, y)
		}},
		{"negative-binomial", NegativeBinomial, count, func(y float64, e []float64) float64 {
			r := math.Exp(e[1])
			return prob.LogProb(prob.NegativeBinomial{R: r, P: r / (r + math.Exp(e[0]))}, y)
		}},
		{"mixture-density", func(d int) Head[float64] { return MixtureDensity(d, 2) }, real, func(y float64, e []float64) float64 {
			weight := prob.Expit(e[0] - e[1])
			a, b := prob.Normal{Mu: e[2], Sigma: math.Exp(e[4])}, prob.Normal{Mu: e[3], Sigma: math.Exp(e[5])}
			return math.Log(weight*math.Exp(prob.LogProb(a, y)) + (1-weight)*math.Exp(prob.LogProb(b, y)))
		}},
	} {
		f(c.name, c)
	}
	f("bernoulli", family[bool]{"bernoulli", Bernoulli, func(rng *rand.Rand) bool { return rng.IntN(2) == 1 }, func(y bool, e []float64) float64 {
		p := 1 / (1 + math.Exp(-e[0]))
		if !y {
			p = 1 - p
		}
		return math.Log(p)
	}})
	f("binomial", family[prob.Tally]{"binomial", Binomial, func(rng *rand.Rand) prob.Tally {
		n := 1 + rng.IntN(9)
		return prob.Tally{Successes: float64(rng.IntN(n + 1)), Trials: float64(n)}
	}, func(y prob.Tally, e []float64) float64 {
		return prob.LogProb(prob.Binomial{N: y.Trials, P: 1 / (1 + math.Exp(-e[0]))}, y.Successes)
	}})
	f("poisson-rate", family[prob.Exposed]{"poisson-rate", PoissonRate, func(rng *rand.Rand) prob.Exposed {
		return prob.Exposed{Count: float64(rng.IntN(9)), Exposure: 0.1 + 3*rng.Float64()}
	}, func(y prob.Exposed, e []float64) float64 {
		return prob.LogProb(prob.Poisson{Rate: y.Exposure * math.Exp(e[0])}, y.Count)
	}})
	f("categorical", family[int]{"categorical", func(d int) Head[int] { return Categorical(d + 1) }, func(rng *rand.Rand) int { return rng.IntN(2) }, func(y int, e []float64) float64 {
		var total float64
		for _, v := range e {
			total += math.Exp(v)
		}
		return math.Log(math.Exp(e[y]) / total)
	}})
}

func normalLogP(y float64, e []float64) float64 {
	return prob.LogProb(prob.Normal{Mu: e[0], Sigma: math.Exp(e[1])}, y)
}

// model returns a network for the family, of two hidden layers, the second residual, with
// parameters and n rows.
func (f family[Y]) model(a Activation, d, n int) (Model[Y], []float64, Data[float64, Y]) {
	h := f.head(d)
	m := Model[Y]{Net{3, []Layer{{Units: 4, Activation: a}, {Units: 4, Activation: a, Residual: true, NoBias: true}, {Units: h.Outputs()}}}, h}
	rng := prob.NewSeed(uint64(100*d + int(a))).Rand()
	w := m.Init(prob.NewSeed(uint64(d)))
	for i := range w {
		w[i] += 0.3 * rng.NormFloat64()
	}
	var data Data[float64, Y]
	for range n {
		for range m.Net.Inputs {
			data.X = append(data.X, rng.NormFloat64())
		}
		for range h.Observations() {
			data.Y = append(data.Y, f.draw(rng))
		}
	}
	return m, w, data
}

// naive returns the outputs of one row, by loops.
func naive(n Net, w, x []float64) []float64 {
	at := 0
	for _, l := range n.Layers {
		y := make([]float64, l.Units)
		for j := range y {
			for i, v := range x {
				y[j] += v * w[at+i*l.Units+j]
			}
		}
		at += len(x) * l.Units
		for j := range y {
			if !l.NoBias {
				y[j] += w[at+j]
			}
			y[j] = map[Activation]func(z float64) float64{
				Identity:  func(z float64) float64 { return z },
				ReLU:      func(z float64) float64 { return math.Max(z, 0) },
				LeakyReLU: func(z float64) float64 { return math.Max(z, 0.01*z) },
				Sigmoid:   func(z float64) float64 { return 1 / (1 + math.Exp(-z)) },
				Tanh:      math.Tanh,
				GELU:      func(z float64) float64 { return z * (1 + math.Erf(z/math.Sqrt2)) / 2 },
				SiLU:      func(z float64) float64 { return z / (1 + math.Exp(-z)) },
				Softplus:  func(z float64) float64 { return math.Log(1 + math.Exp(z)) },
			}[l.Activation](y[j])
		}
		if !l.NoBias {
			at += l.Units
		}
		if l.Residual {
			for j := range y {
				y[j] += x[j]
			}
		}
		x = y
	}
	return x
}

// etas returns η of one row, from outputs and what is learnt.
func etas[Y any](h Head[Y], out, learnt []float64) (eta []float64) {
	for t := range h.Observations() {
		for j := range h.Likelihood.Dim() {
			at := -1
			offset := 0
			for _, l := range h.Learnt {
				if l.Parameter == j {
					at = offset
					if l.PerTarget {
						at += t
					}
				}
				offset += l.len(h.Observations())
			}
			if at >= 0 {
				eta = append(eta, learnt[at])
				continue
			}
			eta = append(eta, out[0])
			out = out[1:]
		}
	}
	return eta
}

// check runs one of the generic tests on a family of whatever type.
func check(t *testing.T, c any, ofReal func(family[float64]), ofBool func(family[bool]), ofInt func(family[int]), ofTally func(family[prob.Tally]), ofExposed func(family[prob.Exposed])) {
	t.Helper()
	switch c := c.(type) {
	case family[float64]:
		ofReal(c)
	case family[bool]:
		ofBool(c)
	case family[int]:
		ofInt(c)
	case family[prob.Tally]:
		ofTally(c)
	case family[prob.Exposed]:
		ofExposed(c)
	default:
		t.Fatal(fmt.Sprintf("a family of type %T", c))
	}
}

// TestLossIsMinusLogDensity holds the loss, under every reduction, against a sum over
// observations of log densities that share no code with it; then the rules of reductions.
func TestLossIsMinusLogDensity(t *testing.T) {
	eachFamily(func(name string, c any) {
		check(t, c,
			func(f family[float64]) { lossOf(t, f) }, func(f family[bool]) { lossOf(t, f) }, func(f family[int]) { lossOf(t, f) },
			func(f family[prob.Tally]) { lossOf(t, f) }, func(f family[prob.Exposed]) { lossOf(t, f) })
	})
}

func lossOf[Y any](t *testing.T, f family[Y]) {
	for _, d := range []int{1, 2, 3, 5} {
		for _, n := range []int{1, 7, 300} {
			m, w, data := f.model(Tanh, d, n)
			targets := m.Head.Observations()
			k := m.Head.Likelihood.Dim()
			var want, size float64
			for i := range n {
				eta := etas(m.Head, naive(m.Net, w, data.X[3*i:3*i+3]), w[m.Net.Dim():])
				for j := range targets {
					l := f.logP(data.Y[i*targets+j], eta[j*k:(j+1)*k])
					want -= l
					size += math.Abs(l)
				}
			}
			tol := 1e-12 * (1 + size)
			near := func(what string, got, want, tol float64) {
				t.Helper()
				if !(math.Abs(got-want) <= tol) {
					t.Errorf("%s, D = %d, N = %d: %s = %v, want %v (tolerance %.2g)", f.name, d, n, what, got, want, tol)
				}
			}
			sum := Loss(m, Sum, w, data, nil)
			near("loss", sum, want, tol)
			near("loss per row · N", Loss(m, PerRow, w, data, nil)*float64(n), sum, 4*0x1p-52*math.Abs(sum))
			near("loss per element · ND", Loss(m, PerElement, w, data, nil)*float64(n*targets), sum, 4*0x1p-52*math.Abs(sum))
			ll, err := LogLik(m, data)
			if err != nil {
				t.Fatal(err)
			}
			near("−LogLik", -ll.LogProb(w, nil), sum, 0)
			if n == 1 {
				continue
			}
			// Two batches; then weights: 3 is three times, 0 is not there.
			a := Data[float64, Y]{X: data.X[:3*2], Y: data.Y[:2*targets]}
			b := Data[float64, Y]{X: data.X[3*2:], Y: data.Y[2*targets:]}
			near("two batches", Loss(m, Sum, w, a, nil)+Loss(m, Sum, w, b, nil), sum, tol)
			weighted := Data[float64, Y]{X: data.X[:9], Y: data.Y[:3*targets], Weights: []float64{3, 1, 0}}
			repeated := Data[float64, Y]{}
			for _, i := range []int{0, 0, 0, 1} {
				repeated.X = append(repeated.X, data.X[3*i:3*i+3]...)
				repeated.Y = append(repeated.Y, data.Y[i*targets:(i+1)*targets]...)
			}
			for _, r := range []Reduction{Sum, PerRow, PerElement} {
				g1, g2 := make([]float64, len(w)), make([]float64, len(w))
				near("weighted rows", Loss(m, r, w, weighted, g1), Loss(m, r, w, repeated, g2), tol)
				for i := range g1 {
					near("gradient of weighted rows", g1[i], g2[i], tol)
				}
			}
		}
	}
}

// TestManyRows: 600 rows, which are more than one block, have the loss and the gradient of
// their parts together.
func TestManyRows(t *testing.T) {
	m, w, data := family[float64]{"", GaussianPerTarget, func(rng *rand.Rand) float64 { return rng.NormFloat64() }, nil}.model(Tanh, 2, 600)
	whole, sum, part := make([]float64, len(w)), make([]float64, len(w)), make([]float64, len(w))
	got, want := Loss(m, Sum, w, data, whole), 0.0
	for i := range 600 {
		want += Loss(m, Sum, w, Data[float64, float64]{X: data.X[3*i : 3*i+3], Y: data.Y[2*i : 2*i+2]}, part)
		for j, g := range part {
			sum[j] += g
		}
	}
	tol := 600 * 4 * 0x1p-52 * math.Abs(want)
	if math.Abs(got-want) > tol {
		t.Errorf("loss %v, want %v", got, want)
	}
	for j := range w {
		if math.Abs(whole[j]-sum[j]) > tol {
			t.Errorf("gradient %d is %v, want %v", j, whole[j], sum[j])
		}
	}
}

// TestGradients holds the gradient of the loss that is reported against central
// differences of it: each family, activation, reduction and number of targets. With
// h = 2⁻¹⁷ these are off by h²/6 ≈ 1e-11 of the third derivative, and by ε/h ≈ 3e-11 of
// the loss; a wrong factor is off by the gradient's own size.
func TestGradients(t *testing.T) {
	eachFamily(func(name string, c any) {
		check(t, c,
			func(f family[float64]) { gradientOf(t, f) }, func(f family[bool]) { gradientOf(t, f) }, func(f family[int]) { gradientOf(t, f) },
			func(f family[prob.Tally]) { gradientOf(t, f) }, func(f family[prob.Exposed]) { gradientOf(t, f) })
	})
}

func gradientOf[Y any](t *testing.T, f family[Y]) {
	for a := range activations {
		for _, d := range []int{1, 2, 3, 5} {
			m, w, data := f.model(a, d, 4)
			for _, r := range []Reduction{PerRow, Sum, PerElement} {
				grad := make([]float64, len(w))
				loss := Loss(m, r, w, data, grad)
				for i := range w {
					const h = 0x1p-17
					kept := w[i]
					w[i] = kept + h
					up := Loss(m, r, w, data, nil)
					w[i] = kept - h
					want := (up - Loss(m, r, w, data, nil)) / (2 * h)
					w[i] = kept
					if tol := 1e-7 * (1 + math.Abs(loss) + math.Abs(want)); !(math.Abs(grad[i]-want) <= tol) {
						t.Errorf("%s, %v, D = %d, %v: ∂/∂w[%d] = %v, want %v (tolerance %.2g)", f.name, a, d, r, i, grad[i], want, tol)
					}
				}
			}
		}
	}
}

package mlp

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// An Equivalence is a statement about two computations, and what was found when both were
// done.
type Equivalence struct {
	Name     string
	Expected string // equal or differs

	// MaxDeviation is the largest difference of what was compared, relative to the largest
	// of it. Of an equality it is rounding, and at most Tolerance; of a difference it is
	// more than Tolerance.
	MaxDeviation float64
	Tolerance    float64
	OK           bool
}

// What an [Equivalence] expects.
const (
	Equal   = "equal"
	Differs = "differs"
)

func equal(name string, got, want []float64, tolerance float64) Equivalence {
	dev := deviation(got, want)
	return Equivalence{name, Equal, dev, tolerance, dev <= tolerance}
}

func differs(name string, got, want []float64, tolerance float64) Equivalence {
	dev := deviation(got, want)
	return Equivalence{name, Differs, dev, tolerance, dev > tolerance}
}

// deviation returns the largest difference relative to the largest element of want, NaN if
// any is.
func deviation(got, want []float64) float64 {
	var diff, size float64
	for i, w := range want {
		d := math.Abs(got[i] - w)
		if d != d {
			return d
		}
		diff, size = math.Max(diff, d), math.Max(size, math.Abs(w))
	}
	if diff == 0 {
		return 0
	}
	return diff / size
}

// rounding bounds the relative rounding error of a sum of n terms of one sign, and of what
// it is made of: (n + 64)·4ε.
func rounding(n int) float64 { return float64(n+64) * 4 * 0x1p-52 }

// converged is the tolerance for comparing minima that are searched for: L-BFGS stops
// where the gradient of the mean loss is 1e-10, which in the columns that were
// standardised is 1e-10 over the least curvature; the factor 1e3 is for that.
const converged = 1e-7

// Equivalences computes on built-in data, drawn from seed, what the textbooks say about
// likelihoods as losses: those that are equal, and those that are thought to be and are
// not. It takes less than a second. [CheckRegression], [CheckClasses], [CheckBinary] and
// [CheckCounts] do so on other data.
func Equivalences(seed prob.Seed) ([]Equivalence, error) {
	const n, p, d, k = 120, 3, 2, 4
	rng := seed.Rand()
	x := make([]float64, n*p)
	y, classes, yes, counts := make([]float64, n*d), make([]int, n), make([]bool, n), make([]float64, n)
	for i := range n {
		for j := range p {
			x[i*p+j] = rng.NormFloat64() * float64(j+1)
		}
		a, b, c := x[i*p], x[i*p+1], x[i*p+2]
		y[i*d] = 2 + a - 0.5*b + math.Sin(c) + 0.3*rng.NormFloat64()
		y[i*d+1] = 5*a*b - c + 3*rng.NormFloat64()
		classes[i] = rng.IntN(k)
		yes[i] = rng.Float64() < prob.Expit(0.3+a-0.4*b)
		prob.Poisson{Rate: math.Exp(0.5 + 0.5*a - 0.2*b)}.Rand(rng, counts[i:i+1])
	}
	var all []Equivalence
	for _, check := range []func() ([]Equivalence, error){
		func() ([]Equivalence, error) {
			return CheckRegression(seed, Dense(Tanh, p, 8, d), Data[float64, float64]{X: x, Y: y})
		},
		func() ([]Equivalence, error) {
			return CheckClasses(seed, Dense(Tanh, p, 8, k), Data[float64, int]{X: x, Y: classes})
		},
		func() ([]Equivalence, error) { return CheckBinary(Data[float64, bool]{X: x, Y: yes}) },
		func() ([]Equivalence, error) { return CheckCounts(Data[float64, float64]{X: x, Y: counts}) },
	} {
		some, err := check()
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// CheckRegression computes the identities of squared and absolute error, of ridge
// regression and of weight decay for the network, whose outputs are the targets, on data
// without weights. Where minima are compared they are those of the linear network, which
// are unique, on the first 10,000 rows; columns are standardised for it.
func CheckRegression(seed prob.Seed, net Net, data Data[float64, float64]) ([]Equivalence, error) {
	if err := net.Check(); err != nil {
		return nil, err
	}
	data.Weights = nil
	if err := data.Check(Model[float64]{net, SquaredError(net.Outputs())}); err != nil {
		return nil, err
	}
	all := checkGaussian(seed, net, data)
	linear, err := checkLinear(first(data, net.Inputs, net.Outputs()), net.Inputs, net.Outputs())
	if err != nil {
		return nil, err
	}
	decay, err := checkDecay(seed, data, net.Inputs, net.Outputs())
	if err != nil {
		return nil, err
	}
	return append(append(all, linear...), decay...), nil
}

// CheckClasses computes the identities of cross-entropy for the network, whose outputs
// are logits of the classes, on data without weights.
func CheckClasses(seed prob.Seed, net Net, data Data[float64, int]) ([]Equivalence, error) {
	if err := net.Check(); err != nil {
		return nil, err
	}
	data.Weights = nil
	k := net.Outputs()
	m := Model[int]{net, Categorical(k)}
	if err := data.Check(m); err != nil {
		return nil, err
	}
	w := perturbed(seed, net)
	onehot := make([]float64, len(data.Y)*k)
	for i, c := range data.Y {
		onehot[i*k+c] = 1
	}
	f := Apply(net, w, data.X)
	dF := make([]float64, len(f))
	ce := CrossEntropy(onehot, f, k, dF)
	grad := make([]float64, net.Dim())
	nll := Loss(m, PerRow, w, data, grad)
	tol := rounding(len(onehot))
	return []Equivalence{
		equal("cross-entropy = categorical NLL / N", []float64{nll}, []float64{ce}, tol),
		equal("its gradient", grad, pullback(net, w, data.X, dF), tol),
	}, nil
}

// perturbed returns weights to compare losses at: initial ones with biases that are not 0.
func perturbed(seed prob.Seed, net Net) []float64 {
	w := net.Init(seed)
	rng := seed.Child(1).Rand()
	for i := range w {
		w[i] += 0.1 * rng.NormFloat64()
	}
	return w
}

// pullback takes the gradient at the outputs for all rows back to the weights, without a
// likelihood.
func pullback(net Net, w, x, dF []float64) []float64 {
	p := newPass[float64](net, blockRows, 1)
	grad := make([]float64, net.Dim())
	k, n := net.Outputs(), len(x)/net.Inputs
	for at := 0; at < n; at += blockRows {
		to := min(at+blockRows, n)
		p.forward(w, x[at*net.Inputs:to*net.Inputs], to-at, nil)
		copy(p.outputs(to-at), dF[at*k:to*k])
		p.backward(w, grad, at > 0)
	}
	return grad
}

// mostRows is how many rows, the first ones, minima are compared on at most: the matrix
// algebra beside them takes them all at once.
const mostRows = 10000

// first returns the first rows, mostRows at most, of p inputs and d targets.
func first[Y any](data Data[float64, Y], p, d int) Data[float64, Y] {
	n := min(data.Rows(d), mostRows)
	return Data[float64, Y]{X: data.X[:n*p], Y: data.Y[:n*d]}
}

// String returns a line of a report.
func (i Equivalence) String() string {
	verdict := "ok"
	if !i.OK {
		verdict = "FAILED"
	}
	return fmt.Sprintf("%-7s %-6s %.2g (tolerance %.2g)  %s", i.Expected, verdict, i.MaxDeviation, i.Tolerance, i.Name)
}

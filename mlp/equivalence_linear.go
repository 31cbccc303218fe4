package mlp

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

// checkLinear compares minima of the linear network with least squares, done by matrix
// algebra: a network without hidden layers is that.
func checkLinear(data Data[float64, float64], p, d int) ([]Equivalence, error) {
	data = standardised(data, p, d)
	n := len(data.Y) / d
	design := withOnes(data.X, p)
	net := linear(p, d)
	ols, err := leastSquares(design, data.Y, d, nil)
	if err != nil {
		return nil, err
	}
	fit := func(h Head[float64], prior Prior) ([]float64, error) {
		return minimum(Training[float64, float64]{Model: Model[float64]{net, h}, Prior: prior}, data)
	}
	mse, err := fit(SquaredError(d), Prior{})
	if err != nil {
		return nil, err
	}
	gaussian, err := fit(Gaussian(d, 0.5), Prior{})
	if err != nil {
		return nil, err
	}
	learnt, err := fit(GaussianLearnt(d), Prior{})
	if err != nil {
		return nil, err
	}
	rows := func(w []float64) []float64 { return Apply(net, w, data.X) }
	fitted := times(design, ols, d)
	all := []Equivalence{
		equal("linear network, squared error: fitted values of least squares", rows(mse), fitted, converged),
		equal("linear network, Gaussian of known σ: the same", rows(gaussian), fitted, converged),
		equal("linear network, σ learnt: the same", rows(learnt[:net.Dim()]), fitted, converged),
		equal("and σ² = SSE/(ND)", []float64{math.Exp(2 * learnt[net.Dim()])}, []float64{MSE(data.Y, fitted, d, nil) / float64(d)}, converged),
	}

	// Ridge: the mode under the precision α of the weights minimises M + (α·σ²/N)·‖w‖².
	const alpha, sigma = 7.0, 0.5
	mode, err := fit(Gaussian(d, sigma), Prior{Weights: alpha})
	if err != nil {
		return nil, err
	}
	penalty := make([]float64, p+1) // none of the intercept
	for j := range p {
		penalty[j] = alpha * sigma * sigma
	}
	ridge, err := leastSquares(design, data.Y, d, penalty)
	if err != nil {
		return nil, err
	}
	for j := range p {
		penalty[j] *= float64(n) // α·σ² taken for the coefficient of M's penalty: N left out
	}
	wrong, err := leastSquares(design, data.Y, d, penalty)
	if err != nil {
		return nil, err
	}
	return append(all,
		equal("MAP, prior precision α, = ridge M + (ασ²/N)·‖w‖²", mode, ridge, converged),
		differs("MAP = ridge with N left out, M + ασ²·‖w‖²", mode, wrong, 1e-3)), nil
}

// linear returns the linear network, which starts from 0.
func linear(p, d int) Net {
	return Net{p, []Layer{{Units: d, Init: InitZero}}}
}

// minimum returns the parameters that minimise the loss, by L-BFGS.
func minimum[Y any](t Training[float64, Y], data Data[float64, Y]) ([]float64, error) {
	t.Optimiser, t.Epochs = LBFGS{Tolerance: 1e-10}, 5000
	s, err := t.Fit(context.Background(), prob.NewSeed(0), data, nil)
	if err != nil {
		return nil, err
	}
	return s.Params, nil
}

// standardised returns the data with columns of mean 0 and standard deviation 1.
func standardised(data Data[float64, float64], p, d int) Data[float64, float64] {
	x, y := make([]float64, len(data.X)), make([]float64, len(data.Y))
	Standardise(data.X, p).Apply(x, data.X)
	Standardise(data.Y, d).Apply(y, data.Y)
	return Data[float64, float64]{X: x, Y: y}
}

// withOnes returns x with a column of ones after its p columns.
func withOnes(x []float64, p int) *mat.Dense {
	n := len(x) / p
	a := mat.NewDense(n, p+1, nil)
	for i := range n {
		for j := range p {
			a.Set(i, j, x[i*p+j])
		}
		a.Set(i, p, 1)
	}
	return a
}

// leastSquares returns the coefficients, (p+1)×d row-major with the intercepts last, that
// minimise ‖y − a·b‖² + Σⱼ penaltyⱼ·bⱼ², by the singular values of a with √penalty below
// it; those of least length if there are several.
func leastSquares(a *mat.Dense, y []float64, d int, penalty []float64) ([]float64, error) {
	n, p := a.Dims()
	stacked, target := mat.NewDense(n+p, p, nil), mat.NewDense(n+p, d, nil)
	for i := range n {
		for j := range p {
			stacked.Set(i, j, a.At(i, j))
		}
		for j := range d {
			target.Set(i, j, y[i*d+j])
		}
	}
	for j, v := range penalty {
		stacked.Set(n+j, j, math.Sqrt(v))
	}
	var svd mat.SVD
	if !svd.Factorize(stacked, mat.SVDThin) {
		return nil, fmt.Errorf("mlp: least squares of %d rows and %d columns: the singular values were not found", n, p)
	}
	var b mat.Dense
	svd.SolveTo(&b, target, svd.Rank(1e-12))
	return b.RawMatrix().Data, nil
}

// times returns a·b, b having d columns.
func times(a *mat.Dense, b []float64, d int) []float64 {
	_, p := a.Dims()
	var y mat.Dense
	y.Mul(a, mat.NewDense(p, d, b))
	return y.RawMatrix().Data
}

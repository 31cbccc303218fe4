package mlp

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// CheckBinary compares the linear network with a Bernoulli likelihood and logistic
// regression fitted by iteratively reweighted least squares, on the first 10,000
// rows of data without weights. It fails if they are separable: there is no maximum then.
func CheckBinary(data Data[float64, bool]) ([]Equivalence, error) {
	p, x, err := columns(data.X, len(data.Y))
	if err != nil {
		return nil, err
	}
	data = first(Data[float64, bool]{X: x, Y: data.Y}, p, 1)
	y := make([]float64, len(data.Y))
	for i, v := range data.Y {
		if v {
			y[i] = 1
		}
	}
	beta, err := irls("logistic", withOnes(data.X, p), y, 0, func(eta float64) (mean, variance float64) {
		mean = 1 / (1 + math.Exp(-eta))
		return mean, mean * (1 - mean)
	})
	if err != nil {
		return nil, err
	}
	w, err := minimum(Training[float64, bool]{Model: Model[bool]{linear(p, 1), Bernoulli(1)}}, data)
	if err != nil {
		return nil, err
	}
	return []Equivalence{equal("linear network, Bernoulli, = logistic regression by IRLS", w, beta, converged)}, nil
}

// CheckCounts compares the linear network with a Poisson likelihood and Poisson
// regression fitted by iteratively reweighted least squares, on the first 10,000 rows of
// data without weights.
func CheckCounts(data Data[float64, float64]) ([]Equivalence, error) {
	p, x, err := columns(data.X, len(data.Y))
	if err != nil {
		return nil, err
	}
	m := Model[float64]{linear(p, 1), Poisson(1)}
	counts := Data[float64, float64]{X: x, Y: data.Y}
	if err := counts.Check(m); err != nil {
		return nil, err
	}
	counts = first(counts, p, 1)
	var mean float64
	for _, v := range counts.Y {
		mean += v / float64(len(counts.Y))
	}
	if mean == 0 {
		return nil, fmt.Errorf("mlp: all counts are 0: the rate has no maximum")
	}
	beta, err := irls("Poisson", withOnes(counts.X, p), counts.Y, math.Log(mean), func(eta float64) (mean, variance float64) {
		mean = math.Exp(eta)
		return mean, mean
	})
	if err != nil {
		return nil, err
	}
	w, err := minimum(Training[float64, float64]{Model: m}, counts)
	if err != nil {
		return nil, err
	}
	return []Equivalence{equal("linear network, Poisson, = Poisson regression by IRLS", w, beta, converged)}, nil
}

// columns returns the number of columns of n rows, and them standardised.
func columns(x []float64, n int) (p int, z []float64, err error) {
	if n == 0 || len(x) == 0 || len(x)%n != 0 {
		return 0, nil, fmt.Errorf("mlp: %d numbers in X are not %d rows", len(x), n)
	}
	p = len(x) / n
	z = make([]float64, len(x))
	Standardise(x, p).Apply(z, x)
	return p, z, nil
}

// irls fits a generalised linear model with its canonical link, from an intercept, which
// is the last coefficient. Each step is the least-squares fit of the working response η +
// (y−μ)/v with weights v (McCullagh and Nelder 1989, section 2.5).
func irls(name string, a *mat.Dense, y []float64, intercept float64, family func(eta float64) (mean, variance float64)) ([]float64, error) {
	n, p := a.Dims()
	beta := make([]float64, p)
	beta[p-1] = intercept
	for range 100 {
		eta := times(a, beta, 1)
		weighted, working := mat.NewDense(n, p, nil), make([]float64, n)
		for i, e := range eta {
			mean, variance := family(e)
			root := math.Sqrt(variance)
			if !(root > 0) || math.IsInf(root, 1) {
				return nil, fmt.Errorf("mlp: %s regression has no maximum: a fitted mean is at the end of its range", name)
			}
			for j := range p {
				weighted.Set(i, j, root*a.At(i, j))
			}
			working[i] = root * (e + (y[i]-mean)/variance)
		}
		next, err := leastSquares(weighted, working, 1, nil)
		if err != nil {
			return nil, err
		}
		moved := deviation(beta, next)
		if beta = next; moved < 1e-13 {
			return beta, nil
		}
	}
	return nil, fmt.Errorf("mlp: %s regression did not converge: the data may be separable, without a maximum", name)
}

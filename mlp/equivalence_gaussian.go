package mlp

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// checkGaussian computes the identities between squared error and Gaussian likelihoods
// that hold at any weights. M is MSE: 1/N of the sum over rows and targets.
func checkGaussian(seed prob.Seed, net Net, data Data[float64, float64]) []Equivalence {
	d := net.Outputs()
	nd := float64(len(data.Y))
	n := nd / float64(d)
	tol := rounding(len(data.Y))
	w := perturbed(seed, net)

	f := Apply(net, w, data.X)
	dF := make([]float64, len(f))
	m := MSE(data.Y, f, d, dF)
	dM := pullback(net, w, data.X, dF)

	grad := make([]float64, net.Dim())
	at := func(h Head[float64], r Reduction) []float64 {
		return []float64{Loss(Model[float64]{net, h}, r, w, data, grad)}
	}
	all := []Equivalence{
		equal("squared-error NLL / N = M + (D/2)·log π", at(SquaredError(d), PerRow), []float64{m + float64(d)/2*math.Log(math.Pi)}, tol),
		equal("its gradient = ∇M", grad, dM, tol),
		equal("Gaussian NLL, σ = 1, = (N/2)·M + (ND/2)·log 2π", at(Gaussian(d, 1), Sum), []float64{n/2*m + nd/2*math.Log(2*math.Pi)}, tol),
		equal("its gradient = (N/2)·∇M", grad, scaled(n/2, dM), tol),
	}
	const sigma = 0.7
	all = append(all,
		equal("Gaussian NLL, σ known, = (N/2σ²)·M + (ND/2)·log 2πσ²", at(Gaussian(d, sigma), Sum),
			[]float64{n/(2*sigma*sigma)*m + nd/2*math.Log(2*math.Pi*sigma*sigma)}, tol),
		equal("its gradient = (N/2σ²)·∇M", grad, scaled(n/(2*sigma*sigma), dM), tol),
		equal("per element = per row / D", at(Gaussian(d, 1), PerElement), scaled(1/float64(d), at(Gaussian(d, 1), PerRow)), tol))

	// σ learnt, at its maximum: the profile likelihood.
	profile := make([]float64, net.Dim()+1)
	v := append(append([]float64(nil), w...), math.Log(m/float64(d))/2)
	nll := Loss(Model[float64]{net, GaussianLearnt(d)}, Sum, v, data, profile)
	all = append(all,
		equal("one σ learnt: NLL at σ² = M/D is (ND/2)·log(2πe·M/D)", []float64{nll}, []float64{nd / 2 * math.Log(2*math.Pi*math.E*m/float64(d))}, tol),
		equal("there ∂/∂log σ = 0", []float64{nd + profile[len(w)]}, []float64{nd}, tol),
		equal("and its gradient is (ND/2)·∇M/M: the direction of ∇M", profile[:len(w)], scaled(nd/2/m, dM), tol))

	mae := MAE(data.Y, f, d, dF)
	all = append(all,
		equal("Laplace NLL / N, b = 1, = absolute error + D·log 2", at(AbsoluteError(d), PerRow), []float64{mae + float64(d)*math.Ln2}, tol),
		equal("its gradient", grad, pullback(net, w, data.X, dF), tol))

	if d > 1 && len(net.Layers) > 1 {
		all = append(all, checkPerTarget(net, w, data, f, dM))
	}
	return all
}

// checkPerTarget compares the directions of ∇M and of the gradient where every target has
// the σ of its own that is most likely. It is that of Σ_d log M_d: the geometric mean of the
// targets' errors in place of the arithmetic one, which weighs targets by 1/M_d.
func checkPerTarget(net Net, w []float64, data Data[float64, float64], f, dM []float64) Equivalence {
	d := net.Outputs()
	each := make([]float64, d)
	for i, y := range data.Y {
		each[i%d] += (y - f[i]) * (y - f[i]) / float64(len(data.Y)/d)
	}
	v := append([]float64(nil), w...)
	for _, m := range each {
		v = append(v, math.Log(m)/2)
	}
	grad := make([]float64, len(v))
	Loss(Model[float64]{net, GaussianPerTarget(d)}, Sum, v, data, grad)
	return differs("a σ for each target, weights shared: its gradient has the direction of ∇M", unit(grad[:len(w)]), unit(dM), 1e-3)
}

func scaled(c float64, x []float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = c * v
	}
	return y
}

// unit returns x over its length.
func unit(x []float64) []float64 {
	var length float64
	for _, v := range x {
		length = math.Hypot(length, v)
	}
	return scaled(1/length, x)
}

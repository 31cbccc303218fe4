package prob

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// CategoricalLogit is the likelihood of K logits η: the index y, from 0, with
// probability softmax(η)ᵧ. It is multinomial logistic regression's, and minus the
// softmax cross-entropy. Adding a constant to η changes nothing: the caller fixes one
// logit, or leaves it to a prior.
//
//	log p(y|η) = ηᵧ − log Σ e^ηⱼ,  ∂/∂ηⱼ = [j = y] − softmax(η)ⱼ.
//
// In canonical form: the gradient is observed minus expected.
type CategoricalLogit struct{ K int }

var _ Likelihood[int] = CategoricalLogit{}

// Check reports a K below 1.
func (l CategoricalLogit) Check() error {
	if l.K < 1 {
		return fmt.Errorf("categorical: k = %d, want at least one category", l.K)
	}
	return nil
}

// Dim returns K.
func (l CategoricalLogit) Dim() int { return l.K }

// LogProb implements [Likelihood], right for logits of any size: −Inf if y is not from
// 0 to K−1.
func (l CategoricalLogit) LogProb(y []int, eta, rows, grad []float64) float64 {
	checkRows("CategoricalLogit", len(y), l.K, eta, rows, grad)
	if grad != nil {
		return l.withGradient(y, eta, rows, grad)
	}
	var sum float64
	for i, v := range y {
		logP := math.Inf(-1)
		if v >= 0 && v < l.K {
			logP = logSoftmax(v, eta[i*l.K:(i+1)*l.K])
		}
		sum += logP
		if rows != nil {
			rows[i] = logP
		}
	}
	return sum
}

// withGradient is LogProb with one exp for each logit, all of them at once: grad is the
// logits less the largest of their row, and then the exponentials.
func (l CategoricalLogit) withGradient(y []int, eta, rows, grad []float64) (sum float64) {
	for i := range y {
		eta, grad := eta[i*l.K:(i+1)*l.K], grad[i*l.K:(i+1)*l.K]
		top := eta[0]
		for _, e := range eta[1:] {
			top = max(top, e)
		}
		for j, e := range eta {
			grad[j] = e - top
		}
	}
	kernel.Exp(kernel.Auto, grad, grad, 0)
	for i, v := range y {
		eta, grad := eta[i*l.K:(i+1)*l.K], grad[i*l.K:(i+1)*l.K]
		logP := math.Inf(-1)
		if v >= 0 && v < l.K {
			logP = observedMinusExpected(v, eta, grad)
		}
		sum += logP
		if rows != nil {
			rows[i] = logP
		}
	}
	return sum
}

// observedMinusExpected turns p from e^(ηⱼ−top), top being the largest logit, into the
// gradient [j = y] − softmax(η)ⱼ, and returns log softmax(η)ᵧ.
func observedMinusExpected(y int, eta, p []float64) (logP float64) {
	top, rest := y, 0.0
	if p[y] != 1 {
		for j, v := range p {
			if v == 1 {
				top = j
			}
		}
	}
	for j, v := range p {
		if j != top {
			rest += v
		}
	}
	logP = eta[y] - eta[top] - math.Log1p(rest)
	scale := -1 / (1 + rest)
	others := 0.0
	for j := range p {
		p[j] *= scale
		if j != y {
			others -= p[j]
		}
	}
	p[y] = others // 1 − p, where p may have rounded to 1
	return logP
}

// logSoftmax returns ηᵧ − log Σ e^ηⱼ = −log(1 + Σ e^(ηⱼ−ηᵧ)), j ≠ y, if ηᵧ is the
// largest: it keeps its digits as it tends to 0.
func logSoftmax(y int, eta []float64) float64 {
	top := y
	for j, e := range eta {
		if e > eta[top] {
			top = j
		}
	}
	var rest float64
	for j, e := range eta {
		if j != top {
			rest += math.Exp(e - eta[top])
		}
	}
	return (eta[y] - eta[top]) - math.Log1p(rest)
}

// checkRows panics unless the slices fit n observations of k parameters each.
func checkRows(name string, n, k int, eta, rows, grad []float64) {
	switch {
	case len(eta) != n*k:
		panic(fmt.Sprintf("prob: %s.LogProb: len(eta) = %d, want %d", name, len(eta), n*k))
	case rows != nil && len(rows) != n:
		panic(fmt.Sprintf("prob: %s.LogProb: len(rows) = %d, want %d", name, len(rows), n))
	case grad != nil && len(grad) != n*k:
		panic(fmt.Sprintf("prob: %s.LogProb: len(grad) = %d, want %d", name, len(grad), n*k))
	}
}

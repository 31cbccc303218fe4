package prob

import (
	"fmt"
	"math"
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
	var sum float64
	for i, v := range y {
		eta := eta[i*l.K : (i+1)*l.K]
		logP := math.Inf(-1)
		if v >= 0 && v < l.K {
			logP = logSoftmax(v, eta)
		}
		sum += logP
		if rows != nil {
			rows[i] = logP
		}
		if grad == nil || v < 0 || v >= l.K {
			continue
		}
		grad := grad[i*l.K : (i+1)*l.K]
		normaliser, others := eta[v]-logP, 0.0
		for j, e := range eta {
			if j != v {
				p := math.Exp(e - normaliser)
				grad[j] = 0 - p
				others += p
			}
		}
		grad[v] = others // 1 − p, where p may have rounded to 1
	}
	return sum
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

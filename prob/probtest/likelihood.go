package probtest

import (
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Likelihood checks lik on the batch y, eta: the gradient against finite
// differences; rows that sum to the total and equal the same observation as a
// batch of one; a value that does not depend on which outputs are asked for;
// inputs left alone; an empty batch worth 0; and no allocation. It does not
// check that lik is normalised over y: that is the family's law.
func Likelihood[Y any](t testing.TB, lik prob.Likelihood[Y], y []Y, eta []float64) {
	t.Helper()
	n, k := len(y), lik.Dim()
	if len(eta) != n*k {
		t.Fatalf("%T: len(eta) = %d, want %d rows of %d", lik, len(eta), n, k)
	}
	kept := append([]float64(nil), eta...)
	rows, grad := garbage(n), garbage(n*k)
	total := lik.LogProb(y, eta, rows, grad)

	// Sums of n terms in whatever order differ by n·eps of their size.
	var sum, size float64
	for _, r := range rows {
		sum += r
		size += math.Abs(r)
	}
	tol := 4 * eps * float64(n+1) * (size + 1)
	near := func(what string, got float64) {
		t.Helper()
		if !(math.Abs(got-total) <= tol) {
			t.Errorf("%T: %s = %v, want %v (tolerance %.2g)", lik, what, got, total, tol)
		}
	}
	near("sum of rows", sum)
	near("LogProb without outputs", lik.LogProb(y, eta, nil, nil))
	near("LogProb with rows only", lik.LogProb(y, eta, garbage(n), nil))
	alone := garbage(n * k)
	near("LogProb with the gradient only", lik.LogProb(y, eta, nil, alone))
	for i := range alone {
		if !(math.Abs(alone[i]-grad[i]) <= 8*eps*math.Abs(grad[i])) {
			t.Errorf("%T: grad[%d] = %v without rows, %v with", lik, i, alone[i], grad[i])
		}
	}
	for i := range n {
		got := lik.LogProb(y[i:i+1], eta[i*k:(i+1)*k], nil, nil)
		if !(math.Abs(got-rows[i]) <= 16*eps*(math.Abs(got)+1)) {
			t.Errorf("%T: row %d = %v in the batch, %v alone", lik, i, rows[i], got)
		}
	}
	if got := lik.LogProb(y[:0], eta[:0], rows[:0], grad[:0]); got != 0 {
		t.Errorf("%T: LogProb of no observations = %v, want 0", lik, got)
	}
	if !same(eta, kept) {
		t.Errorf("%T: LogProb changed eta", lik)
	}
	// Row by row: the other rows would only add rounding to the differences.
	for i := range n {
		compareGradient(t, lik, "∂/∂η", func(e []float64) float64 {
			return lik.LogProb(y[i:i+1], e, nil, nil)
		}, eta[i*k:(i+1)*k], grad[i*k:(i+1)*k])
	}
	if a := testing.AllocsPerRun(10, func() { lik.LogProb(y, eta, rows, grad) }); a != 0 {
		t.Errorf("%T: LogProb allocates %v times, want 0", lik, a)
	}
}

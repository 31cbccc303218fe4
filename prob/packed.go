package prob

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Symmetric and lower-triangular k×k matrices are vectors of their k(k+1)/2 free
// elements: the lower triangle, row by row, a₀₀ a₁₀ a₁₁ a₂₀ a₂₁ a₂₂ …. Densities on
// them are with respect to Lebesgue measure on those. A correlation matrix, whose
// diagonal is known, is its k(k−1)/2 elements below the diagonal: r₁₀ r₂₀ r₂₁ r₃₀ ….

// Pack returns the lower triangle of a, row by row: the vector that densities on
// symmetric matrices take.
func Pack(a mat.Symmetric) []float64 {
	k := a.SymmetricDim()
	x := make([]float64, 0, packedLen(k))
	for i := range k {
		for j := range i + 1 {
			x = append(x, a.At(i, j))
		}
	}
	return x
}

// Unpack returns the symmetric matrix whose lower triangle, row by row, is x. It
// panics if len(x) is not k(k+1)/2 for some k > 0.
func Unpack(x []float64) *mat.SymDense {
	k := packedDim(len(x))
	if k == 0 || packedLen(k) != len(x) {
		panic(fmt.Sprintf("prob: Unpack: len(x) = %d, want k(k+1)/2 for some k", len(x)))
	}
	a := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			a.SetSym(i, j, x[packedLen(i)+j])
		}
	}
	return a
}

// UnpackCorrelation returns the correlation matrix whose elements below the diagonal,
// row by row, are r. It panics if len(r) is not k(k−1)/2 for some k > 1.
func UnpackCorrelation(r []float64) *mat.SymDense {
	k := packedDim(len(r)) + 1
	if k == 1 || packedLen(k-1) != len(r) {
		panic(fmt.Sprintf("prob: UnpackCorrelation: len(r) = %d, want k(k-1)/2 for some k", len(r)))
	}
	a := mat.NewSymDense(k, nil)
	for i := range k {
		a.SetSym(i, i, 1)
		for j := range i {
			a.SetSym(i, j, r[packedLen(i-1)+j])
		}
	}
	return a
}

// packedLen returns k(k+1)/2, the size of a triangle and where row k begins in it.
func packedLen(k int) int { return k * (k + 1) / 2 }

// packedDim returns the largest k with packedLen(k) ≤ n.
func packedDim(n int) int { return int((math.Sqrt(float64(8*n+1)) - 1) / 2) }

// A NotPositiveDefiniteError says where a symmetric matrix fails to be positive
// definite: at a variable which those before it determine, or more than determine.
type NotPositiveDefiniteError struct {
	Row      int     // the first such row and column, from 0
	Left     float64 // what those before leave of its diagonal element
	Diagonal float64 // the element itself
}

func (e *NotPositiveDefiniteError) Error() string {
	return fmt.Sprintf("not positive definite: those before leave row %d (from 0) %g of its diagonal element %g: leave that variable out or correct the matrix", e.Row, e.Left, e.Diagonal)
}

// factor returns the Cholesky factor of a, packed. What rounding may have left, a few ε
// of a diagonal element, counts as nothing.
func factor(family, name string, a mat.Symmetric) ([]float64, error) {
	x := Pack(a)
	if i := slices.IndexFunc(x, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }); i >= 0 {
		row := packedDim(i)
		return nil, fmt.Errorf("%s: %s[%d,%d] = %g, want a finite number", family, name, row, i-packedLen(row), x[i])
	}
	k := a.SymmetricDim()
	l := make([]float64, len(x))
	// The computed rest of aᵢᵢ is that of a matrix off by (i+1)·ε·aᵢᵢ there (Higham
	// 2002, Accuracy and Stability of Numerical Algorithms, theorem 10.3).
	row, left := cholesky(l, x, k)
	for i := 0; i < k && row < 0; i++ {
		p := l[packedLen(i)+i]
		if at := packedLen(i) + i; !(p*p > float64(i)*0x1p-52*x[at]) {
			row, left = i, p*p
		}
	}
	if row >= 0 {
		return nil, fmt.Errorf("%s: %s: %w", family, name, &NotPositiveDefiniteError{row, left, x[packedLen(row)+row]})
	}
	return l, nil
}

// checkFactor reports a packed factor of k rows that is not one.
func checkFactor(family string, chol []float64, k int) error {
	if k == 0 {
		return fmt.Errorf("%s: chol is empty, want the lower triangle of a factor", family)
	}
	if len(chol) != packedLen(k) {
		return fmt.Errorf("%s: len(chol) = %d, want %d, the lower triangle of a factor with %d rows", family, len(chol), packedLen(k), k)
	}
	for i := range k {
		for j := range i + 1 {
			name := fmt.Sprintf("chol[%d,%d]", i, j)
			v := chol[packedLen(i)+j]
			if err := finite(family, name, v); err != nil {
				return err
			}
			if i == j && !(v > 0) {
				return positive(family, name, v)
			}
		}
	}
	return nil
}

// matrix returns rows of a packed symmetric matrix in brackets, to six digits.
func matrix(k int, at func(i, j int) float64) string {
	s := "["
	for i := range k {
		if i > 0 {
			s += ", "
		}
		s += "["
		for j := range k {
			if j > 0 {
				s += ", "
			}
			s += fmt.Sprintf("%.6g", at(i, j))
		}
		s += "]"
	}
	return s + "]"
}

// room returns n elements of buf, which a caller keeps on its stack, or of the heap.
func room(buf []float64, n int) []float64 {
	if n <= len(buf) {
		return buf[:n]
	}
	return make([]float64, n)
}

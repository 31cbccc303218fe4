package prob

import "math"

// Arithmetic on packed triangles of k rows. Every function works in place, on the
// elements from the diagonal down. k is small and the loops are plain: no blocking.

// cholesky overwrites l, which may be a, with the factor of a = LLᵀ. It returns the
// first row whose pivot is not above 0 and that pivot, or −1.
func cholesky(l, a []float64, k int) (row int, pivot float64) {
	for i := range k {
		ri := packedLen(i)
		for j := range i + 1 {
			rj := packedLen(j)
			s := a[ri+j]
			for m := range j {
				s -= l[ri+m] * l[rj+m]
			}
			switch {
			case j < i:
				l[ri+j] = s / l[rj+j]
			case !(s > 0):
				return i, s
			default:
				l[ri+i] = math.Sqrt(s)
			}
		}
	}
	return -1, 0
}

// gram overwrites l with the lower triangle of LLᵀ.
func gram(l []float64, k int) {
	for i := k - 1; i >= 0; i-- {
		for j := i; j >= 0; j-- {
			l[packedLen(i)+j] = rowsDot(l, i, j)
		}
	}
}

// rowsDot returns the element i, j of LLᵀ.
func rowsDot(l []float64, i, j int) (sum float64) {
	i, j = max(i, j), min(i, j)
	a, b := l[packedLen(i):], l[packedLen(j):]
	for m := range j + 1 {
		sum += a[m] * b[m]
	}
	return sum
}

// columnsDot returns the element i, j of LᵀL.
func columnsDot(l []float64, i, j, k int) (sum float64) {
	for m := max(i, j); m < k; m++ {
		sum += l[packedLen(m)+i] * l[packedLen(m)+j]
	}
	return sum
}

// solveVector overwrites z with L⁻¹z, solveVectorT with L⁻ᵀz.
func solveVector(l, z []float64) {
	for i := range z {
		row := l[packedLen(i):]
		s := z[i]
		for m := range i {
			s -= row[m] * z[m]
		}
		z[i] = s / row[i]
	}
}

func solveVectorT(l, z []float64) {
	for i := len(z) - 1; i >= 0; i-- {
		row := l[packedLen(i):]
		z[i] /= row[i]
		for m := range i {
			z[m] -= row[m] * z[i]
		}
	}
}

// multiply overwrites a, lower triangular, with LA.
func multiply(l, a []float64, k int) {
	for i := k - 1; i >= 0; i-- {
		for j := range i + 1 {
			var s float64
			for m := j; m <= i; m++ {
				s += l[packedLen(i)+m] * a[packedLen(m)+j]
			}
			a[packedLen(i)+j] = s
		}
	}
}

// solveLeft overwrites a, lower triangular, with L⁻¹A.
func solveLeft(l, a []float64, k int) {
	for i := range k {
		ri := packedLen(i)
		for j := range i + 1 {
			s := a[ri+j]
			for m := j; m < i; m++ {
				s -= l[ri+m] * a[packedLen(m)+j]
			}
			a[ri+j] = s / l[ri+i]
		}
	}
}

// solveLeftT overwrites a, the lower triangle of a matrix M, with that of L⁻ᵀM, which
// the upper triangle of M does not enter.
func solveLeftT(l, a []float64, k int) {
	for i := k - 1; i >= 0; i-- {
		for j := range i + 1 {
			s := a[packedLen(i)+j]
			for m := i + 1; m < k; m++ {
				s -= l[packedLen(m)+i] * a[packedLen(m)+j]
			}
			a[packedLen(i)+j] = s / l[packedLen(i)+i]
		}
	}
}

// divide overwrites b, lower triangular, with LB⁻¹.
func divide(l, b []float64, k int) {
	for i := k - 1; i >= 0; i-- {
		ri := packedLen(i)
		b[ri+i] = l[ri+i] / b[ri+i]
		for j := i - 1; j >= 0; j-- {
			s := l[ri+j] - b[ri+i]*b[ri+j]
			for m := j + 1; m < i; m++ {
				s -= b[ri+m] * b[packedLen(m)+j]
			}
			b[ri+j] = s / b[packedLen(j)+j]
		}
	}
}

// sandwich overwrites g, the lower triangle of a symmetric matrix G, with that of
// L⁻ᵀGL⁻¹. With c the last row of L without its diagonal element d, and g that of G with
// h, the last row becomes h/d² after (g/d − c·h/d²)·L₁⁻¹, and G₁, what is above, is first
// reduced by cgᵀ/d + gcᵀ/d − ccᵀ·h/d².
func sandwich(l, g []float64, k int) {
	for i := k - 1; i >= 0; i-- {
		c, row := l[packedLen(i):packedLen(i)+i], g[packedLen(i):packedLen(i)+i]
		d := l[packedLen(i)+i]
		h := g[packedLen(i)+i] / d / d
		g[packedLen(i)+i] = h
		for j := range row {
			row[j] = row[j]/d - h*c[j]
		}
		for a := range i {
			for b := range a + 1 {
				g[packedLen(a)+b] -= c[a]*row[b] + row[a]*c[b] + h*c[a]*c[b]
			}
		}
		// row·L₁⁻¹ is the transpose of L₁⁻ᵀ·rowᵀ.
		solveVectorT(l, row)
	}
}

// logDiagonal returns Σ log lᵢᵢ.
func logDiagonal(l []float64, k int) (sum float64) {
	for i := range k {
		sum += math.Log(l[packedLen(i)+i])
	}
	return sum
}

package kernel

// Axpy adds alpha·x to y.
func Axpy[T Float](y []T, alpha T, x []T) {
	same("Axpy", "x", x, len(y))
	for i, v := range x {
		y[i] += alpha * v
	}
}

// Scale sets dst = alpha·x. The two may be the same slice.
func Scale[T Float](dst []T, alpha T, x []T) {
	same("Scale", "x", x, len(dst))
	for i, v := range x {
		dst[i] = alpha * v
	}
}

// SumSquares returns Σ x², summed in float64.
func SumSquares[T Float](x []T) float64 {
	var s [4]float64
	i := 0
	for ; i+4 <= len(x); i += 4 {
		for j := range s {
			v := float64(x[i+j])
			s[j] += v * v
		}
	}
	for ; i < len(x); i++ {
		v := float64(x[i])
		s[0] += v * v
	}
	return (s[0] + s[1]) + (s[2] + s[3])
}

// ColumnSums sets dst[j] = Σᵢ a[i, j], or adds the sums to dst if acc, for an m×n
// matrix a: the gradient of a bias.
func ColumnSums[T Float](dst, a []T, m, n int, acc bool) {
	same("ColumnSums", "dst", dst, n)
	need("ColumnSums", "a", a, m, n)
	if !acc {
		clear(dst)
	}
	for i := range m {
		for j, v := range a[i*n:][:n] {
			dst[j] += v
		}
	}
}

// ReLUForward sets dst = x where x > 0 and 0 elsewhere; NaN stays NaN. The two
// may be the same slice.
func ReLUForward[T Float](dst, x []T) {
	same("ReLUForward", "x", x, len(dst))
	rectify(dst, x)
}

// ReLUBackward sets dx = dy where y > 0 and 0 elsewhere; y may be the output of
// the rectifier as well as its input. dx may be dy.
func ReLUBackward[T Float](dx, dy, y []T) {
	same("ReLUBackward", "dy", dy, len(dx))
	same("ReLUBackward", "y", y, len(dx))
	for i, v := range dy {
		if !(y[i] > 0) {
			v = 0
		}
		dx[i] = v
	}
}

func rectify[T Float](dst, x []T) {
	for i, v := range x {
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

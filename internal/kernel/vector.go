package kernel

import "unsafe"

// Axpy adds alpha·x to y.
func Axpy[T Float](y []T, alpha T, x []T) { axpyOn(Best(), y, alpha, x) }

func axpyOn[T Float](path Path, y []T, alpha T, x []T) {
	same("Axpy", "x", x, len(y))
	p := pass[T]{coef: [10]T{alpha}}
	if p.vectors(path, axpy, y, x) {
		return
	}
	for i, v := range x {
		y[i] += alpha * v
	}
}

// Scale sets dst = alpha·x. The two may be the same slice.
func Scale[T Float](dst []T, alpha T, x []T) { scaleOn(Best(), dst, alpha, x) }

func scaleOn[T Float](path Path, dst []T, alpha T, x []T) {
	same("Scale", "x", x, len(dst))
	p := pass[T]{coef: [10]T{alpha}}
	if p.vectors(path, scale, dst, x) {
		return
	}
	for i, v := range x {
		dst[i] = alpha * v
	}
}

// SumSquares returns Σ x², summed in float64.
func SumSquares[T Float](x []T) float64 { return sumSquaresOn(Best(), x) }

func sumSquaresOn[T Float](path Path, x []T) float64 {
	sum := 0.0
	for len(x) > stretch {
		sum += stretchSquares(path, x[:stretch])
		x = x[stretch:]
	}
	return sum + stretchSquares(path, x)
}

func stretchSquares[T Float](path Path, x []T) float64 {
	var s [16]float64
	p := pass[T]{}
	p.slices[1] = unsafe.Pointer(&s)
	if !p.vectors(path, squares, x) {
		for i, v := range x {
			s[i%len(s)] += float64(v) * float64(v)
		}
	}
	for n := len(s) / 2; n > 0; n /= 2 {
		for i := range n {
			s[i] += s[i+n]
		}
	}
	return s[0]
}

// ColumnSums sets dst[j] = Σᵢ a[i, j], or adds the sums to dst if acc, for an m×n
// matrix a: the gradient of a bias.
func ColumnSums[T Float](dst, a []T, m, n int, acc bool) {
	columnSumsOn(Best(), dst, a, m, n, acc)
}

func columnSumsOn[T Float](path Path, dst, a []T, m, n int, acc bool) {
	same("ColumnSums", "dst", dst, n)
	need("ColumnSums", "a", a, m, n)
	ones := [1]T{1}
	p := product[T]{m: 1, n: n, k: m, a: ones[:], b: a, rowB: n, colB: 1, c: dst, rowC: n, acc: acc, path: path}
	if m > 0 && n > 0 {
		compute(&p, nil)
	} else if !acc {
		clear(dst)
	}
}

// ReLUForward sets dst = x where x > 0 and 0 elsewhere; NaN stays NaN. The two
// may be the same slice.
func ReLUForward[T Float](dst, x []T) { reluForwardOn(Best(), dst, x) }

func reluForwardOn[T Float](path Path, dst, x []T) {
	same("ReLUForward", "x", x, len(dst))
	p := pass[T]{}
	if !p.vectors(path, relu, dst, x) {
		rectify(dst, x)
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

// ReLUBackward sets dx = dy where y > 0 and 0 elsewhere; y may be the output of
// the rectifier as well as its input. dx may be dy.
func ReLUBackward[T Float](dx, dy, y []T) { reluBackwardOn(Best(), dx, dy, y) }

func reluBackwardOn[T Float](path Path, dx, dy, y []T) {
	same("ReLUBackward", "dy", dy, len(dx))
	same("ReLUBackward", "y", y, len(dx))
	p := pass[T]{}
	if p.vectors(path, gate, dx, dy, y) {
		return
	}
	for i, v := range dy {
		if !(y[i] > 0) {
			v = 0
		}
		dx[i] = v
	}
}

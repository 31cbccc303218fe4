package kernel

// MulAB sets c = a·b, or adds a·b to c if acc. The shapes are c m×n, a m×k and
// b k×n; c may not overlap a or b.
func MulAB[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulAB", "c", c, m, n)
	need("MulAB", "a", a, m, k)
	need("MulAB", "b", b, k, n)
	multiply(w, product[T]{m: m, n: n, k: k, a: a, rowA: k, colA: 1, b: b, rowB: n, colB: 1, c: c, rowC: n, acc: acc})
}

// MulATB sets c = aᵀ·b, or adds it to c if acc. The shapes are c m×n, a k×m and
// b k×n. With a the inputs of a layer and b the gradients at its outputs, k rows
// each, c is the gradient of its weights.
func MulATB[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulATB", "c", c, m, n)
	need("MulATB", "a", a, k, m)
	need("MulATB", "b", b, k, n)
	p := product[T]{m: m, n: n, k: k, a: a, rowA: 1, colA: m, b: b, rowB: n, colB: 1, c: c, rowC: n, acc: acc}
	if n == 1 { // then cᵀ = bᵀ·a lies in memory as c does, and its rows are long
		p = product[T]{m: 1, n: m, k: k, a: b, rowA: k, colA: 1, b: a, rowB: m, colB: 1, c: c, rowC: m, acc: acc}
	}
	multiply(w, p)
}

// MulABT sets c = a·bᵀ, or adds it to c if acc. The shapes are c m×n, a m×k and
// b n×k. With a the gradients at the outputs of a layer and b its weights, c is
// the gradient at its inputs.
func MulABT[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulABT", "c", c, m, n)
	need("MulABT", "a", a, m, k)
	need("MulABT", "b", b, n, k)
	multiply(w, product[T]{m: m, n: n, k: k, a: a, rowA: k, colA: 1, b: b, rowB: 1, colB: k, c: c, rowC: n, acc: acc})
}

// Affine sets y = act(x·weights + bias), a layer: the shapes are y m×n, x m×k,
// weights k×n and bias n. A nil bias is zero.
func Affine[T Float](w *Work[T], y, x, weights, bias []T, m, n, k int, act Activation) {
	need("Affine", "y", y, m, n)
	need("Affine", "x", x, m, k)
	need("Affine", "weights", weights, k, n)
	if bias != nil {
		same("Affine", "bias", bias, n)
	}
	multiply(w, product[T]{m: m, n: n, k: k, a: x, rowA: k, colA: 1, b: weights, rowB: n, colB: 1, c: y, rowC: n, bias: bias, relu: act == ReLU})
}

// A product is c (+)= a·b with whatever strides: element (i, l) of a is
// a[i·rowA + l·colA], element (l, j) of b is b[l·rowB + j·colB], element (i, j) of
// c is c[i·rowC + j]. One of rowB and colB is 1. After the sum come bias and relu,
// if any.
type product[T Float] struct {
	m, n, k    int
	a          []T
	rowA, colA int
	b          []T
	rowB, colB int
	c          []T
	rowC       int
	acc        bool
	bias       []T
	relu       bool
	path       Path
	dots       bool // a sum runs over vectors, not each lane over its own sum
}

// rows returns the part of p that computes rows i0 to i1, columns the one that
// computes columns j0 to j1.
func (p product[T]) rows(i0, i1 int) product[T] {
	p.a, p.c, p.m = p.a[i0*p.rowA:], p.c[i0*p.rowC:], i1-i0
	return p
}

func (p product[T]) columns(j0, j1 int) product[T] {
	p.b, p.c, p.n = p.b[j0*p.colB:], p.c[j0:], j1-j0
	if p.bias != nil {
		p.bias = p.bias[j0:j1]
	}
	return p
}

package kernel

// A Work holds what multiplications need besides their arguments: buffers, kept
// from call to call, and how many goroutines may share the work. The zero value
// works, on one. A Work serves one multiplication at a time.
type Work[T Float] struct {
	Threads int  // goroutines at most; 0 means 1
	Path    Path // Auto, the best that the processor has, unless a test wants another
}

// MulAB sets c = a·b, or adds a·b to c if acc. The shapes are c m×n, a m×k and
// b k×n; c may not overlap a or b.
func MulAB[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulAB", "c", c, m, n)
	need("MulAB", "a", a, m, k)
	need("MulAB", "b", b, k, n)
	portableMul(w, product[T]{m: m, n: n, k: k, a: a, rowA: k, colA: 1, b: b, rowB: n, colB: 1, c: c, acc: acc})
}

// MulATB sets c = aᵀ·b, or adds it to c if acc. The shapes are c m×n, a k×m and
// b k×n. With a the inputs of a layer and b the gradients at its outputs, k rows
// each, c is the gradient of its weights.
func MulATB[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulATB", "c", c, m, n)
	need("MulATB", "a", a, k, m)
	need("MulATB", "b", b, k, n)
	portableMul(w, product[T]{m: m, n: n, k: k, a: a, rowA: 1, colA: m, b: b, rowB: n, colB: 1, c: c, acc: acc})
}

// MulABT sets c = a·bᵀ, or adds it to c if acc. The shapes are c m×n, a m×k and
// b n×k. With a the gradients at the outputs of a layer and b its weights, c is
// the gradient at its inputs.
func MulABT[T Float](w *Work[T], c, a, b []T, m, n, k int, acc bool) {
	need("MulABT", "c", c, m, n)
	need("MulABT", "a", a, m, k)
	need("MulABT", "b", b, n, k)
	portableMul(w, product[T]{m: m, n: n, k: k, a: a, rowA: k, colA: 1, b: b, rowB: 1, colB: k, c: c, acc: acc})
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
	portableMul(w, product[T]{m: m, n: n, k: k, a: x, rowA: k, colA: 1, b: weights, rowB: n, colB: 1, c: y, bias: bias, relu: act == ReLU})
}

// A product is c (+)= a·b with whatever strides: element (i, l) of a is
// a[i·rowA + l·colA], element (l, j) of b is b[l·rowB + j·colB], and c is m×n.
// After the sum come bias and relu, if any.
type product[T Float] struct {
	m, n, k    int
	a          []T
	rowA, colA int
	b          []T
	rowB, colB int
	c          []T
	acc        bool
	bias       []T
	relu       bool
}

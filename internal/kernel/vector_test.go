package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// sized runs a test of slices on every path, at every length up to a few vectors
// and one of many.
func sized(t *testing.T, test func(t *testing.T, path Path, n int, rng *rand.Rand)) {
	rng := rand.New(rand.NewPCG(4, 0))
	for _, path := range paths() {
		for n := 0; n < 70; n++ {
			test(t, path, n, rng)
			if testing.Short() {
				n += 4
			}
		}
		test(t, path, 1003, rng)
	}
}

func both(t *testing.T, single, double func(t *testing.T)) {
	t.Run("float32", single)
	t.Run("float64", double)
}

// drawn returns n guarded normals.
func drawn[T Float](rng *rand.Rand, n int) guarded[T] {
	g := surround[T](n, canary)
	normals(rng, g.part)
	return g
}

func TestAxpy(t *testing.T)          { both(t, testAxpy[float32], testAxpy[float64]) }
func TestScale(t *testing.T)         { both(t, testScale[float32], testScale[float64]) }
func TestReLU(t *testing.T)          { both(t, testReLU[float32], testReLU[float64]) }
func TestSumSquares(t *testing.T)    { both(t, testSumSquares[float32], testSumSquares[float64]) }
func TestColumnSums(t *testing.T)    { both(t, testColumnSums[float32], testColumnSums[float64]) }
func TestNoAllocations(t *testing.T) { both(t, testAllocations[float32], testAllocations[float64]) }

// testAxpy: a product and a sum, two roundings at most.
func testAxpy[T Float](t *testing.T) {
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		x, y, alpha := drawn[T](rng, n), drawn[T](rng, n), T(rng.NormFloat64())
		was := append([]T(nil), y.part...)
		axpyOn(path, y.part, alpha, x.part)
		y.check(t, "Axpy")
		for i, got := range y.part {
			product := float64(alpha) * float64(x.part[i])
			want, bound := float64(was[i])+product, 3*unit[T]()*(math.Abs(product)+math.Abs(float64(was[i])))
			if !(math.Abs(float64(got)-want) <= bound) {
				t.Fatalf("%v: y[%d] of %d = %v, want %v ± %.2g", path, i, n, got, want, bound)
			}
		}
	})
}

// testScale: one correctly rounded product, hence these bits.
func testScale[T Float](t *testing.T) {
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		x, dst, alpha := drawn[T](rng, n), surround[T](n, canary), T(rng.NormFloat64())
		scaleOn(path, dst.part, alpha, x.part)
		dst.check(t, "Scale")
		for i, got := range dst.part {
			if want := alpha * x.part[i]; got != want {
				t.Fatalf("%v: dst[%d] of %d = %v, want %v", path, i, n, got, want)
			}
		}
	})
}

func testReLU[T Float](t *testing.T) {
	nan, inf := T(math.NaN()), T(math.Inf(1))
	special := []T{nan, inf, -inf, 0, T(math.Copysign(0, -1))}
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		x, dy := drawn[T](rng, n), drawn[T](rng, n)
		for i := range x.part {
			if rng.IntN(3) == 0 {
				x.part[i] = special[rng.IntN(len(special))]
			}
			if rng.IntN(5) == 0 {
				dy.part[i] = special[rng.IntN(len(special))]
			}
		}
		y, dx := surround[T](n, canary), surround[T](n, canary)
		reluForwardOn(path, y.part, x.part)
		reluBackwardOn(path, dx.part, dy.part, y.part)
		y.check(t, "ReLUForward")
		dx.check(t, "ReLUBackward")
		for i, v := range x.part {
			wantY, wantDX := v, T(0)
			if v < 0 {
				wantY = 0
			}
			if v > 0 {
				wantDX = dy.part[i]
			}
			if !alike(y.part[i], wantY) || !alike(dx.part[i], wantDX) {
				t.Fatalf("%v: x = %v, dy = %v: y = %v, dx = %v; want %v, %v", path, v, dy.part[i], y.part[i], dx.part[i], wantY, wantDX)
			}
		}
	})
}

// alike reports whether x and y are equal or both NaN.
func alike[T Float](x, y T) bool { return x == y || x != x && y != y }

// testSumSquares: n squares, summed in float64, none more than n roundings deep.
func testSumSquares[T Float](t *testing.T) {
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		x := drawn[T](rng, n)
		want, _ := dot2(n, func(l int) (float64, float64) { return float64(x.part[l]), float64(x.part[l]) })
		got := sumSquaresOn(path, x.part)
		if bound := float64(n+1) * 0x1p-53 * want; !(math.Abs(got-want) <= bound) {
			t.Fatalf("%v: of %d = %v, want %v ± %.2g", path, n, got, want, bound)
		}
	})
	many := make([]T, 2*stretch+3)
	for i := range many {
		many[i] = T(i%3 - 1)
	}
	for _, path := range paths() {
		if got, want := sumSquaresOn(path, many), float64(len(many)-(len(many)+1)/3); got != want {
			t.Errorf("%v: sum of %d squares = %v, want %v", path, len(many), got, want)
		}
		axpyOn(path, many, 1, many) // doubled, in all stretches
		for _, i := range []int{0, 2, stretch - 1, stretch, 2*stretch - 1, 2 * stretch, len(many) - 1} {
			if got, want := many[i], 2*T(i%3-1); got != want {
				t.Errorf("%v: element %d, doubled, is %v, want %v", path, i, got, want)
			}
		}
		scaleOn(path, many, 0.5, many)
		huge := []T{T(math.Sqrt(math.MaxFloat32)), T(math.Sqrt(math.MaxFloat32)), 0, 0, 0}
		if got := sumSquaresOn(path, huge); math.IsInf(got, 0) {
			t.Errorf("%v: %v overflows", path, huge)
		}
	}
}

// testColumnSums: m terms and what was there, each at most m+1 roundings deep.
func testColumnSums[T Float](t *testing.T) {
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		m := rng.IntN(40)
		if n < 3 {
			m += 300
		}
		a, was := drawn[T](rng, m*n), drawn[T](rng, n)
		for _, acc := range []bool{false, true} {
			dst := surround[T](n, canary)
			copy(dst.part, was.part)
			columnSumsOn(path, dst.part, a.part, m, n, acc)
			dst.check(t, "ColumnSums")
			for j, got := range dst.part {
				want, size := dot2(m, func(i int) (float64, float64) { return float64(a.part[i*n+j]), 1 })
				if acc {
					want += float64(was.part[j])
					size += math.Abs(float64(was.part[j]))
				}
				if bound := float64(m+2) * unit[T]() * size; !(math.Abs(float64(got)-want) <= bound) {
					t.Fatalf("%v: column %d of %d×%d, acc = %v: %v, want %v ± %.2g", path, j, m, n, acc, got, want, bound)
				}
			}
		}
	})
}

func testAllocations[T Float](t *testing.T) {
	const m, n, k = 60, 70, 80
	a, b, c, x := make([]T, m*k), make([]T, k*n), make([]T, m*n), make([]T, n)
	for _, path := range paths() {
		w := &Work[T]{Path: path}
		for name, f := range map[string]func(){
			"MulAB":         func() { MulAB(w, c, a, b, m, n, k, false) },
			"MulATB":        func() { MulATB(w, c, a, b, m, n, k, true) },
			"narrow MulATB": func() { MulATB(w, c, a, b, 256, 10, 18, false) },
			"MulABT":        func() { MulABT(w, c, a, b, m, n, k, false) },
			"MulABT, m 1":   func() { MulABT(w, c, a, b, 1, n, k, false) },
			"MulAB, n 1":    func() { MulAB(w, c, a, b, m, 1, k, false) },
			"Affine":        func() { Affine(w, c, a, b, x, m, n, k, ReLU) },
			"ColumnSums":    func() { columnSumsOn(path, x, c, m, n, false) },
			"SumSquares":    func() { sumSquaresOn(path, c) },
			"Axpy":          func() { axpyOn(path, a[:m*n], 2, c) },
			"Scale":         func() { scaleOn(path, c, 0, c) },
			"ReLUForward":   func() { reluForwardOn(path, c, c) },
			"ReLUBackward":  func() { reluBackwardOn(path, c, c, c) },
			"SGDStep":       func() { sgdOn(path, c, c, Update{}) },
			"MomentumStep":  func() { momentumOn(path, c, c, c, 0.9, false, Update{}) },
			"AdamStep":      func() { adamOn(path, c, c, c, c, 1, 0.9, 0.999, 1, Update{}) },
		} {
			if got := testing.AllocsPerRun(5, f); got != 0 {
				t.Errorf("%s on %v: %v allocations, want 0", name, path, got)
			}
		}
	}
}

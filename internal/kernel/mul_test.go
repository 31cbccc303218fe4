package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// paths are those that this processor can take.
func paths() []Path {
	var ps []Path
	for p := Portable; p <= Best(); p++ {
		ps = append(ps, p)
	}
	return ps
}

// unit is the unit roundoff of T.
func unit[T Float]() float64 {
	if unsafe.Sizeof(*new(T)) == 4 {
		return 0x1p-24
	}
	return 0x1p-53
}

// A kind is one of the three products, with how it reads its operands.
type kind[T Float] struct {
	name string
	mul  func(w *Work[T], c, a, b []T, m, n, k int, acc bool)
	a    func(m, k, i, l int) int // index of a's element (i, l)
	b    func(n, k, l, j int) int
}

func kinds[T Float]() []kind[T] {
	plainA := func(_, k, i, l int) int { return i*k + l }
	plainB := func(n, _, l, j int) int { return l*n + j }
	return []kind[T]{
		{"MulAB", MulAB[T], plainA, plainB},
		{"MulATB", MulATB[T], func(m, _, i, l int) int { return l*m + i }, plainB},
		{"MulABT", MulABT[T], plainA, func(_, k, l, j int) int { return j*k + l }},
	}
}

// dot2 returns Σ x·y as if in twice float64's precision, rounded, and Σ|x·y|
// (Ogita, Rump and Oishi 2005, doi:10.1137/030601818, algorithm 5.3). Products of
// float32s are exact in it.
func dot2(n int, at func(l int) (x, y float64)) (sum, size float64) {
	var s, low float64
	for l := range n {
		x, y := at(l)
		p := x * y
		e := math.FMA(x, y, -p)
		t := s + p
		z := t - s
		low += (s - (t - z)) + (p - z) + e
		s = t
		size += math.Abs(p)
	}
	return s + low, size
}

// A guarded slice lies between elements that must stay as they are.
type guarded[T Float] struct{ whole, part []T }

const guard, canary = 80, -12345.0

func surround[T Float](n int, with T) guarded[T] {
	g := guarded[T]{whole: make([]T, n+2*guard)}
	for i := range g.whole {
		g.whole[i] = with
	}
	g.part = g.whole[guard : guard+n : guard+n]
	return g
}

func (g guarded[T]) check(t *testing.T, what string) {
	t.Helper()
	for i, v := range g.whole {
		if inside := i >= guard && i < len(g.whole)-guard; !inside && v != canary {
			t.Fatalf("%s: wrote %v at %d of a slice of %d", what, v, i-guard, len(g.part))
		}
	}
}

func normals[T Float](rng *rand.Rand, x []T) {
	for i := range x {
		x[i] = T(rng.NormFloat64())
	}
}

// shapes are m, n, k: every size from 1 to 70 for each of the three with random
// others (every ninth in short mode), and some that span blocks.
func shapes(rng *rand.Rand) [][3]int {
	s := [][3]int{ // vectors, gradients, blocks in all directions, rows 4096 bytes apart, nothing to sum
		{64, 10, 512}, {64, 128, 64}, {256, 1, 64}, {256, 64, 1}, {33, 300, 700}, {300, 70, 260}, {3, 17, 1029}, {1, 515, 300},
		{2, 33, 513}, {500, 3, 70}, {20, 70, 1024}, {20, 66, 512}, {1024, 66, 20}, {512, 66, 270}, {20, 10, 1024}, {256, 10, 128},
		{130, 9, 300}, {200, 5, 40}, {1030, 12, 3}, {1, 1, 1}, {128, 130, 128}, {15, 1030, 130}, {7, 7, 0}, {1, 7, 0},
		{7, 1, 0},
	}
	step := 1
	if testing.Short() {
		step = 9
	}
	for size := 1; size <= 70; size += step {
		r := func() int { return 1 + rng.IntN(70) }
		s = append(s, [3]int{size, r(), r()}, [3]int{r(), size, r()}, [3]int{r(), r(), size})
	}
	return s
}

// TestProducts compares every product, on every path, with dot2. An element is a
// sum of k rounded products at most k+blocks roundings deep, plus one each for
// what was in c, for the bias and for the reference: γ with k+4 roundings bounds
// its error (Higham 2002, §3.1).
func TestProducts(t *testing.T) {
	t.Run("float32", testProducts[float32])
	t.Run("float64", testProducts[float64])
}

func testProducts[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, uint64(unsafe.Sizeof(*new(T)))))
	works := map[Path]*Work[T]{}
	for _, p := range paths() {
		works[p] = &Work[T]{Path: p}
	}
	for _, shape := range shapes(rng) {
		m, n, k := shape[0], shape[1], shape[2]
		// Whatever lies beside the operands is NaN: to use it would show.
		nan := T(math.NaN())
		a, b, before := surround(m*k, nan), surround(k*n, nan), make([]T, m*n)
		normals(rng, a.part)
		normals(rng, b.part)
		normals(rng, before)
		for _, kd := range kinds[T]() {
			want, size := make([]float64, m*n), make([]float64, m*n)
			for i := range m {
				for j := range n {
					want[i*n+j], size[i*n+j] = dot2(k, func(l int) (float64, float64) {
						return float64(a.part[kd.a(m, k, i, l)]), float64(b.part[kd.b(n, k, l, j)])
					})
				}
			}
			for _, path := range paths() {
				for _, acc := range []bool{false, true} {
					what := fmt.Sprintf("%s %d×%d×%d on %v, acc = %v", kd.name, m, n, k, path, acc)
					c := surround[T](m*n, canary)
					copy(c.part, before)
					kd.mul(works[path], c.part, a.part, b.part, m, n, k, acc)
					c.check(t, what)
					for i, got := range c.part {
						w, sz := want[i], size[i]
						if acc {
							w += float64(before[i])
							sz += math.Abs(float64(before[i]))
						}
						bound := 1.01 * float64(k+4) * unit[T]() * sz
						if !(math.Abs(float64(got)-w) <= bound) {
							t.Fatalf("%s: c[%d, %d] = %v, want %v ± %.2g", what, i/n, i%n, got, w, bound)
						}
					}
				}
			}
		}
	}
}

// TestAffine checks bias and activation against the plain product, whose bits an
// unactivated layer without bias must have.
func TestAffine(t *testing.T) {
	t.Run("float32", testAffine[float32])
	t.Run("float64", testAffine[float64])
}

func testAffine[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	for _, shape := range shapes(rng) {
		m, n, k := shape[0], shape[1], shape[2]
		x, weights, bias := make([]T, m*k), make([]T, k*n), make([]T, n)
		normals(rng, x)
		normals(rng, weights)
		normals(rng, bias)
		for _, path := range paths() {
			w := &Work[T]{Path: path}
			plain := make([]T, m*n)
			MulAB(w, plain, x, weights, m, n, k, false)
			for _, act := range []Activation{Identity, ReLU} {
				for _, b := range [][]T{nil, bias} {
					what := fmt.Sprintf("Affine %d×%d×%d on %v, bias %v, activation %v", m, n, k, path, b != nil, act)
					y := surround[T](m*n, canary)
					Affine(w, y.part, x, weights, b, m, n, k, act)
					y.check(t, what)
					for i, got := range y.part {
						want, slack := plain[i], 0.0
						if b != nil {
							want += b[i%n]
							// The last block may be added to bias and the others in either order.
							slack = 4 * unit[T]() * (math.Abs(float64(plain[i])) + math.Abs(float64(b[i%n])))
						}
						if act == ReLU && want < 0 {
							want = 0
						}
						if !(math.Abs(float64(got-want)) <= slack) {
							t.Fatalf("%s: y[%d, %d] = %v, want %v ± %.2g", what, i/n, i%n, got, want, slack)
						}
					}
				}
			}
		}
	}
}

// TestThreads checks that the number of goroutines does not change a bit.
func TestThreads(t *testing.T) {
	t.Run("float32", testThreads[float32])
	t.Run("float64", testThreads[float64])
}

func testThreads[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	for _, shape := range [][3]int{{129, 190, 257}, {65, 357, 229}, {6000, 1, 1025}, {1, 6000, 1025}, {2, 2500, 1025}, {700, 10, 700}, {3000, 5, 300}} {
		m, n, k := shape[0], shape[1], shape[2]
		a, b := make([]T, m*k), make([]T, k*n)
		normals(rng, a)
		normals(rng, b)
		for _, kd := range kinds[T]() {
			for _, path := range paths() {
				want, got := make([]T, m*n), make([]T, m*n)
				kd.mul(&Work[T]{Path: path}, want, a, b, m, n, k, false)
				for _, threads := range []int{2, 3, 5} {
					kd.mul(&Work[T]{Path: path, Threads: threads}, got, a, b, m, n, k, false)
					for i := range got {
						if got[i] != want[i] {
							t.Fatalf("%s %d×%d×%d on %v: c[%d] = %v with %d goroutines, %v with one", kd.name, m, n, k, path, i, got[i], threads, want[i])
						}
					}
				}
			}
		}
	}
}

// TestNaNAndInfSpread checks that a NaN or an infinity in one operand reaches the row or
// the column that it belongs to and no other, past zeros in the other operand.
func TestNaNAndInfSpread(t *testing.T) {
	t.Run("float32", testSpecials[float32])
	t.Run("float64", testSpecials[float64])
}

func testSpecials[T Float](t *testing.T) {
	for _, shape := range [][3]int{{5, 1, 40}, {1, 5, 40}, {13, 21, 9}, {30, 70, 300}} {
		m, n, k := shape[0], shape[1], shape[2]
		for _, special := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			for _, kd := range kinds[T]() {
				for _, path := range paths() {
					w, c := &Work[T]{Path: path}, make([]T, m*n)
					a, b := make([]T, m*k), make([]T, k*n)
					a[kd.a(m, k, m/2, k-1)] = T(special)
					kd.mul(w, c, a, b, m, n, k, false)
					for i, v := range c {
						if isNaN := v != v; isNaN != (i/n == m/2) {
							t.Fatalf("%s %d×%d×%d on %v, %v in row %d of a: c[%d, %d] = %v", kd.name, m, n, k, path, special, m/2, i/n, i%n, v)
						}
					}
					clear(a)
					b[kd.b(n, k, 0, n/2)] = T(special)
					kd.mul(w, c, a, b, m, n, k, false)
					for i, v := range c {
						if isNaN := v != v; isNaN != (i%n == n/2) {
							t.Fatalf("%s %d×%d×%d on %v, %v in column %d of b: c[%d, %d] = %v", kd.name, m, n, k, path, special, n/2, i/n, i%n, v)
						}
					}
				}
			}
		}
	}
	for _, path := range paths() {
		for _, n := range []int{1, 5, 40} { // NaN, positive and negative sums through the rectifier
			y, ones := make([]T, 3*n), make([]T, n)
			for j := range ones {
				ones[j] = 1
			}
			Affine(&Work[T]{Path: path}, y, []T{T(math.NaN()), 1, -1}, ones, nil, 3, n, 1, ReLU)
			for j := range n {
				if a, b, c := y[j], y[n+j], y[2*n+j]; a == a || b != 1 || c != 0 {
					t.Fatalf("ReLU of NaN, 1, -1 in column %d of %d on %v = %v, %v, %v", j, n, path, a, b, c)
				}
			}
		}
	}
}

// TestPathsAgree checks that AVX2 and AVX-512 give the same bits, but for products
// with a vector, whose sums run over lanes.
func TestPathsAgree(t *testing.T) {
	if Best() != AVX512 {
		t.Skip("no AVX-512 here")
	}
	both(t, testPathsAgree[float32], testPathsAgree[float64])
}

func testPathsAgree[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	for _, shape := range shapes(rng) {
		m, n, k := shape[0], shape[1], shape[2]
		a, b := make([]T, m*k), make([]T, k*n)
		normals(rng, a)
		normals(rng, b)
		for _, kd := range kinds[T]() {
			if n == 1 && kd.name != "MulATB" || m <= 2 && kd.name == "MulABT" {
				continue
			}
			wide, narrow := make([]T, m*n), make([]T, m*n)
			kd.mul(&Work[T]{Path: AVX512}, wide, a, b, m, n, k, false)
			kd.mul(&Work[T]{Path: AVX2}, narrow, a, b, m, n, k, false)
			for i := range wide {
				if wide[i] != narrow[i] {
					t.Fatalf("%s %d×%d×%d: c[%d] = %v with AVX-512, %v with AVX2", kd.name, m, n, k, i, wide[i], narrow[i])
				}
			}
		}
	}
}

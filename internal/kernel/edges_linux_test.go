package kernel

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"unsafe"
)

// TestNothingReadBeyond puts every operand right before a page that may not be
// touched: a load that went past an end would stop the program.
func TestNothingReadBeyond(t *testing.T) {
	both(t, testBeyond[float32], testBeyond[float64])
}

func testBeyond[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	const most = 300 * 70
	var edges [5]func(n int) []T
	for i := range edges {
		edges[i] = beforeEdge[T](t, most)
	}
	for _, path := range paths() {
		w := &Work[T]{Path: path}
		for i := range 200 {
			m, n, k := 1+rng.IntN(70), 1+rng.IntN(70), 1+rng.IntN(70)
			if i%10 == 0 {
				m, k = 1+rng.IntN(20), 300
			}
			a, b, c, bias := edges[0](m*k), edges[1](k*n), edges[2](m*n), edges[3](n)
			for _, kd := range kinds[T]() {
				kd.mul(w, c, a, b, m, n, k, true)
			}
			Affine(w, c, a, b, bias, m, n, k, ReLU)
			columnSumsOn(path, bias, c, m, n, true)
		}
		for n := range 70 {
			x, y, z, v, g := edges[0](n), edges[1](n), edges[2](n), edges[3](n), edges[4](n)
			axpyOn(path, y, 1, x)
			scaleOn(path, y, 1, x)
			sumSquaresOn(path, x)
			reluForwardOn(path, y, x)
			reluBackwardOn(path, z, y, x)
			sgdOn(path, x, g, Update{})
			momentumOn(path, x, g, v, 0.9, true, Update{})
			adamOn(path, x, g, v, z, 1, 0.9, 0.999, 1e-8, Update{})
		}
	}
}

// beforeEdge returns a function that gives the last n elements before a page of no
// access, zeroed at first.
func beforeEdge[T Float](t *testing.T, most int) func(n int) []T {
	size, page := int(unsafe.Sizeof(*new(T))), syscall.Getpagesize()
	whole := (most*size + page - 1) / page * page
	memory, err := syscall.Mmap(-1, 0, whole+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Skipf("mapping memory: %v", err)
	}
	t.Cleanup(func() { syscall.Munmap(memory) })
	if err := syscall.Mprotect(memory[whole:], syscall.PROT_NONE); err != nil {
		t.Skipf("protecting memory: %v", err)
	}
	all := unsafe.Slice((*T)(unsafe.Pointer(&memory[0])), whole/size)
	return func(n int) []T { return all[len(all)-n:] }
}

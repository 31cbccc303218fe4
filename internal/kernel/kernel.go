// Package kernel multiplies dense matrices and updates weights: the inner loops
// of a neural network in float32 and float64.
//
// Matrices are row-major and dense: element (i, j) of an m×n matrix a is
// a[i*n+j]. On amd64 the loops are AVX-512 or AVX2 assembly, chosen when the
// program runs; elsewhere, and on older processors, they are plain Go. Results
// are the same bits for any number of threads, on a given Path. NaN and Inf
// propagate as IEEE 754 has it: no product with a zero is skipped.
//
// Slices of the wrong length panic; no function allocates, but for a Work that
// grows to the largest problem it has met.
package kernel

import "fmt"

// Float is the type of the elements.
type Float interface{ float32 | float64 }

// Activation is what Affine applies to its outputs.
type Activation uint8

const (
	Identity Activation = iota // y
	ReLU                       // y where y > 0, else 0; NaN stays NaN
)

// need panics unless s has room for rows·cols elements.
func need[T Float](function, name string, s []T, rows, cols int) {
	if rows < 0 || cols < 0 || len(s) < rows*cols {
		panic(fmt.Sprintf("kernel: %s: len(%s) = %d, want at least %d × %d", function, name, len(s), rows, cols))
	}
}

// same panics unless the slice has the length of the one that leads.
func same[T Float](function, name string, s []T, n int) {
	if len(s) != n {
		panic(fmt.Sprintf("kernel: %s: len(%s) = %d, want %d", function, name, len(s), n))
	}
}

//go:generate go -C asm run . -set gemm -pkg kernel -out ../gemm_amd64.s -stubs ../gemm_stub_amd64.go
//go:generate go -C asm run . -set vector -pkg kernel -out ../pass_amd64.s -stubs ../pass_stub_amd64.go
//go:generate go -C asm run . -set pack -pkg kernel -out ../pack_amd64.s -stubs ../pack_stub_amd64.go

//go:build !amd64

package kernel

// vectors is not met on this architecture, whose only path is Portable.
func vectors[T Float](Path, function, *T, *T, int, T) {
	panic("kernel: no vector instructions on this architecture")
}

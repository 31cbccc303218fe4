//go:build !amd64

package kernel

func vectorMul[T Float](*product[T], *[]T) { panic("kernel: no vector path on this processor") }

//go:build !amd64

package kernel

func (p *pass[T]) run(Path, routine) { panic("kernel: no vector path on this processor") }

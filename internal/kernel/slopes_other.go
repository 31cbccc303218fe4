//go:build !amd64

package kernel

func (p *pass[T]) slope(Path, slopeRoutine, []T, []T) bool { return false }

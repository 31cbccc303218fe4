package kernel

import (
	"fmt"

	"golang.org/x/sys/cpu"
)

// Path is a set of instructions that the loops are written in.
type Path uint8

const (
	Auto     Path = iota // the best that the processor has
	Portable             // plain Go
	AVX2                 // AVX2 and FMA
	AVX512               // AVX-512 F, BW, DQ and VL, besides AVX2 and FMA
)

// String returns the name of the path, lower case.
func (p Path) String() string {
	names := [...]string{"auto", "portable", "avx2", "avx512"}
	if int(p) < len(names) {
		return names[p]
	}
	return fmt.Sprintf("Path(%d)", uint8(p))
}

// Best returns the fastest path that this processor can take. As in Go's own
// runtime, GODEBUG=cpu.avx512f=off and GODEBUG=cpu.avx2=off take features away.
func Best() Path {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA:
		return Portable
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL:
		return AVX512
	}
	return AVX2
}

// resolve returns the path to take where p was asked for. It panics where the
// processor cannot take it.
func (p Path) resolve() Path {
	best := Best()
	if p == Auto {
		return best
	}
	if p > best {
		panic("kernel: this processor cannot take the path " + p.String())
	}
	return p
}

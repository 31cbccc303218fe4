package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// An isa is a set of vector instructions for one type of element.
type isa struct {
	wide   bool // AVX-512, else AVX2
	double bool // float64, else float32
}

var all = []isa{{true, false}, {true, true}, {false, false}, {false, true}}

// suffix ends the names of routines: F32AVX512 and the like.
func (v isa) suffix() string {
	s := "F32"
	if v.double {
		s = "F64"
	}
	if v.wide {
		return s + "AVX512"
	}
	return s + "AVX2"
}

// elem is the size of an element in bytes, vec that of a vector.
func (v isa) elem() int {
	if v.double {
		return 8
	}
	return 4
}

func (v isa) vec() int {
	if v.wide {
		return 64
	}
	return 32
}

func (v isa) lanes() int { return v.vec() / v.elem() }

func (v isa) reg() reg.VecVirtual {
	if v.wide {
		return ZMM()
	}
	return YMM()
}

// pick calls the form of an instruction for the type of element.
func pick[F any](v isa, single, double F) F {
	if v.double {
		return double
	}
	return single
}

// zero clears r. Of the instructions that do, VXORPS is the one that avo knows
// not to depend on what r held.
func (v isa) zero(r reg.VecVirtual) { VXORPS(r, r, r) }

func (v isa) load(m, r Op)         { pick(v, VMOVUPS, VMOVUPD)(m, r) }
func (v isa) store(r, m Op)        { pick(v, VMOVUPS, VMOVUPD)(r, m) }
func (v isa) broadcast(m, r Op)    { pick(v, VBROADCASTSS, VBROADCASTSD)(m, r) }
func (v isa) fma(x, y, acc Op)     { pick(v, VFMADD231PS, VFMADD231PD)(x, y, acc) }
func (v isa) add(x, y, r Op)       { pick(v, VADDPS, VADDPD)(x, y, r) }
func (v isa) mul(x, y, r Op)       { pick(v, VMULPS, VMULPD)(x, y, r) }
func (v isa) max(x, y, r Op)       { pick(v, VMAXPS, VMAXPD)(x, y, r) }
func (v isa) maskLoad(m, k, r Op)  { v.masked(m, k, r, true) }
func (v isa) maskStore(r, k, m Op) { v.masked(r, k, m, false) }

// masked moves the lanes of k: with AVX-512 k is a mask register, otherwise a
// vector of lanes all ones or all zeros.
func (v isa) masked(from, k, to Op, load bool) {
	switch {
	case v.wide && load:
		pick(v, VMOVUPS_Z, VMOVUPD_Z)(from, k, to)
	case v.wide:
		pick(v, VMOVUPS, VMOVUPD)(from, k, to)
	default:
		pick(v, VMASKMOVPS, VMASKMOVPD)(from, k, to)
	}
}

package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Offsets of the fields of packing in package kernel.
const (
	packSrc   = 8 * iota // first byte to read
	packStep             // bytes from row to row there
	packDst              // first byte to write
	packTo               // bytes from row to row there
	packRows             // rows
	packLanes            // of the last vector, in units of 4 bytes, as bits
	packMask             // the same as a vector (AVX2)
)

// pack writes the routines that copy parts of matrices together, transposed or
// not. They move bits, whatever their type: float64s are pairs of float32s to
// copies.
func pack() {
	for _, v := range []isa{{true, false}, {false, false}} {
		most := 2
		if v.wide {
			most = 4
		}
		for nv := 1; nv <= most; nv++ {
			copies(v, nv)
		}
	}
	transpose(8)
	transpose(4)
}

// copies writes a routine that copies rows of nv vectors, the last one short;
// what is beyond is zeroed.
func copies(v isa, nv int) {
	name := fmt.Sprintf("copy%d%s", nv, v.suffix()[3:])
	TEXT(name, NOSPLIT, "func(p *byte)")
	Doc(fmt.Sprintf("%s copies rows of %d vectors.", name, nv))
	Pragma("noescape")
	p := Mem{Base: Load(Param("p"), GP64())}
	src, step, dst, to, rows := GP64(), GP64(), GP64(), GP64(), GP64()
	MOVQ(p.Offset(packSrc), src)
	MOVQ(p.Offset(packStep), step)
	MOVQ(p.Offset(packDst), dst)
	MOVQ(p.Offset(packTo), to)
	MOVQ(p.Offset(packRows), rows)
	var mask Op
	if v.wide {
		k := K()
		KMOVW(p.Offset(packLanes), k)
		mask = k
	} else {
		m := YMM()
		VMOVUPS(p.Offset(packMask), m)
		mask = m
	}
	Label("loop")
	for line := 0; line < nv*v.vec(); line += 64 { // eight rows ahead: too far apart for the processor to see
		PREFETCHT0(Mem{Base: src, Index: step, Scale: 8, Disp: line})
	}
	for j := range nv {
		r := v.reg()
		if j == nv-1 {
			v.maskLoad(Mem{Base: src, Disp: j * v.vec()}, mask, r)
		} else {
			v.load(Mem{Base: src, Disp: j * v.vec()}, r)
		}
		v.store(r, Mem{Base: dst, Disp: j * v.vec()})
	}
	ADDQ(step, src)
	ADDQ(to, dst)
	DECQ(rows)
	JNZ(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// transpose writes a routine that transposes blocks of n×n, 8 for float32 and 4
// for float64: n rows of the source, of packRows elements each, become rows of n.
func transpose(n int) {
	v := isa{false, n == 4}
	name := "transpose" + v.suffix()
	TEXT(name, NOSPLIT, "func(p *byte)")
	Doc(fmt.Sprintf("%s writes %d rows as columns.", name, n))
	Pragma("noescape")
	p := Mem{Base: Load(Param("p"), GP64())}
	src, step, step3, dst, to, left := GP64(), GP64(), GP64(), GP64(), GP64(), GP64()
	MOVQ(p.Offset(packSrc), src)
	MOVQ(p.Offset(packStep), step)
	LEAQ(Mem{Base: step, Index: step, Scale: 2}, step3)
	MOVQ(p.Offset(packDst), dst)
	MOVQ(p.Offset(packTo), to)
	MOVQ(p.Offset(packRows), left)
	block := func(mask Op) []reg.VecVirtual {
		far := GP64()
		LEAQ(Mem{Base: src, Index: step, Scale: 4}, far)
		var x []reg.VecVirtual
		for i := range n {
			m := []Mem{{Base: src}, {Base: src, Index: step, Scale: 1}, {Base: src, Index: step, Scale: 2}, {Base: src, Index: step3, Scale: 1}}[i%4]
			if i >= 4 {
				m.Base = far
			}
			r := YMM()
			if mask == nil {
				v.load(m, r)
			} else {
				v.maskLoad(m, mask, r)
			}
			x = append(x, r)
		}
		if n == 8 {
			return transposed8(x)
		}
		return transposed4(x)
	}
	Label("loop")
	CMPQ(left, Imm(uint64(n)))
	JLT(LabelRef("rest"))
	for _, r := range block(nil) {
		v.store(r, Mem{Base: dst})
		ADDQ(to, dst)
	}
	ADDQ(Imm(uint64(v.vec())), src)
	SUBQ(Imm(uint64(n)), left)
	JMP(LabelRef("loop"))
	Label("rest")
	TESTQ(left, left)
	JZ(LabelRef("done"))
	mask := YMM()
	VMOVUPS(p.Offset(packMask), mask)
	rest := block(mask)
	for _, r := range rest[:n-1] {
		v.store(r, Mem{Base: dst})
		ADDQ(to, dst)
		DECQ(left)
		JZ(LabelRef("done"))
	}
	Label("done")
	VZEROUPPER()
	RET()
}

func ymms(n int) []reg.VecVirtual {
	r := make([]reg.VecVirtual, n)
	for i := range r {
		r[i] = YMM()
	}
	return r
}

// transposed4 transposes 4×4 float64s: pairs, then halves.
func transposed4(x []reg.VecVirtual) []reg.VecVirtual {
	p, t := ymms(4), ymms(4)
	VUNPCKLPD(x[1], x[0], p[0]) // 00 10 | 02 12
	VUNPCKHPD(x[1], x[0], p[1]) // 01 11 | 03 13
	VUNPCKLPD(x[3], x[2], p[2])
	VUNPCKHPD(x[3], x[2], p[3])
	for i := range 2 {
		VPERM2F128(Imm(0x20), p[i+2], p[i], t[i])
		VPERM2F128(Imm(0x31), p[i+2], p[i], t[i+2])
	}
	return t
}

// transposed8 transposes 8×8 float32s: pairs, fours, then halves.
func transposed8(x []reg.VecVirtual) []reg.VecVirtual {
	p, q, t := ymms(8), ymms(8), ymms(8)
	for i := 0; i < 8; i += 2 {
		VUNPCKLPS(x[i+1], x[i], p[i])   // i0 j0 i1 j1 | i4 j4 i5 j5
		VUNPCKHPS(x[i+1], x[i], p[i+1]) // i2 j2 i3 j3 | i6 j6 i7 j7
	}
	for i := 0; i < 8; i += 4 {
		VUNPCKLPD(p[i+2], p[i], q[i])     // column 0 | column 4 of four rows
		VUNPCKHPD(p[i+2], p[i], q[i+1])   // 1 | 5
		VUNPCKLPD(p[i+3], p[i+1], q[i+2]) // 2 | 6
		VUNPCKHPD(p[i+3], p[i+1], q[i+3]) // 3 | 7
	}
	for i := range 4 {
		VPERM2F128(Imm(0x20), q[i+4], q[i], t[i])
		VPERM2F128(Imm(0x31), q[i+4], q[i], t[i+4])
	}
	return t
}

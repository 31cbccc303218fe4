package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Offsets of the fields of strip in package kernel.
const (
	offM     = 8 * iota // rows of c
	offK                // depth
	offA                // first element of a
	offRowA             // bytes from row to row of a …
	offColA             // … and from column to column
	offStepA            // bytes from a tile's first row to the next tile's
	offB                // first element of b
	offRowB             // bytes from row to row of b
	offC                // first element of c
	offRowC             // bytes from row to row of c
	offBias             // nil, or what to add to every row
	offAcc              // whether to add to c
	offReLU             // whether negative sums become 0
	offFetch            // whether to ask for c before it is needed
	offFull             // whether the last vector of a row is a whole one
	offLanes            // the lanes of the last vector, as bits
	offMask             // the lanes of the last vector, as a vector (AVX2)
)

// tile is the most rows that fit into registers beside nv vectors of b.
func tile(v isa, nv int) int {
	if v.wide {
		return []int{0, 14, 14, 8, 6}[nv]
	}
	return []int{0, 12, 6}[nv]
}

// gemm writes the strips: products whose width is 1 to 4 vectors (2 with AVX2),
// the last of them possibly cut short, and the products of a matrix and a vector.
func gemm() {
	for _, v := range all {
		most := 2
		if v.wide {
			most = 4
		}
		for nv := 1; nv <= most; nv++ {
			strip(v, nv)
		}
		rows(v)
	}
}

// A stripper holds the registers of one strip routine.
type stripper struct {
	v          isa
	nv         int
	s, a, c    reg.GPVirtual
	rowA, row3 reg.GPVirtual
	mask       Op
	name       string
}

// strip writes a routine that computes a strip of c, nv vectors wide, in tiles of
// as many rows as registers hold. Each element is one chain of fused
// multiply-adds in the order of k, whatever the tile.
func strip(v isa, nv int) {
	name := fmt.Sprintf("strip%d%s", nv, v.suffix())
	TEXT(name, NOSPLIT, "func(s *byte)")
	Doc(fmt.Sprintf("%s computes the rows of a strip that is %d vectors wide, the last one masked.", name, nv))
	Pragma("noescape")
	p := stripper{v: v, nv: nv, s: Load(Param("s"), GP64()).(reg.GPVirtual), name: name}
	p.a, p.c, p.rowA, p.row3 = GP64(), GP64(), GP64(), GP64()
	MOVQ(p.field(offA), p.a)
	MOVQ(p.field(offC), p.c)
	MOVQ(p.field(offRowA), p.rowA)
	LEAQ(Mem{Base: p.rowA, Index: p.rowA, Scale: 2}, p.row3)
	if v.wide {
		k := K()
		KMOVW(p.field(offLanes), k)
		p.mask = k
	} else {
		m := YMM()
		VMOVUPS(p.field(offMask), m)
		p.mask = m
	}
	left := GP64()
	MOVQ(p.field(offM), left)
	mr := tile(v, nv)
	Label("tiles")
	CMPQ(left, Imm(uint64(mr)))
	JLT(LabelRef("tail"))
	p.tile(mr)
	ADDQ(p.field(offStepA), p.a)
	SUBQ(Imm(uint64(mr)), left)
	JMP(LabelRef("tiles"))
	Label("tail")
	for r := mr - 1; r > 0; r-- {
		CMPQ(left, Imm(uint64(r)))
		JEQ(LabelRef(fmt.Sprintf("rows%d", r)))
	}
	Label("done")
	VZEROUPPER()
	RET()
	for r := mr - 1; r > 0; r-- {
		Label(fmt.Sprintf("rows%d", r))
		p.tile(r)
		JMP(LabelRef("done"))
	}
}

func (p *stripper) field(off int) Mem { return Mem{Base: p.s, Disp: off} }

// tile writes the sum, the ending and the storing of mr rows, and leaves c at the
// row after them.
func (p *stripper) tile(mr int) {
	v := p.v
	at := func(what string) string { return fmt.Sprintf("%s%d", what, mr) }
	acc := make([][]reg.VecVirtual, mr)
	for i := range acc {
		for range p.nv {
			r := v.reg()
			v.zero(r)
			acc[i] = append(acc[i], r)
		}
	}
	base := make([]reg.GPVirtual, (mr+3)/4)
	for g := range base {
		base[g] = GP64()
		if g == 0 {
			MOVQ(p.a, base[0])
		} else {
			LEAQ(Mem{Base: base[g-1], Index: p.rowA, Scale: 4}, base[g])
		}
	}
	p.prefetch(mr)
	b, rowB, colA, k := GP64(), GP64(), GP64(), GP64()
	MOVQ(p.field(offB), b)
	MOVQ(p.field(offRowB), rowB)
	MOVQ(p.field(offColA), colA)
	MOVQ(p.field(offK), k)
	TESTQ(k, k)
	JZ(LabelRef(at("sum")))
	Label(at("loop"))
	bv := make([]reg.VecVirtual, p.nv)
	for j := range bv {
		bv[j] = v.reg()
		m := Mem{Base: b, Disp: j * v.vec()}
		if j == p.nv-1 {
			v.maskLoad(m, p.mask, bv[j])
		} else {
			v.load(m, bv[j])
		}
	}
	if p.nv == 4 && v.wide {
		for j := range bv {
			PREFETCHT0(Mem{Base: b, Index: rowB, Scale: 8, Disp: j * v.vec()})
		}
	}
	ADDQ(rowB, b)
	x := v.reg()
	for i := range mr {
		m := Mem{Base: base[i/4]}
		switch i % 4 {
		case 1:
			m.Index, m.Scale = p.rowA, 1
		case 2:
			m.Index, m.Scale = p.rowA, 2
		case 3:
			m.Index, m.Scale = p.row3, 1
		}
		if v.wide && p.nv == 1 {
			pick(v, VFMADD231PS_BCST, VFMADD231PD_BCST)(m, bv[0], acc[i][0])
			continue
		}
		v.broadcast(m, x)
		for j := range bv {
			v.fma(x, bv[j], acc[i][j])
		}
	}
	for _, r := range base {
		ADDQ(colA, r)
	}
	DECQ(k)
	JNZ(LabelRef(at("loop")))
	Label(at("sum"))
	p.ending(mr, acc, bv, x)
}

// prefetch asks for the tile's part of c, so that it is there at the end of the sum.
func (p *stripper) prefetch(mr int) {
	row, rowC := GP64(), GP64()
	CMPQ(p.field(offFetch), Imm(0))
	JEQ(LabelRef(fmt.Sprintf("near%d", mr)))
	MOVQ(p.c, row)
	MOVQ(p.field(offRowC), rowC)
	for range mr {
		for line := 0; line < p.nv*p.v.vec(); line += 64 {
			PREFETCHT0(Mem{Base: row, Disp: line})
		}
		ADDQ(rowC, row)
	}
	Label(fmt.Sprintf("near%d", mr))
}

// ending writes c ← relu(acc + c + bias), as far as asked for. Vectors bv and x
// are free by then.
func (p *stripper) ending(mr int, acc [][]reg.VecVirtual, bv []reg.VecVirtual, x reg.VecVirtual) {
	v := p.v
	at := func(what string) string { return fmt.Sprintf("%s%d", what, mr) }
	row, rowC, bias := GP64(), GP64(), GP64()
	MOVQ(p.field(offRowC), rowC)
	last := p.nv - 1

	CMPQ(p.field(offAcc), Imm(0))
	JEQ(LabelRef(at("bias")))
	MOVQ(p.c, row)
	for i := range acc {
		for j := range p.nv {
			m := Mem{Base: row, Disp: j * v.vec()}
			if j == last {
				v.maskLoad(m, p.mask, x)
				v.add(x, acc[i][j], acc[i][j])
			} else {
				v.add(m, acc[i][j], acc[i][j])
			}
		}
		ADDQ(rowC, row)
	}

	Label(at("bias"))
	MOVQ(p.field(offBias), bias)
	TESTQ(bias, bias)
	JZ(LabelRef(at("relu")))
	for j := range bv {
		m := Mem{Base: bias, Disp: j * v.vec()}
		if j == last {
			v.maskLoad(m, p.mask, bv[j])
		} else {
			v.load(m, bv[j])
		}
		for i := range acc {
			v.add(bv[j], acc[i][j], acc[i][j])
		}
	}

	Label(at("relu"))
	CMPQ(p.field(offReLU), Imm(0))
	JEQ(LabelRef(at("store")))
	v.zero(x)
	for i := range acc {
		for j := range acc[i] {
			v.max(acc[i][j], x, acc[i][j]) // max(0, y) is y where y is NaN
		}
	}

	Label(at("store"))
	if !v.wide { // a masked store is slow there
		CMPQ(p.field(offFull), Imm(0))
		JEQ(LabelRef(at("cut")))
		p.stores(acc, rowC, false)
		JMP(LabelRef(at("end")))
		Label(at("cut"))
	}
	p.stores(acc, rowC, true)
	Label(at("end"))
}

func (p *stripper) stores(acc [][]reg.VecVirtual, rowC reg.GPVirtual, masked bool) {
	for i := range acc {
		for j := range acc[i] {
			m := Mem{Base: p.c, Disp: j * p.v.vec()}
			if masked && j == p.nv-1 {
				p.v.maskStore(acc[i][j], p.mask, m)
			} else {
				p.v.store(acc[i][j], m)
			}
		}
		ADDQ(rowC, p.c)
	}
}

package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rows writes a routine for c = a·b where b is one vector: dot products of rows
// of a, four at a time, two vectors of each at a time. Fields are those of strip;
// elements of a row of a, of b and of c lie together.
func rows(v isa) {
	name := "rows" + v.suffix()
	TEXT(name, NOSPLIT, "func(s *byte)")
	Doc(name + " computes the products of the rows of a with one vector.")
	Pragma("noescape")
	s := Load(Param("s"), GP64())
	field := func(off int) Mem { return Mem{Base: s, Disp: off} }
	a, c, rowA, row3, left := GP64(), GP64(), GP64(), GP64(), GP64()
	MOVQ(field(offA), a)
	MOVQ(field(offC), c)
	MOVQ(field(offRowA), rowA)
	LEAQ(Mem{Base: rowA, Index: rowA, Scale: 2}, row3)
	MOVQ(field(offM), left)
	var mask Op
	if v.wide {
		k := K()
		KMOVW(field(offLanes), k)
		mask = k
	} else {
		m := YMM()
		VMOVUPS(field(offMask), m)
		mask = m
	}
	dots := func(label string, mr int) []reg.VecVirtual {
		mem := func(i int) Mem {
			return []Mem{{Base: a}, {Base: a, Index: rowA, Scale: 1}, {Base: a, Index: rowA, Scale: 2}, {Base: a, Index: row3, Scale: 1}}[i]
		}
		acc := [2][]reg.VecVirtual{}
		for u := range acc {
			for range mr {
				r := v.reg()
				v.zero(r)
				acc[u] = append(acc[u], r)
			}
		}
		b, k := GP64(), GP64()
		MOVQ(field(offB), b)
		MOVQ(field(offK), k)
		bv, x := v.reg(), v.reg()
		Label(label + "pairs")
		CMPQ(k, Imm(uint64(2*v.lanes())))
		JLT(LabelRef(label + "one"))
		for u := range acc {
			v.load(Mem{Base: b, Disp: u * v.vec()}, bv)
			for i := range mr {
				m := mem(i)
				m.Disp = u * v.vec()
				v.fma(m, bv, acc[u][i])
			}
		}
		ADDQ(U32(uint32(2*v.vec())), a)
		ADDQ(U32(uint32(2*v.vec())), b)
		SUBQ(Imm(uint64(2*v.lanes())), k)
		JMP(LabelRef(label + "pairs"))
		Label(label + "one")
		CMPQ(k, Imm(uint64(v.lanes())))
		JLT(LabelRef(label + "rest"))
		v.load(Mem{Base: b}, bv)
		for i := range mr {
			v.fma(mem(i), bv, acc[0][i])
		}
		ADDQ(U32(uint32(v.vec())), a)
		ADDQ(U32(uint32(v.vec())), b)
		SUBQ(Imm(uint64(v.lanes())), k)
		Label(label + "rest")
		TESTQ(k, k)
		JZ(LabelRef(label + "sum"))
		v.maskLoad(Mem{Base: b}, mask, bv)
		for i := range mr {
			v.maskLoad(mem(i), mask, x)
			v.fma(x, bv, acc[1][i])
		}
		Label(label + "sum")
		// Back to the first column.
		MOVQ(field(offK), k)
		SUBQ(Mem{Base: s, Disp: offFull}, k) // whole vectors only
		shift := uint64(2)
		if v.double {
			shift = 3
		}
		SHLQ(Imm(shift), k)
		SUBQ(k, a)
		for i := range mr {
			v.add(acc[1][i], acc[0][i], acc[0][i])
		}
		return acc[0]
	}
	// half folds a vector to 128 bits.
	half := func(r reg.VecVirtual) reg.Register {
		t := v.reg()
		if v.wide {
			VEXTRACTF64X4(Imm(1), r, t.AsY())
			pick(v, func(a, b, c Op) { VADDPS(a, b, c) }, func(a, b, c Op) { VADDPD(a, b, c) })(t.AsY(), r.AsY(), r.AsY())
		}
		VEXTRACTF128(Imm(1), r.AsY(), t.AsX())
		pick(v, func(a, b, c Op) { VADDPS(a, b, c) }, func(a, b, c Op) { VADDPD(a, b, c) })(t.AsX(), r.AsX(), r.AsX())
		return r.AsX()
	}
	add := pick(v, func(a, b, c Op) { VADDPS(a, b, c) }, func(a, b, c Op) { VADDPD(a, b, c) })
	maximum := pick(v, func(a, b, c Op) { VMAXPS(a, b, c) }, func(a, b, c Op) { VMAXPD(a, b, c) })
	move := pick(v, func(a, b Op) { VMOVUPS(a, b) }, func(a, b Op) { VMOVUPD(a, b) })
	addOne := pick(v, func(a, b, c Op) { VADDSS(a, b, c) }, func(a, b, c Op) { VADDSD(a, b, c) })
	moveOne := pick(v, func(a, b Op) { VMOVSS(a, b) }, func(a, b Op) { VMOVSD(a, b) })

	bias := XMM()
	addBias := GP64()
	VXORPS(bias, bias, bias)
	MOVQ(field(offBias), addBias)
	TESTQ(addBias, addBias)
	JZ(LabelRef("four"))
	if v.double {
		VMOVDDUP(Mem{Base: addBias}, bias)
	} else {
		VBROADCASTSS(Mem{Base: addBias}, bias)
	}

	Label("four")
	CMPQ(left, Imm(4))
	JLT(LabelRef("single"))
	acc := dots("four", 4)
	var out []reg.Register
	for i := range 4 {
		out = append(out, half(acc[i]))
	}
	if v.double {
		VHADDPD(out[1], out[0], out[0])
		VHADDPD(out[3], out[2], out[2])
		out = []reg.Register{out[0], out[2]}
	} else {
		VHADDPS(out[1], out[0], out[0])
		VHADDPS(out[3], out[2], out[2])
		VHADDPS(out[2], out[0], out[0])
		out = out[:1]
	}
	CMPQ(field(offAcc), Imm(0))
	JEQ(LabelRef("fourbias"))
	for i, r := range out {
		add(Mem{Base: c, Disp: 16 * i}, r, r)
	}
	Label("fourbias")
	TESTQ(addBias, addBias)
	JZ(LabelRef("fourrelu"))
	for _, r := range out {
		add(bias, r, r)
	}
	Label("fourrelu")
	CMPQ(field(offReLU), Imm(0))
	JEQ(LabelRef("fourstore"))
	z := XMM()
	VXORPS(z, z, z)
	for _, r := range out {
		maximum(r, z, r)
	}
	Label("fourstore")
	for i, r := range out {
		move(r, Mem{Base: c, Disp: 16 * i})
	}
	LEAQ(Mem{Base: a, Index: rowA, Scale: 4}, a)
	ADDQ(Imm(uint64(4*v.elem())), c)
	SUBQ(Imm(4), left)
	JMP(LabelRef("four"))

	Label("single")
	TESTQ(left, left)
	JZ(LabelRef("done"))
	one := half(dots("single", 1)[0])
	if v.double {
		VHADDPD(one, one, one)
	} else {
		VHADDPS(one, one, one)
		VHADDPS(one, one, one)
	}
	CMPQ(field(offAcc), Imm(0))
	JEQ(LabelRef("singlebias"))
	addOne(Mem{Base: c}, one, one)
	Label("singlebias")
	TESTQ(addBias, addBias)
	JZ(LabelRef("singlerelu"))
	addOne(bias, one, one)
	Label("singlerelu")
	CMPQ(field(offReLU), Imm(0))
	JEQ(LabelRef("singlestore"))
	z1 := XMM()
	VXORPS(z1, z1, z1)
	maximum(one, z1, one)
	Label("singlestore")
	moveOne(one, Mem{Base: c})
	ADDQ(rowA, a)
	ADDQ(Imm(uint64(v.elem())), c)
	DECQ(left)
	JMP(LabelRef("single"))
	Label("done")
	VZEROUPPER()
	RET()
}

package main

import (
	"math"
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vmath writes the elementwise functions. Each is func(dst, src *T, n int), for
// any n with AVX-512, whose last vector is masked, and for whole vectors with
// AVX2; exp subtracts shift first.
func vmath() {
	for _, v := range all {
		m := &maths{isa: v}
		m.routine("exp", true, m.exp)
		m.routine("expm1", false, m.expm1)
		m.routine("log", false, m.log)
		m.routine("log1p", false, m.log1p)
		m.routine("tanh", false, m.tanh)
		m.routine("sigmoid", false, m.sigmoid)
		m.routine("softplus", false, m.softplus)
		m.data()
	}
}

// maths writes formulas in the instructions of an isa. Each method that takes
// vectors returns a new one.
type maths struct {
	isa
	constants []uint64 // their bits, in the order of their first use
}

// A vec is a register of lanes.
type vec = reg.VecVirtual

func (m *maths) routine(name string, shifted bool, f func(x vec) vec) {
	t := pick(m.isa, "float32", "float64")
	args := "dst, src *" + t + ", n int"
	if shifted {
		args += ", shift " + t
	}
	TEXT(name+m.suffix(), NOSPLIT, "func("+args+")")
	Pragma("noescape")
	dst := Load(Param("dst"), GP64())
	src := Load(Param("src"), GP64())
	n := Load(Param("n"), GP64())
	var shift vec
	if shifted {
		shift = m.reg()
		addr, err := Param("shift").Resolve()
		if err != nil {
			panic(err)
		}
		m.broadcast(addr.Addr, shift)
	}
	body := func(x vec) vec {
		if shifted {
			x = m.minus(x, shift)
		}
		return f(x)
	}
	lanes := Imm(uint64(m.lanes()))
	SUBQ(lanes, n)
	JLT(LabelRef("rest"))
	Label("loop")
	x := m.reg()
	m.load(Mem{Base: src}, x)
	m.store(body(x), Mem{Base: dst})
	ADDQ(Imm(uint64(m.vec())), src)
	ADDQ(Imm(uint64(m.vec())), dst)
	SUBQ(lanes, n)
	JGE(LabelRef("loop"))
	Label("rest")
	if m.wide {
		ADDQ(lanes, n)
		JEQ(LabelRef("done"))
		k, bits := K(), GP64()
		MOVQ(U32(math.MaxUint32), bits)
		BZHIQ(n, bits, bits)
		KMOVW(bits.As32(), k)
		x := m.reg()
		m.maskLoad(Mem{Base: src}, k, x)
		m.maskStore(body(x), k, Mem{Base: dst})
		Label("done")
	}
	VZEROUPPER()
	RET()
}

// c returns the constant x, a vector in memory.
func (m *maths) c(x float64) Op {
	return m.bits(math.Float32bits(float32(x)), math.Float64bits(x))
}

// bits returns the constant whose bits they are.
func (m *maths) bits(single uint32, double uint64) Op {
	b := pick(m.isa, uint64(single), double)
	i := slices.Index(m.constants, b)
	if i < 0 {
		i = len(m.constants)
		m.constants = append(m.constants, b)
	}
	return Mem{Symbol: Symbol{Name: m.name(), Static: true}, Base: reg.StaticBase, Disp: i * m.vec()}
}

func (m *maths) name() string { return "constants" + m.suffix() }

// data writes the constants, each as often as a vector has lanes.
func (m *maths) data() {
	GLOBL(m.name(), RODATA|NOPTR)
	for i, b := range m.constants {
		for j := range m.lanes() {
			at := i*m.vec() + j*m.elem()
			if m.double {
				DATA(at, U64(b))
			} else {
				DATA(at, U32(b))
			}
		}
	}
}

func (m *maths) new(f func(r vec)) vec {
	r := m.reg()
	f(r)
	return r
}

// Arithmetic. A second operand may be a constant in memory.
func (m *maths) plus(x vec, y Op) vec  { return m.new(func(r vec) { m.add(y, x, r) }) }
func (m *maths) times(x vec, y Op) vec { return m.new(func(r vec) { m.mul(y, x, r) }) }
func (m *maths) minus(x vec, y Op) vec {
	return m.new(func(r vec) { pick(m.isa, VSUBPS, VSUBPD)(y, x, r) })
}
func (m *maths) over(x vec, y Op) vec {
	return m.new(func(r vec) { pick(m.isa, VDIVPS, VDIVPD)(y, x, r) })
}

// plusTimes returns x·y + z, minusTimes z − x·y.
func (m *maths) plusTimes(x vec, y Op, z vec) vec {
	return m.new(func(r vec) {
		m.copy(z, r)
		m.fma(y, x, r)
	})
}

func (m *maths) minusTimes(x vec, y Op, z vec) vec {
	return m.new(func(r vec) {
		m.copy(z, r)
		pick(m.isa, VFNMADD231PS, VFNMADD231PD)(y, x, r)
	})
}

func (m *maths) copy(x Op, r vec) { pick(m.isa, VMOVUPS, VMOVUPD)(x, r) }

// constant returns x in a register.
func (m *maths) constant(x float64) vec { return m.new(func(r vec) { m.copy(m.c(x), r) }) }

// least and most return NaN where x is NaN: the second operand of MIN and MAX
// comes back in that case.
func (m *maths) least(bound Op, x vec) vec {
	return m.new(func(r vec) { b := m.reg(); m.copy(bound, b); pick(m.isa, VMINPS, VMINPD)(x, b, r) })
}
func (m *maths) most(bound Op, x vec) vec {
	return m.new(func(r vec) { b := m.reg(); m.copy(bound, b); m.max(x, b, r) })
}

// round returns the nearest integer, ties to even.
func (m *maths) round(x vec) vec {
	return m.new(func(r vec) {
		if m.wide {
			pick(m.isa, VRNDSCALEPS, VRNDSCALEPD)(Imm(0), x, r)
		} else {
			pick(m.isa, VROUNDPS, VROUNDPD)(Imm(0), x, r)
		}
	})
}

func (m *maths) and(x vec, y Op) vec {
	return m.new(func(r vec) { pick(m.isa, VANDPS, VANDPD)(y, x, r) })
}
func (m *maths) or(x vec, y Op) vec {
	return m.new(func(r vec) { pick(m.isa, VORPS, VORPD)(y, x, r) })
}
func (m *maths) left(x vec, by uint64) vec {
	return m.new(func(r vec) { pick(m.isa, VPSLLD, VPSLLQ)(Imm(by), x, r) })
}
func (m *maths) right(x vec, by uint64) vec {
	return m.new(func(r vec) { pick(m.isa, VPSRLD, VPSRLQ)(Imm(by), x, r) })
}

func (m *maths) sign() Op      { return m.c(math.Copysign(0, -1)) }
func (m *maths) magnitude() Op { return m.bits(math.MaxInt32, math.MaxInt64) }

// less returns where x < y, for choose; false where either is NaN.
func (m *maths) less(x vec, y Op) reg.Register { return m.compare(1, x, y) }

// equal returns where x = y, for choose.
func (m *maths) equal(x vec, y Op) reg.Register { return m.compare(0, x, y) }

func (m *maths) compare(how uint64, x vec, y Op) reg.Register {
	if m.wide {
		k := K()
		pick(m.isa, VCMPPS, VCMPPD)(Imm(how), y, x, k)
		return k
	}
	return m.new(func(r vec) { pick(m.isa, VCMPPS, VCMPPD)(Imm(how), y, x, r) })
}

// choose returns x where the mask holds and y elsewhere.
func (m *maths) choose(mask reg.Register, x Op, y vec) vec {
	return m.new(func(r vec) {
		if m.wide {
			pick(m.isa, VBLENDMPS, VBLENDMPD)(x, y, mask, r)
		} else {
			pick(m.isa, VBLENDVPS, VBLENDVPD)(mask, x, y, r)
		}
	})
}

// polynomial returns Σ c[i]·xⁱ by Horner's rule.
func (m *maths) polynomial(x vec, c ...float64) vec {
	p := m.constant(c[len(c)-1])
	for i := len(c) - 2; i >= 0; i-- {
		pick(m.isa, VFMADD213PS, VFMADD213PD)(m.c(c[i]), x, p)
	}
	return p
}

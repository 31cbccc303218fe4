package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Offsets of the fields of pass in package kernel.
const (
	passN     = 0
	passSlice = 8  // four pointers
	passLanes = 40 // of the last, short vector, as bits
	passMask  = 48 // the same as a vector (AVX2)
	passCoef  = 80 // the coefficients, elements
)

// vector writes the passes over whole slices.
func vector() {
	for _, v := range all {
		pass(v, "sgd", 2, []int{0}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			rate, scale, l2, keep := c(0), c(1), c(2), c(3)
			w, g := x[0], x[1]
			v.mul(scale, g, g)
			v.fma(l2, w, g)
			v.mul(keep, w, w)
			v.fnma(rate, g, w)
		}, 4)
		pass(v, "momentum", 3, []int{0, 2}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			rate, scale, l2, keep, mu, ofG, ofV := c(0), c(1), c(2), c(3), c(4), c(5), c(6)
			w, g, vel := x[0], x[1], x[2]
			v.mul(scale, g, g)
			v.fma(l2, w, g)
			v.mul(mu, vel, vel)
			v.add(g, vel, vel)
			v.mul(ofG, g, g)
			v.fma(ofV, vel, g)
			v.mul(keep, w, w)
			v.fnma(rate, g, w)
		}, 7)
		pass(v, "adam", 4, []int{0, 2, 3}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			step, scale, l2, keep, b1, c1, b2, c2, root, eps := c(0), c(1), c(2), c(3), c(4), c(5), c(6), c(7), c(8), c(9)
			w, g, m, s := x[0], x[1], x[2], x[3]
			t := v.reg()
			v.mul(scale, g, g)
			v.fma(l2, w, g)
			v.mul(b1, m, m)
			v.fma(c1, g, m)
			v.mul(g, g, g)
			v.mul(b2, s, s)
			v.fma(c2, g, s)
			pick(v, VSQRTPS, VSQRTPD)(s, g)
			v.fma2(eps, root, g) // g·root + eps
			v.mul(step, m, t)
			pick(v, VDIVPS, VDIVPD)(g, t, t)
			v.fms(t, keep, w) // w·keep − t
		}, 10)
		pass(v, "axpy", 2, []int{0}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			v.fma(c(0), x[1], x[0])
		}, 1)
		pass(v, "scale", 2, []int{0}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			v.mul(c(0), x[1], x[0])
		}, 1)
		pass(v, "relu", 2, []int{0}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			v.max(x[1], c(0), x[0]) // max(0, x) is x where x is NaN
		}, 1)
		pass(v, "gate", 3, []int{0}, func(c func(int) reg.VecVirtual, x []reg.VecVirtual) {
			const greater = 14
			if v.wide {
				k := K()
				pick(v, VCMPPS, VCMPPD)(Imm(greater), c(0), x[2], k)
				pick(v, VMOVUPS_Z, VMOVUPD_Z)(x[1], k, x[0])
			} else {
				pick(v, VCMPPS, VCMPPD)(Imm(greater), c(0), x[2], x[2])
				pick(v, VANDPS, VANDPD)(x[1], x[2], x[0])
			}
		}, 1)
		squares(v)
	}
}

func (v isa) fnma(x, y, acc Op) { pick(v, VFNMADD231PS, VFNMADD231PD)(x, y, acc) }

// fma2 sets r = r·y + x, fms r = r·y − x.
func (v isa) fma2(x, y, r Op) { pick(v, VFMADD213PS, VFMADD213PD)(x, y, r) }
func (v isa) fms(x, y, r Op)  { pick(v, VFMSUB213PS, VFMSUB213PD)(x, y, r) }

// A walk is a loop over vectors of the slices of a pass, the last one short.
type walk struct {
	v      isa
	p      Mem
	slices []reg.GPVirtual
	n      reg.GPVirtual
	mask   Op
}

func newWalk(v isa, name string, slices int) *walk {
	TEXT(name+v.suffix(), NOSPLIT, "func(p *byte)")
	Doc(name + v.suffix() + " is a pass of that name.")
	Pragma("noescape")
	w := &walk{v: v, p: Mem{Base: Load(Param("p"), GP64())}}
	for i := range slices {
		w.slices = append(w.slices, GP64())
		MOVQ(w.p.Offset(passSlice+8*i), w.slices[i])
	}
	w.n = GP64()
	MOVQ(w.p.Offset(passN), w.n)
	return w
}

// each writes the loop: body for whole vectors, then body for the short one.
func (w *walk) each(body func(masked bool)) {
	Label("loop")
	CMPQ(w.n, Imm(uint64(w.v.lanes())))
	JLT(LabelRef("short"))
	body(false)
	for _, s := range w.slices {
		ADDQ(Imm(uint64(w.v.vec())), s)
	}
	SUBQ(Imm(uint64(w.v.lanes())), w.n)
	JMP(LabelRef("loop"))
	Label("short")
	TESTQ(w.n, w.n)
	JZ(LabelRef("done"))
	if w.v.wide {
		k := K()
		KMOVW(w.p.Offset(passLanes), k)
		w.mask = k
	} else {
		m := YMM()
		VMOVUPS(w.p.Offset(passMask), m)
		w.mask = m
	}
	body(true)
	Label("done")
}

func (w *walk) load(i int, masked bool) reg.VecVirtual {
	r := w.v.reg()
	if masked {
		w.v.maskLoad(Mem{Base: w.slices[i]}, w.mask, r)
	} else {
		w.v.load(Mem{Base: w.slices[i]}, r)
	}
	return r
}

// pass writes a routine that reads slices vectors at a time, computes, and stores
// those of the slices that are named.
func pass(v isa, name string, slices int, stored []int, compute func(c func(int) reg.VecVirtual, x []reg.VecVirtual), coefficients int) {
	w := newWalk(v, name, slices)
	var coef []reg.VecVirtual
	for i := range coefficients {
		r := v.reg()
		v.broadcast(w.p.Offset(passCoef+i*v.elem()), r)
		coef = append(coef, r)
	}
	w.each(func(masked bool) {
		var x []reg.VecVirtual
		for i := range slices {
			if i == 0 && (name == "scale" || name == "relu" || name == "gate") { // written only
				x = append(x, v.reg())
				continue
			}
			x = append(x, w.load(i, masked))
		}
		compute(func(i int) reg.VecVirtual { return coef[i] }, x)
		for _, i := range stored {
			if masked {
				v.maskStore(x[i], w.mask, Mem{Base: w.slices[i]})
			} else {
				v.store(x[i], Mem{Base: w.slices[i]})
			}
		}
	})
	VZEROUPPER()
	RET()
}

// squares writes a routine that leaves sums of squares, in float64, in the vectors
// that the second pointer points to: of the lower and the upper half of each
// vector if the elements are float32, else of all.
func squares(v isa) {
	w := newWalk(v, "squares", 1)
	d := isa{v.wide, true}
	sums := []reg.VecVirtual{d.reg(), d.reg()}
	for _, s := range sums {
		d.zero(s)
	}
	half := func(r reg.VecVirtual) Op { // the lower half, as a register
		if v.wide {
			return r.AsY()
		}
		return r.AsX()
	}
	w.each(func(masked bool) {
		x := w.load(0, masked)
		if v.double {
			v.fma(x, x, sums[0])
			return
		}
		low, high := d.reg(), d.reg()
		VCVTPS2PD(half(x), low)
		if v.wide {
			VEXTRACTF64X4(Imm(1), x, x.AsY())
		} else {
			VEXTRACTF128(Imm(1), x, x.AsX())
		}
		VCVTPS2PD(half(x), high)
		d.fma(low, low, sums[0])
		d.fma(high, high, sums[1])
	})
	out := GP64()
	MOVQ(w.p.Offset(passSlice+8), out)
	for i, s := range sums {
		d.store(s, Mem{Base: out, Disp: i * d.vec()})
	}
	VZEROUPPER()
	RET()
}

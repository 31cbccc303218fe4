package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

// slopes writes the passes that take gradients back through elementwise functions.
func slopes() {
	for _, v := range all {
		pass(v, "times", 2, []int{0}, func(_ func(int) reg.VecVirtual, x []reg.VecVirtual) {
			v.mul(x[1], x[0], x[0])
		}, 0)
		pass(v, "tanhSlope", 2, []int{0}, func(_ func(int) reg.VecVirtual, x []reg.VecVirtual) {
			t := v.reg()
			v.mul(x[0], x[1], t)
			v.fnma(t, x[1], x[0]) // d − (d·y)·y
		}, 0)
		pass(v, "sigmoidSlope", 2, []int{0}, func(_ func(int) reg.VecVirtual, x []reg.VecVirtual) {
			t := v.reg()
			v.mul(x[0], x[1], t)
			v.mul(t, x[1], x[0])
			pick(v, VSUBPS, VSUBPD)(x[0], t, x[0]) // d·y − (d·y)·y
		}, 0)
	}
}
